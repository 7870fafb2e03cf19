"""Each claim as an interval on its period, and whether it bounds the total: table `constraints`, one row a claim.

A delivery bounds the increment N(end) − N(day before start), which is the total where it is counted from where the count begins. A part of
a whole bounds from below only. Where the same claimant's figure is told by others as near to it, the claim bounds only what all of them
allow. A row that takes no part says why; each assumption stands in its reason.
"""

from collections import Counter
from datetime import date, timedelta
from math import isnan, nan

import pandas as pd

from analysis import tables
from analysis.intervals import interval, overlap, union
from analysis.item_tree import akin
from analysis.origins import distance
from analysis.quantify.recomputed import complete_counts, under_their_origins
from analysis.topics import Topic
from analysis.vocabulary import Vocabulary

DELIVERED, CAPACITY = "delivered", "capacity"
_MEASURES = {"delivery": DELIVERED, "release": "released"}
# Things that nobody moves or loads one of: "a shell" in a report is an example.
_NEVER_SINGLE = ("round", "person")


def constraints(claims: pd.DataFrame, topic: Topic, vocabulary: Vocabulary) -> pd.DataFrame:
    """Table `constraints`, in the order of the claims."""
    told = claims.to_dict("records")
    rows = [_constraint(claim) for claim in told]
    under_their_origins(rows, told)
    _widen_to_tellings(rows, told, vocabulary)
    _open_parts(rows, told)
    spoken, counts = _earliest_ends(rows), complete_counts(rows, told)
    for row in rows:
        if row["measure"] == DELIVERED and row["used"]:
            _count(row, *_beginning(row, topic), spoken)
        elif row["used"] and row["claim_id"] in counts:
            _cap(row, *_beginning(row, topic), counts[row["claim_id"]])
    _yield_to_direct(rows, told)
    return tables.frame("constraints", rows)


def _constraint(claim: dict) -> dict:
    measure = _MEASURES.get(claim["kind"], claim["kind"])
    floor, ceiling = interval(claim["low"], claim["high"], claim["bound"])
    reason = _idle(claim) or ("its numbers leave no value" if ceiling < 0 or floor > ceiling else "")
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
        "reason": reason or ("capacity: what could be moved bounds no delivery" if measure == CAPACITY else ""),
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


def _widen_to_tellings(rows: list[dict], told: list[dict], vocabulary: Vocabulary) -> None:
    """A side that the original closes and a telling as near to the claimant leaves open is open: a bound is lost in telling, not won."""
    place = {claim["claim_id"]: number for number, claim in enumerate(told)}
    tellings: dict[int, list[dict]] = {}
    for telling in sorted(told, key=lambda claim: claim["claim_id"]):
        number = place.get(telling["repeats"])
        if number is not None and _same_figure(told[number], telling) and distance(telling, vocabulary) <= distance(told[number], vocabulary):
            tellings.setdefault(number, []).append(telling)
    for number, alike in tellings.items():
        _widen(rows[number], alike)


def _widen(row: dict, tellings: list[dict]) -> None:
    own, opened = (row["floor"], row["ceiling"]), []
    for telling in tellings:
        allowed = interval(telling["low"], telling["high"], telling["bound"])
        if any(isnan(theirs) and not isnan(ours) for theirs, ours in zip(allowed, own)):
            row["floor"], row["ceiling"] = union((row["floor"], row["ceiling"]), allowed)
            opened.append(telling["claim_id"])
    if opened:
        row["used"] = row["used"] and not (isnan(row["floor"]) and isnan(row["ceiling"]))
        _add_reason(row, f"bounds no more than its more careful tellings allow: {', '.join(opened)}")


def _same_figure(source: dict, telling: dict) -> bool:
    """Not a number that lost a power of ten, nor one of something else."""
    alike = all(source[name] == telling[name] for name in ("claimant", "kind", "item", "unit", "per")) and telling["status"] != "rejected"
    numbers = [claim["low"] if isnan(claim["high"]) else claim["high"] for claim in (source, telling)]
    return alike and overlap(*(interval(number, number, "about") for number in numbers))


def _open_parts(rows: list[dict], told: list[dict]) -> None:
    """Takes the ceiling from what is no total: a part of a whole, one of several counts of a sentence, a single round or person."""
    beside = Counter(_sentence(row, claim) for row, claim in zip(rows, told) if _may_be_total(row, claim))
    for row, claim in zip(rows, told):
        if not row["used"] or isnan(row["ceiling"]):
            continue
        if row["measure"] == DELIVERED and not _may_be_total(row, claim):
            _open(row, "a part of a whole bounds the total from below only")
        elif row["measure"] == DELIVERED and beside[_sentence(row, claim)] > 1:
            _open(row, "its sentence counts the like beside it, so it bounds the total from below only")
        elif row["measure"] in (DELIVERED, "capacity") and claim["high"] == 1 and row["unit"] in _NEVER_SINGLE:
            _open(row, f"a single {row['unit']} is an example and no total")


def _may_be_total(row: dict, claim: dict) -> bool:
    return row["used"] and row["measure"] == DELIVERED and isnan(claim["whole_low"]) and isnan(claim["whole_high"])


def _sentence(row: dict, claim: dict) -> tuple:
    """What two counts of one sentence have in common where they count two parts and not one thing twice."""
    place = tuple(claim[name] for name in ("doc_id", "start", "end", "period_start", "period_end"))
    return place + tuple(row[name] for name in ("origin", "flow", "item", "unit"))


def _open(row: dict, reason: str) -> None:
    row["ceiling"], row["used"] = nan, row["used"] and not isnan(row["floor"])
    _add_reason(row, reason)


def _add_reason(row: dict, reason: str) -> None:
    row["reason"] = "; ".join(filter(None, (row["reason"], reason)))


def _earliest_ends(rows: list[dict]) -> dict[tuple, str]:
    """For each origin, flow and item the first end of a delivery: nothing that ends before a start may be swallowed by snapping it."""
    first: dict[tuple, str] = {}
    for row in rows:
        if row["measure"] == DELIVERED and row["used"]:
            key = (row["origin"], row["flow"], row["item"], row["unit"])
            first[key] = min(row["end"], first.get(key, row["end"]))
    return first


def _beginning(row: dict, topic: Topic) -> tuple[str, str]:
    """The day that the row's flow is counted from, and the latest start that is taken for it."""
    flow = topic.flow(row["flow"])
    begin = flow.counted_from if flow else topic.counted_from
    return begin, (date.fromisoformat(begin) + timedelta(days=topic.start_tolerance)).isoformat()


def _count(row: dict, begin: str, latest: str, spoken: dict[tuple, str]) -> None:
    """Sets where the increment starts, whether it is counted from the beginning, and the assumption made."""
    start, first = row["start"], spoken[(row["origin"], row["flow"], row["item"], row["unit"])]
    if row["end"] < begin:
        row["used"], row["reason"] = False, f"ends before the count begins on {begin}"
    elif start > row["end"]:
        row["used"], row["reason"] = False, "starts after it ends"
    elif start > latest or start > begin and first < start:
        _add_reason(row, "starts after the count begins, so it bounds what came since and not the total")
    else:
        row.update(start=begin, counted_from=True)
        _add_reason(row, _assumed_start(start, begin))


def _cap(row: dict, begin: str, latest: str, counts: str) -> None:
    """Lets a capacity bound the total from above where the count behind it is complete and covers it."""
    if begin <= row["end"] and row["start"] <= latest and not isnan(row["ceiling"]):
        row.update(start=begin, counted_from=True, reason=f"capacity of a complete count ({counts}): a ceiling of what was delivered")


def _assumed_start(start: str, begin: str) -> str:
    if not start:
        return f"start not said, taken for {begin}"
    if start < begin:
        return f"starts on {start}; nothing is taken to have come before {begin}"
    return f"start {start} taken for {begin}" if start > begin else ""


def _yield_to_direct(rows: list[dict], told: list[dict]) -> None:
    """A recomputed delivery stands only where its origin says nothing of its own about the item."""
    sources = {claim["claim_id"]: claim["computed_from"] for claim in told if claim["kind"] != "capacity"}
    direct: dict[tuple, set[str]] = {}
    for row in rows:
        if row["used"] and not sources.get(row["claim_id"], True):
            direct.setdefault((row["origin"], row["flow"], row["unit"]), set()).add(row["item"])
    for row in rows:
        own = direct.get((row["origin"], row["flow"], row["unit"]), ())
        if row["used"] and sources.get(row["claim_id"]) and any(akin(item, row["item"]) for item in own):
            row["used"] = False
            row["reason"] = f"recomputes {sources[row['claim_id']]}; its origin says something of its own"
