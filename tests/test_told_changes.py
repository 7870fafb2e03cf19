"""What changed between two editions, told by a command: which editions it takes, what it says, what it refuses."""

import json

import pytest
from pypdf import PdfWriter

from analysis import documents, tables
from tests import briefs

OLD, NEW = "kp-ru/2025-05-01-en", "kp-ru/2025-11-14-en"
STORY = briefs.STORY
BEFORE = STORY[:3]
WRITTEN = ("claims", "estimates", "judgements", "documents")


@pytest.fixture(scope="module")
def made():
    return {"old": briefs.given(BEFORE, as_of="2025-05-01", challenged=False), "new": briefs.given(challenged=True)}


@pytest.fixture
def editions(made, home):
    """Two editions under reports/, by name."""
    for name, side in ((OLD, "old"), (NEW, "new")):
        for table in WRITTEN:
            tables.write(table, made[side][table], home / "reports" / name / "tables")
    return home / "reports"


@pytest.fixture(scope="module")
def pdf(made, tmp_path_factory):
    folder = tmp_path_factory.mktemp("edition")
    briefs.write(folder, made["new"])
    return folder / "brief.pdf"


def test_names_folders_and_pdfs_of_the_same_editions_tell_the_same(editions, pdf, claimtrail):
    told = [claimtrail("changes", OLD, new) for new in (NEW, editions / NEW, pdf)]
    assert {code for code, _, _ in told} == {0} and {err for _, _, err in told} == {""}
    heads, rests = zip(*(out.split("\n", 1) for _, out, _ in told), strict=True)
    assert heads == (f"{OLD} → {NEW}", f"{OLD} → {NEW}", f"{OLD} → {NEW} (brief.pdf)") and len(set(rests)) == 1


def test_the_greatest_effect_comes_first_each_with_publisher_date_and_address(editions, claimtrail):
    lines = claimtrail("changes", OLD, NEW)[1].splitlines()
    assert lines[1].startswith("judgement turned: ") and "; claim new: 6" in lines[1]
    ranks = [line.split(".")[0] for line in lines if line[:1].isdigit() and ". " in line]
    assert ranks == [str(number) for number in range(1, len(ranks) + 1)] and len(ranks) > 5
    moved = next(place for place, line in enumerate(lines) if line.startswith(tuple("123456789")) and " supported moved: low " in line)
    assert " → 4,200,000, by 65.5 per cent" in lines[moved]
    assert lines[moved + 1] == "   The Paper, 2025-11-14, https://example.org/report?a=1&b=2 (d)"


def test_json_holds_the_same_changes_with_their_reports_written_out(editions, claimtrail):
    code, out, err = claimtrail("changes", OLD, NEW, "--json")
    told = json.loads(out)
    assert (code, err, told["old"], told["new"]) == (0, "", OLD, NEW)
    assert [row["rank"] for row in told["changes"]] == list(range(1, len(told["changes"]) + 1))
    moved = next(row for row in told["changes"] if row["change"] == "moved" and "supported" in row["subject"])
    assert moved["reports"][0] == {"doc_id": "d", "publisher": "The Paper", "published": "2025-11-14", "url": "https://example.org/report?a=1&b=2"}
    assert isinstance(moved["moved"], float) and moved["cause"] and all(isinstance(cause, str) for cause in moved["cause"])


def test_an_edition_beside_itself_has_not_changed(editions, claimtrail):
    assert claimtrail("changes", NEW, NEW) == (0, f"{NEW} → {NEW}\nnothing changed\n", "")
    assert json.loads(claimtrail("changes", NEW, NEW, "--json")[1])["changes"] == []


def test_a_report_that_neither_edition_lists_is_said_to_be_missing(editions, claimtrail):
    for name in (OLD, NEW):
        tables.write("documents", documents.table([]), editions / name / "tables")
    assert "   not among the edition's documents\n" in claimtrail("changes", OLD, NEW)[1]


def test_what_a_report_says_steers_no_terminal(editions, made, claimtrail):
    claims = tables.frame("claims", [row | {"evidence": "\x1b[31mred\n\u202eturned"} for row in made["new"]["claims"].to_dict("records")])
    tables.write("claims", claims, editions / NEW / "tables")
    out = claimtrail("changes", OLD, NEW)[1]
    assert "␛[31mred �turned" in out and "\x1b" not in out


def rewritten(pdf, place, name, change):
    """The PDF, one of its attachments changed, taken out (None) or carried a second time (a list)."""
    writer, bare = PdfWriter(clone_from=pdf), PdfWriter()
    bare.add_blank_page(100, 100)
    for entry in writer.attachment_list:
        content = change(entry.content) if entry.name == name else entry.content
        for each in content if isinstance(content, list) else filter(None, [content]):
            bare.add_attachment(entry.name, each)
    bare.write(place)
    return place


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("claims.csv", lambda content: content.replace(b"NIS", b"SIN"), "forged.pdf: the attached claims.csv is not the one that the brief was made with (its digest differs)."),
        ("claims.csv", lambda content: content.replace(b"claim_id", b"id"), "forged.pdf, attached claims.csv: "),
        ("claims.csv", lambda content: None, "forged.pdf carries no claims.csv; it is no brief of this package, or its attachments were taken out."),
        ("claims.csv", lambda content: [content, content], "forged.pdf carries claims.csv more than once; name the brief as it was made."),
        ("parameters.json", lambda content: b"{", "forged.pdf carries no parameters.json that can be read, so its tables cannot be held against it; name a brief of this package."),
    ],
    ids=["changed", "malformed", "taken out", "twice", "without its parameters"],
)
def test_a_pdf_whose_tables_are_not_its_own_is_refused(name, change, message, editions, pdf, tmp_path, claimtrail):
    code, out, err = claimtrail("changes", OLD, rewritten(pdf, tmp_path / "forged.pdf", name, change))
    assert (code, out) == (1, "") and message in err


REFUSED = {
    "no edition of that name": (("kp-ru/2023-01-01-en", NEW), "kp-ru/2023-01-01-en is no edition; name one as claimtrail status lists it, such as kp-ru/2024-02-10-en, or its folder."),
    "both of them": (("here", "there"), "Error: here is no edition; name one as claimtrail status lists it, such as kp-ru/2024-02-10-en, or its folder.\nthere is no edition"),
    "a folder that is none": ((".", NEW), ". is no edition; name a folder such as reports/kp-ru/2024-02-10-en."),
    "two topics": ((OLD, "ir-ru/2024-02-10-en"), f"{OLD} and ir-ru/2024-02-10-en are of two topics, so nothing in them can be compared; name two editions of one."),
    "an empty name": (("", NEW), "the name is empty; name a file or a folder"),
    "one edition only": ((OLD,), "Missing argument 'NEW'"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_compared_is_named_and_ends_with_2(case, editions, made, claimtrail):
    for table in WRITTEN:
        tables.write(table, made["old"][table], editions / "ir-ru" / "2024-02-10-en" / "tables")
    named, message = REFUSED[case]
    code, out, err = claimtrail("changes", *named)
    assert (code, out) == (2, "") and message in err


def test_an_edition_that_lacks_a_table_is_refused_by_its_name(editions, claimtrail):
    (editions / NEW / "tables" / "judgements.csv").unlink()
    code, out, err = claimtrail("changes", OLD, NEW)
    assert (code, out) == (2, "") and "judgements.csv" in err


def test_a_file_that_is_no_pdf_is_refused(editions, tmp_path, claimtrail):
    (tmp_path / "notes.txt").write_text("no PDF")
    code, out, err = claimtrail("changes", OLD, tmp_path / "notes.txt")
    assert code == 2 and out == "" and "notes.txt is no readable PDF" in err
