"""The five notebooks: thin, kept without outputs, harmless with hostile reports, and the same bytes wherever they are run.

The executed notebooks of each committed edition are run again by nbval, in a folder of their own, and compared by `outputs_compared`."""

import ast
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import nbformat
import pytest

from analysis import execution, inputs, kernel, parameters, provenance, scratch
from analysis.errors import RunError
from analysis.run import STAGES

ROOT = Path(__file__).resolve().parent.parent
# The longest is 3_quantify, which makes nine tables and looks into each.
MAX_LINES = 64


@cache
def notebook(stage: str) -> nbformat.NotebookNode:
    return nbformat.read(ROOT / "notebooks" / f"{stage}.ipynb", as_version=4)


def code(stage: str) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook(stage).cells if cell.cell_type == "code"]


def digests(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): provenance.digest(path) for path in sorted(folder.rglob("*")) if path.is_file()}


def project(home: Path) -> Path:
    """A project folder with the project's data and notebooks and no edition."""
    for name in ("data", "notebooks"):
        shutil.copytree(ROOT / name, home / name, ignore=shutil.ignore_patterns(".*"))
    return home


# How they are written


def test_there_is_a_notebook_for_each_stage_and_no_other():
    assert sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb")) == [f"{stage}.ipynb" for stage in STAGES]


@pytest.mark.parametrize("stage", STAGES)
def test_a_notebook_is_kept_without_outputs_counts_and_traces_of_a_machine(stage):
    kept = notebook(stage)
    assert kept.metadata == execution.METADATA
    assert [cell.id for cell in kept.cells] == [f"{stage}-{number}" for number in range(1, len(kept.cells) + 1)]
    tagged = [cell.metadata for cell in kept.cells if cell.metadata]
    assert tagged[0] == {"tags": ["parameters"]} and all(cell.keys() == {"tags"} for cell in tagged)
    assert all(tag.startswith(inputs.MAKES) for cell in tagged[1:] for tag in cell["tags"])
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code(stage))


@pytest.mark.parametrize("stage", STAGES)
def test_a_notebook_is_thin(stage):
    lines = [line for cell in code(stage) for line in cell.source.splitlines()]
    assert len(lines) <= MAX_LINES
    defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    assert [ast.unparse(node) for cell in code(stage) for node in ast.walk(ast.parse(cell.source)) if isinstance(node, defined)] == []


@pytest.mark.parametrize("stage", STAGES)
def test_each_cell_answers_a_question_that_stands_above_it(stage):
    cells = notebook(stage).cells
    assert cells[0].source.startswith(f"# {stage[0]} · ")
    for above, cell in zip(cells, cells[1:]):
        if cell.cell_type == "code":
            question = above.source.splitlines()[0]
            assert above.cell_type == "markdown" and question.startswith("## ") and question.endswith("?"), cell.source


@pytest.mark.parametrize("stage", STAGES)
def test_a_notebook_renders_no_text_from_outside_as_a_page(stage):
    """pandas escapes what it shows; these would not."""
    assert [cell.source for cell in code(stage) if re.search(r"\b(HTML|Markdown|Latex|SVG|Javascript|IFrame|escape\s*=)", cell.source)] == []


@pytest.mark.parametrize("stage", STAGES)
def test_a_column_of_free_text_is_shown_with_its_signs_that_steer_spelled_out(stage):
    """pandas escapes markup, not what turns a line's direction or moves a terminal's cursor."""
    for cell in code(stage):
        last = ast.parse(cell.source).body[-1]
        named = {node.value for node in ast.walk(last) if isinstance(last, ast.Expr) and isinstance(node, ast.Constant)}
        assert "visible" in cell.source or not named & {"publisher", "title", "period_text", "chain", "evidence", "detail", "sentence"}, cell.source


def test_every_stage_that_drops_rows_counts_them_before_and_after():
    assert [stage for stage in ("1_extract", "2_clean", "3_quantify") if not any("→" in cell.source for cell in code(stage))] == []


def test_every_figure_is_shown_with_the_digest_and_the_head_of_its_table():
    drawing = [cell.source for cell in code("4_figures") if "Image(" in cell.source]
    assert len(drawing) == 9
    assert all("provenance.digest(" in source and "drawing.data.head(rows)" in source for source in drawing)


# Their parameters


@pytest.mark.parametrize("stage", STAGES)
def test_the_parameters_stand_in_the_first_code_cell_typed_commented_and_used(stage):
    first, *others = code(stage)
    assert first.metadata.tags == ["parameters"]
    known = parameters.declared(notebook(stage))
    assert list(known)[:3] == list(parameters.EDITION) and len(known) == len(first.source.splitlines())
    for each in known.values():
        assert each.comment and each.kind in parameters.KINDS and type(each.default).__name__ == each.kind
    names = {node.id for cell in others for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Name)}
    assert known.keys() <= names


def test_a_parameter_means_the_same_in_every_notebook():
    known = [parameters.declared(notebook(stage)) for stage in STAGES]
    for name in {name for each in known for name in each}:
        assert len({each[name] for each in known if name in each}) == 1, name


def test_opened_by_hand_a_notebook_makes_the_edition_that_a_run_makes_by_default():
    assert parameters.declared(notebook("1_extract"))["as_of"].default == parameters.newest("kp-ru")


# What they do with hostile reports

HOSTILE = """\
---
doc_id: hostile
url: https://example.org/1
publisher: "<script>alert(1)</script> \u202egpj.exe"
title: "=HYPERLINK(1) $x^2$ <img src=x onerror=alert(1)> \x1b[31m \u2066"
published: 2024-02-08
language: en
kind: abstract
---
North Korea has sent 5,000 <script>alert(2)</script> containers to Russia since August, South Korea's defence minister said.
"""


def test_markup_in_a_report_is_shown_as_what_it_is(tmp_path, monkeypatch):
    home = project(tmp_path / "home")
    shutil.rmtree(home / "data" / "documents")
    (home / "data" / "documents").mkdir()
    (home / "data" / "documents" / "hostile.md").write_text(HOSTILE, encoding="utf-8")
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(home))
    with scratch.folder() as empty:
        asked = {"topic": "kp-ru", "as_of": "2024-02-08", "lang": "en"}
        done = execution.executed("1_extract", notebook("1_extract"), asked, kernel.environment("2024-02-08", empty), home / "notebooks")
    pages = [output.data["text/html"] for cell in done.cells if cell.cell_type == "code" for output in cell.outputs if "text/html" in output.get("data", {})]
    assert any("&lt;script&gt;" in page for page in pages)
    assert not any("<script>" in page or "<img" in page for page in pages)
    assert all("mathjax_ignore" in page for page in pages)
    assert any("[U+202E]gpj.exe" in page and "[U+001B][31m [U+2066]" in page for page in pages)
    assert not set(nbformat.writes(done)) & set("\u202e\u2066") and "\\u001b" not in nbformat.writes(done)


# The same bytes wherever they are run


def claimtrail_run(home: Path, *options: str, **variables: str) -> None:
    """A run in a process of its own, by a machine with those variables."""
    command = [sys.executable, "-m", "analysis.cli", "run", *options]
    machine = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", ""), "PYTHONPATH": str(ROOT), "CLAIMTRAIL_HOME": str(home)}
    done = subprocess.run(command, cwd=home, env=machine | variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def edition(tmp_path_factory) -> Path:
    """The default edition, made new."""
    home = project(tmp_path_factory.mktemp("first"))
    claimtrail_run(home, TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="1")
    (made,) = (home / "reports" / "kp-ru").iterdir()
    return made


def test_run_by_hand_the_notebooks_make_a_draft_and_leave_the_edition_as_it_was(edition, tmp_path, monkeypatch):
    home = project(tmp_path)
    published = home / "reports" / "kp-ru" / edition.name
    shutil.copytree(edition, published)
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(home))
    with scratch.folder() as empty:
        for stage in ("1_extract", "2_clean"):
            execution.executed(stage, notebook(stage), {}, kernel.environment("2024-02-08", empty), home / "notebooks")
    assert digests(published) == digests(edition)
    draft = published.parent / ".drafts" / edition.name / "tables"
    assert {path.name for path in draft.iterdir()} == {"documents.csv", "facts.csv", "claims.csv", "dropped.csv"}
    assert digests(draft).items() <= digests(edition / "tables").items()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"topic": ".."}, "Topic '..' is unknown; name a file of data/topics, without its ending."),
        ({"lang": "fr"}, "Language 'fr' is unknown; a brief is written in en, de."),
        ({"as_of": "../2024-02-08"}, "The date '../2024-02-08' is no date; write it as YYYY-MM-DD."),
    ],
)
def test_what_names_no_edition_is_refused_in_a_notebook_run_by_hand(typed, told, tmp_path, monkeypatch):
    home = project(tmp_path / "home")
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(home))
    with scratch.folder() as empty, pytest.raises(RunError, match=re.escape(told)):
        execution.executed("1_extract", notebook("1_extract"), typed, kernel.environment("2024-02-08", empty), home / "notebooks")
    assert not (home / "reports").exists()


def test_another_folder_time_zone_locale_and_hash_seed_give_the_same_bytes(edition, tmp_path):
    home = project(tmp_path / "ein Ordner {mit} Käse")
    claimtrail_run(home, TZ="America/Lima", LC_ALL="de_DE.UTF-8", LANG="de_DE.UTF-8", PYTHONHASHSEED="2", COLUMNS="40")
    assert digests(home / "reports" / "kp-ru" / edition.name) == digests(edition)


def test_an_edition_holds_no_path_time_or_address_of_the_machine_that_made_it(edition):
    traces = re.compile(rb"0x[0-9a-f]{9,}|ipykernel_\d+|/tmp/|" + re.escape(str(edition.parent.parent.parent).encode()))
    offenders = {path.relative_to(edition).as_posix(): traces.search(path.read_bytes()) for path in edition.rglob("*") if path.is_file()}
    assert {name: found[0] for name, found in offenders.items() if found} == {}
    assert not list(edition.rglob(".*"))


def test_an_executed_notebook_warns_of_nothing(edition):
    for stage in STAGES:
        cells = nbformat.read(edition / "notebooks" / f"{stage}.ipynb", as_version=4).cells
        assert {output.output_type for cell in cells for output in cell.get("outputs", [])} <= {"stream", "execute_result"}


def test_a_day_before_the_first_report_makes_a_brief_that_says_so(tmp_path):
    home = project(tmp_path)
    claimtrail_run(home, "--as-of", "2020-01-01")
    page = (home / "reports" / "kp-ru" / "2020-01-01-en" / "evidence.html").read_text(encoding="utf-8")
    assert "no claims yet" in page.lower()


# The committed editions


@cache
def committed() -> list[Path]:
    """Editions that git tracks; without git, as in an archive, those that are there."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--", "reports"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    names = listed.stdout.split("\0") if listed.returncode == 0 else [str(path.relative_to(ROOT)) for path in ROOT.glob("reports/*/*/notebooks/*.ipynb")]
    return sorted({(ROOT / name).parent.parent for name in names if name.endswith(".ipynb")})


@pytest.fixture
def untouched_reports():
    """Whatever the test does, it does not write over the files that it checks."""
    before = digests(ROOT / "reports")
    yield
    assert digests(ROOT / "reports") == before


def test_the_default_edition_is_committed_in_both_languages():
    if not (ROOT / "reports" / "kp-ru").exists():
        pytest.skip("no edition was ever made here; run make brief")
    assert {f"{parameters.newest('kp-ru')}-{lang}" for lang in ("en", "de")} <= {made.name for made in committed()}


@pytest.mark.parametrize("made", committed(), ids=lambda made: f"{made.parent.name}/{made.name}")
def test_nbval_finds_every_output_of_a_committed_edition_again(made, tmp_path, untouched_reports):
    home = project(tmp_path)
    again = home / made.relative_to(ROOT)
    shutil.copytree(made / "notebooks", again / "notebooks")
    kept = digests(again / "notebooks")
    command = [
        sys.executable, "-m", "pytest", "--nbval", "-p", "tests.nbval_over_ipc", "-p", "no:cacheprovider", "-q", "--color=no",
        *(again / "notebooks" / f"{stage}.ipynb" for stage in STAGES),
    ]  # fmt: skip
    variables = {"PYTHONPATH": str(ROOT), "CLAIMTRAIL_HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    compared = subprocess.run(command, cwd=home, env=os.environ | variables, capture_output=True, text=True)
    assert compared.returncode == 0, compared.stdout[-6000:] + compared.stderr[-2000:]
    assert re.search(r"^\d\d passed", compared.stdout, re.MULTILINE), "every code cell is compared"
    assert digests(again / "notebooks") == kept
    written = {name: digest for name, digest in digests(made).items() if not name.startswith("notebooks/")}
    for name in ("manifest.json", "records.json", "tables/datapackage.json"):  # the runner's, not the notebooks'
        written.pop(name, None)
    assert {name: digest for name, digest in digests(again).items() if not name.startswith("notebooks/")} == written


def test_nbval_notices_a_changed_digit_and_a_cell_that_was_not_run(edition, tmp_path):
    home = project(tmp_path)
    again = home / "reports" / "kp-ru" / edition.name / "notebooks"
    again.mkdir(parents=True)
    kept = nbformat.read(edition / "notebooks" / "1_extract.ipynb", as_version=4)
    *others, last = [cell for cell in kept.cells if cell.cell_type == "code" and cell.outputs]
    last.outputs[0].text = re.sub(r"(\d) rows", lambda found: f"{(int(found[1]) + 1) % 10} rows", last.outputs[0].text)
    others[1].update(outputs=[], execution_count=None)
    nbformat.write(kept, again / "1_extract.ipynb")
    command = [sys.executable, "-m", "pytest", "--nbval", "-p", "tests.nbval_over_ipc", "-p", "no:cacheprovider", "-q", again / "1_extract.ipynb"]
    compared = subprocess.run(command, cwd=home, env=os.environ | {"PYTHONPATH": str(ROOT), "CLAIMTRAIL_HOME": str(home)}, capture_output=True, text=True)
    assert compared.returncode == 1 and all(told in compared.stdout for told in ("2 failed", "The kept cell was not run", "stdout, line 1")), compared.stdout
