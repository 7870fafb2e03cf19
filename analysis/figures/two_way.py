"""What goes each way: the items of the lead flow and of the flow back, each with the range that two independent origins support.

Quantities of unlike things share no scale, so each stands as a number beside its name; a mark says whether it is a range, a floor only,
or told and not supported. A kind is shown instead of what it is a kind of, where both have the same range.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.figures import findings
from analysis.figures.canvas import HALF_HEIGHT_MM, HALF_MM, NOTHING_MM, SMALL, Canvas
from analysis.figures.runs import TIE, Number, Runs, filled, ids, number, plain, told, unit_of
from analysis.figures.style import ARROW_UP, BAND_EDGE, INK, SOFT, Drawing, styled
from analysis.item_tree import akin, is_kind
from analysis.topics import Topic
from analysis.typeface import advance
from analysis.vocabulary import Vocabulary
from analysis.wording import Words, capital

BETWEEN, INDENT = 8.0, 8.0
ROW, WIDEST = SMALL * 1.36, SMALL * 1.75
DRAWN = ["flow", "item", "unit", "support", "low", "high", "origins", "claims"]
LOOKS = {
    "range": {"color": BAND_EDGE, "marker": "s"}, "floor": {"color": BAND_EDGE, "marker": ARROW_UP}, "ceiling": {"color": BAND_EDGE, "marker": "_"},
    "none": {"color": SOFT, "marker": "o", "markerfacecolor": "white"},
}  # fmt: skip


@dataclass(frozen=True)
class _Entry:
    """A row as it is set: a name and a value, in one line where both fit, else the value below."""

    row: dict
    name: str
    value: Runs
    lines: int


def flows(claims: pd.DataFrame, estimates: pd.DataFrame, topic: Topic, vocabulary: Vocabulary, lang: str) -> Drawing:
    """Both directions side by side; where the topic follows no flow back, the lead flow alone."""
    words = Words(vocabulary, lang)
    names = [topic.lead_flow, ">".join(reversed(topic.lead_flow.split(">")))]
    names = [name for name in names if topic.flow(name)]
    drawn = pd.DataFrame([row for name in names for row in (*_supported(estimates, name), *_told_only(claims, estimates, topic, name))], columns=DRAWN)
    neutral, caption = words("figure.flows.title", actors=words("figure.flows.and").join(words.actor(actor) for actor in topic.lead_flow.split(">"))), words("figure.flows.caption")
    with styled():
        if drawn.empty:
            canvas = Canvas("flows", HALF_MM, NOTHING_MM)
            canvas.head([neutral], [words.flow(topic.lead_flow)])
            canvas.nothing(words("figure.nothing"))
            return canvas.drawing(drawn, words("alternative.empty", title=neutral), caption)
        canvas = Canvas("flows", HALF_MM, HALF_HEIGHT_MM)
        canvas.head(finding(drawn, names, words) or [neutral], [words("figure.flows.subject")])
        _draw(canvas, drawn, names, words)
    return canvas.drawing(drawn, _alternative(neutral, drawn, names, words), caption)


def _supported(estimates: pd.DataFrame, flow: str) -> list[dict]:
    """The newest supported range of each item, the largest family first as the topic's items run; what a kind says already is left out."""
    newest = findings.delivered(estimates, flow, "supported").groupby(["item", "unit"], sort=True).tail(1).to_dict("records")
    rows = []
    for row in sorted(newest, key=lambda row: (row["item"], row["unit"])):
        said = [other for other in newest if other["item"] != row["item"] and is_kind(other["item"], row["item"]) and _same(row, other)]
        if not said and not (row["low"] != row["low"] and row["high"] != row["high"]):
            support = "range" if row["low"] == row["low"] and row["high"] == row["high"] else "floor" if row["low"] == row["low"] else "ceiling"
            rows.append({name: row[name] for name in ("flow", "item", "unit", "low", "high", "claims")} | {"support": support, "origins": "", "date": row["date"]})
    return rows


def _same(one: dict, other: dict) -> bool:
    return one["unit"] == other["unit"] and all(one[end] == other[end] or (one[end] != one[end] and other[end] != other[end]) for end in ("low", "high"))


def _told_only(claims: pd.DataFrame, estimates: pd.DataFrame, topic: Topic, flow: str) -> list[dict]:
    """Items that somebody counts as delivered, of which nothing is supported; each family by its most told member."""
    there = set(findings.delivered(estimates, flow, "supported")["item"])
    supplier, recipient = flow.split(">")
    rows = claims[
        (claims["supplier"] == supplier) & (claims["recipient"] == recipient) & claims["kind"].isin(["delivery", "release"]) & (claims["repeats"] == "")
        & (claims["hedge"] != "denied") & (claims["status"] != "rejected") & (claims["low"].notna() | claims["high"].notna())
    ]  # fmt: skip
    found: list[dict] = []
    for item, own in sorted(rows.groupby("item", sort=True), key=lambda group: (-len(group[1]), group[0])):
        if item and topic.follows(item, flow) and not any(akin(item, other) for other in (*there, *(row["item"] for row in found))):
            origins = sorted(set(own["origin"]))
            found.append({"flow": flow, "item": item, "unit": "", "support": "none", "origins": ";".join(origins), "claims": ";".join(sorted(own["claim_id"]))})
    return found


def finding(drawn: pd.DataFrame, names: list[str], words: Words) -> Runs | None:
    """How many of the items that are told each way are supported; None where nothing is, or where one way alone is followed."""
    ways = [drawn[drawn["flow"] == name] for name in names]
    if len(ways) < 2 or not all(map(len, ways)) or (drawn["support"] == "none").all():
        return None
    slots: dict[str, str | Number] = {}
    for side, way in zip(("out", "back"), ways, strict=True):
        backed = way[way["support"] != "none"]
        slots |= {f"{side}_from": words.actor(way["flow"].iloc[0].split(">")[0]), f"{side}_backed": _count(backed, "backed", words), f"{side}_all": _count(way, "told", words)}
    return filled(words.label("finding.flows"), **slots)


def _count(rows: pd.DataFrame, which: str, words: Words) -> Number:
    claims = sorted({claim for cell in rows["claims"] for claim in ids(cell)})
    return number(len(rows), "count", words(f"mark.flows.{which}"), "flows.csv: rows" + (" with a support" if which == "backed" else ""), claims, words)


def _draw(canvas: Canvas, drawn: pd.DataFrame, names: list[str], words: Words) -> None:
    shown = [style for style in LOOKS if (drawn["support"] == style).any()]
    below = canvas.key([(LOOKS[style], words(f"key.flows.{style}")) for style in shown])
    width = (canvas.width - BETWEEN * (len(names) - 1)) / len(names)
    for place, name in enumerate(names):
        left, y = place * (width + BETWEEN), canvas.top - SMALL
        canvas.say([words.flow(name)], left, y, SMALL, weight="bold")
        canvas.line([(left, y - 3), (left + width, y - 3)], color=INK, linewidth=0.6)
    entries = {name: [_entry(row, width - INDENT, words) for row in drawn[drawn["flow"] == name].to_dict("records")] for name in names}
    room = canvas.top - SMALL - 4 - below
    step = min(WIDEST, max(ROW, room / max(sum(entry.lines for entry in column) for column in entries.values())))
    for place, column in enumerate(entries.values()):
        _column(canvas, column, place * (width + BETWEEN), width, canvas.top - SMALL - 3 - step, int(room / step), step, words)


def _column(canvas: Canvas, entries: list[_Entry], left: float, width: float, y: float, room: int, step: float, words: Words) -> None:
    """As many rows as there is room for; the last line then says how many more the table has."""
    shown = len(entries)
    while sum(entry.lines for entry in entries[:shown]) + (shown < len(entries)) > room:
        shown -= 1
    for entry in entries[:shown]:
        canvas.line([(left + 3, y + SMALL * 0.33)], **LOOKS[entry.row["support"]], markersize=4, linestyle="")
        grey = {"color": SOFT} if entry.row["support"] == "none" else {}
        canvas.say([entry.name], left + INDENT, y, SMALL, **grey)
        y -= step * (entry.lines - 1)
        canvas.say(entry.value, left + width, y, SMALL, ha="right", **grey)
        y -= step
    if shown < len(entries):
        rest = number(len(entries) - shown, "count", words("mark.flows.more"), "flows.csv: rows for which there is no room", (), words)
        canvas.say(filled(words.label("figure.flows.more"), n=rest), left + INDENT, y, SMALL, color=SOFT)


def _entry(row: dict, width: float, words: Words) -> _Entry:
    name, value = capital(words.item(row["item"])), _value(row, words)
    fits = advance(name, SMALL, "normal") + advance(plain(value), SMALL, "normal") + 4 <= width
    return _Entry(row, name, value, 1 if fits else 2)


def _value(row: dict, words: Words) -> Runs:
    if row["support"] == "none":
        origins = ids(row["origins"])
        return [words("figure.flows.only", origin=words.origin(origins[0])) if len(origins) == 1 else words("figure.flows.unsupported")]
    rule = f"estimates.csv: level supported, {row['flow']}, {row['item']}, newest day"
    about = {"unit": row["unit"], "meaning": words("mark.flows.range", item=words.item(row["item"])), "rule": rule, "claims": ids(row["claims"])}
    counted = words.vocabulary.by_key("units").get(row["unit"], {}).get("dimension") == "count"
    last = row["high"] if row["high"] == row["high"] else row["low"]
    return [*told("short", row["low"], row["high"], "", words, **about), *([] if counted else [TIE + unit_of(last, row["unit"], words)])]


def _alternative(title: str, drawn: pd.DataFrame, names: list[str], words: Words) -> str:
    """Each way with its items and their numbers."""
    sentences = [f"{title}."]
    for name in names:
        listed = "; ".join(f"{words.item(row['item'])} {plain(_value(row, words))}" for row in drawn[drawn["flow"] == name].to_dict("records"))
        sentences.append(f"{words.flow(name)}: {listed or words('figure.nothing')}.")
    return " ".join(sentences)
