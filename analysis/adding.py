"""Files that people have become reports of the project: read by the intake, written as Markdown with front matter into a topic's folder.

All of them or none: whatever cannot be taken is told with all else that cannot, and nothing is written. A report whose text stands there is let be.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from analysis import documents, intake, paths, text_files, topics, whole_files
from analysis.documents import Document
from analysis.errors import DocumentError, ParameterError
from analysis.intake import Rejected, Said

MARKDOWN = ".md"


def add(files: Sequence[str], topic: str, said: Said, title: str = "") -> list[str]:
    """Takes the files' reports in; gives a line for each that says where it stands. Raises ParameterError, DocumentError, OutputError.

    `said` and `title` are for those that do not say it. Without a topic the reports are for all that have no folder of their own.
    """
    if topic and topic not in topics.available():
        raise ParameterError(f"Topic {topic!r} is unknown; name a file of data/topics, without its ending.")
    folder = paths.documents(topic)
    standing = {report.sha256: path for path, report in _standing(folder)}
    taken, offenders = _read(files, said, title)
    fresh = {report.sha256: report for report in taken if report.sha256 not in standing}
    offenders += _complaints(list(fresh.values()), {documents.read_report(path).doc_id: path for path in standing.values()}, folder)
    if offenders:
        raise DocumentError.of_all(offenders)
    lines = [f"{standing[report.sha256]} is there already, with the text of {report.origin}" for report in taken if report.sha256 in standing]
    return lines + [f"{_write(report, folder)} from {report.origin}" for report in fresh.values()]


def _standing(folder: Path) -> Iterator[tuple[Path, Document]]:
    yield from ((path, documents.read_report(path)) for path in text_files.listed(folder, (MARKDOWN,)))


def _read(files: Sequence[str], said: Said, title: str) -> tuple[list[Document], list[str]]:
    """The files' reports, and a sentence for each thing in them that is none."""
    reports, offenders = [], []
    for shard in intake.shards(files):
        for outcome in intake.read(shard, said):
            if isinstance(outcome, Rejected):
                offenders.append(f"{outcome.place}: {outcome.reason}")
            else:
                reports.append(_as_written(outcome, title))
    return reports, offenders


def _as_written(report: Document, title: str) -> Document:
    """The report as a Markdown file holds it: a text's lines end in one way there."""
    text = report.text.replace("\r\n", "\n").replace("\r", "\n")
    return replace(report, title=report.title or title, text=text, sha256=hashlib.sha256(text.encode("utf-8")).hexdigest())


def _complaints(fresh: list[Document], standing: dict[str, Path], folder: Path) -> list[str]:
    """Why they cannot be written: without a day, with another's id, or in a form that Markdown does not keep."""
    offenders = [f"{report.origin} says no day of publication; name it with --published." for report in fresh if not report.published]
    named: dict[str, str] = {doc_id: str(path) for doc_id, path in standing.items()}
    for report in fresh:
        place = _place(report, folder)
        other = named.setdefault(report.doc_id, report.origin)
        if other != report.origin or place.exists():
            offenders.append(f"{report.origin}: the doc_id {report.doc_id!r} is already that of {other if other != report.origin else place}; rename one.")
        elif report.published and not _kept(report):
            offenders.append(f"{report.origin} has a name or a title that front matter does not keep; rename it.")
    return offenders


def _kept(report: Document) -> bool:
    """Whether reading what will be written gives this report again."""
    told = replace(report, **{key: " ".join(getattr(report, key).split()) for key in ("title", "publisher")})
    return documents.of_content(report.origin, report.doc_id, documents.markdown(report), None, None) == told


def _place(report: Document, folder: Path) -> Path:
    return folder / f"{report.doc_id}{MARKDOWN}"


def _write(report: Document, folder: Path) -> Path:
    return whole_files.write(_place(report, folder), documents.markdown(report).encode("utf-8"))
