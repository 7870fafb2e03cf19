"""The file of a reviewer's decisions: what no fact could make right in it is refused, all of it together and with its lines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import ONE, REVIEW, THREE, TWO, accepted, cleaned, corrected, decisions, rejected

from analysis.clean import read_review
from analysis.clean.review import CORRECTABLE
from analysis.errors import ReviewError, TableError

# A row of review.csv → what the refusal says after its line.
MALFORMED = {
    "one:0-60:1,approve,,,editor,2024-03-01,seen": "action is 'approve'; it must be accept, correct or reject.",
    "one:0-60:1,accept,low,5,editor,2024-03-01,seen": "accept takes no field and no value; leave both empty or write correct.",
    "one:0-60:1,correct,colour,5,editor,2024-03-01,seen": "field is 'colour'; it must be one of low, high",
    "one:0-60:1,correct,suplier,KP,editor,2024-03-01,seen": "field is 'suplier'; did you mean supplier or ",
    "one:0-60:1,correct,evidence,x,editor,2024-03-01,seen": "field is 'evidence'; it must be one of low, high",
    "one:0-60:1,correct,low,many,editor,2024-03-01,seen": "value of low is 'many'; write a number of 0 or more in plain digits, such as 6700.",
    "one:0-60:1,correct,low,-5,editor,2024-03-01,seen": "value of low is '-5'; write a number of 0 or more",
    "one:0-60:1,correct,low,nan,editor,2024-03-01,seen": "value of low is 'nan'; write a number of 0 or more",
    "one:0-60:1,correct,low,inf,editor,2024-03-01,seen": "value of low is 'inf'; write a number of 0 or more",
    "one:0-60:1,correct,low,１２,editor,2024-03-01,seen": "value of low is '１２'; write a number of 0 or more in plain digits",
    "one:0-60:1,correct,low, 12,editor,2024-03-01,seen": "value of low is ' 12'; write a number of 0 or more in plain digits",
    "one:0-60:1,correct,low,1e6,editor,2024-03-01,seen": "value of low is '1e6'; write a number of 0 or more in plain digits",
    'one:0-60:1,correct,low,"1,000",editor,2024-03-01,seen': "value of low is '1,000'; write a number of 0 or more in plain digits",
    f"one:0-60:1,correct,low,{'9' * 400},editor,2024-03-01,seen": f"value of low is '{'9' * 60}…'; write a number of 0 or more",
    "one:0-60:1,correct,kind,gift,editor,2024-03-01,seen": "value of kind is 'gift'; it must be one of delivery, capacity",
    "one:0-60:1,correct,hedge,,editor,2024-03-01,seen": "value of hedge is ''; it must be one of flat, alleged",
    "one:0-60:1,correct,per,hour,editor,2024-03-01,seen": "value of per is 'hour'; it must be one of empty, day, week, month, year.",
    "one:0-60:1,correct,bound,roughly,editor,2024-03-01,seen": "value of bound is 'roughly'; it must be one of empty, exact, about",
    "one:0-60:1,correct,reliability,G,editor,2024-03-01,seen": "value of reliability is 'G'; it must be one of A, B, C, D, E, F.",
    "one:0-60:1,correct,credibility,0,editor,2024-03-01,seen": "value of credibility is '0'; it must be one of 1, 2, 3, 4, 5, 6.",
    "one:0-60:1,correct,supplier,?,editor,2024-03-01,seen": "value of supplier is '?', which is not in actors.csv; correct it, or add it there.",
    "one:0-60:1,correct,recipient,ru,editor,2024-03-01,seen": "value of recipient is 'ru', which is not in actors.csv; ",
    "one:0-60:1,correct,claimant,UA.HUR ,editor,2024-03-01,seen": "value of claimant is 'UA.HUR ', which is not in actors.csv; did you mean UA.HUR",
    "one:0-60:1,correct,claimant,,editor,2024-03-01,seen": "value of claimant is empty; write one of actors.csv.",
    "one:0-60:1,correct,item,ammo,editor,2024-03-01,seen": "value of item is 'ammo', which is not in items.csv; ",
    "one:0-60:1,correct,unit,rounds,editor,2024-03-01,seen": "value of unit is 'rounds', which is not in units.csv; did you mean round",
    "one:0-60:1,correct,origin,Soul,editor,2024-03-01,seen": "value of origin is 'Soul', which is not in origins.csv; did you mean Seoul",
    "one:0-60:1,correct,origin,,editor,2024-03-01,seen": "value of origin is empty; write one of origins.csv.",
    "one:0-60:1,correct,stated,10.2.2024,editor,2024-03-01,seen": "value of stated is '10.2.2024'; write the day as 2024-02-28.",
    "one:0-60:1,correct,period_start,2024-02-30,editor,2024-03-01,seen": "value of period_start is '2024-02-30'; write the day as 2024-02-28.",
    "one:0-60:1,correct,period_end,2024-W07-1,editor,2024-03-01,seen": "value of period_end is '2024-W07-1'; write the day as 2024-02-28.",
    "one:0-60:1,correct,computed_from,two:0-60:1;,editor,2024-03-01,seen": "value of computed_from is '', no id of a fact; copy one from facts.csv, such as REPORT:0-60:1.",
    "one:0-60:1,correct,repeats,C-12345678,editor,2024-03-01,seen": "value of repeats is 'C-12345678', no id of a fact; copy one from facts.csv",
    "one:0-60:1,correct,repeats,once:0-60:1,editor,2024-03-01,seen": "value of repeats is 'once:0-60:1', but no report has the id 'once'; copy it from facts.csv.",
    "one:0-60:1,correct,repeats,one:0-60:1,editor,2024-03-01,seen": "value of repeats is the fact itself; name another.",
    "one:0-60:1,correct,computed_from,two:0-60:1;two,editor,2024-03-01,seen": "value of computed_from is 'two', no id of a fact; copy one from facts.csv",
    "one:0-60:1,reject,,,editor,March,seen": "reviewed is 'March'; write the day as 2024-02-28.",
    "one:0-60:1,reject,,,editor,20240301,seen": "reviewed is '20240301'; write the day as 2024-02-28.",
    "one:0-60:1,reject,,,editor,2024-02-30,seen": "reviewed is '2024-02-30'; write the day as 2024-02-28.",
    "one:0-60:1,reject,,,,2024-03-01,seen": "reviewer is empty; say who decided.",
    "one:0-60:1,reject,,,  ,2024-03-01,seen": "reviewer is empty; say who decided.",
    "one:0-60:1,reject,,,editor,2024-03-01,": "reason is empty; say why.",
    "once:0-60:1,reject,,,editor,2024-03-01,seen": "fact_id is 'once:0-60:1', but no report has the id 'once'; copy it from facts.csv.",
    "one:0-6x:1,reject,,,editor,2024-03-01,seen": "fact_id is 'one:0-6x:1', no id of a fact; copy one from facts.csv",
    "one:0-60:१,reject,,,editor,2024-03-01,seen": "fact_id is 'one:0-60:१', no id of a fact; copy one from facts.csv",
    "garbage,reject,,,editor,2024-03-01,seen": "fact_id is 'garbage', no id of a fact; copy one from facts.csv, such as REPORT:0-60:1.",
    ",reject,,,editor,2024-03-01,seen": "fact_id is '', no id of a fact; copy one from facts.csv, such as REPORT:0-60:1.",
}  # fmt: skip


@pytest.fixture
def review_file(tmp_path):
    def write(*rows: str):
        path = tmp_path / "review.csv"
        path.write_text("\n".join([",".join(REVIEW), *rows]) + "\n", encoding="utf-8")
        return path

    return write


def refusal(path, known: set[str] = frozenset({"one", "two", "three"})) -> list[str]:
    with pytest.raises(ReviewError) as refused:
        read_review(path, known)
    return str(refused.value).splitlines()


@pytest.mark.parametrize("row", MALFORMED, ids=[row[:60] for row in MALFORMED])
def test_a_malformed_decision_is_refused_with_its_line(row, review_file):
    (found,) = refusal(review_file("two:0-60:1,accept,,,editor,2024-03-01,seen", row))
    assert found.startswith(f"review.csv, line 3: {MALFORMED[row]}")


def test_all_malformed_decisions_come_in_one_message_under_the_lines_that_an_editor_counts(review_file):
    broken = "one:0-60:{},reject,,,editor,March,seen"
    found = refusal(review_file("", broken.format(1), '"one:0-60:2",accept,,,editor,2024-03-01,"seen\nand\nheard"', "", broken.format(3)))
    assert [line.split(":")[0] for line in found] == ["review.csv, line 3", "review.csv, line 8"]
    assert len(refusal(review_file(*MALFORMED))) >= len(MALFORMED)


# Rows that are sound each by itself → what is said of them together.
TOGETHER = {
    "the same twice": ([corrected("low", "5"), corrected("low", "5")], "line 3: decides what line 2 has decided already; keep one."),
    "accepted and rejected": ([accepted(), rejected()], "line 3: decides what line 2 has decided already; keep one."),
    "low above high": ([corrected("high", "10"), corrected("low", "11")], "line 3: low 11 is above high 10, as lines 2 and 3 say; correct one."),
    "the whole's low above its high": ([corrected("whole_low", "3.5"), corrected("whole_high", "3")], "line 3: whole_low 3.5 is above whole_high 3, as lines 2"),
    "start behind end": (
        [corrected("period_start", "2024-02-02"), corrected("period_end", "2024-02-01")], "line 3: period_start 2024-02-02 is above period_end 2024-02-01, as lines",
    ),
}  # fmt: skip


def as_row(entry: dict) -> str:
    return f"{entry['fact_id']},{entry['action']},{entry.get('field', '')},{entry.get('value', '')},editor,2024-03-01,seen"


@pytest.mark.parametrize("why", TOGETHER)
def test_decisions_that_speak_against_each_other_are_refused(why, review_file):
    rows, told = TOGETHER[why]
    (found,) = refusal(review_file(*map(as_row, rows)))
    assert found.startswith(f"review.csv, {told}")


def test_facts_that_repeat_each_other_in_turn_are_refused_and_one_that_leads_to_them_is_not(review_file):
    rows = corrected("repeats", TWO), corrected("repeats", ONE, TWO), corrected("repeats", ONE, THREE)
    assert refusal(review_file(*map(as_row, rows))) == [
        f"review.csv, line 2: {ONE} repeats {TWO}, which repeats it in turn; take one of the rows out.",
        f"review.csv, line 3: {TWO} repeats {ONE}, which repeats it in turn; take one of the rows out.",
    ]


def test_bounds_that_meet_and_open_ones_speak_against_nothing(review_file):
    rows = [corrected("low", "9"), corrected("high", "10"), corrected("period_start", "2024-02-01"), corrected("period_end", "2024-02-01")]
    rows += [corrected("low", "5", TWO), corrected("high", "", TWO)]
    assert len(read_review(review_file(*map(as_row, rows)), {"one", "two"})) == len(rows)


def test_a_review_with_other_columns_is_refused(tmp_path):
    path = tmp_path / "review.csv"
    path.write_text("fact,verdict\n", encoding="utf-8")
    assert refusal(path) == ["review.csv: its columns are fact, verdict; they must be " + ", ".join(REVIEW) + "."]
    path.write_text(",".join(reversed(REVIEW)) + "\n", encoding="utf-8")
    assert refusal(path)[0].startswith("review.csv: its columns are reason, reviewed, ")


def test_a_review_that_is_missing_or_empty_is_refused_with_what_an_empty_one_holds(tmp_path):
    told = f"or empty; restore it, or write one that holds the line {','.join(REVIEW)} alone."
    assert refusal(tmp_path / "review.csv")[0].endswith(told)
    (tmp_path / "review.csv").touch()
    assert refusal(tmp_path / "review.csv")[0].endswith(told)


@pytest.mark.parametrize(("row", "message"), [("one:0-60:1,accept", "line 2: 2 cells"), ("one:0-60:1,accept,,,editor,2024-03-01,seen,twice", "line 2: 8 cells")])
def test_a_row_that_is_too_short_or_too_long_is_refused_with_its_line(row, message, review_file):
    with pytest.raises(TableError, match=message):
        read_review(review_file(row), {"one"})


def test_a_folder_in_the_place_of_the_review_is_refused(tmp_path):
    (tmp_path / "review.csv").mkdir()
    with pytest.raises(TableError, match="review.csv is a folder, a pipe or a device"):
        read_review(tmp_path / "review.csv", {"one"})


def test_a_review_is_read_whatever_editor_saved_it(tmp_path, review_file):
    path = review_file(as_row(accepted()))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_review(path, {"one"}).to_dict("index") == {2: decisions(accepted()).loc[2].to_dict() | {"reason": "seen"}}


def test_the_committed_review_is_sound(root):
    assert list(read_review(root / "data" / "review.csv").columns) == REVIEW


# --- properties -----------------------------------------------------------------------------------------------------

VALUES = ["", "0", "1", "5000000", "KP", "UA", "Kyiv", "media", "container", "percent", "possible", "capacity", "at_most", "2024-01-01", ONE, TWO, f"{TWO};{THREE}"]
FACT_IDS = st.sampled_from([ONE, TWO, THREE])
ENTRIES = st.one_of(FACT_IDS.map(accepted), FACT_IDS.map(rejected), st.builds(corrected, st.sampled_from(CORRECTABLE), st.sampled_from(VALUES), FACT_IDS))


@settings(max_examples=200)
@given(st.lists(ENTRIES, max_size=5))
def test_whatever_is_decided_is_refused_or_leads_to_a_ledger_whose_retellings_name_originals(tmp_path_factory, entries):
    path = tmp_path_factory.getbasetemp() / "review.csv"
    path.write_text("\n".join([",".join(REVIEW), *map(as_row, entries)]) + "\n", encoding="utf-8")
    try:
        review = read_review(path, {"one", "two", "three"})
        claims, dropped = cleaned({}, {"doc_id": "two"}, {"doc_id": "three", "low": 7e6, "high": 7e6}, review=review)
    except ReviewError as refused:
        assert all(line.startswith("review.csv, line") for line in str(refused).splitlines())
        return
    assert set(claims["repeats"]) - {""} <= set(claims.loc[claims["repeats"] == "", "claim_id"])
    gone = set(dropped.loc[~dropped["reason"].isin(["copy", "duplicate", "off_topic"]), "fact_id"])
    assert gone <= {entry["fact_id"] for entry in entries if entry["action"] == "reject"}
