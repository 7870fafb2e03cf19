"""Files and addresses as streams of bytes, unpacked where their name says that they are packed.

An address with "://" is opened by fsspec, everything else by Python. Whatever breaks while a stream is read is an OSError, and what
unpacks to far more than it holds is refused: a bomb of a megabyte must not keep a machine busy with a gigabyte.
"""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import BinaryIO

from analysis.errors import DocumentError

PACKED = (".gz", ".zst")
FREE_BYTES, MAX_RATIO = 100_000_000, 200  # so much may be unpacked from anything, and so many times its size from what is larger
BUFFER = 1 << 20
BROKEN = (DocumentError, OSError, EOFError, zlib.error)
NEEDS = {"html": (("trafilatura", "ingest"),), "parquet": (("pyarrow", "cluster"),), "warc": (("fastwarc", "cluster"), ("trafilatura", "ingest"))}


def lacking(address: str, kind: str) -> list[str]:
    """What is not installed and needed to read this: a sentence for each package."""
    needed = [*NEEDS.get(kind, ()), *([("fsspec", "cluster")] if is_remote(address) else [])]
    lacks = [f"{address} needs {package}, which is not installed; install the extra {extra}." for package, extra in needed if not _is_there(package)]
    if address.lower().endswith(".zst") and kind != "warc" and not _zstd():
        lacks.append(f"{address} is packed with Zstandard, which nothing installed unpacks; install fsspec and zstandard, or pack it with gzip.")
    return lacks


def _is_there(package: str) -> bool:
    try:
        import_module(package)
    except ImportError:
        return False
    return True


def _zstd():
    try:
        return import_module("fsspec.compression").compr.get("zstd")
    except ImportError:
        return None


def is_remote(address: str) -> bool:
    return "://" in address and not address.startswith("file://")


def local(address: str) -> str:
    """The path of what lies on this machine."""
    return address.removeprefix("file://")


def unpacked_name(address: str) -> str:
    """The name without the ending that says how it is packed."""
    return next((address[: -len(ending)] for ending in PACKED if address.lower().endswith(ending)), address)


@contextmanager
def stored(address: str) -> Iterator[BinaryIO]:
    """The bytes as they are stored. Raises OSError, here or while they are read."""
    if not is_remote(address):
        with open(local(address), "rb", buffering=BUFFER) as file:
            yield file
        return
    with _fetching(address):
        file = import_module("fsspec").open(address, "rb").open()
    with file, io.BufferedReader(_Fetched(file, address), BUFFER) as buffered:
        yield buffered


@contextmanager
def opened(address: str) -> Iterator[BinaryIO]:
    """The bytes unpacked. Raises OSError, EOFError, zlib.error, DocumentError, here or while they are read."""
    with stored(address) as raw:
        if unpacked_name(address) == address:
            yield raw
            return
        unpacking = gzip.GzipFile(fileobj=raw) if address.lower().endswith(".gz") else _zstd()(raw, mode="rb")
        with io.BufferedReader(_Unpacked(unpacking, raw), BUFFER) as buffered:
            yield buffered


def content(address: str, most: int) -> bytes:
    """All bytes, unpacked. Raises as `opened`, and DocumentError if they are more than `most`."""
    with opened(address) as stream:
        raw = stream.read(most + 1)
    if len(raw) > most:
        raise DocumentError(f"it has more than {most:,} bytes; split it or leave it out.")
    return raw


def unreadable(broken: Exception) -> str:
    """Why a file cannot be read, or not to its end, as a sentence."""
    if isinstance(broken, DocumentError):
        return str(broken)
    if isinstance(broken, EOFError | zlib.error | gzip.BadGzipFile):
        return f"it cannot be unpacked to its end ({broken}); pack it again."
    if isinstance(broken, FileNotFoundError):
        return "it does not exist; check the name."
    return f"it cannot be read: {getattr(broken, 'strerror', None) or broken or type(broken).__name__}; check what it is and who may read it."


@contextmanager
def _fetching(address: str) -> Iterator[None]:
    """Stores raise errors of a hundred kinds; here they are one."""
    try:
        yield
    except OSError:
        raise
    except Exception as broken:  # whatever the store's client raises
        raise OSError(f"{type(broken).__name__} at {address}: {broken}") from None


class _Fetched(io.RawIOBase):
    """A stream from a store."""

    def __init__(self, file: BinaryIO, address: str):
        self._file, self._address = file, address

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        with _fetching(self._address):
            return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer) -> int:
        with _fetching(self._address):
            read = self._file.read(len(buffer))
        buffer[: len(read)] = read
        return len(read)


class _Unpacked(io.RawIOBase):
    """A stream that is unpacked as it is read, and refused when it swells."""

    def __init__(self, unpacking: BinaryIO, packed: BinaryIO):
        self._unpacking, self._packed, self._given = unpacking, packed, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        read = self._unpacking.read(len(buffer))
        buffer[: len(read)] = read
        self._given += len(read)
        if swells(self._given, self._packed.tell()):
            raise DocumentError(f"it unpacks to more than {MAX_RATIO} times its size, as no reports do; unpack it yourself if it is to be read.")
        return len(read)


def swells(unpacked: int, packed: int) -> bool:
    """Whether so many bytes, unpacked from so many, are a bomb."""
    return unpacked > FREE_BYTES and unpacked > MAX_RATIO * packed
