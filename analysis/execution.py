"""One notebook, executed in a kernel of its own and then made the same on every machine.

What papermill and the kernel leave behind and no two runs share goes: run times, paths, random cell ids, versions of the
machine. What a cell writes to stderr is told to whoever runs, never kept: warnings name files of the machine.
"""

import re
import sys
from collections.abc import Mapping
from pathlib import Path

import papermill
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError, strip_color

from analysis import errors, kernel
from analysis.errors import RunError

METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
INJECTED = "injected-parameters"
CELL_LINE = re.compile(r"Cell In\[\d+\], line (\d+)")
PATIENCE = 60  # seconds that a busy machine may take to start a kernel or to pass on what a cell printed


def executed(stage: str, notebook: NotebookNode, values: Mapping[str, object], variables: dict[str, str], folder: Path) -> NotebookNode:
    """The notebook with those parameters, run in that folder under those variables. Raises RunError that names the cell that failed."""
    with kernel.started(variables, folder) as manager:
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
                coalesce_streams=True,
                km=manager,
            )
        except PapermillExecutionError as failure:
            raise _failed(stage, notebook, failure) from None
        except (RuntimeError, TimeoutError) as lost:
            raise RunError(f"{stage}, its kernel was lost: {lost}. Memory may have run out; free some.") from None
    return _settled(stage, run)


def place(stage: str, notebook: NotebookNode, index: int) -> str:
    """Where a cell stands, for a reader: its number among the code cells, the parameters cell being the first, and its heading."""
    above = notebook.cells[: index + 1]
    number = sum(cell.cell_type == "code" and INJECTED not in cell.metadata.get("tags", []) for cell in above)
    headings = [cell.source.strip().splitlines()[0].lstrip("# ") for cell in above if cell.cell_type == "markdown" and cell.source.strip()]
    return f'{stage}, cell {number} "{headings[-1]}"' if headings else f"{stage}, cell {number}"


def _failed(stage: str, notebook: NotebookNode, failure: PapermillExecutionError) -> RunError:
    parameters = next((index for index, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", [])), -1)
    # The failed cell is counted in the executed notebook, which has one more: the injected one, after the parameters.
    where = place(stage, notebook, failure.cell_index - (failure.cell_index > parameters))
    found = CELL_LINE.search(strip_color("\n".join(failure.traceback)))
    if found:
        where += f", line {found[1]}: {failure.source.splitlines()[int(found[1]) - 1].strip()}"
    exit_code = getattr(getattr(errors, failure.ename, None), "exit_code", None)
    if exit_code is None:
        return RunError(f"{where}\n{failure.ename}: {failure.evalue}")
    return RunError(f"{where}\n{failure.evalue}", exit_code)


def _settled(stage: str, run: NotebookNode) -> NotebookNode:
    for index, cell in enumerate(run.cells):
        cell.id = f"{stage}-{index + 1}"
        tags = cell.metadata.get("tags", [])
        cell.metadata = NotebookNode({"tags": tags} if tags else {})
        if cell.cell_type == "code":
            for output in cell.outputs:
                if output.get("name") == "stderr":
                    print(f"{place(stage, run, index)} warns: {output.text.strip()}", file=sys.stderr, flush=True)
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    run.metadata = NotebookNode(METADATA)
    return run
