"""The house as DESIGN draws it: what lies where, what is pinned, what no tracked file holds. All offenders of a rule fail together."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from functools import cache
from importlib import metadata
from importlib.util import cache_from_source
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

TOP_LEVEL = {
    ".ci", ".gitignore", "ARCHITECTURE.md", "LICENSE", "LICENSE-DATA", "Makefile", "README.md", "analysis", "data", "environment.yml",
    "notebooks", "pyproject.toml", "reports", "requirements.lock", "tests",
}  # fmt: skip
MAX_MODULE_LINES, MAX_FUNCTION_LINES = 300, 40

# Extras that no command of this house installs, so that the lock leaves them out.
UNLOCKED_EXTRAS = {"cluster": "reads archives on many machines", "ingest": "takes in web pages", "bench": "other tools, measured beside ours"}

# Distributions that are run as programs or found by name, never imported.
RUN_BY_NAME = {
    "jupyterlab": "make lab", "nbval": "pytest's plugin for the executed notebooks", "pytest-mpl": "pytest's plugin for pictures",
    "pytest-xdist": "make test: two files of tests at once",
}  # fmt: skip

COPYLEFT = re.compile(r"\b[AL]?GPL|GNU |\bMPL\b|Mozilla|\bEPL\b|\bEUPL\b|\bCDDL\b|CC-BY-SA", re.IGNORECASE)
WEAK_COPYLEFT = {
    "certifi": "MPL-2.0 covers its list of certificates, which is used unchanged",
    "fqdn": "MPL-2.0 ends at its own file, which is used unchanged",
    "tqdm": "MPL-2.0 ends at its own files, which are used unchanged; the rest is MIT",
    "hypothesis": "MPL-2.0; for tests only",
}


@cache
def tracked() -> list[Path]:
    """Files that git tracks. A checkout that belongs to another user, as in a container, is read all the same."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("needs a git checkout: it asks git what belongs to the house")
    return [ROOT / name for name in sorted(filter(None, listed.stdout.split("\0"))) if (ROOT / name).is_file()]


@cache
def texts() -> dict[Path, str]:
    """Tracked files as text; of a picture or PDF what is readable in it."""
    return {path: path.read_text(encoding="utf-8", errors="replace") for path in tracked()}


@cache
def pins() -> dict[str, Version]:
    """Name and version of each distribution in the lock."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    return {canonicalize_name(name): Version(version) for name, version in found}


def declared(*extras: str) -> list[Requirement]:
    """What pyproject.toml asks for, with those extras."""
    lines = [*PROJECT["dependencies"], *(line for extra in extras for line in PROJECT["optional-dependencies"][extra])]
    asked = [Requirement(line) for line in lines]
    own = [extra for needed in asked if needed.name == PROJECT["name"] for extra in sorted(needed.extras)]
    return [needed for needed in asked if needed.name != PROJECT["name"]] + (declared(*own) if own else [])


def modules(*folders: str) -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders]


def test_the_top_level_is_what_design_draws():
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} == TOP_LEVEL


def test_every_module_says_what_it_is():
    assert [str(path.relative_to(ROOT)) for path in modules("analysis", "tests") if not ast.get_docstring(ast.parse(texts()[path]))] == []


def test_no_module_and_no_function_outgrows_its_bound():
    offenders = []
    for path in modules("analysis", "tests"):
        name, lines = path.relative_to(ROOT), texts()[path].count("\n")
        if lines > MAX_MODULE_LINES:
            offenders.append(f"{name} has {lines} lines, at most {MAX_MODULE_LINES}; what would make it two rooms?")
        for node in ast.walk(ast.parse(texts()[path])):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= MAX_FUNCTION_LINES:
                offenders.append(f"{name}:{node.lineno}: {node.name} has {node.end_lineno - node.lineno + 1} lines, at most {MAX_FUNCTION_LINES}")
    assert offenders == []


# Put together here, so that this file holds none of what it looks for. A path inside a web address is none of a machine.
MACHINE_PATHS = re.compile(r"(?<![\w-])/(?:" + "|".join(("work", "root", "home/[a-z]+", "Users/[A-Za-z]+", "private/tmp")) + ")/")
HOSTS = (("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs"), ("anaconda", "org"), ("deb", "debian", "org"))
REGISTRIES = re.compile("|".join(r"\.".join(parts) for parts in HOSTS), re.IGNORECASE)


def test_no_tracked_file_holds_a_path_of_a_machine_or_the_address_of_a_registry():
    offenders = [
        f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, hit.start()) + 1}: {hit[0]}"
        for path, text in texts().items()
        for pattern in (MACHINE_PATHS, REGISTRIES)
        for hit in pattern.finditer(text)
    ]
    assert offenders == []


def test_everything_declared_is_pinned_within_its_range():
    wanted = declared(*PROJECT["optional-dependencies"].keys() - UNLOCKED_EXTRAS.keys())
    backend = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    offenders = [
        f"{needed}: the lock has {pins().get(canonicalize_name(needed.name))}"
        for needed in [*wanted, *map(Requirement, backend)]
        if canonicalize_name(needed.name) not in pins() or pins()[canonicalize_name(needed.name)] not in needed.specifier
    ]
    assert offenders == [], "run make lock"


def test_the_lock_holds_pins_with_digests_and_nothing_else():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.sub(r"\\\n\s*|\n\s+#[^\n]*|^#[^\n]*\n", " ", text, flags=re.MULTILINE).strip().splitlines()
    shape = re.compile(r"[A-Za-z0-9._-]+==\S+( ;[^-]+(-[^-]+)*?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*")
    assert [entry.strip()[:80] for entry in entries if not shape.fullmatch(entry.strip())] == []
    assert len(entries) == len(pins())


@pytest.fixture
def own_packages() -> Path:
    """The folder of packages in .venv, which make sets up."""
    if Path(sys.prefix).resolve() != (ROOT / ".venv").resolve():
        pytest.skip("runs in another environment than .venv")
    return Path(sysconfig.get_path("purelib"))


def test_what_is_installed_is_what_is_pinned(own_packages):
    installed = {canonicalize_name(found.name): Version(found.version) for found in metadata.distributions(path=[str(own_packages)])}
    assert {name: version for name, version in installed.items() if name in pins()}.items() <= pins().items()
    assert installed.keys() - pins().keys() <= {"pip", "claimtrail", "uv", "setuptools"}


def test_every_installed_module_is_compiled(own_packages):
    assert [path for path in own_packages.rglob("*.py") if not Path(cache_from_source(path)).exists()] == []


def test_conda_users_get_the_same_python_and_the_same_lock():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    entries = [line.strip().removeprefix("- ") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert entries == [
        "name: claimtrail", "channels:", "conda-forge",
        "dependencies:", f"python{PROJECT['requires-python']}", "pip", "pip:", "-r requirements.lock",
    ]  # fmt: skip
    assert "pip install --no-deps --no-build-isolation -e ." in text
    assert "--no-deps --no-build-isolation -e ." in (ROOT / "Makefile").read_text(encoding="utf-8")


def imported(*folders: str) -> set[str]:
    """Distributions that the modules and notebooks of those folders import."""
    sources = [texts()[path] for path in modules(*folders)]
    notebooks = [json.loads(texts()[path]) for path in tracked() if path.suffix == ".ipynb" and path.relative_to(ROOT).parts[0] in folders]
    sources += ["".join(cell["source"]) for notebook in notebooks for cell in notebook["cells"] if cell["cell_type"] == "code"]
    names = set()
    for node in (node for source in sources for node in ast.walk(ast.parse(source))):
        if isinstance(node, ast.Import):
            names |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module.split(".")[0])
    owners = metadata.packages_distributions()
    others = names - set(sys.stdlib_module_names) - {"analysis"} - {path.stem for path in modules("tests")} - {"tests"}
    return {canonicalize_name(owner) for name in others for owner in owners.get(name, [name])}


def test_what_is_imported_is_declared_and_what_is_declared_is_used():
    needed, for_tests = ({canonicalize_name(each.name) for each in declared(*extras)} for extras in ((), ("dev",)))
    optional = {canonicalize_name(each.name) for each in declared(*UNLOCKED_EXTRAS.keys() - {"bench"})} - needed
    used = imported("analysis", "notebooks")
    assert used - optional <= needed, "imported but not declared"
    assert imported("tests") <= for_tests, "imported by the tests but not declared"
    assert needed - used - RUN_BY_NAME.keys() == set(), "declared but not used"


def licence(found: metadata.Distribution) -> str:
    """What a distribution says of its licence, the short statements before the long text."""
    said = found.metadata
    classifiers = [line for line in said.get_all("Classifier") or [] if line.startswith("License ::")]
    return said.get("License-Expression") or "; ".join(classifiers) or (said.get("License") or "").splitlines()[0]


def runtime_distributions() -> dict[str, metadata.Distribution]:
    """Everything that a run needs: what pyproject.toml declares, and what that needs, and so on."""
    found, open_names = {}, [needed.name for needed in declared()]
    while open_names:
        name = canonicalize_name(open_names.pop())
        if name in found:
            continue
        found[name] = metadata.distribution(name)
        needs = map(Requirement, found[name].requires or [])
        open_names += [needed.name for needed in needs if not needed.marker or needed.marker.evaluate({"extra": ""})]
    return found


def test_nothing_under_a_copyleft_licence_is_needed_to_run():
    said = {name: licence(found) for name, found in runtime_distributions().items()}
    assert [f"{name}: {text}" for name, text in said.items() if name not in WEAK_COPYLEFT and COPYLEFT.search(text)] == []
    assert [name for name, text in said.items() if not text] == [], "says no licence"


def test_the_makefile_asks_for_the_language_by_a_name_that_no_machine_sets():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert set(re.findall(r"\$\$\{(\w+):\+", text)) == {"TOPIC", "AS_OF", "BRIEF_LANG"}


@pytest.mark.parametrize(("user", "command"), [("0", "jupyter lab --allow-root notebooks"), ("1000", "jupyter lab notebooks")])
def test_make_lab_allows_root_only_where_root_asks(tmp_path, user, command):
    if not shutil.which("make"):
        pytest.skip("needs make")
    (tmp_path / "id").write_text(f"#!/bin/sh\necho {user}\n")
    (tmp_path / "id").chmod(0o755)
    outer = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    variables = outer | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    shown = subprocess.run(["make", "--dry-run", "lab"], cwd=ROOT, env=variables, capture_output=True, text=True, check=True).stdout
    assert shown.splitlines()[-1] == f".venv/bin/{command}"


@pytest.mark.parametrize("target", ["brief", "refresh", "test", "lab", "lock", "bench", "bench-extract", "bench-quantify", "bench-run", "clean"])
def test_each_target_of_make_is_at_most_two_lines(target):
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", text, re.MULTILINE)
    assert recipe and len(recipe[1].splitlines()) <= 2
