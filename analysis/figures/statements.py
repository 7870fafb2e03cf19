"""Statements as marks over time: filled for what was delivered, hollow for a capacity, an arrow to an open side, a bar for a range."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.figures.axes import ordinal
from analysis.figures.canvas import SMALL, Canvas
from analysis.figures.runs import Number, Runs, filled, number
from analysis.figures.style import ARROW, ASIDE, look
from analysis.wording import Words


def middle(row) -> float:
    """Where the mark of a statement stands: at its number, or in the middle of its range."""
    ends = [value for value in (row.low, row.high) if value == value]
    return sum(ends) / len(ends)


def statement_marks(canvas: Canvas, axes: Axes, rows: pd.DataFrame, top: float, unit: str, rule: str, words: Words, aside: bool = False) -> None:
    """Each statement (claim_id, date, low, high, bound, kind, origin) by its mark; those above `top` by their numbers, a day's together."""
    beyond: dict[tuple[str, str], list[Number]] = {}
    for row in rows.sort_values(["low", "high"], kind="stable").itertuples(index=False):
        if middle(row) > top:
            meaning = words("mark.statement", origin=words.origin(row.origin), day=words.short_day(row.date))
            value = number(round(middle(row)), unit, meaning, f"{rule} {row.claim_id}", [row.claim_id], words)
            beyond.setdefault((row.date, row.origin), []).append(value)
        else:
            _mark(canvas, axes, row, look(row.origin, words) | ({"marker": ASIDE} if aside else {}), rule, words)
    for (day, origin), values in beyond.items():
        listed: Runs = [run for value in sorted(values, key=lambda each: each.value) for run in ("; ", value)][1:]
        _beyond(canvas, axes, ordinal(day), top, filled(words.label("figure.beyond.aside" if aside else "figure.beyond"), value=listed), look(origin, words))


def _beyond(canvas: Canvas, axes: Axes, day: float, top: float, runs: Runs, style: dict[str, str]) -> None:
    """At the upper edge, to the side on which there is more room."""
    x, y = canvas.at(axes, day, top)
    right = day < sum(axes.get_xlim()) / 2
    canvas.say(runs, x + (4 if right else -4), y - SMALL * 0.6, SMALL, ha="left" if right else "right")
    axes.annotate("", (day, top), (0, -9), textcoords="offset points", arrowprops={"color": style["color"], **ARROW, "arrowstyle": ARROW["arrowstyle"].replace("<|-", "-|>")}, annotation_clip=False)


def _mark(canvas: Canvas, axes: Axes, row, style: dict[str, str], rule: str, words: Words) -> None:
    day, value = ordinal(row.date), middle(row)
    if row.low < row.high:
        axes.plot([day, day], [row.low, row.high], color=style["color"], linewidth=2.2, alpha=0.5, solid_capstyle="butt")
    if row.bound in ("at_least", "at_most"):
        up = row.bound == "at_least"
        axes.annotate("", (day, value), (0, 10 if up else -10), textcoords="offset points", arrowprops={"color": style["color"], **ARROW})
    face = "white" if row.kind == "capacity" else style["color"]
    (mark,) = axes.plot(day, value, **style, markerfacecolor=face, markeredgewidth=0.9, markersize=4.6, linestyle="", zorder=3, clip_on=False)
    canvas.point(mark, words("mark.statement", origin=words.origin(row.origin), day=words.short_day(row.date)), f"{rule} {row.claim_id}", [row.claim_id])
