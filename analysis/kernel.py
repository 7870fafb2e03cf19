"""A kernel of the runner's own: this very Python, reached over IPC, in an environment that is the same on every machine.

The parent's half starts and ends one (`started`); the kernel's half is what `python -m analysis.kernel` runs. A kernel as a
machine has it would let the user's IPython profile, matplotlibrc, fonts, locale or another Python into an edition, and would
open TCP ports: five for its channels and, even over IPC, a sixth for the output of forked processes.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from ipykernel import kernelapp
from ipykernel.iostream import IOPubThread
from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager

from analysis import paths

# All that a kernel takes over from whoever starts the run: where programs and libraries lie, nothing that they say.
INHERITED = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR")


def environment(as_of: str, scratch: Path) -> dict[str, str]:
    """The variables of a kernel that works on an edition of that ISO date; `scratch`, an empty folder, is its home folder."""
    midnight = datetime.fromisoformat(as_of).replace(tzinfo=UTC).timestamp()
    pinned = {
        "HOME": str(scratch),
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(paths.CHECKOUT),
        "MPLBACKEND": "agg",
        "SOURCE_DATE_EPOCH": str(max(0, int(midnight))),
        "CLAIMTRAIL_HOME": str(paths.home().resolve()),
    }
    return {name: os.environ[name] for name in INHERITED if name in os.environ} | pinned


@contextmanager
def started(variables: dict[str, str], folder: Path, client: str = "jupyter_client.asynchronous.AsyncKernelClient") -> Iterator[KernelManager]:
    """A running kernel with that environment and working folder; killed at the end, whatever happens. Its client speaks as `client`."""
    manager = _Manager(
        transport="ipc",
        connection_file=str(Path(variables["HOME"]) / "kernel.json"),
        kernel_spec_manager=_OwnPython(),
        client_class=client,
    )
    try:
        manager.start_kernel(env=variables, cwd=str(folder), extra_arguments=["--HistoryManager.hist_file=:memory:"])
        yield manager
    finally:
        manager.close()


class _OwnPython(KernelSpecManager):
    """Knows one kernel, whatever is asked for: the Python that runs this, started and ended by the local provisioner."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return KernelSpec(
            argv=[sys.executable, "-m", "analysis.kernel", "-f", "{connection_file}"],
            language="python",
            display_name="Python 3 (ipykernel)",
            metadata={"kernel_provisioner": {"provisioner_name": "local-provisioner"}},
        )


class _Manager(KernelManager):
    """Remembers its client, since nbclient stops only the clients of managers that it has made itself."""

    _latest = None

    def client(self, **options: object):
        self._latest = super().client(**options)
        return self._latest

    def close(self) -> None:
        """Ends the kernel and whatever it started. Not by the manager's own shutdown, which an interruption in between breaks."""
        if self.has_kernel:
            with suppress(ProcessLookupError):
                os.killpg(self.provisioner.pid, signal.SIGKILL)
            self.provisioner.process.wait()
        if self._latest is not None:
            # Where a run was interrupted, tasks still wait for the kernel; nobody is left to hear that it is gone.
            for task in asyncio.all_tasks(asyncio.get_event_loop()):
                task.add_done_callback(lambda done: done.cancelled() or done.exception())
            self._latest.stop_channels()
        self.context.destroy(linger=0)
        # Now: the manager's finaliser would do it at any time, and take away the next kernel's file.
        self.cleanup_connection_file()
        self.cleanup_ipc_files()


class _Output(IOPubThread):
    """The output channel without the TCP port on which it would listen for forked processes; notebooks here fork none."""

    def _setup_pipe_in(self) -> None:
        self._pipe_flag = False


class Application(kernelapp.IPKernelApp):
    """A kernel that reads no configuration file, neither the user's nor the machine's."""

    def init_config_files(self) -> None:
        pass


if __name__ == "__main__":
    kernelapp.IOPubThread = _Output
    Application.launch_instance()
