"""Briefs as they come into a reviewer's hand: a sound one made of few reports, and what one may do to its pages and its attachments."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import ByteStringObject, ContentStream, FloatObject, NameObject

from analysis import brief, changes, documents, figures, history, hypotheses, inputs, judgements, provenance, topics, verify, vocabulary
from analysis.clean import clean, read_review
from analysis.extract import facts_table
from analysis.paths import review
from analysis.provenance import digest
from analysis.quantify import challenge, quantify
from analysis.verify import again, tagged
from analysis.verify.report import IDENTICAL
from tests import briefs

ROOT = Path(__file__).resolve().parent.parent
AS_OF = "2024-02-29"
SHOWING = (b"Tj", b"TJ")
FROM = ("2023-10-26", "2023-11-01", "2024-01", "2024-02")


def home(folder: Path) -> Path:
    """A project folder with the project's words, topics and notebooks, and its reports of four months."""
    for name in ("vocabulary", "topics"):
        shutil.copytree(ROOT / "data" / name, folder / "data" / name)
    shutil.copy(ROOT / "data" / "review.csv", folder / "data")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".*"))
    (folder / "data" / "documents").mkdir()
    for path in sorted((ROOT / "data" / "documents").glob("*.md")):
        if path.name.startswith(FROM):
            shutil.copy(path, folder / "data" / "documents")
    return folder


def brief_of(folder: Path, reports: list[documents.Document], facts: pd.DataFrame, lang: str = "en") -> Path:
    """The brief that notebooks 2 to 5 make of these facts, in that folder. The project's folder is the one that CLAIMTRAIL_HOME names."""
    words = vocabulary.load()
    topic = topics.load("kp-ru", words)
    record = history.Record(documents.table(reports), facts, read_review(review()))
    claims, dropped = clean(facts, record.documents, words, topic, record.review)
    found = quantify(claims, topic, words, AS_OF)
    made = {
        "documents": record.documents, "facts": facts, "claims": claims, "dropped": dropped, **found._asdict(), **challenge(claims, topic, words, AS_OF, 1)._asdict(),
        "history": history.tabulate(record, history.Question(topic, words, topic.lead_flow, topic.lead_item)),
        "judgements": judgements.judge(claims, found.estimates, topic, words, lang),
        "hypotheses": hypotheses.compare(claims, found.constraints, found.estimates, topic, words),
    }  # fmt: skip
    made = {name: made[name] for name in brief.ATTACHED if name in made}
    made["changes"] = changes.compare(changes.known(topic.previous(AS_OF), record, topic, words, lang), made)
    for drawing in briefs.drawn(made, lang):
        figures.save(drawing, folder / "figures")
    drawn = brief.pictures(folder / "figures")
    slots = judgements.slots(claims, found.estimates, topic, words, lang)
    made["numbers"] = brief.numbers(made, slots, drawn, inputs.makers(), topic, words, AS_OF, lang)
    made_from = provenance.made_from(inputs.inputs("kp-ru", AS_OF), {"topic": "kp-ru", "as_of": AS_OF, "lang": lang, "seed": 1})
    return brief.write(folder, made, drawn, made_from, topic, words, AS_OF, lang)[0]


def sound(folder: Path, lang: str = "en") -> Path:
    """The brief of the project's reports."""
    reports = documents.read_folder(folder / "data" / "documents")
    return brief_of(folder, reports, facts_table(reports, vocabulary.load()), lang)


REMADE: dict[tuple, again.Remade] = {}


@pytest.fixture(scope="session")
def english(tmp_path_factory):
    folder = home(tmp_path_factory.mktemp("english"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLAIMTRAIL_HOME", str(folder))
        return folder, sound(folder)


@pytest.fixture
def handed(english, monkeypatch):
    """The sound English brief. What follows from the same facts is made once: a drill changes the PDF, or what there is to compare it with."""
    folder, pdf = english
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(folder))
    making = again.rerun

    def remade(brief, topic, words):
        key = (topic.stale_after, *(brief.tables[name].to_csv() for name in ("facts", "documents")))
        if key not in REMADE:
            REMADE[key] = making(brief, topic, words)
        return REMADE[key]

    monkeypatch.setattr(again, "rerun", remade)
    return pdf


# What one may do to it, and to what it is compared with


def found(pdf, kind: str = "") -> dict[str, verify.Item]:
    """What is not identical."""
    return {item.name: item for item in verify.verify(pdf).items if item.verdict != IDENTICAL and kind in ("", item.kind)}


def made_otherwise(monkeypatch, change) -> None:
    """What is made again goes through `change` before it is compared."""
    making = again.rerun
    monkeypatch.setattr(again, "rerun", lambda *given: change(making(*given)))


def with_table(made: again.Remade, name: str, column: str, factor: float) -> again.Remade:
    return replace(made, tables=made.tables | {name: made.tables[name].assign(**{column: made.tables[name][column] * factor})})


def attached(pdf: Path) -> dict[str, str]:
    return {name: contents[0].decode("utf-8") for name, contents in PdfReader(pdf).attachments.items()}


def carrying(pdf: Path, place: Path, given: Mapping[str, str | None], sealed: bool = False) -> Path:
    """The same pages with other attachments, None for one that is taken out; `sealed`: all digests corrected too, as a careful forger would."""
    files = {name: text for name, text in (attached(pdf) | given).items() if text is not None}
    if sealed:
        told = json.loads(files["parameters.json"])
        files["parameters.json"] = json.dumps(told | {"sha256": {name: digest(text) for name, text in files.items() if name.endswith(".csv")}})
        crate = json.loads(files["ro-crate-metadata.json"])
        for each in crate["@graph"]:
            if "sha256" in each and each["@id"] in files:
                each["sha256"] = digest(files[each["@id"]])
        files["ro-crate-metadata.json"] = json.dumps(crate)
    writer = PdfWriter(clone_from=PdfReader(pdf))
    for file in list(writer.attachment_list):
        file.delete() if file.name not in files else setattr(file, "content", files[file.name].encode("utf-8"))
    writer.write(place)
    return place


def printing(pdf: Path, place: Path, old: str, new: str, page: int = 0) -> Path:
    """The first `old` of a page drawn as `new`, by the letters of its font, with as many of them; all else as it was."""
    writer = PdfWriter(clone_from=PdfReader(pdf))
    sheet = writer.pages[page]
    content, font = ContentStream(sheet.get_contents(), writer, "bytes"), None
    for operands, operator in content.operations:
        if operator == b"Tf":
            font = tagged.Font(sheet["/Resources"]["/Font"][operands[0]].get_object())
        if operator in SHOWING and _redrawn(operands, operator, font, old, new):
            break
    else:
        raise AssertionError(f"page {page + 1} draws no {old!r}")
    sheet[NameObject("/Contents")] = writer._add_object(content)
    writer.write(place)
    return place


def _redrawn(operands: list, operator: bytes, font, old: str, new: str) -> bool:
    parts = operands[0] if operator == b"TJ" else operands
    places = [(part, at) for part, shown in enumerate(parts) if isinstance(shown, bytes) for at in range(0, len(shown), 2)]
    text = [font.text(parts[part][at : at + 2]) for part, at in places]
    start = "".join(text).replace("\N{NO-BREAK SPACE}", " ").find(old)
    if start < 0 or len(text) != len("".join(text)):
        return False
    codes = {letter: code for code, letter in font.letters.items()}
    for (part, at), was, letter in zip(places[start:], old, new):
        if letter != was:
            parts[part] = ByteStringObject(parts[part][:at] + codes[letter].to_bytes(2, "big") + parts[part][at + 2 :])
    return True


def noted(pdf: Path, place: Path) -> Path:
    """With a note of free text laid over the first page."""
    writer = PdfWriter(clone_from=PdfReader(pdf))
    writer.add_annotation(0, FreeText(text="9.9 million", rect=(50, 650, 200, 700)))
    writer.write(place)
    return place


def blank(place: Path, **attachments: bytes) -> Path:
    """A PDF of somebody else's."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    for name, content in attachments.items():
        writer.add_attachment(f"{name}.csv", content)
    writer.write(place)
    return place


def twice(pdf: Path, place: Path) -> Path:
    """With another table under the name of one that it carries."""
    writer = PdfWriter(clone_from=PdfReader(pdf))
    writer.add_attachment("claims.csv", b"another table")
    writer.write(place)
    return place


def moved(pdf: Path, place: Path) -> Path:
    """With one line of the first page's figure drawn elsewhere."""
    writer = PdfWriter(clone_from=PdfReader(pdf))
    sheet = writer.pages[0]
    content = ContentStream(sheet.get_contents(), writer, "bytes")
    lines = [operands for operands, operator in content.operations if operator == b"l"]
    lines[len(lines) // 2][1] = FloatObject(float(lines[len(lines) // 2][1]) + 20)
    sheet[NameObject("/Contents")] = writer._add_object(content)
    writer.write(place)
    return place
