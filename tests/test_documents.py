"""Reports are read as they stand, and every bad one is named with what is wrong and what to do."""

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import documents
from analysis.errors import DocumentError
from tests.small_reports import FRONT, front, write

GERMAN = "Der Minister sagte, dass die Zahl der Container nicht bestätigt ist."
ENGLISH = "The minister said that the number of the containers has not been confirmed."

BROKEN = {
    "no front matter": ("Only text.\n", "has no front matter; begin it with a line '---'"),
    "unclosed front matter": ("---\ndoc_id: a\nA report.\n", "the front matter that begins in line 1 is never closed"),
    "a line that is no pair": ("---\ndoc_id: a\nno pair here\n---\n\nText", "line 3: 'no pair here' is no 'key: value'"),
    "a list": ("---\ndoc_id: a\ntags:\n  - x\n---\n\nText", "line 4: '- x' is no 'key: value'"),
    "an unclosed quotation": (front(title='"open'), "line 5: 'title: \"open' is no 'key: value'; write one, with quotes closed"),
    "a key that stands twice": ("---\ndoc_id: a\ndoc_id: b\n---\n\nText", "line 3: doc_id stands twice in the front matter"),
    "no doc_id": (front(doc_id=None), "the front matter says no doc_id; add a line for each"),
    "no date of publication": (front(published=None), "the front matter says no published; add a line for each"),
    "an empty date of publication": (front(published=""), "the front matter says no published; add a line for each"),
    "no language": (front(language=None), "the front matter says no language; add a line for each"),
    "nothing said": ("---\n\n---\n\nText", "has no front matter"),
    "a date in another order": (front(published="10.02.2024"), "published '10.02.2024' is no date; write it as YYYY-MM-DD"),
    "a date that no calendar has": (front(published="2023-02-29"), "published '2023-02-29' is no date"),
    "a date without hyphens": (front(published="20240210"), "published '20240210' is no date"),
    "a date in other digits": (front(published="٢٠٢٤-٠٢-١٠"), "is no date"),
    "the first day that can be written": (front(published="0001-01-01"), "published '0001-01-01' lies outside 1900-01-01 to 2100-12-31; write another"),
    "the last day that can be written": (front(published="9999-12-31"), "published '9999-12-31' lies outside 1900-01-01"),
    "a year with two digits changed places": (front(published="2205-02-10"), "published '2205-02-10' lies outside 1900-01-01"),
    "a report from after it was taken in": (front(retrieved="2024-02-08"), "published '2024-02-10' lies after retrieved '2024-02-08'; correct one of them"),
    "a time of taking in that is none": (front(retrieved="soon"), "retrieved 'soon' is no date; write it as YYYY-MM-DD"),
    "a time of taking in that runs on": (front(retrieved="2024-02-10x"), "retrieved '2024-02-10x' is no date"),
    "an unknown language": (front(language="fr"), "the language 'fr' is unknown; write de or en"),
    "an unknown kind": (front(kind="poem"), "the kind 'poem' is unknown; write full_text or abstract"),
    "an address that runs a script": (front(url="javascript:alert(1)"), "the url 'javascript:alert(1)' is no web address"),
    "an address with a quote in it": (front(url="http://a/\"onclick='x'"), "is no web address"),
    "an id that leaves the folder": (front(doc_id="../a"), "the doc_id '../a' may hold only letters A-Z"),
    "an id that is the folder above": (front(doc_id=".."), "the doc_id '..' may hold only"),
    "an id with a separator": (front(doc_id="a;b"), "the doc_id 'a;b' may hold only"),
    "an id that is a formula": (front(doc_id="=1+1"), "the doc_id '=1+1' may hold only"),
    "no text": (FRONT, "there is no text; add the report's text or remove the file"),
    "blank text": (FRONT + " \n\t\n", "there is no text"),
    "an empty file": ("", "has no front matter"),
    "not UTF-8": (FRONT.encode() + "größer".encode("latin-1"), "is not UTF-8: byte 56 fits no character; save it as UTF-8"),
    "UTF-16": (FRONT.encode("utf-16"), "NUL byte"),
    "NUL bytes": (FRONT + "a\0b", "has a NUL byte at byte 55, so it is no text"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_bad_report_is_named_with_its_fault(case, tmp_path):
    content, message = BROKEN[case]
    write(tmp_path, "bad.md", content)
    with pytest.raises(DocumentError) as refused:
        documents.read_folder(tmp_path)
    assert message in str(refused.value) and "bad.md" in str(refused.value)


def test_a_name_that_is_not_utf_8_is_refused_before_an_edition_would_list_it(tmp_path):
    name = os.fsdecode(b"gr\xf6sser.md")
    try:
        write(tmp_path, name, FRONT + "A report.")
    except OSError:
        pytest.skip("this file system takes no name that is not UTF-8")
    with pytest.raises(DocumentError) as refused:
        documents.read_folder(tmp_path)
    assert str(refused.value) == f"{tmp_path / name} has a name that is not UTF-8; rename it."


def test_all_bad_reports_of_a_folder_come_in_one_message(tmp_path):
    write(tmp_path, "1.md", front(language="fr", published="soon"))
    write(tmp_path, "2.md", "no front matter")
    write(tmp_path, "3.md", FRONT + "good")
    with pytest.raises(DocumentError) as refused:
        documents.read_folder(tmp_path)
    assert [line.split(": ")[0].split(" has ")[0].rsplit("/")[-1] for line in str(refused.value).splitlines()] == ["1.md", "1.md", "2.md"]


@pytest.mark.parametrize("retrieved", ["2024-02-10", "2024-02-09", "2024-02-09T23:05:00Z", "2025-01-01 10:00"])
def test_a_report_is_taken_in_on_its_day_or_later_wherever_it_appeared(retrieved, tmp_path):
    """In Seoul a day begins nine hours before it does in UTC."""
    write(tmp_path, "a.md", front(retrieved=retrieved))
    assert documents.read_folder(tmp_path)[0].retrieved == retrieved


def test_two_reports_of_one_id_are_both_named(tmp_path):
    write(tmp_path, "1.md", FRONT + "one")
    write(tmp_path, "2.md", FRONT + "two")
    with pytest.raises(DocumentError, match=r"2\.md and .*1\.md both have the doc_id 'a'; give one of them another, in its front matter or by its name"):
        documents.read_folder(tmp_path)


@given(
    text=st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\r"), min_size=1).filter(str.strip),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
    mark=st.sampled_from(["", "\ufeff"]),
)
def test_one_report_has_one_text_and_digest_whichever_editor_saved_it(tmp_path_factory, text, ending, mark):
    path = tmp_path_factory.mktemp("documents") / "a.md"
    path.write_bytes((mark + (FRONT + text + "\n").replace("\n", ending)).encode("utf-8"))
    document = documents.read_folder(path.parent)[0]
    assert document.text == text
    assert document.sha256 == hashlib.sha256(text.encode("utf-8")).hexdigest()


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (FRONT + "Text\n", "Text"),
        (FRONT + "Text", "Text"),
        (FRONT + "Text\n\n", "Text\n"),
        (FRONT + "\nText\n", "\nText"),
        (FRONT.removesuffix("\n") + "Text\n", "Text"),
        (FRONT + "Before\n---\nAfter\n", "Before\n---\nAfter"),
        (FRONT + "= #let $x$ <script> =HYPERLINK(1)\n", "= #let $x$ <script> =HYPERLINK(1)"),
    ],
)
def test_the_text_is_all_behind_the_front_matter_and_one_blank_line(content, text, tmp_path):
    write(tmp_path, "a.md", content)
    assert documents.read_folder(tmp_path)[0].text == text


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("plain", "plain"),
        ('"in: quotes"', "in: quotes"),
        (r'"with \"quotes\" and \\"', 'with "quotes" and \\'),
        ("'it''s'", "it's"),
        ("no", "no"),
        ("1e3", "1e3"),
        ("a # b", "a # b"),
        ("", ""),
    ],
)
def test_a_value_of_the_front_matter_is_text(written, value, tmp_path):
    write(tmp_path, "a.md", front(title=written, mood="extra keys are allowed"))
    assert documents.read_folder(tmp_path)[0].title == value


def test_reports_come_by_date_and_those_after_as_of_are_left_out(tmp_path):
    for doc_id, published in (("c", "2024-01-01"), ("a", "2024-02-10"), ("b", "2024-01-01"), ("d", "2024-02-11")):
        write(tmp_path, f"{doc_id}.md", front(doc_id=doc_id, published=published))
    assert [document.doc_id for document in documents.read_folder(tmp_path)] == ["b", "c", "a", "d"]
    assert [document.doc_id for document in documents.read_folder(tmp_path, "2024-02-10")] == ["b", "c", "a"]
    assert documents.read_folder(tmp_path, "2023-12-31") == []


def test_a_plain_file_is_a_report_without_a_date(tmp_path):
    document = documents.read_file(write(tmp_path, "Über Öl & Gas.txt", GERMAN + "\n"))
    assert (document.doc_id, document.published, document.language, document.kind) == ("ber-l-Gas", "", "de", "full_text")
    assert document.text == GERMAN


@pytest.mark.parametrize(("text", "language"), [(GERMAN, "de"), (ENGLISH, "en")])
def test_a_language_that_nobody_says_is_told_by_function_words(text, language, tmp_path):
    assert documents.read_file(write(tmp_path, "a.txt", text)).language == language


@pytest.mark.parametrize("text", ["Container, Raketen.", GERMAN + " " + ENGLISH, "1 2 3"])
def test_a_language_that_words_do_not_tell_is_asked_for(text, tmp_path):
    path = write(tmp_path, "a.txt", text)
    with pytest.raises(DocumentError, match=r"a\.txt: its words do not tell the language; name it with --language de or en"):
        documents.read_file(path)
    assert documents.read_file(path, language="de").language == "de"


def test_what_a_file_says_itself_counts_before_what_the_caller_says(tmp_path):
    said = documents.read_file(write(tmp_path, "a.md", front()), published="2020-01-01", language="de")
    unsaid = documents.read_file(write(tmp_path, "b.txt", "Text"), published="2020-01-01", language="de")
    assert (said.published, said.language, unsaid.published, unsaid.language) == ("2024-02-10", "en", "2020-01-01", "de")


def test_a_date_given_by_the_caller_must_be_one(tmp_path):
    with pytest.raises(DocumentError, match="published 'yesterday' is no date"):
        documents.read_file(write(tmp_path, "a.txt", ENGLISH), published="yesterday")


def test_files_and_folders_are_read_together_each_file_once(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    write(folder, "b.md", front(doc_id="b"))
    write(folder, "c.txt", ENGLISH)
    write(folder, "d.csv", "ignored")
    single = write(tmp_path, "a.txt", ENGLISH)
    assert [document.doc_id for document in documents.read_files([folder, single, folder / "b.md"])] == ["a", "c", "b"]


def test_the_committed_reports_are_all_read_and_their_languages_told(root):
    reports = documents.read_folder(root / "data" / "documents")
    assert len(reports) == len(list((root / "data" / "documents").glob("*.md")))
    assert len(documents.table(reports)) == len(reports)
    wrong = [report.doc_id for report in reports if documents.guessed_language(report.text) != report.language]
    assert wrong == []


def test_the_committed_reports_are_those_of_the_shared_folder(root, shared):
    def contents(folder: Path) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in folder.glob("20*.md")}

    assert contents(root / "data" / "documents") == contents(shared / "documents")
