"""What a command says, where it says it, and what happens where nobody can be told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis import terminal
from tests.small_editions import edition
from tests.small_runs import laid_out

ROOT = Path(__file__).resolve().parent.parent
LINE = '{"doc_id": "a", "text": "Moskau hat laut Kiew 40 Haubitzen aus Nordkorea erhalten.", "language": "de", "published": null}\n'

COMMANDS = {
    "help": ["--help"], "help of a command": ["run", "--help"], "version": ["--version"], "status": ["status"], "trace": ["trace", "N-001"],
    "extract": ["extract", "in.jsonl"], "annotate": ["annotate", "in.jsonl"], "show": ["show", "report.txt", "--language", "de"],
}  # fmt: skip


@pytest.fixture
def project(home) -> Path:
    edition(home)
    (home / "in.jsonl").write_text(LINE, encoding="utf-8")
    (home / "report.txt").write_text("Moskau hat laut Kiew 40 Haubitzen aus Nordkorea erhalten.", encoding="utf-8")
    return home


def ended(arguments: list[str], folder: Path, closed: tuple[int, ...] = (), **streams) -> tuple[int, str]:
    """Exit code and standard error of the command, run with some of its standard streams closed."""
    code = f"import os, sys\nfor number in {closed}: os.close(number)\nos.execv(sys.executable, [sys.executable, '-m', 'analysis.cli', *sys.argv[1:]])"
    variables = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=folder, env=variables, text=True, stderr=subprocess.PIPE, timeout=60, **streams)
    return done.returncode, done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_disk_behind_standard_output_is_told(name, project):
    with open("/dev/full", "w") as full:
        code, err = ended(COMMANDS[name], project, stdout=full)
    assert code == 2 and err.startswith("Error: Standard output cannot be ") and ": No space left on device; " in err and len(err.splitlines()) == 1


@pytest.mark.parametrize("name", COMMANDS)
def test_a_closed_standard_output_is_told_before_any_work(name, project):
    assert ended(COMMANDS[name], project, (1,)) == (2, "Error: Standard output is closed; send it to a file, or to the null device.\n")


def test_an_edition_that_stands_stays_where_its_place_cannot_be_told(tmp_path, monkeypatch):
    home = laid_out(tmp_path)
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(home))
    with open("/dev/full", "w") as full:
        code, err = ended(["run"], home, stdout=full)
    assert code == 2 and err.splitlines()[-1].startswith("Error: Standard output cannot be written: No space left on device")
    assert (home / "reports" / "kp-ru" / "2024-02-08-en" / "manifest.json").is_file()


@pytest.mark.parametrize(("arguments", "code"), [(["status"], 0), (["trace", "nothing"], 2), (["nonsense"], 2), (["extract", "in.jsonl"], 0)])
def test_where_standard_error_is_full_or_closed_the_exit_code_says_it(arguments, code, project):
    with open("/dev/full", "w") as full:
        done = subprocess.run([sys.executable, "-m", "analysis.cli", *arguments], cwd=project, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, stderr=full)
    assert done.returncode == code
    assert ended(arguments, project, (2,), stdout=subprocess.DEVNULL) == (code, "")


def test_no_file_takes_the_place_of_a_closed_stream(project):
    """What goes to standard error would be written into the first file that is opened."""
    assert ended(["trace", "nothing"], project, (0, 2), stdout=subprocess.DEVNULL) == (2, "")
    code, err = ended(["annotate", "-o", "out.jsonl"], project, (0,))
    assert (code, err) == (2, "Error: Standard input is closed; send lines to it, or name a file.\n")
    assert not (project / "out.jsonl").exists()


def test_a_standard_input_that_cannot_be_read_is_told(project):
    writing = os.open(os.devnull, os.O_WRONLY)
    code, err = ended(["annotate"], project, stdin=writing)
    os.close(writing)
    assert (code, err) == (2, "Error: Standard input cannot be read: Bad file descriptor; send lines to it, or name a file.\n")


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("lines", [0, 1])
def test_a_reader_that_goes_away_ends_it_quietly(lines, unbuffered, root):
    """Before the first line, or after it as `head -1` does, with far more to come than a pipe holds."""
    command = [sys.executable, "-m", "analysis.cli", "extract", "data/documents"]
    variables = os.environ | {"PYTHONPATH": str(root), "PYTHONUNBUFFERED": unbuffered}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=root, env=variables) as running:
        for _ in range(lines):
            running.stdout.readline()
        running.stdout.close()
        assert (running.stderr.read(), running.wait()) == (b"", 141)


@pytest.mark.parametrize("locale", ["C", "POSIX", "de_DE.ISO-8859-1"])
def test_what_is_printed_is_utf8_in_every_locale(locale, home):
    edition(home)
    command = [sys.executable, "-m", "analysis.cli", "trace", "N-001"]
    variables = os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": locale, "PYTHONIOENCODING": "latin-1"}
    done = subprocess.run(command, capture_output=True, cwd=ROOT, env=variables)
    assert done.returncode == 0 and "Vadym Skibitskyi → A Paper" in done.stdout.decode("utf-8")


# C0 and C1 controls, and what turns the direction of a line or begins another: Unicode's bidirectional controls and separators.
STEERING = [*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x2070)]


def test_no_sign_that_steers_a_terminal_comes_through(capfd):
    text = "".join(map(chr, STEERING))
    terminal.say(text)
    terminal.tell(text)
    said = capfd.readouterr()
    assert not set(said.out + said.err[:-1]) & set(text) - {"\t"} and len(said.out) == len(text)


def test_words_of_every_script_come_through(capfd):
    text = "Größe, 북한, שלום, السلام, हिन्दी, 👩‍🚀\tand\nmore"
    terminal.say(text)
    terminal.tell(text)
    assert capfd.readouterr() == (text, f"{text}\n")
