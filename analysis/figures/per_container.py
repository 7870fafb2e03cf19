"""What a container would have to hold if a total of rounds and a total of containers were both true.

Each total of rounds is set against the container total of the same origin that was stated nearest to it, within 31 days; an
origin that counts no containers, against the nearest of an origin that does. Where several pairs of two origins fall on one day,
the one for the topic's lead item is drawn, else the highest. What is graded improbable takes no part. Behind them lies what a 20-foot box holds by weight alone
(conversions.csv): a pair above it cannot be true as it stands.
"""

from datetime import date

import pandas as pd

from analysis import numerals
from analysis.figures.style import BAND, Drawing, date_axis, label_right, middle, nothing, number_axis, panel, room_right, scale_top, statement_marks, styled
from analysis.figures.timeline import statements
from analysis.origins import counts
from analysis.topics import Topic
from analysis.vocabulary import Vocabulary
from analysis.wording import Words

HEIGHT_MM = 42
PAIRED_DAYS = 31
PAIR = ["claim_id", "container_claim_id", "origin", "container_origin", "item", "kind", "date", "bound", "low", "high"]


def load(claims: pd.DataFrame, topic: Topic, vocabulary: Vocabulary, lang: str) -> Drawing:
    """Rounds per container that pairs of claims imply, by day of statement."""
    words = Words(vocabulary, lang)
    counting = [origin for origin in vocabulary.by_key("origins") if counts(origin, vocabulary)]
    told = claims[claims["origin"].isin(counting) & (claims["credibility"] != "5")]
    rounds, boxes = (statements(told, topic, item) for item in (topic.lead_item, "container"))
    pairs = _pairs(rounds, boxes, topic.lead_item)
    full = full_box(topic, vocabulary)
    title, caption = words("figure.load.title"), words("figure.load.caption")
    with styled():
        if pairs.empty:
            return Drawing("load", nothing(title, words("figure.nothing")), pairs, words("alternative.empty", title=title), caption)
        labelled = {_label(row, words): row for row in pairs.itertuples(index=False)}
        notes = {words("figure.load.full"): sum(full) / 2} if full else {}
        figure, axes = panel(HEIGHT_MM, title, right=room_right([*labelled, *notes]))
        top = scale_top([*pairs["low"], *pairs["high"], *(full or ())])
        date_axis(axes, list(pairs["date"]), words)
        number_axis(axes, top, words("figure.load.axis"), words)
        if full:
            axes.axhspan(*full, color=BAND, linewidth=0)
        statement_marks(axes, pairs, top, words)
        label_right(axes, labelled, top, words, notes)
    return Drawing("load", figure, pairs, _alternative(title, pairs, full, words), caption)


def full_box(topic: Topic, vocabulary: Vocabulary) -> tuple[float, float] | None:
    """Fewest and most rounds of the lead item that a full 20-foot container holds by weight, if conversions.csv has them."""
    for row in vocabulary.rows("conversions"):
        if row["item"] == f"{topic.lead_item} (full by weight)" and (row["from_unit"], row["to_unit"]) == ("container", "round"):
            return float(row["low"]), float(row["high"])
    return None


def _pairs(rounds: pd.DataFrame, boxes: pd.DataFrame, lead_item: str) -> pd.DataFrame:
    boxes = boxes[boxes[["low", "high"]].max(axis=1) > 0]
    counting = set(boxes["origin"])
    rows = []
    for total in rounds.itertuples(index=False):
        box = _nearest(total.date, boxes[boxes["origin"] == total.origin] if total.origin in counting else boxes)
        if box is not None:
            rows.append(_pair(total, box))
    table = pd.DataFrame(rows, columns=PAIR)
    ranked = table.assign(lead=table["item"] == lead_item, value=table[["low", "high"]].max(axis=1))
    ranked = ranked.sort_values(["date", "lead", "value", "claim_id"], ascending=[True, False, False, True])
    return ranked.drop_duplicates(["date", "origin", "container_origin"])[PAIR].reset_index(drop=True)


def _nearest(day: str, boxes: pd.DataFrame):
    """The container total stated nearest to the day, None if none is near enough."""
    distance = boxes["date"].map(lambda other: abs((date.fromisoformat(other) - date.fromisoformat(day)).days))
    near = boxes.assign(distance=distance)[distance <= PAIRED_DAYS]
    return None if near.empty else next(near.sort_values(["distance", "claim_id"]).itertuples(index=False))


def _pair(total, box) -> dict:
    """The quotient of the numbers as told; where both sides are open ("at least" over "at least") it has no side of its own."""
    ends = [value for value in (box.low, box.high) if value == value]
    turned = {"at_least": "at_most", "at_most": "at_least"}.get(box.bound, "")
    bound = total.bound if not turned else "about" if total.bound in ("at_least", "at_most") else turned
    return {
        "claim_id": total.claim_id, "container_claim_id": box.claim_id, "origin": total.origin, "container_origin": box.origin, "item": total.item,
        "kind": total.kind, "date": total.date, "bound": bound, "low": total.low / max(ends), "high": total.high / min(ends),
    }  # fmt: skip


def _label(row, words: Words) -> str:
    if row.container_origin == row.origin:
        return words.origin(row.origin)
    return words("figure.load.against", rounds=words.origin(row.origin), containers=words.origin(row.container_origin))


def _alternative(title: str, pairs: pd.DataFrame, full: tuple[float, float] | None, words: Words) -> str:
    """The title, the least and the greatest quotient, and how many lie beyond a full box."""
    values = [middle(row) for row in pairs.itertuples(index=False)]
    printed = {name: numerals.number(round(value), words.lang) for name, value in (("low", min(values)), ("high", max(values)))}
    sentences = [f"{title}.", words("alternative.load", **printed)]
    if full:
        ends = {"low": numerals.number(round(full[0]), words.lang), "high": numerals.number(round(full[1]), words.lang)}
        sentences += [words("alternative.full_box", **ends), words.count("alternative.beyond_full", sum(value > full[1] for value in values))]
    return " ".join(sentences)
