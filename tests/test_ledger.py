"""A ledger of an analyst's own: what it needs, what is filled, what is refused, and the folder that it gives."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import estimating, ledger, tables
from analysis.columns import TABLES
from analysis.errors import ClaimtrailError, TableError
from tests import ledgers
from tests.ledgers import VOCABULARY
from tests.small_runs import files

NEEDED = {"item": "ammunition.shell", "low": "1000000", "high": "", "stated": "2023-11-01", "origin": "Seoul"}
SMALL = (
    NEEDED,
    NEEDED | {"low": "1500000", "high": "1500000", "stated": "2024-02-25", "origin": "Kyiv"},
    NEEDED | {"low": "4200000", "high": "5800000", "stated": "2025-04-16", "origin": "ship-tracking"},
)  # fmt: skip


def lay(folder: Path, *rows: dict, name: str = "claims.csv") -> Path:
    """A ledger of those rows; a column that one of them has is empty in the others."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = [columns, *([row.get(column, "") for column in columns] for row in rows)]
    quoted = [[f'"{cell}"' if "," in cell else cell for cell in line] for line in lines]
    path = folder / name
    path.write_text("".join(",".join(line) + "\n" for line in quoted), encoding="utf-8")
    return path


def read(folder: Path, *rows: dict, **asked) -> ledger.Ledger:
    return ledger.read(lay(folder, *rows), VOCABULARY, **asked)


def refusal(path: Path, **asked) -> list[str]:
    with pytest.raises(TableError) as refused:
        ledger.read(path, VOCABULARY, **asked)
    return str(refused.value).splitlines()


# What a row must be


WRONG = {
    "a negative number": ({"low": "-5"}, "column low: '-5' is negative; an amount is 0 or more"),
    "a high end below the low one": ({"low": "7", "high": "5"}, "column high: 5 lies below low 7; swap them"),
    "a part whose ends are reversed": ({"whole_low": "7", "whole_high": "5"}, "column whole_high: 5 lies below whole_low 7; swap them"),
    "an unknown unit": ({"unit": "rounds"}, "column unit: 'rounds' is no unit of units.csv; did you mean round"),
    "dates reversed": (
        {"period_start": "2023-10-01", "period_end": "2023-09-01"}, "column period_end: 2023-09-01 lies before period_start 2023-10-01; swap them",
    ),
    "a number beyond all measure": ({"low": "1000000000000000"}, "column low: '1000000000000000' is 10^15 or more, which nobody delivers"),
    "an exponent beyond all measure": ({"low": "1e999"}, "column low: '1e999' is 10^15 or more, which nobody delivers"),
    "NaN": ({"low": "NaN"}, "column low: 'NaN' is no number; write plain digits such as 6700 or 1.5, and leave the cell of an open side empty"),
    "infinity": ({"high": "inf"}, "column high: 'inf' is no number"),
    "a number with marks": ({"low": "1,000"}, "column low: '1,000' is no number"),
    "words for a number": ({"low": "a million"}, "column low: 'a million' is no number"),
    "a formula for a number": ({"low": "=1+1"}, "column low: '=1+1' is a formula; write the number that it comes to"),
    "a defused formula for a number": ({"low": "'=1+1"}, "column low: '=1+1' is a formula"),
    "a formula for a date": ({"stated": "=TODAY()"}, "column stated: '=TODAY()' is a formula; write the day as YYYY-MM-DD"),
    "a formula for a name": ({"origin": "@SUM(A1)"}, "column origin: '@SUM(A1)' is a formula; write the text that it shows"),
    "a period in the future": ({"period_end": "2031-01-01"}, "column period_end: 2031-01-01 lies after 2024-01-01, as of which the ledger is read"),
    "a start in the future": ({"period_start": "2031-01-01"}, "column period_start: 2031-01-01 lies after 2024-01-01, as of which the ledger is read"),
    "no such day": ({"stated": "2023-02-29"}, "column stated: '2023-02-29' is no date; write it as YYYY-MM-DD"),
    "a day of no time of ours": ({"stated": "9999-01-01"}, "column stated: '9999-01-01' lies outside 1900-01-01 to 2100-12-31"),
    "no day": ({"stated": ""}, "column stated: it is empty; write the day of the statement"),
    "nobody who says so": ({"origin": ""}, "column claimant: claimant and origin are empty; write who says so, or who knows it first"),
    "nothing that is counted": ({"item": ""}, "column item: it is empty; write what is counted"),
    "an item that is no path": ({"item": "big shells"}, "column item: 'big shells' is no dotted path; write it as ammunition.shell"),
    "no number": ({"low": ""}, "column low: low and high are empty; write one of them"),
    "no unit of a new item": ({"item": "widget"}, "column unit: it is empty, and items.csv has no usual unit of 'widget'; write the unit"),
    "an unknown kind": ({"kind": "gift"}, "column kind: 'gift' is unknown; it must be one of delivery, capacity"),
    "an unknown bound": ({"bound": "over"}, "column bound: 'over' is unknown; it must be one of exact, about"),
    "a name that parts ids": ({"origin": "Seoul;Kyiv"}, "column origin: 'Seoul;Kyiv' holds ';' or '>', which part ids; take it out"),
    "a name without end": ({"origin": "x" * 201}, "column origin: it has 201 characters, at most 200 are taken; shorten it"),
    "a repeat of nothing": ({"repeats": "L99"}, "column repeats: 'L99' is the claim_id of no row; correct it"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_cell_is_refused_with_its_line_and_column(change, message, tmp_path):
    told = refusal(lay(tmp_path, NEEDED | {"stated": "2023-12-01"}, NEEDED | change), as_of="2024-01-01")
    assert any(line.startswith(f"claims.csv, line 3, {message}") for line in told)


def test_all_wrong_rows_are_refused_together(tmp_path):
    changes = [change for change, _ in WRONG.values()]
    told = refusal(lay(tmp_path, *(NEEDED | change for change in changes)), as_of="2024-01-01")
    assert {int(line.split(",")[1].removeprefix(" line ")) for line in told} == set(range(2, len(changes) + 2))


def test_an_id_that_stands_twice_is_refused(tmp_path):
    assert refusal(lay(tmp_path, *(NEEDED | {"claim_id": "A"} for _ in range(2)))) == [
        f"claims.csv, line {line}, column claim_id: 'A' stands 2 times; give each row its own." for line in (2, 3)
    ]


BROKEN = {
    "an empty file": (b"", "claims.csv is empty"),
    "columns without rows": (b"item,low,stated,origin\n", "claims.csv has no row below its columns; write a claim a line."),
    "other bytes": ("item,low,stated,origin\nmunition,1,2024-01-01,Süd\n".encode("latin-1"), "claims.csv is not UTF-8"),
    "NUL bytes": (b"item,low\0,stated,origin\n", "claims.csv has a NUL byte"),
    "columns that are needed": (b"what,stated\na,b\n", "claims.csv: column item, low or high, claimant or origin is missing; add it."),
    "a row too short": (b"item,low,stated,origin\na,1\n", "claims.csv, line 2: 2 cells stand under 4 columns"),
    "cells apart by semicolons": (b"item;low;stated;origin\n", "claims.csv has its cells apart by another sign than the comma"),
}


@pytest.mark.parametrize(("content", "message"), BROKEN.values(), ids=BROKEN)
def test_a_file_that_is_no_ledger_is_refused(content, message, tmp_path):
    (tmp_path / "claims.csv").write_bytes(content)
    assert refusal(tmp_path / "claims.csv")[0].startswith(message)


def test_what_is_no_file_is_refused_unread(tmp_path):
    assert refusal(tmp_path) == [f"{tmp_path} is no file; name the ledger's CSV file."]


def test_a_file_beyond_the_bound_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(ledger, "MAX_BYTES", 10)
    assert refusal(lay(tmp_path, NEEDED)) == ["claims.csv is larger than 10 bytes; split it."]


def test_a_ledger_of_later_days_is_refused(tmp_path):
    assert refusal(lay(tmp_path, NEEDED), as_of="2020-01-01") == ["claims.csv: no row is stated by 2020-01-01; write a later day."]


def test_a_count_that_begins_after_the_last_day_is_refused(tmp_path):
    told = refusal(lay(tmp_path, NEEDED), counted_from="2024-01-01")
    assert told == ["claims.csv: the count begins on 2024-01-01, after 2023-11-01; write an earlier day."]


# What follows from a row


def test_what_a_row_leaves_open_is_filled(tmp_path):
    (claim,) = read(tmp_path, NEEDED).claims.to_dict("records")
    assert (claim["claim_id"], claim["kind"], claim["unit"], claim["bound"], claim["hedge"]) == ("L2", "delivery", "round", "at_least", "flat")
    assert (claim["doc_id"], claim["published"], claim["status"]) == ("claims", "2023-11-01", "proposed")


@pytest.mark.parametrize(
    ("told", "origin"),
    [({"origin": "Seoul"}, "Seoul"), ({"claimant": "UA.HUR"}, "Kyiv"), ({"claimant": "A blogger"}, "A blogger"), ({"claimant": "UA.HUR", "origin": "Seoul"}, "Seoul")],
)  # fmt: skip
def test_the_origin_is_told_or_follows_from_the_claimant(told, origin, tmp_path):
    row = {name: value for name, value in NEEDED.items() if name != "origin"}
    assert list(read(tmp_path, row | told).claims["origin"]) == [origin]


@pytest.mark.parametrize(
    ("ends", "bound"), [(("5", ""), "at_least"), (("", "5"), "at_most"), (("5", "5"), "exact"), (("5", "7"), "between"), (("1.5e6", "1500000"), "exact")]
)
def test_the_bound_follows_from_the_open_side(ends, bound, tmp_path):
    assert list(read(tmp_path, NEEDED | dict(zip(("low", "high"), ends))).claims["bound"]) == [bound]


def test_the_count_begins_with_the_earliest_start_of_a_delivery(tmp_path):
    rows = (NEEDED | {"period_start": "2023-08-01"}, NEEDED | {"kind": "use", "period_start": "2022-02-24"})
    assert read(tmp_path, *rows).topic.counted_from == "2023-08-01"


def test_a_denial_with_or_without_a_number_is_a_row_and_no_zero(tmp_path):
    denial = NEEDED | {"kind": "denial", "hedge": "denied", "origin": "Moscow"}
    made = [estimating.quantify(found.claims, found.topic, found.vocabulary, found.as_of) for found in (
        read(tmp_path, *SMALL, denial | {"low": low}) for low in ("", "0")
    )]  # fmt: skip
    alone = read(tmp_path, *SMALL)
    without = estimating.quantify(alone.claims, alone.topic, alone.vocabulary, alone.as_of).estimates
    for found in made:
        pd.testing.assert_frame_equal(found.estimates[found.estimates["measure"] == "delivered"].reset_index(drop=True), without)


def test_a_row_stated_later_than_the_day_is_left_out_and_said(tmp_path):
    found = read(tmp_path, *SMALL, as_of="2024-06-01")
    assert len(found.claims) == 2 and "Left out, as stated after 2024-06-01: 1 rows." in found.remarks


def test_columns_of_the_analyst_are_not_read_and_said(tmp_path):
    assert read(tmp_path, NEEDED | {"mood": "good"}).remarks[0] == "Not read, for no claim has such columns: mood."


def test_new_origins_and_items_are_taken_and_said(tmp_path):
    rows = [NEEDED | {"item": "widget.big", "unit": "piece", "low": low, "origin": name} for low, name in (("5", "Atlantis"), ("7", "Utopia"))]
    found = read(tmp_path, *rows)
    assert "Taken to draw on no other origin, since origins.csv does not have them: Atlantis, Utopia." in found.remarks
    rows = estimating.quantify(found.claims, found.topic, found.vocabulary, found.as_of).estimates
    assert rows.loc[rows["level"] == "supported", "low"].iloc[-1] == 5


def test_a_plan_may_speak_of_days_to_come(tmp_path):
    assert len(read(tmp_path, NEEDED | {"kind": "plan", "period_end": "2031-01-01"}).claims) == 1


def test_the_claims_of_an_edition_are_a_ledger(tmp_path):
    claims = ledgers.claims({"stated": "2024-01-01"}, {"stated": "2024-02-01", "origin": "Seoul", "low": 2e6, "high": 2e6})
    found = ledger.read(tables.write("claims", claims, tmp_path), VOCABULARY)
    same = ["claim_id", "item", "low", "high", "unit", "origin", "stated", "supplier", "recipient", "bound", "kind"]
    pd.testing.assert_frame_equal(found.claims[same], claims[same].reset_index(drop=True))


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20) | st.sampled_from(["-1", "=1", "1e400", "2024-13-01", "nan", "٣"])


@given(st.lists(st.fixed_dictionaries({name: CELLS for name in (*NEEDED, "unit", "kind", "period_end", "repeats")}), min_size=1, max_size=4))
def test_whatever_stands_in_the_cells_is_read_or_refused_with_a_sentence(tmp_path_factory, rows):
    path = tables.write_csv(pd.DataFrame(rows), tmp_path_factory.getbasetemp() / "any.csv")
    try:
        found = ledger.read(path, VOCABULARY)
    except ClaimtrailError as refused:
        assert str(refused).startswith("any.csv")
    else:
        assert list(found.claims.columns) == [column.name for column in TABLES["claims"]]


# The folder


def test_a_ledger_gives_estimates_conflicts_constraints_and_figures(tmp_path):
    made = estimating.estimate(lay(tmp_path, *SMALL), tmp_path / "out")
    assert set(files(made)) == {
        "estimates.csv", "conflicts.csv", "constraints.csv", "figures/cumulative.csv", "figures/cumulative.marks.csv",
        "figures/cumulative.png", "figures/cumulative.svg",
    }  # fmt: skip
    rows = tables.read("estimates", made)
    assert set(rows["level"]) == {"origin", "supported", "hull"} and set(rows["topic"]) == {"claims"}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_who_reports_whom_is_drawn_where_the_ledger_says_it(tmp_path):
    rows = [row | {"chain": "an officer;a paper", "claimant": "UA.HUR"} for row in SMALL]
    assert "figures/sources.svg" in files(estimating.estimate(lay(tmp_path, *rows), tmp_path / "out"))


def test_the_same_ledger_gives_the_same_bytes_in_any_order_of_its_rows(tmp_path):
    named = [row | {"claim_id": name} for row, name in zip(SMALL, "ABC")]
    made = [estimating.estimate(lay(tmp_path, *rows), tmp_path / f"out{number}") for number, rows in enumerate((named, named[::-1]))]
    assert files(made[0]) == files(made[1])


def test_a_second_call_replaces_the_first_whole(tmp_path):
    out = estimating.estimate(lay(tmp_path, *SMALL, NEEDED | {"item": "container", "low": "5", "stated": "2024-01-01"}), tmp_path / "out")
    assert "figures/containers.svg" in files(out)
    assert "figures/containers.svg" not in files(estimating.estimate(lay(tmp_path, *SMALL), out))


def test_a_folder_with_other_files_is_refused_and_left_as_it_is(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    with pytest.raises(TableError, match="out holds thesis.txt, which would be lost; name a folder that does not exist yet"):
        estimating.estimate(lay(tmp_path, *SMALL), tmp_path / "out")
    assert files(tmp_path / "out") == {"thesis.txt": b"mine"}


@pytest.mark.parametrize("place", ["claims.csv", "none/out"])
def test_a_place_where_no_folder_can_be_is_refused(place, tmp_path):
    with pytest.raises(TableError, match="is no folder, or none that it could lie in exists; name another"):
        estimating.estimate(lay(tmp_path, *SMALL), tmp_path / place)


def test_what_fails_halfway_leaves_the_last_folder_as_it_was(tmp_path, monkeypatch):
    out = estimating.estimate(lay(tmp_path, *SMALL), tmp_path / "out")
    before = files(out)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(estimating.figures, "save", full)
    with pytest.raises(TableError, match="out cannot be written: No space left on device; make room there or choose another place"):
        estimating.estimate(lay(tmp_path, *SMALL[:1]), out)
    assert files(out) == before and {path.name for path in tmp_path.iterdir()} == {"claims.csv", "out"}


def test_the_command_takes_the_options_and_says_what_was_assumed(tmp_path, claimtrail):
    options = ("--as-of", "2024-06-01", "--counted-from", "2023-08-01", "--start-tolerance", "10", "--stale-after", "90")
    code, out, err = claimtrail("quantify", str(lay(tmp_path, *SMALL)), "-o", str(tmp_path / "out"), *options)
    assert (code, out) == (0, f"Ranges: {tmp_path / 'out'}\n")
    assert err.splitlines() == ["Left out, as stated after 2024-06-01: 1 rows.", "As of 2024-06-01, counted from 2023-08-01."]
    rows = tables.read("estimates", tmp_path / "out")
    assert set(rows["date"]) <= {"2023-11-01", "2024-02-25", "2024-06-01"}


def test_the_command_refuses_wrong_rows_without_a_trace_of_python_and_writes_nothing(tmp_path, claimtrail):
    code, out, err = claimtrail("quantify", str(lay(tmp_path, NEEDED | {"low": "-5"}, NEEDED | {"unit": "rounds"})), "-o", str(tmp_path / "out"))
    assert (code, out) == (2, "") and len(err.splitlines()) == 2 and "Traceback" not in err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("option", [("--as-of", "soon"), ("--counted-from", "2024-13-01"), ("--start-tolerance", "-1"), ("--stale-after", "many")])
def test_the_command_refuses_a_wrong_option_by_name(option, tmp_path, claimtrail):
    code, _, err = claimtrail("quantify", str(lay(tmp_path, *SMALL)), "-o", str(tmp_path / "out"), *option)
    assert code == 2 and option[0] in err and not (tmp_path / "out").exists()
