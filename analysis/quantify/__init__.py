"""Claims → intervals over time, per origin and together. The curve N(t) of one item on one flow never falls.

Takes the table `claims` and the topic, gives `constraints` (each claim as an interval), `estimates` (by origin, `supported`, `hull`)
and `conflicts`. Everything but deliveries is a measure of its own: its claims are listed as intervals and never summed.
"""

from math import isnan
from typing import NamedTuple

import pandas as pd

from analysis import tables
from analysis.quantify import accounts, arithmetic, conflicts, conversions
from analysis.quantify.constraints import constraints
from analysis.quantify.curve import curves, taking_part
from analysis.quantify.measures import measures
from analysis.quantify.pool import pbox
from analysis.quantify.sensitivity import sensitivity
from analysis.quantify.tension import tensions
from analysis.topics import Topic
from analysis.vocabulary import Vocabulary

LEVELS = ("origin", "supported", "hull")


class Quantified(NamedTuple):
    """What each claim bounds, what follows, and who excludes whom."""

    constraints: pd.DataFrame
    estimates: pd.DataFrame
    conflicts: pd.DataFrame
    conversions: pd.DataFrame


class Challenged(NamedTuple):
    """What the ranges hang on, and what all origins come to with equal weights."""

    sensitivity: pd.DataFrame
    pbox: pd.DataFrame


def quantify(claims: pd.DataFrame, topic: Topic, vocabulary: Vocabulary, as_of: str) -> Quantified:
    """The tables as known on `as_of` (ISO date), sorted; the order of the claims does not matter.

    A claim that was published later, or stated later where no day of publication is told, is left out."""
    claims = _known(claims, as_of)
    bounding = constraints(claims, topic, vocabulary)
    direct = curves(taking_part(bounding), claims, topic, vocabulary, as_of)
    bounding = _set_aside(bounding, {claim: kept for curve in direct for claim, kept in curve.aside().items()})
    described, rounds = conversions.convert(bounding, topic, vocabulary, as_of)
    converted = curves(rounds, claims, topic, conversions.borrowing(described, vocabulary), as_of)
    estimates = [table for curve in direct for item in curve.items for table in curve.estimates(item)]
    estimates += [table.assign(reading="converted") for curve in converted for item in curve.items for table in curve.estimates(item)]
    found = [*conflicts.retellings(claims), *(row for curve in direct for row in curve.conflicts())]
    found += [*conversions.circular(claims, vocabulary), *tensions(bounding, topic, vocabulary), *_inconsistent(claims, topic.start_tolerance, vocabulary)]
    return Quantified(
        bounding, _sorted_estimates([*estimates, measures(bounding, topic, vocabulary)]), _sorted_conflicts(found), described,
    )  # fmt: skip


def challenge(claims: pd.DataFrame, topic: Topic, vocabulary: Vocabulary, as_of: str, seed: int) -> Challenged:
    """How far each assumption moves the ranges that `quantify` gives, and their p-box; `seed` is that of its Monte Carlo cross-check."""
    claims = _known(claims, as_of)
    solved = curves(taking_part(constraints(claims, topic, vocabulary)), claims, topic, vocabulary, as_of)
    return Challenged(sensitivity(claims, topic, vocabulary, as_of), pbox(solved, topic, vocabulary, seed))


def _inconsistent(claims: pd.DataFrame, tolerance: int, vocabulary: Vocabulary) -> list[dict]:
    """What the claims say against arithmetic, and what is one account told in two ways, whatever the curve makes of it."""
    told = claims[claims["status"] != "rejected"].to_dict("records")
    counted = [claim for claim in told if not (isnan(claim["low"]) and isnan(claim["high"]))]
    standing = [claim for claim in counted if not claim["repeats"]]
    return [
        *arithmetic.parts(counted), *arithmetic.loads(counted, vocabulary), *arithmetic.units(standing, vocabulary),
        *arithmetic.falling(standing),
        *accounts.periods(standing, tolerance), *accounts.ranges(standing, tolerance), *accounts.echoes(standing, vocabulary),
        *accounts.taken_back(counted), *accounts.offices(told, vocabulary),
    ]  # fmt: skip


def _known(claims: pd.DataFrame, as_of: str) -> pd.DataFrame:
    return claims[claims["published"].where(claims["published"] != "", claims["stated"]) <= as_of]


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
