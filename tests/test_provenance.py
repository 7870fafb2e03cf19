"""Digests and the manifest: what an edition was made from, told in the same bytes on every machine."""

import hashlib
import json

import pytest

from analysis import provenance, tables

PARAMETERS = {"topic": "kp-ru", "as_of": "2024-02-10", "lang": "en", "rows": 6}


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A project folder with one input and an edition that holds two tables."""
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(tmp_path))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "given.md").write_text("given", encoding="utf-8")
    for name in ("claims", "documents"):
        tables.write(name, tables.empty(name), tmp_path / "edition" / "tables")
    return tmp_path


def seal(home):
    provenance.seal(home / "edition", [home / "data" / "given.md"], PARAMETERS)
    return json.loads((home / "edition" / "manifest.json").read_text(encoding="utf-8"))


def test_a_digest_is_the_sha256_of_the_bytes_whether_of_file_text_or_bytes(tmp_path):
    (tmp_path / "file").write_text("Ä\n", encoding="utf-8")
    assert provenance.digest(tmp_path / "file") == provenance.digest("Ä\n") == provenance.digest("Ä\n".encode()) == hashlib.sha256("Ä\n".encode()).hexdigest()


def test_a_manifest_says_what_was_asked_read_written_and_used(home):
    sealed = seal(home)
    assert (sealed["topic"], sealed["as_of"], sealed["lang"], sealed["parameters"]) == ("kp-ru", "2024-02-10", "en", {"rows": 6})
    assert sealed["inputs"] == {"data/given.md": provenance.digest("given"), "analysis": provenance.sources()}
    assert set(sealed["outputs"]) == {"tables/claims.csv", "tables/documents.csv", "tables/datapackage.json"}
    assert all(digest == provenance.digest(home / "edition" / name) for name, digest in sealed["outputs"].items())
    assert {"python", "claimtrail", "pandas", "matplotlib", "typst"} <= set(sealed["environment"])
    assert sealed["environment"]["python"].count(".") == 1


def test_a_manifest_is_canonical_and_the_same_in_another_folder(home, tmp_path_factory, monkeypatch):
    seal(home)
    first = (home / "edition" / "manifest.json").read_bytes()
    assert first.decode() == provenance.canonical(json.loads(first)) and str(home) not in first.decode()
    other = tmp_path_factory.mktemp("elsewhere") / "moved"
    home.rename(other)
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(other))
    seal(other)
    assert (other / "edition" / "manifest.json").read_bytes() == first


def test_sealing_twice_changes_nothing(home):
    assert seal(home) == seal(home)


@pytest.mark.parametrize("name", ["tables/claims.csv", "notes.txt"])
def test_whatever_is_written_into_an_edition_shows_in_its_manifest(home, name):
    before = seal(home)["outputs"]
    (home / "edition" / name).write_text("something else", encoding="utf-8")
    after = seal(home)["outputs"]
    assert {path for path in after if before.get(path) != after[path]} == {name}


def test_a_changed_input_shows_in_the_manifest(home):
    before = seal(home)
    (home / "data" / "given.md").write_text("given otherwise", encoding="utf-8")
    assert seal(home)["inputs"]["data/given.md"] != before["inputs"]["data/given.md"]


def test_every_source_file_of_the_package_counts(tmp_path, monkeypatch):
    package = tmp_path / "analysis"
    for name in ("__init__.py", "a.py", "sub/b.py"):
        (package / name).parent.mkdir(exist_ok=True, parents=True)
        (package / name).write_text("x = 1\n", encoding="utf-8")
    monkeypatch.setattr(provenance.observer, "CHECKOUT", tmp_path)
    seen = {provenance.sources()}
    (package / "sub" / "b.py").write_text("x = 2\n", encoding="utf-8")
    seen.add(provenance.sources())
    (package / "sub" / "b.py").rename(package / "sub" / "c.py")
    seen.add(provenance.sources())
    assert len(seen) == 3
    (package / "sub" / "c.py").write_text("# a remark\n\nx  =  2\n", encoding="utf-8")
    assert provenance.sources() in seen, "a comment is no part of what is run"


def test_the_tables_are_described_in_the_folder_they_lie_in(home):
    seal(home)
    described = json.loads((home / "edition" / "tables" / "datapackage.json").read_text(encoding="utf-8"))
    assert [(each["name"], each["path"]) for each in described["resources"]] == [("documents", "documents.csv"), ("claims", "claims.csv")]
    assert [field["name"] for field in described["resources"][1]["schema"]["fields"]][0] == "claim_id"


def test_an_input_that_is_not_there_is_no_empty_digest(home):
    with pytest.raises(FileNotFoundError):
        provenance.seal(home / "edition", [home / "data" / "gone.md"], PARAMETERS)
