"""Which claims only retell another. Each names the original in `repeats` and stays out of every estimate.

A claim that is told before, by name and of the same flow and unit, is retold where a rule is safe:
  detail      one claim (see `copies`), of which a detail differs: claimant, hedge, a day of the period
  distorted   same claimant or origin and same number within DAYS_OF_ONE_STORY, another bound, period or item; a claimant's number
              with a power of ten lost ("165" for 165,000 barrels); or, within the tolerance, a capacity told as a delivery
  restated    same teller, item, kind, number and sort of bound, nothing new of the period: a claimant within twice the tolerance, its
              origin within the tolerance where the number tells figures apart or is a bound. What is counted anew has grown by then
  turned      a claimant's figure of what was fired told within DAYS_OF_ONE_STORY as what was delivered, or of what was delivered told
              within the tolerance as what is to come
  reversed    "up to" told as "more than" or the reverse, of one origin and start, within the tolerance
  unnamed     a medium or an unnamed claimant with a named claimant's number, stated within the tolerance after it
  relabelled  another claimant, but the same part of the same whole, within DAYS_OF_ONE_STORY, through a common reporter

And across these:
  recounted   same claimant, kind, item and period, the number the same to its third digit or closer: one count, whenever it is told
  turned round  supplier and recipient exchanged, within DAYS_OF_ONE_STORY, of a number that tells figures apart
  misnamed    a report that retells another of the other's figures gives a further number of it to another thing
"""

from collections import defaultdict
from collections.abc import Callable
from math import isnan

from analysis.clean.by_number import ByNumber
from analysis.clean.copies import likeness, one_claim, originality
from analysis.clean.normalise import VEHICLES, has_number
from analysis.clean.sameness import (
    DAYS_OF_ONE_STORY, UNNAMED, agree, days_apart, digits, equal_to, number, same_period, same_teller, same_thing, scaled, sort_of_bound,
    tells_apart,
)  # fmt: skip

SAME_DIGITS = 3
# What is told of the one kind may be retold as the other, never the reverse; of one day's tellings the retold one is looked at first.
TURNED = (("use", "delivery"), ("delivery", "plan"))
_FIRST = {"capacity": 0, "use": 1, "plan": 3}


def mark_retellings(claims: list[dict], tolerance: int) -> None:
    """Fills `repeats`; what a reviewer set, or `emptied`, is left alone. `tolerance`: days by which two statements, or two periods' ends, may differ."""
    told = [claim for claim in claims if has_number(claim) and claim["status"] != "rejected"]
    for alike in alike_by(told, "supplier", "recipient", "unit", "per"):
        _mark_same_number(alike, tolerance)
        _mark_recounted(alike, tolerance)
    _mark_turned_round(told)
    _mark_misnamed(told, tolerance)


def is_original(claim: dict) -> bool:
    """Whether a reviewer says that it repeats nothing."""
    return "repeats" in claim["emptied"]


def turned_round_among(rows: list[dict], elsewhere: list[tuple[dict, tuple]]) -> tuple[list[dict], list[tuple[dict, tuple]]]:
    """Of rows that a topic does not follow, each with the reason: those that turn round one that it does, and the others."""
    by_number = defaultdict(list)
    for known in rows:
        if has_number(known):
            by_number[number(known)].append(known)
    followed, strange = [], []
    for row, reason in elsewhere:
        if any(turned_round(known, row) for known in by_number[number(row)]):
            followed.append(row)
        else:
            strange.append((row, reason))
    return followed, strange


def turned_round(known: dict, row: dict) -> bool:
    """Whether `row` is `known` with giver and taker exchanged."""
    same = all(known[name] == row[name] for name in ("kind", "item", "unit", "per")) and number(known) == number(row)
    sides = (known["supplier"], known["recipient"]) == (row["recipient"], row["supplier"]) != (row["supplier"], row["recipient"])
    near = known["doc_id"] != row["doc_id"] and days_apart(known["stated"], row["stated"]) <= DAYS_OF_ONE_STORY
    return same and sides and near and tells_apart(row)


def alike_by(claims: list[dict], *names: str) -> list[list[dict]]:
    """Claims in groups that have these columns in common."""
    groups = defaultdict(list)
    for claim in claims:
        groups[tuple(claim[name] for name in names)].append(claim)
    return list(groups.values())


def forward(claims: list[dict], moved: dict[str, str]) -> None:
    """What repeats a claim that has turned out to repeat another repeats that one."""
    for claim in claims:
        claim["repeats"] = moved.get(claim["repeats"], claim["repeats"])


def _mark_same_number(alike: list[dict], tolerance: int) -> None:
    told = defaultdict(list)
    for claim in sorted(alike, key=lambda claim: (_FIRST.get(claim["kind"], 2), claim["claimant"] in UNNAMED, originality(claim))):
        earlier = told[digits(claim)]
        source = next((known for known in earlier if _retells(known, claim, tolerance)), None)
        if source and not claim["repeats"]:
            claim["repeats"] = source["claim_id"]
        elif not claim["repeats"]:
            earlier.append(claim)


def _retells(known: dict, claim: dict, tolerance: int) -> bool:
    if is_original(claim) or known["doc_id"] == claim["doc_id"] or known["stated"] > claim["stated"] or not same_thing(known["item"], claim["item"]):
        return False
    return any(rule(known, claim, tolerance) for rule in RULES)


def _detail(known: dict, claim: dict, tolerance: int) -> bool:
    return likeness(known) == likeness(claim) and one_claim(known, claim, tolerance)


def _distorted(known: dict, claim: dict, tolerance: int) -> bool:
    told_as_delivery = capacity_told(known, claim)
    if known["kind"] != claim["kind"] and not told_as_delivery:
        return False
    if days_apart(known["stated"], claim["stated"]) > (tolerance if told_as_delivery else DAYS_OF_ONE_STORY):
        return False
    same_claimant = known["claimant"] == claim["claimant"] not in UNNAMED
    one_figure = _same_number(known, claim) and same_teller(known, claim) or same_claimant and scaled(known, claim)
    # Equal amounts of one day are one figure; equal shares may be of different wholes.
    return one_figure and (claim["unit"] != "percent" or agree(known, claim, tolerance))


def _restated(known: dict, claim: dict, tolerance: int) -> bool:
    if likeness(known) != likeness(claim) or not same_teller(known, claim) or not agree(known | {"told_end": ""}, claim, tolerance):
        return False
    apart = days_apart(known["stated"], claim["stated"])
    if known["claimant"] == claim["claimant"]:
        return apart <= 2 * tolerance
    return apart <= tolerance and (tells_apart(claim) or sort_of_bound(claim) != "point")


def _turned(known: dict, claim: dict, tolerance: int) -> bool:
    near = days_apart(known["stated"], claim["stated"]) <= (tolerance if claim["kind"] == "plan" else DAYS_OF_ONE_STORY)
    same = known["claimant"] == claim["claimant"] not in UNNAMED and _same_number(known, claim)
    return near and same and (known["kind"], claim["kind"]) in TURNED


def _reversed(known: dict, claim: dict, tolerance: int) -> bool:
    bounds = {sort_of_bound(known), sort_of_bound(claim)}
    same = known["kind"] == claim["kind"] and same_teller(known, claim) and _same_number(known, claim)
    near = days_apart(known["stated"], claim["stated"]) <= tolerance and agree(known | {"told_end": ""}, claim, tolerance)
    return same and near and bounds == {"at_least", "at_most"} and tells_apart(claim)


def _unnamed(known: dict, claim: dict, tolerance: int) -> bool:
    named = claim["claimant"] in UNNAMED and known["claimant"] not in UNNAMED
    kind = known["kind"] == claim["kind"] or capacity_told(known, claim)
    return named and kind and _same_number(known, claim) and days_apart(known["stated"], claim["stated"]) <= tolerance


def _relabelled(known: dict, claim: dict, tolerance: int) -> bool:
    whole = (claim["whole_low"], claim["whole_high"])
    if isnan(whole[0]) or whole != (known["whole_low"], known["whole_high"]) or known["kind"] != claim["kind"]:
        return False
    near = days_apart(known["stated"], claim["stated"]) <= DAYS_OF_ONE_STORY
    return near and claim["claimant"] not in UNNAMED and _same_number(known, claim) and bool(_reporters(known) & _reporters(claim))


RULES: tuple[Callable[[dict, dict, int], bool], ...] = (_detail, _distorted, _restated, _turned, _reversed, _unnamed, _relabelled)


def capacity_told(known: dict, claim: dict) -> bool:
    """A count of the vehicles themselves is no capacity, even where a sentence on capacity tells it."""
    return known["kind"] == "capacity" and claim["kind"] == "delivery" and claim["item"] not in VEHICLES


def _same_number(known: dict, claim: dict) -> bool:
    return number(known) == number(claim)


def _mark_recounted(alike: list[dict], tolerance: int) -> None:
    told, moved = defaultdict(ByNumber), {}
    for claim in sorted(alike, key=originality):
        if claim["repeats"] or claim["claimant"] in UNNAMED:
            continue
        earlier = told[(claim["claimant"], claim["kind"], claim["item"])]
        source = next((known for known in earlier.near(claim) if _recounts(known, claim, tolerance)), None)
        if source:
            claim["repeats"] = moved[claim["claim_id"]] = source["claim_id"]
        else:
            earlier.add(claim)
    forward(alike, moved)


def _recounts(known: dict, claim: dict, tolerance: int) -> bool:
    if is_original(claim) or known["doc_id"] == claim["doc_id"] or not same_period(known, claim, tolerance):
        return False
    return _same_number(known, claim) or equal_to(SAME_DIGITS, number(known), number(claim))


def _mark_turned_round(told: list[dict]) -> None:
    moved = {}
    for alike in alike_by([claim for claim in told if not claim["repeats"]], "kind", "item", "unit", "per"):
        standing = defaultdict(list)
        for claim in sorted(alike, key=originality):
            other_way = standing[(number(claim), claim["recipient"], claim["supplier"])]
            source = next((known for known in other_way if not is_original(claim) and turned_round(known, claim)), None)
            if source:
                claim["repeats"] = moved[claim["claim_id"]] = source["claim_id"]
            else:
                standing[(number(claim), claim["supplier"], claim["recipient"])].append(claim)
    forward(told, moved)


def _mark_misnamed(told: list[dict], tolerance: int) -> None:
    by_id = {claim["claim_id"]: claim for claim in told}
    own = defaultdict(list)
    for claim in told:
        if not claim["repeats"]:
            own[claim["doc_id"]].append(claim)
    retold = defaultdict(set)
    for claim in told:
        if claim["repeats"] in by_id:
            retold[claim["doc_id"]].add(claim["repeats"])
    moved = {}
    for doc_id, sources in retold.items():
        there = [known for source in sorted(sources) for known in own[by_id[source]["doc_id"]] if known["claim_id"] not in sources]
        for claim in own[doc_id]:
            source = next((known for known in there if _misnames(known, claim, tolerance)), None)
            if source:
                claim["repeats"] = moved[claim["claim_id"]] = source["claim_id"]
    forward(told, moved)


def _misnames(known: dict, claim: dict, tolerance: int) -> bool:
    teller = same_teller(known, claim) or claim["claimant"] in UNNAMED
    near = known["stated"] <= claim["stated"] and days_apart(known["stated"], claim["stated"]) <= tolerance
    flow = (known["supplier"], known["recipient"]) == (claim["supplier"], claim["recipient"])
    return teller and near and flow and not (known["repeats"] or is_original(claim)) and _same_number(known, claim) and tells_apart(claim)


def _reporters(claim: dict) -> set[str]:
    """Everyone in the chain after its origin, without what stands in brackets."""
    return {name.partition("(")[0].strip() for name in claim["chain"].split(";")[1:]} - {""}
