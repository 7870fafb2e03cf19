"""What changed between two editions, told from their tables."""

import pandas as pd
import pytest

from analysis import tables
from analysis.changes import Change, changes
from analysis.errors import EditionError

CLAIM = {
    "claim_id": "C-1", "fact_id": "a:0-9:1", "doc_id": "a", "kind": "delivery", "supplier": "KP", "recipient": "RU", "hedge": "flat",
    "item": "ammunition.shell", "low": 1e6, "bound": "exact", "unit": "round", "reliability": "B", "credibility": "2", "status": "proposed",
    "evidence": "One million.",
}  # fmt: skip
ESTIMATE = {
    "topic": "kp-ru", "flow": "KP>RU", "item": "ammunition.shell", "unit": "round", "measure": "delivered", "reading": "direct",
    "level": "supported", "date": "2024-01-01", "low": 1e6, "high": 3e6, "agree": "yes",
}  # fmt: skip
JUDGEMENT = {"judgement_id": "scale", "holds": "yes", "confidence": "low"}


@pytest.fixture
def edition(tmp_path):
    """Writes an edition's three tables and gives its folder."""

    def write(name, claims=(CLAIM,), estimates=(ESTIMATE,), judgements=(JUDGEMENT,)):
        folder = tmp_path / name / "tables"
        for table, rows in (("claims", claims), ("estimates", estimates), ("judgements", judgements)):
            tables.write(table, tables.frame(table, list(rows)), folder)
        return tmp_path / name

    return write


CASES = [
    ("an equal edition", {}, []),
    ("a further claim", {"claims": [CLAIM, CLAIM | {"claim_id": "C-2", "evidence": "Two."}]}, [Change("new", "C-2", "evidence", None, "Two.")]),
    ("a claim that is gone", {"claims": []}, [Change("withdrawn", "C-1", "evidence", "One million.", None)]),
    ("another number", {"claims": [CLAIM | {"low": 2e6}]}, [Change("corrected", "C-1", "low", 1e6, 2e6)]),
    ("an end that opened", {"claims": [CLAIM | {"low": None}]}, [Change("corrected", "C-1", "low", 1e6, None)]),
    ("a reviewer's decision", {"claims": [CLAIM | {"status": "accepted"}]}, [Change("corrected", "C-1", "status", "proposed", "accepted")]),
    ("a further copy", {"claims": [CLAIM | {"copies": "b:0-9:1"}]}, [Change("repeated", "C-1", "copies", None, "b:0-9:1")]),
    (
        "a later estimate with another ceiling",
        {"estimates": [ESTIMATE, ESTIMATE | {"date": "2024-02-01", "high": 2e6}]},
        [Change("moved", "KP>RU ammunition.shell round delivered direct supported", "high", 3e6, 2e6)],
    ),
    ("a later estimate with the same bounds", {"estimates": [ESTIMATE, ESTIMATE | {"date": "2024-02-01"}]}, []),
    ("an earlier day with other bounds", {"estimates": [ESTIMATE | {"date": "2023-12-01", "low": 5.0}, ESTIMATE]}, []),
    (
        "an estimate of one more origin",
        {"estimates": [ESTIMATE, ESTIMATE | {"level": "origin", "origin": "Seoul", "agree": "", "high": None}]},
        [Change("moved", "KP>RU ammunition.shell round delivered direct origin Seoul", "low", None, 1e6)],
    ),
    ("a judgement that no longer holds", {"judgements": [JUDGEMENT | {"holds": "no"}]}, [Change("turned", "scale", "holds", "yes", "no")]),
    ("a judgement that is gone", {"judgements": []}, [Change("turned", "scale", "holds", "yes", None)]),
]


@pytest.mark.parametrize(("now", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_each_kind_of_change_is_told_once(edition, now, expected):
    assert changes(edition("old"), edition("new", **now)) == expected


def test_changes_come_in_one_order_whatever_the_order_of_the_rows(edition):
    many = [CLAIM | {"claim_id": f"C-{number}"} for number in range(2, 9)]
    told = changes(edition("old"), edition("new", claims=[*many, CLAIM]))
    assert told == changes(edition("old"), edition("turned", claims=[CLAIM, *reversed(many)]))
    assert [change.subject for change in told] == [f"C-{number}" for number in range(2, 9)]


def test_nothing_is_written_by_comparing(edition):
    old, new = edition("old"), edition("new", claims=[])
    before = {path: path.stat().st_mtime_ns for folder in (old, new) for path in folder.rglob("*")}
    changes(old, new)
    assert before == {path: path.stat().st_mtime_ns for folder in (old, new) for path in folder.rglob("*")}


def test_two_folders_that_are_no_editions_are_named_together(tmp_path):
    with pytest.raises(EditionError) as refused:
        changes(tmp_path / "one", tmp_path / "two")
    assert str(refused.value).splitlines() == [
        f"{tmp_path / name} is no edition, it has no folder tables; name one such as reports/kp-ru/2024-02-10-en." for name in ("one", "two")
    ]


def test_an_empty_edition_against_a_full_one_is_all_new(edition):
    told = changes(edition("old", claims=[], estimates=[], judgements=[]), edition("new"))
    assert pd.Series([change.kind for change in told]).value_counts().to_dict() == {"new": 1, "moved": 3, "turned": 1}
