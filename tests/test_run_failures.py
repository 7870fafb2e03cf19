"""What a run leaves that fails: the last good edition, and a message that says where. tests/test_run_ended.py is of those that are stopped."""

from pathlib import Path

import pytest

from analysis.errors import EditionError, RunError
from analysis.run import run
from tests.small_runs import files, laid_out, old_edition, put, refusal


@pytest.fixture
def home(tmp_path, monkeypatch):
    home = laid_out(tmp_path / "home {of} a user")
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(home))
    return home


CELL = 'cell 2 "What is written?"'
RUNS_ON = "take that out, a notebook runs to its end."
FAILURES = {
    "an exception": ("x = 1\n\n1 / 0  # too much", f"{CELL}, line 3: 1 / 0  # too much", "ZeroDivisionError: division by zero"),
    "in a function": ("def f():\n    1 / 0\n\n\nf()", f"{CELL}, line 5: f()", "ZeroDivisionError: division by zero"),
    "a syntax error": ("x = = 1", f"{CELL}, line 1: x = = 1", "SyntaxError: invalid syntax"),
    "several at once": ("x = 1\nraise ExceptionGroup('two', [ValueError(1), ValueError(2)])", f"{CELL}, line 2: raise Exc", "ExceptionGroup: two (2 sub-exceptions)"),
    "a magic that is none": ("x = 1\n%nonesuch", CELL, "UsageError: Line magic function `%nonesuch` not found."),
    "under a magic": ("%%time\n1 / 0", f"{CELL}, line 1: %%time", "ZeroDivisionError: division by zero"),
    "a recursion without end": ("def f():\n    f()\nf()", f"{CELL}, line 3: f()", "RecursionError: maximum recursion depth exceeded"),
    "an interruption": ("raise KeyboardInterrupt", f"{CELL}, line 1: raise KeyboardInterrupt", "KeyboardInterrupt"),
    "a question": ("input('?')", f"{CELL}, line 1: input('?')", "StdinNotImplementedError: "),
    "an exit": ("import sys\nsys.exit(3)", CELL, f"The cell ends the program (SystemExit 3); {RUNS_ON}"),
    "an exit that looks like success": ("import sys\nsys.exit()", CELL, f"The cell ends the program (SystemExit); {RUNS_ON}"),
    "an exit of IPython's": ("exit()", CELL, f"The cell ends the kernel; {RUNS_ON}"),
    "a process that ends": (
        "import os\nos._exit(9)", CELL, "The kernel was lost: Kernel died. Memory may have run out, or the cell ended the process; free some, or take that out.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FAILURES)
def test_a_cell_that_fails_is_named_with_notebook_cell_line_and_message(case, home):
    source, where, what = FAILURES[case]
    put(home, "2_clean", source)
    with pytest.raises(RunError) as failed:
        run()
    first, second, last = str(failed.value).splitlines()
    assert failed.value.exit_code == 1
    assert first.startswith(f"2_clean, {where}") and (", line" in where or first.endswith(where))
    assert second.startswith(what)
    assert last == "No edition was written; mend this and run again."
    assert list((home / "reports" / "kp-ru").iterdir()) == []


MISTAKES = {
    "an error of ours": ('from analysis.errors import ReviewError\nraise ReviewError("review.csv, line 2: no.")', 2, "review.csv, line 2: no."),
    "a check of ours": ('from analysis.errors import VerificationError\nraise VerificationError("A number differs.")', 1, "A number differs."),
    "a full disk": ("with open('/dev/full', 'w') as file:\n    file.write('x' * 10**6)", 2, "The disk is full: [Errno 28] No space left on device; make room on it."),
    "a full disk under a table": (
        "import os\nfrom pathlib import Path\nfrom analysis import tables\nos.replace = lambda *_: (_ for _ in ()).throw(OSError(28, 'No space left on device'))\n"
        "tables.write('claims', tables.empty('claims'), Path('.'))",
        2, "claims.csv cannot be written: No space left on device; make room there or choose another place.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", MISTAKES)
def test_a_cell_that_tells_a_mistake_of_the_user_ends_the_command_with_its_exit_code(case, home, claimtrail):
    source, expected, what = MISTAKES[case]
    put(home, "2_clean", source)
    code, out, err = claimtrail("run")
    *_, first, second, last = err.splitlines()
    assert (code, out) == (expected, "") and first.startswith(f"Error: 2_clean, {CELL}, line ") and second == what
    assert last == "No edition was written; mend this and run again."


def test_what_a_cell_says_cannot_steer_the_terminal(home, claimtrail):
    put(home, "2_clean", "import warnings\nwarnings.warn('\\x1b[31m \\u202e')\nraise ValueError('\\x1b]0; \\u2066')")
    put(home, "1_extract", "import warnings\nwarnings.warn('\\x1b[31m \\u202e')")
    code, _, err = claimtrail("run")
    assert code == 1 and "ValueError: ␛]0; �" in err and "UserWarning: ␛[31m �" in err and not set(err) & set("\x1b\u202e\u2066")


def test_a_failure_leaves_the_last_good_edition_as_it_was(home):
    edition = old_edition(home)
    before = files(edition)
    put(home, "5_brief", "(tables / 'x').write_text('half')")
    assert refusal(RunError)[-1] == "The last good edition stands as it was; mend this and run again."
    assert files(edition) == before
    assert list(edition.parent.iterdir()) == [edition]


def test_an_edition_that_was_about_to_be_replaced_when_the_run_was_killed_is_put_back(home):
    edition = old_edition(home)
    before = files(edition)
    edition.rename(edition.with_name(".2024-02-08-en.previous.partial"))
    put(home, "1_extract", "1 / 0")
    assert refusal(RunError)[-1].startswith("The last good edition stands as it was")
    assert files(edition) == before


def test_an_edition_that_cannot_be_put_in_place_leaves_the_old_one(home, monkeypatch):
    edition = old_edition(home)
    before = files(edition)
    rename = Path.rename

    def fails(self, target):
        if self.name == ".2024-02-08-en.partial":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails)
    assert refusal(EditionError) == [
        f"The edition kp-ru/2024-02-08-en cannot be written: No space left on device; make {home / 'reports'} writable, with room on its disk, "
        "or point CLAIMTRAIL_HOME to a folder that is."
    ]
    assert files(edition) == before and list(edition.parent.iterdir()) == [edition]
