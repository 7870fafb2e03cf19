"""How firm the lead item's range is: above, the distribution of all origins with equal weights (a p-box); below, the range without each.

The p-box lies between two curves, since an origin gives a range and no number; an end that is open runs to the edge. Below on the
same scale stands the supported range with all origins, without each one whose absence changes it, and without any other.
"""

import pandas as pd
from matplotlib.axes import Axes

from analysis import numerals
from analysis.figures import findings
from analysis.figures.axes import number_axis, scale_top, scaled
from analysis.figures.canvas import HALF_HEIGHT_MM, HALF_MM, NOTHING_MM, SMALL, Canvas, columns
from analysis.figures.runs import Number, Runs, day, ends, filled, ids, number, plain, told
from analysis.figures.style import BAND, BAND_EDGE, SOFT, Drawing, styled
from analysis.topics import Topic
from analysis.typeface import advance
from analysis.vocabulary import Vocabulary
from analysis.wording import Words, capital

DRAWN = ["series", "flow", "item", "unit", "date", "probability", "origin", "effect", "low", "high", "claims"]
TICKS = (0.05, 0.5, 0.95)
ROW, MOST_ROWS = 11.0, 5
ALL, OTHERS = "all", "others"


def pbox(boxes: pd.DataFrame, sensitivity: pd.DataFrame, estimates: pd.DataFrame, topic: Topic, vocabulary: Vocabulary, lang: str) -> Drawing:
    """The p-box of the topic's lead item, and its supported range without each origin, of the same day where there is one."""
    words = Words(vocabulary, lang)
    drawn = _drawn(boxes, sensitivity, estimates, topic)
    about = {"item": capital(words.item(topic.lead_item)), "flow": words.flow(topic.lead_flow)}
    neutral, caption = words("figure.pbox.title", **about), words("figure.pbox.caption")
    with styled():
        if drawn.empty:
            canvas = Canvas("pbox", HALF_MM, NOTHING_MM)
            canvas.head([neutral], [about["flow"]])
            canvas.nothing(words("figure.pbox.nothing"))
            return canvas.drawing(drawn, f"{neutral}. {capital(words('figure.pbox.nothing'))}.", caption)
        rows, canvas = _rows(drawn), Canvas("pbox", HALF_MM, HALF_HEIGHT_MM)
        top = scale_top(drawn[["low", "high"]].to_numpy().ravel())
        on = day(drawn["date"].iloc[-1], words("mark.pbox.day"), "sensitivity.csv and pbox.csv: date", (), words)
        canvas.head(finding(rows, words) or [neutral], filled(words.label("figure.pbox.subject"), **about, unit=scaled(top, drawn["unit"].iloc[0], words), day=on))
        _draw(canvas, drawn, rows, top, words)
    return canvas.drawing(drawn, _alternative(neutral, drawn, rows, words), caption)


def _drawn(boxes: pd.DataFrame, sensitivity: pd.DataFrame, estimates: pd.DataFrame, topic: Topic) -> pd.DataFrame:
    """A row a quantile, and one for each origin that is left out, with the claims that put these numbers."""
    box = boxes[(boxes["flow"] == topic.lead_flow) & (boxes["item"] == topic.lead_item)].assign(series="quantile", origin="", effect="")
    without = sensitivity[
        (sensitivity["flow"] == topic.lead_flow) & (sensitivity["item"] == topic.lead_item)
        & (sensitivity["level"] == "supported") & (sensitivity["assumption"] == "origin")
    ]  # fmt: skip
    days = set(without["date"])
    chosen = next(iter(sorted(days & set(box["date"])) or sorted(days)[-1:]), "")
    without = without[without["date"] == chosen].sort_values("rank")
    every = without.head(1).assign(subjects=ALL, effect="none", low=without["low_before"].head(1), high=without["high_before"].head(1))
    left_out = pd.concat([every, without]).assign(series="without", probability=float("nan")).rename(columns={"subjects": "origin"})
    table = pd.concat([box, left_out], ignore_index=True)
    own = findings.delivered(estimates, topic.lead_flow, "origin")
    own = own[own["item"] == topic.lead_item]
    return table.assign(claims=[_behind(row, own) for row in table.itertuples(index=False)])[DRAWN]


def _behind(row, own: pd.DataFrame) -> str:
    """The claims of those origins that put one of these ends on that day."""
    ends = (own["date"] == row.date) & ((own["low"] == row.low) | (own["high"] == row.high)) & (own["origin"] != row.origin)
    return ";".join(sorted({claim for cell in own.loc[ends, "claims"] for claim in ids(cell)}))


def _rows(drawn: pd.DataFrame) -> list[dict]:
    """All origins, those whose absence changes the range, the strongest first, and the rest together."""
    without = drawn[drawn["series"] == "without"].to_dict("records")
    changed = [row for row in without[1:] if row["effect"] != "none"]
    kept = [*without[:1], *changed[: MOST_ROWS - 2]]
    rest = [row for row in without[1:] if row["effect"] == "none"]
    if rest:
        kept.append(rest[0] | {"origin": OTHERS, "number": len(rest), "claims": without[0]["claims"]})
    return kept


def finding(rows: list[dict], words: Words) -> Runs | None:
    """What the absence of one origin does: the range vanishes, its floor falls, its ceiling goes, or nothing changes."""
    if len(rows) < 2:
        return None
    every, changed = rows[0], [row for row in rows[1:] if row["effect"] != "none"]
    gone = [row for row in changed if row["effect"] == "vanishes"]
    if gone:
        return filled(words.label("finding.pbox.vanishes"), who=_who(gone, words))
    fallen = [row for row in changed if row["low"] < every["low"]]
    if fallen:
        lowest = min(fallen, key=lambda row: row["low"])
        ends = {"before": _end(every, "low", words), "after": _end(lowest, "low", words)}
        return filled(words.label("finding.pbox.falls"), who=_who([row for row in fallen if row["low"] == lowest["low"]], words), **ends)
    opened = [row for row in changed if row["high"] != row["high"]]
    if opened:
        return filled(words.label("finding.pbox.opens"), who=_who(opened, words))
    if not changed:
        return filled(words.label("finding.pbox.steady"), range=_range(every, "told", words))
    return None


def _who(rows: list[dict], words: Words) -> str:
    return words("figure.pbox.or").join(words.origin(row["origin"]) for row in rows)


def _end(row: dict, end: str, words: Words) -> Number:
    return number(ends(row["low"], row["high"], row["unit"], words)[end], row["unit"], words(f"mark.supported.{end}", item=words.item(row["item"]), origin="", day=words.short_day(row["date"])), _rule(row), ids(row["claims"]), words)


def _range(row: dict, key: str, words: Words) -> Runs:
    if row["low"] != row["low"] and row["high"] != row["high"]:
        return [words("figure.pbox.gone")]
    meaning = words("mark.pbox.median") if row["series"] == "quantile" else words("mark.without", who=_name(row, words))
    about = {"unit": row["unit"], "meaning": meaning, "rule": _rule(row), "claims": ids(row["claims"])}
    return told(key, row["low"], row["high"], "", words, **about)


def _rule(row: dict) -> str:
    if row["series"] == "quantile":
        return f"pbox.csv: {row['item']}, {row['date']}, probability {row['probability']:g}"
    return f"sensitivity.csv: supported, {row['item']}, {row['date']}, " + ("before" if row["origin"] == ALL else "no other" if row["origin"] == OTHERS else f"without {row['origin']}")


def _name(row: dict, words: Words) -> str:
    if row["origin"] in (ALL, OTHERS):
        return words(f"figure.pbox.{row['origin']}")
    return words("figure.pbox.without", origin=words.origin(row["origin"]))


def _draw(canvas: Canvas, drawn: pd.DataFrame, rows: list[dict], top: float, words: Words) -> None:
    left = columns(_name(row, words) for row in rows) + 6
    box = drawn[drawn["series"] == "quantile"]
    table_height = len(rows) * ROW + 12
    if not box.empty:
        upper = canvas.axes(left=left, right=6, bottom=table_height + 6)
        _box(canvas, upper, box, top, words)
    lower = canvas.axes(left=left, right=6, bottom=12, top=max(0.0, canvas.top - table_height) if not box.empty else 2)
    number_axis(canvas, lower, top, drawn["unit"].iloc[0], words, side="x", most=5)
    lower.set_ylim(len(rows), 0)
    lower.set_yticks([])
    lower.spines["left"].set_visible(False)
    for place, row in enumerate(rows):
        _bar(canvas, lower, place, row, top, words)
        canvas.say([_name(row, words)], left - 5, canvas.at(lower, 0, place + 0.5)[1], SMALL, ha="right", va="center_baseline")


def _box(canvas: Canvas, axes: Axes, box: pd.DataFrame, top: float, words: Words) -> None:
    """The quantiles between their two curves; an open end runs to the edge."""
    levels, low, high = box["probability"], box["low"], box["high"].fillna(top).clip(upper=top)
    axes.fill_betweenx(levels, low, high, color=BAND, linewidth=0)
    axes.plot(low, levels, color=BAND_EDGE, linewidth=1.1)
    axes.plot(high, levels, color=BAND_EDGE, linewidth=1.1)
    axes.set_xlim(0, top)
    axes.set_ylim(0, 1)
    axes.set_xticks([])
    ticks = [tick for tick in TICKS if (levels == tick).any()]
    axes.set_yticks(ticks, [numerals.percent(100 * tick, words.lang) for tick in ticks])
    axes.tick_params(axis="y", length=0)
    canvas.ticks(axes.get_yticklabels(), [100 * tick for tick in ticks], "percent", words("mark.pbox.scale"))
    for row in box[box["probability"] == 0.5].to_dict("records"):
        runs = _range(row, "told", words)
        x, y = canvas.at(axes, (row["low"] + min(row["high"], top) if row["high"] == row["high"] else row["low"] + top) / 2, 0.5)
        canvas.say(runs, x, y, SMALL, ha="center", va="center_baseline")


def _bar(canvas: Canvas, axes: Axes, place: int, row: dict, top: float, words: Words) -> None:
    runs = _range(row, "told", words)
    if row["low"] != row["low"] and row["high"] != row["high"]:
        canvas.say(runs, canvas.at(axes, 0, place)[0] + 3, canvas.at(axes, 0, place + 0.5)[1], SMALL, va="center_baseline", color=SOFT)
        return
    low, high = (row["low"] if row["low"] == row["low"] else 0), (row["high"] if row["high"] == row["high"] else top)
    (bar,) = axes.barh([place + 0.5], [high - low], left=[low], height=0.8, color=BAND, linewidth=0)
    canvas.point(bar, words("mark.without", who=_name(row, words)), _rule(row), ids(row["claims"]))
    for end in dict.fromkeys(end for end in (row["low"], row["high"]) if end == end):
        axes.plot([end, end], [place + 0.1, place + 0.9], color=BAND_EDGE, linewidth=1.4)
    (x0, y), (x1, _) = canvas.at(axes, low, place + 0.5), canvas.at(axes, high, place + 0.5)
    wide = advance(plain(runs), SMALL, "normal")
    inside = wide + 6 <= x1 - x0
    canvas.say(runs, x0 + 3 if inside else x0 - 3, y, SMALL, ha="left" if inside else "right", va="center_baseline")


def _alternative(title: str, drawn: pd.DataFrame, rows: list[dict], words: Words) -> str:
    """The median's two ends, and each row of the lower half."""
    sentences = [f"{title}."]
    for row in drawn[(drawn["series"] == "quantile") & (drawn["probability"] == 0.5)].to_dict("records"):
        sentences.append(words("alternative.pbox.median", range=plain(_range(row, "told", words))))
    sentences += [f"{capital(_name(row, words))}: {plain(_range(row, 'told', words))}." for row in rows]
    return " ".join(sentences)
