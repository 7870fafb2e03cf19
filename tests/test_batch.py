"""Many editions at once: one that fails keeps none of the others back, and nothing is left of those that are stopped."""

import signal
import time
from pathlib import Path

import pytest

from analysis import batch, edition_lists, lock
from analysis.errors import EditionError, RunError
from tests.small_runs import WRITE, laid_out, put
from tests.started_runs import gone, running

# A German edition does what the test says; all others are made.
ONLY_GERMAN = f"""\
stage = "1_extract"
{WRITE}
import os, pathlib, time
if lang == "de":
    pathlib.Path(os.environ["CLAIMTRAIL_HOME"], "german").write_text(f"{{os.getpid()}} {{os.getppid()}}")
    {{does}}
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    home = laid_out(tmp_path / "home")
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(home))
    return home


@pytest.fixture
def listed(tmp_path):
    """A list of three editions, of which one is German."""
    path = tmp_path / "editions.csv"
    path.write_text("topic,as_of,lang\nkp-ru,,de\nkp-ru,2024-02-07,en\nkp-ru,,en\n")
    return path


def made(home: Path) -> list[str]:
    return sorted(path.parent.name for path in home.glob("reports/kp-ru/*/manifest.json"))


def test_all_are_made_a_line_each_and_a_failure_is_told_at_the_end(home, listed, claimtrail):
    put(home, "1_extract", ONLY_GERMAN.replace("{does}", "1 / 0"))
    code, out, err = claimtrail("run", "--editions", listed)
    assert code == 1 and sorted(out.splitlines()) == [f"Brief: {home}/reports/kp-ru/{name}/brief.pdf" for name in ("2024-02-07-en", "2024-02-08-en")]
    assert err.startswith("Error: kp-ru/newest-de: 1_extract, cell 2") and "ZeroDivisionError" in err
    assert made(home) == ["2024-02-07-en", "2024-02-08-en"] and lock.holder(home / "reports") == ""
    put(home, "1_extract", ONLY_GERMAN.replace("{does}", "pass"))
    assert claimtrail("run", "--editions", listed)[0] == 0 and len(made(home)) == 3
    assert claimtrail("run", "--editions", listed)[1].count("Brief: ") == 3


def test_a_process_that_is_lost_loses_its_edition_only(home, listed):
    put(home, "1_extract", ONLY_GERMAN.replace("{does}", "os.kill(int(pathlib.Path(f'/proc/{os.getppid()}/stat').read_text().split()[3]), 9)\n    time.sleep(60)"))
    found = {each.name: each for each in batch.make_all(edition_lists.read(listed), {})}
    assert found["kp-ru/newest-de"].error.startswith("The process that made it was lost") and isinstance(batch.failure([*found.values()]), RunError)
    assert made(home) == ["2024-02-07-en", "2024-02-08-en"]
    assert all(gone(int(process)) for process in (home / "german").read_text().split())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_when_all_are_stopped_no_process_and_no_lock_is_left(number, home, listed):
    waits = ONLY_GERMAN.replace("{does}", "pathlib.Path(os.environ['CLAIMTRAIL_HOME'], 'processes').write_text('')\n    time.sleep(60)")
    with running(home, "1_extract", ("run", "--editions", str(listed)), waits) as process:
        process.send_signal(number)
        assert process.wait(20) == (130 if number == signal.SIGINT else -number)
        assert all(gone(int(each)) for each in (home / "german").read_text().split())
        deadline = time.monotonic() + 10
        while lock.holder(home / "reports") and time.monotonic() < deadline:
            time.sleep(0.05)
    assert lock.holder(home / "reports") == ""
    assert [path.name for path in home.glob("reports/kp-ru/.*")] == []


REFUSED = {
    "no edition": ("editions.toml", "", "editions.toml has no [[editions]]; write topic, as_of and lang under one for each."),
    "an empty table": ("editions.csv", "topic,as_of,lang\n", "editions.csv lists no edition; write topic, as_of and lang of each."),
    "broken TOML": ("editions.toml", "[[editions", "editions.toml is broken TOML: "),
    "an unknown key": ("editions.toml", '[[editions]]\ntopic = "kp-ru"\nlang = "en"\nday = 1\n', "editions.toml, edition 1: 'day' is unknown; write topic, as_of and lang."),
    "no topic": ("editions.csv", "topic,as_of,lang\n,2024-02-07,en\n", "editions.csv, line 2: topic is missing; write topic, as_of and lang."),
    "an unknown topic": ("editions.csv", "topic,as_of,lang\nmoon,,en\n", "editions.csv, line 2: Topic 'moon' is unknown; there is kp-ru."),
    "no date": ("editions.csv", "topic,as_of,lang\nkp-ru,soon,en\n", "editions.csv, line 2: The date 'soon' is no date; write it as YYYY-MM-DD."),
    "one that stands twice": ("editions.csv", "topic,as_of,lang\nkp-ru,,en\nkp-ru,,en\n", "editions.csv, line 3: this edition stands twice; keep one."),
    "a ragged table": ("editions.csv", "topic,as_of,lang\nkp-ru,en\n", "editions.csv, line 2: 2 cells stand under 3 columns; "),
    "no file": ("none.toml", None, "none.toml does not exist; check the name."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_list_that_cannot_be_used_is_refused_before_anything_runs(case, home, tmp_path):
    name, content, told = REFUSED[case]
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(EditionError) as refused:
        edition_lists.read(tmp_path / name)
    assert told in str(refused.value) and "\n" not in str(refused.value).rstrip()


def test_all_that_is_wrong_with_a_list_is_told_at_once(home, tmp_path):
    (tmp_path / "editions.toml").write_text('[[editions]]\ntopic = "moon"\nlang = "en"\n[[editions]]\ntopic = "kp-ru"\nas_of = 2024-02-07\nlang = "fr"\n')
    with pytest.raises(EditionError) as refused:
        edition_lists.read(tmp_path / "editions.toml")
    assert [line.split(":")[0] for line in str(refused.value).splitlines()] == ["editions.toml, edition 1", "editions.toml, edition 2"]


def test_a_list_leaves_nothing_to_the_options_of_one_edition(home, listed, claimtrail):
    code, out, err = claimtrail("run", "--editions", listed, "--lang", "de", "--why")
    assert (code, out) == (2, "") and "--editions leaves nothing to --lang, --why; take that away." in err
