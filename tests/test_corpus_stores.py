"""A data set in a store of objects, over real HTTP: the same bytes as in a folder, and what a store broke off is not taken for done."""

import os

import pytest

from analysis import corpus
from analysis.corpus import layout, partition
from analysis.errors import DocumentError, OutputError
from analysis.intake import Rejected
from tests.small_corpora import content, in_many_partitions, inputs

pytest.importorskip("pyarrow", reason="needs pyarrow, which the extra cluster brings")
s3fs = pytest.importorskip("s3fs", reason="needs s3fs")
moto = pytest.importorskip("moto.server", reason="needs the server of moto")


@pytest.fixture(autouse=True)
def many_partitions(monkeypatch):
    in_many_partitions(monkeypatch)


@pytest.fixture(scope="module")
def bucket():
    """The address of a bucket on a server of this machine."""
    server = moto.ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as environment:
        for name, value in {"ENDPOINT_URL": f"http://{host}:{port}", "ACCESS_KEY_ID": "key", "SECRET_ACCESS_KEY": "key", "DEFAULT_REGION": "us-east-1"}.items():
            environment.setenv(f"AWS_{name}", value)
        s3fs.S3FileSystem.clear_instance_cache()
        s3fs.S3FileSystem().mkdir("bucket")
        yield "s3://bucket"
    s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


@pytest.fixture
def remote(bucket, tmp_path):
    """The address of three files of reports in the bucket."""
    for file in inputs(tmp_path / "in"):
        s3fs.S3FileSystem().put_file(file, f"bucket/in/{os.path.basename(file)}")
    return f"{bucket}/in/"


def stored(address: str) -> dict[str, bytes]:
    root = address.removeprefix("s3://")
    store = s3fs.S3FileSystem()
    store.invalidate_cache()
    return {name.removeprefix(f"{root}/"): store.cat_file(name) for name in store.find(root)}


def test_a_store_holds_the_same_bytes_as_a_folder_and_is_gone_on_with(bucket, tmp_path):
    files = inputs(tmp_path / "in")
    corpus.extract(files, tmp_path / "out")
    corpus.extract(files, f"{bucket}/out/")
    assert stored(f"{bucket}/out") == content(tmp_path / "out")
    store = s3fs.S3FileSystem()
    for name in (layout.COMPLETE, layout.DOUBLED, layout.part("documents", 1), layout.part("facts", 1)):
        store.rm(f"bucket/out/{name}")
    assert not corpus.extract(files, f"{bucket}/out").stood and stored(f"{bucket}/out") == content(tmp_path / "out")
    assert corpus.extract(files, f"{bucket}/out").stood
    assert corpus.open(f"{bucket}/out").facts().equals(corpus.open(tmp_path / "out").facts())


def test_reports_are_read_from_a_store(remote, tmp_path):
    corpus.extract([remote], tmp_path / "remote")
    corpus.extract(inputs(tmp_path / "in"), tmp_path / "local")
    distant, local = corpus.open(tmp_path / "remote"), corpus.open(tmp_path / "local")
    assert distant.facts().equals(local.facts()) and distant.counts == local.counts
    assert distant.documents()["origin"].str.startswith(remote).all()


def test_what_a_store_broke_off_is_told_and_read_by_the_next_run(remote, tmp_path, monkeypatch):
    corpus.extract([remote], tmp_path / "whole")
    read = partition.read

    def breaking(shard, *rest):
        yield from list(read(shard, *rest))[: 2 if "1.jsonl" in shard.address else None]
        if "1.jsonl" in shard.address:
            yield Rejected(shard.address, "it cannot be read: Connection reset by peer; check what it is and who may read it")

    monkeypatch.setattr(partition, "read", breaking)
    with pytest.raises(DocumentError, match=r"s3://bucket/in/1.jsonl: it cannot be read: Connection reset .* Run again: it goes on where it stopped\."):
        corpus.extract([remote], tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out" / "documents").iterdir()) == ["part-00000.parquet", "part-00002.parquet"]
    monkeypatch.setattr(partition, "read", read)
    corpus.extract([remote], tmp_path / "out")
    assert content(tmp_path / "out") == content(tmp_path / "whole")


def test_a_bucket_that_is_not_there_and_a_server_that_is_not_there_are_told(bucket, tmp_path, monkeypatch):
    files = inputs(tmp_path / "in")
    with pytest.raises(OutputError, match=r"s3://none/out cannot be read: .*bucket does not exist.*; check"):
        corpus.extract(files, "s3://none/out")
    s3fs.S3FileSystem.clear_instance_cache()
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(OutputError, match=r"s3://bucket/out cannot be read: .*; check"):
        corpus.extract(files, "s3://bucket/out")
    s3fs.S3FileSystem.clear_instance_cache()
