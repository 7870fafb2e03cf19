"""One run at a time: a lock on the reports folder that a crash does not leave behind.

The operating system holds it for the process and drops it with the process, however that ends. The file stays and says who held
it last; it is no sign that anybody does.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.errors import EditionError

NAME = ".run.lock"


@contextmanager
def held(folder: Path, purpose: str) -> Iterator[None]:
    """Holds the folder's lock while a run with that purpose writes in it; the folder is made if need be.

    Raises EditionError if another process holds it, OSError if nothing can be written there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / NAME, "a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            owner = file.read().strip() or "another process"
            raise EditionError(
                f"{folder.name} is being written by {owner}; wait until that has ended, or end that process, and run again."
            ) from None
        file.truncate(0)
        file.write(f"the run of {purpose}, process {os.getpid()}\n")
        file.flush()
        yield


def holder(folder: Path) -> str:
    """Who holds the folder's lock at this moment; empty if nobody does."""
    try:
        with open(folder / NAME, encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return ""
    except BlockingIOError:
        return (folder / NAME).read_text(encoding="utf-8").strip() or "another process"
    return ""
