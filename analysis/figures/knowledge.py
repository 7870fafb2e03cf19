"""How knowledge moved: one item's range by the day as of which it was known.

The axis of time is the day of knowledge, not the day spoken of. On its own day a total has mostly no ceiling, since every
origin's last statement lies before it; so the band is the range of the last day that was bounded on both sides, and a line
has the floor of the day itself.
"""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis import numerals
from analysis.figures import findings
from analysis.figures.axes import HEADROOM, date_axis, margin, number_axis, ordinal, scaled
from analysis.figures.canvas import HALF_HEIGHT_MM, HALF_MM, NOTHING_MM, Canvas, columns
from analysis.figures.placing import Label, label_right
from analysis.figures.runs import Number, Runs, day, ends, filled, ids, number, plain, things
from analysis.figures.style import BAND, BAND_EDGE, COLOURS, HATCHED, INK, SOFT, Drawing, styled
from analysis.vocabulary import Vocabulary
from analysis.wording import Words, capital, told_form

RANGES = ["low", "high", "bounded_low", "bounded_high", "hull_low", "hull_high"]
FLOOR = {"color": COLOURS[0], "linewidth": 1.6}
HULL = {"color": SOFT, "linewidth": 0.7}


def knowledge(history: pd.DataFrame, estimates: pd.DataFrame, vocabulary: Vocabulary, lang: str) -> Drawing:
    """The ranges of one item in the table `history` (a row a month) as steps, each from its day to the next.

    `estimates` of the newest day names the claims behind a number that still stands; without rows numbers name none.
    """
    words, about = Words(vocabulary, lang), next(iter(history.to_dict("records")), {"item": "", "flow": ""})
    named = {"item": capital(words.item(about["item"])), "flow": words.flow(about["flow"])}
    neutral, caption = words("figure.knowledge.title" if len(history) else "figure.knowledge.none", **named), words("figure.knowledge.caption")
    with styled():
        if history[RANGES].isna().all(axis=None):
            canvas = Canvas("knowledge", HALF_MM, NOTHING_MM)
            canvas.head([neutral], [named["flow"]])
            canvas.nothing(words("alternative.knowledge.none" if history["claims"].any() else "figure.nothing"))
            return canvas.drawing(history, _alternative(neutral, history, words), caption)
        canvas = Canvas("knowledge", HALF_MM, HALF_HEIGHT_MM)
        top = (history[RANGES].max(axis=None) or 1) * HEADROOM
        canvas.head(finding(history, estimates, words) or [neutral], [words("figure.knowledge.subject", **named, unit=scaled(top, about["unit"], words))])
        _draw(canvas, history, estimates, top, words)
    return canvas.drawing(history, _alternative(neutral, history, words), caption)


def finding(history: pd.DataFrame, estimates: pd.DataFrame, words: Words) -> Runs | None:
    """How the supported floor moved from the first day on which there was one to the newest: up, down, or not at all; None if it came back."""
    known = history[history["low"] > 0]
    first, last = (known.iloc[0], known.iloc[-1]) if len(known) else (None, None)
    if len(known) < 2 or (first["low"] == last["low"] and known["low"].nunique() > 1):
        return None
    way = "rises" if last["low"] > first["low"] else "falls" if last["low"] < first["low"] else "stays"
    slots = {"first": _end(first, "low", estimates, words), "last": _end(last, "low", estimates, words), "unit": things(last["low"], last["unit"], last["item"], words)}
    slots |= {"first_day": day(first["known"], words("mark.knowledge.day"), "history.csv: known", slots["first"].claims, words)}
    return filled(words.label(f"finding.knowledge.{way}"), **slots)


def _end(row: pd.Series, column: str, estimates: pd.DataFrame, words: Words) -> Number:
    meaning = words(f"mark.knowledge.{'low' if 'low' in column else 'high'}", item=words.item(row["item"]), day=words.short_day(row["known"]))
    span, _, end = column.rpartition("_")
    low, high = (row[f"{span}_{side}".lstrip("_")] for side in ("low", "high"))
    return number(ends(low, high, row["unit"], words)[end], row["unit"], meaning, f"history.csv: {row['item']}, known {row['known']}: {column}", _behind(row, column, estimates), words)


def _behind(row: pd.Series, column: str, estimates: pd.DataFrame) -> tuple[str, ...]:
    """The claims of the first supported range that has this number as its end, as the newest estimates tell it."""
    rows = findings.supported(estimates, row["flow"], row["item"])
    end = column.rpartition("_")[2]
    return ids(next(iter(rows.loc[rows[end] == row[column], "claims"]), ""))


def _draw(canvas: Canvas, history: pd.DataFrame, estimates: pd.DataFrame, top: float, words: Words) -> None:
    labels = _labels(history, estimates, words)
    below = canvas.key(_key(history, words))
    axes = canvas.axes(left=margin(top, words), right=columns(plain(runs) for runs, *_ in labels) + 18, bottom=below + 13, top=4)
    date_axis(canvas, axes, _from_first_range(history)["known"], words)
    number_axis(canvas, axes, top, history["unit"].iloc[0], words)
    _steps(axes, _from_first_range(history))
    label_right(canvas, axes, [Label(runs, axes.get_xlim()[1], height, color=color) for runs, height, color in labels])


def _labels(history: pd.DataFrame, estimates: pd.DataFrame, words: Words) -> list[tuple[Runs, float, str]]:
    """The newest day's floor, and the ends of the range that was bounded last."""
    last = history.iloc[-1]
    columns_shown = [name for name in ("low", "bounded_low", "bounded_high") if last[name] == last[name]]
    if last["bounded_low"] == last["low"] and "bounded_low" in columns_shown:
        columns_shown.remove("bounded_low")
    return [([_end(last, name, estimates, words)], float(last[name]), FLOOR["color"] if name == "low" else INK) for name in columns_shown]


def _from_first_range(history: pd.DataFrame) -> pd.DataFrame:
    """Without the months before anything was bounded, in which there is nothing to see."""
    return history[history[RANGES].notna().any(axis=1).cummax()]


def _steps(axes: Axes, history: pd.DataFrame) -> None:
    """What is known on a day is known until the next; the newest, to the axis's end."""
    days = [*map(ordinal, history["known"]), axes.get_xlim()[1]]
    values = {name: np.append(history[name], history[name].iloc[-1]) for name in RANGES}
    crossed = values["bounded_high"] < values["bounded_low"]
    for chosen, style in ((~crossed, {"color": BAND, "linewidth": 0}), (crossed, HATCHED)):
        low, high = (np.where(chosen, values[end], np.nan) for end in ("bounded_low", "bounded_high"))
        axes.fill_between(days, low, high, step="post", **style)
    for name in ("hull_low", "hull_high"):
        axes.step(days, values[name], where="post", **HULL)
    axes.step(days, values["low"], where="post", **FLOOR)


def _key(history: pd.DataFrame, words: Words) -> list[tuple[dict, str]]:
    """What band, hatching and lines mean, as far as the figure has them."""
    crossed = history["bounded_high"] < history["bounded_low"]
    entries = [
        ((history["bounded_high"] >= history["bounded_low"]).any(), {"facecolor": BAND, "edgecolor": BAND_EDGE, "linewidth": 0}, "key.knowledge.bounded"),
        (crossed.any(), HATCHED, "key.knowledge.crossed"),
        (history["low"].notna().any(), FLOOR, "key.knowledge.floor"),
        (history["hull_low"].notna().any(), HULL, "key.knowledge.hull"),
    ]
    return [(style, words(key)) for shown, style, key in entries if shown]


def _alternative(title: str, history: pd.DataFrame, words: Words) -> str:
    """The title, the first day on which two origins supported a range, and the newest, and what was bounded last."""
    if not history["claims"].any():
        return words("alternative.empty", title=title)
    supported = history[history[["low", "high"]].notna().any(axis=1)]
    if supported.empty:
        return f"{title}. {words('alternative.knowledge.none')}"
    first, last = supported.iloc[0], supported.iloc[-1]
    told_rows = [("first", first["known"], _range(first["low"], first["high"], words))]
    if len(supported) > 1:
        told_rows.append(("last", last["known"], _range(last["low"], last["high"], words)))
    if last["bounded_on"]:
        told_rows.append(("bounded", last["bounded_on"], _range(last["bounded_low"], last["bounded_high"], words)))
    return " ".join((f"{title}.", *(words(f"alternative.knowledge.{key}", day=words.short_day(day), range=put) for key, day, put in told_rows)))


def _range(low: float, high: float, words: Words) -> str:
    form = told_form(low, high, "") if not low > high else "between"
    return words(f"told.{form}", low=numerals.number(low, words.lang), high=numerals.number(high, words.lang))
