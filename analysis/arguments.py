"""What the commands' arguments may be: checks that say what is wrong before any work is done.

Each takes what click hands to a callback and gives the value, or raises click's BadParameter with a sentence.
"""

import os
import re
from collections.abc import Iterable
from pathlib import Path

import click
from click.core import ParameterSource


# What is no path, but where a store of files can be reached.
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://")


class Place(click.Path):
    """A path. An empty one, as an unset variable of a shell leaves it, would mean the folder that one happens to stand in."""

    def convert(self, value, param, ctx):
        if value == "":
            self.fail("the name is empty; name a file or a folder, which may be '.'.", param, ctx)
        return super().convert(value, param, ctx)


def alone(context: click.Context, name: str, others: Iterable[str]) -> None:
    """Refuses an option beside others that it leaves nothing to say."""
    given = [other for other in others if context.get_parameter_source(other) is not ParameterSource.DEFAULT]
    flags = {each.name: max(each.opts, key=len) for each in context.command.params}
    if given:
        raise click.UsageError(f"{flags[name]} leaves nothing to {', '.join(flags[other] for other in given)}; take that away.", context)


def assignments(_context, _option, values: tuple[str, ...]) -> dict[str, str]:
    """NAME=VALUE, each name once."""
    pairs = [value.partition("=") for value in values]
    wrong = [value for value, (name, equals, _) in zip(values, pairs, strict=True) if not (name and equals)]
    names = [name for name, _, _ in pairs]
    if wrong:
        raise click.BadParameter(f"{', '.join(wrong)} is no NAME=VALUE.")
    if len(set(names)) < len(names):
        raise click.BadParameter(f"{', '.join(sorted({name for name in names if names.count(name) > 1}))} is given twice.")
    return {name: value for name, _, value in pairs}


def day(_context, _option, given: str | None) -> str | None:
    """A day that is one."""
    from analysis import days

    if given and days.fault(given):
        raise click.BadParameter(f"{given!r} {days.fault(given)}.")
    return given


def output_file(_context, _option, path: Path | None) -> Path | None:
    """Refuses, before any work is done, a place where no file can be put. What a link leads to is written, not the link replaced."""
    if path is None:
        return None
    place = Path(os.path.realpath(path))
    if not os.path.isdir(place.parent):
        raise click.BadParameter(f"the folder {path.parent} does not exist; make it, or choose another place.")
    if os.path.exists(place) and not os.path.isfile(place):
        raise click.BadParameter(f"{path} is a folder, a pipe or a device; name a file.")
    return place if path.is_symlink() else path


def table_file(context, option, path: Path | None) -> Path | None:
    from analysis.table_files import ENDINGS

    if path and path.suffix not in ENDINGS:
        raise click.BadParameter(f"{path.name} ends in none of {', '.join(ENDINGS)}.")
    return output_file(context, option, path)


def table_or_data_set(context, option, name: str | None) -> Path | str | None:
    """The path of a table's file; or, as text, where a data set lies: an address, a name without an ending or with a slash behind it, a folder that is there."""
    from analysis.table_files import ENDINGS

    if name is None:
        return None
    path = Path(name)
    if ADDRESS.match(name) or name.endswith("/") or not path.suffix or (path.suffix not in ENDINGS and os.path.isdir(path)):
        return name
    if path.suffix not in ENDINGS:
        raise click.BadParameter(f"{path.name} ends in none of {', '.join(ENDINGS)}; if it is to be the folder of a data set, end its name in a slash.")
    return output_file(context, option, path)


def picture_file(context, option, path: Path | None) -> Path | None:
    from analysis.figures.style import UNSAID

    if path and path.suffix not in UNSAID:
        raise click.BadParameter(f"{path.name} ends in none of {', '.join(UNSAID)}.")
    return output_file(context, option, path)


def archive_file(context, option, path: Path) -> Path:
    if path.suffix != ".zip":
        raise click.BadParameter(f"{path.name} does not end in .zip.")
    return output_file(context, option, path)


def keep(inputs: Iterable[Path | None], output: Path | None) -> None:
    """Refuses an output that would replace what is read."""
    same = [path for path in inputs if path and output and os.path.realpath(path) == os.path.realpath(output)]
    if same:
        raise click.BadParameter(f"{output} is read, and would be replaced; name another file.", param_hint="'-o'")


def with_data_set(given: dict[str, str], data_set: Path) -> dict[str, str]:
    """The parameters with the data set as the project folder names it."""
    from analysis import provenance

    if "data_set" in given:
        raise click.BadParameter("-p data_set=… names a data set too; leave one of them out.", param_hint="'--facts'")
    return given | {"data_set": provenance.relative(data_set)}
