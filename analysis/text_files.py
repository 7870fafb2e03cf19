"""Files of text from outside: which of a folder are meant, and what stands in one.

Before anything is counted a byte order mark is taken off and "\\r\\n" and "\\r" become "\\n": one report has one text, one digest and
one set of offsets, whichever editor saved it. Nothing else changes. Whatever else a path leads to is refused with a sentence.
"""

import stat
from pathlib import Path

from analysis.errors import DocumentError

MAX_BYTES = 5_000_000  # no report is longer; a file of 50 MB is something else, and is refused unread


def listed(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    """What lies in the folder under such a name and is not hidden, sorted. Raises DocumentError if the folder cannot be read."""
    try:
        return [path for path in sorted(folder.iterdir()) if path.suffix in suffixes and not path.name.startswith(".")]
    except OSError as broken:
        raise DocumentError(f"{folder} cannot be read as a folder: {broken.strerror}; check what it is and who may read it.") from None


def content(path: Path, found: bool = False) -> str:
    """The file's text. What was found in a folder, not named, must be a file: reading a pipe there would wait for ever. Raises DocumentError."""
    try:
        raw = _bytes(path, found)
    except FileNotFoundError:
        raise DocumentError(f"{path} does not exist; check the name.") from None
    except OSError as broken:
        raise DocumentError(f"{path} cannot be read: {broken.strerror}; check what it is and who may read it.") from None
    return decoded(raw, str(path))


def decoded(raw: bytes, place: str) -> str:
    """The text of a file's bytes; `place` begins each message. Raises DocumentError."""
    if b"\0" in raw:
        raise DocumentError(f"{place} has a NUL byte at byte {raw.index(0)}, so it is no text; save it as UTF-8 text.")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as broken:
        raise DocumentError(f"{place} is not UTF-8: byte {broken.start} fits no character; save it as UTF-8.") from None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _bytes(path: Path, found: bool) -> bytes:
    """The file's bytes, refused unread where its size is over the bound; a device tells no size, so it is read up to there."""
    told = path.stat()
    if found and not stat.S_ISREG(told.st_mode):
        raise DocumentError(f"{path} is a folder, a pipe or a device, no report; take it out of there.")
    size = told.st_size
    if size <= MAX_BYTES:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
        if len(raw) <= MAX_BYTES:
            return raw
        size = len(raw)
    raise DocumentError(f"{path} has {size:,} bytes or more, a report at most {MAX_BYTES:,}; split it or leave it out.")
