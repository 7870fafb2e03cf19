"""A data set of many documents: the same bytes whoever makes it, gone on with where it stopped, read back as the tables that a run reads."""

import dataclasses
import os
import shutil
import signal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import corpus, documents, tables
from analysis.corpus import engines, layout, partition
from analysis.corpus.places import Place
from analysis.errors import RunError
from analysis.extract import Extractor, facts_table
from analysis.intake import Said
from tests.small_corpora import REPORTS, WORDS, content, half_written, in_many_partitions, inputs, written

pyarrow = pytest.importorskip("pyarrow", reason="needs pyarrow, which the extra cluster brings")
parquet = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow, which the extra cluster brings")
WEATHER = dataclasses.replace(REPORTS[0], doc_id="weather", text="It rained for two days, and the river rose.")
# Ranks documents of equal dates too, as a data set gives them back.
OURS = sorted(REPORTS[:12], key=lambda report: (report.published, report.doc_id))


@pytest.fixture(autouse=True)
def many_partitions(monkeypatch):
    in_many_partitions(monkeypatch)


@pytest.fixture
def three(tmp_path):
    return inputs(tmp_path / "in")


@pytest.fixture(scope="module")
def cluster():
    """Two processes of Dask."""
    distributed = pytest.importorskip("distributed", reason="needs distributed, which the extra cluster brings")
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with distributed.LocalCluster(**options) as local, distributed.Client(local) as client:
        yield client


def test_facts_and_documents_are_those_that_a_run_would_find(three, tmp_path):
    made = corpus.extract(three, tmp_path / "out")
    found = corpus.open(tmp_path / "out")
    assert found.facts().equals(facts_table(OURS, WORDS)) and len(found.facts()) > 20
    expected = documents.table([dataclasses.replace(report, kind="full_text") for report in OURS])
    assert found.documents().assign(origin="").to_dict("records") == expected.to_dict("records")
    assert found.documents()["origin"].str.startswith(f"{tmp_path}/in/").all()
    assert found.texts({OURS[0].doc_id, "none"}) == {OURS[0].doc_id: OURS[0].text}
    assert (made.counts["documents"], made.counts["rejected"], made.counts["facts"]) == (12, 1, len(found.facts()))
    assert [row["place"].partition("#")[0] for row in found.rejected()] == [three[-1]]


def test_a_topic_asks_for_the_facts_that_concern_its_actors(three, tmp_path):
    corpus.extract(three, tmp_path / "out")
    found, every = corpus.open(tmp_path / "out"), facts_table(OURS, WORDS)
    concerned = every[every[["supplier", "recipient", "claimant"]].isin({"KP", "KR.NIS"}).any(axis=1)].reset_index(drop=True)
    assert found.facts(corpus.concerning({"KP", "KR.NIS"})).equals(concerned) and 0 < len(concerned) < len(every)
    assert found.facts(corpus.concerning({"KP"}, ["supplier"]))["supplier"].eq("KP").all()
    assert found.facts(corpus.concerning(set())).equals(tables.empty("facts"))
    told = found.of_documents(set(concerned["doc_id"]))
    assert list(told["doc_id"]) == list(dict.fromkeys(concerned["doc_id"]))


def test_only_documents_with_a_fact_keep_their_text_and_a_sketch(tmp_path):
    corpus.extract([written(tmp_path / "in.jsonl", [WEATHER, REPORTS[3]])], tmp_path / "out")
    rows = parquet.read_table(tmp_path / "out" / layout.part("documents", 0)).to_pylist()
    assert [(row["doc_id"], row["text"], row["facts"] > 0, row["sketch"] is not None) for row in rows] == [
        ("weather", "", False, False), (REPORTS[3].doc_id, REPORTS[3].text, True, True),
    ]  # fmt: skip


def test_a_web_page_that_cannot_hold_a_fact_is_counted_and_not_taken_apart(tmp_path):
    (tmp_path / "page.html").write_text(f'<html lang="en"><body><p>{WEATHER.text}</p></body></html>')
    counts = corpus.extract([tmp_path / "page.html"], tmp_path / "out").counts
    assert (counts["passed_over"], counts["documents"], counts["rejected"]) == (1, 0, 0) and counts["characters"] >= len(WEATHER.text)


def test_rows_are_written_in_groups_of_bounded_size(tmp_path, monkeypatch):
    monkeypatch.setitem(layout.GROUP_ROWS, "documents", 3)
    corpus.extract([written(tmp_path / "in.jsonl", OURS)], tmp_path / "rows")
    monkeypatch.setattr(layout, "GROUP_CHARACTERS", 1)
    corpus.extract([written(tmp_path / "in.jsonl", OURS)], tmp_path / "characters")
    groups = [parquet.ParquetFile(tmp_path / out / layout.part("documents", 0)).num_row_groups for out in ("rows", "characters")]
    assert groups == [4, 12] and corpus.open(tmp_path / "rows").facts().equals(corpus.open(tmp_path / "characters").facts())


def test_processes_and_dask_write_the_same_bytes_as_one_process(three, tmp_path, cluster):
    corpus.extract(three, tmp_path / "one")
    corpus.extract(three, tmp_path / "two", processes=2)
    corpus.extract(three, tmp_path / "dask", client=cluster)
    assert content(tmp_path / "one") == content(tmp_path / "two") == content(tmp_path / "dask")
    assert len(content(tmp_path / "one")) == 4 + 3 * 3


def test_a_worker_that_is_killed_changes_nothing(three, tmp_path, cluster):
    corpus.extract(three, tmp_path / "one")

    class Killing(corpus.Watcher):
        def done(self, part):
            if part.number < 4 and not self.killed:
                self.killed = list(cluster.run(os.getpid).values())[:1]
                os.kill(self.killed[0], signal.SIGKILL)

        killed: list[int] = []

    killing = Killing()
    corpus.extract(three, tmp_path / "dask", client=cluster, watcher=killing)
    assert content(tmp_path / "one") == content(tmp_path / "dask") and killing.killed


def test_what_is_done_of_a_partition_is_told_while_it_is_made(three, tmp_path, monkeypatch):
    monkeypatch.setattr(partition, "TOLD_EVERY", 0)
    told = []

    class Hearing(corpus.Watcher):
        def hear(self, number, counts):
            told.append((number, counts["documents"] + counts["rejected"]))

    corpus.extract(three, tmp_path / "out", watcher=Hearing())
    assert told == [(number, count) for number, most in enumerate((4, 4, 5)) for count in range(1, most + 1)]


def test_a_worker_with_another_version_of_the_package_is_refused(three, monkeypatch):
    job = partition.Job(None, Said(), WORDS, "another")
    with pytest.raises(RunError, match="A worker runs another version of this package than the one that asks; install the same on all and run again."):
        engines._made_there(job, 0, ())


def test_what_is_there_is_not_made_again(three, tmp_path, monkeypatch):
    corpus.extract(three, tmp_path / "whole")
    shutil.copytree(tmp_path / "whole", tmp_path / "part")
    for name in (layout.COMPLETE, layout.COPIES, layout.part("documents", 1)):
        (tmp_path / "part" / name).unlink()
    (tmp_path / "part" / "facts" / ".part-00001.parquet.0.partial").write_text("half")
    numbers, write = [], partition._write
    monkeypatch.setattr(partition, "_write", lambda job, number, *rest: numbers.append(number) or write(job, number, *rest))
    made = corpus.extract(three, tmp_path / "part")
    assert content(tmp_path / "part") == content(tmp_path / "whole") and numbers == [1] and not made.stood and not half_written(tmp_path / "part")
    assert corpus.extract(three, tmp_path / "part").stood and numbers == [1]


def test_a_text_on_which_the_extractor_fails_is_rejected_and_costs_no_other(three, tmp_path, monkeypatch):
    rows = Extractor.rows
    monkeypatch.setattr(Extractor, "rows", lambda self, document: 1 // (document.doc_id != REPORTS[1].doc_id) and rows(self, document))
    made = corpus.extract(three, tmp_path / "out")
    told = list(corpus.open(tmp_path / "out").rejected())
    assert (made.counts["documents"], made.counts["rejected"]) == (11, 2)
    assert told[0]["reason"].startswith(f"the extractor failed on {REPORTS[1].doc_id} (ZeroDivisionError: ")


@settings(max_examples=6)
@given(st.lists(st.integers(0, 11), max_size=4), st.randoms(use_true_random=False))
def test_however_documents_are_cut_into_shards_and_whichever_is_done_first_the_data_are_the_same(cuts, chance):
    bounds = [0, *sorted(set(cuts)), 12]
    with TemporaryDirectory() as name:
        folder = Path(name)
        parts = [OURS[low:high] for low, high in zip(bounds, bounds[1:], strict=False) if high > low]
        files = [written(folder / f"{number:02d}.jsonl", part) for number, part in enumerate(parts)]

        def shuffled(job, asked, heard):
            return engines_here(job, chance.sample(asked, len(asked)), heard)

        engines_here, engines.here = engines.here, shuffled
        try:
            corpus.extract(files, folder / "out")
        finally:
            engines.here = engines_here
        found = corpus.open(folder / "out")
        assert found.facts().equals(facts_table(OURS, WORDS))
        assert list(found.documents()["doc_id"]) == [report.doc_id for report in OURS]


def test_arrow_reads_what_is_its_own_so_that_a_process_ends_well(tmp_path):
    """What its threads still hold when Python ends must be no object of Python's: letting go of that aborts the process, now and then."""
    corpus.extract([inputs(tmp_path, 1)[0]], tmp_path / "out")
    for address in (str(tmp_path / "out"), f"file://{tmp_path / 'out'}"):
        with Place(address).opened_for_arrow(layout.part("facts", 0)) as file:
            assert isinstance(file, pyarrow.NativeFile) and not isinstance(file, pyarrow.PythonFile)
