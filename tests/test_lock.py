"""One run at a time: who holds the reports folder, and what lies in the place of its lock."""

import fcntl
import os
import threading

import pytest

from analysis import lock, paths
from analysis.errors import EditionError


def test_the_lock_names_who_holds_it_and_is_free_afterwards(tmp_path):
    assert lock.holder(tmp_path) == ""
    for purpose in ("a/2024-02-08-en", "b"):
        with lock.held(tmp_path / "reports", purpose):
            assert lock.holder(tmp_path / "reports") == f"the run of {purpose}, process {os.getpid()}"
        assert lock.holder(tmp_path / "reports") == ""


def test_status_says_whether_a_run_is_under_way(claimtrail, home):
    assert "No run is under way.\n" in claimtrail("status")[1]
    with lock.held(paths.reports(), "kp-ru/2024-02-10-en"):
        assert f"Under way: the run of kp-ru/2024-02-10-en, process {os.getpid()}.\n" in claimtrail("status")[1]
    assert "No run is under way.\n" in claimtrail("status")[1]


def test_who_only_asks_does_not_keep_a_run_from_starting(tmp_path):
    (tmp_path / lock.NAME).write_text("")
    with open(tmp_path / lock.NAME) as asking:
        fcntl.flock(asking, fcntl.LOCK_SH)
        threading.Timer(0.15, fcntl.flock, (asking, fcntl.LOCK_UN)).start()
        with lock.held(tmp_path, "a"):
            pass


def test_a_run_that_holds_it_is_named_and_not_waited_for_long(tmp_path, monkeypatch):
    monkeypatch.setattr(lock, "PAUSE", 0.001)
    with lock.held(tmp_path, "a"), pytest.raises(EditionError, match="is being written by the run of a, process [0-9]+; wait until that has ended"):
        with lock.held(tmp_path, "b"):
            pass


@pytest.mark.parametrize("content", [b"", b"\xff\x1b[31m\n", b"x" * 10_000_000])
def test_whatever_the_file_says_a_holder_is_told_in_a_line(content, tmp_path, home, claimtrail):
    paths.reports().mkdir()
    (paths.reports() / lock.NAME).write_bytes(content)
    with open(paths.reports() / lock.NAME) as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        code, out, _ = claimtrail("status")
    assert code == 0 and len(out) < 3000 and "\x1b" not in out and "Under way: " in out


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo, lambda path: path.symlink_to(path.with_name("a file of the user's"))], ids=["a folder", "a pipe", "a link"])
def test_what_lies_in_the_place_of_the_lock_is_named_and_stays(make, home, claimtrail):
    paths.reports().mkdir()
    kept = paths.reports() / "a file of the user's"
    kept.write_text("kept")
    make(paths.reports() / lock.NAME)
    told = f"{paths.reports() / lock.NAME} is no file; remove it, the next run makes it anew."
    assert claimtrail("status") == (2, "", f"Error: {told}\n")
    with pytest.raises(EditionError) as refused, lock.held(paths.reports(), "a"):
        pass
    assert str(refused.value) == told and kept.read_text() == "kept"


def test_a_lock_that_may_not_be_read_is_named(home, claimtrail, monkeypatch):
    def forbidden(*_arguments, **_named):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(lock, "open", forbidden, raising=False)
    assert claimtrail("status") == (2, "", f"Error: {paths.reports() / lock.NAME} cannot be read: Permission denied; check who may read it.\n")
