"""The chains of five notebooks that tests/bench/runs.py measures: a toy, whose stages note that they ran, and ours."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.stages import STAGES
from tests.small_runs import ROOT, laid_out, put

EDITION = 'topic: str = "kp-ru"  # the topic\nas_of: str = "2024-02-08"  # the day\nlang: str = "en"  # the language\n'
STRICT = "strict: bool = False  # a switch\n"
BEGIN = """\
import os
from analysis import paths
with open(os.path.join(os.environ["CLAIMTRAIL_HOME"], "ran.log"), "a") as log:
    log.write("{stage}\\n")
folder = paths.edition(topic, as_of, lang) / "tables"
folder.mkdir(exist_ok=True, parents=True)
"""
TOY = {
    "1_extract": """\
from analysis import documents
received = documents.read_folder(paths.documents(topic))
(folder / "reports.txt").write_text("".join(report.text for report in received if report.published <= as_of))
""",
    "2_clean": '(folder / "count.txt").write_text(str((folder / "reports.txt").read_text().count("Nordkorea")))\n',
    "3_quantify": """\
from analysis import intervals  # the range
(folder / "range.txt").write_text((folder / "count.txt").read_text() + str(strict) + str(intervals.TWO))
""",
    "4_figures": 'import toypack\n(folder / "figure.txt").write_text((folder / "range.txt").read_text() + toypack.VERSION)\n',
    "5_brief": '(folder / "brief.txt").write_text((folder / "figure.txt").read_text() + paths.review().read_text())\n',
}
HANDED_ON = dict(zip(STAGES, ("reports", "count", "range", "figure", "brief"), strict=True))


@dataclass(frozen=True)
class Chain:
    """A project folder with five notebooks: the parameters that each declares, and the files that a careful user would declare for each."""

    home: Path
    parameters: Mapping[str, Mapping[str, object]]
    reads: Mapping[str, list[str]]
    writes: Mapping[str, list[str]]

    def variables(self, inherited: Mapping[str, str]) -> dict[str, str]:
        """The environment of the stages, which a runner of another sort gives them: they write to out/."""
        package = self.home if (self.home / "analysis").is_dir() else ROOT
        own = {"CLAIMTRAIL_HOME": str(self.home), "CLAIMTRAIL_EDITION": str(self.home / "out"), "PYTHONPATH": str(package), "MPLBACKEND": "agg"}
        return {name: value for name, value in inherited.items() if not name.startswith("CLAIMTRAIL")} | own


def toy(home: Path) -> Chain:
    """Small notebooks, with a copy of the package whose modules may be changed, and a package of its own."""
    laid_out(home)
    shutil.copytree(ROOT / "analysis", home / "analysis", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "requirements.lock", home)
    with (home / "analysis" / "intervals.py").open("a", encoding="utf-8") as helper:
        helper.write("\n\nTWO = 2\n")
    package(home, "1.0")
    for stage, source in TOY.items():
        put(home, stage, BEGIN.format(stage=stage) + source, EDITION + (STRICT if stage == "3_quantify" else ""))
    parameters = {stage: {"topic": "kp-ru", "as_of": "2024-02-08", "lang": "en"} | ({"strict": False} if stage == "3_quantify" else {}) for stage in STAGES}
    reads = {stage: [f"out/tables/{HANDED_ON[before]}.txt"] for before, stage in zip(STAGES, STAGES[1:])}
    reads |= {"1_extract": ["data/documents"], "5_brief": [*reads["5_brief"], "data/review.csv"]}
    return Chain(home, parameters, reads, {stage: [f"out/tables/{name}.txt"] for stage, name in HANDED_ON.items()})


def package(home: Path, version: str) -> None:
    """Installs that version of the toy's own package, in the place of another."""
    for before in home.glob("toypack-*.dist-info"):
        shutil.rmtree(before)
    (home / "toypack.py").write_text(f'VERSION = "{version}"\n')
    described = home / f"toypack-{version}.dist-info"
    described.mkdir()
    (described / "METADATA").write_text(f"Metadata-Version: 2.1\nName: toypack\nVersion: {version}\n")
    (described / "RECORD").write_text(f"toypack.py,,\ntoypack-{version}.dist-info/METADATA,,\n")


def ours(home: Path, as_of: str) -> Chain:
    """The project's own notebooks; each is declared to need the one before it and the data."""
    for name in ("data", "notebooks"):
        shutil.copytree(ROOT / name, home / name, ignore=shutil.ignore_patterns(".*"))
    parameters = {stage: {"topic": "kp-ru", "as_of": as_of, "lang": "en"} for stage in STAGES}
    reads = {stage: [f"out/notebooks/{before}.ipynb"] for before, stage in zip(STAGES, STAGES[1:])} | {"1_extract": ["data/documents", "data/vocabulary"]}
    return Chain(home, parameters, reads, {stage: [] for stage in STAGES})


def script(chain: Chain) -> str:
    """All cells of the chain as one plain program."""
    lines = []
    for stage in STAGES:
        cells = json.loads((chain.home / "notebooks" / f"{stage}.ipynb").read_text(encoding="utf-8"))["cells"]
        for cell in cells:
            if cell["cell_type"] == "code":
                lines.append("".join(cell["source"]))
                if "parameters" in cell["metadata"].get("tags", []):
                    lines += [f"{name} = {value!r}" for name, value in chain.parameters[stage].items()]
    return "\n".join(lines) + "\n"
