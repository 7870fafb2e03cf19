"""Who excludes whom, and what retellings changed: table `conflicts`, one row a disagreement, each in one English sentence."""

import numpy as np
import pandas as pd

from analysis import numerals
from analysis.quantify.across import View, excludes

RETOLD = ("claimant", "kind", "item", "low", "high", "bound", "unit", "period_start", "period_end", "hedge")
# What a reader calls a column.
_NAMES = {"low": "number", "high": "number", "period_start": "period", "period_end": "period"}


def between(views: list[View], days: list[str], flow: str, item: str, unit: str) -> list[dict]:
    """For each two origins of which one's floor lies above the other's ceiling, the day on which they are furthest apart."""
    rows = []
    for one in views:
        for other in views:
            apart = np.where(excludes(one, other), one.floor / np.where(other.ceiling > 0, other.ceiling, np.nan), 0)
            if excludes(one, other).any():
                day = int(np.nanargmax(np.where(np.isnan(apart), np.inf, apart)))
                rows.append(_contradiction(one, other, day, days[day], flow, item, unit))
    return rows


def within(origin: str, aside: dict[str, tuple[str, ...]], stated: dict[str, str]) -> list[dict]:
    """For each statement that an origin's newer ones, or its larger ones of that day, leave no room for."""
    rows = []
    for lost, kept in aside.items():
        others = " and ".join(f"its {claim} of {numerals.day(stated[claim], 'en')}" for claim in kept)
        together = "" if len(kept) == 1 else " taken together"
        sentence = f"{lost} of {origin}, stated on {numerals.day(stated[lost], 'en')}, does not fit {others}{together} and is set aside."
        claims = ";".join((lost, *kept))
        rows.append({"kind": "contradiction", "claims": claims, "origin": origin, "differs": "number", "sentence": sentence})
    return rows


def retellings(claims: pd.DataFrame) -> list[dict]:
    """For each claim that differs from the one that it repeats."""
    by_id = {claim["claim_id"]: claim for claim in claims.to_dict("records")}
    rows = []
    for claim in by_id.values():
        source = by_id.get(claim["repeats"])
        differs = _differing(source, claim) if source else []
        if differs:
            named = ", ".join(dict.fromkeys(_NAMES.get(name, name) for name in differs))
            changes = "; ".join(f"{name}: {_shown(source[name]) or 'none'} → {_shown(claim[name]) or 'none'}" for name in differs)
            rows.append(
                {
                    "kind": "retelling", "claims": f"{source['claim_id']};{claim['claim_id']}", "origin": claim["origin"],
                    "differs": changes,
                    "sentence": f"{claim['doc_id']} tells what {source['doc_id']} tells and differs in {named}.",
                }
            )  # fmt: skip
    return rows


def _differing(source: dict, claim: dict) -> list[str]:
    """Columns of RETOLD that differ in what is told: of "more than 5" and "5" the bound, and of two ends on the day of the statement none."""
    same = {name for name in RETOLD if _shown(source[name]) == _shown(claim[name])}
    if _numbers(source) == _numbers(claim):
        same |= {"low", "high"}
    if all(told["period_end"] in ("", told["stated"]) for told in (source, claim)):
        same.add("period_end")
    return [name for name in RETOLD if name not in same]


def _numbers(claim: dict) -> set[float]:
    return {claim[name] for name in ("low", "high") if not np.isnan(claim[name])}


def _contradiction(one: View, other: View, day: int, when: str, flow: str, item: str, unit: str) -> dict:
    floor, ceiling = one.floor[day], other.ceiling[day]
    return {
        "kind": "contradiction",
        "claims": f"{one.floor_by[day]};{other.ceiling_by[day]}",
        "origin": f"{one.origin};{other.origin}",
        "differs": f"{item} {flow} on {when}: {floor:.15g} > {ceiling:.15g} {unit}",
        "sentence": f"By {numerals.day(when, 'en')}, {one.origin} puts {item} on {flow} at no less than {numerals.number(floor, 'en')} "
        f"and {other.origin} at no more than {numerals.number(ceiling, 'en')} (unit: {unit}).",
    }


def _shown(value: object) -> str:
    if isinstance(value, float):
        return "" if np.isnan(value) else f"{value:.15g}"
    return str(value)
