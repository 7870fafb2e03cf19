"""Totals over time: the lead item's rounds, and containers, each statement at the day on which it was made.

Totals only: a figure for part of the time ("in 2024") is no height on a cumulative curve, and a retelling is no second
statement. Behind the statements lies the range that two independent origins support. A statement graded improbable is set aside
where ranges and judgements are made; here it is a cross, and the scale is not made for it.
"""

import math
from datetime import date, timedelta

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.dates import date2num
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from analysis import numerals
from analysis.figures.style import (
    ARROW_DOWN, ARROW_UP, ASIDE, BAND, BAND_EDGE, SOFT, Drawing, date_axis, label_right, nothing, number_axis, panel, room_right, scale_top, statement_marks, styled,
)  # fmt: skip
from analysis.item_tree import akin
from analysis.topics import Topic
from analysis.vocabulary import Vocabulary
from analysis.wording import Words, capital, told_form

HEIGHTS_MM = {"cumulative": 72, "containers": 48}
KEY_COLUMNS = 4
PALE = 0.45
STATEMENT = ["series", "claim_id", "origin", "claimant", "item", "kind", "bound", "date", "low", "high"]


def cumulative(claims: pd.DataFrame, estimates: pd.DataFrame, topic: Topic, vocabulary: Vocabulary, lang: str) -> Drawing:
    """Totals of the topic's lead item on its lead flow by day of statement, over the supported range."""
    words = Words(vocabulary, lang)
    drawn = pd.concat([_supported(estimates, topic, topic.lead_item), statements(claims, topic, topic.lead_item)], ignore_index=True)
    title = words("figure.cumulative.title", item=capital(words.item(topic.lead_item)), flow=words.flow(topic.lead_flow))
    return _timeline("cumulative", drawn, title, vocabulary.by_key("items")[topic.lead_item]["unit"], words)


def containers(claims: pd.DataFrame, estimates: pd.DataFrame, topic: Topic, vocabulary: Vocabulary, lang: str) -> Drawing:
    """Totals of containers on the lead flow by day of statement, over the supported range."""
    words = Words(vocabulary, lang)
    drawn = pd.concat([_supported(estimates, topic, "container"), statements(claims, topic, "container")], ignore_index=True)
    title = words("figure.containers.title", flow=words.flow(topic.lead_flow))
    return _timeline("containers", drawn, title, "container", words)


def statements(claims: pd.DataFrame, topic: Topic, item: str) -> pd.DataFrame:
    """Claims that put a total of the item, of a kind of it or of what it is a kind of, on the lead flow."""
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
    aside = (kept["credibility"] == "5").map({True: "set aside", False: "statement"})
    table = kept.assign(series=aside, date=kept["stated"].where(kept["stated"] != "", kept["published"]))
    return table[table["date"] != ""].sort_values(["date", "claim_id"])[STATEMENT].reset_index(drop=True)


def _supported(estimates: pd.DataFrame, topic: Topic, item: str) -> pd.DataFrame:
    kept = estimates[
        (estimates["flow"] == topic.lead_flow) & (estimates["item"] == item) & (estimates["level"] == "supported")
        & (estimates["measure"] == "delivered") & (estimates["reading"] == "direct") & estimates["low"].notna()
    ]  # fmt: skip
    table = kept.assign(series="supported", claim_id="", origin="", claimant="", kind="", bound="")
    return table.sort_values("date")[STATEMENT].reset_index(drop=True)


def _timeline(name: str, drawn: pd.DataFrame, title: str, unit: str, words: Words) -> Drawing:
    told = drawn[drawn["series"] != "supported"]
    aside = told["series"] == "set aside"
    caption = words(f"figure.{name}.caption")
    with styled():
        if told.empty:
            return Drawing(name, nothing(title, words("figure.nothing")), drawn, words("alternative.empty", title=title), caption)
        entries = _key(drawn, words)
        labelled = {words.origin(row.origin): row for row in told[~aside].itertuples(index=False)}
        figure, axes = panel(HEIGHTS_MM[name], title, right=room_right(labelled), bottom=9 + 3.3 * math.ceil(len(entries) / KEY_COLUMNS))
        top = scale_top(drawn.loc[drawn["series"] != "set aside", ["low", "high"]].to_numpy().ravel())
        date_axis(axes, list(drawn["date"]), words)
        number_axis(axes, top, unit, words)
        _band(axes, drawn[drawn["series"] == "supported"], top)
        statement_marks(axes, told[~aside], top, words)
        statement_marks(axes, told[aside], top, words, aside=True)
        label_right(axes, labelled, top, words)
        figure.legend(
            handles=entries, loc="lower left", bbox_to_anchor=(0, 0), ncols=KEY_COLUMNS, frameon=False, fontsize=6.5, handlelength=1.5,
            handletextpad=0.5, columnspacing=1.4, borderpad=0, borderaxespad=0,
        )  # fmt: skip
    return Drawing(name, figure, drawn, _alternative(title, told, words), caption)


def _band(axes: Axes, supported: pd.DataFrame, top: float) -> None:
    """Steps: a supported range holds from its day until the next; pale where it has no ceiling, hatched where its ends cross."""
    if supported.empty:
        return
    end = axes.get_xlim()[1]
    days = [*map(date2num, map(date.fromisoformat, supported["date"])), end]
    for left, right, low, high in zip(days, days[1:], supported["low"], supported["high"], strict=False):
        look = {"facecolor": "none", "edgecolor": BAND_EDGE, "hatch": "////"} if high < low else {"color": BAND, "alpha": 1 if high == high else PALE}
        axes.fill_between([left, right], low, high if high == high else top, linewidth=0, **look)
        axes.plot([left, right], [low, low], color=BAND_EDGE, linewidth=0.8)


def _key(drawn: pd.DataFrame, words: Words) -> list[Artist]:
    """What filled, hollow, arrow, bar and band mean, as far as the figure has them."""
    def mark(text: str, **style) -> Line2D:
        return Line2D([], [], color=SOFT, label=words(text), **{"linestyle": "", "marker": "o", "markersize": 4.5, **style})

    aside = drawn["series"] == "set aside"
    bounds, kinds = (set(drawn.loc[~aside, column]) for column in ("bound", "kind"))
    supported = drawn[drawn["series"] == "supported"]
    crossed, unbounded = supported["high"] < supported["low"], supported["high"].isna()
    entries = [
        ("delivery" in kinds, mark("key.delivery")),
        ("capacity" in kinds, mark("key.capacity", markerfacecolor="white")),
        ("at_least" in bounds, mark("key.at_least", marker=ARROW_UP)),
        ("at_most" in bounds, mark("key.at_most", marker=ARROW_DOWN)),
        (aside.any(), mark("key.aside", marker=ASIDE)),
        ("between" in bounds, mark("key.between", marker="", linestyle="-", linewidth=2.2, alpha=0.55)),
        ((~crossed & ~unbounded).any(), Patch(facecolor=BAND, edgecolor=BAND_EDGE, linewidth=0.5, label=words("key.supported"))),
        (unbounded.any(), Patch(facecolor=to_rgba(BAND, PALE), edgecolor=BAND_EDGE, linewidth=0.5, label=words("key.open"))),
        (crossed.any(), Patch(facecolor="none", edgecolor=BAND_EDGE, hatch="////", linewidth=0.5, label=words("key.crossed"))),
    ]
    return [entry for shown, entry in entries if shown]


def _alternative(title: str, told: pd.DataFrame, words: Words) -> str:
    """The title, how each origin's figures run from its first to its last, and which were set aside."""
    sentences, stated, aside = [f"{title}."], told[told["series"] == "statement"], told[told["series"] == "set aside"]
    for origin, rows in sorted(stated.groupby("origin", sort=True), key=lambda group: (-len(group[1]), group[0])):
        first, last = rows.iloc[0], rows.iloc[-1]
        facts = {"origin": words.origin(origin), "first": _told(first, words), "day": words.short_day(first["date"])}
        if len(rows) > 1:
            facts |= {"last": _told(last, words), "last_day": words.short_day(last["date"])}
        sentences.append(words("alternative.series" if len(rows) > 1 else "alternative.single", **facts))
    if len(aside):
        told = [f"{_told(row, words)} ({words.origin(row['origin'])}, {words.short_day(row['date'])})" for _, row in aside.iterrows()]
        sentences.append(words("alternative.aside", told="; ".join(told)))
    return " ".join(sentences)


def _told(row: pd.Series, words: Words) -> str:
    """The number as the statement puts it: "at least 10 million"."""
    low, high = (numerals.number(row[end], words.lang) for end in ("low", "high"))
    return words(f"told.{told_form(row['low'], row['high'], row['bound'])}", low=low, high=high)
