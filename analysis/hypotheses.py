"""Competing hypotheses: each claim of the lead item held against each explanation that the topic file offers, by rule.

What may speak: of the topic's lead flow, the claims of deliveries that `constraints` uses, of the lead item, a kind of it or what it
is a kind of, in the lead item's unit; and the denials that a hypothesis names. What containers could hold tells of no delivery.
After Heuer's analysis of competing hypotheses: one that is to be kept is the one that the fewest independent origins speak against,
not the one that most agree with. By sort of hypothesis:
  load      containers as the origin `counts` has them, each with `least` to `most` of `item`, come to a range for the claim's period: a
            claim that lies wholly outside is inconsistent. Of a kind of `item` only the floor is held against it: others may be in too
  inflated  what the origins `told_by` say is too high: a floor of theirs above the ceiling of `against` is consistent, a claim that
            this ceiling allows inconsistent, and so is the same excess told by an origin of neither side that draws on none of theirs
  denied    every floor above zero is inconsistent, every denial of one of `items` consistent
"""

import math
from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from analysis import tables
from analysis.item_tree import akin, is_kind
from analysis.numerals import number
from analysis.origins import independent, most_independent
from analysis.topics import Hypothesis, Topic
from analysis.vocabulary import Vocabulary

Range = tuple[float, float]
Verdict = tuple[str, str]
_OPEN: Range = (0.0, math.inf)


def compare(claims: pd.DataFrame, constraints: pd.DataFrame, estimates: pd.DataFrame, topic: Topic, vocabulary: Vocabulary) -> pd.DataFrame:
    """Table `hypotheses`: a row for each hypothesis, in the topic's order, and each claim that may speak."""
    told, denials = _told(constraints, topic, vocabulary), _denials(claims, topic)
    curves = _Curves(estimates, topic)
    rows = []
    for hypothesis in topic.hypotheses:
        verdicts = [*_of_deliveries(hypothesis, told, curves, vocabulary), *_of_denials(hypothesis, denials)]
        rows += [
            {"hypothesis": hypothesis.hypothesis_id, "claim_id": claim, "consistency": consistency, "reason": reason}
            for claim, consistency, reason in verdicts
        ]
    return tables.frame("hypotheses", rows)


def tally(compared: pd.DataFrame, claims: pd.DataFrame, topic: Topic, vocabulary: Vocabulary, lang: str) -> pd.DataFrame:
    """For each hypothesis how many claims fit it how, and `against`: independent origins with a claim that is inconsistent with it."""
    origin = dict(zip(claims["claim_id"], claims["origin"]))
    rows = []
    for hypothesis in topic.hypotheses:
        own = compared[compared["hypothesis"] == hypothesis.hypothesis_id]
        counted = {name: int((own["consistency"] == name).sum()) for name in ("consistent", "inconsistent", "neutral")}
        opposed = sorted({origin[claim] for claim in own.loc[own["consistency"] == "inconsistent", "claim_id"]})
        against = most_independent(opposed, vocabulary)
        rows.append({"hypothesis": hypothesis.name[lang], **counted, "against": len(against), "origins": ", ".join(against)})
    return pd.DataFrame(rows, columns=["hypothesis", "consistent", "inconsistent", "neutral", "against", "origins"])


def _told(constraints: pd.DataFrame, topic: Topic, vocabulary: Vocabulary) -> list[dict]:
    unit = vocabulary.by_key("items")[topic.lead_item]["unit"]
    asked = constraints["used"] & (constraints["measure"] == "delivered") & (constraints["flow"] == topic.lead_flow)
    rows = constraints[asked & (constraints["unit"] == unit)].sort_values(["end", "claim_id"], kind="stable").to_dict("records")
    return [row for row in rows if akin(row["item"], topic.lead_item)]


def _denials(claims: pd.DataFrame, topic: Topic) -> list[dict]:
    supplier, recipient = topic.lead_flow.split(">")
    named = {item for hypothesis in topic.hypotheses for item in hypothesis.items}
    own = (claims["supplier"] == supplier) & (claims["recipient"] == recipient) & claims["item"].isin(named)
    standing = (claims["kind"] == "denial") & (claims["status"] != "rejected") & (claims["repeats"] == "")
    return claims[own & standing].sort_values(["stated", "claim_id"]).to_dict("records")


def _of_deliveries(hypothesis: Hypothesis, told: list[dict], curves: "_Curves", vocabulary: Vocabulary) -> Iterator[tuple[str, str, str]]:
    for claim in told:
        said = (0.0 if math.isnan(claim["floor"]) else claim["floor"], math.inf if math.isnan(claim["ceiling"]) else claim["ceiling"])
        if hypothesis.sort == "load":
            verdict = _load(hypothesis, claim, said, curves)
        elif hypothesis.sort == "inflated":
            verdict = _inflated(hypothesis, claim, said, curves, vocabulary)
        else:
            verdict = ("inconsistent", f"{_shown(said)} is more than none") if said[0] > 0 else ("neutral", f"{_shown(said)} may be none")
        yield claim["claim_id"], *verdict


def _of_denials(hypothesis: Hypothesis, denials: list[dict]) -> Iterator[tuple[str, str, str]]:
    for denial in denials:
        if denial["item"] in hypothesis.items:
            yield denial["claim_id"], "consistent", "it denies the delivery"
        else:
            yield denial["claim_id"], "neutral", "a denial may be true or not, and states no number"


def _load(hypothesis: Hypothesis, claim: dict, said: Range, curves: "_Curves") -> Verdict:
    counted = curves.increment(hypothesis.counts, "container", "container", claim["start"], claim["end"])
    if counted == _OPEN:
        return "neutral", f"{hypothesis.counts} has no count of containers for these days"
    implied = counted[0] * hypothesis.least, counted[1] * hypothesis.most
    if claim["item"] != hypothesis.item and is_kind(claim["item"], hypothesis.item):
        said = said[0], math.inf
    counts = f"{hypothesis.counts} counts {_shown(counted)} containers, which come to {_shown(implied)}"
    reason = f"{counts}; the claim comes to {_shown(said)} (unit: {claim['unit']})"
    return "consistent" if _meet(said, implied) else "inconsistent", reason


def _inflated(hypothesis: Hypothesis, claim: dict, said: Range, curves: "_Curves", vocabulary: Vocabulary) -> Verdict:
    allowed = curves.increment(hypothesis.against, claim["item"], claim["unit"], claim["start"], claim["end"])[1]
    if math.isinf(allowed):
        return "neutral", f"{hypothesis.against} puts no ceiling on these days"
    limit = f"{hypothesis.against} allows no more than {number(allowed, 'en')}"
    above, reason = said[0] > allowed, f"{limit}; the claim comes to {_shown(said)} (unit: {claim['unit']})"
    if claim["origin"] in hypothesis.told_by:
        return "consistent" if above else "inconsistent", reason
    apart = all(independent(claim["origin"], other, vocabulary) for other in (*hypothesis.told_by, hypothesis.against))
    return ("inconsistent", reason) if above and apart else ("neutral", f"{claim['origin']} is none of those whose figures are doubted")


class _Curves:
    """What each origin puts on the lead flow by each day, read off the estimates: floors last on, ceilings reach back."""

    def __init__(self, estimates: pd.DataFrame, topic: Topic):
        own = (estimates["flow"] == topic.lead_flow) & (estimates["measure"] == "delivered") & (estimates["reading"] == "direct")
        self.rows = estimates[own & (estimates["level"] == "origin")]
        self.counted_from = topic.flow(topic.lead_flow).counted_from

    def increment(self, origin: str, item: str, unit: str, start: str, end: str) -> Range:
        """Least and most of the item that the origin leaves for the days from start to end; (0, ∞) where it says nothing."""
        own = self.rows[(self.rows["origin"] == origin) & (self.rows["item"] == item) & (self.rows["unit"] == unit)]
        upto = _total(own, end)
        if not start or start <= self.counted_from:
            return upto
        before = _total(own, (date.fromisoformat(start) - timedelta(days=1)).isoformat())
        return max(0.0, upto[0] - before[1]), upto[1] - before[0]


def _total(rows: pd.DataFrame, day: str) -> Range:
    floors, ceilings = rows.loc[rows["date"] <= day, "low"], rows.loc[rows["date"] >= day, "high"]
    return float(floors.max()) if floors.notna().any() else 0.0, float(ceilings.min()) if ceilings.notna().any() else math.inf


def _meet(one: Range, other: Range) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _shown(span: Range) -> str:
    low, high = (number(end, "en") if math.isfinite(end) else "" for end in span)
    return f"at least {low}" if not high else f"at most {high}" if not span[0] else low if low == high else f"{low} to {high}"
