"""What is run again after a change, and why: every change that reaches a stage, none that does not, and the same bytes as made anew.

The package lies in the project's folder here, as a copy that may be changed; kernels come from one parent, warmed once for this module.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import nullcontext
from importlib import metadata
from pathlib import Path

import nbformat
import pytest

from analysis import observer, paths, provenance, records, warm
from analysis.errors import EditionError
from analysis.run import STAGES, run
from tests.small_runs import NEWEST, PARAMETERS, ROOT, files, laid_out, put

EDITION = PARAMETERS[: PARAMETERS.index("rows")]
WRITES = """\
from analysis import paths
folder = paths.edition(topic, as_of, lang) / "tables"
folder.mkdir(exist_ok=True)
"""
# Each hands one text to the next; the second one only a count, so that what changes in a report goes no further than to it.
SOURCES = {
    "1_extract": """\
from analysis import documents, vocabulary
words = vocabulary.load()
received = documents.read_folder(paths.documents(topic))
(folder / "reports.txt").write_text("".join(report.text for report in received if report.published <= as_of))
""",
    "2_clean": '(folder / "count.txt").write_text(str((folder / "reports.txt").read_text().count("Nordkorea")))\n',
    "3_quantify": """\
from analysis import intervals  # the range
(folder / "range.txt").write_text((folder / "count.txt").read_text() + str(strict) + str(intervals.TWO))
""",
    "4_figures": 'import beside\nimport matplotlib\n(folder / "figure.txt").write_text((folder / "range.txt").read_text() + matplotlib.__version__)\n',
    "5_brief": """\
decisions = (paths.review()).read_text()
listed = sorted(path.name for path in folder.iterdir())
(folder / "brief.txt").write_text((folder / "figure.txt").read_text() + decisions + str(listed))
""",
}
HELPER = "analysis/intervals.py"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """The project with its edition, as every case finds it; and the parent of all kernels here."""
    home = laid_out(tmp_path_factory.mktemp("a project") / "home")
    shutil.copytree(ROOT / "analysis", home / "analysis", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "requirements.lock", home)
    with (home / HELPER).open("a") as helper:
        helper.write("\n\nTWO = 2\n\n\ndef unused():\n    return 3\n")
    (home / "beside.py").write_text("FIVE = 5\n")
    for stage, source in SOURCES.items():
        put(home, stage, WRITES + source, EDITION + ("strict: bool = False  # a switch\n" if stage == "3_quantify" else ""))
    with pytest.MonkeyPatch.context() as patch:
        for module in (paths, observer):
            patch.setattr(module, "CHECKOUT", home)
        patch.setenv("CLAIMTRAIL_HOME", str(home))
        with warm.Parent() as parent:
            patch.setattr(warm, "Parent", lambda: nullcontext(parent))
            run()
            yield home


@pytest.fixture
def home(project, monkeypatch):
    """The project, put back afterwards: what it is given, and its edition."""
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(project))
    kept = project.parent / "kept"
    shutil.copytree(project, kept)
    yield project
    shutil.rmtree(project)
    kept.rename(project)


@pytest.fixture
def rerun(capfd):
    """Runs again; gives the stages that ran, and what was said of each."""

    def again(**named) -> tuple[list[str], dict[str, str]]:
        capfd.readouterr()
        run(why=True, **named)
        said = capfd.readouterr().err
        ran = re.findall(r"^\d/5 (\w+)$", said, re.MULTILINE)
        return ran, dict(re.findall(r"^(\w+): (.*)$", said, re.MULTILINE))

    return again


def edition(home: Path) -> Path:
    return home / "reports" / "kp-ru" / "2024-02-08-en"


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def restamp(path: Path, old: str, new: str) -> None:
    """As an editor does after the clock was set back: other bytes, as many, under the time from before."""
    before = path.stat()
    assert len(old) == len(new)
    replace(path, old, new)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def touch(home: Path) -> None:
    for path in home.rglob("*"):
        if path.is_file():
            os.utime(path, (0, 0))


NOTHING = "nothing that it read or wrote has changed"
ALL = list(STAGES)
CHANGES = {
    "nothing": (lambda home: None, [], {}),
    "times of all files": (touch, [], {}),
    "a comment in a module": (lambda home: replace(home / HELPER, "TWO = 2", "# as a pair has\nTWO  =  2"), [], {}),
    "a module that no stage imports": (lambda home: replace(home / "analysis" / "annotate.py", "import", "import zipfile, "), [], {}),
    "a function of a module": (
        lambda home: replace(home / HELPER, "return 3", "return 4"), ["3_quantify"], {"3_quantify": f"{HELPER} function unused changed", "4_figures": NOTHING},
    ),
    "a constant of a module": (
        lambda home: replace(home / HELPER, "TWO = 2", "TWO = 7"), ["3_quantify", "4_figures", "5_brief"],
        {"2_clean": NOTHING, "3_quantify": f"{HELPER} constant TWO changed", "4_figures": "tables/range.txt came out otherwise"},
    ),
    "a module, under the old time and of the old size": (
        lambda home: restamp(home / HELPER, "TWO = 2", "TWO = 5"), ["3_quantify", "4_figures", "5_brief"], {"3_quantify": f"{HELPER} constant TWO changed"},
    ),
    "the code of a notebook": (
        lambda home: replace(home / "notebooks" / "2_clean.ipynb", ".count(", ".strip().count("), ["2_clean"], {"2_clean": "its cell 2 changed", "3_quantify": NOTHING},
    ),
    "a comment in a notebook": (lambda home: replace(home / "notebooks" / "3_quantify.ipynb", "# the range", "# the bounds"), [], {"3_quantify": NOTHING}),
    "a text in a notebook": (lambda home: replace(home / "notebooks" / "4_figures.ipynb", "A remark.", "Another."), [], {}),
    "a report": (
        lambda home: replace(home / "data" / "documents" / NEWEST, "Nordkorea", "Nordkorea "), ["1_extract", "2_clean"],
        {"1_extract": f"data/documents/{NEWEST} changed", "2_clean": "tables/reports.txt came out otherwise", "3_quantify": NOTHING},
    ),
    "a new report": (
        lambda home: (home / "data" / "documents" / "2024-02-01-more.md").write_text((home / "data" / "documents" / NEWEST).read_text().replace("seed-pakt", "more")),
        ALL, {"1_extract": "the folder data/documents holds other files"},
    ),
    "a word of the vocabulary": (
        lambda home: replace(home / "data" / "vocabulary" / "function_words.csv", ";über,", ";über;dazu,"), ["1_extract"],
        {"1_extract": "data/vocabulary/function_words.csv changed"},
    ),
    "a file that a stage reads by itself": (
        lambda home: (home / "data" / "review.csv").write_bytes((home / "data" / "review.csv").read_bytes() + b"\n"), ["5_brief"], {"5_brief": "data/review.csv changed"},
    ),
    "an output that is gone": (
        lambda home: (edition(home) / "tables" / "count.txt").unlink(), ["2_clean"], {"2_clean": "its output tables/count.txt is missing"},
    ),
    "an output that was edited": (
        lambda home: (edition(home) / "tables" / "range.txt").write_text("9"), ["3_quantify"], {"3_quantify": "its output tables/range.txt was changed"},
    ),
    "an output that was cut off": (
        lambda home: os.truncate(edition(home) / "notebooks" / "5_brief.ipynb", 100), ["5_brief"], {"5_brief": "its output notebooks/5_brief.ipynb was changed"},
    ),
    "a file that somebody laid beside them": (lambda home: (edition(home) / "note.txt").write_text("mine"), [], {}),
    "a module beside the package": (
        lambda home: replace(home / "beside.py", "5", "6"), ["4_figures"], {"4_figures": "beside.py changed"},
    ),
    "a comment in a module beside the package": (lambda home: replace(home / "beside.py", "5", "5  # a hand"), [], {}),
    "the records": (lambda home: (edition(home) / "records.json").write_text("{"), ALL, {"3_quantify": "no record of it is there"}),
    "the manifest": (lambda home: (edition(home) / "manifest.json").unlink(), [], {}),
    "the pin of a package": (
        lambda home: replace(home / "requirements.lock", f"\nmatplotlib=={metadata.version('matplotlib')}", "\nmatplotlib==9.9"), ["4_figures"],
        {"4_figures": f"the package matplotlib is {metadata.version('matplotlib')} (requirements.lock: 9.9), and was {metadata.version('matplotlib')}"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CHANGES)
def test_what_changed_is_run_again_and_nothing_else(case, home, rerun):
    change, stages, said = CHANGES[case]
    before = files(edition(home))
    change(home)
    ran, reasons = rerun()
    assert ran == stages
    assert {stage: reasons.get(stage) for stage in said} == said
    assert rerun()[0] == [] and set(files(edition(home))) == set(before)


@pytest.mark.parametrize("case", ["a constant of a module", "a comment in a notebook", "a text in a notebook", "a report", "an output that was cut off", "the manifest"])
def test_an_edition_of_which_a_part_was_run_again_has_the_bytes_of_one_made_anew(case, home):
    CHANGES[case][0](home)
    run()
    partly = files(edition(home))
    shutil.rmtree(home / "reports")
    run()
    assert files(edition(home)) == partly


def test_a_package_that_is_updated_reruns_the_stages_that_use_it(home, rerun, monkeypatch):
    version = metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "99.0" if name == "contourpy" else version(name))
    ran, reasons = rerun()
    assert ran == ["4_figures"], "what matplotlib needs counts with it"
    assert reasons["4_figures"] == f"the package contourpy is 99.0 (requirements.lock: {version('contourpy')}), and was {version('contourpy')}"


def test_a_parameter_reruns_the_stages_that_declare_it(home, rerun):
    ran, reasons = rerun(given={"strict": "true"})
    assert ran == ["3_quantify", "4_figures", "5_brief"] and reasons["3_quantify"] == "parameter strict is True, and was False"
    assert rerun(given={"strict": True})[0] == []
    assert rerun()[0] == ["3_quantify", "4_figures", "5_brief"]


def test_another_day_or_language_is_an_edition_of_its_own_and_runs_whole(home, rerun):
    assert rerun(as_of="2024-02-07")[0] == ALL and rerun(as_of="2024-02-07")[0] == [] and rerun(lang="de")[0] == ALL
    assert rerun()[0] == []


def test_several_reasons_are_one_sentence(home, rerun):
    replace(home / HELPER, "return 3", "return 4")
    (edition(home) / "tables" / "range.txt").unlink()
    assert rerun()[1]["3_quantify"] == f"{HELPER} function unused changed, and 1 more"


def test_a_reason_is_an_object_that_says_itself():
    reason = records.Reason("3_quantify", "analysis/quantify/paths.py function shortest", "changed")
    assert str(reason) == "3_quantify: analysis/quantify/paths.py function shortest changed"


def test_a_file_that_changes_while_an_edition_is_made_stops_the_run(home, rerun):
    before = files(edition(home))
    put(home, "2_clean", WRITES + 'paths.review().write_text("reviewed\\n")\n(folder / "count.txt").write_text("3")', EDITION)
    (edition(home) / "tables" / "brief.txt").unlink()
    del before["tables/brief.txt"]
    with pytest.raises(EditionError) as refused:
        run()
    assert str(refused.value) == "data/review.csv was changed while the edition was made; run again."
    assert files(edition(home)) == before


def test_a_run_that_has_nothing_to_do_loads_neither_pandas_nor_papermill_and_names_the_brief(home):
    script = "import sys\nfrom analysis.cli import main\ntry:\n    main()\nfinally:\n    print({'pandas', 'papermill', 'nbformat', 'numpy'} & set(sys.modules))"
    variables = os.environ | {"PYTHONPATH": str(home)}
    done = subprocess.run([sys.executable, "-c", script, "run"], cwd=home, env=variables, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == (f"Brief: {edition(home) / 'brief.pdf'}\nset()\n", "")


def test_what_was_remarked_of_an_edition_is_said_again_when_nothing_is_run(home, capfd):
    run(as_of="2027-01-01")
    capfd.readouterr()
    run(as_of="2027-01-01")
    assert capfd.readouterr().err == "The newest report is of 2024-02-08; an edition as of 2027-01-01 holds none after that.\n"


def test_the_records_name_what_was_read_without_a_path_of_the_machine(home):
    text = (edition(home) / "records.json").read_text(encoding="utf-8")
    said = json.loads(text)
    stages = said["stages"]
    assert str(home) not in text and sys.prefix not in text
    assert f"data/documents/{NEWEST}" in stages["1_extract"]["files"] and list(stages["1_extract"]["folders"]) == ["data/documents"]
    assert stages["2_clean"]["tables"] == {"tables/reports.txt": provenance.digest(edition(home) / "tables" / "reports.txt")}
    assert HELPER in stages["3_quantify"]["modules"] and HELPER not in stages["4_figures"]["modules"]
    assert "matplotlib" in stages["4_figures"]["packages"] and "matplotlib" not in stages["3_quantify"]["packages"]
    assert set(stages["5_brief"]["written"]) == {"notebooks/5_brief.ipynb", "tables/brief.txt"}


def test_a_fresh_kernel_notes_and_writes_what_a_forked_one_does(home, monkeypatch):
    put(home, "1_extract", WRITES + SOURCES["1_extract"] + 'import pandas\nprint(pandas.DataFrame({str(n): ["x" * 30] for n in range(9)}), pandas.get_option("display.max_columns"))', EDITION)
    run()
    forked = files(edition(home))
    shutil.rmtree(home / "reports")
    monkeypatch.setattr(warm.Parent().__enter__(), "fork", lambda *_: None)
    run()
    assert files(edition(home)) == forked


def test_a_comment_in_a_notebook_stands_in_the_edition_though_nothing_was_run(home, rerun):
    replace(home / "notebooks" / "3_quantify.ipynb", "# the range", "# the bounds")
    assert rerun()[0] == []
    shown = nbformat.read(edition(home) / "notebooks" / "3_quantify.ipynb", 4)
    assert any("# the bounds" in cell.source for cell in shown.cells)
