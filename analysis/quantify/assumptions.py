"""What the ranges rest on, each changed by itself: an origin, the count's beginning, rounding, hedges, what retells what, who draws on whom."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import permutations

import pandas as pd

from analysis.intervals import interval
from analysis.origins import counts, draws, independent, linked
from analysis.topics import Topic
from analysis.vocabulary import Vocabulary

SHIFT = 31
_ROUNDED = ("", "exact", "about")


@dataclass(frozen=True)
class Case:
    """One assumption changed, and what a solution then takes; `without` is an origin that is left out of what is put together.

    `variant` and `subjects` say the change in parts: which way it goes, and the origins, claims or days that it is about.
    """

    assumption: str
    changed: str
    variant: str
    subjects: tuple[str, ...]
    claims: pd.DataFrame
    topic: Topic
    vocabulary: Vocabulary
    without: str = ""


def cases(claims: pd.DataFrame, topic: Topic, vocabulary: Vocabulary) -> Iterator[Case]:
    """Every assumption once, in a fixed order."""
    base = Case("", "", "", (), claims, topic, vocabulary)
    spoken = [origin for origin in vocabulary.by_key("origins") if origin in set(claims["origin"]) and counts(origin, vocabulary)]
    yield from (replace(base, assumption="origin", changed=f"without {origin}", variant="without", subjects=(origin,), without=origin) for origin in spoken)
    yield from _beginnings(base)
    yield from _readings(base)
    yield from _decisions(base)
    yield from _links(base, spoken)


def _beginnings(base: Case) -> Iterator[Case]:
    for days, word in ((-SHIFT, "earlier"), (SHIFT, "later")):
        flows = tuple(replace(flow, counted_from=_moved(flow.counted_from, days)) for flow in base.topic.flows)
        topic = replace(base.topic, flows=flows, counted_from=_moved(base.topic.counted_from, days))
        yield replace(base, assumption="counted_from", changed=f"{SHIFT} days {word}", variant=word, subjects=(str(SHIFT),), topic=topic)
    for days in (0, 2 * base.topic.start_tolerance):
        yield replace(base, assumption="start_tolerance", changed=f"{days} days", variant="days", subjects=(str(days),), topic=replace(base.topic, start_tolerance=days))


def _readings(base: Case) -> Iterator[Case]:
    for widths, variant, word in ((0, "as_said", "numbers taken as said"), (2, "wide", "twice as wide")):
        yield replace(base, assumption="rounding", changed=word, variant=variant, claims=_rounded(base.claims, widths))
    kept = base.claims[~base.claims["hedge"].isin(["alleged", "possible"])]
    yield replace(base, assumption="hedge", changed="without what is alleged or possible", variant="without", claims=kept)
    graded = base.claims.assign(credibility=base.claims["credibility"].replace("5", "4"))
    yield replace(base, assumption="credibility", changed="with what is graded improbable", variant="with", claims=graded)


def _decisions(base: Case) -> Iterator[Case]:
    """Each decision that a claim retells or recomputes another, taken back."""
    for column, word in (("repeats", "retelling"), ("computed_from", "recomputation")):
        for claim, source in sorted(zip(base.claims["claim_id"], base.claims[column])):
            if source:
                taken_back = base.claims[column].where(base.claims["claim_id"] != claim, "")
                changed = f"{claim} is no {word} of {source}"
                yield replace(base, assumption=column, changed=changed, variant="none", subjects=(claim, source), claims=base.claims.assign(**{column: taken_back}))


def _links(base: Case, spoken: list[str]) -> Iterator[Case]:
    """Each link between two origins taken away, and one laid between each two that have none."""
    known = base.vocabulary.by_key("origins")
    for one, other in permutations(spoken, 2):
        drawn = set(filter(None, known[one]["draws_on"].split(";")))
        if draws(one, other, base.vocabulary):
            variant, changed, drawn = "apart", f"{one} does not draw on {other}", drawn - {other}
        elif one < other and independent(one, other, base.vocabulary):
            variant, changed, drawn = "linked", f"{one} and {other} draw on each other", drawn | {other}
        else:
            continue
        yield replace(base, assumption="independence", changed=changed, variant=variant, subjects=(one, other), vocabulary=linked(base.vocabulary, {one: drawn}))


def _moved(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _rounded(claims: pd.DataFrame, widths: int) -> pd.DataFrame:
    """The claims with single numbers as ranges: `widths` times as wide as their rounding allows."""
    ends = {"low": list(claims["low"]), "high": list(claims["high"]), "bound": list(claims["bound"])}
    for at, (low, high, bound) in enumerate(zip(*ends.values())):
        if bound in _ROUNDED and low == high:
            floor, ceiling = interval(low, high, bound)
            ends["low"][at], ends["high"][at] = low - widths * (low - floor), high + widths * (ceiling - high)
            ends["bound"][at] = "between"
    return claims.assign(**ends)
