"""Whatever stands in a file, the intake gives outcomes, in bounded memory: bombs, endless lines, and bytes of every sort under every ending."""

import gzip
import io
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import document_lines
from analysis.documents import Document
from analysis.intake import PassedOver, Rejected, Said, Shard, finding, opening, read
from analysis.intake.lines import Line, lines
from tests.small_files import ENGLISH, HEAD, answer, json_lines, page, pdf, record, write_parquet

ROOT = Path(__file__).resolve().parent.parent
ENDINGS = (*finding.KINDS, ".txt.gz", ".jsonl.gz", ".csv.gz", ".warc.gz")


@pytest.fixture(scope="module")
def samples(tmp_path_factory) -> dict[str, bytes]:
    """A sound file of each ending."""
    rows = [{"text": ENGLISH, "title": "A"}] * 3
    csv = b"text,title\n" + f'"{ENGLISH}",A\n'.encode() * 2
    html, archive = page(head=HEAD).encode(), record(answer(page().encode())) * 2
    found = {
        ".txt": ENGLISH.encode(), ".md": f"---\ntitle: A\n---\n\n{ENGLISH}".encode(), ".html": html, ".htm": html, ".xhtml": html, ".csv": csv,
        ".pdf": pdf([ENGLISH] * 2),
        ".jsonl": json_lines(*rows), ".parquet": write_parquet(tmp_path_factory.mktemp("parquet") / "a.parquet", rows).read_bytes(), ".warc": archive,
    }  # fmt: skip
    return found | {f"{ending}.gz": gzip.compress(found[ending]) for ending in (".txt", ".jsonl", ".csv", ".warc")}


def outcomes(path: Path) -> list:
    found = [outcome for shard in finding.shards([str(path)]) for outcome in read(shard, Said(), lambda text: "Section 3" in text)]
    assert all(isinstance(outcome, Document | Rejected | PassedOver) for outcome in found)
    assert all("\n" not in outcome.reason and 0 < len(outcome.reason) <= 300 for outcome in found if isinstance(outcome, Rejected))
    assert all(outcome.text and outcome.origin.startswith(str(path)) for outcome in found if isinstance(outcome, Document))
    return found


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_sound_file_of_each_ending_is_read(ending, samples, tmp_path):
    (tmp_path / f"a{ending}").write_bytes(samples[ending])
    assert all(isinstance(outcome, Document) for outcome in outcomes(tmp_path / f"a{ending}"))


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200) | st.text(alphabet='<>/="a{}[],\\\n\r\0é&;WARC1.0:%PDF-', max_size=200).map(str.encode))
def test_any_bytes_under_any_ending_give_outcomes(ending, content, tmp_path):
    (tmp_path / f"a{ending}").write_bytes(content)
    outcomes(tmp_path / f"a{ending}")


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(damage=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6), st.integers(0, 9)), min_size=1, max_size=4), cut=st.floats(0.2, 1))
def test_a_damaged_file_of_any_ending_gives_outcomes(ending, damage, cut, samples, tmp_path):
    content = samples[ending]
    for place, new, gone in damage:
        at = int(place * len(content))
        content = content[:at] + new + content[at + gone :]
    (tmp_path / f"a{ending}").write_bytes(content[: int(cut * len(content)) + 1])
    outcomes(tmp_path / f"a{ending}")


@pytest.mark.parametrize(
    ("name", "reason"),
    [("a.jsonl", "the line has more than 1,000 bytes; write one report a line"), ("a.csv", "it is no row of CSV (a line of more than 1,000 bytes)")],
)
def test_a_line_that_is_too_long_is_passed_over_and_costs_no_other(name, reason, tmp_path, monkeypatch):
    monkeypatch.setattr(document_lines, "MAX_LINE", 1000)
    short = json_lines({"text": ENGLISH}) if name.endswith("jsonl") else b"text\n" + f'"{ENGLISH}"\n'.encode()
    (tmp_path / name).write_bytes(short + b"a" * 5000 + b"\n" + short.removeprefix(b"text\n"))
    before, wrong, after = outcomes(tmp_path / name)
    assert wrong.reason.startswith(reason) and before.text == after.text == ENGLISH
    assert name == "a.csv" or wrong.place.endswith(f"#bytes={len(short)}-{len(short) + 5001}")


def test_a_quotation_that_runs_over_a_whole_file_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(document_lines, "MAX_LINE", 1000)
    (tmp_path / "a.csv").write_text('text\n"open\n' + "a line\n" * 200 + f"{ENGLISH}\n")
    first, *_, last = outcomes(tmp_path / "a.csv")
    assert first.reason.startswith("it is no row of CSV (field larger than field limit (1000)") and isinstance(last, Document)


def test_lengths_about_the_bound_are_told_apart(monkeypatch):
    monkeypatch.setattr(document_lines, "MAX_LINE", 4)
    assert list(lines(io.BytesIO(b"abc\nabcd\nabcde\nx"))) == [Line(0, 4, b"abc\n"), Line(4, 9, None), Line(9, 15, None), Line(15, 16, b"x")]


def test_a_line_of_a_gigabyte_is_passed_over_in_bounded_memory(tmp_path):
    line = json_lines({"text": ENGLISH})
    with (tmp_path / "a.jsonl").open("wb") as file:
        file.write(line)
        file.seek(1 << 30, os.SEEK_CUR)
        file.write(b"\n" + line)
    tracemalloc.start()
    try:
        before, wrong, after = read(Shard(str(tmp_path / "a.jsonl"), "jsonl"))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert before.text == after.text == ENGLISH and wrong.place.endswith(f"#bytes={len(line)}-{len(line) + (1 << 30) + 1}")
    assert peak < 3 * document_lines.MAX_LINE


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz"])
def test_what_unpacks_to_far_more_than_its_size_is_given_up(name, tmp_path):
    (tmp_path / name).write_bytes(gzip.compress(b"text\n") + gzip.compress(b"0" * 50_000_000) * 6)
    assert outcomes(tmp_path / name)[-1].reason == "it unpacks to more than 200 times its size, as no reports do; unpack it yourself if it is to be read"


def test_a_text_that_swells_is_refused_for_its_length(tmp_path):
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"a " * 50_000_000))
    assert [wrong.reason for wrong in outcomes(tmp_path / "a.txt.gz")] == ["it has more than 5,000,000 bytes; split it or leave it out"]


def test_what_shrinks_well_but_is_no_bomb_is_read(tmp_path):
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(json_lines({"text": ENGLISH}) * 2000))
    assert len(outcomes(tmp_path / "a.jsonl.gz")) == 2000 and not opening.swells(10**9, 10**8) and opening.swells(10**9, 10**6)


def test_a_row_group_that_swells_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.intake.parquet_rows.MAX_GROUP", 100)
    write_parquet(tmp_path / "a.parquet", [{"text": ENGLISH + GIBBERISH}] * 2)
    assert [wrong.reason for wrong in outcomes(tmp_path / "a.parquet")] == ["row group 0 unpacks to more than 100 bytes; write smaller ones"]


GIBBERISH = "".join(chr(0x100 + number * 7919 % 5000) for number in range(500))


def test_a_long_archive_is_read_in_the_memory_of_a_page(tmp_path):
    """Twenty times the records need no more memory: asked of a process of its own, whose peak nothing else has raised."""
    script = (
        "import resource, sys\nfrom analysis.intake import Shard, read\n"
        "print(sum(1 for _ in read(Shard(sys.argv[1], 'warc'))), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    block = gzip.compress(record(answer(page(f"<p>{ENGLISH} {GIBBERISH}</p>" * 20).encode())))
    peaks = []
    for count in (10, 200):
        (tmp_path / "a.warc.gz").write_bytes(block * count)
        done = subprocess.run([sys.executable, "-c", script, str(tmp_path / "a.warc.gz")], cwd=ROOT, capture_output=True, text=True, check=True)
        records, peak = map(int, done.stdout.split())
        assert records == count
        peaks.append(peak)
    assert peaks[1] < 1.3 * peaks[0]
