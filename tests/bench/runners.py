"""What runs a chain of notebooks: ours, and the others, each set up as its own tutorial does it.

The others are told of each notebook, of the data it reads and of the outputs that are handed on; all run the notebooks in this Python.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from analysis.stages import STAGES
from tests.bench.chains import Chain
from tests.small_runs import ROOT

PLACE = Path(tempfile.gettempdir()) / "claimtrail-bench"
PINS = {re.match(r"\w+", line)[0]: line for line in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]["bench"]}


@dataclass(frozen=True)
class Runner:
    """A tool with its version: how it is set up for a chain, its command, and where the outputs of a stage lie."""

    name: str
    prepare: Callable[[Chain], None]
    command: Callable[[Chain], list[str]]
    outputs: str = "out"

    def run(self, chain: Chain) -> subprocess.CompletedProcess:
        return subprocess.run(self.command(chain), cwd=chain.home, env=chain.variables(os.environ) | self._own(chain), capture_output=True, text=True)

    def _own(self, chain: Chain) -> dict[str, str]:
        return {"JUPYTER_PATH": str(chain.home / "jupyter"), "DVC_NO_ANALYTICS": "1", "PLOOMBER_STATS_ENABLED": "false"}


def installed(name: str) -> Path | None:
    """The tool's own program, in a folder of its own, where pip can put it there; None where it cannot."""
    program = PLACE / name / "bin" / name
    if not program.exists():
        steps = ([sys.executable, "-m", "venv", PLACE / name], [PLACE / name / "bin" / "python", "-m", "pip", "install", "-q", PINS[name], "papermill", "ipykernel"])
        if any(subprocess.run(step, capture_output=True).returncode for step in steps):
            return None
    return program if program.exists() else None


def version(name: str) -> str:
    found = subprocess.run([PLACE / name / "bin" / "python", "-c", f"from importlib.metadata import version; print(version('{name}'))"], capture_output=True, text=True)
    return found.stdout.strip()


def papermill(chain: Chain, stage: str) -> list[str]:
    """The command that runs one notebook."""
    given = [word for name, value in parameters(chain)[stage].items() for word in ("-p", name, str(value))]
    return [sys.executable, "-m", "papermill", f"notebooks/{stage}.ipynb", f"out/notebooks/{stage}.ipynb", "-k", "python3", "--no-progress-bar", *given]


def parameters(chain: Chain) -> dict[str, dict]:
    """By stage, as they stand now: a change to `strict` is a change to this file."""
    file = chain.home / "given.json"
    strict = json.loads(file.read_text()) if file.exists() else {}
    return {stage: {name: strict.get(name, value) for name, value in own.items()} for stage, own in chain.parameters.items()}


def _claimtrail(chain: Chain) -> list[str]:
    file = chain.home / "given.json"
    given = [word for name, value in (json.loads(file.read_text()) if file.exists() else {}).items() for word in ("-p", f"{name}={str(value).lower()}")]
    return [sys.executable, "-m", "analysis.cli", "run", "--as-of", str(chain.parameters["1_extract"]["as_of"]), *given]


def _out(chain: Chain) -> None:
    (chain.home / "out" / "notebooks").mkdir(parents=True, exist_ok=True)


def _loop(chain: Chain) -> list[str]:
    commands = [papermill(chain, stage) for stage in STAGES]
    return [sys.executable, "-c", f"import subprocess\nfor command in {commands!r}:\n    subprocess.run(command, check=True)"]


def _snakemake(chain: Chain) -> None:
    _out(chain)
    rules = [f"rule all:\n    input: {f'out/notebooks/{STAGES[-1]}.ipynb'!r}\n"]
    for stage in STAGES:
        inputs = ", ".join(map(repr, [f"notebooks/{stage}.ipynb", *_each_file(chain, stage)]))
        outputs = ", ".join(map(repr, [f"out/notebooks/{stage}.ipynb", *chain.writes[stage]]))
        command = " ".join(map(repr, papermill(chain, stage)))
        rules.append(f"rule s{stage}:\n    input: {inputs}\n    output: {outputs}\n    params: {json.dumps(parameters(chain)[stage])!r}\n    shell: {json.dumps(command)}\n")
    (chain.home / "Snakefile").write_text("\n".join(rules))


def _each_file(chain: Chain, stage: str) -> list[str]:
    """What a stage reads, a folder by the files in it: of a folder Snakemake asks for the folder's own time."""
    files = [sorted((chain.home / name).glob("*.*")) or [chain.home / name] for name in chain.reads[stage]]
    return [str(path.relative_to(chain.home)) for each in files for path in each]


def _dvc(chain: Chain) -> None:
    _out(chain)
    program = PLACE / "dvc" / "bin" / "dvc"
    if not (chain.home / ".dvc").exists():
        subprocess.run([program, "init", "--no-scm", "-q"], cwd=chain.home, check=True, capture_output=True)
    stages = {
        stage: {"cmd": " ".join(papermill(chain, stage)), "deps": [f"notebooks/{stage}.ipynb", *chain.reads[stage]], "outs": [f"out/notebooks/{stage}.ipynb", *chain.writes[stage]]}
        for stage in STAGES
    }
    (chain.home / "dvc.yaml").write_text(json.dumps({"stages": stages}))


def _ploomber(chain: Chain) -> None:
    _out(chain)
    kernel = chain.home / "jupyter" / "kernels" / "bench"
    kernel.mkdir(parents=True, exist_ok=True)
    (kernel / "kernel.json").write_text(json.dumps({"argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"], "display_name": "bench", "language": "python"}))
    tasks = []
    for at, stage in enumerate(STAGES):
        products = {"nb": f"out/notebooks/{stage}.ipynb"} | {f"file{number}": name for number, name in enumerate(chain.writes[stage])}
        tasks.append({
            "source": f"notebooks/{stage}.ipynb", "name": stage, "product": products, "kernelspec_name": "bench", "params": parameters(chain)[stage],
            "upstream": [STAGES[at - 1]] if at else [], "static_analysis": "disable",
        })  # fmt: skip
    (chain.home / "pipeline.yaml").write_text(json.dumps({"meta": {"extract_upstream": False, "extract_product": False}, "tasks": tasks}))


def all_of_them() -> list[Runner | str]:
    """Ours first; the name alone of what cannot be installed."""
    found: list[Runner | str] = [
        Runner("claimtrail", lambda chain: None, _claimtrail, "reports/kp-ru/2024-02-08-en"),
        Runner(f"papermill {metadata.version('papermill')}, a loop", _out, _loop),
    ]
    others = {
        "snakemake": (_snakemake, ["-s", "Snakefile", "--cores", "1", "-q"]), "dvc": (_dvc, ["repro", "-q"]), "ploomber": (_ploomber, ["build"]),
    }  # fmt: skip
    for name, (prepare, arguments) in others.items():
        program = installed(name)
        command = [str(program), *arguments]
        found.append(Runner(f"{name} {version(name)}", prepare, lambda _, command=command: command) if program else name)
    return found

