"""What was known when: the months, each one's row, the figure of them, and what the command refuses."""

import io
import os
import re
import shutil
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import documents, history, tables
from analysis.brief.selection import answer, final
from analysis.clean import clean
from analysis.errors import ParameterError
from analysis.extract import facts_table
from analysis.history import Question, Record
from analysis.quantify import quantify
from tests import ledgers
from tests.ledgers import TOPIC, VOCABULARY
from tests.small_reports import write

SHELLS = Question(TOPIC, VOCABULARY, "KP>RU", "ammunition.shell")
# Two origins that do not draw on each other, a third, and one in a month between which nothing appears.
STORY = (
    {"doc_id": "a", "claimant": "UA.HUR", "low": 1.5e6, "high": 1.5e6, "stated": "2024-02-10"},
    {"doc_id": "b", "claimant": "KR.NIS", "low": 1e6, "high": 3e6, "bound": "between", "stated": "2024-02-20"},
    {"doc_id": "c", "claimant": "OSC", "low": 4.2e6, "high": 5.8e6, "bound": "between", "stated": "2024-05-16"},
)
SENTENCE = "Nordkorea hat laut {who} {number} Millionen Artilleriegranaten an Russland geliefert."


def record(*changes: dict, review=None) -> Record:
    return Record(ledgers.reports(*changes), ledgers.facts(*changes), ledgers.decisions() if review is None else review)


def rows(*changes: dict, question: Question = SHELLS) -> list[dict]:
    """The rows of `history`, an open number as None."""
    table = history.tabulate(record(*changes), question)
    return [{name: None if value != value else value for name, value in row.items()} for row in table.to_dict("records")]


@pytest.fixture(scope="module")
def published(root):
    """The committed reports, and all that is known by the newest."""
    reports = documents.read_folder(root / "data" / "documents")
    return reports, Record(documents.table(reports), facts_table(reports, VOCABULARY), ledgers.decisions())


@pytest.fixture
def project(home, root, monkeypatch):
    """A home with the topics, no decision, and two reports a month apart."""
    shutil.copytree(root / "data" / "topics", home / "data" / "topics")
    shutil.copy(root / "data" / "review.csv", home / "data")
    (home / "data" / "documents").mkdir()
    for name, day, who, number in (("a", "2024-02-10", "Seoul", "drei"), ("b", "2024-03-20", "Kiew", "vier")):
        front = f"---\ndoc_id: {name}\npublished: {day}\nlanguage: de\n---\n\n"
        write(home / "data" / "documents", f"{name}.md", front + SENTENCE.format(who=who, number=number) + "\n")
    (home / "out").mkdir()
    monkeypatch.chdir(home / "out")
    return home


# The months


@pytest.mark.parametrize(
    ("days", "ends"),
    [
        (["2024-02-10"], ["2024-02-10"]),
        (["2023-11-30", "2024-02-29"], ["2023-11-30", "2023-12-31", "2024-01-31", "2024-02-29"]),
        (["2025-03-01", "2024-12-15", "2025-01-01"], ["2024-12-31", "2025-01-31", "2025-02-28", "2025-03-01"]),
    ],
)
def test_months_run_from_the_first_report_to_the_day_of_the_newest(days, ends):
    assert history.month_ends(days) == ends


# A month


@pytest.mark.parametrize("day", ["2023-11-30", "2024-02-29", "2025-11-14"])
def test_a_month_knows_what_the_edition_of_its_last_day_says(day, published):
    """The default edition is that of the newest report's day, which is the last month's."""
    reports, known = published
    assert history.month_ends(known.documents["published"])[-1] == "2025-11-14"
    then = [report for report in reports if report.published <= day]
    claims = clean(facts_table(then, VOCABULARY), documents.table(then), VOCABULARY, TOPIC, ledgers.decisions()).claims
    estimates = quantify(claims, TOPIC, VOCABULARY, day).estimates
    row = history.known_on(day, known, SHELLS)
    said = answer(estimates, TOPIC)
    assert (said["date"], said["low"], str(said["high"])) == (day, row["low"], str(row["high"]))
    (hull,) = (one for one in final(estimates).to_dict("records") if (one["level"], one["item"]) == ("hull", "ammunition.shell"))
    assert (hull["date"], hull["low"], hull["high"]) == (row["hull_on"], row["hull_low"], row["hull_high"])


def test_each_month_has_its_claims_origins_and_ranges():
    """Kyiv's 1.5 million are 1.45 to 1.55; the second-highest floor is Seoul's 1, and Kyiv's once the ship trackers put 4.2."""
    first, march, april, last = rows(*STORY)
    unbounded = {"bounded_on": "", "bounded_low": None, "bounded_high": None}
    february = {"claims": 2, "origins": 2, "low": 1e6, "high": None, **unbounded, "hull_on": "2024-02-20", "hull_low": 1e6, "hull_high": 3e6}
    bounded = {"bounded_on": "2024-02-20", "bounded_low": 1e6, "bounded_high": 5.8e6}
    may = {"claims": 3, "origins": 3, "low": 1.45e6, "high": None, **bounded, "hull_on": "2024-05-16", "hull_low": 4.2e6, "hull_high": 5.8e6}
    about = {"topic": "kp-ru", "flow": "KP>RU", "item": "ammunition.shell", "unit": "round"}
    assert first == about | {"known": "2024-02-29"} | february
    assert [march, april] == [first | {"known": "2024-03-31"}, first | {"known": "2024-04-30"}]
    assert last == about | {"known": "2024-05-16"} | may


def test_a_month_without_a_claim_of_the_item_is_a_row_of_nothing():
    of_another = {"doc_id": "z", "item": "container", "unit": "container", "low": 5000, "high": 5000, "stated": "2023-12-05"}
    first, *_ = rows(of_another, *STORY)
    assert (first["known"], first["claims"], first["origins"], first["low"], first["bounded_on"], first["hull_low"]) == ("2023-12-31", 0, 0, None, "", None)


def test_an_origin_that_does_not_count_is_no_origin_and_its_claim_is_one():
    (row,) = rows({"claimant": "", "chain": "a paper"})
    assert (row["claims"], row["origins"]) == (1, 0)


@settings(max_examples=8)
@given(st.integers(1, 9), st.sampled_from(("UA.HUR", "KR.NIS", "OSC", "US.STATE")), st.sampled_from(("2023-09-01", "2024-02-01", "2024-03-05")))
def test_a_claim_published_later_changes_no_earlier_row(millions, claimant, stated):
    """Whoever makes it, and of whatever day it speaks."""
    later = {"doc_id": "later", "claimant": claimant, "low": millions * 1e6, "high": millions * 1e6, "stated": stated, "published": "2024-03-10"}
    known, more = record(*STORY[:2]), record(*STORY[:2], later)
    days = ("2024-02-15", "2024-02-29")
    assert [str(history.known_on(day, more, SHELLS)) for day in days] == [str(history.known_on(day, known, SHELLS)) for day in days]
    assert history.month_ends(more.documents["published"]) == ["2024-02-29", "2024-03-10"]


def test_a_remark_on_a_decision_is_told_once_and_not_for_each_month(capsys):
    idle = ledgers.decisions(ledgers.corrected("low", "1500000", "a:0-60:1"))
    history.tabulate(record(*STORY, review=idle), SHELLS)
    assert capsys.readouterr().err.count("it changes nothing") == 1


# What the terminal gets


def test_the_text_stands_in_columns_each_number_below_its_heading():
    told = history.text(history.tabulate(record(*STORY), SHELLS)).splitlines()
    assert told[0] == "ammunition.shell, KP>RU, unit: round"
    assert len({len(line) for line in told[1:]}) == 1 and len(told) == 6
    assert re.match(r"2024-02-29 +2 +2 +at least 1,000,000 ", told[2])


@pytest.mark.parametrize(("watched", "shown"), [(True, "2024-03-31"), (False, "")])
def test_the_months_are_counted_where_somebody_watches(watched, shown, monkeypatch):
    stream = io.StringIO()
    stream.isatty = lambda: watched
    monkeypatch.setattr(sys, "stderr", stream)
    history.tabulate(record(*STORY), SHELLS)
    assert shown in stream.getvalue() and bool(stream.getvalue()) == watched


# The command


def test_the_command_prints_the_table(project, claimtrail):
    code, out, err = claimtrail("history", "--item", "ammunition.shell")
    assert (code, err) == (0, "")
    assert [line.split()[:3] for line in out.splitlines()[2:]] == [["2024-02-29", "1", "1"], ["2024-03-20", "2", "2"]]
    assert "2024-02-10  2,950,000 to 3,050,000" in out.splitlines()[2]


@pytest.mark.parametrize(("picture", "begin"), [("known.svg", b"<?xml"), ("known.png", b"\x89PNG")])
def test_the_command_writes_table_and_picture_the_same_each_time(picture, begin, project, claimtrail):
    made = []
    for _ in range(2):
        told = claimtrail("history", "--item", "ammunition.shell", "--lang", "de", "-o", "known.csv", "--figure", picture)
        assert told == (0, "", "2 months in known.csv\n")
        made.append({path.name: path.read_bytes() for path in (project / "out").iterdir()})
    assert made[0] == made[1] and made[0].keys() == {"known.csv", picture} and made[0][picture].startswith(begin)
    assert list(tables.read("history", project / "out" / "known.csv")["known"]) == ["2024-02-29", "2024-03-20"]


def test_the_figure_alone_leaves_the_table_to_the_terminal(project, claimtrail):
    code, out, _ = claimtrail("history", "--item", "container", "--figure", "known.svg")
    assert code == 0 and out.startswith("container, KP>RU") and (project / "out" / "known.svg").is_file()


REFUSED = {
    "a topic": (["--topic", "x"], "Topic 'x' is unknown; there is ir-ru, kp-ru.\n"),
    "an item": (["--item", "ammunition.shel"], "Item 'ammunition.shel' is unknown; did you mean ammunition.shell, "),
    "an item like no other": (["--item", "zzz"], "Item 'zzz' is unknown; name one of items.csv.\n"),
    "an item without a unit": (["--item", "technology", "--flow", "RU>KP"], "Item 'technology' is counted in no unit, so there is no range of it; name one that has a unit in items.csv.\n"),
    "an item of another flow": (["--item", "fuel.refined"], "Item 'fuel.refined' is not followed on KP>RU; topic kp-ru follows ammunition, "),
    "a flow": (["--flow", "KP>XX"], "Flow 'KP>XX' is unknown; topic kp-ru follows KP>RU, RU>KP.\n"),
    "a language": (["--lang", "fr"], "Language 'fr' is unknown; a figure is written in en, de.\n"),
    "no item": ([], "Missing option '--item'"),
    "a picture of another kind": (["--figure", "a.pdf"], "a.pdf ends in none of .svg, .png."),
    "a table of another kind": (["-o", "a.xlsx"], "a.xlsx ends in none of .csv, .jsonl, .parquet."),
    "a folder that is not there": (["--figure", "none/a.svg"], "the folder none does not exist; make it, or choose another place."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_known_is_refused_by_name(case, project, claimtrail):
    options, message = REFUSED[case]
    item = [] if "--item" in options or case == "no item" else ["--item", "ammunition.shell"]
    code, out, err = claimtrail("history", *item, *options)
    assert (code, out) == (2, "") and message in err and "Traceback" not in err
    assert list((project / "out").iterdir()) == []


def test_all_that_is_not_known_comes_in_one_message(project):
    with pytest.raises(ParameterError) as refused:
        history.asked("kp-ru", "zzz", "A>B", "fr")
    assert [line.split(" is unknown")[0] for line in str(refused.value).splitlines()] == ["Item 'zzz'", "Flow 'A>B'", "Language 'fr'"]


@pytest.mark.parametrize("name", ["review.csv", "vocabulary/units.csv"])
def test_what_is_given_is_never_written_over(name, project, claimtrail):
    place = project / "data" / name
    kept = place.read_bytes()
    code, _, err = claimtrail("history", "--item", "container", "-o", place)
    assert code == 2 and "is read, and would be replaced; name another file." in err and place.read_bytes() == kept


@pytest.mark.parametrize("options", [["-o", "kept.csv"], ["--figure", "kept.svg"]])
def test_a_full_disk_leaves_no_half_and_what_was_there(options, project, claimtrail, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    place = project / "out" / options[1]
    place.write_text("before")
    monkeypatch.setattr(os, "replace", full)
    code, out, err = claimtrail("history", "--item", "container", *options)
    assert (code, out) == (2, "") and f"{options[1]} cannot be written: No space left on device" in err
    assert [path.name for path in (project / "out").iterdir()] == [options[1]] and place.read_text() == "before"
