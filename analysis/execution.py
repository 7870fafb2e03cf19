"""One notebook, executed in a kernel of its own and then made the same on every machine.

What papermill and the kernel leave behind and no two runs share goes: run times, paths, random cell ids, versions of the
machine. What a cell writes to stderr is told to whoever runs, never kept: warnings name files of the machine.
"""

import errno
import logging
import re
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path

import papermill
from nbformat import NotebookNode
from papermill.exceptions import strip_color

from analysis import errors, kernel, terminal
from analysis.errors import ClaimtrailError, EditionError, RunError
from analysis.notebook_files import INJECTED

METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
# Where a traceback names the cell's line: IPython's own, and Python's, in which it shows groups of exceptions.
CELL_LINE = re.compile(r"Cell In\[\d+\], line (\d+)|File \".*ipykernel_\d+.\d+\.py\", line (\d+)")
FULL_DISK = re.compile(rf"\[Errno ({errno.ENOSPC}|{errno.EDQUOT})\]")
# Its remark on a kernel that died says less than ours.
logging.getLogger("papermill").addHandler(logging.NullHandler())
PATIENCE = 60  # seconds that a busy machine may take to start a kernel or to pass on what a cell printed
CELL_PATIENCE = 900  # seconds in which the longest cell ends a hundred times over; what takes longer waits for something


def executed(
    stage: str, notebook: NotebookNode, values: Mapping[str, object], variables: dict[str, str], folder: Path, parent: kernel.Forking | None = None
) -> NotebookNode:
    """The notebook with those parameters, run in that folder under those variables, in a kernel that `parent` forks if it is given.

    Raises RunError that names the cell that failed, or that has not ended after CELL_PATIENCE.
    """
    cells = _Cells(stage)
    with kernel.started(variables, folder, parent=parent) as manager:
        try:
            run = papermill.execute_notebook(
                notebook,
                None,
                dict(values),
                kernel_name="python3",
                language="python",
                progress_bar=False,
                start_timeout=PATIENCE,
                iopub_timeout=PATIENCE,
                execution_timeout=CELL_PATIENCE,
                coalesce_streams=True,
                km=manager,
                on_notebook_start=cells.given,
                on_cell_execute=cells.begun,
                on_cell_executed=cells.answered,
                on_cell_error=cells.failed,
            )
        except TimeoutError as late:
            raise RunError(f"{cells.current()}\nThe cell hangs: {str(late).splitlines()[0]} Find what it waits for, or make it shorter.") from None
        except RuntimeError as lost:
            raise RunError(
                f"{cells.current()}\nThe kernel was lost: {lost}. Memory may have run out, or the cell ended the process; free some, or take that out."
            ) from None
    return _settled(stage, run)


def refreshed(stage: str, notebook: NotebookNode, done: NotebookNode) -> NotebookNode:
    """What `executed` would give of a notebook, from the same one executed when its texts, comments and spaces were others."""
    fresh, code = deepcopy(notebook), [cell for cell in done.cells if cell.cell_type == "code"]
    injected = [cell for cell in code if INJECTED in cell.metadata.get("tags", [])]
    ran = [cell for cell in code if cell not in injected]
    for cell, before in zip([cell for cell in fresh.cells if cell.cell_type == "code"], ran, strict=True):
        cell.outputs, cell.execution_count = before.outputs, before.execution_count
    place = next(index for index, cell in enumerate(fresh.cells) if "parameters" in cell.metadata.get("tags", []))
    fresh.cells[place + 1 : place + 1] = injected
    return _settled(stage, fresh)


class _Cells:
    """Follows the cells of a notebook as they run. What is left in a notebook tells neither exits nor magics nor which cell a dead kernel ran."""

    def __init__(self, stage: str):
        self.stage, self.notebook, self.index = stage, NotebookNode(cells=[]), -1

    def given(self, notebook: NotebookNode) -> None:
        self.notebook = notebook

    def begun(self, cell: NotebookNode, cell_index: int) -> None:
        self.index = cell_index

    def current(self) -> str:
        """Where the cell stands that is running, or ran last."""
        return self.stage if self.index < 0 else place(self.stage, self.notebook, self.index)

    def answered(self, cell: NotebookNode, cell_index: int, execute_reply: Mapping) -> None:
        if any(each.get("source") == "ask_exit" for each in execute_reply["content"].get("payload", [])):
            raise RunError(f"{self.current()}\nThe cell ends the kernel; take that out, a notebook runs to its end.")

    def failed(self, cell: NotebookNode, cell_index: int, execute_reply: Mapping) -> None:
        reply = execute_reply["content"]
        told = [*reply.get("traceback", []), *(output.text for output in cell.outputs if output.get("name") == "stderr")]
        raise _failure(self.current() + _line(cell.source, strip_color("\n".join(told))), reply["ename"], reply["evalue"])


def place(stage: str, notebook: NotebookNode, index: int) -> str:
    """Where a cell stands, for a reader: its number among the code cells, the parameters cell being the first, and its heading."""
    above = notebook.cells[: index + 1]
    number = sum(cell.cell_type == "code" and INJECTED not in cell.metadata.get("tags", []) for cell in above)
    headings = [cell.source.strip().splitlines()[0].lstrip("# ") for cell in above if cell.cell_type == "markdown" and cell.source.strip()]
    return f'{stage}, cell {number} "{headings[-1]}"' if headings else f"{stage}, cell {number}"


def _line(source: str, told: str) -> str:
    """The failed line of a cell, by what was told of the failure; empty where that names none."""
    found, lines = CELL_LINE.search(told), source.splitlines()
    number = int(found[1] or found[2]) if found else 0
    return f", line {number}: {lines[number - 1].strip()}" if 0 < number <= len(lines) else ""


def _failure(where: str, name: str, message: str) -> RunError:
    own = getattr(errors, name, None)
    if isinstance(own, type) and issubclass(own, ClaimtrailError):
        return RunError(f"{where}\n{message}", own.exit_code)
    if name == "OSError" and FULL_DISK.match(message):
        return RunError(f"{where}\nThe disk is full: {message}; make room on it.", EditionError.exit_code)
    if name == "SystemExit":
        return RunError(f"{where}\nThe cell ends the program ({name} {message}".rstrip() + "); take that out, a notebook runs to its end.")
    return RunError(f"{where}\n{name}: {message}".removesuffix(": "))


def _settled(stage: str, run: NotebookNode) -> NotebookNode:
    for index, cell in enumerate(run.cells):
        cell.id = f"{stage}-{index + 1}"
        tags = cell.metadata.get("tags", [])
        cell.metadata = NotebookNode({"tags": tags} if tags else {})
        if cell.cell_type == "code":
            for output in cell.outputs:
                if output.get("name") == "stderr":
                    terminal.tell(f"{place(stage, run, index)} warns: {output.text.strip()}")
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    run.metadata = NotebookNode(METADATA)
    return run
