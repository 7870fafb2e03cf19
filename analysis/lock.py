"""One run at a time: a lock on the reports folder that a crash does not leave behind.

The operating system holds it for the process and drops it with the process, however that ends. The file stays and says who held
it last; it is no sign that anybody does.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from analysis.errors import EditionError

NAME = ".run.lock"
# Whoever asks for the holder holds the lock for a moment too; a run does not give way to that.
TRIES, PAUSE = 5, 0.1  # seconds


@contextmanager
def held(folder: Path, purpose: str) -> Iterator[TextIO]:
    """Holds the folder's lock while a run with that purpose writes in it; the folder is made if need be.

    Gives the lock's file: a process that inherits it holds the lock too.
    Raises EditionError if another process holds it or its file is none, OSError if nothing can be written there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with open(_file(folder), "a+", encoding="utf-8", errors="replace") as file:
        if not _taken(file):
            raise EditionError(f"{folder.name} is being written by {_owner(file)}; wait until that has ended, or end that process, and run again.")
        file.truncate(0)
        file.write(f"the run of {purpose}, process {os.getpid()}\n")
        file.flush()
        yield file


def holder(folder: Path) -> str:
    """Who holds the folder's lock at this moment; empty if nobody does. Raises EditionError if that cannot be told."""
    try:
        with open(_file(folder), encoding="utf-8", errors="replace") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return _owner(file)
    except FileNotFoundError:
        return ""
    except OSError as broken:
        raise EditionError(f"{folder / NAME} cannot be read: {broken.strerror}; check who may read it.") from None
    return ""


def _file(folder: Path) -> Path:
    """The lock's file, whether or not it is there; what is no file of its own would be waited for, or lose what it leads to."""
    path = folder / NAME
    if os.path.lexists(path) and (path.is_symlink() or not path.is_file()):
        raise EditionError(f"{path} is no file; remove it, the next run makes it anew.")
    return path


def _taken(file: TextIO) -> bool:
    for attempt in range(TRIES):
        time.sleep(PAUSE if attempt else 0)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            continue
    return False


def _owner(file: TextIO) -> str:
    file.seek(0)
    return file.read(1000).strip() or "another process"
