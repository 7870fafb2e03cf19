"""What a command says: results on standard output, remarks and errors on standard error.

Both hold text from outside, so characters that would steer a terminal are shown, not obeyed. Standard output that cannot be
written is an error with a sentence; standard error that cannot is given up, since nobody is left to be told.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from analysis.errors import OutputError

READER_GONE = 141

# Control characters get their visible pictures (one for one, so that offsets still fit); those that only steer, a blank sign.
CONTROLS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"} | {0x7F: 0x2421}
BIDI = (0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x2070))
HARMLESS = CONTROLS | dict.fromkeys((*range(0x80, 0xA0), *BIDI), 0xFFFD)


def prepare() -> None:
    """Makes sure that there is something to speak to. Raises OutputError if standard output is closed."""
    # A file opened later would get the number of a closed stream, and be written to in its place.
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(number)
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")
    if sys.stdout is None:
        raise OutputError("Standard output is closed; send it to a file, or to the null device.")


def say(text: str) -> None:
    """Prints a result, in UTF-8 whatever the locale says. Raises OutputError."""
    with output() as stream:
        left = memoryview(text.translate(HARMLESS).encode("utf-8", "surrogateescape"))
        while left:  # an unbuffered stream writes a part, and the rest only when asked again
            left = left[stream.write(left) :]
        stream.flush()


def tell(text: str) -> None:
    """Prints a remark or an error, a line or more."""
    try:
        print(text.translate(HARMLESS), file=sys.stderr, flush=True)
    except OSError:
        give_up(sys.stderr)


@contextmanager
def output() -> Iterator:
    """Standard output for bytes. Raises OutputError if it cannot be written; ends the command if its reader went away."""
    try:
        yield sys.stdout.buffer
    except BrokenPipeError:
        give_up(sys.stdout)
        sys.exit(READER_GONE)
    except OSError as broken:
        give_up(sys.stdout)
        raise OutputError(f"Standard output cannot be written: {broken.strerror}; make room there or send it elsewhere.") from None


def give_up(stream: TextIO) -> None:
    """Lets what was not written go: the interpreter flushes once more at exit, and must not complain then."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
