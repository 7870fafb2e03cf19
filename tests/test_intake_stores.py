"""Addresses of stores: an S3 that answers over HTTP on this machine, and its pages over plain HTTP."""

import gzip
import socket

import pytest

from analysis.errors import DocumentError
from analysis.intake import Rejected, Shard, opening, read, shards
from tests.small_files import ENGLISH, GERMAN, answer, json_lines, page, record, write_parquet

BUCKET = "s3://reports"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """An S3 with a bucket of reports; gives its address for plain HTTP."""
    pytest.importorskip("s3fs")
    moto = pytest.importorskip("moto.server")
    variables = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"}
    with pytest.MonkeyPatch.context() as patch:
        try:
            server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=_free_port(), verbose=False)
            server.start()
        except OSError as broken:
            pytest.skip(f"no server can be started here: {broken}")
        endpoint = "http://{}:{}".format(*server.get_host_and_port())
        for name, value in (variables | {"AWS_ENDPOINT_URL": endpoint}).items():
            patch.setenv(name, value)
        try:
            _fill(tmp_path_factory.mktemp("store"))
            yield endpoint
        finally:
            server.stop()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _fill(folder) -> None:
    import s3fs

    table = write_parquet(folder / "t.parquet", [{"text": ENGLISH}, {"text": GERMAN}], group=1).read_bytes()
    files = {
        "a.txt": ENGLISH.encode(), "in/b.jsonl": json_lines({"text": ENGLISH}, {"text": GERMAN}), "in/c.jsonl.gz": gzip.compress(json_lines({"text": GERMAN})),
        "in/deep/d.warc.gz": gzip.compress(record(answer(page().encode()))), "in/t.parquet": table, "in/e.docx": b"x", "in/.hidden/f.txt": b"x",
        "none/e.docx": b"x", "broken.jsonl.gz": gzip.compress(json_lines({"text": GERMAN}))[:-9],
    }  # fmt: skip
    system = s3fs.S3FileSystem()
    system.mkdir("reports")
    for name, content in files.items():
        system.pipe(f"reports/{name}", content)
    system.chmod("reports/a.txt", "public-read")


def test_what_lies_below_an_address_is_read_as_from_a_folder(store):
    found = shards([f"{BUCKET}/in"])
    addresses = [f"{BUCKET}/in/b.jsonl", f"{BUCKET}/in/c.jsonl.gz", f"{BUCKET}/in/deep/d.warc.gz", f"{BUCKET}/in/t.parquet", f"{BUCKET}/in/t.parquet"]
    assert [shard.address for shard in found] == addresses
    reports = [report for shard in found for report in read(shard)]
    assert [report.text for report in reports] == [ENGLISH, GERMAN, GERMAN, ENGLISH, ENGLISH, GERMAN]
    assert reports[0].origin.startswith(f"{BUCKET}/in/b.jsonl#bytes=0-") and reports[-1].origin == f"{BUCKET}/in/t.parquet#row=2"


def test_a_pattern_and_a_file_of_a_store_are_found(store):
    found = [shard.address for shard in shards([f"{BUCKET}/in/*.jsonl*", f"{BUCKET}/a.txt"])]
    assert found == [f"{BUCKET}/a.txt", f"{BUCKET}/in/b.jsonl", f"{BUCKET}/in/c.jsonl.gz"]


def test_a_file_is_read_over_plain_http(store):
    (shard,) = shards([f"{store}/reports/a.txt"])
    (report,) = read(shard)
    assert (report.text, report.origin, report.doc_id) == (ENGLISH, f"{store}/reports/a.txt", "a")


REFUSED = {
    f"{BUCKET}/none.txt": "does not exist, or may not be read; check the address, and who may read it.",
    f"{BUCKET}/none": "holds nothing that is read; its files must end in",
    "s3://nowhere/a.txt": "does not exist, or may not be read; check the address, and who may read it.",
    "http://127.0.0.1:1/a.txt": "does not exist, or may not be read; check the address, and who may read it.",
}


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_that_cannot_be_read_is_refused(address, store):
    with pytest.raises(DocumentError) as refused:
        shards([address])
    assert str(refused.value).startswith(f"{address} {REFUSED[address]}")


def test_what_breaks_in_a_store_is_told(store):
    assert list(read(Shard(f"{BUCKET}/gone.txt", "text"))) == [Rejected(f"{BUCKET}/gone.txt", "it does not exist; check the name")]
    (wrong,) = read(Shard(f"{BUCKET}/broken.jsonl.gz", "jsonl"))
    assert wrong.reason.startswith("it cannot be unpacked to its end (Compressed file ended before the end-of-stream marker")


def test_a_store_that_fails_while_it_is_read_is_told(store, monkeypatch):
    def fail(*_arguments):
        raise RuntimeError("the connection is gone")

    monkeypatch.setattr("s3fs.core.S3File.read", fail)
    (wrong,) = read(Shard(f"{BUCKET}/a.txt", "text"))
    assert wrong.reason == f"it cannot be read: RuntimeError at {BUCKET}/a.txt: the connection is gone; check what it is and who may read it"
    assert opening.is_remote(BUCKET)
