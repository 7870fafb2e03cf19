"""Small ledgers for tests: facts, reports and claims with every cell filled, so that a test says only what it is about."""

from math import inf, isnan, nan

import pandas as pd
from hypothesis import strategies as st

from analysis import tables, topics, vocabulary
from analysis.clean import Cleaned, clean
from analysis.quantify import Quantified, quantify

VOCABULARY = vocabulary.load()
TOPIC = topics.load("kp-ru", VOCABULARY)
# Facts of three reports, as `facts` numbers them.
ONE, TWO, THREE = "one:0-60:1", "two:0-60:2", "three:0-60:3"
REVIEW = ["fact_id", "action", "field", "value", "reviewer", "reviewed", "reason"]

FACT = {
    "doc_id": "one", "start": 0, "end": 60, "kind": "delivery", "supplier": "KP", "recipient": "RU", "item": "ammunition.shell",
    "low": 1e6, "high": 1e6, "bound": "exact", "unit": "round", "per": "", "whole_low": nan, "whole_high": nan,
    "period_start": "", "period_end": "", "period_text": "", "period_resolution": "", "stated": "2024-02-10", "claimant": "UA.HUR",
    "chain": "an officer;a paper", "hedge": "flat", "spans": "{}", "evidence": "A sentence.",
}  # fmt: skip
CLAIM = {name: value for name, value in FACT.items() if name != "spans"} | {
    "published": "2024-02-10", "origin": "Kyiv", "reliability": "C", "credibility": "3", "status": "proposed",
}  # fmt: skip


def facts(*changes: dict) -> pd.DataFrame:
    """One fact for each dict of changes to FACT; `published` and `copy_of` go to its report."""
    rows = []
    for number, change in enumerate(changes, 1):
        row = FACT | {name: value for name, value in change.items() if name not in ("published", "copy_of")}
        rows.append({"fact_id": f"{row['doc_id']}:{row['start']}-{row['end']}:{number}"} | row)
    return tables.frame("facts", rows)


def reports(*changes: dict) -> pd.DataFrame:
    """The reports of the same facts, each once; published on the day of the statement unless a change says otherwise."""
    rows = {}
    for change in changes:
        row = FACT | change
        published = change.get("published", row["stated"])
        own = {"doc_id": row["doc_id"], "published": published, "copy_of": change.get("copy_of", "")}
        rows[row["doc_id"]] = own | {"language": "en", "kind": "abstract"}
    return tables.frame("documents", list(rows.values()))


def decisions(*rows: dict) -> pd.DataFrame:
    """Rows of review.csv, each under its line, as read_review gives them."""
    sound = {"field": "", "value": "", "reviewer": "editor", "reviewed": "2024-03-01", "reason": "seen in the source"}
    return pd.DataFrame([sound | row for row in rows], index=range(2, len(rows) + 2), columns=REVIEW, dtype=object)


def accepted(fact_id: str = ONE) -> dict:
    return {"fact_id": fact_id, "action": "accept"}


def rejected(fact_id: str = ONE) -> dict:
    return {"fact_id": fact_id, "action": "reject"}


def corrected(field: str, value: str, fact_id: str = ONE) -> dict:
    return {"fact_id": fact_id, "action": "correct", "field": field, "value": value}


def cleaned(*changes: dict, review: pd.DataFrame | None = None) -> Cleaned:
    return clean(facts(*changes), reports(*changes), VOCABULARY, TOPIC, decisions() if review is None else review)


def claims(*changes: dict) -> pd.DataFrame:
    """One claim for each dict of changes to CLAIM, each of a sentence of its own, in a shuffled but fixed order of ids."""
    rows = []
    for number, change in enumerate(changes, 1):
        start, end = 100 * number, 100 * number + 60
        own = {"claim_id": f"C-{number * 7919 % 10007:08x}", "fact_id": f"one:{start}-{end}:1", "start": start, "end": end}
        rows.append(CLAIM | own | change)
    return tables.frame("claims", rows)


def quantified(*changes: dict, as_of: str = "2025-06-30") -> Quantified:
    return quantify(claims(*changes), TOPIC, VOCABULARY, as_of)


def estimate(found: Quantified, level: str, date: str, item: str = "ammunition.shell", origin: str = "") -> dict | None:
    """The one direct row of deliveries of that level, day, item and origin; None if there is none."""
    table = found.estimates
    asked = (table["level"] == level) & (table["date"] == date) & (table["item"] == item) & (table["origin"] == origin)
    rows = table[asked & (table["measure"] == "delivered") & (table["reading"] == "direct")].to_dict("records")
    assert len(rows) < 2
    return rows[0] if rows else None


ORIGINS = ("Seoul", "Washington", "Kyiv", "ship-tracking", "MSMT", "trade-records", "media")
ITEMS = ("ammunition", "ammunition.shell", "ammunition.shell.152mm", "ammunition.rocket", "container")
DAYS = tuple(str(day.date()) for day in pd.date_range("2023-08-01", "2025-06-30", freq="17D"))


@st.composite
def claim_changes(draw, origins=ORIGINS, items=ITEMS) -> dict:
    """A claim of any bound on any item and period, as changes to CLAIM; of two at least, because of one there is a rule of its own."""
    item = draw(st.sampled_from(items))
    low = draw(st.integers(2, 9999)) * 10.0 ** draw(st.integers(0, 3))
    bound = draw(st.sampled_from(("exact", "about", "at_least", "at_most", "between")))
    high = low * draw(st.sampled_from((1.0, 1.5, 2.0))) if bound == "between" else low
    end = draw(st.sampled_from(DAYS))
    starts = [day for day in ("", "2023-08-01", "2023-08-20", "2024-01-01") if day <= end]
    return {
        "item": item, "unit": "container" if item == "container" else "round", "origin": draw(st.sampled_from(origins)), "bound": bound,
        "low": nan if bound == "at_most" else low, "high": nan if bound == "at_least" else high,
        "period_start": draw(st.sampled_from(starts)), "period_end": end, "stated": end, "published": end,
    }  # fmt: skip


ledgers = st.lists(claim_changes(), max_size=14)


def at_least(low: float, **changes) -> dict:
    return {"low": low, "high": nan, "bound": "at_least"} | changes


def told(day: str, low: float, high: float, bound: str = "between", **changes) -> dict:
    return {"low": low, "high": high, "bound": bound, "period_end": day, "stated": day} | changes


def range_of(row: dict | None) -> tuple[float, float]:
    """Low and high with an open side as infinity; of no row at all nothing is known."""
    if row is None:
        return -inf, inf
    return (-inf if isnan(row["low"]) else row["low"]), (inf if isnan(row["high"]) else row["high"])
