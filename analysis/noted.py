"""The notes of a kernel → the record of its stage.

What the kernel noted must be what the runner sees: a file or module that was changed while the edition was made stops the run, since
the edition would be made from two states of it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path

from analysis import observer, records
from analysis.errors import EditionError
from analysis.present import Present

# Makes every notebook, whatever that imports; of these no further packages are followed.
MACHINERY = ("ipykernel", "ipython", "nbformat", "papermill")
REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)[^;]*(?:;(.*))?")
# What is asked for by an extra, or on some systems only, has no part in what is computed everywhere.
ELSEWHERE = re.compile(r"\b(extra|sys_platform|platform_\w+|os_name|implementation_name)\b")


def stage(
    notes: Path, asked: records.Stage, there: Mapping[str, str], after: Mapping[str, str], now: Present
) -> tuple[records.Stage, dict[str, dict[str, str]], dict[str, str]]:
    """The record of a stage that has run as `asked`, the parts of its modules, the versions of its packages.

    `there` and `after`: the edition's files before and after it. Raises EditionError that lists what changed meanwhile.
    """
    noted: dict[str, dict[str, str]] = {sort: {} for sort in ("file", "files of", "table", "tables of", "module", "package")}
    for line in notes.read_text(encoding="utf-8").splitlines():
        sort, name, digest = json.loads(line)
        noted[sort][name] = digest
    _refuse_changed(noted, now)
    modules = {name: now.source(name) for name in sorted(noted["module"])}
    packages = {name: now.package(name) for name in sorted(_distributions(noted["package"]))}
    written = {name: digest for name, digest in after.items() if there.get(name) != digest}
    made = records.Stage(
        asked.cells, asked.parameters, noted["file"], noted["files of"],
        tables={name: there.get(name, observer.ABSENT) for name in noted["table"] if name in there or name not in written},
        table_folders={name: records.names_in(name, there) for name in noted["tables of"]},
        modules=list(modules), packages=list(packages), written=written,
    )  # fmt: skip
    return made, modules, packages


def _refuse_changed(noted: Mapping[str, Mapping[str, str]], now: Present) -> None:
    """Raises EditionError if something is no longer what the kernel met, or was not when the runner looked."""
    seen = (("file", now.file), ("files of", now.folder), ("module", now.source_bytes))
    if changed := sorted({name for sort, found in seen for name, digest in noted[sort].items() if found(name) != digest}):
        raise EditionError.of_all(f"{name} was changed while the edition was made; run again." for name in changed)


def _distributions(imported: Iterable[str]) -> set[str]:
    """The distributions of those packages, and all that they need in turn."""
    owners = {owner for name in imported for owner in _owners().get(name, ())}
    found, open_names = set(MACHINERY), list(owners - {*MACHINERY, "claimtrail"})
    while open_names:
        name = re.sub(r"[-_.]+", "-", open_names.pop().lower())
        if name not in found:
            found.add(name)
            open_names += _needed(name)
    return {name for name in found if _is_installed(name)}


def _is_installed(name: str) -> bool:
    try:
        return bool(metadata.version(name))
    except metadata.PackageNotFoundError:
        return False


@cache
def _owners() -> Mapping[str, list[str]]:
    """By the name of a package that can be imported, the distributions that it belongs to."""
    return metadata.packages_distributions()


def _needed(name: str) -> Iterator[str]:
    try:
        requirements = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return
    for requirement in requirements:
        needed, marker = REQUIREMENT.fullmatch(requirement.strip()).groups()
        if not ELSEWHERE.search(marker or ""):
            yield needed
