"""The notebooks as they are kept: read, held against their format, and asked which parameters they declare.

Takes the stages, gives notebooks and parameters by stage. nbformat only warns of what it cannot use and fails later, elsewhere; here
every notebook that could not be run is refused before any is, all of them in one message.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from analysis import parameters, paths, syntax
from analysis.errors import EditionError, ParameterError
from analysis.parameters import Parameter

if TYPE_CHECKING:
    from nbformat import NotebookNode

INJECTED = "injected-parameters"  # papermill's tag of the cell in which it sets them


def read(stages: Iterable[str]) -> tuple[dict[str, "NotebookNode"], dict[str, dict[str, Parameter]]]:
    """Each stage's notebook and the parameters that it declares. Raises EditionError, ProjectError."""
    notebooks, known, offenders = {}, {}, []
    for stage in stages:
        path = paths.notebooks() / f"{stage}.ipynb"
        try:
            notebooks[stage] = _notebook(path)
            known[stage] = parameters.declared(notebooks[stage])
        except ParameterError as broken:
            offenders += [f"notebooks/{path.name}, the cell tagged parameters, {line}" for line in str(broken).splitlines()]
        except (OSError, ValueError, RecursionError) as broken:
            what = getattr(broken, "strerror", None) or broken
            offenders.append(f"notebooks/{path.name} cannot be read as a notebook: {what}; restore it and run again.")
    if offenders:
        raise EditionError.of_all(offenders)
    return notebooks, known


def outlined(stage: str) -> SimpleNamespace:
    """A stage's notebook as far as it decides what is run: sorts, sources and tags of its cells; held against no format.

    Raises OSError, ValueError, KeyError, TypeError or AttributeError where it has none.
    """
    return _outline(paths.notebooks() / f"{stage}.ipynb")


def _outline(path: Path) -> SimpleNamespace:
    said = json.loads(path.read_bytes())
    cells = [SimpleNamespace(cell_type=cell["cell_type"], source=syntax.text(cell), metadata=dict(cell["metadata"])) for cell in said["cells"]]
    return SimpleNamespace(cells=cells)


def code(notebook: "NotebookNode | SimpleNamespace") -> list[str]:
    """A digest for each of its code cells, in their order, by its syntax; the cell of the parameters, which every run sets anew, left out."""
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code" and "parameters" not in cell.metadata.get("tags", [])]
    return [syntax.whole(syntax.parts(source.encode("utf-8", "surrogatepass"))) for source in sources]


def same_text(outline: SimpleNamespace, edition: Path, stage: str) -> bool:
    """Whether the executed notebook of an edition has the texts and comments of the one that is kept, too. Raises as `outlined`."""
    shown = [_shown(cell) for cell in _outline(edition / "notebooks" / f"{stage}.ipynb").cells]
    return [_shown(cell) for cell in outline.cells] == [cell for cell in shown if INJECTED not in cell[2]]


def _shown(cell: SimpleNamespace) -> tuple[str, str, list[str]]:
    return cell.cell_type, cell.source, cell.metadata.get("tags", [])


def _notebook(path: Path) -> "NotebookNode":
    """Raises ValueError that says what is wrong with it, OSError, RecursionError."""
    if path.exists() and not path.is_file():
        raise ValueError("it is a folder, a pipe or a device")
    said = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(said, dict):
        raise ValueError("it holds no JSON object")
    if said.get("nbformat") != 4 or type(said.get("nbformat_minor")) is not int:
        raise ValueError(f"its format is {said.get('nbformat')!r}.{said.get('nbformat_minor')!r}, not 4")
    cells = said.get("cells")
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise ValueError("it holds no list of cells")
    # Ids that are missing or stand twice are warned of at every step; an edition gives them anew in any case.
    numbered = [cell | {"id": str(number)} for number, cell in enumerate(cells)]
    return _valid(said | {"nbformat_minor": max(5, said["nbformat_minor"]), "cells": numbered})


def _valid(said: dict) -> "NotebookNode":
    import nbformat  # takes most of a second, which a run that has nothing to do need not wait

    try:
        nbformat.validate(said)
        return nbformat.v4.reads(json.dumps(said))
    except nbformat.ValidationError as broken:
        place = re.search(r"^On instance(.*):$", str(broken), re.MULTILINE)
        raise ValueError(f"{str(broken).splitlines()[0]}{f' at {place[1]}' if place else ''}") from None
