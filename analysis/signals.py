"""An end that is asked for from outside (Ctrl-C, a stop of the service, a closed terminal) becomes an exception.

What a command began is then cleared away as after any failure: no half edition, no kernel, no temporary folder is left. Only the
command line does this; a program that calls the package keeps its own handlers.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def heeded() -> Iterator[None]:
    """Raises SystemExit with 128 + its number at each of ENDS; one that was ignored before stays so.

    No KeyboardInterrupt for SIGINT: Python may end itself by that signal again where one was caught.
    """
    before = {number: handler for number in ENDS if (handler := signal.getsignal(number)) in (signal.SIG_DFL, signal.default_int_handler)}
    for number in before:
        signal.signal(number, _end)
    try:
        yield
    finally:
        for number, handler in before.items():
            # Where one came the process is about to end, and Python would give the rest their deadly meaning back too early.
            signal.signal(number, handler if signal.getsignal(number) is _end else signal.SIG_IGN)


def _end(number: int, _frame: object) -> None:
    # A terminal that closes and a service that stops send several; a second one would break off the clearing away. Python complains
    # of a signal that is ignored while it waits to be handled, so they are handled, by nothing.
    for each in ENDS:
        signal.signal(each, _nothing)
    raise SystemExit(128 + number)


def _nothing(_number: int, _frame: object) -> None:
    pass
