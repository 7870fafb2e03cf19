"""Which files are meant: folders, patterns and addresses, each file once, in one order; what is cut; what is refused before any work."""

import os
import random
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import DocumentError
from analysis.intake import Shard, finding, opening, read, shards
from analysis.intake.lines import lines
from tests.small_files import ENGLISH, json_lines

KNOWN = ("a.txt", "b.md", "c.html", "d.htm", "e.xhtml", "f.pdf", "g.jsonl", "h.csv", "i.warc", "j.warc.gz", "k.txt.gz", "L.TXT")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a file of each kind, and what is left out; it is the current one."""
    monkeypatch.chdir(tmp_path)
    for name in (*KNOWN, "m.docx", "n.pdf.gz", "o", ".hidden.txt", "below/deep/p.txt", "below/.hidden/q.txt"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ENGLISH)
    os.mkfifo(tmp_path / "in" / "pipe.txt")
    return tmp_path / "in"


def addresses(*inputs: object) -> list[str]:
    return [shard.address for shard in shards([str(each) for each in inputs])]


def test_a_folder_is_read_with_all_below_it_but_what_is_hidden_or_no_report(folder):
    assert addresses("in") == sorted(f"in/{name}" for name in (*KNOWN, "below/deep/p.txt"))
    assert {shard.address: shard.kind for shard in shards(["in"])}["in/j.warc.gz"] == "warc"


def test_the_order_does_not_depend_on_how_files_are_named(folder):
    names = [f"in/{name}" for name in KNOWN]
    random.Random(1).shuffle(names)
    assert addresses(*names) == addresses(*reversed(names)) == sorted(names)


def test_a_file_that_is_named_twice_is_read_once(folder):
    (folder / "r.txt").symlink_to(folder / "a.txt")
    assert addresses("in/a.txt", "./in/a.txt", folder / "a.txt", "in/r.txt", f"file://{folder}/a.txt") == ["./in/a.txt"]


def test_names_stay_as_they_are_given(folder):
    assert addresses(folder / "a.txt") == [f"{folder}/a.txt"] and addresses(f"file://{folder}/below") == [f"file://{folder}/below/deep/p.txt"]
    assert [report.origin for report in read(*shards([f"file://{folder}/a.txt"]))] == [f"file://{folder}/a.txt"]


def test_a_pattern_means_what_it_matches(folder):
    assert addresses("in/?.txt") == ["in/a.txt"] and addresses("in/**/*.txt") == ["in/a.txt", "in/below/deep/p.txt"]
    assert addresses("in/b*") == ["in/b.md", "in/below/deep/p.txt"]
    (folder / "[x].txt").write_text(ENGLISH)
    assert addresses("in/[x].txt") == ["in/[x].txt"]


REFUSED = {
    "nothing": ([], "Nothing is named that could be read; name files, folders or addresses."),
    "an empty name": ([""], "A name is empty; name a file, a folder, which may be '.', or an address."),
    "what is not there": (["in/none.txt"], "in/none.txt does not exist; check the name."),
    "a pattern that matches nothing": (["in/z*"], "in/z* holds nothing that is read; its files must end in .txt, .md,"),
    "a folder of other things": (["empty"], "empty holds nothing that is read; its files must end in .txt, .md,"),
    "another ending": (["in/m.docx"], "in/m.docx has an ending that is not read; it must be .txt, .md,"),
    "a PDF that is packed": (["in/n.pdf.gz"], "in/n.pdf.gz has an ending that is not read; it must be"),
    "a pipe": (["in/pipe.txt"], "in/pipe.txt is a pipe or a device, no report; name a file."),
    "a scheme that nobody knows": (["nowhere://a.txt"], "nowhere://a.txt cannot be reached (ValueError: Protocol not known: nowhere"),
    "a password": (["s3://me:secret@reports/a.txt"], "s3://…@reports/a.txt is named with a password; take it out and set it where the store's client"),
    "a name that is no text": ([b"in/\xff.txt".decode("utf-8", "surrogateescape")], "in/\\udcff.txt has a name that is not UTF-8; rename it."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_before_any_work(case, folder):
    inputs, message = REFUSED[case]
    (folder.parent / "empty").mkdir()
    (folder / os.fsdecode(b"\xff.txt")).write_text(ENGLISH)
    with pytest.raises(DocumentError) as refused:
        shards(inputs)
    assert str(refused.value).startswith(message)


def test_all_offenders_are_told_together(folder):
    with pytest.raises(DocumentError) as refused:
        shards(["in/none.txt", "in/a.txt", "in/m.docx", "in/z*"])
    assert [line.split()[0] for line in str(refused.value).splitlines()] == ["in/none.txt", "in/m.docx", "in/z*"]


def test_a_folder_that_may_not_be_read_is_told(folder, monkeypatch):
    def refuse(_place, onerror):
        onerror(PermissionError(13, "Permission denied", "in/below"))
        return iter(())

    monkeypatch.setattr(finding.os, "walk", refuse)
    with pytest.raises(DocumentError, match="in/below cannot be read as a folder: Permission denied; check what it is and who may read it"):
        shards(["in"])


def test_a_file_that_may_not_be_read_is_told(folder, monkeypatch):
    monkeypatch.setattr(finding.os, "access", lambda *_: False)
    with pytest.raises(DocumentError, match=r"in/a\.txt cannot be read; check who may read it"):
        shards(["in/a.txt"])


LACKING = {
    "in/c.html": ({"trafilatura"}, "in/c.html needs trafilatura, which is not installed; install the extra ingest."),
    "in/i.warc": ({"fastwarc"}, "in/i.warc needs fastwarc, which is not installed; install the extra cluster."),
    "in/s.parquet": ({"pyarrow"}, "in/s.parquet needs pyarrow, which is not installed; install the extra cluster."),
    "in/s.jsonl.zst": ({"fsspec.compression"}, "in/s.jsonl.zst is packed with Zstandard, which nothing installed unpacks; install fsspec and zstandard,"),
    "s3://a/b.txt": ({"fsspec"}, "s3://a/b.txt cannot be read: No module named 'fsspec'; install the extra cluster,"),
}


@pytest.mark.parametrize("name", LACKING)
def test_a_package_that_is_missing_is_told_with_its_extra(name, folder, monkeypatch):
    (folder / "s.parquet").touch()
    (folder / "s.jsonl.zst").touch()
    gone, message = LACKING[name]

    def without(package: str):
        if package in gone:
            raise ImportError(f"No module named {package!r}")
        return import_module(package)

    for module in (opening, finding):
        monkeypatch.setattr(module, "import_module", without)
    with pytest.raises(DocumentError) as refused:
        shards([name])
    assert str(refused.value).startswith(message)
    if name.startswith("in/"):
        with pytest.raises(DocumentError):
            list(read(Shard(name, finding.kind(name))))


def test_a_long_file_of_lines_is_cut_and_a_short_one_is_not(folder, monkeypatch):
    (folder / "g.jsonl").write_bytes(json_lines(*({"text": f"{ENGLISH} {number}"} for number in range(50))))
    whole = list(read(*shards(["in/g.jsonl"])))
    monkeypatch.setattr(finding, "SHARD_BYTES", 1000)
    found = shards(["in/g.jsonl"])
    assert len(found) > 5 and [shard.start for shard in found] == list(range(0, 1000 * len(found), 1000)) and found[-1].end is None
    assert [report for shard in found for report in read(shard)] == whole and len(whole) == 50


@given(st.lists(st.binary(max_size=12)), st.lists(st.integers(0, 120), max_size=6))
def test_wherever_lines_are_cut_none_is_lost_and_none_doubled(tmp_path_factory, pieces, cuts):
    path = tmp_path_factory.getbasetemp() / "cut.jsonl"
    path.write_bytes(b"\n".join(pieces))
    starts = sorted({0, *cuts})
    with path.open("rb") as file:
        whole = list(lines(file))
        parts = []
        for start, end in zip(starts, [*starts[1:], None], strict=True):
            file.seek(0)
            parts += lines(file, start, end)
    assert parts == whole and b"".join(line.content for line in whole) == path.read_bytes()
    assert [line.start for line in whole] == [0, *(line.end for line in whole)][: len(whole)]
