"""What the commands are given wrongly: each file, place and option is named, with exit code 2, no traceback, and nothing written or changed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis import lock, tables
from tests.small_editions import edition
from tests.small_reports import front, write

ENGLISH = "The minister said that North Korea had sent 500 shells to Russia."


@pytest.fixture
def folder(home, monkeypatch) -> Path:
    """The folder in which the commands are given, with one good report."""
    place = home / "work"
    place.mkdir()
    monkeypatch.chdir(place)
    write(place, "good.txt", ENGLISH)
    return place


def lay(folder: Path, **files: str | bytes) -> list[Path]:
    return [write(folder, name.replace("_", "."), content) for name, content in files.items()]


# Documents


BAD = {
    "an empty file": ("", "there is no text; add the report's text or remove the file."),
    "other bytes": ("größer".encode("latin-1"), "is not UTF-8: byte 2 fits no character; save it as UTF-8."),
    "NUL bytes": (b"a\0b", "has a NUL byte at byte 1, so it is no text; save it as UTF-8 text."),
    "no known language": ("1 2 3", "its words do not tell the language; name it with --language de or en."),
    "a date before any report": (front(published="0001-01-01"), "published '0001-01-01' lies outside 1900-01-01 to 2100-12-31; write another."),
    "an unclosed front matter": ("---\ndoc_id: a\n", "the front matter that begins in line 1 is never closed; end it with a line '---'."),
}


@pytest.mark.parametrize("command", ["extract", "show"])
@pytest.mark.parametrize("case", BAD)
def test_a_bad_document_is_named(case, command, folder, claimtrail):
    content, message = BAD[case]
    lay(folder, bad_txt=content)
    code, out, err = claimtrail(command, "bad.txt")
    assert (code, out) == (2, "") and err.startswith("Error: bad.txt") and err.rstrip().endswith(message) and "Traceback" not in err


@pytest.mark.parametrize("arguments", [["extract", ""], ["show", ""], ["annotate", ""], ["extract", "good.txt", "-o", ""], ["trace", "a", "--edition", ""]])
def test_an_empty_name_does_not_mean_the_folder_that_one_stands_in(arguments, folder, claimtrail):
    code, out, err = claimtrail(*arguments)
    assert (code, out) == (2, "") and err.endswith("the name is empty; name a file or a folder, which may be '.'.\n")


@pytest.mark.parametrize("command", ["extract", "show"])
def test_a_document_of_50_megabytes_is_refused(command, folder, claimtrail):
    lay(folder, huge_txt="")
    os.truncate("huge.txt", 50_000_000)
    told = "Error: huge.txt has 50,000,000 bytes or more, a report at most 5,000,000; split it or leave it out.\n"
    assert claimtrail(command, "huge.txt") == (2, "", told)


def test_all_bad_documents_come_in_one_message(folder, claimtrail):
    lay(folder, a_txt="1 2 3", b_txt=b"\xff", c_jsonl="{}\n", d_jsonl="[")
    (folder / "empty").mkdir()
    os.mkfifo(folder / "empty" / ".hidden.txt")
    code, out, err = claimtrail("extract", "a.txt", "b.txt", "c.jsonl", "none.jsonl", "good.txt", "empty", "none.txt", "d.jsonl")
    assert (code, out) == (2, "")
    places = ("a.txt", "b.txt", "none.txt", "The folder empty", "c.jsonl, line 1", "none.jsonl", "d.jsonl, line 1")
    assert {place for place in places if place in err} == set(places) and "good.txt" not in err


def test_a_pipe_among_the_documents_is_refused_and_not_waited_for(folder, claimtrail):
    os.mkfifo(folder / "pipe.md")
    told = f"Error: {folder}/pipe.md is a folder, a pipe or a device, no report; take it out of there.\n"
    assert claimtrail("extract", folder, "--language", "en") == (2, "", told)


def test_two_plain_files_of_one_name_are_both_named(folder, claimtrail):
    for name in ("one", "two"):
        (folder / name).mkdir()
        write(folder / name, "report.txt", ENGLISH)
    told = "Error: two/report.txt and one/report.txt both have the doc_id 'report'; give one of them another, in its front matter or by its name.\n"
    assert claimtrail("extract", "one/report.txt", "two/report.txt") == (2, "", told)


# Options


OPTIONS = {
    "a day that is none": (["--published", "yesterday"], "Invalid value for '--published': 'yesterday' is no date; write it as YYYY-MM-DD."),
    "a day too early": (["--published", "0001-01-01"], "'0001-01-01' lies outside 1900-01-01 to 2100-12-31; write another."),
    "a day too late": (["--published", "9999-12-31"], "'9999-12-31' lies outside 1900-01-01 to 2100-12-31; write another."),
    "a language": (["--language", "English"], "'English' is not one of 'en', 'de'."),
    "a missing folder": (["-o", "none/facts.csv"], "Invalid value for '-o': the folder none does not exist; make it, or choose another place."),
    "a file as folder": (["-o", "good.txt/facts.csv"], "the folder good.txt does not exist; make it, or choose another place."),
    "a folder": (["-o", "a folder.csv"], "a folder.csv is a folder, a pipe or a device; name a file."),
    "a device": (["-o", "device.csv"], "device.csv is a folder, a pipe or a device; name a file."),
}


@pytest.mark.parametrize("command", ["extract", "show"])
@pytest.mark.parametrize("case", OPTIONS)
def test_an_option_that_cannot_be_heeded_is_refused_before_anything_is_read(case, command, folder, claimtrail):
    (folder / "a folder.csv").mkdir()
    (folder / "device.csv").symlink_to("/dev/null")
    before = sorted(folder.iterdir())
    options, message = OPTIONS[case]
    code, out, err = claimtrail(command, "none.txt", *options)
    assert (code, out) == (2, "") and message in err
    assert sorted(folder.iterdir()) == before and Path("/dev/null").is_char_device()


@pytest.mark.parametrize(("command", "name"), [("extract", "in.jsonl"), ("annotate", "in.jsonl"), ("show", "good.txt")])
@pytest.mark.parametrize("way", ["by its name", "by another way", "by a link"])
def test_what_is_read_is_never_written_over(command, name, way, folder, claimtrail):
    lay(folder, in_jsonl='{"doc_id": "a", "text": "x", "language": "en", "published": null}\n')
    (folder / f"link-{name}").symlink_to(name)
    output = {"by its name": name, "by another way": folder / ".." / "work" / name, "by a link": f"link-{name}"}[way]
    kept = (folder / name).read_bytes()
    code, out, err = claimtrail(command, name, "-o", output)
    assert (code, out) == (2, "") and "is read, and would be replaced; name another file." in err
    assert (folder / name).read_bytes() == kept


def test_what_a_link_leads_to_is_written_and_the_link_stays(folder, claimtrail):
    (folder / "link.csv").symlink_to("facts.csv")
    assert claimtrail("extract", "good.txt", "-o", "link.csv")[0] == 0
    assert (folder / "link.csv").is_symlink() and tables.read("facts", folder / "facts.csv") is not None


@pytest.mark.parametrize("command", [["extract", "good.txt", "-o", "out.csv"], ["show", "good.txt", "-o", "out.csv"], ["annotate", "in.jsonl", "-o", "out.csv"]])
def test_a_full_disk_leaves_no_half_of_an_output_and_the_one_before(command, folder, claimtrail, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    lay(folder, in_jsonl='{"doc_id": "a", "text": "x", "language": "en", "published": null}\n', out_csv="before")
    monkeypatch.setattr(os, "replace", full)
    code, out, err = claimtrail(*command)
    assert (code, out) == (2, "") and "out.csv cannot be written: No space left on device; make room there or choose another place." in err
    assert sorted(os.listdir()) == ["good.txt", "in.jsonl", "out.csv"] and Path("out.csv").read_text() == "before"


def test_what_is_told_of_a_wrong_argument_cannot_steer_the_terminal(home, claimtrail):
    for arguments in (["status", "\x1b[31m\u202e"], ["extract", "\x1b[31m\u202e.txt"], ["trace", "x", "--edition", "\x1b[31m\u202e"]):
        code, _, err = claimtrail(*arguments)
        assert code == 2 and "�" in err and not set(err) & set("\x1b\u202e")


# Where the project is not


@pytest.mark.parametrize("command", [["extract", "good.txt"], ["show", "good.txt"], ["annotate", "in.jsonl"], ["history", "--item", "container"], ["run"], ["status"], ["trace", "N-001"]])
@pytest.mark.parametrize("place", ["nowhere", "good.txt"])
def test_a_home_that_is_no_folder_is_named_by_every_command(place, command, folder, claimtrail, monkeypatch):
    lay(folder, in_jsonl="")
    monkeypatch.setenv("CLAIMTRAIL_HOME", place)
    assert claimtrail(*command) == (2, "", f"Error: CLAIMTRAIL_HOME is {place}, which is no folder; point it to the project's folder, or unset it.\n")


@pytest.mark.parametrize("command", [["extract", "good.txt"], ["show", "good.txt"], ["annotate", "in.jsonl"], ["history", "--item", "container"]])
def test_a_missing_folder_of_data_is_named_by_every_command_that_needs_it(command, folder, claimtrail, monkeypatch):
    lay(folder, in_jsonl="")
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(folder))
    told = f"Error: There is no folder {folder}/data; restore it, or point CLAIMTRAIL_HOME to a project folder that has it.\n"
    assert claimtrail(*command) == (2, "", told)


# Editions


def test_reports_that_are_no_folder_are_named(home, claimtrail):
    (home / "reports").write_text("a file")
    for command in (["status"], ["trace", "N-001"]):
        assert claimtrail(*command) == (2, "", f"Error: {home}/reports is no folder; move it away, the next run makes it anew.\n")


def test_whatever_else_lies_among_the_editions_status_lists_them(home, claimtrail):
    kept = edition(home)
    reports = home / "reports"
    for name in ("stray", "kp-ru/2024-02-11-en", "kp-ru/stray"):
        (reports / name).write_text("a file")
    (reports / "kp-ru" / "2024-02-12-en").mkdir()
    (reports / "kp-ru" / "2024-02-13-en").symlink_to("nowhere")
    (reports / "kp-ru" / "2024-02-14-en").symlink_to("2024-02-14-en")
    os.mkfifo(reports / "kp-ru" / "2024-02-15-en")
    (kept / "tables" / "claims.csv").unlink()
    (kept / "tables" / "claims.csv").mkdir()
    code, out, err = claimtrail("status")
    assert (code, err) == (0, "")
    assert [line.split()[1:] for line in out.splitlines()[1:3]] == [["2024-02-10", "en", "1", "0", "missing", "1"], ["2024-02-12", "en", *["missing"] * 4]]


TABLES = {
    "missing": (lambda path: path.unlink(), "claims.csv is missing in tables; restore it, or run the stage that writes it."),
    "a folder": (lambda path: (path.unlink(), path.mkdir()), "claims.csv is a folder, a pipe or a device, no table; put a file in its place."),
    "empty": (lambda path: path.write_text(""), "claims.csv is empty; restore it"),
    "without a column": (lambda path: path.write_text("claim_id,fact_id\nC-1,r1:0-4:1\n"), "claims.csv: column doc_id, start, end"),
    "another kind": (lambda path: path.write_text(path.read_text().replace("delivery", "poem")), "claims.csv, line 2, column kind: 'poem' "),
    "no number": (lambda path: path.write_text(path.read_text().replace("1000000", "many")), "claims.csv, line 2, column low: 'many' is no number."),
    "other bytes": (lambda path: path.write_bytes(path.read_bytes().replace(b"Paper", b"P\xe4per")), "claims.csv is not UTF-8"),
    "cut off": (lambda path: path.write_text(path.read_text().rsplit(",", 3)[0]), "claims.csv, line 3"),
}


@pytest.mark.parametrize("case", TABLES)
def test_a_table_of_an_edition_that_was_edited_is_named(case, home, claimtrail):
    change, message = TABLES[case]
    change(edition(home) / "tables" / "claims.csv")
    code, out, err = claimtrail("trace", "N-001")
    assert (code, out) == (2, "") and message in err and "Traceback" not in err
    assert claimtrail("status")[0] == 0


def test_a_sentence_over_several_lines_looks_like_no_further_field(home, claimtrail):
    folder = edition(home) / "tables"
    claims = tables.read("claims", folder)
    claims.loc[0, "evidence"] = "At least\n  report      Another Paper\u2028a million."
    tables.write("claims", claims, folder)
    assert "sentence    “At least   report      Another Paper a million.”\n" in claimtrail("trace", "N-001")[1]


def test_a_second_run_is_refused_with_2_while_one_is_under_way(home, claimtrail, monkeypatch, tmp_path_factory):
    from tests.small_runs import laid_out

    project = laid_out(tmp_path_factory.mktemp("project"))
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(project))
    with lock.held(project / "reports", "kp-ru/2024-02-10-en"):
        told = f"is being written by the run of kp-ru/2024-02-10-en, process {os.getpid()}; wait until that has ended, or end that process, and run again.\n"
        assert claimtrail("run") == (2, "", f"Error: reports {told}")


def test_what_nobody_foresaw_of_a_file_names_it(folder):
    """A refusal of the operating system that no module catches: no traceback all the same."""
    code = "import sys\nfrom analysis import cli, editions\neditions.overview = lambda: open('none/at/all')\nsys.argv = ['claimtrail', 'status']\ncli.main()"
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run([sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": str(root)}, capture_output=True, text=True)
    told = "Error: none/at/all cannot be used: No such file or directory; check what it is, who may use it, and its disk.\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", told)


def test_a_current_folder_that_is_gone_is_named(folder, root):
    gone = folder / "gone"
    gone.mkdir()
    command = f"import os; os.chdir({str(gone)!r}); os.rmdir({str(gone)!r}); from analysis.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", command, "extract", "report.txt"], capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(root)})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Error: The current folder cannot be used: No such file or directory; check what it is, who may use it, and its disk.\n"
