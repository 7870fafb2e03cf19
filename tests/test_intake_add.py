"""`claimtrail add`: files become reports of the project, all or none; and a fact of a PDF leads back to its page."""

import gzip
from dataclasses import asdict, replace

import pytest

from analysis import documents, tables
from analysis.intake import read, shards
from tests.small_editions import edition
from tests.small_files import ENGLISH, GERMAN, HEAD, answer, json_lines, page, pdf, record

DAY = ("--published", "2024-02-26")


@pytest.fixture
def project(home, root, monkeypatch):
    """A project without reports, with one topic of a folder of its own; the current folder holds the files."""
    (home / "data" / "documents" / "own").mkdir(parents=True)
    (home / "data" / "topics").mkdir()
    for name in ("own", "kp-ru"):
        (home / "data" / "topics" / f"{name}.toml").write_bytes((root / "data" / "topics" / "kp-ru.toml").read_bytes())
    (home / "files").mkdir()
    monkeypatch.chdir(home / "files")
    return home


def written(project, topic: str = "") -> dict[str, documents.Document]:
    return {path.name: documents.read_report(path) for path in sorted((project / "data" / "documents" / topic).glob("*.md"))}


FILES = {
    "a page": ("a.html", page(head=HEAD).encode(), ()),
    "a PDF": ("b.pdf", pdf([ENGLISH.replace(" by", "\nby"), GERMAN[:20]], title='A "title" \\ here'), DAY),
    "a text": ("c.txt", f"\n\n{ENGLISH}\n\n".encode(), DAY),
    "JSON lines": ("d.jsonl", json_lines({"doc_id": "d", "text": ENGLISH, "published": "2024-02-10", "title": "A\nb"}), ()),
    "an archive": ("e.warc.gz", gzip.compress(record(answer(page(head=HEAD).encode()))), ()),
    "an abstract": ("f.md", f"---\nkind: abstract\npublished: 2024-01-01\n---\n\n{ENGLISH}".encode(), ()),
}


@pytest.mark.parametrize("case", FILES)
def test_each_report_is_written_as_it_was_read(case, project, claimtrail):
    name, content, options = FILES[case]
    (project / "files" / name).write_bytes(content)
    (report,) = read(*shards([name]))
    code, out, err = claimtrail("add", name, *options)
    place = project / "data" / "documents" / f"{report.doc_id}.md"
    assert (code, out, err) == (0, f"{place} from {report.origin}\n", "")
    assert list(written(project).values()) == [replace(report, published=report.published or DAY[1])]


def test_lines_of_a_text_end_in_one_way(project, claimtrail):
    (project / "files" / "a.jsonl").write_bytes(json_lines({"doc_id": "a", "text": f"{ENGLISH}\r\n{ENGLISH}\r", "published": "2024-02-10"}))
    assert claimtrail("add", "a.jsonl")[0] == 0
    assert written(project)["a.md"].text == f"{ENGLISH}\n{ENGLISH}\n"


def test_what_the_file_does_not_say_is_said_with_options(project, claimtrail):
    (project / "files" / "a.txt").write_text("Text.")
    options = ("--url", "https://example.org/a", "--publisher", "A Paper", "--language", "de", "--title", 'Of "a"', "--topic", "own")
    assert claimtrail("add", "a.txt", *DAY, *options)[0] == 0
    expected = {"url": "https://example.org/a", "publisher": "A Paper", "language": "de", "title": 'Of "a"', "published": "2024-02-26", "origin": "a.txt"}
    assert asdict(written(project, "own")["a.md"]).items() >= expected.items() and not written(project)


def test_a_report_that_stands_there_is_said_to_and_let_be(project, claimtrail):
    (project / "files" / "a.txt").write_text(ENGLISH)
    claimtrail("add", "a.txt", *DAY)
    (project / "files" / "b.txt").write_text(ENGLISH)
    (project / "files" / "c.txt").write_text(GERMAN)
    folder = project / "data" / "documents"
    code, out, err = claimtrail("add", "b.txt", "c.txt", *DAY)
    assert (code, out.splitlines(), err) == (0, [f"{folder}/a.md is there already, with the text of b.txt", f"{folder}/c.md from c.txt"], "")
    assert list(written(project)) == ["a.md", "c.md"]


def test_all_that_cannot_be_taken_is_told_together_and_nothing_is_written(project, claimtrail):
    folder = project / "data" / "documents"
    (folder / "taken.md").write_text(f"---\ndoc_id: taken\npublished: 2024-01-01\nlanguage: en\n---\n\n{ENGLISH}\n")
    (folder / "other-name.md").write_text(f"---\ndoc_id: named\npublished: 2024-01-01\nlanguage: en\n---\n\n{ENGLISH} 2\n")
    (project / "files" / "in").mkdir()
    dated = {"taken.md": f"{GERMAN} 4", "good.md": GERMAN, "named.md": f"{ENGLISH} 5", "other-name.md": f"{ENGLISH} 6"}
    fronted = {name: f"---\npublished: 2024-01-01\n---\n\n{text}" for name, text in dated.items()}
    for name, text in (fronted | {"undated.txt": f"{ENGLISH} 3", "french.html": page(lang="fr")}).items():
        (project / "files" / "in" / name).write_text(text)
    before = written(project)
    code, out, err = claimtrail("add", "in")
    assert (code, out) == (2, "") and written(project) == before
    assert sorted(err.removeprefix("Error: ").splitlines()) == [
        "in/french.html: its language is 'fr'; only de and en are read",
        f"in/named.md: the doc_id 'named' is already that of {folder}/other-name.md; rename one.",
        f"in/other-name.md: the doc_id 'other-name' is already that of {folder}/other-name.md; rename one.",
        f"in/taken.md: the doc_id 'taken' is already that of {folder}/taken.md; rename one.",
        "in/undated.txt says no day of publication; name it with --published.",
    ]


REFUSED = {
    "no topic": (("a.txt", "--topic", "none"), "Error: Topic 'none' is unknown; name a file of data/topics, without its ending."),
    "no file": (("none.txt",), "Error: none.txt does not exist; check the name."),
    "a day that is none": (("a.txt", "--published", "today"), "'today' is no date; write it as YYYY-MM-DD."),
    "an address that is none": (("a.txt", *DAY, "--url", "x"), "a.txt: the url 'x' is no web address; write one that begins with http:// or https://"),
    "two of one id": (("a.txt", "b/a.txt", *DAY), "b/a.txt: the doc_id 'a' is already that of a.txt; rename one."),
    "a name that front matter does not keep": (("two  spaces.txt", *DAY), "two  spaces.txt has a name or a title that front matter does not keep; rename it."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_asked_wrongly_is_refused(case, project, claimtrail):
    arguments, message = REFUSED[case]
    (project / "files" / "b").mkdir()
    for name, text in {"a.txt": ENGLISH, "b/a.txt": GERMAN, "two  spaces.txt": ENGLISH}.items():
        (project / "files" / name).write_text(text)
    code, out, err = claimtrail("add", *arguments)
    assert (code, out) == (2, "") and message in err and not written(project)


@pytest.mark.parametrize(("start", "page_number"), [(0, 1), (9, 1), (10, 3), (99, 3)])
def test_trace_names_the_page_of_a_report_that_was_taken_from_pages(start, page_number, home, claimtrail):
    folder = edition(home)
    claims, reports = (tables.read(name, folder / "tables").to_dict("records") for name in ("claims", "documents"))
    claims[0]["fact_id"] = f"r1:{start}-120:1"
    tables.write("claims", tables.frame("claims", claims), folder / "tables")
    tables.write("documents", tables.frame("documents", [reports[0] | {"origin": "paper.pdf#pages=0,10,10"}]), folder / "tables")
    assert f"report      A Paper, 2024-01-22, https://example.org/r1 (r1), page {page_number} of paper.pdf\n" in claimtrail("trace", "C-0000000a")[1]


def test_trace_names_no_page_where_a_report_has_none(home, claimtrail):
    edition(home)
    assert "(r1)\n" in claimtrail("trace", "C-0000000a")[1]
