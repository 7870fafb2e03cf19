"""What changed between two editions of one topic, from their tables, and which reports caused it.

Takes the tables claims, estimates and judgements of both, gives the table `changes`: judgements that turned, then estimates that moved, what
two origins support before what one puts, then claims; within each the greatest effect first. The older edition is read from a folder or made
from what had appeared by its day, as `history` makes one.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from analysis import judgements, tables
from analysis.errors import EditionError
from analysis.history import Record, as_known
from analysis.topics import Topic
from analysis.vocabulary import Vocabulary

Tables = Mapping[str, pd.DataFrame]
COMPARED = ("claims", "estimates", "judgements")
# What makes an estimate the same in two editions; of each its last day is compared.
ESTIMATE = ["flow", "item", "unit", "measure", "reading", "level", "origin"]
MOVES = ("low", "high", "agree", "silent")
# The order of what happened to a range: that it came or went says more than any number.
HAPPENED = ("appeared", "vanished", "opened", "closed", "moved")


def between(old: Path, new: Path) -> pd.DataFrame:
    """Table `changes` of two edition folders, from the older to the newer. Raises EditionError, TableError."""
    missing = [folder for folder in (old, new) if not (folder / "tables").is_dir()]
    if missing:
        raise EditionError.of_all(f"{folder} is no edition, it has no folder tables; name one such as reports/kp-ru/2024-02-10-en." for folder in missing)
    return compare(*({name: tables.read(name, folder / "tables") for name in COMPARED} for folder in (old, new)))


def known(day: str, record: Record, topic: Topic, vocabulary: Vocabulary, lang: str) -> dict[str, pd.DataFrame]:
    """The tables claims, estimates and judgements of the edition of that ISO date, from the reports that had appeared by then. Raises ReviewError."""
    claims, found = as_known(day, record, topic, vocabulary)
    return {"claims": claims, "estimates": found.estimates, "judgements": judgements.judge(claims, found.estimates, topic, vocabulary, lang)}


def compare(old: Tables, new: Tables) -> pd.DataFrame:
    """Table `changes`. `cause`: claims behind the newer state that the older ledger does not have; `reports`: where they stand."""
    report = dict(zip(new["claims"]["claim_id"], new["claims"]["doc_id"])) | dict(zip(old["claims"]["claim_id"], old["claims"]["doc_id"]))
    fresh = set(new["claims"]["claim_id"]) - set(old["claims"]["claim_id"])
    rows = [
        *_judgements(old["judgements"], new["judgements"]),
        *sorted(_estimates(old["estimates"], new["estimates"]), key=_effect),
        *_claims(old["claims"], new["claims"]),
    ]
    for place, row in enumerate(rows, 1):
        cause = sorted(fresh.intersection(row.pop("behind").split(";")))
        told = cause or ([row["subject"]] if row["kind"] == "claim" else [])
        row |= {"rank": place, "cause": ";".join(cause), "reports": ";".join(dict.fromkeys(report[claim] for claim in told if claim in report))}
    return tables.frame("changes", rows)


def counted(changes: pd.DataFrame) -> str:
    """How many of each sort, in their order: "judgement turned: 1; claim new: 3"; empty if nothing changed."""
    sorts = (changes["kind"] + " " + changes["change"]).tolist()
    return "; ".join(f"{sort}: {sorts.count(sort)}" for sort in dict.fromkeys(sorts))


def _row(kind: str, subject: str, change: str, field: str, before: object, after: object, behind: str) -> dict:
    return {"kind": kind, "subject": subject, "change": change, "field": field, "before": _text(before), "after": _text(after), "behind": behind}


def _text(value: object) -> str:
    return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)


def _judgements(old: pd.DataFrame, new: pd.DataFrame) -> Iterator[dict]:
    before, after = _by(old, ["judgement_id"]), _by(new, ["judgement_id"])
    for judgement in dict.fromkeys((*after, *before)):
        was, now = before.get(judgement, {}), after.get(judgement, {})
        if was.get("holds") != now.get("holds"):
            yield _row("judgement", judgement, "turned", "holds", was.get("holds"), now.get("holds"), now.get("claims") or "")


def _estimates(old: pd.DataFrame, new: pd.DataFrame) -> Iterator[dict]:
    before, after = (_by(table.sort_values("date", kind="stable"), ESTIMATE) for table in (old, new))
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key, {}), after.get(key, {})
        for field in MOVES:
            if was.get(field) != now.get(field):
                row = _row("estimate", key, _happened(was, now, field), field, was.get(field), now.get(field), now.get("claims") or "")
                yield row | {"moved": _share(was.get(field), now.get(field))}


def _happened(was: dict, now: dict, field: str) -> str:
    if not was or not now:
        return "vanished" if was else "appeared"
    if field in ("low", "high") and (was.get(field) is None or now.get(field) is None):
        return "closed" if was.get(field) is None else "opened"
    return "moved"


def _share(was: object, now: object) -> float:
    """By how many per cent of the larger number an end moved; NaN where one of them is none."""
    if not isinstance(was, float) or not isinstance(now, float):
        return float("nan")
    return 100 * abs(now - was) / max(abs(was), abs(now))


def _effect(row: dict) -> tuple:
    shared = " supported" in row["subject"] and " direct" in row["subject"]
    moved = row["moved"] if row["moved"] == row["moved"] else 0.0
    return not shared, " origin " in row["subject"], HAPPENED.index(row["change"]), -moved, row["subject"], row["field"]


def _claims(old: pd.DataFrame, new: pd.DataFrame) -> Iterator[dict]:
    """Claims that are new, gone or told otherwise. One that an earlier or nearer report leads now goes on under another id."""
    before, after = _by(old, ["claim_id"]), _by(new, ["claim_id"])
    led = {fact: claim for claim, row in after.items() for fact in ((row["copies"] or "") + f";{row['fact_id']}").split(";")}
    goes_on = {led[row["fact_id"]]: claim for claim, row in before.items() if claim not in after and row["fact_id"] in led}
    for claim in sorted(after.keys() - before.keys() - goes_on.keys()):
        yield _row("claim", claim, "new", "evidence", None, after[claim]["evidence"], claim)
    for claim in sorted(goes_on):
        yield _row("claim", claim, "led otherwise", "claim_id", goes_on[claim], claim, claim)
    for claim in sorted(before.keys() - after.keys() - set(goes_on.values())):
        yield _row("claim", claim, "withdrawn", "evidence", before[claim]["evidence"], None, "")
    for claim in sorted(before.keys() & after.keys()):
        for field in old.columns:
            if before[claim].get(field) != after[claim].get(field):
                yield _row("claim", claim, "repeated" if field == "copies" else "corrected", field, before[claim].get(field), after[claim].get(field), claim)


def _by(table: pd.DataFrame, key: list[str]) -> dict[str, dict]:
    """The rows by their key, of each the last one; what is empty or open becomes None, so that it equals itself."""
    rows = table.astype(object).where(table.notna() & (table != ""), None).to_dict("records")
    return {" ".join(row[name] for name in key if row[name]): row for row in rows}
