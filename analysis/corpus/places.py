"""Where a data set lies: a folder, or an address of a store that fsspec knows ("s3://bucket/out").

Takes names below that place, gives bytes and files. A file appears whole or not at all: in a folder it is written beside and renamed, in a
store it is put as one object.
"""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from analysis import lock
from analysis.errors import OutputError

ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://")
CHUNK = 1 << 20
# The libraries of stores, whose errors are no OSError.
CLIENTS = ("adlfs", "aiobotocore", "aiohttp", "azure", "botocore", "gcsfs", "google", "s3fs")
# What a write that was broken off leaves in a folder, and the lock.
PASSING = re.compile(rf"\..*\.partial|{re.escape(lock.NAME)}")


@dataclass(frozen=True)
class Place:
    """A folder's path or a store's address, without a slash at its end; a plain value, so that it can be sent to other processes."""

    address: str

    @classmethod
    def named(cls, address: str | os.PathLike) -> "Place":
        """Raises OutputError for an address that no library knows."""
        text = os.fspath(address)
        place = cls(text.rstrip("/") if ADDRESS.match(text) else os.path.abspath(text))
        place._store()
        return place

    @property
    def local(self) -> bool:
        return not ADDRESS.match(self.address)

    def held(self):
        """Inside, no other process of this machine writes there; a store has no such lock. Raises EditionError, OutputError."""
        if not self.local:
            return nullcontext()
        if os.path.exists(self.address) and not os.path.isdir(self.address):
            raise OutputError(f"{self.address} is a file, so no data set can be put there; name a new folder.")
        return self._locked()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        folder = Path(self.address)
        with self._told("written"), lock.held(folder, "claimtrail extract"):
            _clear(folder)
            try:
                yield
            finally:
                _clear(folder)

    def sizes(self) -> dict[str, int]:
        """Every file there by its name below the place, with its size in bytes. Raises OutputError."""
        with self._told("read"):
            if self.local:
                found = {path.relative_to(self.address).as_posix(): path.stat().st_size for path in Path(self.address).rglob("*") if not path.is_dir()}
                return {name: size for name, size in sorted(found.items()) if not PASSING.fullmatch(name.rsplit("/", 1)[-1])}
            store, root = self._store()
            store.invalidate_cache()
            return {name.removeprefix(f"{root}/"): told["size"] for name, told in sorted(store.find(root, detail=True).items())}

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """A file to read from, at any offset. Raises OutputError."""
        with self._told("read"):
            store, root = self._store()
            with store.open(f"{root}/{name}", "rb") as file:
                yield file

    @contextmanager
    def opened_for_arrow(self, name: str) -> Iterator:
        """The same, of Arrow's own kind: its threads let go of what they read when they like, and of an object of Python's they must not once Python ends."""
        import pyarrow

        with self._told("read"):
            if self.local:
                with pyarrow.OSFile(os.path.join(self.address, name), "rb") as file:
                    yield file
                return
            copied = pyarrow.BufferOutputStream()
            with self.opened(name) as file:
                shutil.copyfileobj(file, copied, CHUNK)
            yield pyarrow.BufferReader(copied.getvalue())

    def read(self, name: str) -> bytes:
        with self.opened(name) as file:
            return file.read()

    def measured(self, name: str) -> tuple[int, str]:
        """Size in bytes, and SHA-256 in hex. Raises OutputError."""
        with self.opened(name) as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return file.tell(), digest

    def has(self, name: str) -> bool:
        with self._told("read"):
            store, root = self._store()
            store.invalidate_cache()
            return store.exists(f"{root}/{name}")

    @contextmanager
    def written(self, name: str) -> Iterator[Path]:
        """Inside, a path of this machine to write to; behind it, the file is there. Raises OutputError."""
        if self.local:
            with self._told("written"), self._beside(Path(self.address) / name) as partial:
                yield partial
            return
        with self._told("written"), tempfile.TemporaryDirectory() as folder:
            partial = Path(folder) / "whole"
            yield partial
            store, root = self._store()
            store.put_file(str(partial), f"{root}/{name}")

    @staticmethod
    @contextmanager
    def _beside(path: Path) -> Iterator[Path]:
        # A name of its own: a worker of a cluster that was given up may still be writing the same file.
        partial = path.with_name(f".{path.name}.{uuid4().hex}.partial")
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield partial
            os.replace(partial, path)
        finally:
            partial.unlink(missing_ok=True)

    def write(self, name: str, content: str) -> None:
        with self.written(name) as partial:
            partial.write_text(content, encoding="utf-8", newline="")

    def _store(self) -> tuple:
        try:
            import fsspec
        except ImportError:
            raise OutputError(f"{self.address} cannot be used: data sets need fsspec and pyarrow; install the extra cluster.") from None
        try:
            return fsspec.url_to_fs(self.address)
        except (ImportError, ValueError) as unknown:
            raise OutputError(f"{self.address} cannot be used: {unknown}; name a folder, or install what reads such an address.") from None

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        try:
            yield
        except OSError as broken:
            reason = broken.strerror or str(broken) or type(broken).__name__
            raise OutputError(f"{self.address} cannot be {what}: {reason}; check the name, who may use it and its room.") from None
        except Exception as broken:  # each store has errors of its own for a bucket or a host that is not there
            if type(broken).__module__.split(".")[0] not in CLIENTS:
                raise
            raise OutputError(f"{self.address} cannot be {what}: {broken}; check the address, the key and the network.") from None


def _clear(folder: Path) -> None:
    """Takes away what was half written when a process was killed."""
    for path in folder.rglob(".*.partial"):
        path.unlink(missing_ok=True)
