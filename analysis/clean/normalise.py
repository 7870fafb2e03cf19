"""One fact → one row in the ledger's terms, or the reason why it is none.

`normalised` fills what the record leaves to cleaning (SCHEMA.md) and notes each thing that it fills or changes; it never invents
a party, a number or a date that the words do not give. `fault` names the first reason for which a row cannot be a claim.
"""

import math
from collections.abc import Callable
from datetime import date

from analysis.origins import distance
from analysis.topics import Topic
from analysis.vocabulary import Vocabulary

WITHOUT_NUMBER = ("meeting", "account", "assessment", "denial")
# Totals that, told without an end, run to the day of the statement.
TOTALS = ("delivery", "use", "release")
# A movement needs both sides; of anything else one side is enough to tell whose it is.
MOVEMENTS = ("delivery", "rate", "release")
AHEAD = ("plan", "assessment", "denial", "meeting")
VEHICLES = ("container", "voyage", "railcar")


def normalised(fact: dict, published: str, vocabulary: Vocabulary) -> dict:
    """The fact with claimant, origin, reliability, unit, dates and bound in order, and a `note` of each change.

    Besides `published` it gets what repeats are recognised by: `told_end`, the end of the period as told, and `distance`, how many
    names pass on what the claimant says.
    """
    row, notes = dict(fact, published=published, told_end=fact["period_end"]), []
    for step in (_teller, _thing, _bound, _dates):
        notes += step(row, vocabulary)
    return row | {"note": "; ".join(notes), "distance": distance(row, vocabulary)}


def fault(row: dict, topic: Topic, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """A short code and a sentence, or None for a row that can be a claim."""
    for code, find in FAULTS:
        sentence = find(row, topic, vocabulary)
        if sentence:
            return code, sentence
    return None


def has_number(row: dict) -> bool:
    return not (math.isnan(row["low"]) and math.isnan(row["high"]))


def _teller(row: dict, vocabulary: Vocabulary) -> list[str]:
    actor = vocabulary.by_key("actors").get(row["claimant"])
    notes = []
    if actor is None:
        notes = [f"claimant {row['claimant']!r} is no actor"] if row["claimant"] else ["claimant not said"]
        row["claimant"], actor = "unknown", vocabulary.by_key("actors")["unknown"]
    unnamed = row["claimant"] in ("media", "unknown")
    row.setdefault("origin", row["claimant"] if unnamed else actor["origin"] or "unknown")
    row.setdefault("reliability", actor["reliability"])
    return notes


def _thing(row: dict, vocabulary: Vocabulary) -> list[str]:
    item, unit, notes = row["item"], row["unit"], []
    if unit in VEHICLES and item not in VEHICLES:
        row["item"], notes = unit, [f"{unit}s of {item}" if item else f"counts {unit}s"]
    usual = vocabulary.by_key("items").get(row["item"], {}).get("unit", "")
    if not unit and has_number(row) and usual:
        row["unit"], notes = usual, [*notes, f"unit not said, taken for {usual}"]
    elif {unit, usual} == {"round", "piece"}:
        row["unit"], notes = usual, [*notes, f"{unit} read as {usual}"]
    return notes


def _bound(row: dict, vocabulary: Vocabulary) -> list[str]:
    low, high = row["low"], row["high"]
    if row["bound"] or not has_number(row):
        return []
    row["bound"] = "at_least" if math.isnan(high) else "at_most" if math.isnan(low) else "exact" if low == high else "between"
    return [f"bound not said, taken for {row['bound']}"]


def _dates(row: dict, vocabulary: Vocabulary) -> list[str]:
    notes, published = [], row["published"]
    if published and row["stated"] > published:
        notes.append(f"stated {row['stated']} lies after publication")
        row["stated"] = published
    row["stated"] = row["stated"] or published
    if row["kind"] in AHEAD:
        return notes
    if row["kind"] in TOTALS and not row["per"] and not row["period_end"]:
        row["period_end"] = row["stated"]
        notes.append("end not said, taken for the day of the statement")
    elif row["stated"] and row["period_start"] <= row["stated"] < row["period_end"]:
        notes.append(f"period told to {row['period_end']}, cut to the day of the statement")
        row["period_end"] = row["stated"]
    return notes


def _unknown_report(row: dict, topic: Topic, vocabulary: Vocabulary) -> str:
    return "" if row["published"] else f"Its report {row['doc_id']} is not in this edition, or has no day of publication."


def _no_number(row: dict, topic: Topic, vocabulary: Vocabulary) -> str:
    if has_number(row) or row["kind"] in WITHOUT_NUMBER:
        return ""
    return f"It has no number, and {row['kind']} says something only with one."


def _bad_number(row: dict, topic: Topic, vocabulary: Vocabulary) -> str:
    for name in ("low", "high", "whole_low", "whole_high"):
        if row[name] < 0 or math.isinf(row[name]):
            return f"Its {name} is {row[name]:g}; an amount is 0 or more and finite."
    for low, high in (("low", "high"), ("whole_low", "whole_high")):
        if row[low] > row[high]:
            return f"Its {low} {row[low]:g} is above {high} {row[high]:g}."
    return ""


def _unknown_item(row: dict, topic: Topic, vocabulary: Vocabulary) -> str:
    if row["item"]:
        return "" if row["item"] in vocabulary.by_key("items") else f"Item {row['item']!r} is not in items.csv."
    if row["kind"] in (*WITHOUT_NUMBER, "value"):
        return ""
    return f"It names nothing that a {row['kind']} could be of."


def _wrong_unit(row: dict, topic: Topic, vocabulary: Vocabulary) -> str:
    if not has_number(row):
        return ""
    units, unit = vocabulary.by_key("units"), row["unit"]
    if unit not in units:
        return f"Unit {unit!r} is not in units.csv." if unit else "It counts in no unit."
    told = units[unit]["dimension"]
    usual = units.get(vocabulary.by_key("items").get(row["item"], {}).get("unit", ""), {}).get("dimension", "")
    if row["kind"] in ("delivery", "rate", "capacity", "use", "stock"):
        fits = told != "share" and (told == "currency") == (usual == "currency")
    else:
        fits = {"share": told == "share", "value": told == "currency", "release": told == "currency"}.get(row["kind"], True)
    return "" if fits else f"A {row['kind']} of {row['item'] or 'nothing named'} is not told in {unit}."


def _bad_period(row: dict, topic: Topic, vocabulary: Vocabulary) -> str:
    start, end = row["period_start"], row["period_end"]
    for day in (row["stated"], start, end):
        if day and not _in_calendar(day):
            return f"Its day {day} is not in the calendar."
    if row["kind"] not in AHEAD and start > row["stated"]:
        return f"Its period starts on {start}, after the statement of {row['stated']}, and a {row['kind']} is no plan."
    return f"Its period starts on {start} and ends before, on {end}." if start and end and start > end else ""


def _no_flow(row: dict, topic: Topic, vocabulary: Vocabulary) -> str:
    if row["kind"] in WITHOUT_NUMBER:
        return ""
    missing = [side for side in ("supplier", "recipient") if not row[side]]
    if len(missing) == 2 or (missing and row["kind"] in MOVEMENTS):
        return f"It names no {' and no '.join(missing)}, so it belongs to no flow."
    return ""


def _off_topic(row: dict, topic: Topic, vocabulary: Vocabulary) -> str:
    sides = [row["supplier"], row["recipient"]]
    strange = [side for side in sides if side and side not in topic.actors]
    if strange and not (row["kind"] in WITHOUT_NUMBER and set(sides) & set(topic.actors)):
        return f"{' and '.join(strange)} is no party to topic {topic.topic_id}."
    flow = ">".join(sides) if all(sides) and row["kind"] not in WITHOUT_NUMBER else ""
    if not row["item"] or topic.follows(row["item"], flow):
        return ""
    return f"Topic {topic.topic_id} does not follow {row['item']} on {flow or 'any flow'}."


def _in_calendar(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


FAULTS: tuple[tuple[str, Callable[[dict, Topic, Vocabulary], str]], ...] = (
    ("unknown_report", _unknown_report),
    ("no_number", _no_number),
    ("bad_number", _bad_number),
    ("unknown_item", _unknown_item),
    ("wrong_unit", _wrong_unit),
    ("bad_period", _bad_period),
    ("no_flow", _no_flow),
    ("off_topic", _off_topic),
)
