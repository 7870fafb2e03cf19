"""What a notebook may be, and what its cell of parameters may declare: all that could not be run is refused before any is."""

import json
import os
from pathlib import Path

import nbformat
import pytest

from analysis import notebook_files, parameters
from analysis.errors import EditionError, ParameterError
from analysis.run import STAGES
from tests.small_runs import PARAMETERS, laid_out, notebook


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(laid_out(tmp_path)))
    return tmp_path


def refused() -> list[str]:
    with pytest.raises(EditionError) as broken:
        notebook_files.read(STAGES)
    return str(broken.value).splitlines()


def altered(change) -> str:
    """A small notebook as JSON, with something changed."""
    said = json.loads(nbformat.writes(notebook("print(1)")))
    change(said)
    return json.dumps(said)


BROKEN = {
    "no JSON": ("{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
    "brackets without end": ("[" * 100_000, "maximum recursion depth exceeded while decoding a JSON array from a unicode string"),
    "other bytes": (b"\xff\xfe", "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
    "a list": ("[]", "it holds no JSON object"),
    "null": ("null", "it holds no JSON object"),
    "nothing said": ("{}", "its format is None.None, not 4"),
    "an older format": ('{"nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": []}]}', "its format is 3.0, not 4"),
    "a format that is no number": (altered(lambda said: said.update(nbformat_minor="x")), "its format is 4.'x', not 4"),
    "no cells": (altered(lambda said: said.update(cells=None)), "it holds no list of cells"),
    "a cell that is none": (altered(lambda said: said["cells"].append(5)), "it holds no list of cells"),
    "a cell without source": (altered(lambda said: said["cells"][3].pop("source")), "'source' is a required property at ['cells'][3]"),
    "a cell without metadata": (altered(lambda said: said["cells"][1].pop("metadata")), "'metadata' is a required property at ['cells'][1]"),
    "tags that are none": (altered(lambda said: said["cells"][1]["metadata"].update(tags=5)), "5 is not of type 'array' at ['cells'][1]['metadata']['tags']"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_notebook_that_cannot_be_read_is_named_with_its_fault(case, home):
    content, message = BROKEN[case]
    (home / "notebooks" / "4_figures.ipynb").write_bytes(content.encode() if isinstance(content, str) else content)
    assert refused() == [f"notebooks/4_figures.ipynb cannot be read as a notebook: {message}; restore it and run again."]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: None, "No such file or directory"), (os.mkdir, "it is a folder, a pipe or a device"), (os.mkfifo, "it is a folder, a pipe or a device"),
        (lambda path: path.symlink_to("/dev/zero"), "it is a folder, a pipe or a device"), (lambda path: path.symlink_to(path), "Too many levels of symbolic links"),
    ],
    ids=["nothing", "a folder", "a pipe", "a device", "a loop"],
)  # fmt: skip
def test_what_lies_in_the_place_of_a_notebook_is_named(make, message, home):
    path = home / "notebooks" / "2_clean.ipynb"
    path.unlink()
    make(path)
    assert refused() == [f"notebooks/2_clean.ipynb cannot be read as a notebook: {message}; restore it and run again."]


def test_a_notebook_that_may_not_be_read_is_named(home, monkeypatch):
    def forbidden(self, *_arguments, **_named):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", forbidden)
    assert refused()[0] == "notebooks/1_extract.ipynb cannot be read as a notebook: Permission denied; restore it and run again."


def test_all_notebooks_that_cannot_be_run_come_in_one_message(home):
    (home / "notebooks" / "2_clean.ipynb").write_text("{")
    (home / "notebooks" / "3_quantify.ipynb").write_text(altered(lambda said: said["cells"][1].update(source=PARAMETERS + "more: int = 2 * 3")))
    (home / "notebooks" / "5_brief.ipynb").unlink()
    assert [line.split()[0].strip(",") for line in refused()] == [f"notebooks/{stage}.ipynb" for stage in ("2_clean", "3_quantify", "5_brief")]
    assert refused()[1].startswith("notebooks/3_quantify.ipynb, the cell tagged parameters, line 7: 'more: int = 2 * 3' declares no parameter; write NAME")


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said["cells"][1].pop("id"), lambda said: said["cells"][1].update(id=said["cells"][0]["id"]),
        lambda said: (said.update(nbformat_minor=4), [cell.pop("id") for cell in said["cells"]]),
        lambda said: said["cells"][3].update(source=["print(", "1)"]),
    ],
    ids=["a missing id", "an id twice", "a format before ids", "source in lines"],
)  # fmt: skip
def test_what_other_editors_write_is_read_without_a_warning(change, home, recwarn):
    (home / "notebooks" / "2_clean.ipynb").write_text(altered(change))
    assert notebook_files.read(STAGES)[0]["2_clean"].cells[3].source == "print(1)" and not list(recwarn)


# The cell of parameters


@pytest.mark.parametrize(
    "line",
    [
        "rows: int = 2 * 3", "rows: int = -5", "rows: int = 0", 'rows: int = "6"', "rows: int = True", "rows = 6", "rows: list = [6]", "rows: int", "import os",
        "share: float = nan", "rows: int = {[]}", "strict: bool = 0", "name: str = f'{topic}'", "print(topic)", "topic.x: int = 1",
    ],
)  # fmt: skip
def test_a_line_that_declares_no_parameter_is_named(line):
    cells = notebook("")
    cells.cells[1].source = PARAMETERS + line
    with pytest.raises(ParameterError) as broken:
        parameters.declared(cells)
    assert str(broken.value) == (
        f"line 7: {line!r} declares no parameter; write NAME: KIND = VALUE  # WHAT, its kind and plain value one of: "
        "str, text; int, a whole number from 1 to 1000; float, a number; bool, true or false."
    )


@pytest.mark.parametrize("source", ["rows: int = = 6", "%matplotlib inline", "x: int = " + "(" * 500 + "1" + ")" * 500])
def test_a_cell_of_parameters_that_is_no_python_is_named(source):
    cells = notebook("")
    cells.cells[1].source = "# the parameters\n" + source
    with pytest.raises(ParameterError, match=r"^line [12]: this is no Python; write NAME: KIND = VALUE"):
        parameters.declared(cells)


def test_what_names_the_edition_must_be_declared():
    cells = notebook("")
    cells.cells[1].metadata.tags = []
    with pytest.raises(ParameterError) as broken:
        parameters.declared(cells)
    assert [line.split(";")[0] for line in str(broken.value).splitlines()] == ["topic is not declared", "as_of is not declared", "lang is not declared"]


def test_a_parameter_is_read_with_its_kind_default_and_remark():
    cells = notebook("")
    cells.cells[1].source = PARAMETERS + 'größe: str = ("a # b"\n  "c")  # what: ä #1\n# a remark\nwhole: float = 1\n'
    found = parameters.declared(cells)
    assert found["rows"] == parameters.Parameter("rows", "int", 6, "rows that are shown")
    assert found["größe"] == parameters.Parameter("größe", "str", "a # bc", "what: ä #1")
    assert found["whole"] == parameters.Parameter("whole", "float", 1.0, "")
