"""The process of a kernel: what `python -m analysis.kernel_process` runs, and what a fork of the warmed parent becomes.

`kernel` starts and ends it. Before its first cell it begins to note what is read (`observer`).
"""

import os

from ipykernel import kernelapp
from ipykernel.iostream import IOPubThread

from analysis import observer


class _Output(IOPubThread):
    """The output channel without the TCP port on which it would listen for forked processes; notebooks here fork none."""

    def _setup_pipe_in(self) -> None:
        self._pipe_flag = False


class Application(kernelapp.IPKernelApp):
    """A kernel that reads no configuration file, neither the user's nor the machine's."""

    def init_config_files(self) -> None:
        pass


def launch() -> None:
    """Runs a kernel in this process, by its arguments and environment, until it is ended."""
    kernelapp.IOPubThread = _Output
    observer.install(os.environ)
    Application.launch_instance()


if __name__ == "__main__":
    launch()
