"""Which files are meant, and how they are cut into units of work.

Files, folders (with all below them), patterns and addresses of stores become shards in one order, by address and place, which depends neither on the
machine nor on how they were named. What is hidden, and in folders what has no known ending, is left out; links to folders are not followed.
"""

import glob
import os
from collections.abc import Iterator, Sequence
from importlib import import_module

from analysis.errors import DocumentError
from analysis.intake import parquet_rows
from analysis.intake.opening import is_remote, lacking, local, unpacked_name
from analysis.intake.units import Shard

KINDS = {
    ".txt": "text", ".md": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".pdf": "pdf", ".jsonl": "jsonl", ".csv": "csv",
    ".parquet": "parquet", ".warc": "warc",
}  # fmt: skip
PACKABLE = {"text", "jsonl", "csv", "warc"}
SHARD_BYTES = 16_000_000


def shards(inputs: Sequence[str]) -> list[Shard]:
    """The units of work of all that is named, each file once. Raises DocumentError of all offenders before anything is read."""
    addresses: dict[str, str] = {}
    offenders = []
    for given in dict.fromkeys(inputs):
        try:
            for address in _addresses(given):
                same = address if is_remote(address) else os.path.realpath(local(address))
                addresses[same] = min(address, addresses.get(same, address))
        except DocumentError as broken:
            offenders.append(str(broken))
    found = sorted(addresses.values())
    offenders += [lack for address in found for lack in lacking(address, kind(address))]
    if not inputs:
        offenders.append("Nothing is named that could be read; name files, folders or addresses.")
    if offenders:
        raise DocumentError.of_all(dict.fromkeys(offenders))
    return [shard for address in found for shard in _cut(address, kind(address))]


def kind(address: str) -> str:
    """What a file is by its ending, empty if nothing that is read."""
    name = unpacked_name(address).lower()
    known = KINDS.get(os.path.splitext(name)[1], "")
    return known if known in PACKABLE or name == address.lower() else ""


def _addresses(given: str) -> list[str]:
    """The files that one input means. Raises DocumentError if there are none, or one cannot be read."""
    if not given:
        raise DocumentError("A name is empty; name a file, a folder, which may be '.', or an address.")
    if is_remote(given):
        return _remote(given)
    path = local(given)
    if os.path.isdir(path):
        return _known([_as_given(given, each) for each in _below(path)], given)
    if not os.path.lexists(path) and glob.has_magic(path):
        return _known([_as_given(given, each) for match in glob.glob(path, recursive=True) for each in _matched(match)], given)
    return [_named(given, path)]


def _named(given: str, path: str) -> str:
    """A file that was named itself."""
    if not os.path.exists(path):
        raise DocumentError(f"{given} does not exist; check the name.")
    if not os.path.isfile(path):
        raise DocumentError(f"{given} is a pipe or a device, no report; name a file.")
    if not os.access(path, os.R_OK):
        raise DocumentError(f"{given} cannot be read; check who may read it.")
    return _of_known_ending(_sound(given))


def _known(found: list[str], given: str) -> list[str]:
    """Those with an ending that is read."""
    known = [_sound(address) for address in found if kind(address)]
    if not known:
        raise DocumentError(f"{given} holds nothing that is read; its files must end in {_endings()}.")
    return known


def _of_known_ending(address: str) -> str:
    if not kind(address):
        raise DocumentError(f"{address} has an ending that is not read; it must be {_endings()}.")
    return address


def _endings() -> str:
    return f"{', '.join(KINDS)}, or one of {', '.join(ending for ending, each in KINDS.items() if each in PACKABLE)} with .gz or .zst behind it"


def _sound(address: str) -> str:
    if any("\ud800" <= sign <= "\udfff" for sign in address):
        raise DocumentError(f"{address.encode('utf-8', 'backslashreplace').decode()} has a name that is not UTF-8; rename it.")
    return address


def _as_given(given: str, path: str) -> str:
    return f"file://{path}" if given.startswith("file://") else path


def _matched(path: str) -> Iterator[str]:
    """What a pattern's match means: itself if it is a file, else what lies below it."""
    return _below(path) if os.path.isdir(path) else iter([path] if os.path.isfile(path) else [])


def _below(folder: str) -> Iterator[str]:
    """The files in a folder and below it that are not hidden. Raises DocumentError if one cannot be looked through."""

    def refuse(broken: OSError) -> None:
        raise DocumentError(f"{broken.filename} cannot be read as a folder: {broken.strerror}; check what it is and who may read it.")

    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = [os.path.join(place, name) for name in names if not name.startswith(".")]
        yield from (path for path in paths if os.path.isfile(path))


def _remote(given: str) -> list[str]:
    """The files at an address of a store: one, those below it, or those of a pattern."""
    scheme, _, rest = given.partition("://")
    if "@" in rest.split("/")[0]:  # it would be written into the origin of each report
        raise DocumentError(f"{scheme}://…@{rest.split('@', 1)[1]} is named with a password; take it out and set it where the store's client looks for it.")
    try:
        system, path = import_module("fsspec").core.url_to_fs(given)
        if scheme not in ("http", "https") and (glob.has_magic(path) or system.isdir(path)):
            found = system.glob(path) if glob.has_magic(path) else system.find(path)
            below = [name for name in found if not any(part.startswith(".") for part in name.split("/"))]
            return _known([f"{scheme}://{name.removeprefix(f'{scheme}://').lstrip('/')}" for name in below], given)
        if not system.exists(path):
            raise DocumentError(f"{given} does not exist, or may not be read; check the address, and who may read it.")
    except DocumentError:
        raise
    except ImportError as lack:
        raise DocumentError(f"{given} cannot be read: {lack}; install the extra cluster, and the package that the address's beginning asks for.") from None
    except Exception as broken:  # whatever the store's client raises
        raise DocumentError(f"{given} cannot be reached ({type(broken).__name__}: {broken}); check the address, the network, and who may read it.") from None
    return [_of_known_ending(given)]


def _cut(address: str, known: str) -> list[Shard]:
    """A file's shards: row groups of Parquet, pieces of JSON lines that lie on this machine and are not packed, else the whole."""
    if known == "parquet":
        try:
            return [Shard(address, known, group, group + 1) for group in range(parquet_rows.groups(address))] or [Shard(address, known)]
        except (DocumentError, OSError):
            return [Shard(address, known)]  # reading it says what is wrong with it
    if known != "jsonl" or is_remote(address) or unpacked_name(address) != address:
        return [Shard(address, known)]
    size = os.path.getsize(local(address))
    starts = range(0, size, SHARD_BYTES) if size > SHARD_BYTES else [0]
    return [Shard(address, known, start, start + SHARD_BYTES if start + SHARD_BYTES < size else None) for start in starts]
