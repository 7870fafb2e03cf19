"""What is refused before a kernel starts: requests, broken inputs, places that cannot be written, projects that are not there."""

import errno
import os
import shutil

import pytest

from analysis import kernel, lock, parameters, scratch
from analysis.errors import DocumentError, EditionError, ParameterError, ProjectError, ReviewError, TopicError
from tests.small_runs import NEWEST, laid_out, refusal


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


# What is asked for


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ({"given": {"row": "3"}}, "Parameter 'row' is unknown; did you mean rows?"),
        ({"given": {"colour": "red"}}, "Parameter 'colour' is unknown; the notebooks know rows, share, strict."),
        ({"given": {"as_of": "2024-02-10"}}, "Parameter as_of names the edition; give it as --as-of."),
        ({"given": {"rows": "many"}}, "Parameter rows is 'many'; it must be a whole number from 1 to 1000: rows that are shown."),
        ({"given": {"rows": 2.5}}, "Parameter rows is 2.5; it must be a whole number from 1 to 1000: rows that are shown."),
        ({"given": {"rows": True}}, "Parameter rows is True; it must be a whole number from 1 to 1000: rows that are shown."),
        ({"given": {"rows": "-5"}}, "Parameter rows is '-5'; it must be a whole number from 1 to 1000: rows that are shown."),
        ({"given": {"rows": "0"}}, "Parameter rows is '0'; it must be a whole number from 1 to 1000: rows that are shown."),
        ({"given": {"rows": 1001}}, "Parameter rows is 1001; it must be a whole number from 1 to 1000: rows that are shown."),
        ({"given": {"share": "nan"}}, "Parameter share is 'nan'; it must be a number: a share."),
        ({"given": {"strict": "yes"}}, "Parameter strict is 'yes'; it must be true or false: whether to stop."),
        ({"topic": "moon"}, "Topic 'moon' is unknown; there is kp-ru."),
        ({"topic": "../kp-ru"}, "Topic '../kp-ru' is unknown; there is kp-ru."),
        ({"lang": "fr"}, "Language 'fr' is unknown; a brief is written in en, de."),
        ({"as_of": "2024-2-10"}, "The date '2024-2-10' is no date; write it as YYYY-MM-DD."),
        ({"as_of": "2023-02-29"}, "The date '2023-02-29' is no date; write it as YYYY-MM-DD."),
        ({"as_of": "20240210"}, "The date '20240210' is no date; write it as YYYY-MM-DD."),
        ({"as_of": "9999-12-31"}, "The date '9999-12-31' lies outside 1900-01-01 to 2100-12-31; write another."),
        ({"as_of": "0001-01-01"}, "The date '0001-01-01' lies outside 1900-01-01 to 2100-12-31; write another."),
        ({"as_of": "2035-01-01"}, "The date '2035-01-01' lies too long after the newest report, which is of 2024-02-08; write a day up to 2034-12-31."),
        ({"as_of": "yesterday"}, "The date 'yesterday' is no date; write it as YYYY-MM-DD."),
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
        ("int", "+3", 3), ("int", 3, 3), ("int", "1000", 1000), ("float", "-1", -1.0), ("float", "1", 1.0), ("float", 2, 2.0), ("float", "0.25", 0.25),
        ("bool", "TRUE", True), ("bool", False, False), ("str", "007", "007"), ("str", "", ""),
    ],
)  # fmt: skip
def test_text_from_the_command_line_becomes_what_the_notebook_declares(kind, given, value):
    known = {"it": parameters.Parameter("it", kind, None, "a thing")}
    told = parameters.checked(known, "kp-ru", "2024-02-10", "en", {"it": given})["it"]
    assert (told, type(told).__name__) == (value, kind)


@pytest.mark.parametrize(("kind", "given"), [("int", "1_000"), ("int", "٣"), ("int", ""), ("int", None), ("int", "9" * 5000), ("float", "9" * 400), ("float", "1e3"), ("float", float("inf")), ("str", 7)])
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


def test_a_reports_folder_that_cannot_be_written_is_told_before_a_kernel_starts(home, no_kernel, monkeypatch):
    """As root no folder is read-only, so the operating system's refusals are played too."""
    told = f"make {home / 'reports'} writable, with room on its disk, or point CLAIMTRAIL_HOME to a folder that is."
    with monkeypatch.context() as played:
        played.setattr(lock, "open", lambda *_, **__: (_ for _ in ()).throw(OSError(30, "Read-only file system")), raising=False)
        assert refusal(EditionError) == [f"The edition kp-ru/2024-02-08-en cannot be written: Read-only file system; {told}"]
    (home / "reports").chmod(0o555)
    if os.geteuid():
        assert "Permission denied" in refusal(EditionError)[0]
    (home / "reports").chmod(0o755)


@pytest.mark.parametrize("put_there", [lambda path: path.write_text("a file"), lambda path: path.symlink_to("elsewhere")], ids=["a file", "a link"])
def test_what_lies_in_the_place_of_an_edition_is_named_and_stays(put_there, home, no_kernel):
    places = [home / "reports" / "kp-ru" / name for name in ("2024-02-08-en", ".2024-02-08-en.partial", ".2024-02-08-en.previous.partial")]
    places[0].parent.mkdir(parents=True)
    for place in places:
        put_there(place)
    told = [f"{place} is no folder, but one is to be written there; move it away and run again." for place in places]
    assert refusal(EditionError) == told
    assert all(os.path.lexists(place) for place in places)


@pytest.mark.parametrize("name", ["reports", "reports/kp-ru"])
@pytest.mark.parametrize("put_there", [lambda path: path.write_text("a file"), lambda path: path.symlink_to(path.name)], ids=["a file", "a link to itself"])
def test_what_lies_in_the_place_of_a_folder_of_editions_is_named(name, put_there, home, no_kernel):
    (home / name).parent.mkdir(exist_ok=True)
    put_there(home / name)
    assert refusal(EditionError) == [f"{home / name} is no folder, but one is to be written there; move it away and run again."]


def test_a_temporary_folder_that_cannot_be_made_is_told(home, no_kernel, monkeypatch):
    def refused(**_named):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(scratch.tempfile, "TemporaryDirectory", refused)
    assert refusal(EditionError) == [
        "No temporary folder can be made: No space left on device; point TMPDIR to a folder that is writable, with room on its disk."
    ]


# Where the project is not


@pytest.mark.parametrize("missing", ["data", "data/vocabulary", "notebooks"])
@pytest.mark.parametrize("in_its_place", ["nothing", "a file"])
def test_a_folder_that_a_run_cannot_do_without_is_named(missing, in_its_place, home, no_kernel):
    shutil.rmtree(home / missing)
    if in_its_place == "a file":
        (home / missing).write_text("a file")
    assert refusal(ProjectError) == [f"There is no folder {home / missing}; restore it, or point CLAIMTRAIL_HOME to a project folder that has it."]


@pytest.mark.parametrize("name", ["nowhere", "data/documents/2024-02-08-seed-pakt.md"])
def test_a_home_that_is_no_folder_is_named(name, home, no_kernel, monkeypatch):
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(home / name))
    assert refusal(ProjectError) == [f"CLAIMTRAIL_HOME is {home / name}, which is no folder; point it to the project's folder, or unset it."]
