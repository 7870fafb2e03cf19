"""Claims → intervals over time, per origin and together. The curve N(t) of one item on one flow never falls.

Takes the table `claims` and the topic, gives `constraints` (each claim as an interval), `estimates` (by origin, `supported`, `hull`)
and `conflicts`. Everything but deliveries is a measure of its own: its claims are listed as intervals and never summed.
"""

from itertools import groupby
from typing import NamedTuple

import pandas as pd

from analysis import tables
from analysis.quantify import conflicts, conversions
from analysis.quantify.constraints import CAPACITY, DELIVERED, constraints
from analysis.quantify.curve import Curve
from analysis.topics import Topic
from analysis.vocabulary import Vocabulary

LEVELS = ("origin", "supported", "hull")


class Quantified(NamedTuple):
    """What each claim bounds, what follows, and who excludes whom."""

    constraints: pd.DataFrame
    estimates: pd.DataFrame
    conflicts: pd.DataFrame
    conversions: pd.DataFrame


def quantify(claims: pd.DataFrame, topic: Topic, vocabulary: Vocabulary, as_of: str) -> Quantified:
    """The three tables as known on `as_of` (ISO date), sorted; the order of the claims does not matter.

    A claim that was published later, or stated later where no day of publication is told, is left out."""
    claims = claims[claims["published"].where(claims["published"] != "", claims["stated"]) <= as_of]
    bounding = constraints(claims, topic, vocabulary)
    stated = dict(zip(claims["claim_id"], claims["stated"]))
    computed = set(claims.loc[claims["computed_from"] != "", "claim_id"])
    estimates, found, aside = [_measures(bounding, topic)], conflicts.retellings(claims), {}
    caps = (bounding["measure"] == CAPACITY) & bounding["counted_from"]
    for rows in _of_one_curve(bounding[bounding["used"] & ((bounding["measure"] == DELIVERED) | caps)].to_dict("records")):
        curve = Curve(rows, stated, computed, topic, vocabulary, as_of)
        estimates += [table for item in curve.items for table in curve.estimates(item)]
        found += curve.conflicts()
        aside |= curve.aside()
    bounding = _set_aside(bounding, aside)
    described, second = conversions.convert(bounding, topic, vocabulary, as_of)
    borrowed = conversions.borrowing(described, vocabulary)
    for rows in _of_one_curve(second):
        curve = Curve(rows, stated, computed, topic, borrowed, as_of)
        estimates += [table.assign(reading="converted") for item in curve.items for table in curve.estimates(item)]
    found += conversions.circular(claims, vocabulary)
    return Quantified(bounding, _sorted_estimates(estimates), _sorted_conflicts(found), described)


def _of_one_curve(rows: list[dict]) -> list[list[dict]]:
    """Constraints of one flow, unit and root of their items together."""

    def curve(row: dict) -> tuple[str, str, str]:
        return row["flow"], row["unit"], row["item"].partition(".")[0]

    return [list(group) for _, group in groupby(sorted(rows, key=curve), curve)]


def _measures(bounding: pd.DataFrame, topic: Topic) -> pd.DataFrame:
    told = bounding[bounding["used"] & (bounding["measure"] != DELIVERED)]
    return told.rename(columns={"end": "date", "floor": "low", "ceiling": "high", "claim_id": "claims"}).assign(
        topic=topic.topic_id, reading="direct", level="origin", agree="", silent=""
    )


def _set_aside(bounding: pd.DataFrame, aside: dict[str, tuple[str, ...]]) -> pd.DataFrame:
    lost = bounding["claim_id"].isin(list(aside))
    kept = bounding["claim_id"].map(lambda claim: ", ".join(aside.get(claim, ())))
    reasons = "contradicts " + kept + ": its origin's newer and direct statements stand"
    changed = bounding.assign(used=bounding["used"] & ~lost, reason=bounding["reason"].where(~lost, reasons))
    order = ["flow", "item", "unit", "measure", "origin", "end", "claim_id"]
    return tables.check("constraints", changed.sort_values(order, ignore_index=True))


def _sorted_estimates(parts: list[pd.DataFrame]) -> pd.DataFrame:
    table = pd.concat([tables.empty("estimates"), *parts])[tables.empty("estimates").columns]
    table["level"] = pd.Categorical(table["level"], LEVELS, ordered=True)
    order = ["flow", "item", "unit", "measure", "reading", "date", "level", "origin", "claims"]
    table = table.sort_values(order, ignore_index=True)
    return tables.check("estimates", table.astype({"level": object, "low": float, "high": float}))


def _sorted_conflicts(rows: list[dict]) -> pd.DataFrame:
    return tables.frame("conflicts", sorted(rows, key=lambda row: (row["kind"], row["origin"], row["claims"], row["differs"])))
