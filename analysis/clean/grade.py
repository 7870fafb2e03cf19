"""Admiralty code (NATO AJP-2.1, annex A): the claimant's reliability A–F, the statement's credibility 1–6, rated apart, each with a reason.

Reliability is the claimant's row in actors.csv. Credibility follows this rule and nothing else:

  6  cannot be judged: the claimant is unknown, or is a medium that names no source
  5  improbable: a bare denial, a figure beside one in which its report lost a power of ten, or a delivery whose number its
     claimant soon afterwards tells as what the means of transport could hold
  2  probably true: an independent origin puts, for the same thing and a period that ends within the tolerance, a figure that is
     bounded on both sides and lies within or across this claim's interval; or tells of a meeting on a day within this one's days, or the reverse
  3  possibly true: anything else

1 (confirmed) and 4 (doubtful) are a reader's to give, in data/review.csv, where each grade can be corrected; the reason is then the reviewer's.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from datetime import date
from math import isnan

from analysis import origins
from analysis.intervals import interval, overlap
from analysis.vocabulary import Vocabulary

UNCONFIRMED = "no independent origin puts a bounded figure near it"


def reliability_reason(claim: dict, vocabulary: Vocabulary) -> str:
    """The reason in the claimant's row of actors.csv."""
    return vocabulary.by_key("actors")[claim["claimant"]]["reason"] or "the grade of its row in actors.csv"


def credibilities(claims: list[dict], tolerance: int, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Digit and reason for each claim, in their order. `tolerance`: days by which the ends of two periods may differ."""
    alike = defaultdict(list)
    for claim in claims:
        if not claim["repeats"] and claim["status"] != "rejected":
            alike[_subject(claim)].append(claim)
    bounded = {subject: _bounded(rows) for subject, rows in alike.items()}
    known = [(alike.get(_subject(claim), []), bounded.get(_subject(claim), [])) for claim in claims]
    return [_credibility(claim, *beside, tolerance, vocabulary) for claim, beside in zip(claims, known)]


def _credibility(claim: dict, alike: list[dict], bounded: list[tuple], tolerance: int, vocabulary: Vocabulary) -> tuple[str, str]:
    if {claim["origin"], claim["claimant"]} & {"unknown", "media"}:
        return "6", "nobody is named who would know"
    if claim["kind"] == "denial":
        return "5", "a bare denial"
    if claim["doubted"]:
        return "5", claim["doubted"]
    if claim["kind"] == "meeting":
        witness = next((other for other in sorted(_met(claim, alike, vocabulary))), "")
        return ("2", f"{witness} tells of it too") if witness else ("3", "no independent origin tells of it")
    own, day = interval(claim["low"], claim["high"], claim["bound"]), _day(claim)
    near = bounded[bisect_left(bounded, day - tolerance, key=_last) : bisect_right(bounded, day + tolerance, key=_last)]
    fitting = (entry for entry in near if overlap(own, entry[1]) and origins.independent(claim["origin"], entry[0], vocabulary))
    if first := min(fitting, default=None):
        origin, other, other_day = first
        return "2", f"{origin} puts {other[0]:.15g} to {other[1]:.15g} by {date.fromordinal(other_day)}"
    return "3", UNCONFIRMED if claim["kind"] not in ("assessment", "account") else "a statement without a figure, which no rule confirms"


def _met(claim: dict, alike: list[dict], vocabulary: Vocabulary) -> list[str]:
    """Independent origins of a meeting on a day within this one's, or that has this one's day within its own."""
    others = [other for other in alike if origins.independent(claim["origin"], other["origin"], vocabulary)]
    return [other["origin"] for other in others if _on_a_day_of(claim, other) or _on_a_day_of(other, claim)]


def _on_a_day_of(one: dict, other: dict) -> bool:
    return other["period_start"] != "" and other["period_start"] <= one["period_start"] == one["period_end"] <= other["period_end"]


def _subject(claim: dict) -> tuple:
    return tuple(claim[name] for name in ("supplier", "recipient", "item", "kind", "unit", "per"))


def _bounded(rows: list[dict]) -> list[tuple]:
    """Origin, interval and last day of those that are bounded on both sides, each once, by that day."""
    told = {(row["origin"], interval(row["low"], row["high"], row["bound"]), _day(row)) for row in rows}
    return sorted((entry for entry in told if not isnan(entry[1][0]) and not isnan(entry[1][1])), key=_last)


def _last(entry: tuple) -> int:
    return entry[2]


def _day(claim: dict) -> int:
    return date.fromisoformat(claim["period_end"] or claim["stated"]).toordinal()
