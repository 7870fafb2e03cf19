"""Verification: a sound brief agrees with itself, and each way to tamper with one is told."""

import json
import os

import pytest
from pypdf import PdfReader, PdfWriter

from analysis import tables
from analysis.errors import VerificationError
from analysis.provenance import digest
from analysis.verify import verify
from tests import briefs


@pytest.fixture(scope="module", params=["en", "de"])
def sound(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    made = briefs.given(lang=request.param)
    briefs.write(folder, made, request.param)
    return folder / "brief.pdf", made


def tampered(pdf, folder, changes: dict[str, str], sealed: bool = True):
    """The same pages with other attachments; `sealed`: their digests corrected too, as a careful forger would."""
    reader, writer = PdfReader(pdf), PdfWriter()
    attached = {name: contents[0].decode("utf-8") for name, contents in reader.attachments.items()} | changes
    if sealed and "parameters.json" in attached:
        told = json.loads(attached["parameters.json"])
        attached["parameters.json"] = json.dumps(told | {"sha256": {name: digest(text) for name, text in attached.items() if name.endswith(".csv")}})
    for page in reader.pages:
        writer.add_page(page)
    for name, text in attached.items():
        if text:
            writer.add_attachment(name, text.encode("utf-8"))
    path = folder / "tampered.pdf"
    writer.write(path)
    return path


def with_cell(made, name: str, key: str, column: str, value) -> str:
    table = made[name].copy()
    table.loc[table.iloc[:, 0] == key, column] = value
    return tables.csv_text(table)


def test_every_number_of_a_sound_brief_agrees(sound):
    pdf, made = sound
    verdicts = verify(pdf)
    assert verdicts["number_id"].tolist() == made["numbers"]["number_id"].tolist()
    assert set(verdicts["verdict"]) == {"agrees"} and set(verdicts["reason"]) == {""}


def test_a_brief_without_claims_agrees(tmp_path):
    briefs.write(tmp_path, briefs.given(()))
    assert set(verify(tmp_path / "brief.pdf")["verdict"]) == {"agrees"}


def first(made, column: str):
    """The id of the number that the ledger shows for its first claim, and that claim's."""
    row = made["numbers"][(made["numbers"]["place"] == "ledger") & made["numbers"]["value"].notna()].iloc[0]
    return row["number_id"], row[column]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda made: {"numbers.csv": with_cell(made, "numbers", "answer.low", "text", "77.7 million")}, "it is not printed; its value 4200000 is printed otherwise"),
        (lambda made: {"numbers.csv": with_cell(made, "numbers", "answer.low", "value", 9e6)}, "its value 9000000 is printed otherwise"),
        (lambda made: {"numbers.csv": with_cell(made, "numbers", "answer.low", "claims", "C-ffffffff")}, "claims.csv has no C-ffffffff"),
        (lambda made: {"documents.csv": tables.csv_text(made["documents"].iloc[:0])}, "documents.csv has no report of"),
        (lambda made: {"dropped.csv": tables.csv_text(made["dropped"].iloc[:0])}, "dropped.csv has 0 rows"),
        (lambda made: {"claims.csv": with_cell(made, "claims", first(made, "claims")[1], "low", 5.0)}, "claims.csv says 5"),
    ],
    ids=["text", "value", "claim", "report", "count", "quotation"],
)  # fmt: skip
def test_a_number_that_no_longer_follows_differs_and_says_why(sound, change, reason, tmp_path):
    pdf, made = sound
    verdicts = verify(tampered(pdf, tmp_path, change(made)))
    differing = verdicts[verdicts["verdict"] == "differs"]
    assert any(reason in told for told in differing["reason"])
    assert 0 < len(differing) < len(verdicts)


def test_an_exchanged_table_is_told_by_its_digest(sound, tmp_path):
    pdf, made = sound
    path = tampered(pdf, tmp_path, {"claims.csv": tables.csv_text(made["claims"].iloc[:-1]), "dropped.csv": "x"}, sealed=False)
    with pytest.raises(VerificationError) as told:
        verify(path)
    assert "tampered.pdf: the attached claims.csv is not the one that the brief was made with (its digest differs)." in str(told.value)
    assert "attached dropped.csv" in str(told.value), "all offenders in one message"


def test_a_malformed_table_is_told_with_its_line_and_column(sound, tmp_path):
    pdf, made = sound
    path = tampered(pdf, tmp_path, {"numbers.csv": tables.csv_text(made["numbers"]).replace(",4200000,", ",many,", 1)})
    with pytest.raises(VerificationError, match="attached numbers.csv, line 9, column value: 'many' is no number"):
        verify(path)


@pytest.mark.parametrize("text", ["{", "[]", '{"lang": "fr", "sha256": {}}', '{"lang": "en"}'])
def test_malformed_parameters_are_told(sound, text, tmp_path):
    path = tampered(sound[0], tmp_path, {"parameters.json": text}, sealed=False)
    with pytest.raises(VerificationError, match="the attached parameters.json is malformed; the brief cannot be held against it"):
        verify(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "brief.pdf is missing; name the brief's PDF."), (b"no PDF at all", "brief.pdf is no readable PDF"), (b"", "brief.pdf is no readable PDF")],
    ids=["missing", "text", "empty"],
)
def test_what_is_no_pdf_is_refused(content, message, tmp_path):
    path = tmp_path / "brief.pdf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(VerificationError, match=message):
        verify(path)


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_what_is_no_file_is_refused_unread(make, tmp_path):
    make(tmp_path / "brief.pdf")
    with pytest.raises(VerificationError, match="brief.pdf is a folder, a pipe or a device; name the brief's PDF."):
        verify(tmp_path / "brief.pdf")


@pytest.mark.parametrize("broken", [AttributeError("'X' object has no attribute 'get_data'"), RecursionError("too deep"), KeyError("/Root")])
def test_a_damaged_pdf_is_refused_whatever_the_parser_runs_into(broken, tmp_path, monkeypatch):
    def damaged(_pdf):
        raise broken

    monkeypatch.setattr("analysis.verify.PdfReader", damaged)
    with pytest.raises(VerificationError, match="brief.pdf is no readable PDF"):
        verify(tmp_path / "brief.pdf")


def test_a_claim_that_stands_twice_is_refused(sound, tmp_path):
    pdf, made = sound
    row = made["claims"].iloc[:1]
    with pytest.raises(VerificationError, match=f"attached claims.csv: {row['claim_id'].item()} stands more than once, so a number may mean either"):
        verify(tampered(pdf, tmp_path, {"claims.csv": tables.csv_text(made["claims"]) + tables.csv_text(row).split("\n", 1)[1]}))


def test_a_table_that_is_attached_twice_is_refused(sound, tmp_path):
    writer = PdfWriter(clone_from=PdfReader(sound[0]))
    writer.add_attachment("claims.csv", b"another table")
    writer.write(tmp_path / "twice.pdf")
    with pytest.raises(VerificationError, match="twice.pdf carries claims.csv more than once, so a reader may open another than is verified"):
        verify(tmp_path / "twice.pdf")


def test_an_encrypted_pdf_is_refused(sound, tmp_path):
    writer = PdfWriter(clone_from=PdfReader(sound[0]))
    writer.encrypt("a password")
    writer.write(tmp_path / "locked.pdf")
    with pytest.raises(VerificationError, match="locked.pdf is no readable PDF .*decrypted"):
        verify(tmp_path / "locked.pdf")


def test_a_pdf_without_tables_is_refused(tmp_path):
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(tmp_path / "other.pdf")
    with pytest.raises(VerificationError, match="other.pdf carries no numbers.csv, claims.csv, documents.csv, parameters.json; it is no brief"):
        verify(tmp_path / "other.pdf")
