"""How an edition is made: what it holds, what is said meanwhile, what is refused before a kernel starts.

The notebooks here are small ones of the test's own; tests/test_notebooks.py runs the real ones.
"""

import io
import json
import os
import shutil
import sys

import pytest

from analysis import kernel, lock, parameters
from analysis.errors import DocumentError, EditionError, ParameterError, ReviewError, RunError, TopicError
from analysis.run import STAGES, run
from tests.small_runs import NEWEST, files, laid_out, old_edition, put, refusal


@pytest.fixture
def home(tmp_path, monkeypatch):
    home = laid_out(tmp_path / "home {of} a user")
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(home))
    return home


@pytest.fixture
def no_kernel(monkeypatch):
    """Fails the test if a kernel is started."""

    def started(*_arguments):
        pytest.fail("a kernel was started")

    monkeypatch.setattr(kernel, "started", started)


# What an edition is


def test_an_edition_is_published_whole_with_notebooks_tables_and_manifest(home, capfd):
    edition = run("kp-ru", "2024-02-07", "de", {"rows": "4", "strict": "True"})
    assert edition == home / "reports" / "kp-ru" / "2024-02-07-de"
    assert set(files(edition)) == {
        "manifest.json", "tables/datapackage.json", *(f"notebooks/{stage}.ipynb" for stage in STAGES), *(f"tables/{stage}.txt" for stage in STAGES),
    }  # fmt: skip
    assert (edition / "tables" / "3_quantify.txt").read_text() == "kp-ru 2024-02-07 de 4 0.5 True"
    assert sorted(path.name for path in edition.parent.iterdir()) == ["2024-02-07-de"]
    sealed = json.loads((edition / "manifest.json").read_text())
    assert sealed["parameters"] == {"rows": 4, "share": 0.5, "strict": True}
    # The second report appeared after the edition's date; what an edition is made from does not grow afterwards.
    assert [name for name in sealed["inputs"] if name.startswith("data/documents/")] == ["data/documents/2024-02-06-nyt-en-bank.md"]
    assert not [name for name, content in files(edition).items() if str(home).encode() in content]
    assert capfd.readouterr().err.splitlines() == [f"{number}/5 {stage}" for number, stage in enumerate(STAGES, 1)]


def test_the_default_day_is_that_of_the_newest_report(home):
    assert parameters.newest() == "2024-02-08"


def test_a_day_before_the_first_report_makes_an_edition_too(home):
    assert run(as_of="1960-01-01").name == "1960-01-01-en"


def test_a_day_after_the_newest_report_makes_an_edition_and_is_told(home, capfd):
    assert run(as_of="2027-01-01").name == "2027-01-01-en"
    assert capfd.readouterr().err.splitlines()[0] == "The newest report is of 2024-02-08; an edition as of 2027-01-01 holds none after that."


def test_a_new_edition_replaces_the_old_one_and_leaves_nothing_of_it(home):
    edition = old_edition(home)
    assert run() == edition
    assert {"brief.pdf", "tables/claims.csv"}.isdisjoint(files(edition)) and list(edition.parent.iterdir()) == [edition]


def test_a_run_says_which_judgements_its_estimates_speak_against(home, capfd):
    put(home, "5_brief", """\
from analysis import paths, tables
said = [{"judgement_id": name, "holds": holds, "condition": f"{name} >= 1", "confidence": "low"} for name, holds in (("J1", "yes"), ("J2", "no"), ("J3", "unknown"))]
tables.write("judgements", tables.frame("judgements", said), paths.edition(topic, as_of, lang) / "tables")
""")
    run()
    assert capfd.readouterr().err.splitlines()[5:] == ["Judgement J2 does not hold: J2 >= 1"]


class Terminal(io.StringIO):
    """What stderr is to a program that somebody watches."""

    def isatty(self):
        return True


def test_a_terminal_gets_a_progress_bar_that_leaves_the_cursor(home, monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    put(home, "2_clean", "1 / 0")
    refusal(RunError)
    shown = sys.stderr.getvalue()
    assert "0/5  1_extract" in shown and "1/5  2_clean" in shown and "3_quantify" not in shown
    assert shown.count("\x1b[?25h") == 1, "the cursor is shown again"


# What is refused before a kernel starts


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ({"given": {"row": "3"}}, "Parameter 'row' is unknown; did you mean rows?"),
        ({"given": {"colour": "red"}}, "Parameter 'colour' is unknown; the notebooks know rows, share, strict."),
        ({"given": {"as_of": "2024-02-10"}}, "Parameter as_of names the edition; give it as --as-of."),
        ({"given": {"rows": "many"}}, "Parameter rows is 'many'; it must be a whole number: rows that are shown."),
        ({"given": {"rows": 2.5}}, "Parameter rows is 2.5; it must be a whole number: rows that are shown."),
        ({"given": {"rows": True}}, "Parameter rows is True; it must be a whole number: rows that are shown."),
        ({"given": {"share": "nan"}}, "Parameter share is 'nan'; it must be a number: a share."),
        ({"given": {"strict": "yes"}}, "Parameter strict is 'yes'; it must be true or false: whether to stop."),
        ({"topic": "moon"}, "Topic 'moon' is unknown; there is kp-ru."),
        ({"topic": "../kp-ru"}, "Topic '../kp-ru' is unknown; there is kp-ru."),
        ({"lang": "fr"}, "Language 'fr' is unknown; a brief is written in en, de."),
        ({"as_of": "2024-2-10"}, "The date '2024-2-10' is malformed; write a day that exists as YYYY-MM-DD, such as 2024-02-10."),
        ({"as_of": "2023-02-29"}, "The date '2023-02-29' is malformed; write a day that exists as YYYY-MM-DD, such as 2024-02-10."),
        ({"as_of": "20240210"}, "The date '20240210' is malformed; write a day that exists as YYYY-MM-DD, such as 2024-02-10."),
        ({"as_of": "yesterday"}, "The date 'yesterday' is malformed; write a day that exists as YYYY-MM-DD, such as 2024-02-10."),
    ],
)
def test_what_is_unknown_or_malformed_is_refused_by_name(home, no_kernel, named, message):
    assert refusal(ParameterError, **named) == [message]
    assert not (home / "reports").exists()


def test_all_that_is_wrong_with_a_request_is_told_at_once(home, no_kernel):
    wrong = refusal(ParameterError, "moon", "never", "fr", {"row": 1, "rows": "x"})
    assert [line.split(" is ")[0] for line in wrong] == ["Language 'fr'", "Parameter 'row'", "Parameter rows", "The date 'never'", "Topic 'moon'"]


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        ("int", "-3", -3), ("int", 3, 3), ("float", "1", 1.0), ("float", 2, 2.0), ("float", "0.25", 0.25),
        ("bool", "TRUE", True), ("bool", False, False), ("str", "007", "007"), ("str", "", ""),
    ],
)  # fmt: skip
def test_text_from_the_command_line_becomes_what_the_notebook_declares(kind, given, value):
    known = {"it": parameters.Parameter("it", kind, None, "a thing")}
    told = parameters.checked(known, "kp-ru", "2024-02-10", "en", {"it": given})["it"]
    assert (told, type(told).__name__) == (value, kind)


@pytest.mark.parametrize(("kind", "given"), [("int", "1_000"), ("int", "٣"), ("int", ""), ("int", None), ("float", "1e3"), ("float", float("inf")), ("str", 7)])
def test_what_is_not_plainly_of_the_declared_type_is_refused(kind, given):
    with pytest.raises(ParameterError, match="it must be"):
        parameters.checked({"it": parameters.Parameter("it", kind, None, "a thing")}, "kp-ru", "2024-02-10", "en", {"it": given})


def test_a_broken_topic_decision_or_report_is_told_before_a_kernel_starts(home, no_kernel):
    with (home / "data" / "review.csv").open("a", encoding="utf-8") as decisions:
        decisions.write("2024-02-08-seed-pakt:0-9:1,accept,,,,,\n")
    assert refusal(ReviewError)[0].startswith("review.csv, line 2: reviewed is ''")
    (home / "data" / "topics" / "kp-ru.toml").write_text("= broken", encoding="utf-8")
    assert "broken TOML" in refusal(TopicError)[0]
    (home / "data" / "documents" / NEWEST).write_text("no front matter", encoding="utf-8")
    assert "front matter" in refusal(DocumentError)[0]


@pytest.mark.parametrize(
    ("content", "told"), [(None, "No such file or directory"), ("{", "Notebook does not appear to be JSON"), ("{}", "missing a key: cells")]
)
def test_a_notebook_that_cannot_be_read_is_named(home, no_kernel, content, told):
    path = home / "notebooks" / "4_figures.ipynb"
    path.unlink() if content is None else path.write_text(content)
    (message,) = refusal(EditionError)
    assert message.startswith("notebooks/4_figures.ipynb cannot be read as a notebook: ") and told in message
    assert message.endswith("; restore it and run again.")


def test_a_reports_folder_that_cannot_be_written_is_told_before_a_kernel_starts(home, no_kernel, monkeypatch):
    """As root no folder is read-only, so the operating system's refusals are played too."""
    told = f"make {home / 'reports'} writable, with room on its disk, or point CLAIMTRAIL_HOME to a folder that is."
    with monkeypatch.context() as played:
        played.setattr(lock, "open", lambda *_, **__: (_ for _ in ()).throw(OSError(30, "Read-only file system")), raising=False)
        assert refusal(EditionError) == [f"The edition kp-ru/2024-02-08-en cannot be written: Read-only file system; {told}"]
    (home / "reports").chmod(0o555)
    if os.geteuid():
        assert refusal(EditionError) == [f"The edition kp-ru/2024-02-08-en cannot be written: Permission denied; {told}"]
    (home / "reports").chmod(0o755)
    shutil.rmtree(home / "reports")
    (home / "reports").write_text("a file")
    assert refusal(EditionError) == [f"The edition kp-ru/2024-02-08-en cannot be written: File exists; {told}"]
