"""Each figure looks as it did: held against a picture in tests/baseline, pixel by pixel, by pytest-mpl.

After a change that is wanted: look at the new pictures, which `pytest tests/test_figures_as_pictures.py --mpl-generate-path=tests/baseline` writes.
"""

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from analysis import figures
from analysis.figures.style import RC, styled
from tests import briefs
from tests.test_figure_marks import NAMES, STORY

BASELINE = Path(__file__).parent / "baseline"
# Enough to see a digit change, few enough to keep the repository small.
DPI, TOLERANCE, MOST_BYTES = 72, 0.5, 600_000
CASES = [(case, lang, name) for case, languages in (("story", ("en", "de")), ("nothing", ("en",))) for lang in languages for name in NAMES]


@cache
def drawn(case: str, lang: str) -> dict[str, figures.Drawing]:
    return {drawing.name: drawing for drawing in briefs.drawn(briefs.given(STORY if case == "story" else (), lang), lang)}


@pytest.mark.parametrize(("case", "lang", "name"), CASES, ids=["-".join(each) for each in CASES])
@pytest.mark.mpl_image_compare(style=RC, tolerance=TOLERANCE, savefig_kwargs={"dpi": DPI, "metadata": {"Software": None}})
def test_a_figure_looks_as_its_baseline(case, lang, name) -> Figure:
    return drawn(case, lang)[name].figure


def test_a_picture_in_which_one_number_has_changed_fails(root, tmp_path):
    """Against a baseline in which a label says 6.6 instead of 6.5 million."""
    shutil.copytree(BASELINE, tmp_path / "baseline")
    changed = tuple(each | {"low": 6.6e6, "high": 6.6e6} if each["doc_id"] == "d" else each for each in STORY)
    other = next(drawing for drawing in briefs.drawn(briefs.given(changed)) if drawing.name == "cumulative")
    with styled():
        other.figure.savefig(tmp_path / "baseline" / "test_a_figure_looks_as_its_baseline_story-en-cumulative.png", dpi=DPI)
    test = "tests/test_figures_as_pictures.py::test_a_figure_looks_as_its_baseline"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--mpl", f"--mpl-baseline-path={tmp_path / 'baseline'}", f"--mpl-results-path={tmp_path}"]
    done = subprocess.run([*command, f"{test}[story-en-cumulative]", f"{test}[story-en-oil]"], cwd=root, capture_output=True, text=True)
    assert done.returncode == 1 and "1 failed, 1 passed" in done.stdout, done.stdout
    assert "story-en-cumulative" in done.stdout and "RMS" in done.stdout


def test_a_plain_run_compares_the_pictures(pytestconfig):
    assert pytestconfig.getoption("--mpl")


def test_each_baseline_is_compared_and_all_of_them_are_small():
    kept = {path.name: path.stat().st_size for path in BASELINE.iterdir()}
    assert kept.keys() == {f"test_a_figure_looks_as_its_baseline_{case}-{lang}-{name}.png" for case, lang, name in CASES}
    assert sum(kept.values()) < MOST_BYTES
