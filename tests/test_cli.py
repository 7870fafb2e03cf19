"""The command line: what each command prints, refuses and ends with."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from analysis import cli, editions, run, tables
from analysis.errors import ParameterError, RunError, VerificationError
from tests.small_editions import STEERING, edition

ROOT = Path(__file__).resolve().parent.parent
GERMAN = "Russland soll laut Kiew eine Million Schuss Artilleriemunition aus Nordkorea erhalten haben. Das sagte der Minister am Montag."

COMMANDS = sorted(cli.cli.commands)


def test_the_commands_are_those_of_the_readme():
    assert {"run", "extract", "trace", "status"} <= set(COMMANDS)


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_command_has_help_with_an_example_and_says_each_parameter(name, claimtrail):
    code, out, err = claimtrail(*filter(None, [name]), "--help")
    command = cli.cli.commands.get(name, cli.cli)
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    arguments = [parameter for parameter in command.params if isinstance(parameter, click.Argument)]
    assert (code, err) == (0, "") and "Example:\n" in out
    assert f"  claimtrail {name}".rstrip() in out.split("Example:\n")[1].splitlines()[0]
    assert [option.name for option in options if not option.help or max(option.opts, key=len) not in out] == []
    assert [argument.name for argument in arguments if argument.metavar.removesuffix("...") not in out.split("\n", 1)[1]] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_itself_in_one_line_of_the_overview(name, claimtrail):
    line = next(line for line in claimtrail("--help")[1].splitlines() if line.strip().startswith(f"{name} "))
    assert line.endswith(".") and not line.endswith("...")


def test_help_comes_without_loading_what_takes_long():
    script = "import sys, analysis.cli; sys.exit(str({'pandas', 'papermill', 'matplotlib', 'typst'} & set(sys.modules) or ''))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.stderr.strip() == ""


USAGE = {
    "no such command": (["brief"], "No such command 'brief'"),
    "no such option": (["run", "--lng", "de"], "No such option '--lng'"),
    "a parameter without a value": (["run", "-p", "seed"], "seed is no NAME=VALUE"),
    "a parameter without a name": (["run", "-p", "=1"], "=1 is no NAME=VALUE"),
    "a parameter given twice": (["run", "-p", "a=1", "-p", "a=2"], "a is given twice"),
    "no file": (["extract"], "Missing argument 'FILE...'"),
    "a file that is not there": (["extract", "none.txt"], "none.txt does not exist; check the name"),
    "an unknown language": (["extract", "a.txt", "--language", "fr"], "'fr' is not one of 'en', 'de'"),
    "an ending that is no table's": (["extract", "a.txt", "-o", "facts.xlsx"], "facts.xlsx ends in none of .csv, .jsonl, .parquet"),
    "no id": (["trace"], "Missing argument 'CLAIM_OR_NUMBER_ID'"),
    "a folder that is no edition": (["trace", "N-001", "--edition", "."], ". is no edition; name a folder such as reports/kp-ru/"),
    "no edition": (["trace", "N-001"], "yet; make one with: claimtrail run"),
}


@pytest.mark.parametrize("case", USAGE)
def test_a_mistake_of_the_user_is_named_and_ends_with_2(case, claimtrail, home):
    arguments, message = USAGE[case]
    code, out, err = claimtrail(*arguments)
    assert (code, out) == (2, "") and message in err and "Traceback" not in err


def test_run_hands_its_arguments_over_and_names_the_pdf(claimtrail, monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(run, "run", lambda *arguments: asked.append(arguments) or tmp_path)
    assert claimtrail("run") == (0, f"Brief: {tmp_path}/brief.pdf\n", "")
    claimtrail("run", "--topic", "t", "--as-of", "2024-02-10", "--lang", "de", "-p", "a=1", "-p", "b=x=y")
    assert asked == [("kp-ru", "", "en", {}, False), ("t", "2024-02-10", "de", {"a": "1", "b": "x=y"}, False)]


@pytest.mark.parametrize(
    ("failure", "code", "message"),
    [
        (ParameterError("Topic 'x' is unknown."), 2, "Error: Topic 'x' is unknown.\n"),
        (RunError("Notebook 1_extract, cell 3 failed."), 1, "Error: Notebook 1_extract, cell 3 failed.\n"),
        (VerificationError("A number differs."), 1, "Error: A number differs.\n"),
        (ParameterError(f"Topic {STEERING} is unknown."), 2, "Error: Topic ␛[31mred␛[0m ␇ �2J �reversed is unknown.\n"),
        (KeyboardInterrupt(), 130, "\n"),
    ],
)
def test_a_failure_ends_with_its_code_and_a_sentence(failure, code, message, claimtrail, monkeypatch):
    def fail(*_arguments):
        raise failure

    monkeypatch.setattr(run, "run", fail)
    assert claimtrail("run") == (code, "", message)


def test_a_programming_error_keeps_its_traceback(claimtrail, monkeypatch):
    monkeypatch.setattr(run, "run", lambda *arguments: {}["missing"])
    with pytest.raises(KeyError):
        claimtrail("run")


def test_extract_prints_the_facts_table(claimtrail, tmp_path):
    (tmp_path / "a.txt").write_text(GERMAN, encoding="utf-8")
    code, out, err = claimtrail("extract", tmp_path / "a.txt", "--published", "2024-02-08", "--language", "de")
    assert (code, err) == (0, "")
    (tmp_path / "facts.csv").write_text(out, encoding="utf-8")
    facts = tables.read("facts", tmp_path)
    assert (facts["doc_id"] == "a").all() and 1e6 in set(facts["low"])


def test_extract_writes_the_same_facts_as_csv_and_as_json_lines(claimtrail, tmp_path):
    (tmp_path / "a.txt").write_text(GERMAN, encoding="utf-8")
    for ending in ("csv", "jsonl"):
        code, out, err = claimtrail("extract", tmp_path, "--published", "2024-02-08", "-o", tmp_path / f"facts.{ending}")
        assert (code, out) == (0, "") and err.endswith(f"facts in {tmp_path}/facts.{ending}\n")
    rows = tables.read("facts", tmp_path).to_dict("records")
    lines = [json.loads(line) for line in (tmp_path / "facts.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["fact_id"] for line in lines] == [row["fact_id"] for row in rows] and rows
    for line, row in zip(lines, rows, strict=True):
        assert line.keys() == row.keys()
        assert line["low"] == (None if row["low"] != row["low"] else row["low"])
        assert ";".join(line["chain"]) == row["chain"] and line["spans"] == json.loads(row["spans"])
        assert line["evidence"] == GERMAN[line["start"] : line["end"]]


def test_extract_shows_steering_characters_instead_of_obeying_them(claimtrail, tmp_path):
    (tmp_path / "a.txt").write_text(GERMAN.replace("Million", f"Million {STEERING} Million"), encoding="utf-8")
    out = claimtrail("extract", tmp_path / "a.txt", "--language", "de")[1]
    assert "␛" in out and not set(out) & set("\x1b\x07\x9b\u202e")


def test_trace_goes_from_a_number_to_the_sentences_and_their_reports(claimtrail, home):
    edition(home)
    code, out, err = claimtrail("trace", "N-001")
    assert (code, err) == (0, "") and out.startswith("Edition kp-ru/2024-02-10-en\nNumber N-001: ")
    for said in (
        "Number N-001: 1 million rounds", "the floor of Kyiv", "the highest floor of the origin's claims", "C-0000000a, C-0000000b, C-gone",
        "Claim C-0000000a: delivery, KP>RU, ammunition.shell, at least, 1,000,000 round, 2023-09-01/2023-11-30, stated 2024-01-22",
        "UA.HUR (origin Kyiv), by way of Vadym Skibitskyi → A Paper", "flat", "B2 (Admiralty code), accepted", "“At least a million rounds.”",
        "A Paper, 2024-01-22, https://example.org/r1 (r1)", "not among the edition's documents", "the edition's claims.csv has no such row",
        "␛[31mred␛[0m ␇ �2J �reversed",
    ):  # fmt: skip
        assert said in out


def test_trace_goes_from_a_claim_to_its_report_and_the_numbers_that_use_it(claimtrail, home):
    out = claimtrail("trace", "C-0000000a", "--edition", edition(home))[1]
    assert out.startswith("Edition kp-ru/2024-02-10-en\nClaim C-0000000a: ") and "N-001: 1 million rounds" in out and "C-0000000b" not in out


def test_a_draft_is_traced_where_it_is_named_and_listed_nowhere(claimtrail, home):
    edition(home)
    draft = edition(home, ".drafts/2025-01-01-en")
    assert claimtrail("trace", "N-001", "--edition", draft)[1].startswith("Edition kp-ru/2025-01-01-en (draft)\n")
    assert claimtrail("trace", "N-001")[1].startswith("Edition kp-ru/2024-02-10-en\n")
    assert "2025-01-01" not in claimtrail("status")[1]


def test_trace_refuses_an_unknown_id_with_those_near_it(claimtrail, home):
    edition(home)
    assert claimtrail("trace", "N-002") == (2, "", "Error: The edition kp-ru/2024-02-10-en has no number or claim 'N-002'; near it: N-001.\n")
    assert "its ids stand in tables/numbers.csv" in claimtrail("trace", "x")[2]


def test_the_newest_edition_is_the_default_whatever_else_lies_there(home):
    for name in ("2024-02-10-de", "2024-02-10-en", "2023-12-01-en", ".2025-01-01-en.partial", ".drafts/2025-01-01-en", "notes"):
        (home / "reports" / "kp-ru" / name).mkdir(parents=True)
    assert editions.newest().folder.name == "2024-02-10-en"
    assert [found.folder.name for found in editions.found()] == ["2023-12-01-en", "2024-02-10-de", "2024-02-10-en"]


def test_status_lists_editions_with_their_counts(claimtrail, home):
    assert "There is no edition in" in claimtrail("status")[1]
    folder = edition(home)
    (folder / "tables" / "facts.csv").unlink()
    out = claimtrail("status")[1].splitlines()
    assert out[0].split() == ["topic", "as", "of", "lang", "documents", "facts", "claims", "numbers"]
    assert out[1].split() == ["kp-ru", "2024-02-10", "en", "1", "missing", "2", "1"]
