"""A file or a folder is written whole or not at all: beside its place, then renamed, so that a reader never meets half of it.

What stood there before stays until the new one is complete.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis.errors import OutputError


@contextmanager
def place_beside(path: Path) -> Iterator[Path]:
    """Inside, the place to write to, in a folder that is there; behind it, `path` is what was written, or what it was. Raises OutputError."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield partial
        os.replace(partial, path)
    except OSError as broken:
        raise OutputError(f"{path} cannot be written: {broken.strerror}; make room there or choose another place.") from None
    finally:
        with suppress(OSError):
            partial.unlink()


def write(path: Path, content: bytes) -> Path:
    """Writes the file. Raises OutputError."""
    with place_beside(path) as partial:
        partial.write_bytes(content)
    return path


def publish(staging: Path, previous: Path, place: Path) -> None:
    """Renames the finished folder `staging` to its place; `previous`, beside it, is where what stood there waits meanwhile. Raises OSError."""
    try:
        if place.exists():
            place.rename(previous)
        staging.rename(place)
    finally:
        # Whatever broke it off, a signal between two lines too.
        if previous.exists() and not place.exists():
            previous.rename(place)
        shutil.rmtree(previous, ignore_errors=True)
