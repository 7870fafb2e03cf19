"""What is no total: rates, shares of use, defects, values, uses, and deliveries against what is permitted. Nothing here is summed.

Each claim is an estimate of its own, of the day on which its period ends. `supported` and `hull` are put together as for totals, of one
measure in one unit, on days on which two independent origins speak of it: of each its latest statement counts, as long as it is
no older than the topic's `stale_after`; of several of one day the outer ends. Capacities and plans stay apart, since each is of its own
boxes or intentions. A rate is told by the month, of 30.4375 days or a twelfth of a year.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations, groupby

import numpy as np
import pandas as pd

from analysis.item_tree import is_kind
from analysis.origins import independent
from analysis.quantify import across
from analysis.quantify.across import Range, View
from analysis.quantify.constraints import DELIVERED
from analysis.topics import Ceiling, Topic
from analysis.vocabulary import Vocabulary

RATE, OF_PERMITTED = "rate", "of_permitted"
DAYS_A_MONTH = 365.25 / 12
_A_MONTH = {"day": DAYS_A_MONTH, "week": DAYS_A_MONTH / 7, "month": 1.0, "year": 1 / 12}
_APART = ("capacity", "plan")
_KEY = ("flow", "item", "unit", "measure")


def measures(bounding: pd.DataFrame, topic: Topic, vocabulary: Vocabulary) -> pd.DataFrame:
    """Rows of `estimates` for every measure but what was delivered."""
    used = bounding[bounding["used"]].to_dict("records")
    told = sorted((monthly(row) | {"claims": [row["claim_id"]]} for row in used if row["measure"] != DELIVERED), key=_order)
    groups = [*(list(group) for _, group in groupby(told, lambda row: _order(row)[:4])), *_against_permitted(used, topic)]
    rows = [_row(row, "origin", row["end"], row["floor"], row["ceiling"], row["claims"], row["origin"]) for group in groups for row in group]
    rows += [row for group in groups if group[0]["measure"] not in _APART for row in _together(group, topic.stale_after, vocabulary)]
    return pd.DataFrame(rows).assign(topic=topic.topic_id, reading="direct", silent="") if rows else pd.DataFrame()


def monthly(row: dict) -> dict:
    """A rate by the month, anything else as it is."""
    unit, _, per = row["unit"].partition("/")
    if row["measure"] != RATE or per not in _A_MONTH:
        return row
    return row | {"unit": f"{unit}/month", "floor": row["floor"] * _A_MONTH[per], "ceiling": row["ceiling"] * _A_MONTH[per]}


def _order(row: dict) -> tuple:
    return (*(row[name] for name in _KEY), row["origin"], row["end"], row["claims"])


def _row(row: dict, level: str, day: str, low: float, high: float, claims: Iterable[str], origin: str = "", agree: str = "") -> dict:
    named = {name: row[name] for name in _KEY}
    behind = ";".join(sorted(set(filter(None, claims))))
    return named | {"level": level, "origin": origin, "date": day, "low": low, "high": high, "agree": agree, "claims": behind}


def _together(group: list[dict], stale_after: int, vocabulary: Vocabulary) -> Iterator[dict]:
    """`supported` and `hull` of one measure, on each day on which two independent origins speak of it."""
    days = sorted({row["end"] for row in group})
    views = [_view(origin, [row for row in group if row["origin"] == origin], days, stale_after) for origin in sorted({row["origin"] for row in group})]
    speaks = {view.origin: ~(np.isnan(view.floor) & np.isnan(view.ceiling)) for view in views}
    pairs = [speaks[one] & speaks[other] for one, other in combinations(speaks, 2) if independent(one, other, vocabulary)]
    shared = np.any(pairs, axis=0) if pairs else np.zeros(len(days), bool)
    for level, summary in (("supported", across.supported), ("hull", across.hull)):
        found: Range | None = summary(views, vocabulary)
        for at in np.flatnonzero(shared) if found else ():
            if not (np.isnan(found.low[at]) and np.isnan(found.high[at])):
                agree = "" if found.agree is None else "yes" if found.agree[at] else "no"
                claims = f"{found.low_by[at]};{found.high_by[at]}".split(";")
                yield _row(group[0], level, days[at], found.low[at], found.high[at], claims, agree=agree)


def _view(origin: str, rows: list[dict], days: list[str], stale_after: int) -> View:
    """One origin's latest statement on each day; its rows are in the order of their days."""
    ends = np.full((2, len(days)), np.nan)
    behind, told = np.full(len(days), "", object), []
    said = {end: list(alike) for end, alike in groupby(rows, lambda row: row["end"])}
    for at, day in enumerate(days):
        told = said.get(day, told)
        if told and _days_between(told[0]["end"], day) <= stale_after:
            ends[:, at] = np.min([row["floor"] for row in told]), np.max([row["ceiling"] for row in told])
            behind[at] = ";".join(claim for row in told for claim in row["claims"])
    return View(origin, ends[0], ends[1], behind, behind)


def _days_between(earlier: str, later: str) -> int:
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def _against_permitted(used: list[dict], topic: Topic) -> Iterator[list[dict]]:
    """For each permitted ceiling by the year, and each year: what the origins put, in per cent of it, as of the year's last word."""
    for flow in topic.flows:
        for ceiling in flow.ceilings:
            if (ceiling.sort, ceiling.per) == ("permitted", "year"):
                rows = [row for row in used if (row["measure"], row["flow"], row["unit"]) == (DELIVERED, flow.name, ceiling.unit)]
                within = [row for row in rows if row["start"] and row["start"][:4] == row["end"][:4]]
                for year in sorted({row["end"][:4] for row in within}):
                    found = _of_year([row for row in within if row["end"][:4] == year], ceiling, year)
                    yield from [found] if found else []


def _of_year(rows: list[dict], ceiling: Ceiling, year: str) -> list[dict]:
    """One row an origin: the largest floor of the item and its kinds, and the least ceiling of counts that cover the year and the whole."""
    found = []
    for origin in sorted({row["origin"] for row in rows}):
        own = [row for row in rows if row["origin"] == origin]
        kinds = [row for row in own if is_kind(row["item"], ceiling.item)]
        whole = [row for row in own if is_kind(ceiling.item, row["item"])]
        whole = [row for row in whole if row["start"][5:] == "01-01" and row["end"][5:] == "12-31" and row["ceiling"] == row["ceiling"]]
        floor = max((row for row in kinds if row["floor"] == row["floor"]), key=lambda row: (row["floor"], row["claim_id"]), default=None)
        top = min(whole, key=lambda row: (row["ceiling"], row["claim_id"]), default=None)
        if floor or top:
            ends = {name: 100 * row[name] / ceiling.most if row else np.nan for name, row in (("floor", floor), ("ceiling", top))}
            claims = [row["claim_id"] for row in (floor, top) if row]
            same = {"flow": own[0]["flow"], "item": ceiling.item, "unit": "percent", "measure": OF_PERMITTED}
            found.append(same | ends | {"origin": origin, "claims": claims})
    last = max(row["end"] for row in rows)
    return [row | {"end": last} for row in found]
