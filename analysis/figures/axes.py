"""The axes of a figure: days below, numbers from zero up or along, their labels noted as a scale."""

from collections.abc import Iterable
from datetime import date
from math import nan

from matplotlib.axes import Axes
from matplotlib.dates import date2num

from analysis import numerals
from analysis.figures.canvas import Canvas, columns
from analysis.figures.style import GRID
from analysis.wording import Words

# A value above this multiple of the next lower one is named at the edge instead of drawn to scale.
OUTLYING = 3
HEADROOM = 1.12
MILLIONS = 2 * 10**6
# Points that the label of a month needs.
MONTH = 36


def ordinal(day: str) -> float:
    """Where an ISO date stands on an axis."""
    return float(date2num(date.fromisoformat(day)))


def date_axis(canvas: Canvas, axes: Axes, days: Iterable[str], words: Words) -> None:
    """A time axis over the ISO dates, a tick each month, quarter, half-year, year or more, as far apart as their labels need."""
    days = sorted(days)
    first, last = (date.fromisoformat(day) for day in (days[0], days[-1]))
    margin = max(20, (last - first).days * 0.02)
    low, high = date2num(first) - margin, date2num(last) + margin
    room = axes.get_position().width * canvas.width / MONTH
    step = next((months for months in (1, 3, 6, 12, 24) if (high - low) / 30.4 / months <= room), 60)
    ticks = [date(year, month, 1) for year in range(first.year - 1, last.year + 2) for month in range(1, 13, min(step, 12)) if year % max(1, step // 12) == 0]
    ticks = [tick for tick in ticks if low <= date2num(tick) <= high] or [first]
    axes.set_xticks([date2num(tick) for tick in ticks], [words.month(tick).replace(" ", "\u00a0") for tick in ticks])
    axes.set_xlim(low, high)
    canvas.ticks(axes.get_xticklabels(), [nan] * len(ticks), "date", words("mark.days"))


def number_axis(canvas: Canvas, axes: Axes, top: float, unit: str, words: Words, side: str = "y", most: int = 6) -> None:
    """An axis from zero to `top`, at most `most` + 1 numbers in the language, in millions if it is long enough; grid lines at the ticks."""
    scale = 10**6 if top >= MILLIONS else 1
    step = _step(top / scale, most)
    places = [step * place for place in range(int(top / scale / step) + 1)]
    ticks, labels = [place * scale for place in places], [numerals.number(place, words.lang) for place in places]
    (axes.set_yticks if side == "y" else axes.set_xticks)(ticks, labels)
    (axes.set_ylim if side == "y" else axes.set_xlim)(0, top)
    axes.grid(axis=side, color=GRID, linewidth=0.5)
    axes.tick_params(axis=side, length=0)
    shown = axes.get_yticklabels() if side == "y" else axes.get_xticklabels()
    canvas.ticks(shown, ticks, unit, words("mark.scale", unit=scaled(top, unit, words)))


def scaled(top: float, unit: str, words: Words) -> str:
    """The unit of an axis that ends at `top`, as it stands in the line below the title: "million rounds"."""
    return words("axis.millions", unit=words.unit(unit)) if top >= MILLIONS else words.unit(unit)


def margin(top: float, words: Words) -> float:
    """The points that the numbers of an upright axis, and the first label below it, need to its left."""
    return max(columns([numerals.number(top // (10**6 if top >= MILLIONS else 1), words.lang)]) + 4, MONTH / 2)


def scale_top(values: Iterable[float]) -> float:
    """Where an axis of these numbers ends. One above three times the next lower would press all others flat and is left out."""
    ordered = sorted({value for value in values if value > 0}) or [1.0]
    while len(ordered) > 2 and ordered[-1] > OUTLYING * ordered[-2]:
        ordered.pop()
    return ordered[-1] * HEADROOM


def _step(top: float, most: int) -> float:
    """The smallest of 1, 2, 5 × a power of ten that leaves at most `most` steps; whole numbers from five up."""
    magnitude = 1.0
    while magnitude * 10 <= top / most:
        magnitude *= 10
    while magnitude > top / most:
        magnitude /= 10
    return next(step for step in (magnitude, 2 * magnitude, 5 * magnitude, 10 * magnitude) if top / step <= most)
