"""All origins' deliveries on one flow in one unit, solved together because their items are one tree: rows of `estimates`, conflicts."""

from datetime import date, timedelta
from itertools import groupby

import numpy as np
import pandas as pd

from analysis.item_tree import akin
from analysis.origins import counts
from analysis.quantify import across, conflicts
from analysis.quantify.across import Range, View
from analysis.quantify.bounds import Bounds, bounds
from analysis.quantify.constraints import CAPACITY, DELIVERED
from analysis.quantify.grid import Increment
from analysis.topics import Topic
from analysis.vocabulary import Vocabulary


def taking_part(bounding: pd.DataFrame) -> list[dict]:
    """Rows of `constraints` that bound what was delivered."""
    caps = (bounding["measure"] == CAPACITY) & bounding["counted_from"]
    return bounding[bounding["used"] & ((bounding["measure"] == DELIVERED) | caps)].to_dict("records")


def curves(rows: list[dict], claims: pd.DataFrame, topic: Topic, vocabulary: Vocabulary, as_of: str) -> list["Curve"]:
    """A curve for each family of the rows."""
    stated = dict(zip(claims["claim_id"], claims["stated"]))
    computed = set(claims.loc[claims["computed_from"] != "", "claim_id"])
    return [Curve(family, stated, computed, topic, vocabulary, as_of) for family in families(rows)]


def families(rows: list[dict]) -> list[list[dict]]:
    """The rows of each flow, unit and root of their items: what is solved together."""

    def shared(row: dict) -> tuple[str, str, str]:
        return row["flow"], row["unit"], row["item"].partition(".")[0]

    return [list(family) for _, family in groupby(sorted(rows, key=shared), shared)]


class Curve:
    """`rows`: used constraints of deliveries (and capacities that cap them) that share flow, unit and the root of their items; `stated`
    and `computed` tell of their claims."""

    def __init__(self, rows: list[dict], stated: dict[str, str], computed: set[str], topic: Topic, vocabulary: Vocabulary, as_of: str):
        self.rows, self.stated, self.topic, self.vocabulary, self.as_of = rows, stated, topic, vocabulary, as_of
        self.flow, self.unit = rows[0]["flow"], rows[0]["unit"]
        self.days = sorted({row["end"] for row in rows} | {as_of})
        self.items = _items(rows, vocabulary)
        told: dict[str, list[Increment]] = {}
        for row in sorted(rows, key=lambda row: row["origin"]):
            told.setdefault(row["origin"], []).append(self._increment(row, row["claim_id"] in computed))
        self.by_origin = {origin: bounds(increments, self.items, self.days) for origin, increments in told.items()}

    def estimates(self, item: str) -> list[pd.DataFrame]:
        """A table for each origin and level: the item on every day on which a claim speaks of it or its kin, and on the last."""
        spoken = {row["end"] for row in self.rows if akin(row["item"], item)} | {self.as_of}
        keep = np.array([day in spoken for day in self.days])
        views = self.views(item)
        tables = [self._table(item, "origin", _as_range(view), keep, view.origin) for view in views]
        for level, summary in (("supported", across.supported), ("hull", across.hull)):
            found = summary(views, self.vocabulary)
            tables += [self._table(item, level, found, keep)] if found else []
        return tables

    def conflicts(self) -> list[dict]:
        """Contradictions within and between origins; the same two claims once, of the item that the first of them names."""
        rows = [row for origin, found in self.by_origin.items() for row in conflicts.within(origin, found.aside, self.stated)]
        item_of, seen = {row["claim_id"]: row["item"] for row in self.rows}, {}
        for item in self.items:
            views = [view for view in self.views(item) if counts(view.origin, self.vocabulary)]
            for row in conflicts.between(views, self.days, self.flow, item, self.unit):
                if row["claims"] not in seen or item == item_of[row["claims"].split(";")[0]]:
                    seen[row["claims"]] = row
        return rows + list(seen.values())

    def aside(self) -> dict[str, tuple[str, ...]]:
        """Claims that what their origin says with more weight leaves no room for, with those that they contradict."""
        return {lost: kept for found in self.by_origin.values() for lost, kept in found.aside.items()}

    def _increment(self, row: dict, computed: bool) -> Increment:
        after = "" if row["counted_from"] else str(date.fromisoformat(row["start"]) - timedelta(days=1))
        floor = row["floor"] if row["measure"] == DELIVERED else np.nan
        return Increment(row["claim_id"], row["item"], after, row["end"], floor, row["ceiling"], self.stated[row["claim_id"]], computed)

    def views(self, item: str) -> list[View]:
        """Each origin that bounds the item on some day."""
        views = [_view(origin, found, self.items.index(item)) for origin, found in self.by_origin.items()]
        return [view for view in views if not np.isnan([view.floor, view.ceiling]).all()]

    def _table(self, item: str, level: str, found: Range, keep: np.ndarray, origin: str = "") -> pd.DataFrame:
        keep = keep & ~(np.isnan(found.low) & np.isnan(found.high))
        behind = [_joined(low, high) for low, high in zip(found.low_by[keep], found.high_by[keep])]
        columns = {
            "topic": self.topic.topic_id, "flow": self.flow, "item": item, "unit": self.unit, "measure": DELIVERED, "reading": "direct",
            "level": level, "origin": origin, "date": np.array(self.days)[keep], "low": found.low[keep], "high": found.high[keep],
            "agree": "" if found.agree is None else np.where(found.agree[keep], "yes", "no"),
            "silent": self._silent(origin, item)[keep] if origin else "", "claims": behind,
        }  # fmt: skip
        return pd.DataFrame(columns)

    def _silent(self, origin: str, item: str) -> np.ndarray:
        last = max(self.stated[row["claim_id"]] for row in self.rows if row["origin"] == origin and akin(row["item"], item))
        days_since = (pd.to_datetime(self.days) - pd.Timestamp(last)).days
        return np.where(days_since > self.topic.stale_after, "yes", "no")


def _items(rows: list[dict], vocabulary: Vocabulary) -> list[str]:
    """Items that the claims name and what these are kinds of, as far as items.csv counts it in the same unit."""
    named, known = {row["item"] for row in rows}, vocabulary.by_key("items")
    wider = {item.rsplit(".", up)[0] for item in named for up in range(1, item.count(".") + 1)}
    return sorted(named | {item for item in wider if known.get(item, {}).get("unit") == rows[0]["unit"]})


def _view(origin: str, found: Bounds, row: int) -> View:
    return View(origin, found.floor[row], found.ceiling[row], found.floor_by[row], found.ceiling_by[row])


def _as_range(view: View) -> Range:
    return Range(view.floor, view.ceiling, view.floor_by, view.ceiling_by)


def _joined(low: str, high: str) -> str:
    return ";".join(sorted({claim for claim in f"{low};{high}".split(";") if claim}))
