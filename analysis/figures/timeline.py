"""Totals over time: the lead item's rounds, and containers, each statement at the day on which it was made.

Totals only: a figure for part of the time ("in 2024") is no height on a cumulative curve, and a retelling is no second
statement. Behind the statements lies the range that two independent origins support. A statement graded improbable is set aside
where ranges and judgements are made; here it is a cross, and the scale is not made for it.
"""

from collections.abc import Collection
from datetime import date, timedelta

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba

from analysis import numerals
from analysis.figures import findings
from analysis.figures.axes import date_axis, margin, number_axis, ordinal, scale_top, scaled
from analysis.figures.canvas import FULL_MM, HALF_HEIGHT_MM, HALF_MM, NOTHING_MM, Canvas, columns
from analysis.figures.placing import Label, label_right
from analysis.figures.runs import Runs, plain, told
from analysis.figures.statements import middle, statement_marks
from analysis.figures.style import ARROW_DOWN, ARROW_UP, ASIDE, BAND, BAND_EDGE, HATCHED, SOFT, Drawing, look, styled
from analysis.item_tree import akin
from analysis.topics import Topic
from analysis.vocabulary import Vocabulary
from analysis.wording import Words, capital, told_form

SIZES_MM = {"cumulative": (FULL_MM, 66), "containers": (HALF_MM, HALF_HEIGHT_MM)}
PALE = 0.45
STATEMENT = ["series", "claim_id", "origin", "claimant", "item", "kind", "bound", "date", "low", "high"]


def cumulative(claims: pd.DataFrame, constraints: pd.DataFrame, estimates: pd.DataFrame, topic: Topic, vocabulary: Vocabulary, lang: str) -> Drawing:
    """Totals of the topic's lead item on its lead flow by day of statement, over the supported range."""
    return _timeline("cumulative", claims, constraints, estimates, topic, topic.lead_item, Words(vocabulary, lang))


def containers(claims: pd.DataFrame, constraints: pd.DataFrame, estimates: pd.DataFrame, topic: Topic, vocabulary: Vocabulary, lang: str) -> Drawing:
    """Totals of containers on the lead flow by day of statement, over the supported range."""
    return _timeline("containers", claims, constraints, estimates, topic, "container", Words(vocabulary, lang))


def statements(claims: pd.DataFrame, topic: Topic, item: str, set_aside: Collection[str] = ()) -> pd.DataFrame:
    """Claims that put a total of the item, of a kind of it or of what it is a kind of, on the lead flow; `set_aside`: ids of those that
    are, beside those that are graded improbable."""
    flow = topic.flow(topic.lead_flow)
    latest_start = (date.fromisoformat(flow.counted_from) + timedelta(topic.start_tolerance)).isoformat()
    kin = claims["item"].map(lambda other: akin(other, item)).astype(bool)
    kept = claims[
        kin
        & (claims["supplier"] == flow.supplier) & (claims["recipient"] == flow.recipient)
        & claims["kind"].isin(["delivery", "capacity"]) & (claims["hedge"] != "denied") & (claims["status"] != "rejected")
        & (claims["per"] == "") & (claims["repeats"] == "") & (claims["period_start"] <= latest_start)
        & (claims["low"].notna() | claims["high"].notna()) & (claims["unit"] != "percent")
    ]  # fmt: skip
    aside = ((kept["credibility"] == "5") | kept["claim_id"].isin(set_aside)).map({True: "set aside", False: "statement"})
    table = kept.assign(series=aside, date=kept["stated"].where(kept["stated"] != "", kept["published"]))
    return table[table["date"] != ""].sort_values(["date", "claim_id"])[STATEMENT].reset_index(drop=True)


def _supported(estimates: pd.DataFrame, topic: Topic, item: str) -> pd.DataFrame:
    kept = findings.supported(estimates, topic.lead_flow, item)
    table = kept[kept["low"].notna()].assign(series="supported", claim_id="", origin="", claimant="", kind="", bound="")
    return table.sort_values("date")[STATEMENT].reset_index(drop=True)


def _set_aside(constraints: pd.DataFrame) -> list[str]:
    """Claims beside which others of their origin stand: those that contradict one, and figures that recompute one."""
    return list(constraints.loc[~constraints["used"] & constraints["reason"].str.startswith(("contradicts", "recomputes")), "claim_id"])


def _timeline(name: str, claims: pd.DataFrame, constraints: pd.DataFrame, estimates: pd.DataFrame, topic: Topic, item: str, words: Words) -> Drawing:
    drawn = pd.concat([_supported(estimates, topic, item), statements(claims, topic, item, _set_aside(constraints))], ignore_index=True)
    told_rows, about = drawn[drawn["series"] != "supported"], {"item": capital(words.item(item)), "flow": words.flow(topic.lead_flow)}
    caption, neutral = words(f"figure.{name}.caption"), words(f"figure.{name}.title", **about)
    with styled():
        if told_rows.empty:
            canvas = Canvas(name, SIZES_MM[name][0], NOTHING_MM)
            canvas.head([neutral], [words.flow(topic.lead_flow)])
            canvas.nothing(words("figure.nothing"))
            return canvas.drawing(drawn, words("alternative.empty", title=neutral), caption)
        unit = words.vocabulary.by_key("items")[item]["unit"]
        top = scale_top(drawn.loc[drawn["series"] != "set aside", ["low", "high"]].to_numpy().ravel())
        canvas = Canvas(name, *SIZES_MM[name])
        title = findings.of_totals(told_rows, estimates, topic, item, words) or [neutral]
        canvas.head(title, [words("figure.totals.subject", **about, unit=scaled(top, unit, words))])
        _draw(canvas, drawn, top, unit, item, words)
    return canvas.drawing(drawn, _alternative(neutral, told_rows, words), caption)


def _draw(canvas: Canvas, drawn: pd.DataFrame, top: float, unit: str, item: str, words: Words) -> None:
    told_rows, rule = drawn[drawn["series"] != "supported"], "claims.csv: the number of"
    aside = told_rows["series"] == "set aside"
    labels = _labels(told_rows[~aside], unit, top, item, words)
    below = canvas.key(_key(drawn, words))
    room = columns(plain(runs) for runs, *_ in labels) + 18
    axes = canvas.axes(left=margin(top, words), right=room, bottom=below + 13, top=4)
    date_axis(canvas, axes, drawn["date"], words)
    number_axis(canvas, axes, top, unit, words)
    _band(axes, drawn[drawn["series"] == "supported"], top)
    statement_marks(canvas, axes, told_rows[~aside], top, unit, rule, words)
    statement_marks(canvas, axes, told_rows[aside], top, unit, rule, words, aside=True)
    label_right(canvas, axes, [Label(runs, x, y, style) for runs, x, y, style in labels])


def _labels(told_rows: pd.DataFrame, unit: str, top: float, item: str, words: Words) -> list[tuple[Runs, float, float, dict]]:
    """Each origin with its latest number, what was delivered before what could be held, and what it is of where that is another item."""
    labels = []
    for origin, rows in told_rows.groupby("origin", sort=True):
        delivered = rows[rows["kind"] == "delivery"]
        row = next((delivered if len(delivered) else rows).tail(1).itertuples(index=False))
        about = {"unit": unit, "meaning": words("mark.latest", origin=words.origin(origin)), "rule": f"claims.csv: the number of {row.claim_id}", "claims": [row.claim_id]}
        style = look(origin, words) | ({"markerfacecolor": "white"} if row.kind == "capacity" else {})
        other = "" if row.item == item else f" ({words.item(row.item)})"
        runs = [f"{words.origin(origin)} ", *told("short", row.low, row.high, row.bound, words, **about), *filter(None, [other])]
        labels.append((runs, ordinal(row.date), min(middle(row), top), style))
    return labels


def _band(axes: Axes, supported: pd.DataFrame, top: float) -> None:
    """Steps: a supported range holds from its day until the next; pale where it has no ceiling, hatched where its ends cross."""
    if supported.empty:
        return
    days = [*map(ordinal, supported["date"]), axes.get_xlim()[1]]
    for left, right, low, high in zip(days, days[1:], supported["low"], supported["high"], strict=False):
        style = HATCHED if high < low else {"color": BAND, "alpha": 1 if high == high else PALE, "linewidth": 0}
        axes.fill_between([left, right], low, high if high == high else top, **style)
        axes.plot([left, right], [low, low], color=BAND_EDGE, linewidth=0.8)


def _key(drawn: pd.DataFrame, words: Words) -> list[tuple[dict, str]]:
    """What filled, hollow, arrow, bar and band mean, as far as the figure has them."""
    aside = drawn["series"] == "set aside"
    bounds, kinds = (set(drawn.loc[~aside, column]) for column in ("bound", "kind"))
    supported = drawn[drawn["series"] == "supported"]
    crossed, unbounded = supported["high"] < supported["low"], supported["high"].isna()
    dot, edge = {"color": SOFT, "marker": "o"}, {"edgecolor": BAND_EDGE, "linewidth": 0.5}
    entries = [
        ("delivery" in kinds, dot, "key.delivery"),
        ("capacity" in kinds, dot | {"markerfacecolor": "white"}, "key.capacity"),
        ("at_least" in bounds, dot | {"marker": ARROW_UP}, "key.at_least"),
        ("at_most" in bounds, dot | {"marker": ARROW_DOWN}, "key.at_most"),
        (aside.any(), dot | {"marker": ASIDE}, "key.aside"),
        ("between" in bounds, {"color": SOFT, "linewidth": 2.2, "alpha": 0.55}, "key.between"),
        ((~crossed & ~unbounded).any(), edge | {"facecolor": BAND}, "key.supported"),
        (unbounded.any(), edge | {"facecolor": to_rgba(BAND, PALE)}, "key.open"),
        (crossed.any(), HATCHED, "key.crossed"),
    ]
    return [(style, words(key)) for shown, style, key in entries if shown]


def _alternative(title: str, rows: pd.DataFrame, words: Words) -> str:
    """The title, how each origin's figures run from its first to its last, and which were set aside."""
    sentences, stated, aside = [f"{title}."], rows[rows["series"] == "statement"], rows[rows["series"] == "set aside"]
    for origin, rows in sorted(stated.groupby("origin", sort=True), key=lambda group: (-len(group[1]), group[0])):
        first, last = rows.iloc[0], rows.iloc[-1]
        facts = {"origin": words.origin(origin), "first": _told(first, words), "day": words.short_day(first["date"])}
        if len(rows) > 1:
            facts |= {"last": _told(last, words), "last_day": words.short_day(last["date"])}
        sentences.append(words("alternative.series" if len(rows) > 1 else "alternative.single", **facts))
    if len(aside):
        listed = [f"{_told(row, words)} ({words.origin(row['origin'])}, {words.short_day(row['date'])})" for _, row in aside.iterrows()]
        sentences.append(words("alternative.aside", told="; ".join(listed)))
    return " ".join(sentences)


def _told(row: pd.Series, words: Words) -> str:
    """The number as the statement puts it: "at least 10 million"."""
    low, high = (numerals.number(row[end], words.lang) for end in ("low", "high"))
    return words(f"told.{told_form(row['low'], row['high'], row['bound'])}", low=low, high=high)
