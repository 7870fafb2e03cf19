"""Whatever lies where a report's file or folder is expected is refused with a sentence, and never waited for."""

import errno
import os
import threading
from pathlib import Path

import pytest

from analysis import documents
from analysis.errors import DocumentError
from tests.small_reports import FRONT, front, write


def test_a_missing_folder_is_said(tmp_path):
    with pytest.raises(DocumentError, match="nowhere does not exist; create it and put reports"):
        documents.read_folder(tmp_path / "nowhere")


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path):
    with pytest.raises(DocumentError, match=r"a\.md cannot be read as a folder: Not a directory; check what it is"):
        documents.read_folder(write(tmp_path, "a.md", front()))


def refuse(monkeypatch, method: str, code: int) -> None:
    """As root nothing is forbidden, so the operating system's refusal is played."""

    def refused(self, *_arguments, **_named):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, method, refused)


def test_a_folder_that_may_not_be_read_is_said(tmp_path, monkeypatch):
    refuse(monkeypatch, "iterdir", errno.EACCES)
    with pytest.raises(DocumentError, match="cannot be read as a folder: Permission denied; check what it is and who may read it"):
        documents.read_folder(tmp_path)


@pytest.mark.parametrize("code", [errno.EACCES, errno.EIO])
def test_a_report_that_may_not_be_read_is_said_beside_the_others(code, tmp_path, monkeypatch):
    for name in ("a.md", "b.md"):
        write(tmp_path, name, front())
    refuse(monkeypatch, "open", code)
    with pytest.raises(DocumentError) as refused:
        documents.read_folder(tmp_path)
    assert [f"{name}.md cannot be read: {os.strerror(code)}; check" in line for name, line in zip("ab", str(refused.value).splitlines(), strict=True)] == [True, True]


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: os.symlink("/dev/zero", path)], ids=["a pipe", "a folder", "a device"])
def test_what_is_no_file_is_refused_unread_where_a_folder_holds_it(make, name, tmp_path):
    """A pipe that nobody writes to would be waited for."""
    make(tmp_path / name)
    write(tmp_path, "b.md", "no front matter")
    read = documents.read_folder if name == "a.md" else lambda folder: documents.read_files([folder])
    with pytest.raises(DocumentError, match=rf"{name} is a folder, a pipe or a device, no report; take it out of there"):
        read(tmp_path)


def test_a_pipe_that_is_named_is_read(tmp_path):
    """As a shell names one: extract <(zcat report.gz)."""
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_text, args=(front(),))
    writer.start()
    assert documents.read_files([tmp_path / "pipe"])[0].doc_id == "a"
    writer.join()


def test_a_folder_without_reports_is_said(tmp_path):
    write(tmp_path, "notes.txt", "no report")
    write(tmp_path, ".hidden.md", "no report")
    with pytest.raises(DocumentError, match="holds no report; put Markdown files"):
        documents.read_folder(tmp_path)
    with pytest.raises(DocumentError, match=r"holds no report; put files that end in \.md or \.txt"):
        (tmp_path / "notes.txt").unlink()
        documents.read_files([tmp_path])
    with pytest.raises(DocumentError) as refused:
        documents.read_files([tmp_path, tmp_path / "none.md"])
    assert len(str(refused.value).splitlines()) == 2, "beside what else is wrong"


def test_a_huge_file_is_refused_without_reading_it(tmp_path, monkeypatch):
    huge = write(tmp_path, "huge.md", FRONT)
    with huge.open("r+b") as file:
        file.truncate(50_000_000)
    read = []
    monkeypatch.setattr(Path, "open", lambda self, mode="r": read.append(self) or open(self, mode))
    with pytest.raises(DocumentError, match=r"huge\.md has 50,000,000 bytes or more, a report at most 5,000,000; split it"):
        documents.read_folder(tmp_path)
    assert read == []


def test_a_file_that_tells_no_size_is_read_to_the_bound_only(tmp_path):
    endless = tmp_path / "endless.md"
    endless.symlink_to("/dev/zero")
    with pytest.raises(DocumentError, match=r"endless\.md has 5,000,001 bytes or more"):
        documents.read_file(endless)


def test_whatever_a_path_leads_to_is_said(tmp_path):
    (tmp_path / "loop.md").symlink_to("loop.md")
    with pytest.raises(DocumentError) as refused:
        documents.read_files([tmp_path / "loop.md", tmp_path / ("long" * 100), tmp_path / "none.md"])
    said = str(refused.value)
    assert "loop.md cannot be read: Too many levels of symbolic links" in said and "cannot be read: File name too long" in said and "none.md does not exist" in said


def test_a_missing_file_and_a_folder_in_its_place_are_said(tmp_path):
    with pytest.raises(DocumentError, match=r"none\.txt does not exist; check the name"):
        documents.read_file(tmp_path / "none.txt")
    with pytest.raises(DocumentError, match="cannot be read: Is a directory"):
        documents.read_file(tmp_path)
