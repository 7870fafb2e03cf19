"""New reports: from the inbox among the documents, or to the rejected with the reason beside them.

A file that lies in data/inbox itself goes to the reports that all topics read, one in data/inbox/<topic>/ to those of that topic. A
Markdown file is taken as it is; one of JSON lines becomes a Markdown file for each report. It is taken whole or not at all, and leaves
the inbox only when all its reports stand. Hidden names are left alone: whoever writes slowly writes `.name`, and renames it at the end.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from analysis import document_lines, documents, paths, scratch, text_files, topics, whole_files
from analysis.documents import Document
from analysis.errors import ClaimtrailError, DocumentError, OutputError
from analysis.refresh.events import Event

REJECTED = "rejected"
REASON = ".reason.txt"
MARKDOWN = ".md"


def take_in(inbox: Path) -> Iterator[Event]:
    """What came of each file, as it comes. One that changes meanwhile stays for the next time, and is no event."""
    for path, topic in _offered(inbox):
        name = path.relative_to(inbox).as_posix()
        try:
            if (event := _taken(path, name, topic)) is not None:
                yield event
        except DocumentError as refused:
            yield _rejected(path, inbox / REJECTED, name, str(refused))
        except (ClaimtrailError, OSError) as broken:
            yield Event("failed", name, reason=str(broken))


def known(folder: Path) -> set[str]:
    """The ids of the reports that stand in the folder. Raises DocumentError."""
    return {report.doc_id for report in documents.read_folder(folder)} if text_files.listed(folder, (MARKDOWN,)) else set()


def _offered(inbox: Path) -> list[tuple[Path, str]]:
    """What lies in the inbox, each with its topic: that of its folder, else none."""
    found = []
    for path in sorted(inbox.iterdir()):
        if path.name in topics.available() and path.is_dir() and not path.is_symlink():
            found += [(each, path.name) for each in sorted(path.iterdir())]
        elif path.name != REJECTED:
            found.append((path, ""))
    return [(path, topic) for path, topic in found if not path.name.startswith(".")]


def _taken(path: Path, name: str, topic: str) -> Event | None:
    """Puts the reports of one file among the documents. Raises DocumentError if it cannot be taken, OutputError if nothing can be written."""
    state, folder = _state(path, name), paths.documents(topic)
    with scratch.folder() as place:
        try:
            _lay_out(path, place)
            reports = [(copy, documents.read_report(copy)) for copy in text_files.listed(place, (MARKDOWN,))]
        except DocumentError as broken:
            raise DocumentError(str(broken).replace(f"{place}{os.sep}", "").replace(str(path), name)) from None
        fresh = _fresh(reports, folder, name)
        if _state(path, name) != state:
            return None
        for copy, _ in fresh:
            _stand(whole_files.write(folder / copy.name, copy.read_bytes()))
    try:
        path.unlink()
    except OSError as broken:
        raise OutputError(f"{path} cannot be taken away: {broken.strerror}; its reports stand, remove it by hand.") from None
    place = folder / reports[0][0].name if len(reports) == 1 else folder
    day = max(report.published for _, report in reports)
    return Event("taken" if fresh else "known", name, day, place.relative_to(paths.home()).as_posix())


def _state(path: Path, name: str) -> tuple[int, int, int]:
    """What tells that a file was changed or replaced. Raises DocumentError if it is none."""
    if path.is_symlink() or not path.is_file():
        raise DocumentError(
            f"{name} is no file of its own, or lies in a folder that is no topic; put the report's file in data/inbox, or in a folder there named as its topic."
        )
    told = path.stat()
    return told.st_ino, told.st_size, told.st_mtime_ns


def _lay_out(path: Path, place: Path) -> None:
    """Copies a report, or writes each of the reports that are lines, into the folder `place`."""
    if path.suffix == MARKDOWN:
        text_files.content(path, found=True)  # refuses what is too large to be copied
        shutil.copyfile(path, place / path.name)
        return
    if path.suffix != document_lines.SUFFIX:
        raise DocumentError(f"{path} ends neither in {MARKDOWN} nor in {document_lines.SUFFIX}; write a report with front matter, or JSON lines.")
    for report in document_lines.read_all([path]):
        if not report.published:
            raise DocumentError(f"{path}: {report.doc_id} says no published; an edition needs the day of each report.")
        copy = place / f"{report.doc_id}{MARKDOWN}"
        copy.write_text(documents.markdown(report), encoding="utf-8", newline="")
        if documents.read_report(copy).text != report.text:
            raise DocumentError(f"{path}: the text of {report.doc_id} begins with an empty line, or has other line ends than \\n; write it without.")


def _fresh(reports: list[tuple[Path, Document]], folder: Path, name: str) -> list[tuple[Path, Document]]:
    """Those that do not stand yet, byte for byte. Raises DocumentError if the file holds none, or a name or id is another report's."""
    if not reports:
        raise DocumentError(f"{name} holds no report; write at least one.")
    fresh = [(copy, report) for copy, report in reports if not _stands(copy, folder)]
    own = {report.doc_id for copy, report in reports if (copy, report) not in fresh}
    ids = known(folder) - own
    named = [copy.name for copy, _ in fresh if os.path.lexists(folder / copy.name)]
    offenders = [f"{each} is already the name of a report with other words; give this one another." for each in named]
    twice = [(copy.name, report.doc_id) for copy, report in fresh if report.doc_id in ids]
    offenders += [f"{each}: the doc_id {doc_id!r} is already that of another report; give this one another." for each, doc_id in twice]
    if offenders:
        raise DocumentError.of_all(offenders)
    return fresh


def _stands(copy: Path, folder: Path) -> bool:
    place = folder / copy.name
    return place.is_file() and place.read_bytes() == copy.read_bytes()


def _stand(path: Path) -> None:
    """Has the disk hold the file before the one that it was made from is taken away."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _rejected(path: Path, folder: Path, name: str, reason: str) -> Event:
    """Moves what cannot be taken; nothing that was rejected before is replaced."""
    place = next(place for place in _places(folder, path) if not any(map(os.path.lexists, (place, _reason(place)))))
    try:
        whole_files.write(_reason(place), f"{reason}\n".encode("utf-8", "backslashreplace"))
        path.rename(place)
    except (OSError, OutputError) as broken:
        return Event("failed", name, reason=f"{reason}\nIt cannot be moved to {folder}: {broken}")
    return Event("rejected", name, into=place.relative_to(paths.home()).as_posix(), reason=reason)


def _reason(place: Path) -> Path:
    return place.with_name(f"{place.name}{REASON}")


def _places(folder: Path, path: Path) -> Iterator[Path]:
    yield folder / path.name
    number = 2
    while True:
        yield folder / f"{path.stem}.{number}{path.suffix}"
        number += 1
