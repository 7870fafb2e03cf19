"""Where a text's commas and breaks stand, found once, so that what lies between two places is counted without reading it again.

Takes a text and the pattern of what begins a clause, gives counts between two offsets. A comma counts before white space only; a break is a colon, semicolon, dash or
full stop before white space, or a double hyphen.
"""

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

COMMA = re.compile(r",\s")
BREAK = re.compile(r"[;:.?!–]\s|--")
WIDTH = 2


class Punctuation:
    """The marks of one text."""

    def __init__(self, text: str, clause: re.Pattern):
        self._text, self._clause = text, clause

    def commas(self, start: int, end: int) -> int:
        """How many commas stand between two offsets."""
        return _between(self._commas, start, end)

    def breaks(self, start: int, end: int) -> int:
        """How many breaks stand between two offsets."""
        return _between(self._breaks, start, end)

    def clauses(self, start: int, end: int) -> int:
        """How many words that begin a new clause behind a comma stand between two offsets."""
        return _between(self._clauses, start, end)

    @cached_property
    def _clauses(self) -> list[int]:
        return [match.start() for match in self._clause.finditer(self._text)]

    @cached_property
    def _commas(self) -> list[int]:
        return [match.start() for match in COMMA.finditer(self._text)]

    @cached_property
    def _breaks(self) -> list[int]:
        return [match.start() for match in BREAK.finditer(self._text)]


def _between(marks: list[int], start: int, end: int) -> int:
    return max(0, bisect_right(marks, end - WIDTH) - bisect_left(marks, start))
