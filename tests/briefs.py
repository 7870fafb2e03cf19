"""Small editions for tests: from changes to a fact to the tables, figures, PDF and page of one edition."""

import io
import re
from pathlib import Path

import pandas as pd
from pypdf import PdfReader

from analysis import brief, carried, figures, history, hypotheses, judgements, tables
from analysis import changes as changed
from analysis.clean import clean
from analysis.quantify import challenge, quantify
from analysis.verify import given as given_brief
from analysis.verify import printed
from tests import ledgers
from tests.ledgers import TOPIC, VOCABULARY

AS_OF = "2025-11-14"
CELLS = {"estimates": "3_quantify [4]", "claims": "2_clean [3]"}
MADE_FROM = {"inputs": {}, "environment": {}}
REPORT = {"publisher": "The Paper", "title": "A report", "url": "https://example.org/report?a=1&b=2", "language": "en", "kind": "abstract"}

# Totals of shells and containers by origins that do not draw on each other, one retold, one that another excludes, one denied.
STORY = (
    {"doc_id": "a", "claimant": "KR.NIS", "low": 1e6, "high": float("nan"), "bound": "at_least", "stated": "2023-11-01", "chain": "NIS;a lawmaker;Yonhap"},
    {"doc_id": "b", "claimant": "UA.HUR", "low": 1.5e6, "high": 1.5e6, "stated": "2024-02-25", "chain": "HUR;Ukrinform"},
    {"doc_id": "c", "claimant": "OSC", "low": 4.2e6, "high": 5.8e6, "bound": "between", "stated": "2025-04-16", "chain": "OSC;Reuters;KBS"},
    {"doc_id": "d", "claimant": "UA.HUR", "low": 6.5e6, "high": 6.5e6, "stated": "2025-11-14", "chain": "HUR;n-tv"},
    {"doc_id": "e", "claimant": "KR.MND", "low": 12e6, "high": float("nan"), "bound": "at_least", "kind": "capacity", "stated": "2025-07-13", "hedge": "conditional"},
    {"doc_id": "f", "claimant": "KR.MND", "item": "container", "unit": "container", "low": 28000, "high": 28000, "bound": "about", "stated": "2025-07-13"},
    {"doc_id": "g", "claimant": "OSC", "item": "container", "unit": "container", "low": 15809, "high": 15809, "stated": "2025-04-16"},
    {"doc_id": "j", "claimant": "US.STATE", "item": "container", "unit": "container", "low": 20000, "high": float("nan"), "bound": "at_least", "stated": "2025-01-10"},
    {"doc_id": "h", "claimant": "RU.KREMLIN", "kind": "denial", "item": "weapons", "unit": "", "bound": "", "low": float("nan"), "high": float("nan"), "stated": "2023-10-17", "hedge": "denied"},
    {"doc_id": "i", "claimant": "KR.NIS", "low": float("nan"), "high": float("nan"), "bound": "", "stated": "2023-12-01"},
)  # fmt: skip


def given(changes: tuple[dict, ...] = STORY, lang: str = "en", reports: dict | None = None, as_of: str = AS_OF, challenged: bool = True) -> dict[str, pd.DataFrame]:
    """Every table of an edition. `reports`: cells of the documents by doc_id, over those of REPORT; `challenged`: whether assumptions are changed, which takes long for many claims."""
    facts = ledgers.facts(*changes)
    documents = ledgers.reports(*changes)
    rows = [REPORT | {name: row[name] for name in ("doc_id", "published")} | (reports or {}).get(row["doc_id"], {}) for row in documents.to_dict("records")]
    record = history.Record(tables.frame("documents", rows), facts, ledgers.decisions())
    claims, dropped = clean(facts, record.documents, VOCABULARY, TOPIC, record.review)
    found = quantify(claims, TOPIC, VOCABULARY, as_of)
    tested = challenge(claims, TOPIC, VOCABULARY, as_of, 1)._asdict() if challenged else {name: tables.empty(name) for name in ("sensitivity", "pbox")}
    made = {
        "documents": record.documents, "facts": facts, "claims": claims, "dropped": dropped, **found._asdict(), **tested,
        "judgements": judgements.judge(claims, found.estimates, TOPIC, VOCABULARY, lang),
        "hypotheses": hypotheses.compare(claims, found.constraints, found.estimates, TOPIC, VOCABULARY),
        "history": tables.frame("history", [history.known_on(as_of, record, history.Question(TOPIC, VOCABULARY, TOPIC.lead_flow, TOPIC.lead_item))]),
    }  # fmt: skip
    made["changes"] = changed.compare(changed.known(TOPIC.previous(as_of), record, TOPIC, VOCABULARY, lang), made)
    return made | {"numbers": numbers(made, lang, as_of)}


def numbers(made: dict[str, pd.DataFrame], lang: str, as_of: str = AS_OF) -> pd.DataFrame:
    slots = judgements.slots(made["claims"], made["estimates"], TOPIC, VOCABULARY, lang)
    return brief.numbers(made, slots, shown(made, lang), CELLS, TOPIC, VOCABULARY, as_of, lang)


def shown(made: dict[str, pd.DataFrame], lang: str) -> list[brief.Picture]:
    """The figures as the brief takes them, without a picture."""
    return [brief.Picture(one.name, "", tables.csv_text(one.data), one.caption, one.alternative, one.title, one.marks) for one in drawn(made, lang)]


def drawn(made: dict[str, pd.DataFrame], lang: str = "en") -> list[figures.Drawing]:
    return [
        figures.cumulative(made["claims"], made["constraints"], made["estimates"], TOPIC, VOCABULARY, lang),
        figures.containers(made["claims"], made["constraints"], made["estimates"], TOPIC, VOCABULARY, lang),
        figures.load(made["claims"], TOPIC, VOCABULARY, lang),
        figures.pbox(made["pbox"], made["sensitivity"], made["estimates"], TOPIC, VOCABULARY, lang),
        figures.oil(made["estimates"], TOPIC, VOCABULARY, lang),
        figures.knowledge(made["history"], made["estimates"], VOCABULARY, lang),
        figures.flows(made["claims"], made["estimates"], TOPIC, VOCABULARY, lang),
        figures.independence(made["claims"], VOCABULARY, lang),
        figures.sources(made["claims"], made["facts"], made["documents"], VOCABULARY, lang),
    ]


def write(folder: Path, made: dict[str, pd.DataFrame], lang: str = "en", as_of: str = AS_OF) -> tuple[PdfReader, str]:
    """Writes figures and brief into the folder, gives the PDF opened and the page as text."""
    for drawing in drawn(made, lang):
        figures.save(drawing, folder / "figures")
    pdf, page = brief.write(folder, made, brief.pictures(folder / "figures"), MADE_FROM | {"topic": TOPIC.topic_id, "as_of": as_of, "lang": lang}, TOPIC, VOCABULARY, as_of, lang)
    return PdfReader(io.BytesIO(pdf.read_bytes())), page.read_text(encoding="utf-8")


def faults(pdf: Path) -> list[str]:
    """What its pages print that its own numbers do not account for, and the numbers that are not printed as they are."""
    handed = given_brief.read(carried.opened(pdf))
    links, figures = printed.texts(handed)
    numbers = [f"{row['number_id']}: {fault}" for row in handed.tables["numbers"].to_dict("records") for fault in printed.on_paper(row, handed, links, figures)]
    return [*numbers, *(f"page {place}: {what}" for place, what in printed.unaccounted(handed, VOCABULARY))]


def text_of(pdf: PdfReader) -> str:
    """The text of all pages in one line, words that were broken at a line's end joined again."""
    lines = "\n".join(page.extract_text() for page in pdf.pages)
    return " ".join(re.sub(r"(?<=\w)-\s*\n(?=[a-zäöüß])", "", lines).split())


def links(pdf: PdfReader) -> list[dict]:
    return [note.get_object() for page in pdf.pages for note in page.get("/Annots", []) if note.get_object()["/Subtype"] == "/Link"]


def addresses(pdf: PdfReader) -> set[str]:
    return {link["/A"]["/URI"] for link in links(pdf) if "/A" in link}
