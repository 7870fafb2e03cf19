"""A pytest plugin: nbval's kernels, started as the runner starts its own, and its comparison, made to mean it.

nbval has no setting for either. It starts a kernel over TCP, with whatever the machine's environment holds: that function is
replaced, so that what is compared was made under the same conditions as what it is compared with, and no port is opened. It lets another
picture pass, and a cell that was not run: `outputs_compared` lets neither.
Used by tests/test_notebooks.py and tests/test_tutorial.py: pytest --nbval -p tests.nbval_over_ipc <notebooks>.
"""

import atexit
from contextlib import ExitStack
from pathlib import Path

import nbval.kernel
from nbval.plugin import IPyNbCell

from analysis import days, kernel, scratch
from tests.outputs_compared import differences

OF_NO_EDITION = "2025-01-01"
_ENDING = ExitStack()
atexit.register(_ENDING.close)


def start_new_kernel(startup_timeout: float, cwd: str, **_unused: object):
    """A kernel's manager and its client. `cwd`: the folder notebooks of an edition, which is named <as_of>-<lang> and written again, or another's folder."""
    edition = Path(cwd).resolve().parent
    as_of = edition.name.rpartition("-")[0]
    empty = _ENDING.enter_context(scratch.folder())
    if days.fault(as_of):
        variables = kernel.environment(OF_NO_EDITION, empty)
    else:
        variables = kernel.environment(as_of, empty) | {"CLAIMTRAIL_EDITION": str(edition)}
    manager = _ENDING.enter_context(kernel.started(variables, Path(cwd), "jupyter_client.blocking.BlockingKernelClient"))
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=startup_timeout)
    return manager, client


def compare_outputs(cell: IPyNbCell, made: list, kept: list) -> bool:
    """Whether they are the same; what differs is kept for nbval to tell."""
    cell.comparison_traceback = differences(kept, made)
    return not cell.comparison_traceback


def run_cell(cell: IPyNbCell) -> None:
    """nbval compares nothing where the kept cell has no number of its run."""
    if cell.cell.execution_count is None:
        cell.raise_cell_error("The kept cell was not run")
    _RUN_CELL(cell)


_RUN_CELL = IPyNbCell.runtest
nbval.kernel.start_new_kernel = start_new_kernel
IPyNbCell.compare_outputs = compare_outputs
IPyNbCell.runtest = run_cell
