"""Every number that the brief prints, as a row of the table `numbers`: value, text as printed, place, meaning, rule, claims.

Takes the edition's tables, gives the table. The text and the template know numbers only by their ids, so a number that is not
here cannot be printed. Dates are no quantities and stand outside, as do numbers of pages, sections and figures, ids and
commands; a judgement's dates have rows, because its sentence depends on them.
"""

import math
import re
from collections.abc import Mapping

import pandas as pd

from analysis import numerals, tables
from analysis.brief import selection
from analysis.brief.selection import Tables
from analysis.topics import Topic
from analysis.vocabulary import Vocabulary
from analysis.wording import Words

LONG, HALF = 1000, 0.5
COUNTED = ("documents", "facts", "claims", "dropped", "conflicts", "constraints", "estimates")


def numbers(
    given: Tables, slots: pd.DataFrame, drawn: Mapping[str, pd.DataFrame], topic: Topic, vocabulary: Vocabulary, lang: str
) -> pd.DataFrame:
    """The table, in the order of the brief.

    `given`: the tables documents, facts, claims, dropped, constraints, estimates, conflicts; `slots`: the numbers of the
    judgements; `drawn`: the table of each figure by its name. Raises TableError if a row is malformed.
    """
    words = Words(vocabulary, lang)
    rows = [
        *_answer(given, topic, vocabulary, words),
        *(row for name in COUNTED for row in _count(f"count.{name}", len(given[name]), name, words)),
        *slots.to_dict("records"),
        *_figures(drawn, words),
        *_estimates(given["estimates"], topic, vocabulary, words),
        *_disagreement(given, words),
        *_method(given, topic, words),
    ]
    cited = selection.cited(pd.DataFrame(rows, columns=["claims"]))
    others = len(set(given["claims"]["claim_id"]) - set(cited))
    rows += _count("count.others", others, "claims", words, "no number rests on them") if others else []
    return tables.frame("numbers", [*rows, *_ledger(given["claims"], cited, words)])


def number_id(*parts: str) -> str:
    """An id from parts, each sign that a marker cannot hold as "_"."""
    return ".".join(re.sub(r"[^A-Za-z0-9_.]", "_", part) for part in parts)


def _row(identity: str, value: float, unit: str, place: str, meaning: str, rule: str, claims: str, words: Words) -> dict:
    text = numerals.number(value, words.lang)
    return {
        "number_id": identity, "value": float(value), "unit": unit, "text": text, "place": place, "meaning": meaning, "rule": rule, "claims": claims,
    }  # fmt: skip


def _ends(prefix: str, row: dict, place: str, meaning: str, rule: str, words: Words) -> list[dict]:
    """Rows for the ends of a range that are not open."""
    return [_end(number_id(prefix, end), row, end, place, meaning, rule, words) for end in ("low", "high") if row[end] == row[end]]


def _end(identity: str, row: dict, end: str, place: str, meaning: str, rule: str, words: Words) -> dict:
    """One end of a range. Of things that are counted, a floor of 147.5 leaves 148; a long number of anything else is widened to a whole one,
    but one that was said to the last unit stands as said: 105,845 barrels bound from below by 105,844.5."""
    value, counted = row[end], words.vocabulary.by_key("units").get(row["unit"], {}).get("dimension") == "count"
    if value % 1 and (counted or value >= LONG):
        inward = counted or value % 1 == HALF
        value, rule = (math.ceil(value) if inward == (end == "low") else math.floor(value)), f"{rule}; to a whole number"
    return _row(identity, value, row["unit"], place, words(f"meaning.{end}", what=meaning), rule, row["claims"], words)


def _count(identity: str, count: int, table: str, words: Words, rule: str = "") -> list[dict]:
    named = f"meaning.{identity}" in words.vocabulary.by_key("labels")
    meaning = words(f"meaning.{identity}") if named else words("meaning.rows", what=rule)
    where = f" where {rule}" if rule else ""
    return [_row(identity, count, "count", "text", meaning, f"rows of {table}.csv{where}", "", words)]


def _answer(given: Tables, topic: Topic, vocabulary: Vocabulary, words: Words) -> list[dict]:
    shared = selection.answer(given["estimates"], topic)
    alone = selection.highest_floor(given["estimates"], topic, vocabulary)
    what = words.item(topic.lead_item)
    rule = f"estimates.csv: level supported, {topic.lead_item}, {topic.lead_flow}, last day"
    rows = _ends("answer", shared, "text", words("meaning.supported", what=what), rule, words) if shared else []
    if alone:
        meaning = words("meaning.origin", what=what, origin=words.origin(alone["origin"]))
        rule = f"estimates.csv: level origin, highest floor of {topic.lead_item}, {topic.lead_flow}, last day"
        rows.append(_end("answer.alone", alone, "low", "text", meaning, rule, words))
    return rows


def _figures(drawn: Mapping[str, pd.DataFrame], words: Words) -> list[dict]:
    return [
        _row(number_id("figure", name, "rows"), len(table), "count", "figure", words("meaning.figure", name=name), f"rows of figures/{name}.csv", "", words)
        for name, table in drawn.items()
    ]


def _estimates(estimates: pd.DataFrame, topic: Topic, vocabulary: Vocabulary, words: Words) -> list[dict]:
    rows = []
    for (flow, item, unit), group in selection.compared(estimates, topic, vocabulary):
        for row in group:
            who = {"origin": words.origin(row["origin"])} if row["level"] == "origin" else {}
            meaning = words(f"meaning.{row['level']}", what=words.item(item), **who)
            level = f"{row['level']} {row['origin']}".strip()
            rule = f"estimates.csv: level {level}, {item}, {flow}, {unit}, {row['date']}"
            rows += _ends(estimate_id(row), row, "table", meaning, rule, words)
    return rows


def estimate_id(row: dict) -> str:
    return number_id("estimate", row["flow"], row["item"], row["unit"], row["origin"] or row["level"])


def _disagreement(given: Tables, words: Words) -> list[dict]:
    rows = []
    for pair in selection.exclusions(given):
        for end, claim, origin in (("floor", "floor_claim", "one"), ("ceiling", "ceiling_claim", "other")):
            what = words("meaning.origin", what=words.item(pair["item"]), origin=words.origin(pair[origin]))
            rule = f"conflicts.csv, row {pair['place'] + 1}; constraints.csv: {end} of {pair[claim]}"
            side = {"low": pair["floor"], "high": pair["ceiling"], "unit": pair["unit"], "claims": pair[claim]}
            rows.append(_end(f"conflict.{pair['place'] + 1}.{end}", side, "low" if end == "floor" else "high", "table", what, rule, words))
    kinds = given["conflicts"]
    within = kinds[(kinds["kind"] == "contradiction") & ~kinds["origin"].str.contains(";")]
    rows += _count("conflicts.within", len(within), "conflicts", words, "kind = contradiction, one origin") if len(within) else []
    changed = selection.retellings(kinds)
    if changed:
        rows += _count("retold.all", int((kinds["kind"] == "retelling").sum()), "conflicts", words, "kind = retelling")
    for name, count in changed.items():
        rows += _count(f"retold.{name}", count, "conflicts", words, f"kind = retelling, differs in {name}")
    denials = selection.denials(given["claims"])
    return rows + (_count("count.denials", len(denials), "claims", words, "kind = denial or hedge = denied") if len(denials) else [])


def _method(given: Tables, topic: Topic, words: Words) -> list[dict]:
    rows = []
    for reason, count in selection.dropped_by_reason(given["dropped"]).items():
        rows += _count(number_id("dropped", reason), count, "dropped", words, f"reason = {reason}")
    for name, claims in selection.assumptions(given).items():
        rule = f"constraints.csv: used and counted from the beginning, {name}"
        rows.append(_row(f"assumed.{name}", len(claims), "count", "text", words(f"meaning.assumed.{name}"), rule, "", words))
    for name in ("start_tolerance", "stale_after"):
        rows.append(_row(f"topic.{name}", getattr(topic, name), "day", "text", words(f"meaning.{name}"), f"data/topics/{topic.topic_id}.toml: {name}", "", words))
    return rows


def _ledger(claims: pd.DataFrame, cited: list[str], words: Words) -> list[dict]:
    """The number that each cited claim tells: what the ledger shows beside its claimant."""
    rows = []
    for claim in claims[claims["claim_id"].isin(cited)].to_dict("records"):
        meaning = words("meaning.told", what=words.item(claim["item"]), origin=words.origin(claim["origin"]))
        for end in told_ends(claim):
            value = claim[end]
            rows.append(_row(f"{claim['claim_id']}.{end}", value, claim["unit"], "ledger", meaning, f"claims.csv: {end} of {claim['claim_id']}", claim["claim_id"], words))
    return rows


def told_ends(claim: dict) -> list[str]:
    """Which of low and high a statement names: one where both are the same number."""
    ends = [end for end in ("low", "high") if claim[end] == claim[end]]
    return ends[:1] if len(ends) == 2 and claim["low"] == claim["high"] else ends
