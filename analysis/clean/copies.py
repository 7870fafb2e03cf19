"""Which rows tell one claim in the same words, other languages and roundings ("rund 6.700", "6,700") included: they become one claim.

One claim: same flow, item, kind, number, unit and sort of bound; told by the same claimant, or by the same origin within
DAYS_OF_ONE_STORY; statements within the tolerance, or the same period told; periods that agree within the tolerance.

A copy: one claim, and no detail of it contradicted. Who is named as claimant, whether it is said flatly, on which day its period
begins and ends: where two tellings differ in one of these, none of the two is merged, and `repeats` keeps both in sight.
Where a report prints another again (`copy_of`), the same number in the same sentence is a copy, whatever became of its days.

The original of several tellings is the earliest stated; of one day's, the one with the fewest names between claimant and reader (none
where the claimant publishes it itself), then the more careful (a bound or a hedge is lost in a retelling, not won), then the earliest
published, then doc_id and place in the text. So nothing repeats what was said after it, and neither order nor a further copy
changes a claim.
"""

import json
from collections import defaultdict

from analysis.clean.normalise import WITHOUT_NUMBER, has_number
from analysis.clean.sameness import DAYS_OF_ONE_STORY, ENDS, UNNAMED, agree, days_apart, same_period, sort_of_bound

CARE = ("between", "at_least", "at_most", "about", "exact", "")


def merged(rows: list[dict], tolerance: int) -> list[list[dict]]:
    """Groups of copies, the original first, by the day on which it was published. `tolerance` in days."""
    groups, alike = [], defaultdict(list)
    for row in sorted(rows, key=originality):
        candidates = alike[likeness(row)]
        group = next((group for group in candidates if _reprinted(group, row)), None)
        group = group or next((group for group in candidates if _copies(group[0], row, tolerance)), None)
        if group is None:
            candidates.append([row])
            groups.append(candidates[-1])
        else:
            group.append(row)
    return sorted(groups, key=lambda group: _printed(group[0]))


def originality(row: dict) -> tuple:
    """Sorts the original of several tellings first."""
    return row["stated"], row["distance"], CARE.index(row["bound"]), row["hedge"] == "flat", *_printed(row)


def likeness(row: dict) -> tuple:
    """What two tellings of one claim have in common to the letter."""
    numbers = (row["low"], row["high"]) if has_number(row) else ()
    sides = (row["supplier"], row["recipient"])
    parties = tuple(sorted(sides)) if row["kind"] == "meeting" else sides
    return (*parties, row["item"], row["kind"], row["unit"], row["per"], *(str(number) for number in numbers), sort_of_bound(row))


def one_claim(lead: dict, row: dict, tolerance: int) -> bool:
    """Whether two rows of one likeness with a number tell one claim, in whatever detail they differ."""
    apart = days_apart(lead["stated"], row["stated"])
    same_claimant = lead["claimant"] == row["claimant"] and lead["claimant"] not in UNNAMED
    if not same_claimant and (lead["origin"] != row["origin"] or apart > DAYS_OF_ONE_STORY):
        return False
    return agree(lead, row, tolerance) and (apart <= tolerance or same_period(lead, row, tolerance))


def _copies(lead: dict, row: dict, tolerance: int) -> bool:
    if "reject" in lead["actions"] + row["actions"]:
        return False
    if lead["doc_id"] == row["doc_id"] and lead["start"] == row["start"] and lead["spans"] != row["spans"]:
        return False  # "120 guns and 120 launchers": two things of one sentence, not one told twice
    if row["kind"] in WITHOUT_NUMBER:
        return _same_event(lead, row)
    return one_claim(lead, row, tolerance) and not _contradicted(lead, row)


def _reprinted(group: list[dict], row: dict) -> bool:
    """Whether the report that this one prints again has the same sentence, and in it the same of these words."""
    if not row["copy_of"] or "reject" in row["actions"]:
        return False
    return any(told["doc_id"] == row["copy_of"] and _place(told) == _place(row) and "reject" not in told["actions"] for told in group)


def _place(row: dict) -> tuple:
    """The sentence, its blanks made alike, and how many words of it stand before the number and before the thing."""
    spans, words = json.loads(row["spans"]), row["evidence"].split()
    return words, [len(row["evidence"][: spans[part][0] - row["start"]].split()) for part in ("quantity", "item") if part in spans]


def _contradicted(lead: dict, row: dict) -> bool:
    """Whether both tell a detail, and tell it otherwise; what runs to the day of its statement tells no end."""
    if lead["claimant"] != row["claimant"] or (lead["hedge"] == "flat") != (row["hedge"] == "flat"):
        return True
    ends = [end for end in ENDS if lead[end] and row[end] and lead[end] != row[end]]
    return "period_start" in ends or "told_end" in ends and any(told["told_end"] != told["stated"] for told in (lead, row))


def _same_event(lead: dict, row: dict) -> bool:
    if row["kind"] == "meeting":
        told = (row["period_start"], row["period_end"])
        return all(told) and told == (lead["period_start"], lead["period_end"])
    # One report may tell of several accounts, and of several assessments: no rule says which of them another report repeats.
    same = row["kind"] == "denial" and lead["claimant"] == row["claimant"]
    return same and days_apart(lead["stated"], row["stated"]) <= DAYS_OF_ONE_STORY


def _printed(row: dict) -> tuple:
    return row["published"], row["doc_id"], row["start"], row["fact_id"]
