"""Kernels forked from a warmed parent: a process that has loaded once what every notebook loads, and does nothing else.

The runner's half (`Parent`) starts that process beside itself and asks it for kernels through a pair of sockets; the parent's half is
what `python -m analysis.warm` runs. A forked kernel is as clean as a fresh one: its environment is the one that it is given, and this
package is imported in it anew. Where a kernel cannot be forked (another system, no process left, the parent gone), a fresh one is
started instead; it takes longer and gives the same bytes.

Whoever asks may be killed at any time: the parent then finds its socket closed, kills the kernels that it has forked and ends.
"""

import builtins
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

from analysis import kernel, observer, scratch
from analysis.errors import EditionError

# What notebooks import, besides this package: what is missing here only takes longer.
LOADED = (
    "ipykernel.debugger", "ipykernel.kernelapp", "ipykernel.zmqshell", "IPython.core.completerlib", "pandas", "pandera.pandas", "matplotlib.pyplot", "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg", "babel.numbers", "babel.dates", "scipy.sparse", "font_source_sans_pro", "fontTools.ttLib", "pypdf", "typst",
)  # fmt: skip
FORKS = hasattr(os, "fork") and sys.platform != "darwin"  # macOS's own libraries do not outlive a fork
PATIENCE = 60  # seconds that a busy machine may take to load all that
GONE_WITHIN = 10  # seconds that a killed process may take to go


class Parent:
    """A scratch folder for the kernels of a run, and the process that forks them."""

    def __init__(self):
        self._ending, self._process, self._socket, self._refused = ExitStack(), None, None, None

    def __enter__(self) -> "Parent":
        """Begins to load at once. That nothing can be written is told when a kernel is asked for, behind what is wrong with the request."""
        try:
            self._scratch = self._ending.enter_context(scratch.folder())
        except EditionError as refused:
            self._refused = refused
        else:
            self._start()
        return self

    def __exit__(self, *_failure: object) -> None:
        if self._socket is not None:
            self._socket.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._ending.close()

    @property
    def scratch(self) -> Path:
        """The home folder of the kernels. Raises EditionError if none could be made."""
        if self._refused:
            raise self._refused
        return self._scratch

    def _start(self) -> None:
        if not FORKS:
            return
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "analysis.warm", str(theirs.fileno())],
                    env=kernel.environment("1970-01-01", self._scratch) | {"PYDEVD_DISABLE_FILE_VALIDATION": "1"},  # a debugger's remark
                    cwd=self._scratch,  # where Python looks for modules first, and finds none
                    stdin=subprocess.DEVNULL,
                    pass_fds=[theirs.fileno()],
                    start_new_session=True,
                )
                self._socket = ours
                self._socket.settimeout(PATIENCE)
            except OSError:
                ours.close()

    def fork(self, arguments: list[str], variables: Mapping[str, str], folder: str) -> "Forked | None":
        """A kernel with those arguments, environment and working folder; None where none can be forked."""
        if self._socket is None:
            return None
        try:
            self._socket.sendall(f"{json.dumps([arguments, dict(variables), folder])}\n".encode())
            return Forked(int(self._socket.recv(20)))
        except (OSError, ValueError):  # a parent that is gone has closed its end, and one that cannot fork says nothing
            self._socket.close()
            self._socket = None
            return None


class Forked:
    """A kernel's process, as far as its manager asks for it. It is no child of ours, so that its exit code is not known."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int):
        self.pid = pid

    def poll(self) -> int | None:
        """None while it runs."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def wait(self) -> int:
        deadline = time.monotonic() + GONE_WITHIN
        while self.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        return 0

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


def serve(own: socket.socket) -> None:
    """Forks a kernel for each line that comes, answers with its process's number, and ends with whoever asks."""
    _load()
    observer.compiled()
    running: set[int] = set()
    # A kernel that ended leaves nothing, and its number is given up: another process may get it.
    signal.signal(signal.SIGCHLD, lambda *_: running.difference_update([each for each in running if os.waitpid(each, os.WNOHANG)[0]]))
    try:
        for line in own.makefile("r", encoding="utf-8"):
            asked = json.loads(line)
            running.add(forked := os.fork() or _kernel(own, *asked))
            own.sendall(f"{forked}".encode())
    finally:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for each in running:
            with suppress(ProcessLookupError):
                os.killpg(each, signal.SIGKILL)


def _load() -> None:
    # pandas asks when it is loaded whether that is in a notebook, and shows fewer columns where it is not.
    builtins.get_ipython = lambda: SimpleNamespace(kernel=None)
    for name in LOADED:
        with suppress(ImportError):
            import_module(name)
    del builtins.get_ipython


def _kernel(own: socket.socket, arguments: list[str], variables: Mapping[str, str], folder: str) -> NoReturn:
    """What a fork becomes."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        parent = os.getppid()
        os.close(own.fileno())
        os.setsid()
        os.environ.clear()
        os.environ.update(variables)
        time.tzset()
        os.chdir(folder)
        sys.path[0] = folder
        sys.argv = ["analysis.kernel_process", *arguments, f"--IPKernelApp.parent_handle={parent}"]
        import_module("analysis.kernel_process").launch()
    finally:
        os._exit(1)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
