"""A kernel of the runner's own: this very Python, reached over IPC, in an environment that is the same on every machine.

This half starts and ends one, `kernel_process` is what runs in it. It is forked from a warmed parent where there is one (`warm`), else a
fresh process. A kernel as a machine has it would let the user's IPython profile, matplotlibrc, fonts, locale or another Python into
an edition, and would open TCP ports: five for its channels and, even over IPC, a sixth for the output of forked processes.
"""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib.metadata import EntryPoint
from pathlib import Path
from queue import Empty
from typing import Protocol

from jupyter_client import AsyncKernelClient, KernelManager
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

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


class Forking(Protocol):
    """Who can fork a kernel: gives what behaves as its `subprocess.Popen`, or None where it cannot."""

    def fork(self, arguments: list[str], variables: dict[str, str], folder: str) -> object | None: ...


@contextmanager
def started(
    variables: dict[str, str], folder: Path, client: str = f"{__name__}.Client", parent: Forking | None = None
) -> Iterator[KernelManager]:
    """A running kernel with that environment and working folder; killed at the end, whatever happens.

    Its client speaks as `client`. It is forked from `parent` where that is given and can.
    """
    manager = _Manager(
        transport="ipc",
        connection_file=str(Path(variables["HOME"]) / "kernel.json"),
        kernel_spec_manager=_OwnPython(),
        client_class=client,
    )
    manager.warmed = parent
    try:
        manager.start_kernel(env=variables, cwd=str(folder), extra_arguments=["--HistoryManager.hist_file=:memory:"])
        yield manager
    finally:
        manager.close()


PROVISIONER = "claimtrail-provisioner"
SOON = 5  # seconds in which a kernel binds its sockets unless the machine is busy; later it is waited for as for any


class Provisioner(LocalProvisioner):
    """Starts a kernel's process: a fork of its manager's warmed parent, or, without one, a process as the local provisioner makes it."""

    async def launch_kernel(self, cmd: list[str], **options: object) -> KernelConnectionInfo:
        warmed = self.parent.warmed
        # The command is: Python, -m, the module, its arguments.
        self.process = warmed and warmed.fork(cmd[3:], options["env"], options["cwd"])
        if self.process is None:
            return await super().launch_kernel(cmd, **options)
        self.pid = self.pgid = self.process.pid
        await self._bound()
        return self.connection_info

    async def _bound(self) -> None:
        """Waits for the last of a forked kernel's sockets: a client that comes too early tries again only after long."""
        last = Path(f"{self.connection_info['ip']}-{self.connection_info['hb_port']}")
        deadline = time.monotonic() + SOON
        while not last.exists() and self.process.poll() is None and time.monotonic() < deadline:
            await asyncio.sleep(0.005)


class Client(AsyncKernelClient):
    """Ready once a kernel has answered on both channels; the library's own waits for a silence after that."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        deadline = time.monotonic() + (timeout or float("inf"))
        while not await self._answered():
            if not await self.is_alive():
                raise RuntimeError("Kernel died before it answered")
            if time.monotonic() > deadline:
                raise RuntimeError(f"Kernel didn't answer within {timeout:g} seconds")

    async def _answered(self) -> bool:
        """Whether the reply to one question came, and that the kernel is idle again, for whoever listens to what it prints."""
        asked = self.kernel_info()
        try:
            while (await self.shell_channel.get_msg(timeout=1))["parent_header"].get("msg_id") != asked:
                continue
            while True:
                told = await self.iopub_channel.get_msg(timeout=0.2)
                if told["parent_header"].get("msg_id") == asked and told["content"].get("execution_state") == "idle":
                    return True
        except Empty:
            return False


class _OwnPython(KernelSpecManager):
    """Knows one kernel, whatever is asked for: the Python that runs this, started and ended by our provisioner."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        # Named here, not as an entry point of the package: the checkout need not be installed.
        KernelProvisionerFactory.instance().provisioners[PROVISIONER] = EntryPoint(PROVISIONER, f"{__name__}:{Provisioner.__name__}", "")
        return KernelSpec(
            argv=[sys.executable, "-m", "analysis.kernel_process", "-f", "{connection_file}"],
            language="python",
            display_name="Python 3 (ipykernel)",
            metadata={"kernel_provisioner": {"provisioner_name": PROVISIONER}},
        )


class _Manager(KernelManager):
    """Remembers its client, since nbclient stops only the clients of managers that it has made itself."""

    _latest = None
    warmed: Forking | None = None

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
