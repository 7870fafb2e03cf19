"""The tutorial: from saved pages to a brief on a topic of one's own, run by nbval in a folder of its own and compared with what it shows."""

import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
TUTORIAL = ROOT / "notebooks" / "tutorial"
NAME = "from_pages_to_brief.ipynb"


def test_the_tutorial_comes_out_as_it_is_shown_and_touches_nothing_else(tmp_path):
    shutil.copytree(TUTORIAL / "pages", tmp_path / "lesson" / "pages")
    shutil.copy(TUTORIAL / NAME, tmp_path / "lesson")
    command = [sys.executable, "-m", "pytest", "--nbval", "-p", "tests.nbval_over_ipc", "-p", "no:cacheprovider", "-q", "--color=no", tmp_path / "lesson" / NAME]
    variables = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    compared = subprocess.run(command, cwd=tmp_path, env=os.environ | variables, capture_output=True, text=True)
    assert compared.returncode == 0, compared.stdout[-6000:] + compared.stderr[-2000:]
    assert re.search(r"^\d\d passed", compared.stdout, re.MULTILINE), "every code cell is compared"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lesson"] and {path.name for path in (tmp_path / "lesson").iterdir()} == {NAME, "pages", "facts", "project"}
    (brief,) = (tmp_path / "lesson" / "project" / "reports").rglob("brief.pdf")
    assert brief.parent.parent.name == "cz-ua"


def test_the_tutorial_is_kept_with_all_its_outputs_and_without_a_trace_of_a_machine():
    kept = nbformat.read(TUTORIAL / NAME, as_version=4)
    code = [cell for cell in kept.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert not any(output.output_type == "error" or output.get("name") == "stderr" for cell in code for output in cell.outputs)
    assert str(ROOT) not in (TUTORIAL / NAME).read_text(encoding="utf-8") and "/tmp/" not in (TUTORIAL / NAME).read_text(encoding="utf-8")


class Addresses(HTMLParser):
    """The canonical address of a page."""

    found = ""

    def handle_starttag(self, tag, attrs):
        if tag == "link" and ("rel", "canonical") in attrs:
            self.found = dict(attrs)["href"]


def test_each_page_names_the_report_that_it_was_written_after():
    for page in sorted((TUTORIAL / "pages").glob("*.html")):
        reader = Addresses()
        reader.feed(page.read_text(encoding="utf-8"))
        assert reader.found.startswith("https://") or page.stem == "only-with-cookies", page.name
