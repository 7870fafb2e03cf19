"""What a container would have to hold if a total of rounds and a total of containers were both true.

Each total of rounds is set against the container total of the same origin that was stated nearest to it, within 31 days; an
origin that counts no containers, against the nearest of an origin that does. Where several pairs of two origins fall on one day,
the one for the topic's lead item is drawn, else the highest. What is graded improbable takes no part. Behind them lies what a 20-foot box holds by weight alone
(conversions.csv): a pair above it cannot be true as it stands. A dashed line shows the load at which the rounds of one origin
would fill the containers of another: the middle one of their pairs.
"""

from datetime import date

import pandas as pd

from analysis import numerals
from analysis.figures.axes import date_axis, margin, number_axis, ordinal, scale_top
from analysis.figures.canvas import HALF_HEIGHT_MM, HALF_MM, NOTHING_MM, Canvas, columns
from analysis.figures.placing import Label, label_right
from analysis.figures.runs import Number, Runs, filled, number, plain
from analysis.figures.statements import middle, statement_marks
from analysis.figures.style import BAND, INK, SOFT, Drawing, look, styled
from analysis.figures.timeline import statements
from analysis.origins import counts, independent
from analysis.topics import Topic
from analysis.vocabulary import Vocabulary
from analysis.wording import Words

PAIRED_DAYS = 31
# One load is well above another, and so worth a title, from this multiple.
APART = 1.25
PAIR = ["claim_id", "container_claim_id", "origin", "container_origin", "item", "kind", "date", "bound", "low", "high"]


def load(claims: pd.DataFrame, topic: Topic, vocabulary: Vocabulary, lang: str) -> Drawing:
    """Rounds per container that pairs of claims imply, by day of statement."""
    words = Words(vocabulary, lang)
    counting = [origin for origin in vocabulary.by_key("origins") if counts(origin, vocabulary)]
    told = claims[claims["origin"].isin(counting) & (claims["credibility"] != "5")]
    rounds, boxes = (statements(told, topic, item) for item in (topic.lead_item, "container"))
    pairs = _pairs(rounds, boxes, topic.lead_item)
    neutral, caption = words("figure.load.title"), words("figure.load.caption")
    with styled():
        if pairs.empty:
            canvas = Canvas("load", HALF_MM, NOTHING_MM)
            canvas.head([neutral], [words("figure.load.axis")])
            canvas.nothing(words("figure.nothing"))
            return canvas.drawing(pairs, words("alternative.empty", title=neutral), caption)
        full, shared = full_box(topic, vocabulary), agreement(pairs, vocabulary)
        canvas = Canvas("load", HALF_MM, HALF_HEIGHT_MM)
        canvas.head(_finding(pairs, shared, words) or [neutral], [words("figure.load.axis")])
        _draw(canvas, pairs, full, shared, words)
    return canvas.drawing(pairs, _alternative(neutral, pairs, full, shared, words), caption)


def full_box(topic: Topic, vocabulary: Vocabulary) -> tuple[float, float] | None:
    """Fewest and most rounds of the lead item that a full 20-foot container holds by weight, if conversions.csv has them."""
    for row in vocabulary.rows("conversions"):
        if row["item"] == f"{topic.lead_item} (full by weight)" and (row["from_unit"], row["to_unit"]) == ("container", "round"):
            return float(row["low"]), float(row["high"])
    return None


def agreement(pairs: pd.DataFrame, vocabulary: Vocabulary):
    """The middle one, by its number, of the pairs of two independent origins that are most often set against each other; None without."""
    crossed = [row for row in pairs.itertuples(index=False) if independent(row.origin, row.container_origin, vocabulary)]
    grouped: dict[tuple[str, str], list] = {}
    for row in crossed:
        grouped.setdefault((row.origin, row.container_origin), []).append(row)
    if not grouped:
        return None
    most = max(sorted(grouped), key=lambda origins: len(grouped[origins]))
    return _middle_one(grouped[most])


def _middle_one(rows: list):
    """Of an even number the lower of the two in the middle, so that it is a pair that stands in the table."""
    return sorted(rows, key=lambda row: (middle(row), row.claim_id))[(len(rows) - 1) // 2]


def _finding(pairs: pd.DataFrame, shared, words: Words) -> Runs | None:
    """The origin that counts both implies a load well above that at which the other's rounds would fill its containers."""
    if shared is None:
        return None
    own = [row for row in pairs.itertuples(index=False) if row.origin == row.container_origin == shared.container_origin]
    if not own or middle(_middle_one(own)) < APART * middle(shared):
        return None
    slots = {"alone": words.origin(shared.container_origin), "other": words.origin(shared.origin)}
    return filled(words.label("finding.load"), **slots, own=_quotient(_middle_one(own), words), shared=_quotient(shared, words))


def _quotient(row, words: Words) -> Number:
    meaning = words("mark.load", rounds=words.origin(row.origin), containers=words.origin(row.container_origin), day=words.short_day(row.date))
    return number(round(middle(row)), "round/container", meaning, f"{row.claim_id} divided by {row.container_claim_id}", _both(row), words)


def _both(row) -> tuple[str, ...]:
    return row.claim_id, row.container_claim_id


def _draw(canvas: Canvas, pairs: pd.DataFrame, full: tuple[float, float] | None, shared, words: Words) -> None:
    latest = {_label(row, words): row for row in pairs.itertuples(index=False)}
    top = scale_top([*pairs["low"], *pairs["high"], *(full or ())])
    notes = []
    if full:
        ends = [number(round(end), "round/container", words(f"mark.full.{side}"), "conversions.csv: full by weight", (), words) for side, end in zip(("low", "high"), full, strict=True)]
        notes.append((filled(words.label("figure.load.full"), low=ends[0], high=ends[1]), sum(full) / 2))
    if shared is not None:
        notes.append((filled(words.label("figure.load.agree"), load=_quotient(shared, words)), middle(shared)))
    texts = [*latest, *(plain(runs) for runs, _ in notes)]
    axes = canvas.axes(left=margin(top, words), right=columns(texts) + 18, bottom=13, top=5)
    date_axis(canvas, axes, pairs["date"], words)
    number_axis(canvas, axes, top, "round/container", words)
    if full:
        axes.axhspan(*full, color=BAND, linewidth=0)
    if shared is not None:
        axes.axhline(middle(shared), color=INK, linewidth=0.9, linestyle=(0, (4, 2)))
    statement_marks(canvas, axes, pairs, top, "round/container", "claims.csv: the rounds, over their containers, of", words)
    labels = [Label([text], ordinal(row.date), min(middle(row), top), look(row.origin, words)) for text, row in latest.items()]
    label_right(canvas, axes, [*labels, *(Label(runs, axes.get_xlim()[1], height, color=SOFT) for runs, height in notes)])


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


def _alternative(title: str, pairs: pd.DataFrame, full: tuple[float, float] | None, shared, words: Words) -> str:
    """The title, the least and the greatest quotient, how many lie beyond a full box, and where two origins would agree."""
    values = [middle(row) for row in pairs.itertuples(index=False)]
    printed = {name: numerals.number(round(value), words.lang) for name, value in (("low", min(values)), ("high", max(values)))}
    sentences = [f"{title}.", words("alternative.load", **printed)]
    if full:
        ends = {"low": numerals.number(round(full[0]), words.lang), "high": numerals.number(round(full[1]), words.lang)}
        sentences += [words("alternative.full_box", **ends), words.count("alternative.beyond_full", sum(value > full[1] for value in values))]
    if shared is not None:
        names = {"rounds": words.origin(shared.origin), "containers": words.origin(shared.container_origin)}
        sentences.append(words("alternative.agree", **names, load=numerals.number(round(middle(shared)), words.lang)))
    return " ".join(sentences)
