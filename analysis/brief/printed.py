"""Every number that the brief prints, as a row of the table `numbers`: value, text as printed, place, meaning, rule, cell, claims, sentences.

Takes the edition's tables and figures, gives the table. The text and the template know numbers only by their ids, so a number that is
not here cannot be printed. A date is a number too, without a value. Numbers of pages and of figures, ids and commands are none.
"""

import re
from collections.abc import Mapping

import pandas as pd

from analysis import provenance, tables
from analysis.brief import assumed, changed, compared, explained, graded, missing, selection
from analysis.brief.rows import count, day, directive, end, ends, number_id, row
from analysis.brief.runs import TABLE
from analysis.brief.saved import NAMES, Picture
from analysis.brief.selection import Given, Tables
from analysis.topics import Topic
from analysis.vocabulary import Vocabulary
from analysis.wording import Words

COUNTED = ("documents", "facts", "claims")
# So many hex digits of a sentence's digest tell it from any other of a ledger.
DIGITS = 12


def numbers(
    given: Tables, slots: pd.DataFrame, drawn: list[Picture], cells: Mapping[str, str], topic: Topic, vocabulary: Vocabulary, as_of: str, lang: str
) -> pd.DataFrame:
    """The table, in the order of the brief.

    `given`: by name the edition's tables; `slots`: the numbers of the judgements; `drawn`: the figures of the brief; `cells`: from
    provenance.makers; `as_of`: ISO date. Raises TableError if a row is malformed.
    """
    made, in_pdf = Given(given, topic, Words(vocabulary, lang), as_of), [picture for picture in drawn if picture.name in NAMES]
    rows = [
        *_head(made),
        *_answer(made),
        *slots.to_dict("records"),
        *_beyond(made),
        *(each for section in (compared, assumed, explained, graded, missing, changed) for each in section.rows(made)),
        *(each for picture in in_pdf for each in _figure(picture, made.words)),
        *_attached(made, in_pdf),
    ]
    cited = selection.cited(pd.DataFrame(rows, columns=["unit", "claims"]))
    others = len(set(given["claims"]["claim_id"]) - set(cited))
    rows += count("count.others", others, "claims", made.words, "no number rests on them") if others else []
    rows += _ledger(given["claims"], cited, made.words)
    return tables.frame("numbers", [_traced(each, given["claims"], cells) for each in rows])


def _traced(each: dict, claims: pd.DataFrame, cells: Mapping[str, str]) -> dict:
    """The row with the cell that makes what its rule names, and the digests of its claims' sentences."""
    named = TABLE.match(each["rule"])
    maker = named[1] if named else "topic" if each["rule"].startswith("data/topics") else "judgements"
    evidence = dict(zip(claims["claim_id"], claims["evidence"]))
    digests = [provenance.digest(evidence[claim])[:DIGITS] for claim in each["claims"].split(";") if claim in evidence]
    return each | {"cell": cells.get(maker, ""), "sentences": ";".join(digests)}


def _head(given: Given) -> list[dict]:
    words, rule = given.words, f"data/topics/{given.topic.topic_id}.toml: "
    rows = [day("edition.as_of", given.as_of, "text", words("meaning.as_of"), rule + "as_of, a parameter", "", words)]
    rows += [each for name in COUNTED for each in count(f"count.{name}", len(given.tables[name]), name, words)]
    return rows + [
        day("topic.counted_from", given.topic.flow(given.topic.lead_flow).counted_from, "text", words("meaning.counted_from"), rule + "counted_from", "", words),
        directive("icd203", 203, words),
        row("topic.stale_after", given.topic.stale_after, "day", "text", words("meaning.stale_after"), rule + "stale_after", "", words),
    ]


def _answer(given: Given) -> list[dict]:
    topic, words, estimates = given.topic, given.words, given.tables["estimates"]
    shared, alone = selection.answer(estimates, topic), selection.highest_floor(estimates, topic, given.vocabulary)
    what = words.item(topic.lead_item)
    rule = f"estimates.csv: level supported, {topic.lead_item}, {topic.lead_flow}, last day"
    rows = ends("answer", shared, "text", words("meaning.supported", what=what), rule, words) if shared else []
    if alone:
        meaning = words("meaning.origin", what=what, origin=words.origin(alone["origin"]))
        rule = f"estimates.csv: level origin, highest floor of {topic.lead_item}, {topic.lead_flow}, last day"
        rows.append(end("answer.alone", alone, "low", "text", meaning, rule, words))
    return rows


def _beyond(given: Given) -> list[dict]:
    """Of each judgement how many claims it rests on beyond those that are named."""
    return [
        each
        for judged in given.tables["judgements"].to_dict("records")
        if (left := len(judged["claims"].split(";")) - selection.NAMED) > 0
        for each in [row(f"{judged['judgement_id']}.beyond", left, "count", "text", given.words("meaning.beyond"), f"judgements.csv: claims of {judged['judgement_id']}", "", given.words)]
    ]


def _figure(picture: Picture, words: Words) -> list[dict]:
    """Every printed text of the figure that holds a digit."""
    return [
        {
            "number_id": number_id("figure", picture.name, str(place)), "value": mark["value"], "unit": mark["unit"], "text": mark["text"], "place": "figure",
            "meaning": mark["meaning"], "rule": f"figures/{picture.name}.marks.csv: {mark['rule']}", "claims": mark["claims"],
        }
        for place, mark in enumerate(picture.marks.to_dict("records"), 1)
        if re.search(r"\d", mark["text"])
    ]  # fmt: skip


def _attached(given: Given, drawn: list[Picture]) -> list[dict]:
    """How many rows each attached table has, but for those that the head counts; the table of the numbers themselves is counted by nobody."""
    words = given.words
    rows = [each for name in given.tables if name not in (*COUNTED, "numbers") for each in count(f"count.{name}", len(given.tables[name]), name, words)]
    for picture in drawn:
        meaning, rule = words("meaning.figure", name=picture.name), f"rows of figures/{picture.name}.csv"
        rows.append(row(number_id("figure", picture.name, "rows"), picture.csv.count("\n") - 1, "count", "text", meaning, rule, "", words))
    return rows


def _ledger(claims: pd.DataFrame, cited: list[str], words: Words) -> list[dict]:
    """The number and the day that each cited claim tells: what the ledger shows beside its claimant."""
    rows = []
    for claim in claims[claims["claim_id"].isin(cited)].to_dict("records"):
        identity = claim["claim_id"]
        meaning = words("meaning.told", what=words.item(claim["item"]), origin=words.origin(claim["origin"]))
        for name in told_ends(claim):
            rows.append(row(f"{identity}.{name}", claim[name], claim["unit"], "ledger", meaning, f"claims.csv: {name} of {identity}", identity, words))
        if claim["stated"]:
            rows.append(day(f"{identity}.stated", claim["stated"], "ledger", words("meaning.stated"), f"claims.csv: stated of {identity}", identity, words))
    return rows


def told_ends(claim: dict) -> list[str]:
    """Which of low and high a statement names: one where both are the same number."""
    named = [name for name in ("low", "high") if claim[name] == claim[name]]
    return named[:1] if len(named) == 2 and claim["low"] == claim["high"] else named
