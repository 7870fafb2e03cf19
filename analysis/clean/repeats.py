"""Which rows tell one claim: copies are merged into it, retellings that differ keep a row that names it in `repeats`.

Copies: same flow, item, kind, number, unit and sort of bound; told by the same claimant, or by the same origin within
DAYS_OF_ONE_STORY; statements within the tolerance, or the same period told; periods that do not contradict.

The original of several tellings is the earliest stated; of one day's, the one with the fewest names between claimant and reader (none
where the claimant publishes it itself), then the more careful (a bound or a hedge is lost in a retelling, not won), then the earliest
published, then doc_id and place in the text. So nothing repeats what was said after it, and neither order nor a further copy
changes a claim.

Retellings, where a rule is safe. Each names the original and stays out of every estimate:
  distorted  same claimant and number within DAYS_OF_ONE_STORY, another bound, period or item; or, within the tolerance, a capacity
             told as a delivery, never the reverse; or the same digits with a power of ten lost ("165" for 165,000 barrels): the other
             figures of such a report are `doubted`, and so is a delivery whose number its claimant tells as a capacity only later
  recounted  same claimant, kind, item and period, the number the same to its third digit or closer: one count, whenever it is told
  unnamed    a medium or an unnamed claimant with a named claimant's number, stated within the tolerance after it
  relabelled another claimant, but the same part of the same whole, within DAYS_OF_ONE_STORY, through a common reporter
  borrowed   another origin's count to its third digit or closer, for the same period; it then counts under that origin, and so do the other
             figures that the same report gives for the same claimant and period (`computed_from`)
"""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from math import isnan

from analysis.clean.normalise import VEHICLES, WITHOUT_NUMBER, has_number
from analysis.intervals import step

DAYS_OF_ONE_STORY = 3
UNNAMED = ("media", "unknown")
SAME_DIGITS = 3
CARE = ("between", "at_least", "at_most", "about", "exact", "")


def merged(rows: list[dict], tolerance: int) -> list[list[dict]]:
    """Groups of copies, the original first, by the day on which it was published. `tolerance` in days."""
    groups, alike = [], defaultdict(list)
    for row in sorted(rows, key=_originality):
        candidates = alike[_likeness(row)]
        group = next((group for group in candidates if _copies(group[0], row, tolerance)), None)
        if group is None:
            candidates.append([row])
            groups.append(candidates[-1])
        else:
            group.append(row)
    return sorted(groups, key=lambda group: _printed(group[0]))


def mark_retellings(claims: list[dict], tolerance: int) -> None:
    """Fills `repeats`, `computed_from`, `doubted` and, where a figure is borrowed, `origin`; what a reviewer set, or `emptied`, is left alone."""
    by_number = defaultdict(list)
    for claim in claims:
        if has_number(claim) and claim["status"] != "rejected":
            by_number[(claim["supplier"], claim["recipient"], claim["unit"], claim["per"])].append(claim)
    for alike in by_number.values():
        _mark_same_number(alike, tolerance)
        _mark_recounted(alike, tolerance)
        _mark_borrowed(alike, tolerance)
    _mark_computed(claims, tolerance)
    _mark_doubted(claims, tolerance)


def _originality(row: dict) -> tuple:
    return row["stated"], row["distance"], CARE.index(row["bound"]), row["hedge"] == "flat", *_printed(row)


def _printed(row: dict) -> tuple:
    return row["published"], row["doc_id"], row["start"], row["fact_id"]


def _likeness(row: dict) -> tuple:
    sort = row["bound"] if row["bound"] in ("at_least", "at_most") else "point"
    numbers = (row["low"], row["high"]) if has_number(row) else ()
    sides = (row["supplier"], row["recipient"])
    parties = tuple(sorted(sides)) if row["kind"] == "meeting" else sides
    return (*parties, row["item"], row["kind"], row["unit"], row["per"], *(str(number) for number in numbers), sort)


def _copies(lead: dict, row: dict, tolerance: int) -> bool:
    if "reject" in lead["actions"] + row["actions"]:
        return False
    if lead["doc_id"] == row["doc_id"] and lead["start"] == row["start"] and lead["spans"] != row["spans"]:
        return False  # "120 guns and 120 launchers": two things of one sentence, not one told twice
    apart = _days_apart(lead["stated"], row["stated"])
    if row["kind"] in WITHOUT_NUMBER:
        return _same_event(lead, row, apart)
    same_claimant = lead["claimant"] == row["claimant"] and lead["claimant"] not in UNNAMED
    if not same_claimant and (lead["origin"] != row["origin"] or apart > DAYS_OF_ONE_STORY):
        return False
    return _agree(lead, row, tolerance) and (apart <= tolerance or _same_period(lead, row, tolerance))


def _same_event(lead: dict, row: dict, apart: int) -> bool:
    if row["kind"] == "meeting":
        told = (row["period_start"], row["period_end"])
        return all(told) and told == (lead["period_start"], lead["period_end"])
    # One report may tell of several accounts, and of several assessments: no rule says which of them another report repeats.
    return row["kind"] == "denial" and lead["claimant"] == row["claimant"] and apart <= DAYS_OF_ONE_STORY


def _agree(one: dict, other: dict, tolerance: int) -> bool:
    """Nothing that both tell of their periods contradicts."""
    return all(
        not one[end] or not other[end] or _days_apart(one[end], other[end]) <= tolerance for end in ("period_start", "told_end")
    )


def _same_period(one: dict, other: dict, tolerance: int) -> bool:
    told = all(row[end] for row in (one, other) for end in ("period_start", "told_end"))
    return told and _agree(one, other, tolerance)


def _mark_same_number(alike: list[dict], tolerance: int) -> None:
    told = defaultdict(list)
    for claim in sorted(alike, key=_precedence):
        earlier = told[_digits(claim)]
        source = next((known for known in earlier if _retells(known, claim, tolerance)), None)
        if source and not claim["repeats"]:
            claim["repeats"] = source["claim_id"]
        elif not claim["repeats"]:
            earlier.append(claim)


def _precedence(claim: dict) -> tuple:
    """A delivery retells a capacity and an unnamed claimant a named one, never the reverse, whichever is the more careful."""
    return claim["kind"] != "capacity", claim["claimant"] in UNNAMED, _originality(claim)


def _retells(known: dict, claim: dict, tolerance: int) -> bool:
    if _is_original(claim) or known["doc_id"] == claim["doc_id"] or known["stated"] > claim["stated"] or not _akin(known["item"], claim["item"]):
        return False
    capacity_told = _capacity_told(known, claim)
    if known["kind"] != claim["kind"] and not capacity_told:
        return False
    apart, same = _days_apart(known["stated"], claim["stated"]), _number(known) == _number(claim)
    if claim["claimant"] in UNNAMED:
        return same and known["claimant"] not in UNNAMED and apart <= tolerance
    if apart > (tolerance if capacity_told else DAYS_OF_ONE_STORY):
        return False
    if known["claimant"] == claim["claimant"]:
        # Equal amounts of one day are one figure; equal shares may be of different wholes.
        return (same or _scaled(known, claim)) and (claim["unit"] != "percent" or _agree(known, claim, tolerance))
    whole = (claim["whole_low"], claim["whole_high"])
    return same and not isnan(whole[0]) and whole == (known["whole_low"], known["whole_high"]) and bool(_reporters(known) & _reporters(claim))


def _capacity_told(known: dict, claim: dict) -> bool:
    """A count of the vehicles themselves is no capacity, even where a sentence on capacity tells it."""
    return known["kind"] == "capacity" and claim["kind"] == "delivery" and claim["item"] not in VEHICLES


def _scaled(known: dict, claim: dict) -> bool:
    """One number is the other with a power of ten lost: any power if both have two digits or more, else thousands only."""
    if _number(known) == _number(claim) or _digits(known) != _digits(claim):
        return False
    factor = max(_number(known), _number(claim)) / min(_number(known), _number(claim))
    return len(_digits(claim)) > 1 or round(factor) in (10**3, 10**6)


def _mark_recounted(alike: list[dict], tolerance: int) -> None:
    told, moved = defaultdict(list), {}
    for claim in sorted(alike, key=_originality):
        if claim["repeats"] or claim["claimant"] in UNNAMED:
            continue
        earlier = told[(claim["claimant"], claim["kind"], claim["item"])]
        source = next((known for known in earlier if _recounts(known, claim, tolerance)), None)
        if source:
            claim["repeats"] = moved[claim["claim_id"]] = source["claim_id"]
        else:
            earlier.append(claim)
    _forward(alike, moved)


def _forward(alike: list[dict], moved: dict[str, str]) -> None:
    """What repeats a claim that has turned out to repeat another repeats that one."""
    for claim in alike:
        claim["repeats"] = moved.get(claim["repeats"], claim["repeats"])


def _recounts(known: dict, claim: dict, tolerance: int) -> bool:
    if _is_original(claim) or known["doc_id"] == claim["doc_id"] or not _same_period(known, claim, tolerance):
        return False
    return _number(known) == _number(claim) or _equal_to(SAME_DIGITS, _number(known), _number(claim))


def _mark_borrowed(alike: list[dict], tolerance: int) -> None:
    counts = [claim for claim in alike if claim["item"] in VEHICLES and claim["kind"] == "delivery" and not claim["repeats"]]
    moved = {}
    for claim in counts:
        source = next((known for known in counts if _lends(known, claim, tolerance)), None)
        if source:
            claim["repeats"], claim["origin"] = source["claim_id"], source["origin"]
            moved[claim["claim_id"]] = source["claim_id"]
    _forward(alike, moved)


def _lends(known: dict, claim: dict, tolerance: int) -> bool:
    if _is_original(claim) or known["origin"] == claim["origin"] or known["repeats"] or known["item"] != claim["item"]:
        return False
    if known["stated"] >= claim["stated"]:
        return False
    return _same_period(known, claim, tolerance) and _equal_to(SAME_DIGITS, _number(known), _number(claim))


def _is_original(claim: dict) -> bool:
    """Whether a reviewer says that it repeats nothing."""
    return "repeats" in claim["emptied"]


def _mark_computed(claims: list[dict], tolerance: int) -> None:
    by_id = {claim["claim_id"]: claim for claim in claims}
    lenders = defaultdict(list)
    for claim in claims:
        source = by_id.get(claim["repeats"])
        if source and source["origin"] == claim["origin"] and source["claimant"] != claim["claimant"]:
            lenders[(claim["doc_id"], claim["claimant"])].append((claim, source))
    for claim in claims:
        for borrowed, source in lenders.get((claim["doc_id"], claim["claimant"]), []):
            set_already = claim["repeats"] or claim["computed_from"] or "computed_from" in claim["emptied"]
            if claim["kind"] == "delivery" and not set_already and _same_period(borrowed, claim, tolerance):
                claim["computed_from"], claim["origin"] = source["claim_id"], source["origin"]


def _mark_doubted(claims: list[dict], tolerance: int) -> None:
    by_id = {claim["claim_id"]: claim for claim in claims}
    lost = {
        (claim["doc_id"], claim["claimant"])
        for claim in claims
        if claim["repeats"] in by_id and has_number(claim) and _scaled(by_id[claim["repeats"]], claim)
    }
    capacities = defaultdict(list)
    for claim in claims:
        if claim["kind"] == "capacity":
            capacities[(claim["claimant"], _number(claim))].append(claim)
    for claim in claims:
        alike = capacities.get((claim["claimant"], _number(claim)), [])
        taken_back = any(_taken_back(claim, later, tolerance) for later in alike)
        claim["doubted"] = not claim["repeats"] and (taken_back or (claim["doc_id"], claim["claimant"]) in lost)


def _taken_back(claim: dict, later: dict, tolerance: int) -> bool:
    same = all(claim[name] == later[name] for name in ("supplier", "recipient", "unit", "per")) and _akin(claim["item"], later["item"])
    days = date.fromisoformat(later["stated"]) - date.fromisoformat(claim["stated"])
    return same and _capacity_told(later, claim) and 0 < days.days <= tolerance


def _number(claim: dict) -> float:
    return claim["low"] if isnan(claim["high"]) else claim["high"]


def _digits(claim: dict) -> tuple[int, ...]:
    return Decimal(repr(_number(claim))).normalize().as_tuple().digits


def _equal_to(digits: int, one: float, other: float) -> bool:
    """Whether two numbers are the same once the finer is rounded to the coarser, which must have that many digits of its own."""
    coarse = max(step(one), step(other))
    return min(one, other) / float(coarse) >= 10 ** (digits - 1) and round(one / float(coarse)) == round(other / float(coarse))


def _akin(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def _reporters(claim: dict) -> set[str]:
    """Everyone in the chain after its origin, without what stands in brackets."""
    return {name.partition("(")[0].strip() for name in claim["chain"].split(";")[1:]} - {""}


def _days_apart(one: str, other: str) -> int:
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
