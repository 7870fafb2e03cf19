"""The brief's sentences as checked statements: a template of the topic file, filled from the estimates and claims, and its condition.

In `text`, `basis` and `would_change` every number stands as a marker ⟦number_id⟧ (number_id = judgement_id.slot); `slots` gives the
numbers behind the markers, as a table `numbers`. So the brief can set each number as a link, and no number is ever typed into a
sentence. A condition that cannot be answered for lack of data makes the judgement `unknown`, never true. Only a judgement that holds
is made: one of which a number is missing has the topic's `unjudged` sentence for its text, one that fails says what its condition
asks for and what the claims give; neither has a basis.

How a question of conditions.py is answered:
  supported, hull, origin   the last row on or before `date` (default: the newest) with the bound asked for; so `high` is that of the last
                            day with a ceiling, and `date` the day of that row
  origins.exclude           whether one's floor ever lies above the other's ceiling; floor, ceiling, date: where they are furthest apart
  claims                    claims of the item or a kind of it that are neither rejected nor retellings nor graded improbable; least and most are
                            numbers as told, count and origins are unknown where there is none: that nothing was seen proves nothing;
                            origins counts the most of which no two draw on each other
Of an item that is told in several units, those in its usual unit (items.csv) answer.
"""

import math
import operator
import re
from dataclasses import dataclass, field, replace

import pandas as pd

from analysis import numerals, tables
from analysis.conditions import Comparison, Question, Term
from analysis.origins import most_independent
from analysis.topics import PLACEHOLDER, SENTENCES, Judgement, Slot, Topic
from analysis.vocabulary import Vocabulary
from analysis.wording import Words

MARKER = re.compile(r"⟦([A-Za-z0-9_.]+)⟧")
_SIGNS = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "==": operator.eq, "!=": operator.ne}
_SIDES = {"asked": "right", "given": "left"}


@dataclass(frozen=True)
class Answer:
    """What a term comes to: a number, "yes"/"no" or an ISO date; None = unknown. With its unit and the claims behind it."""

    value: float | str | None
    unit: str = ""
    claims: frozenset[str] = field(default=frozenset())


def judge(claims: pd.DataFrame, estimates: pd.DataFrame, topic: Topic, vocabulary: Vocabulary, lang: str) -> pd.DataFrame:
    """Table `judgements`, in the topic's order; `lang` is "en" or "de"."""
    evidence = _Evidence(claims, estimates, topic, vocabulary)
    return tables.frame("judgements", [_row(judgement, evidence, lang) for judgement in topic.judgements])


def slots(claims: pd.DataFrame, estimates: pd.DataFrame, topic: Topic, vocabulary: Vocabulary, lang: str) -> pd.DataFrame:
    """Table `numbers` of every marker in the judgements, in their order. Dates have the unit "date" and no value."""
    evidence = _Evidence(claims, estimates, topic, vocabulary)
    rows = []
    for judgement in topic.judgements:
        holds = evidence.holds(judgement)[0]
        if holds == "no" and not _missing(judgement, evidence):
            rows += _unheld_rows(judgement, evidence, lang)
        elif holds == "yes" and not _missing(judgement, evidence):
            rows += _likelihood_rows(judgement, vocabulary, lang)
            rows += [_slot_row(f"{judgement.judgement_id}.{slot.name}", slot.rule, slot.meaning[lang], evidence.answer(slot.term), lang) for slot in judgement.slots]
    return tables.frame("numbers", rows)


def plain(text: str, numbers: pd.DataFrame) -> str:
    """The sentence with its printed numbers in place of the markers."""
    printed = dict(zip(numbers["number_id"], numbers["text"]))
    return MARKER.sub(lambda marker: printed[marker[1]], text)


def _row(judgement: Judgement, evidence: "_Evidence", lang: str) -> dict:
    likelihood = evidence.vocabulary.by_key("likelihoods")[judgement.likelihood]
    holds, behind = evidence.holds(judgement)
    made = holds == "yes" and not _missing(judgement, evidence)
    behind |= {claim for slot in judgement.slots for claim in evidence.answer(slot.term).claims}
    return {
        "judgement_id": judgement.judgement_id,
        "condition": judgement.rule,
        "holds": holds,
        "likelihood": likelihood[f"name_{lang}"],
        "likelihood_low": float(likelihood["low"]),
        "likelihood_high": float(likelihood["high"]),
        "confidence": judgement.confidence,
        "claims": ";".join(sorted(behind)),
    } | (_sentences(judgement, evidence, likelihood, lang) if made else _unmade(judgement, evidence, holds, lang))


def _unmade(judgement: Judgement, evidence: "_Evidence", holds: str, lang: str) -> dict[str, str]:
    """Why a judgement is not made: what is missing, else what its condition asks for and what the claims give."""
    words, missing = Words(evidence.vocabulary, lang), _missing(judgement, evidence)
    if missing:
        text = evidence.topic.unjudged[lang].replace("{missing}", "; ".join(slot.meaning[lang] for slot in missing))
    elif holds == "unknown":
        text = words("judgement.unknown")
    else:
        failing = [_failing(judgement, place, comparison, words) for place, comparison in enumerate(evidence.failing(judgement), 1)]
        text = words("judgement.unheld", failing="; ".join(failing))
    return {"text": text, "basis": "", "would_change": ""}


def _failing(judgement: Judgement, place: int, comparison: Comparison, words: Words) -> str:
    """"asked: at least ⟦J1.asked_1⟧, given: ⟦J1.given_1⟧ (what it is)"; without numbers where it compares none."""
    what = _meaning(judgement, comparison.left, words)
    if not _has_numbers(comparison):
        return words("judgement.failing.plain", what=what)
    marks = {side: f"⟦{judgement.judgement_id}.{side}_{place}⟧" for side in _SIDES}
    of = f" ({_meaning(judgement, comparison.right, words)})" if isinstance(comparison.right, Question) else ""
    return words("judgement.failing", what=what, sign=words(f"sign.{_SIGNS[comparison.sign].__name__}"), of=of, **marks)


def _has_numbers(comparison: Comparison) -> bool:
    return comparison.right not in ("yes", "no")


def _meaning(judgement: Judgement, term: Term, words: Words) -> str:
    """What the term is: as the judgement's slot says, else the item."""
    named = next((slot.meaning[words.lang] for slot in judgement.slots if slot.term == term), "")
    supported = isinstance(term, Question) and term.subject == "supported"
    item = words.item(term.item) if isinstance(term, Question) else ""
    return named or (words("meaning.supported", what=item) if supported else item)


def _unheld_rows(judgement: Judgement, evidence: "_Evidence", lang: str) -> list[dict]:
    """A number for each side of each comparison that fails; the unit of a threshold is that of what it is held against."""
    words, rows = Words(evidence.vocabulary, lang), []
    for place, comparison in enumerate(evidence.failing(judgement), 1):
        unit, what = evidence.answer(comparison.left).unit, _meaning(judgement, comparison.left, words)
        for side, name in _SIDES.items() if _has_numbers(comparison) else ():
            answer = evidence.answer(getattr(comparison, name))
            meaning = words(f"meaning.{side}", what=what)
            rows.append(_slot_row(f"{judgement.judgement_id}.{side}_{place}", judgement.rule, meaning, replace(answer, unit=unit), lang))
    return rows


def _sentences(judgement: Judgement, evidence: "_Evidence", likelihood: dict, lang: str) -> dict[str, str]:
    identity, unit = judgement.judgement_id, evidence.vocabulary.by_key("units")["percent"][f"many_{lang}"]
    opening = f"{likelihood[f'opening_{lang}']} (⟦{identity}.likelihood_low⟧–⟦{identity}.likelihood_high⟧ {unit})"

    def marked(slot: re.Match) -> str:
        return opening if slot[1] == "likelihood" else f"⟦{identity}.{slot[1]}⟧"

    return {name: PLACEHOLDER.sub(marked, getattr(judgement, name)[lang]) for name in SENTENCES}


def _missing(judgement: Judgement, evidence: "_Evidence") -> list[Slot]:
    return [slot for slot in judgement.slots if evidence.answer(slot.term).value is None]


def _slot_row(identity: str, rule: str, meaning: str, answer: Answer, lang: str) -> dict:
    dated = answer.unit == "date"
    return {
        "number_id": identity,
        "value": math.nan if dated else answer.value,
        "unit": answer.unit,
        "text": numerals.day(answer.value, lang) if dated else numerals.number(answer.value, lang),
        "place": "judgement",
        "meaning": meaning,
        "rule": rule,
        "claims": ";".join(sorted(answer.claims)),
    }


def _likelihood_rows(judgement: Judgement, vocabulary: Vocabulary, lang: str) -> list[dict]:
    row = vocabulary.by_key("likelihoods")[judgement.likelihood]
    return [
        {
            "number_id": f"{judgement.judgement_id}.likelihood_{end}", "value": float(row[end]), "unit": "percent",
            "text": numerals.number(float(row[end]), lang), "place": "judgement", "meaning": row[f"name_{lang}"], "rule": "ICD 203",
        }
        for end in ("low", "high")
    ]  # fmt: skip


class _Evidence:
    """The two tables, and how a question is answered from them."""

    def __init__(self, claims: pd.DataFrame, estimates: pd.DataFrame, topic: Topic, vocabulary: Vocabulary):
        improbable = (claims["credibility"] == "5") & (claims["kind"] != "denial")
        self.claims = claims[(claims["status"] != "rejected") & (claims["repeats"] == "") & ~improbable]
        self.estimates, self.topic, self.vocabulary = estimates, topic, vocabulary

    def holds(self, judgement: Judgement) -> tuple[str, set[str]]:
        """yes, no or unknown (an unknown part decides nothing that another part does not), and the claims that were asked."""
        alternatives, behind = [], set()
        for row in judgement.condition:
            truths = []
            for comparison in row:
                truth, asked = self._compare(comparison)
                truths.append(truth)
                behind |= asked
            alternatives.append(False if False in truths else None if None in truths else True)
        verdict = True if True in alternatives else None if None in alternatives else False
        return {True: "yes", False: "no", None: "unknown"}[verdict], behind

    def failing(self, judgement: Judgement) -> list[Comparison]:
        """The comparisons that are false, in their order."""
        return [comparison for row in judgement.condition for comparison in row if self._compare(comparison)[0] is False]

    def answer(self, term: Term) -> Answer:
        if not isinstance(term, Question):
            return Answer(term)
        ask = {"claims": self._claims, "origins": self._origins}.get(term.subject, self._estimate)
        return ask(term)

    def _compare(self, comparison: Comparison) -> tuple[bool | None, set[str]]:
        left, right = self.answer(comparison.left), self.answer(comparison.right)
        truth = None if left.value is None or right.value is None else _SIGNS[comparison.sign](left.value, right.value)
        return truth, set(left.claims | right.claims)

    def _rows(self, question: Question, level: str, origin: str = "") -> pd.DataFrame:
        table = self.estimates
        asked = (
            (table["level"] == level)
            & (table["item"] == question.item)
            & (table["flow"] == question.option("flow", self.topic.lead_flow))
            & (table["measure"] == question.option("measure", "delivered"))
            & (table["origin"] == origin)
            & (table["reading"] == "direct")
        )
        latest = question.option("date")
        return self._in_usual_unit(table[asked & (table["date"] <= latest)] if latest else table[asked])

    def _in_usual_unit(self, rows: pd.DataFrame) -> pd.DataFrame:
        units = rows["item"].map(lambda item: self.vocabulary.by_key("items").get(item, {}).get("unit"))
        usual = rows[rows["unit"] == units]
        return rows if usual.empty else usual

    def _estimate(self, question: Question) -> Answer:
        rows = self._rows(question, question.subject, question.option("origin"))
        aspect = {"date": "high"}.get(question.aspect, question.aspect)
        rows = rows[rows[aspect].notna() & (rows[aspect] != "")]
        if rows.empty:
            return Answer(None, "date" if question.aspect == "date" else "")
        last = rows.iloc[-1]
        behind = frozenset(last["claims"].split(";"))
        if question.aspect == "date":
            return Answer(last["date"], "date", behind)
        value = last[aspect]
        return Answer(value if isinstance(value, str) else float(value), last["unit"], behind)

    def _origins(self, question: Question) -> Answer:
        sides = [self._rows(question, "origin", question.option(name)) for name in ("one", "other")]
        both = sides[0].merge(sides[1], on=["date", "unit"], suffixes=("_one", "_other")).dropna(subset=["low_one", "high_other"])
        unit = "date" if question.aspect == "date" else ""
        if both.empty:
            return Answer(None, unit)
        apart = both[both["low_one"] > both["high_other"]]
        if question.aspect == "exclude":
            return Answer("no" if apart.empty else "yes", "", _behind(both if apart.empty else apart))
        if apart.empty:
            return Answer(None, unit)
        worst = apart.loc[(apart["low_one"] / apart["high_other"]).idxmax()]
        value = {"floor": float(worst["low_one"]), "ceiling": float(worst["high_other"]), "date": worst["date"]}[question.aspect]
        return Answer(value, unit or worst["unit"], _behind(worst.to_frame().T))

    def _claims(self, question: Question) -> Answer:
        table = self.claims
        flow = question.option("flow", self.topic.lead_flow).split(">")
        asked = table["supplier"].isin([flow[0], ""]) & table["recipient"].isin([flow[1], ""])
        if question.item:
            asked &= (table["item"] == question.item) | table["item"].str.startswith(f"{question.item}.")
        for name in ("kind", "origin"):
            if question.option(name):
                asked &= table[name] == question.option(name)
        return self._told(table[asked], question.aspect)

    def _told(self, rows: pd.DataFrame, aspect: str) -> Answer:
        if aspect == "count":
            return Answer(float(len(rows)) or None, "count", frozenset(rows["claim_id"]))
        if aspect == "origins":
            rows = rows[rows["origin"].isin(most_independent(sorted(set(rows["origin"])), self.vocabulary))]
            return Answer(float(rows["origin"].nunique()) or None, "count", frozenset(rows["claim_id"]))
        rows = self._in_usual_unit(rows)
        names = ["whole_high", "whole_low"] if aspect == "whole" else ["high", "low"] if aspect == "most" else ["low", "high"]
        told = rows[names[0]].fillna(rows[names[1]]).dropna()
        if told.empty:
            return Answer(None)
        row = rows.loc[told.idxmin() if aspect == "least" else told.idxmax()]
        return Answer(float(told[row.name]), row["unit"], frozenset([row["claim_id"]]))


def _behind(rows: pd.DataFrame) -> frozenset[str]:
    return frozenset(claim for cell in [*rows["claims_one"], *rows["claims_other"]] for claim in cell.split(";"))
