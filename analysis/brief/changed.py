"""What has changed since the edition before: claims that came or went, supported ranges that moved, judgements that turned, each with its report."""

import pandas as pd

from analysis.brief import selection
from analysis.brief.compared import in_unit
from analysis.brief.rows import count, day, row
from analysis.brief.runs import Number, Runs, Setter, listed
from analysis.brief.selection import Given

SHOWN = 6
COUNTED = ("new", "withdrawn", "corrected")


def rows(given: Given) -> list[dict]:
    words, changes, since = given.words, given.tables["changes"], given.topic.previous(given.as_of)
    where = f"data/topics/{given.topic.topic_id}.toml: edition_interval"
    found = [day("changed.since", since, "text", words("meaning.since"), where, "", words)]
    found += count("changed.reports", int((given.tables["documents"]["published"] > since).sum()), "documents", words, f"published > {since}")
    for name in COUNTED:
        number = _claims(changes, name)
        found += count(f"changed.{name}", number, "changes", words, f"kind = claim, change = {name}") if number else []
    for move in selection.moves(changes)[:SHOWN]:
        for side in ("before", "after"):
            if move[side]:
                claims = move["cause"] if side == "after" else ""
                rule = f"changes.csv: rank {move['rank']}, {side}"
                meaning = words(f"meaning.{move['field']}", what=words("meaning.supported", what=words.item(move["item"])))
                found.append(row(f"changed.{move['rank']}.{side}", float(move[side]), move["unit"], "table", meaning, rule, claims, words))
    return found


def told(given: Given, setter: Setter) -> dict:
    """A sentence of what came, the table of ranges that moved, a sentence of judgements that turned."""
    words, changes = given.words, given.tables["changes"]
    counted = [setter.counted(f"changed.{name}", f"changed.{name}") for name in ("reports", *COUNTED) if f"changed.{name}" in setter.numbers]
    moved = [_move(given, setter, move) for move in selection.moves(changes)[:SHOWN]]
    turned = [_turn(setter, row) for row in changes[changes["kind"] == "judgement"].to_dict("records")]
    return {
        "head": setter.said("brief.changed", day=Number("changed.since")),
        "intro": [*listed(counted, "; "), {"t": "."}],
        "labels": {name: words(f"changed.{name}") for name in ("what", "before", "after", "cause")},
        "rows": moved,
        "unmoved": "" if moved else words("changed.unmoved"),
        "turned": setter.said("changed.turned", judgements=listed(turned, "; ")) if turned else [],
    }


def _claims(changes: pd.DataFrame, name: str) -> int:
    return changes.loc[(changes["kind"] == "claim") & (changes["change"] == name), "subject"].nunique()


def _move(given: Given, setter: Setter, move: dict) -> dict:
    words = given.words
    ends = {side: setter.printed(f"changed.{move['rank']}.{side}") or [{"t": words("changed.none")}] for side in ("before", "after")}
    claims = [[setter.claim(claim)] for claim in move["cause"].split(";") if claim]
    what = words(f"changed.{move['field']}", what=in_unit(words, move["item"], move["unit"]))
    return {"what": [setter.named(what, "changes")], **ends, "cause": listed(claims[:2]) if claims else [{"t": words("changed.no_report")}]}


def _turn(setter: Setter, turned: dict) -> Runs:
    ends = {side: setter.words(f"holds.{turned[side] or 'none'}") for side in ("before", "after")}
    return setter.said("changed.turn", judgement=[{"t": turned["subject"], "to": f"judgement-{turned['subject']}"}], **ends)
