"""What an archive says of itself to machines: an RO-Crate, a Frictionless data package, a citation. Every date is the edition's.

See https://w3id.org/ro/crate/1.2, https://specs.frictionlessdata.io/tabular-data-package and https://citation-file-format.github.io (1.2.0).
"""

import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import quote

import pandas as pd

import analysis
from analysis import provenance, tables, topics, vocabulary
from analysis.brief import crate
from analysis.editions import Edition
from analysis.release.contents import place
from analysis.topics import Topic
from analysis.wording import Words

CITATION = "CITATION.cff"
CODE_LICENCE = "https://spdx.org/licenses/MIT"
# What is no program is under the crate's own licence.
TEXTS = ("data/", "reports/")
MIME = {
    ".css": "text/css", ".csv": "text/csv", ".html": "text/html", ".ipynb": "application/x-ipynb+json", ".js": "text/javascript", ".json": "application/json",
    ".md": "text/markdown", ".pdf": "application/pdf", ".png": "image/png", ".py": "text/x-python", ".svg": "image/svg+xml", ".toml": "application/toml",
    ".yml": "application/yaml",
}  # fmt: skip
AUTHORS = "the claimtrail contributors"


def papers(files: Mapping[str, bytes], edition: Edition) -> dict[str, bytes]:
    """The three descriptions by their names in the archive. Raises TableError, TopicError, VocabularyError."""
    words = Words(vocabulary.load(), edition.lang)
    topic = topics.load(edition.topic, words.vocabulary)
    reports = tables.read("documents", edition.tables)
    described = {
        provenance.DESCRIPTOR: provenance.canonical(_package(files, edition, topic, reports)),
        CITATION: _citation(edition, topic),
    }
    described = {name: text.encode("utf-8") for name, text in described.items()}
    whole = dict(sorted((files | described).items()))
    return described | {crate.NAME: provenance.canonical(_crate(whole, edition, topic, reports, words)).encode("utf-8")}


def _crate(files: Mapping[str, bytes], edition: Edition, topic: Topic, reports: pd.DataFrame, words: Words) -> dict:
    own = f"{place(edition)}/"
    made = [quote(name) for name in files if name.startswith(own)]
    described = crate.crate([_file(name, content) for name, content in files.items()], made, f"{own}brief.pdf", reports, topic, edition.as_of, words)
    described["@graph"].append({"@id": CODE_LICENCE, "@type": "CreativeWork", "name": "MIT License"})
    return described


def _file(name: str, content: bytes) -> dict:
    licence = crate.LICENCE if name.startswith(TEXTS) else CODE_LICENCE
    return {
        "@id": quote(name), "@type": "File", "name": name, "encodingFormat": MIME.get(PurePosixPath(name).suffix, "text/plain"), "contentSize": len(content),
        "sha256": provenance.digest(content), "license": {"@id": licence},
    }  # fmt: skip


def _package(files: Mapping[str, bytes], edition: Edition, topic: Topic, reports: pd.DataFrame) -> dict:
    """The edition's own description of its tables, each with its place in the archive, its size and its digest."""
    folder = f"{place(edition)}/tables"
    own = json.loads(files[f"{folder}/{provenance.DESCRIPTOR}"])
    for resource in own["resources"]:
        resource["path"] = f"{folder}/{resource['path']}"
        content = files[resource["path"]]
        resource |= {"bytes": len(content), "hash": f"sha256:{provenance.digest(content)}"}
    return own | {
        "name": f"claimtrail-{edition.topic}-{edition.as_of}-{edition.lang}", "title": topic.title[edition.lang], "description": topic.question[edition.lang],
        "version": analysis.__version__, "created": f"{edition.as_of}T00:00:00Z",
        "licenses": [{"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0", "path": crate.LICENCE}],
        "sources": [{"title": row.title or row.doc_id} | ({"path": row.url} if row.url else {}) for row in reports.itertuples()],
    }  # fmt: skip


def _citation(edition: Edition, topic: Topic) -> str:
    """The citation. JSON's strings are YAML's, so that no title can end the line that it stands in."""
    title = json.dumps(f"{topic.title[edition.lang]}: {edition.topic}, {edition.as_of} ({edition.lang})", ensure_ascii=False)
    return (
        f'cff-version: 1.2.0\nmessage: "If you use this edition, please cite it."\ntype: dataset\ntitle: {title}\nversion: "{analysis.__version__}"\n'
        f'date-released: "{edition.as_of}"\nlicense: CC-BY-4.0\nauthors:\n  - name: "{AUTHORS}"\n'
        f'references:\n  - type: software\n    title: claimtrail\n    version: "{analysis.__version__}"\n    license: MIT\n    authors:\n      - name: "{AUTHORS}"\n'
    )
