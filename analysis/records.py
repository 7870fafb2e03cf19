"""What each stage of an edition was made from, as its kernel noted it; and whether that still holds.

The records of an edition lie in it, in records.json: digests and relative names, the same bytes on every machine. A stage has to run
for a Reason, which says in a sentence what changed; without one, what it wrote is taken over.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from analysis import observer, syntax
from analysis.present import Present

RECORDS = "records.json"


@dataclass(frozen=True)
class Reason:
    """Why a stage has to run: the stage, what changed, and how."""

    stage: str
    what: str
    how: str

    def __str__(self) -> str:
        return f"{self.stage}: {self.what} {self.how}"


def told(stage: str, reasons: list[Reason]) -> str:
    """All reasons in one sentence, the first of them in full."""
    if not reasons:
        return f"{stage}: nothing that it read or wrote has changed"
    more = f", and {len(reasons) - 1} more" if len(reasons) > 1 else ""
    return f"{reasons[0]}{more}"


@dataclass(frozen=True)
class Stage:
    """One stage: its notebook's code cells and parameters, what it read and what it wrote, each name with its digest.

    `tables` are files of the edition that earlier stages wrote, `table_folders` folders of it that were listed. Of modules and packages
    the names; the edition has the rest, once for all stages.
    """

    cells: list[str]
    parameters: dict[str, object]
    files: dict[str, str] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    table_folders: dict[str, str] = field(default_factory=dict)
    modules: list[str] = field(default_factory=list)
    packages: list[str] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)


@dataclass
class Records:
    """One edition: its stages, the parts of their modules, the versions of their packages.

    `checked` are the files and folders by which the request was held good, `newest` the day of the topic's newest report then, and
    `remarks` what was said of the edition.
    """

    python: str
    newest: str = ""
    remarks: list[str] = field(default_factory=list)
    checked: dict[str, dict[str, str]] = field(default_factory=lambda: {"files": {}, "folders": {}})
    modules: dict[str, dict[str, str]] = field(default_factory=dict)
    packages: dict[str, str] = field(default_factory=dict)
    stages: dict[str, Stage] = field(default_factory=dict)

    def text(self) -> str:
        return json.dumps(asdict(self), indent=1, sort_keys=True, ensure_ascii=False) + "\n"

    def code(self) -> dict[str, str]:
        """Each module that some stage imported, with one digest of its syntax."""
        return {name: syntax.whole(parts) for name, parts in sorted(self.modules.items())}

    def adopt(self, stage: str, made: Stage, modules: Mapping[str, dict[str, str]], packages: Mapping[str, str]) -> None:
        """Takes a stage in, with what is known of its modules and packages."""
        self.stages[stage] = made
        self.modules |= {name: modules[name] for name in made.modules}
        self.packages |= {name: packages[name] for name in made.packages}


def read(edition: Path) -> Records | None:
    """The records of the edition in that folder; None if it has none that can be used."""
    try:
        said = json.loads((edition / RECORDS).read_text(encoding="utf-8"))
        stages = {name: Stage(**{each.name: stage[each.name] for each in fields(Stage)}) for name, stage in said.pop("stages").items()}
        return Records(**said, stages=stages)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def due(stage: str, asked: Stage, before: Records | None, there: Mapping[str, str], disk: Mapping[str, str], now: Present) -> list[Reason]:
    """Why a stage that is asked for with those cells and parameters has to run; nothing if all that it read and wrote is as it was.

    `there`: the files of the edition that the stages before it leave, by name with their digests; `disk`: those that the edition holds.
    """
    if before is None or stage not in before.stages:
        return [Reason(stage, "no record of it", "is there")]
    was = before.stages[stage]
    reasons = [
        *_asked(was, asked), *_code(was, before, now), *_given(was, now), *_environment(was, before, now), *_handed_over(was, there), *_outputs(was, disk),
    ]  # fmt: skip
    return [Reason(stage, what, how) for what, how in reasons]


def _asked(was: Stage, asked: Stage) -> Iterator[tuple[str, str]]:
    for name in sorted(was.parameters.keys() | asked.parameters.keys()):
        if name not in was.parameters or name not in asked.parameters:
            yield f"parameter {name}", "is new" if name in asked.parameters else "is gone"
        elif was.parameters[name] != asked.parameters[name]:
            yield f"parameter {name}", f"is {asked.parameters[name]}, and was {was.parameters[name]}"
    if len(was.cells) != len(asked.cells):
        yield "its notebook", f"has {len(asked.cells)} cells with code, and had {len(was.cells)}"
    for number, (before, cell) in enumerate(zip(was.cells, asked.cells, strict=False), 2):  # the first is that of the parameters
        if before != cell:
            yield f"its cell {number}", "changed"


def _code(was: Stage, before: Records, now: Present) -> Iterator[tuple[str, str]]:
    for name in was.modules:
        parts = now.source(name)
        if not parts:
            yield name, "is gone"
        for change in syntax.changed(before.modules[name], parts) if parts else ():
            yield name, change


def _given(was: Stage, now: Present) -> Iterator[tuple[str, str]]:
    for name, digest in was.files.items():
        if (found := now.file(name)) != digest:
            yield name, "is gone" if found == observer.ABSENT else "is new" if digest == observer.ABSENT else "changed"
    for name, digest in was.folders.items():
        if (found := now.folder(name)) != digest:
            yield f"the folder {name}", "is gone" if found == observer.ABSENT else "holds other files"


def _environment(was: Stage, before: Records, now: Present) -> Iterator[tuple[str, str]]:
    if before.python != now.python:
        yield "Python", f"is {now.python}, and was {before.python}"
    for name in was.packages:
        if (found := now.package(name)) != before.packages[name]:
            yield f"the package {name}", f"is {found}, and was {before.packages[name]}"


def _handed_over(was: Stage, there: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, digest in was.tables.items():
        if there.get(name, observer.ABSENT) != digest:
            yield name, "came out otherwise" if name in there else "is no longer written"
    for folder, digest in was.table_folders.items():
        if names_in(folder, there) != digest:
            yield f"the edition's folder {folder}", "holds other files"


def _outputs(was: Stage, disk: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, digest in was.written.items():
        if disk.get(name) != digest:
            yield f"its output {name}", "was changed" if name in disk else "is missing"


def names_in(folder: str, files: Mapping[str, str]) -> str:
    """As `observer.names_of` has it, the names of files and folders in a folder of which only the files below it are known."""
    below = {name.removeprefix(f"{folder}/").split("/", 1)[0] for name in files if name.startswith(f"{folder}/")}
    return observer.digest("\n".join(sorted(name for name in below if not name.startswith("."))).encode("utf-8", "surrogateescape"))
