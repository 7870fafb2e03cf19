"""Claims → intervals over time, per origin and together. DESIGN: the curve N(t) of one item on one flow never falls.

Takes the table `claims` and the topic, gives `constraints` (each claim as an interval), `estimates` (by origin, `supported`, `hull`)
and `conflicts`. Everything but deliveries is a measure of its own: its claims are listed as intervals and never summed.
"""

from itertools import groupby
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import tables
from analysis.origins import counts
from analysis.quantify import across, conflicts
from analysis.quantify.across import Range, View
from analysis.quantify.bounds import Bounds, Increment, bounds
from analysis.quantify.constraints import DELIVERED, akin, ceiling_of_total, constraints
from analysis.topics import Topic
from analysis.vocabulary import Vocabulary

LEVELS = ("origin", "supported", "hull")


class Quantified(NamedTuple):
    """What each claim bounds, what follows, and who excludes whom."""

    constraints: pd.DataFrame
    estimates: pd.DataFrame
    conflicts: pd.DataFrame


def quantify(claims: pd.DataFrame, topic: Topic, vocabulary: Vocabulary, as_of: str) -> Quantified:
    """The three tables as known on `as_of` (ISO date), sorted; the order of the claims does not matter."""
    bounding = constraints(claims, topic)
    stated = dict(zip(claims["claim_id"], claims["stated"]))
    computed = set(claims.loc[claims["computed_from"] != "", "claim_id"])
    estimates, found, aside = [_measures(bounding, topic)], conflicts.retellings(claims), {}
    curves = bounding[bounding["used"] & (bounding["measure"] == DELIVERED)].to_dict("records")
    for (flow, unit), rows in _grouped(curves, "flow", "unit"):
        curve = _Curve(flow, unit, rows, stated, computed, topic, vocabulary, as_of)
        estimates += [part for item in curve.items for part in curve.estimates(item)]
        found += curve.conflicts()
        aside |= curve.aside()
    return Quantified(_set_aside(bounding, aside), _sorted_estimates(estimates), _sorted_conflicts(found))


class _Curve:
    """All origins' deliveries on one flow in one unit: the items' trees share what they say."""

    def __init__(self, flow, unit, rows, stated, computed, topic, vocabulary, as_of):
        self.flow, self.unit, self.rows, self.stated = flow, unit, rows, stated
        self.topic, self.vocabulary = topic, vocabulary
        self.days = sorted({row["end"] for row in rows} | {as_of})
        self.ordinals = np.array(pd.to_datetime(self.days).map(pd.Timestamp.toordinal))
        self.items = _items(rows, vocabulary)
        self.by_origin = {
            origin: bounds([self._increment(row, row["claim_id"] in computed) for row in told], self.items, len(self.days))
            for (origin,), told in _grouped(rows, "origin")
        }

    def _increment(self, row: dict, recomputed: bool) -> Increment:
        floor, ceiling = np.nan_to_num(row["floor"]), np.nan_to_num(ceiling_of_total(row), nan=np.inf)
        end, stated = self.days.index(row["end"]), self.stated[row["claim_id"]]
        return Increment(row["claim_id"], row["item"], end, float(floor), float(ceiling), stated, recomputed)

    def views(self, item: str) -> list[View]:
        """Each origin that bounds the item on some day."""
        views = [_view(origin, found, self.items.index(item)) for origin, found in self.by_origin.items()]
        return [view for view in views if not np.isnan([view.floor, view.ceiling]).all()]

    def estimates(self, item: str) -> list[pd.DataFrame]:
        """A table for each origin and level: rows of one item on every day on which a claim speaks of it or of what it is a kind of, and on `as_of`."""
        spoken = {row["end"] for row in self.rows if akin(row["item"], item)} | {self.days[-1]}
        keep = np.array([day in spoken for day in self.days])
        views = self.views(item)
        parts = [self._part(item, "origin", _as_range(view), keep, view.origin) for view in views]
        for level, summary in (("supported", across.supported), ("hull", across.hull)):
            found = summary(views, self.vocabulary) if views else None
            parts += [self._part(item, level, found, keep)] if found else []
        return parts

    def conflicts(self) -> list[dict]:
        """Contradictions within and between origins; the same two claims once, of the item that the first of them names."""
        rows = [row for origin, found in self.by_origin.items() for row in conflicts.within(origin, found.aside)]
        item_of, seen = {row["claim_id"]: row["item"] for row in self.rows}, {}
        for item in self.items:
            views = [view for view in self.views(item) if counts(view.origin, self.vocabulary)]
            for row in conflicts.between(views, self.days, self.flow, item, self.unit):
                if row["claims"] not in seen or item == item_of[row["claims"].split(";")[0]]:
                    seen[row["claims"]] = row
        return rows + list(seen.values())

    def aside(self) -> dict[str, str]:
        return {older: newer for found in self.by_origin.values() for older, newer in found.aside.items()}

    def _part(self, item: str, level: str, found: Range, keep: np.ndarray, origin: str = "") -> pd.DataFrame:
        keep = keep & ~(np.isnan(found.low) & np.isnan(found.high))
        agree = "" if found.agree is None else np.where(found.agree[keep], "yes", "no")
        part = pd.DataFrame({"date": np.array(self.days)[keep], "low": found.low[keep], "high": found.high[keep], "agree": agree})
        part["silent"] = self._silent(origin, item)[keep] if origin else ""
        part["claims"] = [_joined(low, high) for low, high in zip(found.low_by[keep], found.high_by[keep])]
        return part.assign(
            topic=self.topic.topic_id, flow=self.flow, item=item, unit=self.unit, measure=DELIVERED, reading="direct", level=level, origin=origin
        )

    def _silent(self, origin: str, item: str) -> np.ndarray:
        last = max(self.stated[row["claim_id"]] for row in self.rows if row["origin"] == origin and akin(row["item"], item))
        return np.where(self.ordinals - pd.Timestamp(last).toordinal() > self.topic.stale_after, "yes", "no")


def _grouped(rows: list[dict], *names: str):
    def key(row: dict) -> tuple:
        return tuple(row[name] for name in names)

    for found, group in groupby(sorted(rows, key=key), key):
        yield found, list(group)


def _items(rows: list[dict], vocabulary: Vocabulary) -> list[str]:
    """Items that the claims name and what these are kinds of, as far as items.csv counts it in the same unit."""
    named = {row["item"] for row in rows}
    known = vocabulary.by_key("items")
    wider = {
        item[:cut]
        for item in named
        for cut in range(len(item))
        if item[cut] == "." and known.get(item[:cut], {}).get("unit") == known.get(item, {}).get("unit")
    }
    return sorted(named | wider)


def _view(origin: str, found: Bounds, row: int) -> View:
    names = np.array([*found.claims, ""], object)
    floor_by, ceiling_by = names[found.floor_claim[row]], names[found.ceiling_claim[row]]
    floor = np.where(found.floor_claim[row] < 0, np.nan, found.floor[row])
    ceiling = np.where(found.ceiling_claim[row] < 0, np.nan, found.ceiling[row])
    return View(origin, floor, ceiling, floor_by, ceiling_by)


def _as_range(view: View) -> Range:
    return Range(view.floor, view.ceiling, view.floor_by, view.ceiling_by)


def _joined(low: str, high: str) -> str:
    return ";".join(sorted({claim for claim in f"{low};{high}".split(";") if claim}))


def _measures(bounding: pd.DataFrame, topic: Topic) -> pd.DataFrame:
    told = bounding[bounding["used"] & (bounding["measure"] != DELIVERED)]
    return told.rename(columns={"end": "date", "floor": "low", "ceiling": "high", "claim_id": "claims"}).assign(
        topic=topic.topic_id, reading="direct", level="origin", agree="", silent=""
    )


def _set_aside(bounding: pd.DataFrame, aside: dict[str, str]) -> pd.DataFrame:
    lost = bounding["claim_id"].isin(list(aside))
    reasons = bounding["claim_id"].map(lambda claim: f"contradicts {aside.get(claim)}, which its origin said later or at the same time")
    changed = bounding.assign(used=bounding["used"] & ~lost, reason=bounding["reason"].where(~lost, reasons))
    order = ["flow", "item", "unit", "measure", "origin", "end", "claim_id"]
    return tables.check("constraints", changed.sort_values(order, ignore_index=True))


def _sorted_estimates(parts: list[pd.DataFrame]) -> pd.DataFrame:
    table = pd.concat([tables.empty("estimates"), *parts])[tables.empty("estimates").columns]
    table["level"] = pd.Categorical(table["level"], LEVELS, ordered=True)
    order = ["flow", "item", "unit", "measure", "date", "level", "origin", "claims"]
    table = table.sort_values(order, ignore_index=True)
    return tables.check("estimates", table.astype({"level": object, "low": float, "high": float}))


def _sorted_conflicts(rows: list[dict]) -> pd.DataFrame:
    return tables.frame("conflicts", sorted(rows, key=lambda row: (row["kind"], row["origin"], row["claims"], row["differs"])))
