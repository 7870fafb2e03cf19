"""What changed between two editions, told from their tables."""

import pandas as pd
import pytest

from analysis import tables
from analysis.changes import between
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


SHARED = "KP>RU ammunition.shell round delivered direct supported"
CASES = [
    ("an equal edition", {}, []),
    ("a further claim", {"claims": [CLAIM, CLAIM | {"claim_id": "C-2", "fact_id": "a:0-9:2", "evidence": "Two."}]}, [("claim", "C-2", "new", "evidence", "", "Two.")]),
    ("a claim that is gone", {"claims": []}, [("claim", "C-1", "withdrawn", "evidence", "One million.", "")]),
    ("another number", {"claims": [CLAIM | {"low": 2e6}]}, [("claim", "C-1", "corrected", "low", "1000000", "2000000")]),
    ("an end that opened", {"claims": [CLAIM | {"low": None}]}, [("claim", "C-1", "corrected", "low", "1000000", "")]),
    ("a reviewer's decision", {"claims": [CLAIM | {"status": "accepted"}]}, [("claim", "C-1", "corrected", "status", "proposed", "accepted")]),
    ("a further copy", {"claims": [CLAIM | {"copies": "b:0-9:1"}]}, [("claim", "C-1", "repeated", "copies", "", "b:0-9:1")]),
    (
        "a nearer report that leads the same claim now",
        {"claims": [CLAIM | {"claim_id": "C-2", "fact_id": "b:0-9:1", "copies": "a:0-9:1"}]},
        [("claim", "C-2", "led otherwise", "claim_id", "C-1", "C-2")],
    ),
    (
        "a later estimate with another ceiling",
        {"estimates": [ESTIMATE, ESTIMATE | {"date": "2024-02-01", "high": 2e6}]},
        [("estimate", SHARED, "moved", "high", "3000000", "2000000")],
    ),
    ("a later estimate without a ceiling", {"estimates": [ESTIMATE | {"high": None}]}, [("estimate", SHARED, "opened", "high", "3000000", "")]),
    ("a later estimate with the same bounds", {"estimates": [ESTIMATE, ESTIMATE | {"date": "2024-02-01"}]}, []),
    ("an earlier day with other bounds", {"estimates": [ESTIMATE | {"date": "2023-12-01", "low": 5.0}, ESTIMATE]}, []),
    (
        "an estimate of one more origin",
        {"estimates": [ESTIMATE, ESTIMATE | {"level": "origin", "origin": "Seoul", "agree": "", "high": None}]},
        [("estimate", "KP>RU ammunition.shell round delivered direct origin Seoul", "appeared", "low", "", "1000000")],
    ),
    ("a judgement that no longer holds", {"judgements": [JUDGEMENT | {"holds": "no"}]}, [("judgement", "scale", "turned", "holds", "yes", "no")]),
    ("a judgement that is gone", {"judgements": []}, [("judgement", "scale", "turned", "holds", "yes", "")]),
]


@pytest.mark.parametrize(("now", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_each_kind_of_change_is_told_once(edition, now, expected):
    told = between(edition("old"), edition("new", **now))
    assert list(told[["kind", "subject", "change", "field", "before", "after"]].itertuples(index=False, name=None)) == expected


def test_a_change_names_the_new_claims_behind_it_and_their_reports(edition):
    fresh = CLAIM | {"claim_id": "C-2", "fact_id": "b:0-9:1", "doc_id": "b"}
    moved = ESTIMATE | {"low": 2e6, "claims": "C-1;C-2"}
    told = between(edition("old"), edition("new", claims=[CLAIM, fresh], estimates=[moved]))
    assert list(told[["kind", "cause", "reports"]].itertuples(index=False, name=None)) == [("estimate", "C-2", "b"), ("claim", "C-2", "b")]


def test_what_two_origins_support_comes_first_and_the_greatest_move_before_the_lesser(edition):
    shell, other = ESTIMATE, ESTIMATE | {"item": "missile", "unit": "piece"}
    alone = ESTIMATE | {"level": "origin", "origin": "Kyiv"}
    old = edition("old", estimates=[shell, other, alone])
    told = between(old, edition("new", estimates=[shell | {"low": 1.1e6}, other | {"low": 2e6}, alone | {"high": None}], judgements=[JUDGEMENT | {"holds": "no"}]))
    assert list(told["kind"]) == ["judgement", "estimate", "estimate", "estimate"] and list(told["rank"]) == [1, 2, 3, 4]
    assert [subject.split()[1] for subject in told["subject"][1:]] == ["missile", "ammunition.shell", "ammunition.shell"]
    assert [round(moved) for moved in told["moved"][1:3]] == [50, 9]


def test_changes_come_in_one_order_whatever_the_order_of_the_rows(edition):
    many = [CLAIM | {"claim_id": f"C-{number}", "fact_id": f"a:0-9:{number}"} for number in range(2, 9)]
    told = between(edition("old"), edition("new", claims=[*many, CLAIM]))
    pd.testing.assert_frame_equal(told, between(edition("old"), edition("turned", claims=[CLAIM, *reversed(many)])))
    assert list(told["subject"]) == [f"C-{number}" for number in range(2, 9)]


def test_nothing_is_written_by_comparing(edition):
    old, new = edition("old"), edition("new", claims=[])
    before = {path: path.stat().st_mtime_ns for folder in (old, new) for path in folder.rglob("*")}
    between(old, new)
    assert before == {path: path.stat().st_mtime_ns for folder in (old, new) for path in folder.rglob("*")}


def test_two_folders_that_are_no_editions_are_named_together(tmp_path):
    with pytest.raises(EditionError) as refused:
        between(tmp_path / "one", tmp_path / "two")
    assert str(refused.value).splitlines() == [
        f"{tmp_path / name} is no edition, it has no folder tables; name one such as reports/kp-ru/2024-02-10-en." for name in ("one", "two")
    ]


def test_an_empty_edition_against_a_full_one_is_all_new(edition):
    told = between(edition("old", claims=[], estimates=[], judgements=[]), edition("new"))
    assert told["change"].value_counts().to_dict() == {"new": 1, "appeared": 3, "turned": 1}
