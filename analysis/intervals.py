"""A number as told → the interval that it allows. Rounding has one home, because cleaning grades by it and quantifying bounds by it.

"Exact" is widened by half a unit of its last significant digit, "about" by a whole unit, with two significant digits assumed
at least: "a million" is 0.95 to 1.05 million. The number in "more than" and "up to" and the ends of a range stand as said. Zero
stays zero. An open side is NaN. Source: the rounding convention of significant figures (ISO 80000-1, annex B), read backwards.
"""

import math
from decimal import Decimal

OPEN = math.nan
LONG, HALF = 1000, 0.5
_WIDTHS = {"exact": Decimal("0.5"), "about": Decimal(1)}


def interval(low: float, high: float, bound: str) -> tuple[float, float]:
    """Floor and ceiling of a claim's number, in its own unit; NaN = open. A bound that is not said follows from the open side."""
    if bound == "at_least":
        return (high if math.isnan(low) else low), OPEN
    if bound == "at_most":
        return OPEN, (low if math.isnan(high) else high)
    width = _WIDTHS.get(bound or "exact")
    if width is None or (bound != "about" and low != high):
        return low, high
    return _widened(low, -width), _widened(high, width)


def whole(value: float, end: str, counted: bool) -> float:
    """The end ("low" or "high") of a range as it is printed, NaN where it is open. Of things that are counted, a floor of 147.5 leaves 148; a long number of anything
    else is widened to a whole one, but one that was said to the last unit stands as said: 105,845 barrels bound from below by 105,844.5."""
    if math.isnan(value) or not value % 1 or not (counted or value >= LONG):
        return value
    inward = counted or value % 1 == HALF
    return float(math.ceil(value) if inward == (end == "low") else math.floor(value))


def overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether some value lies in both intervals."""
    floors = [floor for floor, _ in (one, other) if not math.isnan(floor)]
    ceilings = [ceiling for _, ceiling in (one, other) if not math.isnan(ceiling)]
    return not floors or not ceilings or max(floors) <= min(ceilings)


def union(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """From the lower floor to the higher ceiling; a side that either leaves open is open."""
    floor, ceiling = ([interval[side] for interval in (one, other)] for side in (0, 1))
    return (OPEN if any(map(math.isnan, floor)) else min(floor)), (OPEN if any(map(math.isnan, ceiling)) else max(ceiling))


def step(number: float) -> Decimal:
    """One unit of the last significant digit, two digits assumed at least: 100 for 6700 and for 6000, 1 for 15809."""
    _, digits, exponent = Decimal(repr(number)).normalize().as_tuple()
    return Decimal(10) ** (exponent if len(digits) > 1 else exponent - 1)


def _widened(number: float, steps: Decimal) -> float:
    if math.isnan(number) or number == 0:
        return number
    return float(Decimal(repr(number)) + steps * step(number))
