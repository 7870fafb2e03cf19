"""How knowledge moved: one item's range by the day as of which it was known.

The axis of time is the day of knowledge, not the day spoken of. On its own day a total has mostly no ceiling, since every
origin's last statement lies before it; so the band is the range of the last day that was bounded on both sides, and a line
has the floor of the day itself.
"""

import math
from datetime import date

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from analysis import numerals
from analysis.figures.style import BAND, BAND_EDGE, COLOURS, SOFT, Drawing, date_axis, nothing, number_axis, panel, styled
from analysis.vocabulary import Vocabulary
from analysis.wording import Words, capital, told_form

HEIGHT_MM = 72
HEADROOM = 1.12
KEY_COLUMNS = 2
RANGES = ["low", "high", "bounded_low", "bounded_high", "hull_low", "hull_high"]
HATCHED = {"facecolor": "none", "edgecolor": BAND_EDGE, "hatch": "////", "linewidth": 0}
FLOOR = {"color": COLOURS[0], "linewidth": 1.6}
HULL = {"color": SOFT, "linewidth": 0.7}


def knowledge(history: pd.DataFrame, vocabulary: Vocabulary, lang: str) -> Drawing:
    """The ranges of one item in the table `history` (a row a month, at least one) as steps, each from its day to the next."""
    words, about = Words(vocabulary, lang), history.iloc[0]
    title = words("figure.knowledge.title", item=capital(words.item(about["item"])), flow=words.flow(about["flow"]))
    caption = words("figure.knowledge.caption")
    with styled():
        if history[RANGES].isna().all(axis=None):
            why = words("alternative.knowledge.none" if history["claims"].any() else "figure.nothing")
            return Drawing("knowledge", nothing(title, why), history, _alternative(title, history, words), caption)
        entries = _key(history, words)
        figure, axes = panel(HEIGHT_MM, title, right=4, bottom=9 + 3.3 * math.ceil(len(entries) / KEY_COLUMNS))
        date_axis(axes, list(history["known"]), words)
        number_axis(axes, (history[RANGES].max(axis=None) or 1) * HEADROOM, about["unit"], words)
        _steps(axes, history)
        figure.legend(
            handles=entries, loc="lower left", bbox_to_anchor=(0, 0), ncols=KEY_COLUMNS, frameon=False, fontsize=6.5, handlelength=1.5,
            handletextpad=0.5, columnspacing=1.4, borderpad=0, borderaxespad=0,
        )  # fmt: skip
    return Drawing("knowledge", figure, history, _alternative(title, history, words), caption)


def _steps(axes: Axes, history: pd.DataFrame) -> None:
    """What is known on a day is known until the next; the newest, to the axis's end."""
    days = [*(date2num(date.fromisoformat(day)) for day in history["known"]), axes.get_xlim()[1]]
    told = {name: np.append(history[name], history[name].iloc[-1]) for name in RANGES}
    crossed = told["bounded_high"] < told["bounded_low"]
    for chosen, look in ((~crossed, {"color": BAND, "linewidth": 0}), (crossed, HATCHED)):
        low, high = (np.where(chosen, told[end], np.nan) for end in ("bounded_low", "bounded_high"))
        axes.fill_between(days, low, high, step="post", **look)
    for name in ("hull_low", "hull_high"):
        axes.step(days, told[name], where="post", **HULL)
    axes.step(days, told["low"], where="post", **FLOOR)


def _key(history: pd.DataFrame, words: Words) -> list[Artist]:
    """What band, hatching and lines mean, as far as the figure has them."""
    crossed = history["bounded_high"] < history["bounded_low"]
    entries = [
        ((history["bounded_high"] >= history["bounded_low"]).any(), Patch(facecolor=BAND, label=words("key.knowledge.bounded"))),
        (crossed.any(), Patch(**HATCHED, label=words("key.knowledge.crossed"))),
        (history["low"].notna().any(), Line2D([], [], **FLOOR, label=words("key.knowledge.floor"))),
        (history["hull_low"].notna().any(), Line2D([], [], **HULL, label=words("key.knowledge.hull"))),
    ]
    return [entry for shown, entry in entries if shown]


def _alternative(title: str, history: pd.DataFrame, words: Words) -> str:
    """The title, the first day on which two origins supported a range, and the newest, and what was bounded last."""
    if not history["claims"].any():
        return words("alternative.empty", title=title)
    supported = history[history[["low", "high"]].notna().any(axis=1)]
    if supported.empty:
        return f"{title}. {words('alternative.knowledge.none')}"
    first, last = supported.iloc[0], supported.iloc[-1]
    told = [("first", first["known"], _range(first["low"], first["high"], words))]
    if len(supported) > 1:
        told.append(("last", last["known"], _range(last["low"], last["high"], words)))
    if last["bounded_on"]:
        told.append(("bounded", last["bounded_on"], _range(last["bounded_low"], last["bounded_high"], words)))
    return " ".join((f"{title}.", *(words(f"alternative.knowledge.{key}", day=words.short_day(day), range=put) for key, day, put in told)))


def _range(low: float, high: float, words: Words) -> str:
    form = told_form(low, high, "") if not low > high else "between"
    return words(f"told.{form}", low=numerals.number(low, words.lang), high=numerals.number(high, words.lang))
