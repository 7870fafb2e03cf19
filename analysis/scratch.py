"""The temporary folder of a run: its kernels' home and sockets. Removed afterwards, or by the next run if this one is killed.

Its name holds the process that made it, and that process holds a lock on it, which the operating system drops with the process.
One is taken for left behind only where both say so: a process of another container or machine is not seen from here, and a number
may be given to another process.
"""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis.errors import EditionError

# The path of a Unix socket has at most 103 characters on macOS and 107 on Linux; ours need some 45 beyond the folder.
LONGEST_BASE = 55

NAME = re.compile(r"claimtrail-([0-9]{1,9})-[a-z0-9_]{8}")


@contextmanager
def folder() -> Iterator[Path]:
    """An empty temporary folder with a path short enough for sockets in it. What killed runs of this user left is removed first.

    Raises EditionError if none can be made.
    """
    with _made() as made:
        held = os.open(made, os.O_RDONLY)
        try:
            # Where a file system knows no locks, nobody can take the folder for left behind either.
            with suppress(OSError):
                fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
            yield Path(made)
        finally:
            os.close(held)


def _made() -> tempfile.TemporaryDirectory:
    try:
        base = tempfile.gettempdir()
        base = base if len(base) <= LONGEST_BASE else "/tmp"
        _clear(Path(base))
        return tempfile.TemporaryDirectory(prefix=f"claimtrail-{os.getpid()}-", dir=base, ignore_cleanup_errors=True)
    except OSError as broken:
        raise EditionError(f"No temporary folder can be made: {broken.strerror}; point TMPDIR to a folder that is writable, with room on its disk.") from None


def _clear(base: Path) -> None:
    for path in sorted(base.glob("claimtrail-*")):
        with suppress(OSError):
            if _left_behind(path):
                shutil.rmtree(path, ignore_errors=True)


def _left_behind(path: Path) -> bool:
    """Whether it is a folder of this user's that a dead process made and nobody holds. Raises OSError where that cannot be told."""
    name = NAME.fullmatch(path.name)
    if not name or path.is_symlink() or path.stat().st_uid != os.geteuid() or _runs(int(name[1])):
        return False
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        os.close(descriptor)
    return True


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
