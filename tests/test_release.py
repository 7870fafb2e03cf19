"""One edition as one archive: what is in it, that two are the same bytes, that other people's tools read it, what is refused."""

import json
import shutil
import zipfile
from pathlib import Path

import frictionless
import pytest
from check_jsonschema.builtin_schemas import get_builtin_schema
from jsonschema import Draft7Validator
from rocrate.rocrate import ROCrate
from yaml import safe_load

import analysis
from analysis import inputs, paths, provenance, release, tables
from analysis.brief.attachments import ATTACHED
from analysis.editions import at
from analysis.release.contents import SET_UP
from tests import briefs
from tests.small_reports import front
from tests.small_runs import ROOT, laid_out

NAME = "kp-ru/2025-11-14-en"
PLACE = f"reports/{NAME}"
REPORTS = ("2024-02-06-nyt-en-bank.md", "2024-02-08-seed-pakt.md", "ä report.md")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A project with one edition as a run leaves it, sealed with its manifest."""
    patch, home = pytest.MonkeyPatch(), laid_out(tmp_path_factory.mktemp("home"))
    patch.setenv("CLAIMTRAIL_HOME", str(home))
    (home / "data" / "documents" / "ä report.md").write_text(front(), encoding="utf-8")
    folder, given = paths.published("kp-ru", "2025-11-14", "en"), briefs.given()
    briefs.write(folder, given)
    for name in ATTACHED:
        tables.write(name, given[name], folder / "tables")
    provenance.seal(folder, inputs.inputs("kp-ru", "2025-11-14"), {"topic": "kp-ru", "as_of": "2025-11-14", "lang": "en", "rows": 6})
    yield home
    patch.undo()


@pytest.fixture
def project(made, tmp_path, monkeypatch):
    """The same, to be changed."""
    shutil.copytree(made, tmp_path / "project")
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(tmp_path / "project"))
    return tmp_path / "project"


@pytest.fixture(scope="module")
def archive(made, tmp_path_factory):
    return release.bundle(at(made / PLACE), tmp_path_factory.mktemp("archive") / "edition.zip")


@pytest.fixture(scope="module")
def unpacked(archive):
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(archive.parent / "all")
    return archive.parent / "all"


def test_two_archives_of_an_edition_are_the_same_bytes_wherever_the_project_lies(project, claimtrail, tmp_path, monkeypatch):
    assert claimtrail("bundle", NAME, "-o", tmp_path / "a.zip") == (0, f"Archive: {tmp_path}/a.zip\n", "")
    moved = Path(shutil.copytree(project, tmp_path / "moved", copy_function=shutil.copyfile))
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(moved))
    assert claimtrail("bundle", moved / PLACE, "-o", tmp_path / "b.zip")[0] == 0
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_the_archive_holds_the_edition_its_inputs_the_package_and_what_sets_it_up(made, unpacked):
    for name in (*provenance.manifest(made / PLACE, [], {"topic": "", "as_of": "", "lang": ""})["outputs"], "manifest.json"):
        assert (unpacked / PLACE / name).read_bytes() == (made / PLACE / name).read_bytes()
    for path in (ROOT / "analysis").rglob("*.py"):
        assert (unpacked / path.relative_to(ROOT)).read_bytes() == path.read_bytes()
    held = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert {*SET_UP, "data/review.csv", "data/topics/kp-ru.toml", "notebooks/5_brief.ipynb", "analysis/brief/brief.typ", *(f"data/documents/{name}" for name in REPORTS)} <= held
    assert [name for name in held if "__pycache__" in name or name.endswith(".pyc")] == []


def test_every_entry_has_the_day_of_the_edition_and_its_place_in_the_alphabet(archive):
    with zipfile.ZipFile(archive) as opened:
        entries = opened.infolist()
    assert {entry.date_time for entry in entries} == {(2025, 11, 14, 0, 0, 0)} and {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)


def test_ro_crate_py_reads_the_archive_and_finds_each_file_with_its_digest(unpacked):
    crate = ROCrate(str(unpacked))
    parts = {entity["name"]: entity for entity in crate.data_entities}
    files = {path.relative_to(unpacked).as_posix(): path for path in unpacked.rglob("*") if path.is_file() and path.name != "ro-crate-metadata.json"}
    assert parts.keys() == files.keys()
    assert [name for name, path in files.items() if (parts[name]["sha256"], parts[name]["contentSize"]) != (provenance.digest(path), path.stat().st_size)] == []
    assert crate.mainEntity["name"] == f"{PLACE}/brief.pdf" and crate.metadata["conformsTo"] == "https://w3id.org/ro/crate/1.2"
    assert crate.root_dataset["datePublished"] == "2025-11-14" and crate.root_dataset["license"].id.endswith("/by/4.0/")
    assert parts["analysis/run.py"]["license"]["name"] == "MIT License" and parts["data/review.csv"]["license"] == crate.root_dataset["license"]


def test_frictionless_accepts_the_data_package_and_refuses_a_changed_table(unpacked, tmp_path):
    folder = tmp_path / "all"
    shutil.copytree(unpacked, folder)
    assert frictionless.validate(str(folder / "datapackage.json"), type="package").valid
    package = frictionless.Package(str(folder / "datapackage.json"))
    assert (package.name, package.created, len(package.resources)) == ("claimtrail-kp-ru-2025-11-14-en", "2025-11-14T00:00:00Z", len(ATTACHED))
    numbers = folder / PLACE / "tables" / "numbers.csv"
    numbers.write_bytes(numbers.read_bytes().replace(b"million", b"billion", 1))
    assert not frictionless.validate(str(folder / "datapackage.json"), type="package").valid


def test_the_citation_keeps_its_schema_and_says_the_day_of_the_edition(unpacked):
    said = safe_load((unpacked / "CITATION.cff").read_text(encoding="utf-8"))
    schema = get_builtin_schema("vendor.citation-file-format")
    assert list(Draft7Validator(schema).iter_errors(said)) == [] and list(Draft7Validator(schema).iter_errors(said | {"license": "none"}))
    assert (said["date-released"], said["version"]) == ("2025-11-14", analysis.__version__)


def changed(name, change=lambda content: content + b" "):
    return lambda home: (home / name).write_bytes(change((home / name).read_bytes()))


def removed(name):
    return lambda home: (home / name).unlink()


def manifested(**changes):
    return changed(f"{PLACE}/manifest.json", lambda content: json.dumps(json.loads(content) | changes).encode())


REFUSED = {
    "a table that was edited": (changed(f"{PLACE}/tables/claims.csv"), f"{NAME}: tables/claims.csv is not as it was made; run the edition again."),
    "a brief that is gone": (removed(f"{PLACE}/brief.pdf"), f"{NAME} lacks its brief.pdf; run the edition again."),
    "a report that was edited": (changed("data/documents/ä report.md"), "data/documents/ä report.md is not what the edition was made with; restore it, or run the edition again."),
    "a report that is gone": (removed("data/documents/ä report.md"), "data/documents/ä report.md, which the edition was made from, is missing; restore it, or run the edition again."),
    "another package": (manifested(inputs={"analysis": "0" * 64}), "The package is not what the edition was made with; restore it, or run the edition again."),
    "no manifest": (removed(f"{PLACE}/manifest.json"), f"{NAME} has no manifest.json; bundle an edition that claimtrail run has made."),
    "a broken manifest": (changed(f"{PLACE}/manifest.json", lambda _: b"["), "manifest.json is malformed; run the edition again."),
    "another edition's manifest": (manifested(lang="de"), f"manifest.json is of another edition; put the folder back where it was, or run {NAME} again."),
    "a data set": (manifested(parameters={"data_set": "../crawl"}), f"{NAME} was made from the data set ../crawl, which no archive holds; hand the brief on with that folder beside it."),
    "a manifest that leads out": (manifested(inputs={"../secret": "0"}), "manifest.json names '../secret', which lies outside; run the edition again."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_as_the_edition_was_made_is_named_and_nothing_is_written(case, project, claimtrail, tmp_path):
    change, message = REFUSED[case]
    change(project)
    code, out, err = claimtrail("bundle", NAME, "-o", tmp_path / "a.zip")
    assert (code, out) == (2, "") and message in err and not (tmp_path / "a.zip").exists()


def test_all_that_is_wrong_is_told_at_once(project, claimtrail, tmp_path):
    removed(f"{PLACE}/brief.pdf")(project)
    removed("data/review.csv")(project)
    err = claimtrail("bundle", NAME, "-o", tmp_path / "a.zip")[2]
    assert "lacks its brief.pdf" in err and "data/review.csv, which the edition was made from, is missing" in err


def test_an_installed_package_without_its_checkout_is_told_so(project, claimtrail, tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "CHECKOUT", tmp_path)
    code, _, err = claimtrail("bundle", NAME, "-o", tmp_path / "a.zip")
    assert code == 2 and f"{tmp_path / 'requirements.lock'} is missing; an archive is made in a checkout of the package." in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([NAME, "-o", "edition.tar"], "edition.tar does not end in .zip."),
        ([NAME], "Missing option '-o'"),
        (["kp-ru/2023-01-01-en", "-o", "a.zip"], "kp-ru/2023-01-01-en is no edition; name one as claimtrail status lists it, such as kp-ru/2024-02-10-en, or its folder."),
        ([NAME, "-o", "nowhere/a.zip"], "the folder nowhere does not exist"),
    ],
)
def test_what_cannot_be_packed_or_put_there_ends_with_2(arguments, message, project, claimtrail):
    code, out, err = claimtrail("bundle", *arguments)
    assert (code, out) == (2, "") and message in err
