"""Facts → claims: normalise, check, find the origin, merge repeats, grade, apply the reviewer's decisions. SCHEMA.md has the terms.

Takes the tables `facts` and `documents` of one edition, gives `claims` and `dropped`; every fact is in one of them, or is named
in a claim's `copies` and stands in `dropped` as a copy. Knows nothing of curves and intervals over time.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

import pandas as pd

from analysis import tables
from analysis.clean import computed, copies, grade, repeats
from analysis.clean.decisions import Decisions
from analysis.clean.normalise import fault, has_number, normalised
from analysis.clean.review import read_review
from analysis.columns import TABLES
from analysis.topics import Topic
from analysis.vocabulary import Vocabulary

__all__ = ["Cleaned", "clean", "read_review"]

UNKNOWN_REPORT = {"published": "", "copy_of": ""}


class Cleaned(NamedTuple):
    """The ledger, and what did not enter it with the reason."""

    claims: pd.DataFrame
    dropped: pd.DataFrame


def clean(facts: pd.DataFrame, documents: pd.DataFrame, vocabulary: Vocabulary, topic: Topic, review: pd.DataFrame) -> Cleaned:
    """The claims of the topic, earliest published first. `review`: from read_review.

    Says on stderr which decisions change nothing. Raises ReviewError that lists those which match no fact or no claim.
    """
    decided = Decisions(review, facts, documents)
    reports = {row["doc_id"]: row for row in documents.to_dict("records")}
    rows, elsewhere, dropped = [], [], []
    for fact in facts.to_dict("records"):
        row = _row(fact, reports.get(fact["doc_id"], UNKNOWN_REPORT), vocabulary, decided)
        found = fault(row, topic, vocabulary)
        if not found:
            rows.append(row)
        elif found[0] == "off_topic" and has_number(row):
            elsewhere.append((row, found))
        else:
            dropped.append(_left_out(row, found, decided))
    followed, strange = repeats.turned_round_among(rows, elsewhere)
    dropped += [_left_out(row, found, decided) for row, found in strange]
    groups = copies.merged(rows + followed, topic.start_tolerance)
    claims = _claims(groups, decided, topic, vocabulary)
    decided.close()
    dropped += [_merged(claim, lead, row) for claim, (lead, *others) in zip(claims, groups) for row in others]
    columns = [column.name for column in TABLES["claims"]]
    return Cleaned(
        tables.frame("claims", [{name: claim[name] for name in columns} for claim in claims]),
        tables.frame("dropped", sorted(dropped, key=lambda row: row["fact_id"])),
    )


def _row(fact: dict, report: Mapping[str, str], vocabulary: Vocabulary, decided: Decisions) -> dict:
    row = normalised(decided.corrected(fact), report["published"], vocabulary)
    if decided.of(fact["fact_id"]):
        decided.compare(normalised(fact, report["published"], vocabulary), row, fact["fact_id"])
    return row | {"copy_of": report["copy_of"]}


def _claims(groups: list[list[dict]], decided: Decisions, topic: Topic, vocabulary: Vocabulary) -> list[dict]:
    claims = [_claim(group, decided) for group in groups]
    _identify(claims)
    decided.resolve(claims)
    _mark(claims, decided, topic.start_tolerance, vocabulary)
    _settle(claims, decided)
    for claim, (digit, why) in zip(claims, grade.credibilities(claims, topic.start_tolerance, vocabulary)):
        decided.compare({"credibility": digit}, {"credibility": digit} | claim, claim["fact_id"], *claim["copies"].split(";"))
        claim["credibility_reason"] = decided.ground(claim, "credibility") or why
        claim["reliability_reason"] = decided.ground(claim, "reliability") or grade.reliability_reason(claim, vocabulary)
        claim.setdefault("credibility", digit)
    return claims


def _claim(group: list[dict], decided: Decisions) -> dict:
    lead, *others = group
    claim = {"repeats": "", "computed_from": ""} | lead | decided.of_claim(lead, others)
    return claim | {"copies": ";".join(row["fact_id"] for row in others)}


def _mark(claims: list[dict], decided: Decisions, tolerance: int, vocabulary: Vocabulary) -> None:
    """Marks what rests on another claim; a field that a reviewer emptied and no rule would have filled is compared with what the rules say."""
    unasked = [claim | {"emptied": frozenset()} for claim in claims] if any(claim["emptied"] for claim in claims) else []
    for told in (unasked, claims):
        repeats.mark_retellings(told, tolerance)
        computed.mark_computed(told, tolerance, vocabulary)
    for before, claim in zip(unasked, claims):
        decided.compare({field: before[field] for field in claim["emptied"]}, claim, claim["fact_id"], *claim["copies"].split(";"))


def _settle(claims: list[dict], decided: Decisions) -> None:
    """No retelling is an original: it repeats what that one repeats, and counts under the origin of what it repeats."""
    source = {claim["claim_id"]: claim for claim in claims}
    for claim in claims:
        while claim["repeats"] and source[claim["repeats"]]["repeats"]:
            claim["repeats"] = source[claim["repeats"]]["repeats"]
        if claim["repeats"] and not decided.ground(claim, "origin"):
            claim["origin"] = source[claim["repeats"]]["origin"]


def _identify(claims: list[dict]) -> None:
    """Eight hex digits of the lead fact's digest; in the rare case that they are taken, as many more as it needs."""
    taken = set()
    for claim in claims:
        digest, length = sha256(claim["fact_id"].encode()).hexdigest(), 8
        while digest[:length] in taken:
            length += 1
        taken.add(digest[:length])
        claim["claim_id"] = f"C-{digest[:length]}"


def _left_out(row: dict, found: tuple[str, str], decided: Decisions) -> dict:
    decided.left_out(row["fact_id"], *found)
    return _dropped(row, *found)


def _dropped(row: dict, code: str, sentence: str) -> dict:
    return {name: row[name] for name in ("fact_id", "doc_id", "evidence")} | {"reason": code, "detail": sentence}


def _merged(claim: dict, lead: dict, row: dict) -> dict:
    if row["doc_id"] == lead["doc_id"]:
        return _dropped(row, "duplicate", f"Its report says the same elsewhere; it is a copy of {claim['claim_id']}.")
    if row["copy_of"] == lead["doc_id"]:
        return _dropped(row, "copy", f"Its report prints {lead['doc_id']} again; it is a copy of {claim['claim_id']}.")
    return _dropped(row, "copy", f"It tells what {claim['doc_id']} tells; it is a copy of {claim['claim_id']}.")
