"""A file is written whole or not at all, and what stood there stays until the new one is complete."""

import pytest

from analysis import whole_files
from analysis.errors import OutputError


def test_a_file_is_written_into_a_folder_that_is_made_for_it(tmp_path):
    path = whole_files.write(tmp_path / "new" / "page.html", "größer\n".encode())
    assert path.read_bytes() == "größer\n".encode() and list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("interruption", [ValueError, KeyboardInterrupt])
def test_what_interrupts_the_writing_leaves_the_file_before_and_no_half_beside_it(interruption, tmp_path):
    whole_files.write(tmp_path / "a.txt", b"before")
    with pytest.raises(interruption), whole_files.place_beside(tmp_path / "a.txt") as partial:
        partial.write_bytes(b"ha")
        raise interruption
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.txt", b"before")]


@pytest.mark.parametrize(("place", "why"), [("folder", "Is a directory"), ("file/a.txt", "Not a directory|File exists")])
def test_a_place_that_cannot_be_written_is_named_in_a_sentence(place, why, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match=rf"{place} cannot be written: ({why}); make room there or choose another place\.$"):
        whole_files.write(tmp_path / place, b"x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]
