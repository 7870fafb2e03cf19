"""A small project that is kept up to date: reports in its inbox, one edition on its schedule, runs of notebooks stood for by a function."""

import json
from pathlib import Path

import pytest

from analysis import documents, paths, refresh, whole_files
from tests.small_editions import edition
from tests.small_reports import front, write
from tests.small_runs import files, laid_out

NEW = front(doc_id="new", published="2024-02-10")
SCHEDULE = '[[editions]]\ntopic = "kp-ru"\nlang = "en"\n'


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    home = laid_out(tmp_path / "home")
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(home))
    (home / "data" / "inbox" / "kp-ru").mkdir(parents=True)
    (home / "data" / "schedule").mkdir()
    write(home / "data" / "schedule", "editions.toml", SCHEDULE)
    return home


@pytest.fixture
def made(home, monkeypatch) -> list[tuple[str, str, str]]:
    """Stands for the runs of notebooks: an edition that holds which reports there are; gives what was asked for."""
    asked = []

    def run(topic, as_of, lang):
        asked.append((topic, as_of, lang))
        folder = edition(home, f"{as_of}-{lang}") if topic == "kp-ru" else paths.published(topic, as_of, lang)
        whole_files.write(folder / "manifest.json", json.dumps([report.doc_id for report in documents.read_folder(paths.documents(topic))]).encode())
        return folder

    monkeypatch.setattr(refresh, "run", run)
    return asked


def put(home: Path, name: str, content: str | bytes = NEW) -> Path:
    return write(home / "data" / "inbox", name, content)


def held(home: Path) -> dict[str, bytes]:
    """What lies among the documents and in the inbox."""
    found = files(home / "data")
    return {name: content for name, content in found.items() if name.startswith(("documents/", "inbox/")) and not name.endswith(".run.lock")}


def logged(home: Path) -> list[dict]:
    return [json.loads(line) for line in (home / "reports" / "log.jsonl").read_text(encoding="utf-8").splitlines()]
