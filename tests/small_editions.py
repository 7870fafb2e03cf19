"""An edition small enough to read: one number, two claims, one report, and what a hostile report may hold."""

from pathlib import Path

from analysis import documents, tables

STEERING = "\x1b[31mred\x1b[0m \x07 \x9b2J \u202ereversed"


def edition(home: Path, name: str = "2024-02-10-en") -> Path:
    """A small edition: one number that rests on two claims, one of which retells a report in a hostile sentence."""
    folder = home / "reports" / "kp-ru" / name
    report = documents.Document("r1", "https://example.org/r1", "A Paper", "A title", "2024-01-22", "en", "abstract", "", "0" * 64, "text")
    claim = {
        "doc_id": "r1", "kind": "delivery", "supplier": "KP", "recipient": "RU", "item": "ammunition.shell", "low": 1e6, "bound": "at_least",
        "unit": "round", "period_start": "2023-09-01", "period_end": "2023-11-30", "stated": "2024-01-22", "claimant": "UA.HUR",
        "chain": "Vadym Skibitskyi;A Paper", "hedge": "flat", "origin": "Kyiv", "reliability": "B", "credibility": "2", "status": "accepted",
        "published": "2024-01-22", "copies": "r1:0-4:1;r9:0-4:1",
    }  # fmt: skip
    rows = [
        claim | {"claim_id": "C-0000000a", "fact_id": "r1:0-4:1", "evidence": "At least a million rounds."},
        claim | {"claim_id": "C-0000000b", "fact_id": "r1:5-9:1", "evidence": f"A million. {STEERING}", "doc_id": "r9"},
    ]
    number = {
        "number_id": "N-001", "value": 1e6, "unit": "round", "text": "1 million rounds", "place": "text", "meaning": "the floor of Kyiv",
        "rule": "the highest floor of the origin's claims", "claims": "C-0000000a;C-0000000b;C-gone",
    }  # fmt: skip
    for name, table in (
        ("documents", documents.table([report])), ("facts", tables.empty("facts")),
        ("claims", tables.frame("claims", rows)), ("numbers", tables.frame("numbers", [number])),
    ):  # fmt: skip
        tables.write(name, table, folder / "tables")
    return folder
