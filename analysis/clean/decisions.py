"""The reviewer's decisions, held against the facts of one edition and applied to them.

A decision that silently applied to nothing would look as if it had been heeded. So an entry that matches no fact is a mistake, and
so is one that accepts or corrects a fact which can be no claim, or that names as repeated what is none; what is heeded without
effect is said. `as_of` cuts reports, not decisions: an entry on a report that is not in this edition waits for one that has it. Nor
does a topic: an entry on a fact that the topic does not follow is said. What names such a fact as repeated waits, too.
"""

import sys
from collections import defaultdict

import pandas as pd

from analysis.clean.review import FACTS, OF_CLAIM, circular, report_of, value_of
from analysis.errors import ReviewError

WORDS = {"accept": "accepted", "correct": "corrected", "reject": "rejected"}


class Decisions:
    """The decisions by fact, and what there is to say of them: mistakes, and entries without effect."""

    def __init__(self, review: pd.DataFrame, facts: pd.DataFrame, reports: pd.DataFrame):
        """`review`: from read_review, each row under its line."""
        self.by_fact: dict[str, list[dict]] = defaultdict(list)
        self.reports = set(reports["doc_id"])
        self.reasons: dict[str, str] = {}  # why a fact is no claim of any topic
        self.elsewhere: set[str] = set()  # facts that this topic does not follow
        self.refused: list[tuple[list[int], str]] = []
        self.remarks: list[tuple[list[int], str]] = []
        there = set(facts["fact_id"])
        for line, entry in zip(review.index, review.to_dict("records")):
            fact_id = entry["fact_id"]
            if fact_id in there:
                self.by_fact[fact_id].append(entry | {"line": line})
            elif report_of(fact_id) in self.reports:
                others = ", ".join(sorted(other for other in there if report_of(other) == report_of(fact_id))) or "none"
                self.refused.append(([line], f"{fact_id} matches no fact; those of its report are {others}."))

    def of(self, *fact_ids: str) -> list[dict]:
        """The entries on those facts, in the order of the facts."""
        return [entry for fact_id in fact_ids for entry in self.by_fact.get(fact_id, [])]

    def corrected(self, fact: dict) -> dict:
        """The fact with the corrected fields and the `actions` on it; fields of the claim are among them, for the merging to heed."""
        entries = self.of(fact["fact_id"])
        return fact | _corrections(entries) | {"actions": [entry["action"] for entry in entries]}

    def compare(self, before: dict, after: dict, *fact_ids: str) -> None:
        """Notes corrections of those facts after which a field is what it was before."""
        for entry in self.of(*fact_ids):
            field = entry["field"]
            if field in before and _same(before[field], after[field]):
                told = entry["value"] or "empty"
                self._remark([entry], f"{field} of {entry['fact_id']} is {told} without the correction too; it changes nothing.")

    def left_out(self, fact_id: str, code: str, sentence: str) -> None:
        """Notes that the fact, as corrected, is no claim, which whoever accepted or corrected it must know."""
        if code == "off_topic":
            self.elsewhere.add(fact_id)
        else:
            self.reasons[fact_id] = sentence
        entries = self.of(fact_id)
        actions = {entry["action"] for entry in entries}
        if not actions or "reject" in actions:
            return
        told = f"{fact_id} is {WORDS['correct' if 'correct' in actions else 'accept']}"
        if code == "off_topic":
            self._remark(entries, f"{told}, but stays out: {sentence}")
        else:
            self._refuse(entries, f"{told}, but can be no claim: {sentence} Correct that too, or reject the fact.")

    def of_claim(self, lead: dict, others: list[dict]) -> dict:
        """What the decisions on a fact and its copies make of their claim: its corrected fields, which of FACTS they empty, and its status."""
        copies = self.of(*(row["fact_id"] for row in others))
        entries = self.of(lead["fact_id"]) + copies
        corrections = {}
        for entry in entries:
            if entry["field"] in OF_CLAIM and corrections.setdefault(entry["field"], entry)["value"] != entry["value"]:
                first = corrections[entry["field"]]
                self._refuse([first, entry], f"{entry['field']} of one claim is both {first['value'] or 'empty'} and {entry['value'] or 'empty'}; keep one.")
        for entry in copies:
            if entry["action"] == "correct" and entry["field"] not in OF_CLAIM and not _same(value_of(entry), lead[entry["field"]]):
                copied = f"{entry['fact_id']} is a copy of {lead['fact_id']}"
                self._remark([entry], f"{copied}, whose {entry['field']} stands; correct that fact instead.")
        emptied = frozenset(field for field in FACTS if field in corrections and not corrections[field]["value"])
        return _corrections(list(corrections.values())) | {"emptied": emptied} | status(entries)

    def ground(self, claim: dict, field: str) -> str:
        """The reviewer's reason for what a field of the claim is corrected to; empty where none is."""
        return next((entry["reason"] for entry in self._on(claim, field) if entry["action"] == "correct"), "")

    def resolve(self, claims: list[dict]) -> None:
        """What a reviewer gave as fact ids in `repeats` and `computed_from` becomes the ids of their claims."""
        holder = {fact_id: claim["claim_id"] for claim in claims for fact_id in _facts(claim)}
        for claim in claims:
            for field in FACTS:
                given = [fact_id for fact_id in claim[field].split(";") if fact_id not in self.elsewhere]
                named = [fact_id for fact_id in given if report_of(fact_id) in self.reports]
                for fact_id in named:
                    if wrong := self._no_other_claim(fact_id, holder, claim):
                        self._refuse(self._on(claim, field), f"{field} names {fact_id}, {wrong}")
                own = claim["claim_id"]
                claim[field] = ";".join(dict.fromkeys(holder[fact_id] for fact_id in named if holder.get(fact_id, own) != own))
        self._refuse_circles(claims)

    def _refuse_circles(self, claims: list[dict]) -> None:
        """Claims of several facts may repeat each other in turn, though none of their facts does."""
        by_id = {claim["claim_id"]: claim for claim in claims}
        for claim_id in circular({claim["claim_id"]: claim["repeats"] for claim in claims if claim["repeats"]}):
            claim = by_id[claim_id]
            told = f"{claim['fact_id']} repeats in turn what is said to repeat it; take one of the rows out."
            self._refuse(self._on(claim, "repeats"), told)
            claim["repeats"] = ""

    def close(self) -> None:
        """Says on stderr what had no effect. Raises ReviewError that lists every mistake."""
        if self.refused:
            raise ReviewError.of_all(_told(self.refused))
        for line in _told(self.remarks):
            print(line, file=sys.stderr)

    def _no_other_claim(self, fact_id: str, holder: dict[str, str], claim: dict) -> str:
        if fact_id in self.reasons:
            return f"which can be no claim: {self.reasons[fact_id]}"
        if fact_id not in holder:
            return "which is no fact of its report; copy it from facts.csv."
        return "a copy of the same claim; name another." if holder[fact_id] == claim["claim_id"] else ""

    def _on(self, claim: dict, field: str) -> list[dict]:
        return [entry for entry in self.of(*_facts(claim)) if entry["field"] == field]

    def _remark(self, entries: list[dict], sentence: str) -> None:
        self.remarks.append(([entry["line"] for entry in entries], sentence))

    def _refuse(self, entries: list[dict], sentence: str) -> None:
        self.refused.append(([entry["line"] for entry in entries], sentence))


def status(entries: list[dict]) -> dict[str, str]:
    """status, reviewer, reviewed and reason of a claim, from all decisions on its facts: a rejection wins, then the newest."""
    if not entries:
        return {"status": "proposed", "reviewer": "", "reviewed": "", "reason": ""}
    newest = max(entries, key=lambda entry: (entry["action"] == "reject", entry["reviewed"]))
    return {"status": WORDS[newest["action"]]} | {key: newest[key] for key in ("reviewer", "reviewed", "reason")}


def _same(one: object, other: object) -> bool:
    """Whether two cells hold the same; an open number is the same as another."""
    return one == other or one != one and other != other


def _corrections(entries: list[dict]) -> dict:
    return {entry["field"]: value_of(entry) for entry in entries if entry["action"] == "correct"}


def _facts(claim: dict) -> list[str]:
    return [claim["fact_id"], *filter(None, claim["copies"].split(";"))]


def _told(entries: list[tuple[list[int], str]]) -> list[str]:
    """Each sentence once, behind its lines, from the file's top to its end."""
    placed = [(f"line{'s' * (len(lines) > 1)} {', '.join(map(str, sorted(lines)))}", sentence) for lines, sentence in sorted(entries)]
    return list(dict.fromkeys(f"review.csv, {place}: {sentence}" for place, sentence in placed))
