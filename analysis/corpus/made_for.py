"""What a data set is made from and by: shards, settings, digests of the vocabulary and of the code. Written first, held against each later run."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from analysis import provenance
from analysis.corpus import layout
from analysis.corpus.partition import Job, Shards
from analysis.corpus.places import Place
from analysis.errors import OutputError
from analysis.intake import Said, Shard
from analysis.intake.finding import SHARD_BYTES
from analysis.intake.opening import is_remote, local

FILES_AT_MOST = 1000  # in a partition
# What is told of each part that differs.
MEANING = {
    "partitions": "other inputs", "said": "other settings", "vocabulary": "another vocabulary", "code": "another version of this package",
    "written_by": "another version of pyarrow",
}  # fmt: skip


def order(job: Job, partitions: Sequence[Shards]) -> dict:
    """What the job is, as JSON holds it; each shard with its bytes, so that a file that grew meanwhile is noticed."""
    import pyarrow

    return {
        "partitions": [[asdict(shard) | {"bytes": bytes_of(shard)} for shard in shards] for shards in partitions], "said": asdict(job.said),
        "vocabulary": provenance.digest(provenance.canonical(job.vocabulary.files)), "code": job.code, "written_by": f"pyarrow {pyarrow.__version__}",
    }  # fmt: skip


def partitions(shards: Sequence[Shard]) -> list[Shards]:
    """The shards in their order, small files of this machine taken together, so that a folder of a million pages is no million partitions."""
    found: list[list[Shard]] = []
    room = files = 0
    for shard in shards:
        size = bytes_of(shard)
        if size is None or size > room or not files:
            found.append([])
            room, files = (0, 0) if size is None else (SHARD_BYTES, FILES_AT_MOST)
        found[-1].append(shard)
        room, files = room - (size or 0), files - 1
    return [tuple(each) for each in found]


def bytes_of(shard: Shard) -> int | None:
    """How much there is to read, where that can be told: of a piece of JSON lines, or of a file of this machine."""
    if shard.kind == "parquet" or is_remote(shard.address):
        return None
    size = os.path.getsize(local(shard.address))
    return (size if shard.end is None else shard.end) - shard.start


def begin(place: Place, asked: Mapping) -> bool:
    """Begins the data set, or goes on with it; whether it is complete already. Raises OutputError for anything else that lies there."""
    there = place.sizes()
    strangers = [name for name in there if not layout.KNOWN.fullmatch(name)]
    if strangers or (there and layout.MADE_FOR not in there):
        some = ", ".join((strangers or list(there))[:3])
        raise OutputError(f"{place.address} holds something else than an unfinished data set ({some}); name a new folder.")
    if not there:
        place.write(layout.MADE_FOR, provenance.canonical(asked))
    elif differences := list(_differences(begun(place), asked)):
        raise OutputError(f"{place.address} was begun with {' and '.join(differences)}; name a new folder, or run with what it was begun with.")
    return layout.COMPLETE in there


def begun(place: Place) -> dict:
    """What the data set was begun with. Raises OutputError."""
    try:
        found = json.loads(place.read(layout.MADE_FOR))
        return {"partitions": found["partitions"], "said": found["said"]} | found
    except (ValueError, KeyError, TypeError):
        raise OutputError(f"{place.address}/{layout.MADE_FOR} is not as it was written; make the data set anew, in a new folder.") from None


def _differences(before: Mapping, now: Mapping) -> Iterator[str]:
    for key, meaning in MEANING.items():
        if before.get(key) == now[key]:
            continue
        if key == "said":
            changed = [field for field in asdict(Said()) if before[key].get(field) != now[key][field]]
            meaning += " (" + ", ".join(f"{field} {before[key].get(field)!r} there, {now[key][field]!r} here" for field in changed) + ")"
        elif key == "partitions":
            meaning += _other_shards(*([shard for part in order[key] for shard in part] for order in (before, now)))
        yield meaning


def _other_shards(before: list[dict], now: list[dict]) -> str:
    """How many there are, and the first that only one of them has."""
    told = f"{len(before)} shards there, {len(now)} here"
    for ours, theirs, where in ((before, now, "there"), (now, before, "here")):
        known = {_spelled(each) for each in theirs}
        if only := next((shard for shard in ours if _spelled(shard) not in known), None):
            return f" ({told}; only {where}: {only['address']}, from byte {only['start']}, {only['bytes']} bytes)"
    return f" ({told}, in another order)"


def _spelled(shard: Mapping) -> str:
    return json.dumps(shard, sort_keys=True)
