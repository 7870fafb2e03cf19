"""Rows by their numbers, so that those which may be equal to a number's third digit are found without asking all.

Numbers that `sameness.equal_to` takes for the same differ by half a step of the coarser at most, so by 0.5 % where that has three digits
of its own: they lie in one hundredth of the natural logarithm or in neighbouring ones.
"""

from collections import defaultdict
from math import floor, log

from analysis.clean.sameness import number

SHARE = 100


class ByNumber:
    """Takes rows one after the other; gives those near a number in the order in which they were taken."""

    def __init__(self):
        self._rows: dict[int | None, list[tuple[int, dict]]] = defaultdict(list)
        self._taken = 0

    def add(self, row: dict) -> None:
        self._rows[_share(row)].append((self._taken, row))
        self._taken += 1

    def near(self, row: dict) -> list[dict]:
        """All that have the row's number, or one equal to it to the third digit, and some that have not."""
        own = _share(row)
        shares = (own,) if own is None else (own - 1, own, own + 1)
        found = [each for share in shares for each in self._rows.get(share, ())]
        return [known for _, known in sorted(found, key=lambda each: each[0])]


def _share(row: dict) -> int | None:
    """None for zero, which is near nothing else."""
    return floor(SHARE * log(number(row))) if number(row) > 0 else None
