"""A pytest plugin: nbval's kernels, started as the runner starts its own.

nbval has no setting for it; it starts a kernel over TCP, with whatever the machine's environment holds. One function of it is
replaced, so that what is compared was made under the same conditions as what it is compared with, and no port is opened.
Used by tests/test_notebooks.py: pytest --nbval -p tests.nbval_over_ipc <notebooks of an edition>.
"""

import atexit
from contextlib import ExitStack
from pathlib import Path

import nbval.kernel

from analysis import kernel, scratch

_ENDING = ExitStack()
atexit.register(_ENDING.close)


def start_new_kernel(startup_timeout: float, cwd: str, **_unused: object):
    """A kernel's manager and its client. `cwd`: the folder notebooks of an edition, which is named <as_of>-<lang> and written again."""
    edition = Path(cwd).resolve().parent
    as_of = edition.name.rpartition("-")[0]
    variables = kernel.environment(as_of, _ENDING.enter_context(scratch.folder())) | {"CLAIMTRAIL_EDITION": str(edition)}
    manager = _ENDING.enter_context(kernel.started(variables, Path(cwd), "jupyter_client.blocking.BlockingKernelClient"))
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=startup_timeout)
    return manager, client


nbval.kernel.start_new_kernel = start_new_kernel
