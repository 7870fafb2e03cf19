"""What a data set refuses, each with a sentence: strangers in its folder, other inputs than it was begun with, what was altered since."""

import dataclasses
import json
import sys
from types import SimpleNamespace

import pytest

from analysis import corpus, lock
from analysis.corpus import engines, layout
from analysis.corpus.places import Place
from analysis.errors import DocumentError, EditionError, OutputError, RunError
from analysis.intake import Said
from tests.small_corpora import REPORTS, content, in_many_partitions, inputs, written

parquet = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow, which the extra cluster brings")


@pytest.fixture(autouse=True)
def many_partitions(monkeypatch):
    in_many_partitions(monkeypatch)


@pytest.fixture
def files(tmp_path):
    return inputs(tmp_path / "in", shards=2, each=2)


@pytest.fixture
def out(files, tmp_path):
    corpus.extract(files, tmp_path / "out")
    return tmp_path / "out"


def refused(call, *arguments, error=OutputError, **options) -> str:
    with pytest.raises(error) as told:
        call(*arguments, **options)
    return str(told.value)


def unfinished(out):
    (out / layout.COMPLETE).unlink()
    return out


def test_a_folder_with_something_else_is_refused_and_left_as_it_is(files, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    told = refused(corpus.extract, files, tmp_path / "out")
    assert told == f"{tmp_path}/out holds something else than an unfinished data set (thesis.txt); name a new folder."
    assert content(tmp_path / "out") == {"thesis.txt": b"mine"}


def test_a_stranger_in_a_data_set_is_refused(files, out):
    (out / "facts" / "mine.parquet").write_text("mine")
    assert "holds something else than an unfinished data set (facts/mine.parquet)" in refused(corpus.extract, files, out)


def test_a_file_in_the_place_of_the_folder_is_refused(files, tmp_path):
    (tmp_path / "out").write_text("mine")
    assert refused(corpus.extract, files, tmp_path / "out") == f"{tmp_path}/out is a file, so no data set can be put there; name a new folder."


def test_a_folder_below_a_file_is_refused(files, tmp_path):
    (tmp_path / "file").write_text("mine")
    told = refused(corpus.extract, files, tmp_path / "file" / "out")
    assert told == f"{tmp_path}/file/out cannot be written: Not a directory; check the name, who may use it and its room."


def test_an_address_that_nothing_reads_is_refused(files):
    assert refused(corpus.extract, files, "nowhere://bucket/out").startswith("nowhere://bucket/out cannot be used: Protocol not known: nowhere; name a folder")


def test_another_run_in_the_same_folder_is_refused(files, out):
    with lock.held(out, "another"):
        assert "is being written by the run of another" in refused(corpus.extract, files, out, error=EditionError)


def test_other_settings_are_refused_with_what_differs(files, out):
    told = refused(corpus.extract, files, unfinished(out), Said(published="2024-01-01"))
    assert "was begun with other settings (published '' there, '2024-01-01' here); name a new folder, or run with what it was begun with." in told


def test_other_inputs_are_refused_with_the_first_that_differs(files, out, tmp_path):
    told = refused(corpus.extract, [*files, written(tmp_path / "in" / "9.jsonl", REPORTS[9:10])], unfinished(out))
    assert f"was begun with other inputs (2 shards there, 3 here; only here: {tmp_path}/in/9.jsonl, from byte 0, " in told


def test_an_input_that_grew_is_another_input(files, out):
    with open(files[0], "a", encoding="utf-8") as file:
        file.write("{}\n")
    told = refused(corpus.extract, files, unfinished(out))
    assert f"was begun with other inputs (2 shards there, 2 here; only there: {files[0]}, from byte 0, " in told


def test_another_order_of_the_same_inputs_is_told_as_that(files, out):
    begun = json.loads((out / layout.MADE_FOR).read_text())
    (out / layout.MADE_FOR).write_text(json.dumps(begun | {"partitions": begun["partitions"][::-1]}))
    assert "was begun with other inputs (2 shards there, 2 here, in another order)" in refused(corpus.extract, files, unfinished(out))


@pytest.mark.parametrize(
    ("key", "told"), [("vocabulary", "another vocabulary"), ("code", "another version of this package"), ("written_by", "another version of pyarrow")]
)
def test_what_else_it_was_made_with_must_be_the_same(files, out, key, told):
    begun = json.loads((out / layout.MADE_FOR).read_text())
    (out / layout.MADE_FOR).write_text(json.dumps(begun | {key: "older"}))
    assert f"was begun with {told}; name a new folder" in refused(corpus.extract, files, unfinished(out))


@pytest.mark.parametrize("text", ["", "[]", '{"said": {}}'])
def test_a_beginning_that_cannot_be_read_is_refused(files, out, text):
    (out / layout.MADE_FOR).write_text(text)
    assert "made_for.json is not as it was written; make the data set anew, in a new folder." in refused(corpus.extract, files, unfinished(out))


def test_inputs_that_are_not_there_are_all_named(tmp_path):
    told = refused(corpus.extract, [tmp_path / "a.jsonl", tmp_path / "b.jsonl"], tmp_path / "out", error=DocumentError)
    assert "a.jsonl does not exist" in told and "b.jsonl does not exist" in told and not (tmp_path / "out").exists()


@pytest.mark.parametrize("library", ["fsspec", "pyarrow"])
def test_without_the_libraries_a_sentence_says_what_to_install(files, tmp_path, monkeypatch, library):
    monkeypatch.setitem(sys.modules, library, None)
    told = refused(corpus.extract, files, tmp_path / "out")
    assert told == f"A data set cannot be written: that needs {library}; install the extra cluster."


def test_without_dask_a_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert refused(engines.dask_client("", 1).__enter__, error=RunError) == "The engine dask needs dask and distributed; install the extra cluster."


def test_an_unfinished_data_set_is_not_read(out):
    told = refused(corpus.open, unfinished(out))
    assert told == f"{out} is unfinished; run claimtrail extract again as it was begun, it goes on where it stopped."


def test_another_folder_is_no_data_set(tmp_path):
    assert refused(corpus.open, tmp_path) == f"{tmp_path} is no data set of claimtrail extract; name a folder that it has written."


@pytest.mark.parametrize("text", ["", "{}", '{"files": [], "counts": {}}', '{"files": {"a": 1}, "counts": {}}', '{"files": {}, "counts": {"facts": "many"}}'])
def test_a_completion_that_cannot_be_read_is_refused(out, text):
    (out / layout.COMPLETE).write_text(text)
    assert f"{out} is not as it was written (complete.json); put it back, or make it anew in a new folder." == refused(corpus.open, out)


@pytest.mark.parametrize("name", [layout.part("facts", 1), layout.part("documents", 0), layout.COPIES, layout.MADE_FOR])
def test_a_file_that_is_missing_or_longer_is_named_at_once(out, name):
    with (out / name).open("ab") as file:
        file.write(b" ")
    assert f"is not as it was written ({name})" in refused(corpus.open, out)
    (out / name).unlink()
    assert f"is not as it was written ({name})" in refused(corpus.open, out)


def test_many_files_that_are_missing_are_counted(out):
    for path in (*out.glob("facts/*"), *out.glob("documents/*")):
        path.unlink()
    assert "(documents/part-00000.parquet, documents/part-00001.parquet, facts/part-00000.parquet and 1 more)" in refused(corpus.open, out)


@pytest.mark.parametrize(("kind", "read"), [("facts", "facts"), ("documents", "documents"), ("rejected", "rejected")])
def test_a_byte_that_was_changed_is_found_before_it_is_read(out, kind, read):
    path = out / layout.part(kind, 1)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    found = corpus.open(out)
    assert f"is not as it was written ({kind}/part-00001.parquet)" in refused(lambda: list(getattr(found, read)()))


def test_a_place_that_cannot_be_written_is_named(out):
    with pytest.raises(OutputError, match="cannot be written: Is a directory"), Place.named(out).written("facts"):
        raise IsADirectoryError(21, "Is a directory")


def test_a_doc_id_that_stands_twice_leaves_the_later_one_out_with_its_facts(tmp_path):
    first, second = REPORTS[3], dataclasses.replace(REPORTS[5], doc_id=REPORTS[3].doc_id)
    files = [written(tmp_path / "a.jsonl", [REPORTS[4], first, second, REPORTS[4]]), written(tmp_path / "b.jsonl", [REPORTS[6], second, first])]
    made = corpus.extract(files, tmp_path / "out")
    found = corpus.open(tmp_path / "out")
    alone = corpus.extract([written(tmp_path / "c.jsonl", [REPORTS[4], first, REPORTS[6]])], tmp_path / "alone")
    assert found.facts().equals(corpus.open(alone.place).facts()) and found.texts({first.doc_id}) == {first.doc_id: first.text}
    assert list(found.documents()["doc_id"]) == list(corpus.open(alone.place).documents()["doc_id"])
    assert found.facts(corpus.concerning({"KP"})).equals(corpus.open(alone.place).facts(corpus.concerning({"KP"})))
    assert [(row["doc_id"], row["part"], row["row"], row["same_text"]) for row in found.doubled] == [
        (first.doc_id, 0, 2, False), (REPORTS[4].doc_id, 0, 3, True), (first.doc_id, 1, 1, False), (first.doc_id, 1, 2, True),
    ]  # fmt: skip
    assert (made.counts["doubled"], made.counts["contradicted"]) == (4, 2) and len(made.doubled) == 3
    assert found.doubled[0]["place"].startswith(f"{files[0]}#bytes=") and found.doubled[2]["kept_place"].startswith(f"{files[0]}#bytes=")


def test_copies_are_found_across_partitions_and_filled_in(tmp_path):
    again = dataclasses.replace(REPORTS[3], doc_id="again", published="2025-01-01", text=f"Again: {REPORTS[3].text}")
    files = [written(tmp_path / "a.jsonl", [again, REPORTS[4]]), written(tmp_path / "b.jsonl", [REPORTS[3]])]
    made = corpus.extract(files, tmp_path / "out")
    found = corpus.open(tmp_path / "out")
    assert found.copies == {"again": REPORTS[3].doc_id} and made.counts["copies"] == 1
    copy_of = dict(zip(found.documents()["doc_id"], found.documents()["copy_of"], strict=True))
    assert copy_of == {"again": REPORTS[3].doc_id, REPORTS[3].doc_id: "", REPORTS[4].doc_id: ""}


def test_workers_of_dask_that_are_lost_again_and_again_are_told():
    distributed = pytest.importorskip("distributed", reason="needs distributed, which the extra cluster brings")

    class Client:
        def submit(self, *_task, **_options):
            raise distributed.KilledWorker("make", SimpleNamespace(address="tcp://a:1"), 3)

    told = refused(lambda: list(engines.dask(Client())(None, [], None)), error=RunError)
    assert told.startswith("The workers that read a shard were lost, again and again (")
    assert told.endswith("); give them more memory. It goes on where it stopped.")


def test_a_vocabulary_that_was_changed_while_processes_began_is_told(monkeypatch):
    monkeypatch.setattr(engines, "_changed", True)
    assert refused(engines._made, 0, (), error=RunError) == "The vocabulary was changed while the run began; run again."
