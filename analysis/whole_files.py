"""A file is written whole or not at all: beside its place, then renamed, so that a reader never meets half of it.

What stood there before stays until the new file is complete.
"""

import os
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
