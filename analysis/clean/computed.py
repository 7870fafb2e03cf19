"""Figures that rest on another's count, and figures that are not believed.

  borrowed  another origin's count of vehicles to its third digit or closer, for the same period; or, where the origins draw on each
            other, a number that tells figures apart, such as the upper end of a range: it repeats that claim and counts under its origin
  computed  what a report that borrows a count gives besides it, for the same claimant and period; and what means of transport could
            hold, beside the count of them in the same report: `computed_from` names the count, and the figure counts under its origin
  doubted   figures of a report and claimant beside one that lost a power of ten, and a delivery whose number its claimant soon
            afterwards tells as a capacity
"""

from collections import defaultdict
from datetime import date

from analysis import origins
from analysis.clean.by_number import ByNumber
from analysis.clean.normalise import VEHICLES, has_number
from analysis.clean.repeats import SAME_DIGITS, alike_by, capacity_told, forward, is_original
from analysis.clean.sameness import agree, equal_to, number, same_period, same_thing, scaled, sort_of_bound, tells_apart
from analysis.vocabulary import Vocabulary

FILLED = ("container", "railcar")


def mark_computed(claims: list[dict], tolerance: int, vocabulary: Vocabulary) -> None:
    """Fills `repeats` of what is borrowed, `computed_from` of what is computed, the `origin` of both, and `doubted`; after `mark_retellings`."""
    told = [claim for claim in claims if has_number(claim) and claim["status"] != "rejected"]
    for alike in alike_by(told, "supplier", "recipient", "unit", "per"):
        _mark_borrowed(alike, tolerance, vocabulary)
    _mark_besides(claims, tolerance)
    _mark_loads(told, vocabulary)
    _mark_doubted(claims, tolerance)


def _mark_borrowed(alike: list[dict], tolerance: int, vocabulary: Vocabulary) -> None:
    deliveries = [claim for claim in alike if claim["kind"] == "delivery" and not claim["repeats"]]
    told, moved = ByNumber(), {}
    for claim in deliveries:
        told.add(claim)
    for claim in deliveries:
        source = next((known for known in told.near(claim) if _lends(known, claim, tolerance, vocabulary)), None)
        if source:
            claim["repeats"], claim["origin"] = source["claim_id"], source["origin"]
            moved[claim["claim_id"]] = source["claim_id"]
    forward(alike, moved)


def _lends(known: dict, claim: dict, tolerance: int, vocabulary: Vocabulary) -> bool:
    if is_original(claim) or known["origin"] == claim["origin"] or known["repeats"] or known["stated"] >= claim["stated"]:
        return False
    if known["item"] == claim["item"] and claim["item"] in VEHICLES:
        return same_period(known, claim, tolerance) and equal_to(SAME_DIGITS, number(known), number(claim))
    if not same_thing(known["item"], claim["item"]) or not origins.draws(claim["origin"], known["origin"], vocabulary):
        return False
    same = number(known) == number(claim) and sort_of_bound(known) == "point" == sort_of_bound(claim)
    return same and tells_apart(claim) and agree(known, claim, tolerance)


def _mark_besides(claims: list[dict], tolerance: int) -> None:
    by_id = {claim["claim_id"]: claim for claim in claims}
    lenders = defaultdict(list)
    for claim in claims:
        source = by_id.get(claim["repeats"])
        if source and claim["item"] in VEHICLES and source["origin"] == claim["origin"] and source["claimant"] != claim["claimant"]:
            lenders[(claim["doc_id"], claim["claimant"])].append((claim, source))
    for claim in claims:
        for borrowed, source in lenders.get((claim["doc_id"], claim["claimant"]), []):
            own = claim["kind"] == "delivery" and _may_be_computed(claim)
            if own and same_period(borrowed, claim, tolerance):
                claim["computed_from"], claim["origin"] = source["claim_id"], source["origin"]


def _mark_loads(told: list[dict], vocabulary: Vocabulary) -> None:
    by_id = {claim["claim_id"]: claim for claim in told}
    counts = _counts(told)
    for claim in told:
        if claim["kind"] == "capacity" and _may_be_computed(claim):
            beside = [by_id[count] for count in sorted(counts[_place(claim["doc_id"], claim)]) if count in by_id]
            own = [count for count in beside if count["origin"] == claim["origin"]]
            found = own or [count for count in beside if origins.draws(claim["origin"], count["origin"], vocabulary)]
            if len(found) == 1:
                claim["computed_from"], claim["origin"] = found[0]["claim_id"], found[0]["origin"]


def _may_be_computed(claim: dict) -> bool:
    return not (claim["repeats"] or claim["computed_from"] or "computed_from" in claim["emptied"])


def _counts(told: list[dict]) -> dict[tuple, set[str]]:
    """The originals of the counts of vehicles that a report gives of a flow."""
    counts = defaultdict(set)
    for claim in told:
        if claim["item"] in FILLED and claim["kind"] == "delivery":
            for fact_id in (claim["fact_id"], *filter(None, claim["copies"].split(";"))):
                counts[_place(fact_id.rsplit(":", 2)[0], claim)].add(claim["repeats"] or claim["claim_id"])
    return counts


def _place(doc_id: str, claim: dict) -> tuple:
    return doc_id, claim["supplier"], claim["recipient"]


def _mark_doubted(claims: list[dict], tolerance: int) -> None:
    by_id = {claim["claim_id"]: claim for claim in claims}
    lost = {
        (claim["doc_id"], claim["claimant"])
        for claim in claims
        if claim["repeats"] in by_id and has_number(claim) and scaled(by_id[claim["repeats"]], claim)
    }
    capacities = defaultdict(list)
    for claim in claims:
        if claim["kind"] == "capacity":
            capacities[(claim["claimant"], number(claim))].append(claim)
    for claim in claims:
        alike = capacities.get((claim["claimant"], number(claim)), [])
        taken_back = any(_taken_back(claim, later, tolerance) for later in alike)
        claim["doubted"] = ""
        if not claim["repeats"] and (claim["doc_id"], claim["claimant"]) in lost:
            claim["doubted"] = "its report lost a power of ten in a figure beside it"
        elif not claim["repeats"] and taken_back:
            claim["doubted"] = "its claimant soon afterwards tells the number as what the means of transport could hold"


def _taken_back(claim: dict, later: dict, tolerance: int) -> bool:
    same = all(claim[name] == later[name] for name in ("supplier", "recipient", "unit", "per")) and same_thing(claim["item"], later["item"])
    days = date.fromisoformat(later["stated"]) - date.fromisoformat(claim["stated"])
    return same and capacity_told(later, claim) and 0 < days.days <= tolerance
