"""What an edition is made from: the project's documents, or what a data set holds on the topic."""

import json
import shutil
from pathlib import Path

import pytest

from analysis import corpus, history, inputs, material, paths, provenance, vocabulary
from analysis.errors import DocumentError, OutputError, ParameterError
from analysis.extract import facts_table
from tests.small_runs import laid_out

TOLD = "North Korea delivered {n} artillery shells to Russia, South Korea's defence ministry said on Monday."
ELSEWHERE = "Iran delivered 300 drones to Russia, Ukraine's military intelligence said on Monday."


def report(doc_id: str, text: str, published: str | None = "2024-02-05") -> dict:
    return {"doc_id": doc_id, "text": text, "language": "en", "published": published, "publisher": "Paper"}


REPORTS = [
    report("later", TOLD.format(n="2,000,000"), "2024-03-04"), report("told", TOLD.format(n="1,000,000")), report("undated", TOLD.format(n="5,000"), None),
    report("elsewhere", ELSEWHERE), report("nothing", "The weather stays fine, and the gardens are open."),
]  # fmt: skip


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    home = laid_out(tmp_path / "home")
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(home))
    return home


def made(home: Path, reports: list[dict] = REPORTS, name: str = "crawl") -> str:
    """A data set of those reports beside the project folder, by the name that the folder has for it."""
    source = home.parent / f"{name}.jsonl"
    source.write_text("".join(json.dumps(each) + "\n" for each in reports), encoding="utf-8")
    corpus.extract([source], home.parent / name)
    return provenance.relative(home.parent / name)


def test_a_data_set_gives_the_dated_reports_on_the_topic_with_the_facts_that_their_texts_give(home):
    data_set, words = made(home), vocabulary.load()
    assert data_set == "../crawl" and material.reports_known("kp-ru", data_set) == ("2024-03-04", ["told", "later"])
    source = material.source("kp-ru", data_set, words)
    assert list(source.documents("2024-02-29")["doc_id"]) == ["told"]
    facts = source.facts()
    assert set(facts["doc_id"]) == {"told"} and list(facts["low"]) == [1e6]
    (told,) = source.reports({"told"})
    assert told.text == TOLD.format(n="1,000,000") and provenance.digest(told.text) == told.sha256
    again = facts_table([told], words)
    assert again.to_csv() == facts.to_csv()


def test_own_documents_give_what_the_folder_holds_by_that_day(home):
    source = material.source("kp-ru", "", vocabulary.load())
    assert list(source.documents("2024-02-07")["doc_id"]) == ["2024-02-06-nyt-en-bank"]
    assert set(source.facts()["doc_id"]) == {"2024-02-06-nyt-en-bank"}
    assert material.reports_known("kp-ru", "") == ("2024-02-08", [])


def test_a_report_that_stands_twice_among_the_own_documents_is_marked(home):
    folder = paths.documents("kp-ru")
    first = next(folder.glob("*bank.md")).read_text(encoding="utf-8")
    (folder / "again.md").write_text(first.replace("2024-02-06-nyt-en-bank", "again").replace("published: 2024-02-06", "published: 2024-02-07"), encoding="utf-8")
    listed = material.source("kp-ru", "", vocabulary.load()).documents("2024-02-07")
    assert dict(zip(listed["doc_id"], listed["copy_of"])) == {"2024-02-06-nyt-en-bank": "", "again": "2024-02-06-nyt-en-bank"}


def test_the_input_of_a_data_set_is_its_completion_which_tells_it_from_every_other(home):
    one, other = made(home), made(home, REPORTS[:2], "other")
    named = [provenance.made_from(inputs.inputs("kp-ru", "2024-03-04", each), {"topic": "kp-ru", "as_of": "", "lang": ""})["inputs"] for each in (one, other)]
    assert "../crawl/complete.json" in named[0] and not any(name.startswith("data/documents/") for name in named[0])
    assert named[0]["../crawl/complete.json"] != named[1]["../other/complete.json"]
    assert [inputs.is_of_reports(name) for name in ("../crawl/complete.json", "data/documents/a.md", "data/review.csv")] == [True, True, False]


REFUSED = {
    "no folder": ("../none", ParameterError, "data_set is '../none', which is no folder; name one that claimtrail extract has written, copied here if it lies in a store."),
    "a store": ("s3://bucket/crawl", ParameterError, "data_set is 's3://bucket/crawl', which is no folder; name one that"),
    "another folder": ("data", OutputError, "is no data set of claimtrail extract; name a folder that it has written."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_data_set_is_refused_before_anything_runs(case, home):
    place, error, message = REFUSED[case]
    with pytest.raises(error) as refused:
        material.reports_known("kp-ru", place)
    assert message in str(refused.value)


def test_a_data_set_without_a_report_on_the_topic_is_refused(home):
    with pytest.raises(DocumentError) as refused:
        material.reports_known("kp-ru", made(home, REPORTS[2:]))
    assert str(refused.value) == "../crawl holds no dated report that tells of anything between KP and RU; name another data set or topic."


def test_more_facts_than_an_edition_can_hold_are_refused_with_what_to_leave_out(home, monkeypatch):
    monkeypatch.setattr(material, "MOST_FACTS", 1)
    source = material.source("kp-ru", made(home), vocabulary.load())
    source.documents("2024-03-04")
    with pytest.raises(DocumentError) as refused:
        source.facts()
    assert str(refused.value) == (
        "The data set holds 2 facts in reports on this topic, and an edition can hold 1; name an earlier day with --as-of, a topic of fewer actors, or extract fewer reports."
    )


def test_an_altered_data_set_is_refused(home):
    data_set = made(home)
    part = next((home.parent / "crawl" / "facts").glob("*.parquet"))
    shutil.copy(next((home.parent / "crawl" / "documents").glob("*.parquet")), part)
    with pytest.raises(OutputError) as refused:
        material.reports_known("kp-ru", data_set)
    assert "is not as it was written (facts/part-00000.parquet)" in str(refused.value)


def test_a_data_set_is_named_once(home, claimtrail):
    code, _, err = claimtrail("run", "--facts", "x", "-p", "data_set=y")
    assert code == 2 and "-p data_set=… names a data set too; leave one of them out." in err




def test_the_command_history_knows_of_copies_as_an_edition_does(home, monkeypatch):
    folder = paths.documents("kp-ru")
    first = next(folder.glob("*bank.md")).read_text(encoding="utf-8")
    (folder / "again.md").write_text(first.replace("2024-02-06-nyt-en-bank", "again").replace("published: 2024-02-06", "published: 2024-02-07"), encoding="utf-8")
    seen = []
    monkeypatch.setattr(history, "tabulate", lambda record, question: seen.append(record))
    history.history(history.asked("kp-ru", "ammunition.shell", "", "en"))
    assert dict(zip(seen[0].documents["doc_id"], seen[0].documents["copy_of"]))["again"] == "2024-02-06-nyt-en-bank"
