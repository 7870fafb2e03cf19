"""An RO-Crate description (version 1.2, JSON-LD) of a brief and what it carries, so that a machine finds its way in it.

Takes the attached files and the reports, gives the description; every date comes from the data. See https://w3id.org/ro/crate/1.2.
"""

from collections.abc import Iterable, Mapping

import pandas as pd

import analysis
from analysis import provenance
from analysis.topics import Topic
from analysis.wording import Words

NAME = "ro-crate-metadata.json"
MIME = {"csv": "text/csv", "json": "application/json"}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
VERSION = "https://w3id.org/ro/crate/1.2"


def described(files: Mapping[str, str], documents: pd.DataFrame, topic: Topic, as_of: str, words: Words) -> dict:
    """The description of the attached files, which it names with their digests; the reports are what the edition was made from."""
    return crate([_file(name, text, words) for name, text in files.items()], files, "numbers.csv", documents, topic, as_of, words)


def crate(parts: list[dict], made: Iterable[str], main: str, documents: pd.DataFrame, topic: Topic, as_of: str, words: Words) -> dict:
    """The description of the files in `parts`, an entity each. `made`: the ids of those that the edition consists of, `main` among them."""
    reports = documents.sort_values("doc_id").to_dict("records")
    root = {
        "@id": "./", "@type": "Dataset", "name": topic.title[words.lang], "description": topic.question[words.lang], "inLanguage": words.lang,
        "datePublished": as_of, "license": {"@id": LICENCE}, "hasPart": [{"@id": part["@id"]} for part in parts], "mainEntity": {"@id": main},
    }  # fmt: skip
    action = {
        "@id": "#edition", "@type": "CreateAction", "name": f"{topic.topic_id}/{as_of}-{words.lang}", "endTime": as_of, "instrument": {"@id": "#claimtrail"},
        "object": [{"@id": f"#{report['doc_id']}"} for report in reports], "result": [{"@id": name} for name in made],
    }  # fmt: skip
    graph = [
        {"@id": NAME, "@type": "CreativeWork", "conformsTo": {"@id": VERSION}, "about": {"@id": "./"}},
        root,
        action,
        {"@id": "#claimtrail", "@type": "SoftwareApplication", "name": "claimtrail", "version": analysis.__version__},
        {"@id": LICENCE, "@type": "CreativeWork", "name": "Creative Commons Attribution 4.0 International"},
        *parts,
        *(_report(report) for report in reports),
    ]
    return {"@context": f"{VERSION}/context", "@graph": graph}


def _file(name: str, text: str, words: Words) -> dict:
    stem = name.rpartition(".")[0]
    what = words("meaning.figure", name=stem.removeprefix("figure-")) if stem.startswith("figure-") else words(f"table.{stem}")
    return {
        "@id": name, "@type": "File", "name": what, "encodingFormat": MIME[name.rpartition(".")[2]], "contentSize": len(text.encode("utf-8")),
        "sha256": provenance.digest(text),
    }  # fmt: skip


def _report(report: dict) -> dict:
    return {
        "@id": f"#{report['doc_id']}", "@type": "CreativeWork", "name": report["title"], "publisher": report["publisher"], "datePublished": report["published"],
        "inLanguage": report["language"], "url": report["url"],
    }  # fmt: skip
