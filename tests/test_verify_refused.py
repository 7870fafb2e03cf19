"""What is no brief, or cannot be held against anything: told with its verdict or refused with its exit code, never with a traceback."""

import json
import os

import pytest
from pypdf import PdfReader, PdfWriter

from analysis import verify
from analysis.errors import PdfError
from analysis.verify import compared
from analysis.verify.report import CANNOT, CHANGED
from tests import handed_over
from tests.handed_over import attached, carrying, english, handed, made_otherwise, with_table  # noqa: F401 two are fixtures


def without_attachments(pdf, place):
    return carrying(pdf, place, dict.fromkeys(attached(pdf)))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (without_attachments, "it carries no numbers.csv, claims.csv, facts.csv, documents.csv, parameters.json, manifest.json: it is no brief of this package, or its"),
        (lambda pdf, place: handed_over.blank(place), "it carries no numbers.csv, claims.csv"),
        (lambda pdf, place: handed_over.blank(place, numbers=b"x", claims=b"x", facts=b"x", documents=b"x"), "it carries no parameters.json, manifest.json"),
        (lambda pdf, place: carrying(pdf, place, {"parameters.json": "{"}), "the attached parameters.json is malformed, so the brief cannot be held against it"),
        (lambda pdf, place: carrying(pdf, place, {"manifest.json": '{"topic": []}'}), "the attached manifest.json is malformed"),
        (lambda pdf, place: carrying(pdf, place, {"numbers.csv": attached(pdf)["numbers.csv"].replace(",1000000,", ",many,", 1)}), "the attached numbers.csv, line 9, column value: 'many' is no number."),
        (lambda pdf, place: carrying(pdf, place, {"claims.csv": doubled(attached(pdf)["claims.csv"])}), "the attached claims.csv has C-"),
        (lambda pdf, place: handed_over.twice(pdf, place), "it carries claims.csv more than once, so a reader may open another than is verified"),
    ],
    ids=["taken out", "foreign", "foreign with tables", "parameters", "manifest", "malformed table", "a claim twice", "a table twice"],
)
def test_what_cannot_be_held_against_anything_is_told_and_exits_with_1(handed, tmp_path, claimtrail, change, told):
    code, out, _ = claimtrail("verify", change(handed, tmp_path / "other.pdf"), "--json")
    assert code == 1 and [(item["kind"], item["verdict"]) for item in json.loads(out)["items"]] == [("brief", CANNOT)]
    assert json.loads(out)["items"][0]["what"].startswith(told)


def doubled(table: str) -> str:
    return table + table.splitlines(keepends=True)[-1]


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "brief.pdf is missing; name the brief's PDF."), (b"no PDF at all", "brief.pdf is no readable PDF"), (b"", "brief.pdf is no readable PDF")],
    ids=["missing", "text", "empty"],
)
def test_what_is_no_pdf_is_refused_and_exits_with_2(content, message, tmp_path, claimtrail):
    path = tmp_path / "brief.pdf"
    if content is not None:
        path.write_bytes(content)
    code, out, err = claimtrail("verify", path)
    assert (code, out) == (2, "") and f"Error: {message}" in err


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_what_is_no_file_is_refused_unread(make, tmp_path):
    make(tmp_path / "brief.pdf")
    with pytest.raises(PdfError, match="brief.pdf is a folder, a pipe or a device; name the brief's PDF."):
        verify.verify(tmp_path / "brief.pdf")


@pytest.mark.parametrize("broken", [AttributeError("'X' object has no attribute 'get_data'"), RecursionError("too deep"), KeyError("/Root")])
def test_a_damaged_pdf_is_refused_whatever_the_parser_runs_into(broken, tmp_path, monkeypatch):
    def damaged(_pdf):
        raise broken

    monkeypatch.setattr("analysis.carried.PdfReader", damaged)
    with pytest.raises(PdfError, match="brief.pdf is no readable PDF"):
        verify.verify(tmp_path / "brief.pdf")


def test_an_encrypted_pdf_is_refused(handed, tmp_path):
    writer = PdfWriter(clone_from=PdfReader(handed))
    writer.encrypt("a password")
    writer.write(tmp_path / "locked.pdf")
    with pytest.raises(PdfError, match="locked.pdf is no readable PDF .*decrypted"):
        verify.verify(tmp_path / "locked.pdf")


# How it is told


def test_offenders_are_listed_and_the_json_has_all_of_them(handed, tmp_path, monkeypatch, claimtrail):
    made_otherwise(monkeypatch, lambda made: with_table(made, "numbers", "value", 2.0))
    code, out, _ = claimtrail("verify", handed)
    changed = int(out.split("Numbers: ")[1].split(" changed")[0].split(", ")[-1])
    assert code == 1 and f"\n  and {changed - 12} more\n" in out and "(pdf): 1 million there, 1 million here (50 per cent)" in out
    told = json.loads(claimtrail("verify", handed, "--json")[1])
    assert sum(item["verdict"] == CHANGED for item in told["items"] if item["kind"] == "number") == changed and told["verdict"] == CHANGED


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [(1.0, 1.0, 0.0), (0.0, 0.0, 0.0), (4.0, 5.0, 0.2), (-1.0, 1.0, 2.0), (float("nan"), float("nan"), 0.0), (1.0, float("nan"), float("inf"))],
)
def test_two_numbers_are_apart_by_their_share_of_the_larger(one, other, share):
    assert compared.apart(one, other) == share == compared.apart(other, one)
