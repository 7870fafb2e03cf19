"""How far each assumption moves the result: table `sensitivity`, of each range those first that move it most.

One assumption is changed at a time (`assumptions`) and everything is solved again. A range is looked at on two days: the newest, and the last on
which it has a ceiling. Of the topic's lead item every assumption is listed, also those that move nothing; of the others those that do.
"""

from math import isnan
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import tables
from analysis.quantify import across
from analysis.quantify.across import Range, View
from analysis.quantify.assumptions import Case, cases
from analysis.quantify.constraints import constraints
from analysis.quantify.curve import Curve, curves, families, taking_part
from analysis.topics import Topic
from analysis.vocabulary import Vocabulary

LEVELS = {"supported": across.supported, "hull": across.hull}
_EFFECTS = ("vanishes", "appears", "opens", "closes", "moves", "none")


class Asked(NamedTuple):
    """A range that is looked at: of which flow, item, unit and level, on which days."""

    flow: str
    item: str
    unit: str
    level: str
    days: tuple[str, ...]


Ends = list[tuple[float, float]]  # low and high on each day, NaN = open


def sensitivity(claims: pd.DataFrame, topic: Topic, vocabulary: Vocabulary, as_of: str) -> pd.DataFrame:
    """Table `sensitivity` of claims that were known on `as_of`."""
    solver = _Solver(claims, topic, vocabulary, as_of)
    asked = [each for curve in solver.base for item in curve.items for each in _asked(curve, item, topic, vocabulary)]
    before = {each: solver.ends(each, solver.base, vocabulary) for each in asked}
    rows = []
    for case in cases(claims, topic, vocabulary):
        solved = solver.solved(case)
        for each in asked:
            after = solver.ends(each, solved, case.vocabulary, case.without)
            rows += [_row(each, day, case, old, new) for day, old, new in zip(each.days, before[each], after)]
    return tables.frame("sensitivity", _ranked([row | {"topic": topic.topic_id} for row in rows if _listed(row, topic)]))


class _Solver:
    """Solves the curves again for a case; those whose constraints the case leaves as they are stay as they were."""

    def __init__(self, claims: pd.DataFrame, topic: Topic, vocabulary: Vocabulary, as_of: str):
        self.claims, self.topic, self.as_of = claims, topic, as_of
        self.base = curves(taking_part(constraints(claims, topic, vocabulary)), claims, topic, vocabulary, as_of)
        self.known = {_told(curve.rows, claims): curve for curve in self.base}

    def solved(self, case: Case) -> list[Curve]:
        if case.claims is self.claims and case.topic is self.topic:
            return self.base
        found = []
        for rows in families(taking_part(constraints(case.claims, case.topic, case.vocabulary))):
            same = self.known.get(_told(rows, case.claims))
            found += [same] if same else curves(rows, case.claims, case.topic, case.vocabulary, self.as_of)
        return found

    def ends(self, asked: Asked, solved: list[Curve], vocabulary: Vocabulary, without: str = "") -> Ends:
        """The range on each day asked for; open where there is none."""
        curve = next((each for each in solved if (each.flow, each.unit) == (asked.flow, asked.unit) and asked.item in each.items), None)
        views = [_on(view, curve.days, asked.days) for view in curve.views(asked.item) if view.origin != without] if curve else []
        found: Range | None = LEVELS[asked.level](views, vocabulary) if views else None
        return [(np.nan, np.nan)] * len(asked.days) if found is None else list(zip(found.low, found.high))


def _told(rows: list[dict], claims: pd.DataFrame) -> tuple:
    """What a curve follows from, to be compared; NaN by its name, since it is equal to nothing."""
    computed = set(claims.loc[claims["computed_from"] != "", "claim_id"])
    names = ("claim_id", "origin", "item", "start", "end", "floor", "ceiling", "counted_from")
    return tuple(sorted((*(str(row[name]) for name in names), row["claim_id"] in computed) for row in rows))


def _asked(curve: Curve, item: str, topic: Topic, vocabulary: Vocabulary) -> list[Asked]:
    """The levels of an item that the topic follows, if two independent origins support some range of it."""
    views = curve.views(item)
    found = {level: summary(views, vocabulary) for level, summary in LEVELS.items()} if topic.follows(item, curve.flow) else {}
    if found.get("supported") is None:
        return []
    asked = []
    for level, spanned in found.items():
        closed = np.flatnonzero(~np.isnan(spanned.high))
        days = sorted({curve.days[-1], *(curve.days[at] for at in closed[-1:])})
        asked.append(Asked(curve.flow, item, curve.unit, level, tuple(days)))
    return asked


def _on(view: View, days: list[str], asked: tuple[str, ...]) -> View:
    """The view on the days asked for: a floor carries forward, a ceiling backward."""
    before, after = np.searchsorted(days, asked, side="right") - 1, np.searchsorted(days, asked)
    floor = np.where(before < 0, np.nan, view.floor[before])
    ceiling = np.where(after == len(days), np.nan, view.ceiling[np.minimum(after, len(days) - 1)])
    none = np.full(len(asked), "", object)
    return View(view.origin, floor, ceiling, none, none)


def _row(asked: Asked, day: str, case: Case, old: tuple[float, float], new: tuple[float, float]) -> dict:
    effect, moved = _effect(old, new)
    return {
        "flow": asked.flow, "item": asked.item, "unit": asked.unit, "level": asked.level, "date": day, "assumption": case.assumption,
        "changed": case.changed, "variant": case.variant, "subjects": ";".join(case.subjects), "low_before": old[0], "high_before": old[1], "low": new[0], "high": new[1], "effect": effect, "moved": moved,
    }  # fmt: skip


def _effect(old: tuple[float, float], new: tuple[float, float]) -> tuple[str, float]:
    """What happens to a range, and by how many per cent its ends move at most; ends that open or close move by no number."""
    gone, came = ([isnan(end) for end in ends] for ends in (new, old))
    pairs = [(before, after) for before, after in zip(old, new) if not isnan(before) and not isnan(after)]
    moved = max((100 * abs(after - before) / max(before, after) if before != after else 0.0 for before, after in pairs), default=0.0)
    if gone != came:
        effect = "vanishes" if all(gone) else "appears" if all(came) else "opens" if any(now and not was for now, was in zip(gone, came)) else "closes"
    else:
        effect = "moves" if moved else "none"
    return effect, moved


def _listed(row: dict, topic: Topic) -> bool:
    told = not all(isnan(row[name]) for name in ("low_before", "high_before", "low", "high"))
    return told and (row["effect"] != "none" or (row["flow"], row["item"]) == (topic.lead_flow, topic.lead_item))


def _ranked(rows: list[dict]) -> list[dict]:
    """Each range's rows, the greatest effect first, with their rank."""
    def of_range(row: dict) -> tuple:
        return row["flow"], row["item"], row["unit"], row["level"], row["date"]

    ordered = sorted(rows, key=lambda row: (*of_range(row), _EFFECTS.index(row["effect"]), -row["moved"], row["assumption"], row["changed"]))
    ranks: dict[tuple, int] = {}
    for row in ordered:
        ranks[of_range(row)] = row["rank"] = ranks.get(of_range(row), 0) + 1
    return ordered
