"""Corpora of a few reports as JSON lines, and what a data set of them holds."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from analysis import documents, vocabulary
from analysis.corpus import made_for
from analysis.documents import Document

ROOT = Path(__file__).resolve().parent.parent
REPORTS = documents.read_folder(ROOT / "data" / "documents")
WORDS = vocabulary.load()


def written(path: Path, reports: Iterable[Document | str]) -> str:
    """A file of JSON lines; a text among the reports is a line as it stands."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line(each)}\n" for each in reports), encoding="utf-8")
    return str(path)


def line(report: Document | str) -> str:
    fields = ("doc_id", "url", "publisher", "title", "published", "language", "text")
    return report if isinstance(report, str) else json.dumps({field: getattr(report, field) for field in fields}, ensure_ascii=False)


def inputs(folder: Path, shards: int = 3, each: int = 4) -> list[str]:
    """So many files of so many of our own reports, a broken line in the last."""
    files = [[*REPORTS[number * each : number * each + each]] for number in range(shards)]
    return [written(folder / f"{number}.jsonl", [*reports, *(["{broken"] if number == shards - 1 else [])]) for number, reports in enumerate(files)]


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a data set but the lock, with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".run.lock"}


def half_written(folder: Path) -> Sequence[Path]:
    return sorted(folder.rglob(".*.partial"))


def in_many_partitions(monkeypatch) -> None:
    """Each file a partition of its own, and the vocabulary loaded once."""
    monkeypatch.setattr(made_for, "FILES_AT_MOST", 1)
    monkeypatch.setattr(vocabulary, "load", lambda *_: WORDS)
