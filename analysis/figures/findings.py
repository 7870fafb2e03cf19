"""What the titles of the totals find. A finding is a template of labels.csv and the condition under which it holds, checked like a judgement.

Each function gives the runs of a title, or None where its condition does not hold of the tables; the first that holds is taken, else
the figure's neutral title.
"""

import pandas as pd

from analysis.figures.runs import Number, Runs, ends, filled, ids, number, things
from analysis.figures.statements import middle
from analysis.item_tree import akin
from analysis.origins import counts, independent
from analysis.topics import Topic
from analysis.wording import Words

# A series has grown if its last number is this multiple of its first, over at least this many statements.
GROWN, SERIES = 2, 3


def delivered(estimates: pd.DataFrame, flow: str, level: str) -> pd.DataFrame:
    """Estimates of what was delivered, as told, at one level, in the order of their days."""
    asked = (estimates["flow"] == flow) & (estimates["level"] == level) & (estimates["measure"] == "delivered") & (estimates["reading"] == "direct")
    return estimates[asked].sort_values(["date", "item", "origin"], kind="stable")


def supported(estimates: pd.DataFrame, flow: str, item: str) -> pd.DataFrame:
    """The supported range of one item, day by day."""
    rows = delivered(estimates, flow, "supported")
    return rows[rows["item"] == item]


def end_of(row: dict, end: str, words: Words) -> Number:
    """One end of an estimate as a number with its rule."""
    whose = f"level {row['level']}" + (f", origin {row['origin']}" if row["origin"] else "")
    meaning = words(f"mark.{row['level']}.{end}", item=words.item(row["item"]), origin=words.origin(row["origin"]), day=words.short_day(row["date"]))
    return number(ends(row["low"], row["high"], row["unit"], words)[end], row["unit"], meaning, f"estimates.csv: {whose}, {row['flow']}, {row['item']}, {row['date']}: {end}", ids(row["claims"]), words)


def of_totals(told: pd.DataFrame, estimates: pd.DataFrame, topic: Topic, item: str, words: Words) -> Runs | None:
    """The finding of a figure of totals: a contradiction, a supported floor, one voice only, a series that grew."""
    return (
        contradiction(told, estimates, topic, item, words)
        or floor(told, estimates, topic, item, words)
        or alone(told, words)
        or growth(told, topic, item, words)
    )


def contradiction(told: pd.DataFrame, estimates: pd.DataFrame, topic: Topic, item: str, words: Words) -> Runs | None:
    """Two independent origins of the figure exclude each other on a day: the floor of one lies above the ceiling of the other. The widest such gap."""
    rows = delivered(estimates, topic.lead_flow, "origin")
    rows = rows[rows["item"].map(lambda other: akin(other, item)).astype(bool) & rows["origin"].isin(told["origin"])]
    widest: tuple[dict, dict] | None = None
    for _, day in rows.groupby(["item", "date"], sort=True):
        bounds = day.to_dict("records")
        pairs = [(one, other) for one in bounds for other in bounds if one["low"] > other["high"] and independent(one["origin"], other["origin"], words.vocabulary)]
        widest = max([*([widest] if widest else []), *pairs], key=lambda pair: pair[0]["low"] - pair[1]["high"], default=None)
    if widest is None:
        return None
    above, below = widest
    slots = {"low": end_of(above, "low", words), "high": end_of(below, "high", words), "unit": things(above["low"], above["unit"], above["item"], words)}
    return filled(words.label("finding.contradiction"), above=words.origin(above["origin"]), below=words.origin(below["origin"]), **slots)


def floor(told: pd.DataFrame, estimates: pd.DataFrame, topic: Topic, item: str, words: Words) -> Runs | None:
    """Two independent origins support a floor on the newest day; beside it the highest number told as delivered, ceilings aside, if it is higher."""
    rows = supported(estimates, topic.lead_flow, item).tail(1).to_dict("records")
    if not rows or not rows[0]["low"] > 0:
        return None
    low = end_of(rows[0], "low", words)
    slots = {"low": low, "unit": things(low.value, low.unit, item, words)}
    stated = told[(told["series"] == "statement") & (told["kind"] == "delivery") & told["low"].notna()]
    highest = max(stated.itertuples(index=False), key=lambda row: (middle(row), row.claim_id), default=None)
    if highest is None or middle(highest) <= low.value:
        return filled(words.label("finding.floor"), **slots)
    slots |= {"high": _stated(highest, low.unit, words), "origin": words.origin(highest.origin)}
    return filled(words.label("finding.floor.highest"), **slots)


def alone(told: pd.DataFrame, words: Words) -> Runs | None:
    """One origin alone tells totals, and it is one that counts."""
    origins = sorted(set(told.loc[told["series"] == "statement", "origin"]))
    return filled(words.label("finding.alone"), origin=words.origin(origins[0])) if len(origins) == 1 and counts(origins[0], words.vocabulary) else None


def growth(told: pd.DataFrame, topic: Topic, item: str, words: Words) -> Runs | None:
    """One origin's numbers for what was delivered grow to a multiple; the origin that tells most of them."""
    stated = told[(told["series"] == "statement") & (told["kind"] == "delivery")]
    grown = [(rows.iloc[0], rows.iloc[-1], len(rows)) for _, rows in stated.groupby("origin", sort=True) if len(rows) >= SERIES and middle(rows.iloc[-1]) >= GROWN * middle(rows.iloc[0]) > 0]
    if not grown:
        return None
    first, last, _ = max(grown, key=lambda series: series[2])
    unit = words.vocabulary.by_key("items")[item]["unit"]
    slots = {"origin": words.origin(last["origin"]), "first": _stated(first, unit, words), "last": _stated(last, unit, words), "unit": things(middle(last), unit, item, words)}
    return filled(words.label("finding.growth"), **slots)


def _stated(row, unit: str, words: Words) -> Number:
    meaning = words("mark.statement", origin=words.origin(row.origin), day=words.short_day(row.date))
    return number(middle(row), unit, meaning, f"claims.csv: the number of {row.claim_id}", [row.claim_id], words)
