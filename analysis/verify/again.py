"""The way from facts to pages, gone again: what notebooks 2 to 5 make, in a folder that is empty before and gone after.

Takes the facts and documents that a brief carries and what it was asked for, gives the tables, the figures' data and the pages that
they make here. The facts themselves are extracted again by `extracted`, where the reports are.
"""

import io
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pandas as pd
from pypdf import PdfReader

from analysis import brief as briefs
from analysis import changes, documents, figures, history, hypotheses, inputs, judgements, material, parameters, paths, syndication, tables, terminal
from analysis.clean import clean, read_review
from analysis.extract import facts_table
from analysis.quantify import challenge, quantify
from analysis.topics import Topic
from analysis.verify import tagged
from analysis.verify.given import Brief
from analysis.vocabulary import Vocabulary

STEPS = ("facts to claims", "claims to ranges", "assumptions changed one at a time", "what was known when", "judgements and changes", "figures", "pages")


@dataclass(frozen=True)
class Remade:
    """`figures`: the data of each by its name, as CSV; `pages`: those of the PDF, taken apart."""

    tables: dict[str, pd.DataFrame]
    figures: dict[str, bytes]
    pages: list[tagged.Page]


def rerun(brief: Brief, topic: Topic, words: Vocabulary) -> Remade:
    """All that follows from the brief's facts, each step announced on stderr. Raises ReviewError, TableError, OutputError."""
    record = history.Record(brief.tables["documents"], brief.tables["facts"], read_review(paths.review(), also=brief.tables["documents"]["doc_id"]))
    made = _tables(brief, record, topic, words)
    with tempfile.TemporaryDirectory() as folder:
        _announce(5)
        for drawing in _drawings(made, topic, words, brief.lang):
            figures.save(drawing, Path(folder) / "figures")
        drawn = briefs.pictures(Path(folder) / "figures")
        _announce(6)
        slots = judgements.slots(made["claims"], made["estimates"], topic, words, brief.lang)
        made["numbers"] = briefs.numbers(made, slots, drawn, inputs.makers(), topic, words, brief.as_of, brief.lang)
        pdf, _ = briefs.write(Path(folder), made, drawn, brief.manifest, topic, words, brief.as_of, brief.lang)
        pages = tagged.pages(PdfReader(io.BytesIO(pdf.read_bytes())))
    return Remade(made, {picture.name: picture.csv.encode("utf-8") for picture in drawn}, pages)


def _tables(brief: Brief, record: history.Record, topic: Topic, words: Vocabulary) -> dict[str, pd.DataFrame]:
    _announce(0)
    claims, dropped = clean(record.facts, record.documents, words, topic, record.review)
    _announce(1)
    found = quantify(claims, topic, words, brief.as_of)
    _announce(2)
    challenged = challenge(claims, topic, words, brief.as_of, seed(brief.manifest))
    _announce(3)
    known = history.tabulate(record, history.Question(topic, words, topic.lead_flow, topic.lead_item))
    _announce(4)
    made = {
        **found._asdict(), **challenged._asdict(), "documents": record.documents, "facts": record.facts, "claims": claims, "dropped": dropped, "history": known,
        "judgements": judgements.judge(claims, found.estimates, topic, words, brief.lang),
        "hypotheses": hypotheses.compare(claims, found.constraints, found.estimates, topic, words),
    }  # fmt: skip
    since = changes.compare(changes.known(topic.previous(brief.as_of), record, topic, words, brief.lang), made)
    # In the order in which the notebook has them: the table of numbers counts one after the other.
    return {name: made[name] for name in briefs.ATTACHED if name not in ("numbers", "changes")} | {"changes": since}


def _drawings(made: Mapping[str, pd.DataFrame], topic: Topic, words: Vocabulary, lang: str) -> list[figures.Drawing]:
    claims, constraints, estimates = made["claims"], made["constraints"], made["estimates"]
    return [
        figures.cumulative(claims, constraints, estimates, topic, words, lang),
        figures.containers(claims, constraints, estimates, topic, words, lang),
        figures.load(claims, topic, words, lang),
        figures.pbox(made["pbox"], made["sensitivity"], estimates, topic, words, lang),
        figures.oil(estimates, topic, words, lang),
        figures.knowledge(made["history"], estimates, words, lang),
        figures.flows(claims, estimates, topic, words, lang),
        figures.independence(claims, words, lang),
        figures.sources(claims, made["facts"], made["documents"], words, lang),
    ]


def _announce(step: int) -> None:
    terminal.tell(f"{step + 1}/{len(STEPS)} {STEPS[step]}")


def seed(manifest: Mapping) -> int:
    """Where the Monte Carlo cross-check began to draw: as the manifest tells, else what the notebook declares."""
    declared = parameters.declared(nbformat.read(paths.notebooks() / "3_quantify.ipynb", as_version=4))["seed"].default
    told = manifest.get("parameters", {}).get("seed", declared)
    return told if type(told) is int and told in parameters.COUNTS else declared


def extracted(brief: Brief, here: Mapping[str, str], words: Vocabulary) -> dict[str, pd.DataFrame]:
    """The tables documents and facts, from the reports that the manifest names; empty where one of them is not here. Raises DocumentError."""
    named = {name for name in brief.manifest["inputs"] if inputs.is_of_reports(name)}
    if named - here.keys():
        return {}
    if brief.data_set:
        return _of_data_set(brief, words)
    wanted = {documents.read_file(paths.home() / name).doc_id for name in named}
    reports = [report for report in documents.read_folder(paths.documents(brief.topic), brief.as_of) if report.doc_id in wanted]
    return {"documents": documents.table(syndication.marked(reports)), "facts": facts_table(reports, words)}


def _of_data_set(brief: Brief, words: Vocabulary) -> dict[str, pd.DataFrame]:
    """The same, from the texts that the data set keeps."""
    held = material.DataSet(brief.topic, brief.data_set, words)
    listed = held.documents(brief.as_of)
    return {"documents": listed, "facts": facts_table(held.reports(set(listed["doc_id"])), words)}
