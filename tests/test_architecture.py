"""Who may import whom, and what no module may do: read from the source, so that a module counts before anything calls it."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "analysis"

# A room is a module or a subpackage of analysis/, named by its first part.
STAGES = {"extract", "clean", "quantify", "judgements", "figures", "brief"}
ABOVE = {
    "run", "making", "batch", "verify", "changes", "told_changes", "refresh", "release", "trace", "annotate", "show", "estimating", "history", "adding", "arguments",
    "corpus", "extract_commands", "inputs", "material",
    "edition_commands", "upkeep_commands", "review_commands", "cli",
}  # fmt: skip

# What may be imported where it is a danger elsewhere, with the reason.
CSV_READERS = {"tables": "the only reading and writing of our own CSV", "intake": "reports as others have them, a row at a time"}
DANGEROUS_MODULES = {"pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle", "joblib"}
DANGEROUS_CALLS = {"eval", "exec", "compile", "__import__"}
DANGEROUS_METHODS = {("os", "system"), ("os", "popen"), ("subprocess", "getoutput"), ("subprocess", "getstatusoutput"), ("yaml", "load")}


@cache
def sources() -> dict[Path, ast.Module]:
    files = (path for folder in ("analysis", "tests") for path in sorted((ROOT / folder).rglob("*.py")))
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in files}


def rooms() -> dict[str, list[Path]]:
    """Each room of the package with its files."""
    found: dict[str, list[Path]] = {}
    for path in sources():
        if path.is_relative_to(PACKAGE) and path != PACKAGE / "__init__.py":
            found.setdefault(path.relative_to(PACKAGE).parts[0].removesuffix(".py"), []).append(path)
    return found


def imports(path: Path) -> list[tuple[str, int]]:
    """Every module that a file imports, wherever in it, with its line; relative imports spelled out."""
    found = []
    for node in ast.walk(sources()[path]):
        if isinstance(node, ast.Import):
            found += [(name.name, node.lineno) for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(path.relative_to(ROOT).parts[: -node.level]) if node.level else ""
            module = ".".join(filter(None, (base, node.module)))
            found += [(f"{module}.{name.name}", node.lineno) for name in node.names]
    return found


def room_imports(path: Path) -> list[tuple[str, int]]:
    """The rooms of analysis that a file imports."""
    known = rooms()
    parts = [(name.split("."), line) for name, line in imports(path)]
    return [(names[1], line) for names, line in parts if names[0] == "analysis" and len(names) > 1 and names[1] in known]


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def test_stages_never_import_each_other():
    offenders = [
        f"{place(path, line)} imports the stage {room}"
        for stage in STAGES & rooms().keys()
        for path in rooms()[stage]
        for room, line in room_imports(path)
        if room in STAGES - {stage}
    ]
    assert offenders == []


def test_nothing_imports_what_stands_above_it():
    offenders = [
        f"{place(path, line)} imports {room}, which stands above it"
        for name, paths in rooms().items()
        for path in paths
        for room, line in room_imports(path)
        if (room in ABOVE and name not in ABOVE) or (room in STAGES and name not in STAGES | ABOVE)
    ]
    assert offenders == []


def test_no_rooms_import_each_other_in_a_circle():
    needs = {name: {room for path in paths for room, _ in room_imports(path)} - {name} for name, paths in rooms().items()}
    while free := [name for name, needed in needs.items() if not needed & needs.keys()]:
        for name in free:
            del needs[name]
    assert needs == {}, f"in a circle, or needing one: {sorted(needs)}"


def csv_uses(tree: ast.Module) -> list[tuple[str, int]]:
    """Where a module reads or writes CSV by itself: the csv module, or pandas' own functions."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [name.name for name in node.names]
            found += [("import csv", node.lineno) for name in names if name == "csv"]
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in ("pd.read_csv", "pandas.read_csv") or called.endswith(".to_csv"):
                found.append((called, node.lineno))
    return found


def test_only_the_tables_read_and_write_csv():
    offenders = [
        f"{place(path, line)}: {what}"
        for name, paths in rooms().items()
        if name not in CSV_READERS
        for path in paths
        for what, line in csv_uses(sources()[path])
    ]
    assert offenders == []
    assert csv_uses(sources()[PACKAGE / "tables.py"])


def dangers(tree: ast.Module) -> list[tuple[str, int]]:
    """What runs text as a program: by evaluation, by a shell, by unpickling."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [name.name for name in node.names]
            found += [(f"import {name}", node.lineno) for name in names if name.split(".")[0] in DANGEROUS_MODULES]
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            shell = any(word.arg == "shell" and ast.unparse(word.value) != "False" for word in node.keywords)
            if shell or called in DANGEROUS_CALLS or tuple(called.rsplit(".", 2)[-2:]) in DANGEROUS_METHODS or called.endswith("_pickle"):
                found.append((f"{called}(…shell…)" if shell else called, node.lineno))
    return found


def test_nothing_runs_text_as_a_program():
    offenders = [f"{place(path, line)}: {what}" for path, tree in sources().items() for what, line in dangers(tree)]
    assert offenders == []


@pytest.mark.parametrize(
    "source",
    ["eval(x)", "exec(x)", "import pickle", "from pickle import loads", "os.system(x)", "subprocess.run(x, shell=True)", "pd.read_pickle(x)", "yaml.load(x)"],
)  # fmt: skip
def test_each_way_of_running_text_is_seen(source):
    assert dangers(ast.parse(source))


@pytest.mark.parametrize("source", ["re.compile(x)", "subprocess.run([x], shell=False)", "model.eval()", "yaml.safe_load(x)"])
def test_what_only_looks_like_running_text_is_let_be(source):
    assert not dangers(ast.parse(source))


def test_every_room_that_the_rules_name_exists():
    """A renamed stage would slip out of every rule above."""
    assert STAGES | ABOVE <= rooms().keys()


@cache
def architecture() -> dict[str, set[str]]:
    """What stands in backticks in each section of ARCHITECTURE.md."""
    sections = re.split(r"^## (.*)$", (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {title: set(re.findall(r"`([^`\s]+)`", text)) for title, text in zip(sections[1::2], sections[2::2], strict=True)}


def modules() -> dict[str, set[str]]:
    """By room (or "" for those of one module) the names of the modules."""
    found: dict[str, set[str]] = {}
    for name, paths in rooms().items():
        inside = {path.stem for path in paths if path.parent != PACKAGE} - {"__init__"}
        found.setdefault(name if inside else "", set()).update(inside or {name})
    return found


def test_architecture_names_every_module_of_every_room():
    told = architecture()["Who may import whom"] | architecture()["What is in a room"] | STAGES
    assert sorted(f"{room}/{name}" for room, names in modules().items() for name in {room} - {""} | names if name not in told) == []


def test_architecture_names_no_module_and_no_file_that_is_not_there():
    known = {"__init__"} | modules().keys() | set().union(*modules().values())
    names = {name for title in ("Who may import whom", "What is in a room") for name in architecture()[title] if re.fullmatch("[a-z_]+", name)}
    files = {name for names in architecture().values() for name in names if re.fullmatch(r"[a-z]+/[a-zA-Z_/.]*", name)}
    files |= {name for name in architecture()["Where to add what"] if re.fullmatch(r"[a-z_/]+\.(?:py|csv)", name)}
    places = (ROOT, PACKAGE, ROOT / "data" / "vocabulary")
    assert sorted(names - known) == []
    assert sorted(name for name in files if not any((place / f"{name}{end}").exists() for place in places for end in ("", ".py"))) == []
    assert "extract/lexicon" in files and "item_words.csv" in files
