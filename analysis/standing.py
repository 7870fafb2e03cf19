"""Whether an edition stands as it would be made now: told by digests alone, without loading what makes one.

Whatever is odd about a request or an edition is no concern of this module: it says that none stands, and who makes one says what is odd.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from analysis import notebook_files, parameters, paths, provenance, records
from analysis.errors import ClaimtrailError
from analysis.present import Present
from analysis.records import Records, Stage
from analysis.stages import STAGES


class Standing(NamedTuple):
    """An edition that needs no making."""

    folder: Path
    records: Records


def edition(topic: str, as_of: str, lang: str, given: Mapping[str, object]) -> Standing | None:
    """The edition that is asked for, if it stands; `as_of` empty: that of the topic's newest report."""
    try:
        folder = paths.published(topic, as_of or _newest(topic, lang), lang)
        before, now = records.read(folder), Present()
        outlines = {stage: notebook_files.outlined(stage) for stage in STAGES}
        known = {stage: parameters.declared(outline) for stage, outline in outlines.items()}
        values = _values(known, given, {"topic": topic, "as_of": folder.name[:10], "lang": lang})
        asked = {stage: Stage(notebook_files.code(outlines[stage]), {name: values[name] for name in own}) for stage, own in known.items()}
        stands = before and _checked(before, now) and _holds(folder, asked, before, now) and _sealed(folder, values)
        return Standing(folder, before) if stands and all(notebook_files.same_text(outlines[stage], folder, stage) for stage in STAGES) else None
    except (ClaimtrailError, OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _newest(topic: str, lang: str) -> str:
    """The day of the newest edition that was made without naming one, or as if; whether a newer report came since is checked like all else."""
    folders = sorted((paths.reports() / topic).glob(f"????-??-??-{lang}"), reverse=True)
    return next((folder.name[:10] for folder in folders if (found := records.read(folder)) and found.newest == folder.name[:10]), "")


def _values(known: Mapping[str, Mapping], given: Mapping[str, object], named: Mapping[str, str]) -> dict[str, object]:
    """A value for each parameter. Raises ValueError if one is given that is unknown or malformed."""
    declared = {name: each for own in known.values() for name, each in own.items()}
    values = parameters.typed(declared, given)
    if None in values.values() or given.keys() - declared.keys() or given.keys() & named.keys():
        raise ValueError(given)
    return values | named


def _checked(before: Records, now: Present) -> bool:
    """Whether what the request was held good by is as it was."""
    files, folders = before.checked["files"], before.checked["folders"]
    return all(now.file(name) == digest for name, digest in files.items()) and all(now.folder(name) == digest for name, digest in folders.items())


def _holds(folder: Path, asked: Mapping[str, Stage], before: Records, now: Present) -> bool:
    """Whether no stage has a reason to run."""
    there: dict[str, str] = {}
    disk = provenance.outputs(folder)
    for stage in STAGES:
        if records.due(stage, asked[stage], before, there, disk, now):
            return False
        there |= before.stages[stage].written
    return True


def _sealed(folder: Path, values: Mapping[str, object]) -> bool:
    """Whether the manifest is the one that would be written now."""
    said = json.loads((folder / provenance.MANIFEST).read_bytes())
    inputs = [paths.home() / name for name in said["inputs"] if name != provenance.CODE]
    return said == provenance.manifest(folder, inputs, values)
