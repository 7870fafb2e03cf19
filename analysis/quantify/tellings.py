"""What the checks of `arithmetic` and `accounts` ask of claims (dicts of the table), and the row of `conflicts` in which they answer."""

from collections import defaultdict
from math import isnan


def alike(claims: list[dict], *names: str) -> list[list[dict]]:
    """Claims in groups that have these columns in common; groups and their claims in an order that the input's does not change."""
    groups = defaultdict(list)
    for claim in sorted(claims, key=lambda claim: claim["claim_id"]):
        groups[tuple(str(claim[name]) for name in names)].append(claim)
    return list(groups.values())


def told(claim: dict) -> float:
    """The number that a claim is known by: its upper one, else its lower."""
    return claim["low"] if isnan(claim["high"]) else claim["high"]


def last_day(claim: dict) -> str:
    return claim["period_end"] or claim["stated"]


def digits(amount: float) -> int:
    """How many significant digits it has."""
    return len(f"{amount:.15g}".replace(".", "").strip("0"))


def row(kind: str, claims: list[dict], differs: str, sentence: str) -> dict:
    """A row of table `conflicts` on these claims, in their order, each of their origins once."""
    ids, origins = (";".join(dict.fromkeys(claim[name] for claim in claims)) for name in ("claim_id", "origin"))
    return {"kind": kind, "claims": ids, "origin": origins, "differs": differs, "sentence": sentence}
