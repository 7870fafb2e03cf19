"""Admiralty code (NATO AJP-2.1, annex A): the claimant's reliability A–F and the statement's credibility 1–6, rated apart.

Reliability is the claimant's row in actors.csv. Credibility follows this rule and nothing else:

  6  cannot be judged: the claimant is unknown, or is a medium that names no source
  5  improbable: a bare denial, a figure beside one in which its report lost a power of ten, or a delivery whose number its
     claimant soon afterwards tells as what the means of transport could hold
  2  probably true: an independent origin puts, for the same thing and a period that ends within the tolerance, a figure that is
     bounded on both sides and lies within or across this claim's interval
  3  possibly true: anything else

1 (confirmed) and 4 (doubtful) are a reader's to give, in data/review.csv.
"""

from collections import defaultdict
from datetime import date
from math import isnan

from analysis import origins
from analysis.intervals import interval, overlap
from analysis.vocabulary import Vocabulary


def credibilities(claims: list[dict], tolerance: int, vocabulary: Vocabulary) -> list[str]:
    """A digit for each claim, in their order. `tolerance`: days by which the ends of two periods may differ."""
    alike = defaultdict(list)
    for claim in claims:
        if not claim["repeats"] and claim["status"] != "rejected":
            alike[_subject(claim)].append(claim)
    bounded = {subject: _bounded(rows) for subject, rows in alike.items()}
    return [_credibility(claim, bounded.get(_subject(claim), []), tolerance, vocabulary) for claim in claims]


def _credibility(claim: dict, bounded: list[tuple], tolerance: int, vocabulary: Vocabulary) -> str:
    if claim["origin"] in ("unknown", "media"):
        return "6"
    if claim["kind"] == "denial" or claim["doubted"]:
        return "5"
    own, day = interval(claim["low"], claim["high"], claim["bound"]), _day(claim)
    for origin, other, other_day in bounded:
        if abs(other_day - day) <= tolerance and overlap(own, other) and origins.independent(claim["origin"], origin, vocabulary):
            return "2"
    return "3"


def _subject(claim: dict) -> tuple:
    return tuple(claim[name] for name in ("supplier", "recipient", "item", "kind", "unit", "per"))


def _bounded(rows: list[dict]) -> list[tuple]:
    """Origin, interval and last day of those that are bounded on both sides, each once."""
    told = {(row["origin"], interval(row["low"], row["high"], row["bound"]), _day(row)) for row in rows}
    return sorted(entry for entry in told if not isnan(entry[1][0]) and not isnan(entry[1][1]))


def _day(claim: dict) -> int:
    return date.fromisoformat(claim["period_end"] or claim["stated"]).toordinal()
