"""A refresh that fails, is killed or is set up wrongly: nothing is lost, the last good edition stays, the exit code says which it was."""

import json
import os
import signal
from pathlib import Path

import pytest

from analysis import documents, lock, paths, refresh, whole_files
from analysis.errors import OutputError, RunError
from analysis.refresh import log, pages
from tests.small_editions import edition
from tests.small_refreshes import NEW, SCHEDULE, held, home, logged, made, put  # noqa: F401
from tests.small_reports import write
from tests.small_runs import ROOT, executed, files

# What fails


def test_an_edition_that_fails_is_told_and_the_others_are_made(home, monkeypatch, claimtrail):
    write(home / "data" / "schedule", "editions.toml", SCHEDULE + SCHEDULE.replace('"en"', '"de"'))
    old = edition(home, "2024-02-08-en")

    def run(topic, as_of, lang):
        if lang == "en":
            raise RunError("3_quantify, cell 4 failed.")
        whole_files.write(edition(home, f"{as_of}-{lang}") / "manifest.json", b"{}")

    monkeypatch.setattr(refresh, "run", run)
    before = files(old)
    code, out, err = claimtrail("refresh")
    assert (code, out) == (1, "") and err.endswith("Error: failed: kp-ru, en: 3_quantify, cell 4 failed.\n") and "made: kp-ru/2024-02-08-de\n" in err
    assert files(old) == before and [line["what"] for line in logged(home)] == ["failed", "made"] and (home / "reports" / "index.html").exists()


def test_a_place_that_cannot_be_written_fails_and_the_report_waits_in_the_inbox(home, made, claimtrail, monkeypatch):
    path, real = put(home, "new.md"), whole_files.write

    def full(place, content):
        if place.parent.name == "documents":
            raise OutputError(f"{place} cannot be written: No space left on device; make room there or choose another place.")
        return real(place, content)

    monkeypatch.setattr(whole_files, "write", full)
    code, _, err = claimtrail("refresh")
    assert code == 1 and "failed: new.md: " in err and "No space left on device" in err and path.read_text() == NEW
    monkeypatch.setattr(whole_files, "write", real)
    assert claimtrail("refresh")[0] == 0 and not path.exists()


def test_a_log_or_page_that_cannot_be_written_fails_with_1(home, made, claimtrail):
    (home / "reports" / "index.html").mkdir(parents=True)
    code, out, err = claimtrail("refresh")
    assert (code, out) == (1, "") and f"failed: refresh: {home / 'reports' / 'index.html'} cannot be written" in err


def test_a_log_that_cannot_be_read_fails_with_1(home, made, claimtrail):
    (home / "reports" / "log.jsonl").mkdir(parents=True)
    code, _, err = claimtrail("refresh")
    assert code == 1 and "log.jsonl cannot be read: Is a directory; move it away, the next refresh begins another." in err


def test_a_file_that_cannot_be_taken_away_fails_and_its_report_stands(home, made, claimtrail, monkeypatch):
    path = put(home, "new.md")
    unlink = Path.unlink
    monkeypatch.setattr(Path, "unlink", lambda self, **given: unlink(self, **given) if self != path else (_ for _ in ()).throw(PermissionError(13, "Permission denied")))
    code, _, err = claimtrail("refresh")
    assert code == 1 and f"{path} cannot be taken away: Permission denied; its reports stand, remove it by hand." in err and "documents/new.md" in held(home)


def test_what_can_neither_be_taken_nor_moved_fails_and_stays(home, made, claimtrail):
    path = put(home, "new.pdf")
    (home / "data" / "inbox" / "rejected").write_text("no folder")
    code, _, err = claimtrail("refresh")
    assert code == 1 and "failed: new.pdf: new.pdf ends neither in" in err and "It cannot be moved to" in err and path.read_text() == NEW


def killed(action):
    """Runs it in a process of its own, which must die of SIGKILL."""
    if not (child := os.fork()):
        try:
            action()
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def die(*_arguments, **_named):
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(
    ("where", "name"),
    [(documents, "read_report"), (os, "replace"), (os, "fsync"), (Path, "unlink"), (log, "append"), (refresh, "run"), (pages, "write")],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_a_refresh_that_is_killed_anywhere_loses_nothing_and_the_next_one_ends_it(where, name, home, made, claimtrail):
    put(home, "new.md")

    def broken_off():
        setattr(where, name, die)
        refresh.refresh()

    killed(broken_off)
    assert NEW.encode() in held(home).values()
    assert claimtrail("refresh")[0] == 0
    assert {file for file in held(home) if "new.md" in file} == {"documents/new.md"} and made[-1] == ("kp-ru", "2024-02-10", "en")
    assert (home / "reports" / "feed.xml").exists() and [line["number"] for line in logged(home)] == list(range(1, len(logged(home)) + 1))


def test_two_refreshes_do_not_meet(home, made, claimtrail, monkeypatch):
    monkeypatch.setattr(lock, "PAUSE", 0.001)
    put(home, "new.md")
    with lock.held(paths.inbox(), "refresh"):
        before = held(home)
        code, out, err = claimtrail("refresh")
        assert (code, out) == (1, "") and f"inbox is being written by the run of refresh, process {os.getpid()}; wait until that has ended" in err and held(home) == before
    assert claimtrail("refresh")[0] == 0


# What is set up wrongly


def other_topic(home):
    write(home / "data" / "topics", "ir-ru.toml", "")
    (home / "data" / "documents" / "ir-ru").mkdir()
    write(home / "data" / "documents" / "ir-ru", "old.md", "no report")


MISCONFIGURED = {
    "no schedule": (lambda home: (home / "data" / "schedule" / "editions.toml").unlink(), "editions.toml does not exist; check the name."),
    "broken TOML": (lambda home: write(home / "data" / "schedule", "editions.toml", "[["), "editions.toml is broken TOML: "),
    "TOML without end": (lambda home: write(home / "data" / "schedule", "editions.toml", "a = " + "[" * 100_000), "editions.toml is broken TOML: "),
    "no edition": (lambda home: write(home / "data" / "schedule", "editions.toml", ""), "editions.toml has no [[editions]]; write topic, as_of and lang under one for each."),
    "an unknown key": (lambda home: write(home / "data" / "schedule", "editions.toml", SCHEDULE + 'day = "2024-02-08"\n'), "editions.toml, edition 1: 'day' is unknown; write topic, as_of and lang."),
    "an unknown topic": (lambda home: write(home / "data" / "schedule", "editions.toml", SCHEDULE.replace("kp-ru", "xx")), "editions.toml, edition 1: Topic 'xx' is unknown; there is kp-ru."),
    "an unknown language": (lambda home: write(home / "data" / "schedule", "editions.toml", SCHEDULE.replace('"en"', "3")), "editions.toml, edition 1: Language '3' is unknown; a brief is written in en, de."),
    "an edition twice": (lambda home: write(home / "data" / "schedule", "editions.toml", SCHEDULE * 2), "editions.toml, edition 2: this edition stands twice; keep one."),
    "a broken topic": (lambda home: write(home / "data" / "topics", "kp-ru.toml", "id = 1"), "kp-ru.toml"),
    "a broken decision": (lambda home: write(home / "data", "review.csv", "a\n1\n"), "review.csv"),
    "a broken report of another topic": (lambda home: other_topic(home), "ir-ru/old.md has no front matter"),
    "a broken report": (lambda home: write(home / "data" / "documents", "old.md", "no report"), "old.md has no front matter"),
}  # fmt: skip


@pytest.mark.parametrize("case", MISCONFIGURED)
def test_what_is_set_up_wrongly_ends_with_2_before_anything_is_touched(case, home, made, claimtrail):
    change, message = MISCONFIGURED[case]
    put(home, "new.md")
    change(home)
    before = files(home)
    code, out, err = claimtrail("refresh")
    assert (code, out, made) == (2, "", []) and message in err and files(home) == before



def test_a_refresh_in_a_notebook_runs_real_notebooks_and_the_next_one_finds_nothing_new(home, claimtrail, tmp_path):
    """As JupyterLab's scheduler runs it, with the cell that the README names."""
    cell = "from analysis.refresh import refresh\nrefresh()"
    assert f"    {cell.replace(chr(10), chr(10) + '    ')}\n" in (ROOT / "README.md").read_text(encoding="utf-8")
    put(home, "new.md")
    executed(cell, tmp_path)
    made = home / "reports" / "kp-ru" / "2024-02-10-en"
    assert [line["what"] for line in logged(home)] == ["taken", "made"] and "data/documents/new.md" in json.loads((made / "manifest.json").read_text())["inputs"]
    before = files(made)
    assert claimtrail("refresh")[:2] == (0, "Nothing is new.\n") and files(made) == before and len(logged(home)) == 2
