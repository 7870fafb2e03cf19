"""Verification: a sound brief comes out the same from what it carries, and each way to tamper with one gets its verdict and its cause."""

import ast
import inspect
from dataclasses import replace

import nbformat
import pytest

from analysis import provenance, topics, verify
from analysis.verify import again
from analysis.verify.report import CANNOT, CHANGED, IDENTICAL, WITHIN
from tests import briefs, handed_over
from tests.handed_over import attached, carrying, english, found, handed, made_otherwise, printing, with_table  # noqa: F401 two are fixtures
from tests.test_notebooks import ROOT, committed

@pytest.fixture(scope="module", params=["en", "de"])
def sound(request, tmp_path_factory):
    """A project folder and the brief of its reports, in either language."""
    folder = handed_over.home(tmp_path_factory.mktemp(request.param))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLAIMTRAIL_HOME", str(folder))
        return folder, handed_over.sound(folder, request.param), request.param


# A sound brief


def test_everything_of_a_sound_brief_is_identical(sound, monkeypatch, capsys):
    folder, pdf, lang = sound
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(folder))
    report = verify.verify(pdf)
    assert [(item.name, item.verdict, item.what) for item in report.items if item.verdict != IDENTICAL] == []
    assert {kind: sum(item.kind == kind for item in report.items) for kind in ("table", "figure")} == {"table": 15, "figure": 8}
    assert report.differences == [] and report.extraction == "extracted again from 26 reports" and report.sound()
    assert report.text().splitlines()[:3] == [f"brief.pdf: kp-ru/{handed_over.AS_OF}-{lang}", "  the same data, code, parameters and library versions as then", "Facts: extracted again from 26 reports"]
    assert capsys.readouterr().err.splitlines()[0] == "1/7 facts to claims"


@pytest.mark.parametrize("made", committed(), ids=lambda made: f"{made.parent.name}/{made.name}")
def test_each_committed_brief_comes_out_the_same(made):
    report = verify.verify(made / "brief.pdf")
    assert [(item.name, item.causes, item.what) for item in report.items if item.verdict not in (IDENTICAL, WITHIN)] == []
    assert report.sound() and report.edition == made.relative_to(ROOT / "reports").as_posix()


@pytest.mark.parametrize("told", [briefs.STORY, ()], ids=["story", "nothing"])
@pytest.mark.parametrize("lang", ["en", "de"])
def test_every_digit_on_a_page_is_accounted_for(told, lang, tmp_path):
    briefs.write(tmp_path, briefs.given(told, lang), lang)
    assert briefs.faults(tmp_path / "brief.pdf") == []


def calls(source: str) -> dict[str, int]:
    """Each figure that is drawn, with how many things it is given."""
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("figures.")]
    return {ast.unparse(call.func): len(call.args) for call in found if call.func.attr != "save"}


def test_the_rerun_draws_as_the_notebook_does():
    cells = nbformat.read(ROOT / "notebooks" / "4_figures.ipynb", as_version=4).cells
    assert calls(inspect.getsource(again)) == calls("\n".join(cell.source for cell in cells if cell.cell_type == "code"))


# Pages that were changed by hand


@pytest.mark.parametrize(
    ("old", "new", "number", "told"),
    [
        ("1 million", "7 million", "answer.low", "'7 million' has no row in numbers.csv; '7 million' stands where '1 million' is made"),
        ("1.4 million", "1.6 million", "answer.alone", "'1.6 million' stands where '1.4 million' is made"),
        ("26", "10", "count.documents", "'10' stands where '26' is made"),
        ("29 February 2024", "28 February 2024", "edition.as_of", "'28 February 2024' stands where '29 February 2024' is made"),
    ],
    ids=["a number without a row", "another", "a number with a row", "a day"],
)
def test_a_number_altered_on_the_page_is_found_and_named(handed, tmp_path, old, new, number, told):
    offenders = found(printing(handed, tmp_path / "altered.pdf", old, new))
    assert {(item.verdict, item.causes) for item in offenders.values()} == {(CHANGED, ("pdf",))}
    assert number in offenders and offenders["page 1"].what.endswith(told), offenders["page 1"].what


def test_a_number_without_a_row_is_found_whatever_code_and_libraries_are_here(handed, tmp_path, monkeypatch):
    monkeypatch.setattr(provenance, "sources", lambda *_: "0" * 64)
    monkeypatch.setattr(provenance, "environment", lambda: {"python": "3.99"})
    page = found(printing(handed, tmp_path / "altered.pdf", "1 million", "7 million"))["page 1"]
    assert (page.verdict, page.causes) == (CHANGED, ("pdf",)) and page.what.startswith("'7 million' has no row in numbers.csv")


def test_a_note_laid_over_a_page_is_found(handed, tmp_path):
    assert found(handed_over.noted(handed, tmp_path / "noted.pdf"))["page 1"].what == "a note of the kind /FreeText over the page has no row in numbers.csv"


def test_a_figure_whose_marks_were_moved_is_found_by_what_is_drawn(handed, tmp_path):
    offenders = found(handed_over.moved(handed, tmp_path / "moved.pdf"))
    assert {name: (item.verdict, item.causes, item.what) for name, item in offenders.items()} == {
        "cumulative": (CHANGED, ("pdf",), "it draws the same data in another way"),
        "page 1": (CHANGED, ("pdf",), "its words are the same, what is drawn or linked differs"),
    }


# Attachments that were exchanged


@pytest.mark.parametrize("sealed", [False, True])
def test_an_exchanged_table_is_found_with_and_without_its_digest(handed, tmp_path, sealed):
    altered = attached(handed)["claims.csv"].replace(",1000000,", ",1100000,", 1)
    item = found(carrying(handed, tmp_path / "exchanged.pdf", {"claims.csv": altered}, sealed))["claims.csv"]
    assert (item.verdict, item.causes) == (CHANGED, ("pdf",))
    assert item.what == ("1 row moved, by up to 0.0909 of their value" if sealed else "it is not the one that the brief was made with: its digest is not the one that parameters.json tells")


@pytest.mark.parametrize("name", ["estimates.csv", "figure-cumulative.csv", "ro-crate-metadata.json"])
def test_a_file_that_was_taken_out_is_found(handed, tmp_path, name):
    report = verify.verify(carrying(handed, tmp_path / "less.pdf", {name: None}))
    offenders = {item.name: (item.verdict, item.what) for item in report.items if item.verdict != IDENTICAL}
    assert offenders == {name.removeprefix("figure-").removesuffix(".csv") if name.startswith("figure-") else name: (CHANGED, "it was taken out")}


def test_a_row_of_the_numbers_that_was_rewritten_is_found_by_its_number(handed, tmp_path):
    numbers = attached(handed)["numbers.csv"].replace("answer.low,1000000,round,1 million", "answer.low,2000000,round,2 million")
    item = found(carrying(handed, tmp_path / "rewritten.pdf", {"numbers.csv": numbers}, sealed=True))["answer.low"]
    assert (item.verdict, item.causes) == (CHANGED, ("pdf",)) and item.what in ("it is not printed", "1 million there, 2 million here")


def test_facts_that_no_report_tells_are_found_by_extracting_them_again(handed, tmp_path, monkeypatch):
    facts = attached(handed)["facts.csv"].replace(",1000000,", ",3000000,", 1)
    offenders = found(carrying(handed, tmp_path / "invented.pdf", {"facts.csv": facts}, sealed=True))
    assert offenders["facts.csv"].what == "1 row moved, by up to 0.667 of their value" and offenders["facts.csv"].causes == ("pdf",)


def test_facts_on_which_a_stage_stops_are_told_without_a_traceback(handed, tmp_path):
    facts = attached(handed)["facts.csv"].replace('{""quantity', '[""quantity')
    report = verify.verify(carrying(handed, tmp_path / "broken.pdf", {"facts.csv": facts}, sealed=True))
    assert [(item.kind, item.verdict) for item in report.items] == [("brief", CANNOT)]
    assert report.items[0].what.startswith("the re-run stopped: ")


# Another project than it was made with


def test_older_code_that_makes_the_same_is_said_and_nothing_held_against_the_brief(handed, monkeypatch):
    monkeypatch.setattr(provenance, "sources", lambda *_: "0" * 64)
    report = verify.verify(handed)
    assert [(each.cause, each.what) for each in report.differences] == [("code", "the package's sources differ")] and report.verdict == IDENTICAL


def test_older_code_that_makes_something_else_is_the_cause_with_the_size(handed, monkeypatch):
    monkeypatch.setattr(provenance, "sources", lambda *_: "0" * 64)
    made_otherwise(monkeypatch, lambda made: with_table(made, "numbers", "value", 1.25))
    item = found(handed)["answer.low"]
    assert (item.verdict, item.causes, item.what) == (CHANGED, ("code",), "1 million there, 1 million here") and item.size == pytest.approx(0.2)


def test_another_matplotlib_that_draws_the_same_is_said_and_nothing_more(handed, monkeypatch):
    other_matplotlib(monkeypatch)
    report = verify.verify(handed)
    here = provenance.version("matplotlib")
    assert [(each.cause, each.what) for each in report.differences] == [("environment", f"matplotlib {here} there, 9.9 here")] and report.verdict == IDENTICAL


def test_another_matplotlib_that_draws_otherwise_leaves_the_picture_unproved(handed, monkeypatch):
    other_matplotlib(monkeypatch)
    drawn = verify.printed.drawn
    monkeypatch.setattr(verify.printed, "drawn", lambda pages: [f"{digest} {id(pages)}" for digest in drawn(pages)])
    offenders = found(handed)
    assert {(item.kind, item.verdict, item.causes) for item in offenders.values()} == {("figure", CANNOT, ("environment",))} and len(offenders) == 8


def other_matplotlib(monkeypatch) -> None:
    here = provenance.environment()
    monkeypatch.setattr(provenance, "environment", lambda: here | {"matplotlib": "9.9"})


def test_the_last_places_of_floats_are_within_tolerance_and_exit_with_0(handed, monkeypatch, claimtrail):
    made_otherwise(monkeypatch, lambda made: with_table(made, "estimates", "low", 1 + 1e-12))
    code, out, _ = claimtrail("verify", handed)
    assert code == 0 and "Tables: 14 identical, 1 within tolerance" in out and out.endswith("Verdict: within tolerance (a number may move by 1e-09 of its value)\n")


def test_another_word_list_is_named_as_data(handed, english, monkeypatch):
    labels = english[0] / "data" / "vocabulary" / "labels.csv"
    kept = labels.read_bytes()
    try:
        labels.write_bytes(kept.replace(b"as of {day}", b"until {day}"))
        monkeypatch.undo()
        monkeypatch.setenv("CLAIMTRAIL_HOME", str(english[0]))
        offenders = found(handed)
    finally:
        labels.write_bytes(kept)
    assert {item.causes for item in offenders.values()} == {("data",)} and offenders["page 1"].what.startswith("'as of' stands where 'until' is made")


def test_another_setting_of_the_topic_is_named_as_a_parameter(handed, monkeypatch):
    load = topics.load
    monkeypatch.setattr(topics, "load", lambda *given: replace(load(*given), stale_after=10))
    report = verify.verify(handed)
    assert [(each.cause, each.what) for each in report.differences] == [("parameters", "stale_after was 180, is 10")]
    assert {item.causes for item in report.items if item.verdict != IDENTICAL} == {("parameters",)}


def test_reports_that_are_not_here_leave_the_facts_unproved_and_are_named(handed, english):
    gone = next((english[0] / "data" / "documents").iterdir())
    kept = gone.read_bytes()
    try:
        gone.unlink()
        offenders = found(handed)
    finally:
        gone.write_bytes(kept)
    assert {name: (item.verdict, item.causes, item.what) for name, item in offenders.items()} == dict.fromkeys(
        ("documents.csv", "facts.csv"), (CANNOT, ("data",), f"not extracted again: data/documents/{gone.name} is not here")
    )


def test_a_topic_that_is_not_here_is_named(handed, english):
    topic = english[0] / "data" / "topics" / "kp-ru.toml"
    kept = topic.read_bytes()
    try:
        topic.unlink()
        items = verify.verify(handed).items
    finally:
        topic.write_bytes(kept)
    assert [(item.verdict, item.causes, item.what) for item in items] == [(CANNOT, ("data",), "data/topics/kp-ru.toml is not here")]
