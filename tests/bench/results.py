"""`make bench-extract`: our extractor and every peer that is installed on the same texts in one run, written to RESULTS.md.

Reads the benchmarks in ../shared/bench, scores with their own scorers. Figures in columns marked "published" stand in that
folder's README; every other figure is of this run. Speed is MB of UTF-8 text a second of one process's own time.
"""

import contextlib
import io
import json
import logging
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from analysis import documents, paths, tables, vocabulary
from analysis.annotate import annotate
from analysis.document_lines import read_lines
from analysis.documents import Document
from analysis.extract import Extractor, facts_table
from analysis.extract.reader import Reader
from tests.bench import peers

ROOT = Path(__file__).resolve().parent.parent.parent
BENCH = ROOT.parent / "shared" / "bench"
RESULTS = Path(__file__).with_name("RESULTS.md")
NOT_INSTALLED = "not installed"
# The sections of `make bench-quantify`, of `make bench-run`, of tests/bench/mutations.py and of `make bench-scale`, which stay as they are.
OF_RANGES, OF_RUNS, OF_MUTATIONS, OF_SCALE = "From claims to ranges", "Runs", "Outputs changed by hand", "From one folder to a news crawl"

# F1 on exactly these sets, from ../shared/bench/README.md.
QUITE = {"message": 48.79, "roles": 34.87, "joint": 38.91, "form": 39.11, "medium (STWR)": 38.30}
HEIDELTIME = {"relaxed": 81.9, "relaxed+value": 70.7, "strict": 73.9, "strict+value": 66.7}
RECOGNIZERS = {"value": 59.8, "value+unit": 74.1}
QUANTULUM = {"value": 62.7, "value+unit": 42.7}
FACT_ROWS = ("(i) quantity", "(ii) + item", "(iii) + supplier", "(iv) + claimant", "(v) + hedge", "(vi) + kind", "(vii) + period", "full record")

Row = tuple[str, dict[str, float | None]]


def main() -> None:
    if not BENCH.is_dir():
        sys.exit("The benchmarks are not here: bench-extract needs the folder ../shared/bench beside the checkout.")
    logging.disable(logging.CRITICAL)
    words = vocabulary.load()
    with tempfile.TemporaryDirectory() as folder:
        parts = [_facts(Path(folder)), _attributions(Path(folder)), _times(Path(folder)), _quantities(Path(folder))]
    parts.append(_speeds(words))
    losses = [loss for _, part_losses in parts for loss in part_losses]
    lost = "\n".join(f"- {loss}" for loss in losses) or "- nowhere in this run"
    head = (
        "# The extractor measured\n\nWritten by `make bench-extract`; every figure is of that run, but for columns marked *published*\n"
        f"(they stand in `../shared/bench/README.md`). Python {platform.python_version()}, one process.\n\n## Where we lose\n{lost}\n"
    )
    kept = [section(RESULTS.read_text(encoding="utf-8"), title).rstrip() + "\n" for title in (OF_RANGES, OF_RUNS, OF_MUTATIONS, OF_SCALE)]
    RESULTS.write_text(head + "".join(f"\n{text}" for text in (*(text for text, _ in parts), *kept) if text.strip()), encoding="utf-8")
    print(f"Written: {RESULTS.relative_to(ROOT)}")


def table(title: str, note: str, rows: list[Row], digits: int = 1) -> tuple[str, list[str]]:
    """A table of percentages or speeds, ours in the first row; and where another row is better than ours."""
    columns = list(rows[0][1])
    lines = [f"## {title}", note, "", f"| | {' | '.join(columns)} |", f"|---{'|---' * len(columns)}|"]
    for name, figures in rows:
        cells = [NOT_INSTALLED if not figures else "–" if figures.get(column) is None else f"{figures[column]:.{digits}f}" for column in columns]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    ours = rows[0][1]
    losses = [
        f"{title}, {column}: {ours[column]:.{digits}f}, {name} {figures[column]:.{digits}f}"
        for name, figures in rows[1:]
        for column in columns
        if figures.get(column) is not None and figures[column] > ours[column]
    ]
    return "\n".join(lines) + "\n", losses


def section(text: str, title: str) -> str:
    """The section of that title, empty if there is none."""
    found = re.search(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[0] if found else ""


def scored(layer: str, layers: Path, name: str) -> dict[str, float]:
    """F1 in per cent of each measure of the bench's own scorer."""
    command = [sys.executable, BENCH / "score.py", layer, layers, BENCH / f"{name}.gold.jsonl", "--json"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["all"]
    return {measure: 100 * row["F1"] for measure, row in found.items() if "F1" in row and not measure.startswith("-")}


def _annotated(name: str, folder: Path) -> Path:
    annotate(BENCH / f"{name}.jsonl", folder / "layers.jsonl")
    return folder / "layers.jsonl"


def _facts(folder: Path) -> tuple[str, list[str]]:
    tables.write_json_lines("facts", facts_table(documents.read_folder(paths.documents()), vocabulary.load()), folder / "facts.jsonl")
    command = [sys.executable, BENCH / "score_facts.py", folder / "facts.jsonl", "--documents", paths.documents()]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = []
    for part in ("German", "English", "all"):
        section = printed.split(f"== {part}:")[1].split("\n==")[0]
        figures = {row: next(line for line in section.splitlines() if line.startswith(row)) for row in FACT_ROWS}
        rows.append((part, {row: 100 * float(line.split()[-1]) for row, line in figures.items()}))
    text, _ = table("Facts of our own documents", "Cumulative F1 against the record of careful readers; the documents were at hand while the rules were written.", rows)
    return text, []


def _attributions(folder: Path) -> tuple[str, list[str]]:
    ours = scored("attribution", _annotated("attribution/dev", folder), "attribution/dev")
    rows: list[Row] = [("claimtrail", {measure: ours[measure] for measure in QUITE}), ("QUiTE, *published*", dict(QUITE))]
    return table("German attribution, dev", "F1; 150 Wikinews articles.", rows)


def _times(folder: Path) -> tuple[str, list[str]]:
    ours = scored("times", _annotated("times/dolomiten", folder), "times/dolomiten")
    heideltime = scored("times", BENCH / "times" / "dolomiten.heideltime.jsonl", "times/dolomiten")
    kept = [{measure: found[measure] for measure in HEIDELTIME} for found in (ours, heideltime)]
    rows: list[Row] = [("claimtrail", kept[0]), ("HeidelTime, its shipped output scored in this run", kept[1]), ("HeidelTime, *published*", dict(HEIDELTIME))]
    return table("German times, Dolomiten", "F1; 142 newspaper articles, 587 times.", rows)


def _quantities(folder: Path) -> tuple[str, list[str]]:
    name = "quantities/recognizers"
    ours = scored("quantities", _annotated(name, folder), name)
    rows: list[Row] = [("claimtrail", ours)]
    peer = peers.quantulum()
    rows.append((f"{peer[0]}, in this run", _peer_quantities(peer[1], name, folder)) if peer else ("quantulum3", {}))
    rows += [("quantulum3 0.10.0, *published*", dict(QUANTULUM)), ("Recognizers-Text in Python, kind known, *published*", dict(RECOGNIZERS))]
    return table("Quantities, German and English specs (core)", "F1, all kinds together; 765 sentences.", rows)


def _peer_quantities(read: peers.READS, name: str, folder: Path) -> dict[str, float]:
    lines = []
    with (BENCH / f"{name}.jsonl").open("rb") as file:
        for document in read_lines(file, name):
            lines.append(json.dumps({"doc_id": document.doc_id, "quantities": read(document.text, document.language)}))
    (folder / "peer.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return scored("quantities", folder / "peer.jsonl", name)


def _mixed() -> list[Document]:
    """News on anything: few of these articles are on supplies."""
    return [
        document
        for name in ("attribution/dev", "attribution/train", "times/dolomiten")
        for document in read_lines((BENCH / f"{name}.jsonl").read_bytes().splitlines(), name)
    ]


def _speeds(words: vocabulary.Vocabulary) -> tuple[str, list[str]]:
    extractor = Extractor(words)
    screens = {language: Reader(words, language).screen for language in ("de", "en")}
    texts = {"our documents": documents.read_folder(paths.documents()), "mixed news": _mixed()}
    for report in (*texts["our documents"][:2], *texts["our documents"][-2:]):
        extractor.read_in_full(report)  # builds the layers of both languages
    ours: list[tuple[str, Callable[[Document], object]]] = [
        ("claimtrail, every text by its words", extractor.read_in_full),
        ("claimtrail, first pass over raw letters before it", extractor.rows),
        ("claimtrail, first pass alone", lambda document: screens[document.language].may_hold_a_fact(document.text)),
    ]
    found = [peers.spacy_matcher(words), peers.somajo(), peers.quantulum(), peers.words_scan(words), peers.number_scan()]
    names = ["spaCy blank + Matcher", "SoMaJo", "quantulum3", "", ""]
    others = [(peer[0], lambda document, read=peer[1]: read(document.text, document.language)) if peer else (name, None) for peer, name in zip(found, names, strict=True)]
    rows = [(name, {where: _speed(read, reports) for where, reports in texts.items()} if read else {}) for name, read in [*ours, *others]]
    passed = [document for document in texts["mixed news"] if screens[document.language].may_hold_a_fact(document.text)]
    telling = [document for document in passed if extractor.rows(document)]
    sizes = ", ".join(f"{where} {len(reports)} texts and {_megabytes(reports):.2f} MB" for where, reports in texts.items())
    note = (
        f"MB/s of one core's time, each text read once: {sizes}. Of the mixed texts the first pass lets {len(passed)} ({_megabytes(passed):.2f} MB) through, "
        f"{len(telling)} ({_megabytes(telling):.2f} MB) hold a fact. Times and numbers are read only where the words name a state and goods, or a meeting."
    )
    text, _ = table("Throughput", note, rows, digits=2)
    return text, table("Throughput", note, [rows[0], *rows[3:]], digits=2)[1]


def _megabytes(reports: list[Document]) -> float:
    return sum(len(report.text.encode("utf-8")) for report in reports) / 1e6


def _speed(read: Callable[[Document], object], reports: list[Document]) -> float:
    """Each text once, as in a crawl: what a tool keeps in mind of one text helps it with the next, never with the same again."""
    begin = time.process_time()
    with contextlib.redirect_stderr(io.StringIO()):
        for report in reports:
            read(report)
    return _megabytes(reports) / (time.process_time() - begin)


if __name__ == "__main__":
    main()
