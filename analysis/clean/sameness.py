"""What two rows of the ledger have in common: teller, number, thing, days. Comparisons only; `copies` and `repeats` say what follows.

A number tells two figures apart where it has two significant digits: "a million" of two tellers may be chance, "6.7 million" is not.
"""

from datetime import date
from decimal import Decimal
from math import isnan

from analysis.intervals import step
from analysis.item_tree import akin

DAYS_OF_ONE_STORY = 3
UNNAMED = ("media", "unknown")
TELLING_DIGITS = 2
ENDS = ("period_start", "told_end")


def number(row: dict) -> float:
    return row["low"] if isnan(row["high"]) else row["high"]


def digits(row: dict) -> tuple[int, ...]:
    """The significant digits of its number."""
    return Decimal(repr(number(row))).normalize().as_tuple().digits


def tells_apart(row: dict) -> bool:
    return len(digits(row)) >= TELLING_DIGITS


def sort_of_bound(row: dict) -> str:
    return row["bound"] if row["bound"] in ("at_least", "at_most") else "point"


def equal_to(places: int, one: float, other: float) -> bool:
    """Whether two numbers are the same once the finer is rounded to the coarser, which must have that many digits of its own."""
    coarse = max(step(one), step(other))
    return min(one, other) / float(coarse) >= 10 ** (places - 1) and round(one / float(coarse)) == round(other / float(coarse))


def scaled(known: dict, row: dict) -> bool:
    """One number is the other with a power of ten lost: any power if both have two digits or more, else thousands only."""
    if number(known) == number(row) or digits(known) != digits(row):
        return False
    factor = max(number(known), number(row)) / min(number(known), number(row))
    return tells_apart(row) or round(factor) in (10**3, 10**6)


def same_thing(one: str, other: str) -> bool:
    """One item is the other, a kind of it, or of its calibre: what is a 122 mm shell in one report is a rocket in the next."""
    if akin(one, other):
        return True
    mine, theirs = one.split("."), other.split(".")
    return len(mine) == len(theirs) > 2 and (mine[0], mine[-1]) == (theirs[0], theirs[-1])


def same_teller(known: dict, row: dict) -> bool:
    """One claimant, or two of one origin; who is not named may be anybody."""
    if known["claimant"] in UNNAMED or row["claimant"] in UNNAMED:
        return False
    return known["claimant"] == row["claimant"] or known["origin"] == row["origin"]


def days_apart(one: str, other: str) -> int:
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)


def agree(one: dict, other: dict, tolerance: int) -> bool:
    """Nothing that both tell of their periods contradicts, give or take the tolerance."""
    return all(not one[end] or not other[end] or days_apart(one[end], other[end]) <= tolerance for end in ENDS)


def same_period(one: dict, other: dict, tolerance: int) -> bool:
    """Both tell both ends of their periods, and they agree."""
    return all(row[end] for row in (one, other) for end in ENDS) and agree(one, other, tolerance)
