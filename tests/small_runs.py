"""A small project to run: notebooks of a few lines in a folder of their own, and what one asks of their runs."""

import shutil
from pathlib import Path

import nbformat
import pytest

from analysis import execution, kernel, scratch
from analysis.run import STAGES, run

ROOT = Path(__file__).resolve().parent.parent

PARAMETERS = """\
topic: str = "kp-ru"  # the topic
as_of: str = "2024-02-08"  # the day
lang: str = "en"  # the language
rows: int = 6  # rows that are shown
share: float = 0.5  # a share
strict: bool = False  # whether to stop
"""
WRITE = """\
from analysis import paths
tables = paths.edition(topic, as_of, lang) / "tables"
tables.mkdir(exist_ok=True)
(tables / f"{stage}.txt").write_text(f"{topic} {as_of} {lang} {rows} {share} {strict}")
print(rows)
"""
NEWEST = "2024-02-08-seed-pakt.md"


def notebook(source: str, parameters: str = PARAMETERS) -> nbformat.NotebookNode:
    cells = [
        nbformat.v4.new_markdown_cell("# A notebook"),
        nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}),
        nbformat.v4.new_markdown_cell("## What is written?\nA remark."),
        nbformat.v4.new_code_cell(source),
    ]
    return nbformat.v4.new_notebook(cells=cells, metadata=execution.METADATA)


def laid_out(home: Path) -> Path:
    """A project folder with the project's vocabulary, one of its topics, its decisions, two reports, and five small notebooks."""
    shutil.copytree(ROOT / "data" / "vocabulary", home / "data" / "vocabulary")
    (home / "data" / "topics").mkdir()
    shutil.copy(ROOT / "data" / "topics" / "kp-ru.toml", home / "data" / "topics")
    shutil.copy(ROOT / "data" / "review.csv", home / "data")
    (home / "data" / "documents").mkdir()
    for name in ("2024-02-06-nyt-en-bank.md", NEWEST):
        shutil.copy(ROOT / "data" / "documents" / name, home / "data" / "documents")
    (home / "notebooks").mkdir()
    for stage in STAGES:
        put(home, stage, f'stage = "{stage}"\n{WRITE}')
    return home


def put(home: Path, stage: str, source: str, parameters: str = PARAMETERS) -> None:
    nbformat.write(notebook(source, parameters), home / "notebooks" / f"{stage}.ipynb")


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def old_edition(home: Path) -> Path:
    """An edition as an earlier run left it."""
    edition = home / "reports" / "kp-ru" / "2024-02-08-en"
    (edition / "tables").mkdir(parents=True)
    (edition / "tables" / "claims.csv").write_text("an old table")
    (edition / "brief.pdf").write_text("an old brief")
    return edition


def refusal(error: type[Exception], *arguments, **named) -> list[str]:
    with pytest.raises(error) as refused:
        run(*arguments, **named)
    return str(refused.value).splitlines()


def executed(source: str, folder: Path) -> nbformat.NotebookNode:
    """One notebook, run alone in that folder."""
    with scratch.folder() as empty:
        return execution.executed("1_extract", notebook(source), {"topic": "kp-ru", "rows": 4}, kernel.environment("2024-02-08", empty), folder)


def printed(done: nbformat.NotebookNode) -> list[str]:
    """The texts that the last cell of an executed notebook holds."""
    return [output.text for output in done.cells[-1].outputs]
