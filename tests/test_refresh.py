"""New reports, taken in with nobody there: what goes among the documents, and what is refused with its reason beside it."""

import json
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import documents
from analysis.errors import DocumentError
from analysis.refresh import inbox
from tests.small_refreshes import NEW, SCHEDULE, held, home, logged, made, put  # noqa: F401
from tests.small_reports import front, write
from tests.small_runs import files

LINE = {"doc_id": "one", "text": "A report.", "language": "en", "published": "2024-02-09", "publisher": 'The "Paper"\\'}



def lines(*changes):
    return "".join(json.dumps(LINE | change) + "\n" for change in changes)


# What is taken in


def test_a_new_report_goes_to_the_documents_and_into_an_edition_of_its_day(home, made, claimtrail):
    put(home, "new.md")
    assert claimtrail("refresh") == (0, "Up to date.\n", "taken: new.md → data/documents/new.md\nmade: kp-ru/2024-02-10-en\n")
    assert (home / "data" / "documents" / "new.md").read_text() == NEW and not (home / "data" / "inbox" / "new.md").exists()
    assert made == [("kp-ru", "2024-02-10", "en")]
    assert logged(home) == [
        {"number": 1, "what": "taken", "subject": "new.md", "day": "2024-02-10", "into": "data/documents/new.md"},
        {"number": 2, "what": "made", "subject": "kp-ru/2024-02-10-en", "day": "2024-02-10"},
    ]


def test_an_edition_of_a_day_of_its_own_is_made_as_of_that_day(home, made, claimtrail):
    write(home / "data" / "schedule", "editions.toml", SCHEDULE + 'as_of = "2024-02-09"\n')
    assert claimtrail("refresh")[0] == 0 and made == [("kp-ru", "2024-02-09", "en")]


def test_nothing_new_changes_no_file_and_ends_with_0(home, made, claimtrail):
    claimtrail("refresh")
    before = files(home)
    assert claimtrail("refresh") == (0, "Nothing is new.\n", "") and files(home) == before


def test_a_report_in_a_topics_folder_goes_to_that_topics_reports(home, made, claimtrail):
    (home / "data" / "topics" / "ir-ru.toml").write_bytes((home / "data" / "topics" / "kp-ru.toml").read_bytes())
    (home / "data" / "documents" / "ir-ru").mkdir()
    (home / "data" / "inbox" / "ir-ru").mkdir()
    put(home, "ir-ru/new.md")
    put(home, "kp-ru/other.md", front(doc_id="other"))
    assert claimtrail("refresh")[0] == 0
    assert (home / "data" / "documents" / "ir-ru" / "new.md").exists() and (home / "data" / "documents" / "other.md").exists()


def test_json_lines_become_a_report_each_that_reads_as_the_line_does(home, made, claimtrail):
    put(home, "many.jsonl", lines({}, {"doc_id": "two", "text": "A report.\nSecond line.", "publisher": None, "published": "2024-02-11"}))
    code, _, err = claimtrail("refresh")
    assert (code, err.splitlines()[0]) == (0, "taken: many.jsonl → data/documents") and logged(home)[0]["day"] == "2024-02-11"
    one, two = (documents.read_report(home / "data" / "documents" / f"{name}.md") for name in ("one", "two"))
    assert (one.text, one.publisher, one.published, two.text, two.publisher) == (LINE["text"], LINE["publisher"], "2024-02-09", "A report.\nSecond line.", "")


def test_what_stands_already_byte_for_byte_is_no_second_report(home, made, claimtrail):
    put(home, "new.md")
    claimtrail("refresh")
    put(home, "new.md")
    assert claimtrail("refresh") == (0, "Up to date.\n", "known: new.md → data/documents/new.md\n") and "inbox/new.md" not in held(home)


@pytest.mark.parametrize("name", [".new.md", ".new.md.partial", ".gitkeep"])
def test_a_hidden_file_is_still_being_written_and_left_alone(name, home, made, claimtrail):
    put(home, name)
    before = held(home)
    assert claimtrail("refresh")[0] == 0 and held(home) == before


def test_a_file_that_grows_while_it_is_read_waits_for_the_next_time(home, made, claimtrail, monkeypatch):
    path, lay_out = put(home, "new.md"), inbox._lay_out

    def growing(*arguments):
        lay_out(*arguments)
        path.write_text(f"{NEW}More.\n")

    monkeypatch.setattr(inbox, "_lay_out", growing)
    claimtrail("refresh")
    assert path.exists() and "documents/new.md" not in held(home)
    monkeypatch.setattr(inbox, "_lay_out", lay_out)
    claimtrail("refresh")
    assert (home / "data" / "documents" / "new.md").read_text() == f"{NEW}More.\n" and not path.exists()


@given(st.dictionaries(st.sampled_from(["text", "publisher", "title"]), st.text(st.characters(exclude_categories=["Cs"]), max_size=30)))
@settings(max_examples=60)
def test_whatever_a_line_says_it_stands_as_it_was_or_is_refused(tmp_path_factory, changes):
    folder = tmp_path_factory.mktemp("lines")
    path = write(folder, "x.jsonl", json.dumps(LINE | changes) + "\n")
    try:
        inbox._lay_out(path, folder)
    except DocumentError:
        return
    told = documents.read_report(folder / "one.md")
    said = LINE | changes
    assert told.text == said["text"] and told.publisher == " ".join(said["publisher"].split())


# What is refused

SEED = "2024-02-08-seed-pakt"
REFUSED = {
    "no front matter": ("new.md", "A report.\n", "new.md has no front matter; begin it with a line '---', lines 'key: value', and another line '---'."),
    "no day": ("new.md", front(published=None), "new.md: the front matter says no published; add a line for each."),
    "no text": ("new.md", "---\ndoc_id: a\npublished: 2024-02-10\nlanguage: en\n---\n\n", "new.md: there is no text; add the report's text or remove the file."),
    "no UTF-8": ("new.md", NEW.encode() + b"\xff", f"new.md is not UTF-8: byte {len(NEW)} fits no character; save it as UTF-8."),
    "another name with an id that stands": ("new.md", front(doc_id=SEED), f"new.md: the doc_id '{SEED}' is already that of another report; give this one another."),
    "the name of a report with other words": (f"{SEED}.md", NEW, f"{SEED}.md is already the name of a report with other words; give this one another."),
    "another ending": ("new.pdf", b"%PDF", "new.pdf ends neither in .md nor in .jsonl; write a report with front matter, or JSON lines."),
    "a broken line": ("new.jsonl", lines({}) + "{", "new.jsonl, line 2 is no JSON"),
    "no line": ("new.jsonl", "", "new.jsonl holds no report; write at least one."),
    "a line without a day": ("new.jsonl", lines({"published": None}), "new.jsonl: one says no published; an edition needs the day of each report."),
    "line ends that a file does not keep": ("new.jsonl", lines({"text": "A\r\nB"}), "new.jsonl: the text of one begins with an empty line, or has other line ends than \\n; write it without."),
    "two lines of one id": ("new.jsonl", lines({}, {}), "both have the doc_id 'one'"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_taken_is_moved_with_its_reason_and_the_rest_is_done(case, home, made, claimtrail):
    name, content, reason = REFUSED[case]
    before = {known: held(home)[known] for known in held(home) if known.startswith("documents/")}
    path = put(home, name, content)
    raw = path.read_bytes()
    put(home, "zz.md", front(doc_id="zz"))
    code, out, err = claimtrail("refresh")
    assert (code, out) == (1, "") and reason in err and str(home / "data" / "inbox") not in err
    rejected = home / "data" / "inbox" / "rejected"
    assert (rejected / name).read_bytes() == raw and reason in (rejected / f"{name}.reason.txt").read_text() and not path.exists()
    assert held(home).keys() - {f"inbox/rejected/{name}", f"inbox/rejected/{name}.reason.txt"} == before.keys() | {"documents/zz.md"}
    assert before.items() <= held(home).items() and made == [("kp-ru", "2024-02-10", "en")]
    assert (logged(home)[0]["what"], logged(home)[0]["into"]) == ("rejected", f"data/inbox/rejected/{name}") and reason in logged(home)[0]["reason"]


@pytest.mark.parametrize(
    "make",
    [os.mkfifo, os.mkdir, lambda path: path.symlink_to(path.parent.parent / "review.csv")],
    ids=["a pipe", "a folder that is no topic", "a link"],
)
def test_what_is_no_file_of_its_own_is_moved_unread(make, home, made, claimtrail):
    make(home / "data" / "inbox" / "new.md")
    code, _, err = claimtrail("refresh")
    assert code == 1 and "new.md is no file of its own, or lies in a folder that is no topic; put the report's file in data/inbox" in err
    assert os.path.lexists(home / "data" / "inbox" / "rejected" / "new.md") and (home / "data" / "review.csv").exists()


def test_nothing_that_was_rejected_before_is_replaced(home, made, claimtrail):
    for content in ("first", "second", "third"):
        put(home, "new.md", content)
        assert claimtrail("refresh")[0] == 1
    put(home, "new.md.reason.txt", "a file of the user's")
    claimtrail("refresh")
    rejected = home / "data" / "inbox" / "rejected"
    assert [(rejected / name).read_text() for name in ("new.md", "new.2.md", "new.3.md", "new.md.reason.2.txt")] == ["first", "second", "third", "a file of the user's"]


def test_a_hostile_name_and_a_hostile_reason_steer_no_terminal_and_break_no_log(home, made, claimtrail):
    (home / "data" / "inbox" / os.fsdecode(b"\x1b[31m\xff.md")).write_text("no report")
    code, _, err = claimtrail("refresh")
    assert code == 1 and "\x1b" not in err and logged(home)[0]["what"] == "rejected"
