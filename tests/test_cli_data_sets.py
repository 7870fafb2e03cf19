"""`claimtrail extract -o FOLDER/`: what it says, where, and which combinations it refuses."""

import io
import sys

import pytest

from analysis import corpus
from analysis.corpus import progress
from analysis.corpus.partition import Part
from tests.small_corpora import REPORTS, inputs, written

pytest.importorskip("pyarrow", reason="needs pyarrow, which the extra cluster brings")


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Two files of reports, of which the last line is broken; the current folder is theirs."""
    monkeypatch.chdir(tmp_path)
    return inputs(tmp_path / "in", shards=2, each=2)


def test_the_place_is_printed_and_what_was_done_is_told(claimtrail, files, tmp_path):
    code, out, err = claimtrail("extract", *files, "-o", "facts/")
    counts = corpus.open("facts").counts
    assert (code, out) == (0, f"{tmp_path}/facts\n")
    assert err.splitlines() == [
        "1 partition to make", "looking for copies",
        f"{counts['facts']} facts in 4 of 4 documents (0.0 MB of text), 0 of them copies",
        f"1 report could not be read; {tmp_path}/facts/rejected says which and why.",
    ]  # fmt: skip


def test_a_complete_data_set_is_told_and_let_be(claimtrail, files, tmp_path):
    claimtrail("extract", *files, "-o", "facts/")
    code, out, err = claimtrail("extract", *files, "-o", "facts")
    assert (code, out) == (0, f"{tmp_path}/facts\n") and err.startswith(f"{tmp_path}/facts is complete; nothing was to be done.\n")


def test_doc_ids_that_stand_twice_are_told_with_their_places(claimtrail, files, tmp_path):
    code, _, err = claimtrail("extract", files[0], written(tmp_path / "in" / "again.jsonl", [REPORTS[0]]), "-o", "facts")
    assert code == 0 and f"1 document left out: the doc_id stands before ({REPORTS[0].doc_id} in " in err and "/doubled.parquet" in err
    made = corpus.Extracted("facts", {"doubled": 3, "contradicted": 2}, [], False)
    assert progress.doubled(made).startswith("3 documents left out: the doc_id stands before, 2 of them with another text")


@pytest.mark.parametrize("name", ["facts", "facts.2024/", "there.2024", "there.csv/"])
def test_a_name_without_an_ending_or_with_a_slash_or_of_a_folder_is_a_data_set(claimtrail, files, tmp_path, name):
    (tmp_path / "there.2024").mkdir()
    assert claimtrail("extract", *files, "-o", name)[0] == 0 and (tmp_path / name / "complete.json").exists()


REFUSED = {
    "an engine without a data set": (["--engine", "dask"], "--engine needs a data set to make; name its folder with -o FOLDER/."),
    "processes for a table": (["-o", "facts.csv", "--processes", "2"], "--processes needs a data set to make; name its folder with -o FOLDER/."),
    "a scheduler for processes": (["-o", "facts/", "--scheduler", "tcp://a:1"], "--scheduler is Dask's; add --engine dask."),
    "processes beside a scheduler": (
        ["-o", "facts/", "--engine", "dask", "--scheduler", "tcp://a:1", "--processes", "2"],
        "--processes leaves nothing to say beside --scheduler, whose workers do the work; take one away.",
    ),
    "an address for a table": (["s3://bucket/in.jsonl"], "s3://bucket/in.jsonl can only be read into a data set; name its folder with -o FOLDER/."),
    "another ending": (
        ["-o", "facts.xlsx"], "facts.xlsx ends in none of .csv, .jsonl, .parquet; if it is to be the folder of a data set, end its name in a slash.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "told"), REFUSED.values(), ids=REFUSED)
def test_a_combination_that_says_nothing_is_refused(claimtrail, files, arguments, told):
    code, out, err = claimtrail("extract", files[0], *arguments)
    assert (code, out) == (2, "") and told in err and "Traceback" not in err


def test_a_scheduler_that_cannot_be_reached_is_told(claimtrail, files):
    pytest.importorskip("distributed", reason="needs distributed, which the extra cluster brings")
    code, out, err = claimtrail("extract", *files, "-o", "facts", "--engine", "dask", "--scheduler", "nothing://127.0.0.1:1")
    assert (code, out) == (2, "") and err.startswith("Error: The scheduler nothing://127.0.0.1:1 cannot be reached: ")
    assert err.endswith("check its address, and that it runs.\n")


def test_what_is_asked_for_is_what_the_reports_are_said_to_be(claimtrail, files, tmp_path):
    (tmp_path / "a.txt").write_text("Seoul said on Monday that North Korea had sent 6,700 containers to Russia.")
    assert claimtrail("extract", "a.txt", "--published", "2024-02-28", "--language", "en", "-o", "facts")[0] == 0
    assert list(corpus.open("facts").facts()["stated"]) == ["2024-02-26"]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch):
    """Seconds that pass when a test says so."""
    passed = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: passed[0])
    return passed


def part(number: int, found: bool = False) -> Part:
    counts = {"documents": 900, "passed_over": 100, "telling": 1, "facts": 2, "rejected": 3, "characters": 2_000_000}
    return Part(number, counts, {}, found)


def test_a_line_on_a_terminal_is_written_over(monkeypatch, clock):
    monkeypatch.setattr(sys, "stderr", Terminal())
    told = progress.Told()
    told.begin(4, {0: 100, 1: None, 2: 200, 3: 100})
    clock[0] = 1.0
    told.done(part(0, found=True))
    clock[0] = 10.0
    told.done(part(2))
    told.hear(3, {"documents": 5, "facts": 1, "characters": 0, "passed_over": 0, "rejected": 0})
    clock[0] = 11.0
    told.hear(3, {"documents": 5, "facts": 1, "characters": 0, "passed_over": 0, "rejected": 0})
    lines = sys.stderr.getvalue().split("\r")[1:]
    assert lines == [
        "1 of 4 partitions, 0 documents, 0.0 MB/s, 0 facts, 0 rejected\x1b[K",
        "2 of 4 partitions, 1,000 documents, 0.2 MB/s, 2 facts, 3 rejected, 12 s left\x1b[K",
        "2 of 4 partitions, 1,005 documents, 0.2 MB/s, 3 facts, 3 rejected, 13 s left\x1b[K",
    ]


def test_a_log_has_a_plain_line_now_and_then(monkeypatch, clock):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    told = progress.Told()
    told.begin(1000, dict.fromkeys(range(1000), 10))
    for number in range(0, 100):
        clock[0] += 1.0
        told.done(part(number))
    lines = sys.stderr.getvalue().splitlines()
    assert lines[0] == "1,000 partitions to make" and len(lines) == 11
    assert lines[-1] == "100 of 1,000 partitions, 100,000 documents, 2.0 MB/s, 200 facts, 300 rejected, 15 min left"
