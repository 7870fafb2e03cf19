"""The notebooks as they are kept: read, held against their format, and asked which parameters they declare.

Takes the stages, gives notebooks and parameters by stage. nbformat only warns of what it cannot use and fails later, elsewhere; here
every notebook that could not be run is refused before any is, all of them in one message.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from analysis import parameters, paths
from analysis.errors import EditionError, ParameterError
from analysis.parameters import Parameter


def read(stages: Iterable[str]) -> tuple[dict[str, NotebookNode], dict[str, dict[str, Parameter]]]:
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


def _notebook(path: Path) -> NotebookNode:
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


def _valid(said: dict) -> NotebookNode:
    try:
        nbformat.validate(said)
        return nbformat.v4.reads(json.dumps(said))
    except nbformat.ValidationError as broken:
        place = re.search(r"^On instance(.*):$", str(broken), re.MULTILINE)
        raise ValueError(f"{str(broken).splitlines()[0]}{f' at {place[1]}' if place else ''}") from None
