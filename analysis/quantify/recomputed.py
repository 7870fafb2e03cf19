"""What a figure that is computed from others' counts under, and when a capacity bounds what was delivered.

`computed_from` names claims of the same ledger; a retelling stands for what it retells. Ids that the ledger does not have say nothing.
"""

from math import isnan


def under_their_origins(rows: list[dict], told: list[dict]) -> None:
    """Gives each recomputed figure the origin of what it recomputes; where that is of several, it counts under none."""
    by_id = {claim["claim_id"]: claim for claim in told}
    for row, claim in zip(rows, told):
        found = _origins(claim, by_id, set())
        if len(found) == 1:
            row["origin"] = found.pop()
        elif row["used"]:
            row["used"], row["reason"] = False, f"recomputes figures of {' and '.join(sorted(found))}, so it counts under none of them"


def complete_counts(rows: list[dict], told: list[dict]) -> dict[str, str]:
    """Of each capacity the counts that it is computed from, joined by ";", where all of them have an upper end: of "at least
    10,000 containers" nobody knows what more they could hold."""
    by_id, by_row = {claim["claim_id"]: claim for claim in told}, {row["claim_id"]: row for row in rows}
    found = {}
    for claim in told:
        sources = [by_row[source["claim_id"]] for source in _sources(claim, by_id)]
        whole = sources and len(sources) == len(_named(claim)) and all(row["used"] and not isnan(row["ceiling"]) for row in sources)
        if claim["kind"] == "capacity" and whole:
            found[claim["claim_id"]] = ";".join(row["claim_id"] for row in sources)
    return found


def _origins(claim: dict, by_id: dict[str, dict], seen: set[str]) -> set[str]:
    sources = [source for source in _sources(claim, by_id) if source["claim_id"] not in seen]
    if not sources:
        return {claim["origin"]}
    return set().union(*(_origins(source, by_id, seen | {claim["claim_id"]}) for source in sources))


def _sources(claim: dict, by_id: dict[str, dict]) -> list[dict]:
    """The claims that a figure recomputes, each as its original."""
    sources = [by_id[name] for name in _named(claim) if name in by_id]
    return [by_id.get(source["repeats"], source) for source in sources]


def _named(claim: dict) -> list[str]:
    return [name for name in claim["computed_from"].split(";") if name]
