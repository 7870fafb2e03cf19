"""How every figure of the brief looks and is saved: size, type, colours, marks, axes, labels. Knows no claim.

Colours are Okabe and Ito's (Color Universal Design, 2008), which the colour-blind can tell apart; each origin has a mark of its
own besides, so that a grey print still can. Sizes are for a column of 170 mm. Defaults of matplotlib are restored before
drawing and before saving: a user's matplotlibrc changes nothing, and the same table gives the same bytes.
"""

import io
import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import matplotlib
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.path import Path as Outline
from matplotlib.textpath import TextPath

from analysis import numerals, tables, typeface, whole_files
from analysis.wording import Words

WIDTH_MM = 170
INK, SOFT, FAINT, GRID, BAND, BAND_EDGE = "#222222", "#5f5f5f", "#b0b0b0", "#dedede", "#d3dfe9", "#7d97ad"
COLOURS = ("#0072B2", "#E69F00", "#D55E00", "#CC79A7", "#009E73", "#56B4E9", "#000000", "#8c6d31", "#7f7f7f")
ASIDE = "x"
MARKS = ("o", "s", "D", "X", "P", "p", "*", "h", "<", ">", "d", "8")
ARROW_UP, ARROW_DOWN = (Outline([(0, -end), (0, end), (-0.45, 0.35 * end), (0, end), (0.45, 0.35 * end)], [1, 2, 1, 2, 2]) for end in (1, -1))
_ARROW = {"arrowstyle": "<|-,head_width=0.13,head_length=0.26", "linewidth": 0.9, "shrinkA": 0, "shrinkB": 0}
# The formats of a picture, and what matplotlib would tell in each of the day and of itself.
UNSAID = {".svg": ("Date", "Creator", "Format", "Type"), ".png": ("Software",)}
# A value above this multiple of the next lower one is named at the upper edge instead of drawn to scale.
OUTLYING = 3
_RC = {
    "font.family": typeface.known_to_matplotlib(), "font.size": 7, "text.color": INK, "axes.edgecolor": SOFT, "axes.labelcolor": INK,
    "axes.linewidth": 0.6, "axes.spines.top": False, "axes.spines.right": False, "xtick.color": SOFT, "ytick.color": SOFT,
    "xtick.labelcolor": INK, "ytick.labelcolor": INK, "xtick.major.width": 0.6, "ytick.major.width": 0.6, "text.parse_math": False,
    "axes.axisbelow": True, "svg.hashsalt": "claimtrail", "svg.fonttype": "path", "savefig.dpi": 200, "figure.dpi": 100,
}  # fmt: skip


@dataclass(frozen=True)
class Drawing:
    """A figure with the table that it draws, and in words what it shows (`alternative`) and how to read it (`caption`).

    A caption carries no number: numbers of the brief stand in its table `numbers`, and the whole figure links to its data.
    """

    name: str
    figure: Figure
    data: pd.DataFrame
    alternative: str
    caption: str


@contextmanager
def styled() -> Iterator[None]:
    """Inside, matplotlib's own defaults with the style of this module; outside, whatever was set before."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_RC)
        yield


def save(drawing: Drawing, folder: Path) -> list[Path]:
    """Writes `<name>.svg`, `.png` and `.csv`; the pictures carry caption and alternative text. Same drawing, same bytes."""
    pictures = [save_picture(drawing, folder / f"{drawing.name}{ending}") for ending in UNSAID]
    return [*pictures, tables.write_csv(drawing.data, folder / f"{drawing.name}.csv")]


def save_picture(drawing: Drawing, path: Path) -> Path:
    """Writes the picture alone, in the format of the path's ending, one of UNSAID's, whole or not at all. Raises OutputError."""
    said = {"Title": drawing.caption, "Description": drawing.alternative}
    picture = io.BytesIO()
    with styled():
        drawing.figure.savefig(picture, format=path.suffix[1:], metadata=said | dict.fromkeys(UNSAID[path.suffix]))
    return whole_files.write(path, picture.getvalue())


def panel(height_mm: float, title: str, left: float = 12, right: float = 40, bottom: float = 7) -> tuple[Figure, Axes]:
    """A figure of the column's width with one pair of axes and its title above; margins in millimetres."""
    figure = Figure(figsize=(WIDTH_MM / 25.4, height_mm / 25.4))
    top = 11
    axes = figure.add_axes(
        (left / WIDTH_MM, bottom / height_mm, 1 - (left + right) / WIDTH_MM, 1 - (top + bottom) / height_mm),
    )
    figure.text(0, 1 - 1 / height_mm, title, ha="left", va="top", fontsize=8.5, fontweight="bold")
    return figure, axes


def nothing(title: str, why: str) -> Figure:
    """The figure of nothing to draw: it says why, instead of showing bare axes."""
    figure, axes = panel(30, title, left=0, right=0, bottom=2)
    axes.set_axis_off()
    axes.text(0.5, 0.5, why, ha="center", va="center", color=SOFT, fontsize=9, transform=axes.transAxes)
    return figure


def look(origin: str, words: Words) -> dict[str, str]:
    """Colour and mark of an origin: its place in origins.csv, so that it looks the same in every figure and edition."""
    known = list(words.vocabulary.by_key("origins"))
    place = known.index(origin) if origin in known else len(known)
    return {"color": COLOURS[min(place, len(COLOURS) - 1)], "marker": MARKS[place % len(MARKS)]}


def date_axis(axes: Axes, days: list[str], words: Words) -> None:
    """A time axis over the ISO dates: a tick each month; over ten months each quarter, over two years and a third each half-year, over four years each year."""
    first, last = date.fromisoformat(min(days)), date.fromisoformat(max(days))
    margin = max(20, (last - first).days * 0.02)
    low, high = date2num(first) - margin, date2num(last) + margin
    step = 12 if high - low > 4 * 366 else 6 if high - low > 850 else 3 if high - low > 310 else 1
    ticks = [date(year, month, 1) for year in range(first.year - 1, last.year + 2) for month in range(1, 13, step)]
    ticks = [tick for tick in ticks if low <= date2num(tick) <= high] or [first]
    axes.set_xticks([date2num(tick) for tick in ticks], [words.month(tick) for tick in ticks])
    axes.set_xlim(low, high)


def number_axis(axes: Axes, top: float, unit: str, words: Words) -> None:
    """An upright axis from zero to `top`, numbers in the language, the unit above it; grid lines at the ticks."""
    millions = top >= 2 * 10**6
    scale = 10**6 if millions else 1
    step = _step(top / scale)
    ticks = [step * place for place in range(int(top / scale / step) + 1)]
    axes.set_yticks([tick * scale for tick in ticks], [numerals.number(tick, words.lang) for tick in ticks])
    axes.set_ylim(0, top)
    axes.grid(axis="y", color=GRID, linewidth=0.5)
    axes.tick_params(axis="y", length=0)
    title = words("axis.millions", unit=words.unit(unit)) if millions else words.unit(unit)
    axes.annotate(title, (0, 1), (-12 / 25.4 * 72 + 1, 4), xycoords="axes fraction", textcoords="offset points", color=SOFT)


def _step(top: float) -> float:
    """The smallest of 1, 2, 5 × a power of ten that leaves at most seven ticks."""
    magnitude = 1.0
    while magnitude * 10 <= top / 7:
        magnitude *= 10
    while magnitude > top / 7:
        magnitude /= 10
    return next(step for step in (magnitude, 2 * magnitude, 5 * magnitude, 10 * magnitude) if top / step <= 7)


def apart(places: list[float], gap: float, low: float, high: float) -> list[float]:
    """Ascending places moved as little as needed to stand `gap` apart between low and high (closer where they do not all fit).

    Neighbours that come too near are joined into a block around their common centre, as in isotonic regression.
    """
    gap = min(gap, (high - low) / max(1, len(places) - 1))
    blocks: list[list[float]] = []  # each: sum of the wanted starts, number of labels
    for place in places:
        blocks.append([place, 1])
        while len(blocks) > 1 and _end(blocks[-2], gap, low, high) > _start(blocks[-1], gap, low, high):
            total, count = blocks.pop()
            blocks[-1][0] += total - count * blocks[-1][1] * gap
            blocks[-1][1] += count
    return [_start(block, gap, low, high) + gap * place for block in blocks for place in range(int(block[1]))]


def _start(block: list[float], gap: float, low: float, high: float) -> float:
    return min(max(block[0] / block[1], low), high - gap * (block[1] - 1))


def _end(block: list[float], gap: float, low: float, high: float) -> float:
    return _start(block, gap, low, high) + gap * block[1]


def scale_top(values: Iterable[float]) -> float:
    """Where an axis of these numbers ends. One above three times the next lower would press all others flat and is left out."""
    ordered = sorted({value for value in values if value > 0}) or [1.0]
    while len(ordered) > 2 and ordered[-1] > OUTLYING * ordered[-2]:
        ordered.pop()
    return ordered[-1] * 1.12


def middle(row) -> float:
    """Where the mark of a statement stands: at its number, or in the middle of its range."""
    ends = [value for value in (row.low, row.high) if value == value]
    return sum(ends) / len(ends)


def statement_marks(axes: Axes, rows: pd.DataFrame, top: float, words: Words, aside: bool = False) -> None:
    """Each statement (date, low, high, bound, kind, origin) by its mark; those above `top` by their numbers, a day's together."""
    beyond: dict[tuple[str, str], list[float]] = {}
    for row in rows.itertuples(index=False):
        if middle(row) > top:
            beyond.setdefault((row.date, row.origin), []).append(middle(row))
        else:
            _mark(axes, row, look(row.origin, words) | ({"marker": ASIDE} if aside else {}))
    for (told, origin), values in beyond.items():
        day, printed = date2num(date.fromisoformat(told)), "; ".join(numerals.number(round(value), words.lang) for value in sorted(values))
        text = words("figure.beyond.aside" if aside else "figure.beyond", value=printed)
        axes.annotate(text, (day, top), (5, 5), textcoords="offset points", va="center_baseline", fontsize=6.5)
        arrow = {"color": look(origin, words)["color"], **_ARROW}
        axes.annotate("", (day, top), (0, 10), textcoords="offset points", arrowprops=arrow, annotation_clip=False)


def _mark(axes: Axes, row, style: dict[str, str]) -> None:
    """Hollow for a capacity, an arrow to its open side, a bar for a range."""
    day, value = date2num(date.fromisoformat(row.date)), middle(row)
    if row.low < row.high:
        axes.plot([day, day], [row.low, row.high], color=style["color"], linewidth=2.4, alpha=0.5, solid_capstyle="butt")
    if row.bound in ("at_least", "at_most"):
        up = row.bound == "at_least"
        axes.annotate("", (day, value), (0, 11 if up else -11), textcoords="offset points", arrowprops={"color": style["color"], **_ARROW})
    face = "white" if row.kind == "capacity" else style["color"]
    axes.plot(day, value, **style, markerfacecolor=face, markeredgewidth=0.9, markersize=5, linestyle="", zorder=3, clip_on=False)


def room_right(labels: Iterable[str]) -> float:
    """Millimetres that `label_right` needs for these labels, but no less than others take."""
    font = FontProperties(family=typeface.known_to_matplotlib(), size=_RC["font.size"])
    widths = [TextPath((0, 0), label, prop=font).get_extents().width for label in labels if label]
    return max([40.0, *(math.ceil((width + 22) / 72 * 25.4) for width in widths)])


def label_right(axes: Axes, last: dict[str, object], top: float, words: Words, notes: dict[str, float] | None = None) -> None:
    """Each label with its origin's mark to the right of the axes, joined by a hair line to the statement that it belongs to.

    `notes`: further labels, without a mark, at a height of their own.
    """
    width, height = axes.figure.get_size_inches() * 72
    box = axes.get_position()
    tall = box.height * height
    heights = {label: min(middle(row), top) for label, row in last.items()} | (notes or {})
    ordered = sorted(heights, key=lambda label: (heights[label], label))
    for label, place in zip(ordered, apart([heights[label] / top * tall for label in ordered], 9.5, 2, tall - 2), strict=True):
        at = ((box.x1 * width + 9) / width, (box.y0 * height + place) / height)
        if label not in last:
            axes.figure.text(at[0], at[1], label, va="center_baseline", color=SOFT)
            continue
        row, style = last[label], look(last[label].origin, words)
        point = (date2num(date.fromisoformat(row.date)), heights[label])
        line = {"arrowstyle": "-", "linewidth": 0.4, "color": FAINT, "shrinkA": 0, "shrinkB": 3}
        axes.annotate("", point, at, textcoords="figure fraction", annotation_clip=False, arrowprops=line, zorder=1)
        axes.figure.lines.append(Line2D([at[0] + 4 / width], [at[1]], **style, markersize=4.5, linestyle="", transform=axes.figure.transFigure, figure=axes.figure))
        axes.figure.text(at[0] + 9 / width, at[1], label, va="center_baseline")
