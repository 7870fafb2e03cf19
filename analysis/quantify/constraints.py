"""Each claim as an interval on its period, and whether it bounds the total: table `constraints`, one row a claim.

A delivery bounds the increment N(end) − N(day before start). Counted from where the count begins it bounds the total on both sides;
an increment that starts later bounds it from below only. A row that takes no part says why; each assumption stands in its reason.
"""

from datetime import date, timedelta
from math import isnan, nan

import pandas as pd

from analysis import tables
from analysis.intervals import interval
from analysis.topics import Topic

DELIVERED = "delivered"
_MEASURES = {"delivery": DELIVERED, "release": "released"}


def constraints(claims: pd.DataFrame, topic: Topic) -> pd.DataFrame:
    """Table `constraints`, in the order of the claims."""
    rows = [_constraint(claim) for claim in claims.to_dict("records")]
    spoken = _earliest_ends(rows)
    for row in rows:
        if row["measure"] == DELIVERED and row["used"]:
            _count(row, topic, spoken)
    _yield_to_direct(rows, claims)
    return tables.frame("constraints", rows)


def akin(one: str, other: str) -> bool:
    """Whether one item is the other or a kind of it."""
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def _constraint(claim: dict) -> dict:
    measure = _MEASURES.get(claim["kind"], claim["kind"])
    floor, ceiling = interval(claim["low"], claim["high"], claim["bound"])
    reason = _idle(claim)
    return {
        "claim_id": claim["claim_id"],
        "flow": f"{claim['supplier']}>{claim['recipient']}",
        "item": claim["item"],
        "unit": f"{claim['unit']}/{claim['per']}" if claim["per"] else claim["unit"],
        "measure": "rate" if measure == DELIVERED and claim["per"] else measure,
        "origin": claim["origin"],
        "start": claim["period_start"],
        "end": claim["period_end"] or claim["stated"],
        "floor": floor,
        "ceiling": ceiling,
        "counted_from": False,
        "used": not reason,
        "reason": reason or ("capacity: what could be moved bounds no delivery" if claim["kind"] == "capacity" else ""),
    }


def _idle(claim: dict) -> str:
    """Why the claim takes no part, empty if it does."""
    if claim["status"] == "rejected":
        return f"rejected by the reviewer: {claim['reason']}"
    if claim["kind"] == "denial":
        return "a denial is evidence in the argument, not the number 0"
    if isnan(claim["low"]) and isnan(claim["high"]):
        return "no number"
    if claim["repeats"]:
        return f"retells {claim['repeats']} and adds nothing to it"
    if claim["credibility"] == "5":
        return "graded improbable (credibility 5)"
    if claim["hedge"] in ("denied", "conditional"):
        return f"{claim['hedge']}: the claimant does not say that it is so"
    return ""


def _earliest_ends(rows: list[dict]) -> dict[tuple, str]:
    """For each origin, flow and item the first end of a delivery: nothing that ends before a start may be swallowed by snapping it."""
    first: dict[tuple, str] = {}
    for row in rows:
        if row["measure"] == DELIVERED and row["used"]:
            key = (row["origin"], row["flow"], row["item"], row["unit"])
            first[key] = min(row["end"], first.get(key, row["end"]))
    return first


def _count(row: dict, topic: Topic, spoken: dict[tuple, str]) -> None:
    """Sets where the increment starts, whether it is counted from the beginning, and the assumption made."""
    flow = topic.flow(row["flow"])
    begin = flow.counted_from if flow else topic.counted_from
    latest = (date.fromisoformat(begin) + timedelta(days=topic.start_tolerance)).isoformat()
    start, first = row["start"], spoken[(row["origin"], row["flow"], row["item"], row["unit"])]
    if row["end"] < begin:
        row["used"], row["reason"] = False, f"ends before the count begins on {begin}"
    elif not start:
        row.update(start=begin, counted_from=True, reason=f"start not said, taken for {begin}")
    elif start < begin:
        row.update(start=begin, counted_from=True, reason=f"starts on {start}; nothing is taken to have come before {begin}")
    elif start <= latest and not (start > begin and first < start):
        row.update(start=begin, counted_from=True, reason="" if start == begin else f"start {start} taken for {begin}")
    else:
        row["reason"] = "starts after the count begins, so it bounds the total from below only"


def _yield_to_direct(rows: list[dict], claims: pd.DataFrame) -> None:
    """A recomputed figure stands only where its origin says nothing of its own about the item."""
    computed = dict(zip(claims["claim_id"], claims["computed_from"]))
    direct = {(row["origin"], row["flow"], row["unit"], row["item"]) for row in rows if row["used"] and not computed[row["claim_id"]]}
    for row in rows:
        if row["used"] and computed[row["claim_id"]]:
            own = [item for *rest, item in direct if rest == [row["origin"], row["flow"], row["unit"]]]
            if any(akin(item, row["item"]) for item in own):
                row["used"] = False
                row["reason"] = f"recomputes {computed[row['claim_id']]}; its origin says something of its own"


def ceiling_of_total(row: dict) -> float:
    """The ceiling of N(end) that follows from the constraint; NaN for an increment that starts later."""
    return row["ceiling"] if row["counted_from"] else nan
