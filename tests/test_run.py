"""How an edition is made: what is refused before a kernel starts, what a failure leaves as it was, what a kernel may not see.

The notebooks here are small ones of the test's own; tests/test_notebooks.py runs the real ones.
"""

import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest

from analysis import execution, kernel, lock, parameters
from analysis.errors import DocumentError, EditionError, ParameterError, RunError, TopicError
from analysis.run import STAGES, run

PARAMETERS = """\
topic: str = "kp-ru"  # the topic
as_of: str = "2024-02-08"  # the day
lang: str = "en"  # the language
rows: int = 6  # rows that are shown
share: float = 0.5  # a share
strict: bool = False  # whether to stop
"""
WRITE = """\
from analysis import paths
tables = paths.edition(topic, as_of, lang) / "tables"
tables.mkdir(exist_ok=True)
(tables / f"{stage}.txt").write_text(f"{topic} {as_of} {lang} {rows} {share} {strict}")
print(rows)
"""
NEWEST = "2024-02-08-seed-pakt.md"


def notebook(source: str) -> nbformat.NotebookNode:
    cells = [
        nbformat.v4.new_markdown_cell("# A notebook"),
        nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
        nbformat.v4.new_markdown_cell("## What is written?\nA remark."),
        nbformat.v4.new_code_cell(source),
    ]
    return nbformat.v4.new_notebook(cells=cells, metadata=execution.METADATA)


@pytest.fixture
def home(tmp_path, root, monkeypatch):
    """A project folder with the project's vocabulary and topics, two reports, and five small notebooks."""
    home = tmp_path / "home {of} a user"
    for name in ("vocabulary", "topics"):
        shutil.copytree(root / "data" / name, home / "data" / name)
    (home / "data" / "documents").mkdir()
    for name in ("2024-02-06-nyt-en-bank.md", NEWEST):
        shutil.copy(root / "data" / "documents" / name, home / "data" / "documents")
    (home / "notebooks").mkdir()
    for stage in STAGES:
        put(home, stage, f'stage = "{stage}"\n{WRITE}')
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(home))
    return home


def put(home: Path, stage: str, source: str) -> None:
    nbformat.write(notebook(source), home / "notebooks" / f"{stage}.ipynb")


@pytest.fixture
def no_kernel(monkeypatch):
    """Fails the test if a kernel is started."""

    def started(*_arguments):
        pytest.fail("a kernel was started")

    monkeypatch.setattr(kernel, "started", started)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def old_edition(home: Path) -> Path:
    """An edition as an earlier run left it."""
    edition = home / "reports" / "kp-ru" / "2024-02-08-en"
    (edition / "tables").mkdir(parents=True)
    (edition / "tables" / "claims.csv").write_text("an old table")
    (edition / "brief.pdf").write_text("an old brief")
    return edition


def refusal(error: type[Exception], *arguments, **named) -> list[str]:
    with pytest.raises(error) as refused:
        run(*arguments, **named)
    return str(refused.value).splitlines()


def executed(source: str, folder: Path) -> nbformat.NotebookNode:
    """One notebook, run alone in that folder."""
    with kernel.scratch_folder() as scratch:
        return execution.executed("1_extract", notebook(source), {"topic": "kp-ru", "rows": 4}, kernel.environment("2024-02-08", scratch), folder)


def printed(done: nbformat.NotebookNode) -> list[str]:
    """The texts that the last cell of an executed notebook holds."""
    return [output.text for output in done.cells[-1].outputs]


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


def test_an_executed_notebook_holds_what_was_run_and_nothing_of_the_run(tmp_path):
    done = executed("print(rows)", tmp_path)
    assert done.metadata == execution.METADATA
    assert [cell.id for cell in done.cells] == [f"1_extract-{number}" for number in range(1, 6)]
    assert [cell.metadata for cell in done.cells] == [{}, {"tags": ["parameters"]}, {"tags": ["injected-parameters"]}, {}, {}]
    assert [cell.execution_count for cell in done.cells if cell.cell_type == "code"] == [1, 2, 3]
    assert done.cells[2].source.splitlines() == ["# Parameters", 'topic = "kp-ru"', "rows = 4"]
    assert printed(done) == ["4\n"]


def test_the_default_day_is_that_of_the_newest_report(home):
    assert parameters.newest() == "2024-02-08"


def test_a_day_before_the_first_report_makes_an_edition_too(home):
    assert run(as_of="1960-01-01").name == "1960-01-01-en"


def test_a_new_edition_replaces_the_old_one_and_leaves_nothing_of_it(home):
    edition = old_edition(home)
    assert run() == edition
    assert {"brief.pdf", "tables/claims.csv"}.isdisjoint(files(edition)) and list(edition.parent.iterdir()) == [edition]


def test_output_that_comes_in_pieces_is_one_output(tmp_path):
    pieces = "import time\nfor number in range(4):\n    print(number, flush=True)\n    time.sleep(0.3)"
    assert printed(executed(pieces, tmp_path)) == ["0\n1\n2\n3\n"]


def test_a_warning_is_told_to_who_runs_and_not_kept(tmp_path, capfd):
    assert printed(executed('import warnings\nwarnings.warn("deprecated")\nprint("done")', tmp_path)) == ["done\n"]
    assert re.search(r'^1_extract, cell 2 "What is written\?" warns: .*UserWarning: deprecated$', capfd.readouterr().err, re.MULTILINE)


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


def test_a_broken_topic_or_report_is_told_before_a_kernel_starts(home, no_kernel):
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
    (message,) = refusal(RunError)
    assert message.startswith("notebooks/4_figures.ipynb cannot be read as a notebook: ") and told in message
    assert message.endswith("; restore it and run again.")


# What a failure leaves


FAILURES = [
    ("x = 1\n\n1 / 0  # too much", 'cell 2 "What is written?", line 3: 1 / 0  # too much', "ZeroDivisionError: division by zero"),
    ("x = = 1", 'cell 2 "What is written?", line 1: x = = 1', "SyntaxError: invalid syntax"),
    ("import sys\nsys.exit(3)", 'cell 2 "What is written?"', "SystemExit: 3"),
    (
        'from analysis.errors import DocumentError\nraise DocumentError("x.md is empty; add its text.")',
        'cell 2 "What is written?", line 2: raise DocumentError("x.md is empty; add its text.")',
        "x.md is empty; add its text.",
    ),
]


@pytest.mark.parametrize(("source", "where", "what"), FAILURES, ids=["exception", "syntax", "exit", "own error"])
def test_a_cell_that_fails_is_named_with_notebook_cell_line_and_message(home, source, where, what):
    put(home, "2_clean", source)
    first, second, last = refusal(RunError)
    assert first == f"2_clean, {where}"
    assert second.startswith(what)
    assert last == "No edition was written; mend this and run again."
    assert RunError.exit_code == 1
    assert list((home / "reports" / "kp-ru").iterdir()) == []


def test_a_failure_leaves_the_last_good_edition_as_it_was(home):
    edition = old_edition(home)
    before = files(edition)
    put(home, "5_brief", "(tables / 'x').write_text('half')")
    assert refusal(RunError)[-1] == "The last good edition stands as it was; mend this and run again."
    assert files(edition) == before
    assert list(edition.parent.iterdir()) == [edition]


def test_a_kernel_that_dies_is_told_without_a_traceback(home):
    put(home, "3_quantify", "import os\nos._exit(9)")
    assert refusal(RunError) == [
        "3_quantify, its kernel was lost: Kernel died. Memory may have run out; free some.", "No edition was written; mend this and run again.",
    ]  # fmt: skip


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")
    return not (stat.exists() and ") Z " in stat.read_text())


def gone(process: int, seconds: float = 5) -> bool:
    """Whether the process ends within that time."""
    deadline = time.monotonic() + seconds
    while is_running(process) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_running(process)


NOTE_PROCESSES = """\
import os, pathlib, subprocess, time
child = subprocess.Popen(["sleep", "60"])
note = pathlib.Path(os.environ["CLAIMTRAIL_HOME"], "processes")
note.with_suffix(".new").write_text(f"{os.getpid()} {child.pid} {os.environ['HOME']}")
note.with_suffix(".new").rename(note)
"""


def test_no_process_outlives_a_failed_run(home):
    put(home, "1_extract", NOTE_PROCESSES + "1 / 0")
    refusal(RunError)
    kernel_id, child, scratch = (home / "processes").read_text().split(" ", 2)
    assert gone(int(kernel_id)) and gone(int(child))
    assert not Path(scratch).exists()


@contextmanager
def running(home: Path, source: str):
    """A run in a process of its own, as soon as its first notebook has noted its processes."""
    put(home, "1_extract", source)
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\nfrom analysis.run import run; run()"
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True, cwd=kernel.paths.CHECKOUT)
    try:
        deadline = time.monotonic() + 60
        while not (home / "processes").exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        assert process.poll() is None, process.stderr.read()
        yield process
    finally:
        process.kill()
        process.communicate()


SLOW = NOTE_PROCESSES + "time.sleep(60)"


def test_an_interruption_leaves_the_edition_and_no_process(home):
    edition = old_edition(home)
    before = files(edition)
    with running(home, SLOW) as process:
        process.send_signal(signal.SIGINT)
        told = process.communicate(timeout=20)[1]
    assert told.rstrip().endswith("KeyboardInterrupt") and "never retrieved" not in told
    kernel_id, child, scratch = (home / "processes").read_text().split(" ", 2)
    assert gone(int(kernel_id)) and gone(int(child))
    assert not Path(scratch).exists()
    assert files(edition) == before and list(edition.parent.iterdir()) == [edition]


def test_a_second_run_is_refused_while_one_is_running_and_not_after_it_was_killed(home):
    with running(home, SLOW) as process:
        assert refusal(EditionError, as_of="2024-02-07") == [
            f"reports is being written by the run of kp-ru/2024-02-08-en, process {process.pid}; "
            "wait until that has ended, or end that process, and run again."
        ]
        kernel_id, child, scratch = (home / "processes").read_text().split(" ", 2)
        process.kill()
        process.wait()
    assert (home / "reports" / "kp-ru" / ".2024-02-08-en.partial").exists()
    assert gone(int(kernel_id)), "a kernel ends by itself when its runner is killed"
    os.kill(int(child), signal.SIGKILL)
    shutil.rmtree(scratch, ignore_errors=True)
    put(home, "1_extract", "1 / 0")
    refusal(RunError)
    assert list((home / "reports" / "kp-ru").iterdir()) == [], "what the killed run left is cleared away"


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


# What a kernel may see


def test_a_kernel_is_this_python_with_this_checkout_in_an_empty_home(root, monkeypatch, tmp_path):
    user = tmp_path / "user"
    (user / ".ipython" / "profile_default" / "startup").mkdir(parents=True)
    (user / ".ipython" / "profile_default" / "startup" / "00.py").write_text("intruder = 1")
    (user / ".ipython" / "profile_default" / "ipython_config.py").write_text("c.InteractiveShellApp.exec_lines = ['intruder = 2']")
    (user / ".config" / "matplotlib").mkdir(parents=True)
    (user / ".config" / "matplotlib" / "matplotlibrc").write_text("lines.linewidth: 99")
    (user / "analysis.py").write_text("raise SystemExit('the wrong package')")
    (user / "start.py").write_text("intruder = 3")
    elsewhere = {
        "HOME": user, "IPYTHONDIR": user / ".ipython", "MPLCONFIGDIR": user / ".config" / "matplotlib", "PYTHONSTARTUP": user / "start.py",
        "PYTHONPATH": user, "JUPYTER_PATH": user, "JUPYTER_CONFIG_DIR": user, "TZ": "Asia/Tokyo", "LC_ALL": "de_DE.UTF-8", "PYTHONHASHSEED": "7",
        "PYTHONOPTIMIZE": "2", "MPLBACKEND": "svg", "JUPYTER_DEFAULT_PROVISIONER_NAME": "none", "COLUMNS": "7",
    }  # fmt: skip
    for name, value in elsewhere.items():
        monkeypatch.setenv(name, str(value))
    source = """\
import analysis, json, matplotlib, os, sys, time
print(json.dumps([sys.executable, analysis.__file__, "intruder" in globals(), matplotlib.rcParams["lines.linewidth"], matplotlib.get_backend(),
    time.tzname[0], hash("x"), __debug__, os.environ["SOURCE_DATE_EPOCH"], sorted(os.environ)]))"""
    told = json.loads(*printed(executed(source, tmp_path)))
    expected_hash = int(subprocess.run([sys.executable, "-c", "print(hash('x'))"], env={"PYTHONHASHSEED": "0"}, capture_output=True, text=True).stdout)
    assert told[:-1] == [sys.executable, str(root / "analysis" / "__init__.py"), False, 1.5, "agg", "UTC", expected_hash, True, "1707350400"]
    assert not {"IPYTHONDIR", "MPLCONFIGDIR", "PYTHONSTARTUP", "COLUMNS", "JUPYTER_PATH"} & set(told[-1])


LISTENING = """\
import os, pathlib
own = {os.readlink(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd") if os.path.islink(f"/proc/self/fd/{name}")}
tcp = [line.split() for name in ("tcp", "tcp6") for line in pathlib.Path("/proc/net", name).read_text().splitlines()[1:]]
unix = [line.split() for line in pathlib.Path("/proc/net/unix").read_text().splitlines()[1:]]
print(len([line for line in tcp if f"socket:[{line[9]}]" in own]), len([line for line in unix if line[5] == "01" and f"socket:[{line[6]}]" in own]))
"""


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="needs Linux's /proc to see a process's sockets")
def test_a_kernel_listens_on_unix_sockets_and_on_no_port(tmp_path):
    ports, sockets = printed(executed(LISTENING, tmp_path))[0].split()
    assert ports == "0" and int(sockets) >= 5


def test_sockets_find_room_when_the_temporary_folder_has_a_long_name(tmp_path, monkeypatch):
    long = tmp_path / ("long" * 30)
    long.mkdir()
    monkeypatch.setenv("TMPDIR", str(long))
    monkeypatch.setattr(kernel.tempfile, "tempdir", None)
    assert printed(executed("print(rows)", tmp_path)) == ["4\n"]
    assert list(long.iterdir()) == []


def test_the_lock_names_who_holds_it_and_is_free_afterwards(tmp_path):
    assert lock.holder(tmp_path) == ""
    for purpose in ("a/2024-02-08-en", "b"):
        with lock.held(tmp_path / "reports", purpose):
            assert lock.holder(tmp_path / "reports") == f"the run of {purpose}, process {os.getpid()}"
        assert lock.holder(tmp_path / "reports") == ""
