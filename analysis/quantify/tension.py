"""Rates that an origin's own statements imply and that nobody else's allow: a curve that only may not fall lets 0.6 million in six days pass.

From a total to those that follow, up to the next one with a ceiling, the least rate is what lies between its ceiling and their floor, by the
time between; of an amount for a period of its own it is the floor by the period's length. A rate is flagged, as a tension and no contradiction, where
it lies beyond the highest that another, independent origin tells of the item or of what it is a kind of, as a rate or as a bounded amount for a period,
or beyond the topic's physical ceiling. Averages since the count began are no such rates: they leave room for any month.
"""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from math import isnan, nan
from typing import NamedTuple

import pandas as pd

from analysis import numerals
from analysis.item_tree import is_kind
from analysis.origins import independent
from analysis.quantify.constraints import DELIVERED
from analysis.quantify.measures import DAYS_A_MONTH, RATE, monthly
from analysis.topics import Ceiling, Topic
from analysis.vocabulary import Vocabulary


class Rate(NamedTuple):
    """At least `least` and, where told, at most `most` a month (NaN = open) between two days, by these claims."""

    origin: str
    flow: str
    item: str
    unit: str
    start: str
    end: str
    least: float
    most: float
    claims: tuple[str, ...]


class Limit(NamedTuple):
    """A rate that another origin tells or the topic's file gives, and whose it is."""

    most: float
    whose: str


def tensions(bounding: pd.DataFrame, topic: Topic, vocabulary: Vocabulary) -> list[dict]:
    """Rows of `conflicts`, for each implied rate that lies beyond what others tell."""
    used = bounding[bounding["used"]].to_dict("records")
    implied = [*_between_statements(used), *_of_increments(used)]
    highest = _highest([*_told(used), *_of_increments(used)])
    rows = []
    for rate in implied:
        limits = [limit for limit in (_others(rate, highest, vocabulary), _physical(rate, topic)) if limit and rate.least > limit.most]
        rows += [_tension(rate, limits)] if limits else []
    return rows


def _between_statements(used: list[dict]) -> Iterator[Rate]:
    """For each total with a ceiling the fastest way to a later one of its origin, up to the next with a ceiling."""
    totals = sorted((row for row in used if row["measure"] == DELIVERED and row["counted_from"]), key=_order)
    for _, group in groupby(totals, lambda row: _order(row)[:4]):
        earlier, found = None, {}
        for _, same_day in groupby(group, lambda row: row["end"]):
            rows = list(same_day)
            above = [row for row in rows if earlier and row["floor"] > earlier["ceiling"]]
            for rate in (_rate(row, earlier["end"], row["floor"] - earlier["ceiling"], nan, earlier) for row in above):
                found[rate.claims[0]] = max(rate, found.get(rate.claims[0], rate), key=lambda each: each.least)
            closed = [row for row in rows if not isnan(row["ceiling"])]
            earlier = min(closed, key=lambda row: row["ceiling"]) if closed else earlier
        yield from found.values()


def _of_increments(used: list[dict]) -> Iterator[Rate]:
    for row in sorted(used, key=_order):
        if row["measure"] == DELIVERED and not row["counted_from"] and row["floor"] > 0:
            yield _rate(row, row["start"], row["floor"], row["ceiling"])


def _told(used: list[dict]) -> Iterator[Rate]:
    for row in map(monthly, used):
        unit, _, per = row["unit"].partition("/")
        if row["measure"] == RATE and per == "month":
            yield Rate(row["origin"], row["flow"], row["item"], unit, row["start"], row["end"], row["floor"], row["ceiling"], (row["claim_id"],))


def _order(row: dict) -> tuple:
    return row["flow"], row["item"], row["unit"], row["origin"], row["end"], row["claim_id"]


def _rate(row: dict, start: str, least: float, most: float, earlier: dict | None = None) -> Rate:
    months = max((date.fromisoformat(row["end"]) - date.fromisoformat(start)).days, 1) / DAYS_A_MONTH
    claims = ((earlier["claim_id"],) if earlier else ()) + (row["claim_id"],)
    return Rate(row["origin"], row["flow"], row["item"], row["unit"], start, row["end"], least / months, most / months, claims)


def _highest(told: list[Rate]) -> dict[tuple[str, str, str], dict[str, float]]:
    """For each flow, unit and item the highest closed rate of each origin."""
    highest: dict[tuple[str, str, str], dict[str, float]] = {}
    for rate in told:
        if not isnan(rate.most):
            known = highest.setdefault((rate.flow, rate.unit, rate.item), {})
            known[rate.origin] = max(rate.most, known.get(rate.origin, 0.0))
    return highest


def _others(rate: Rate, highest: dict[tuple[str, str, str], dict[str, float]], vocabulary: Vocabulary) -> Limit | None:
    """The highest that an independent origin tells of the item or of what it is a kind of."""
    parts = rate.item.split(".")
    wider = [(rate.flow, rate.unit, ".".join(parts[:length])) for length in range(1, len(parts) + 1)]
    limits = [Limit(most, origin) for key in wider for origin, most in highest.get(key, {}).items()]
    return max((limit for limit in limits if independent(rate.origin, limit.whose, vocabulary)), default=None)


def _physical(rate: Rate, topic: Topic) -> Limit | None:
    flow = topic.flow(rate.flow)
    found = [each for each in (flow.ceilings if flow else ()) if each.sort == "physical" and each.unit == rate.unit and is_kind(rate.item, each.item)]
    return min((Limit(_by_month(each), "physical ceiling") for each in found), default=None)


def _by_month(ceiling: Ceiling) -> float:
    return ceiling.most / (12 if ceiling.per == "year" else 1)


def _tension(rate: Rate, limits: list[Limit]) -> dict:
    differs = "; ".join(f"> {limit.most:.6g} ({limit.whose})" for limit in limits)
    beyond = " and ".join(f"beyond the {numerals.number(round(limit.most), 'en')} {_whose(limit)}" for limit in limits)
    return {
        "kind": "tension", "claims": ";".join(rate.claims), "origin": rate.origin,
        "differs": f"{rate.item} {rate.flow} {rate.start} to {rate.end}: {rate.least:.6g} {rate.unit} a month {differs}",
        "sentence": f"{rate.origin} implies at least {numerals.number(round(rate.least), 'en')} a month of {rate.item} on {rate.flow} from "
        f"{numerals.day(rate.start, 'en')} to {numerals.day(rate.end, 'en')}, {beyond} (unit: {rate.unit}).",
    }  # fmt: skip


def _whose(limit: Limit) -> str:
    return "that can be moved" if limit.whose == "physical ceiling" else f"of {limit.whose}"
