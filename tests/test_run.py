"""How an edition is made: what it holds and what is said meanwhile.

The notebooks here are small ones of the test's own; tests/test_notebooks.py runs the real ones.
"""

import io
import json
import sys

import pytest

from analysis import parameters
from analysis.errors import RunError
from analysis.run import STAGES, run
from tests.small_runs import files, laid_out, old_edition, put, refusal


@pytest.fixture
def home(tmp_path, monkeypatch):
    home = laid_out(tmp_path / "home {of} a user")
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(home))
    return home


# What an edition is


def test_an_edition_is_published_whole_with_notebooks_tables_and_manifest(home, capfd):
    edition = run("kp-ru", "2024-02-07", "de", {"rows": "4", "strict": "True"})
    assert edition == home / "reports" / "kp-ru" / "2024-02-07-de"
    assert set(files(edition)) == {
        "manifest.json", "records.json", "tables/datapackage.json", *(f"notebooks/{stage}.ipynb" for stage in STAGES), *(f"tables/{stage}.txt" for stage in STAGES),
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
    assert parameters.newest("kp-ru") == "2024-02-08"


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
