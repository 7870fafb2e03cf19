"""What an edition was made from and what it consists of: digests, the manifest and the description of its tables.

Every path is relative and every digest is the SHA-256 of a file's bytes, so a manifest says the same on each machine. Code that is read
counts by its syntax: the package's sources as one input, and each notebook. Knows no stage: the runner names the files that were read.
"""

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path

import analysis
from analysis import observer, paths, syntax
from analysis.columns import TABLES
from analysis.present import Present

MANIFEST = "manifest.json"
DESCRIPTOR = "datapackage.json"
CODE = observer.PACKAGE  # the package among the inputs
# What of the package makes an edition: its modules, and what they set pages with.
SOURCES = (".py", ".typ", ".css", ".js")

# Distributions whose version can change a byte of an edition.
LIBRARIES = ("babel", "datasketch", "ipykernel", "matplotlib", "nbformat", "numpy", "pandas", "papermill", "pypdf", "typst")


def digest(content: Path | str | bytes) -> str:
    """SHA-256, in hex, of a file's bytes or of a text as UTF-8. Raises OSError if the file cannot be read."""
    if isinstance(content, Path):
        content = content.read_bytes()
    return hashlib.sha256(content.encode("utf-8") if isinstance(content, str) else content).hexdigest()


def sources(now: Present | None = None) -> str:
    """One digest of all sources of this package, each by its name; a module by its syntax, in which a comment is nothing, others by their bytes."""
    now = now or Present()
    names = sorted(path.relative_to(observer.CHECKOUT).as_posix() for path in (observer.CHECKOUT / CODE).rglob("*") if path.suffix in SOURCES)
    return digest(canonical({name: syntax.whole(now.source(name)) if name.endswith(".py") else now.file(name) for name in names}))


def environment() -> dict[str, str]:
    """Versions of Python (major.minor), of this package and of the libraries that an edition is made with."""
    python = ".".join(platform.python_version_tuple()[:2])
    return {"python": python, "claimtrail": analysis.__version__} | {name: version(name) for name in LIBRARIES}


def manifest(edition: Path, inputs: Iterable[Path], parameters: Mapping[str, object]) -> dict:
    """What the edition in that folder was made from, by which parameters and versions, and every file in it but the manifest.

    `inputs` are files in the project folder or beside it; `parameters` hold topic, as_of and lang among others. Raises OSError if a file cannot
    be read.
    """
    return made_from(inputs, parameters) | {"outputs": outputs(edition)}


def outputs(edition: Path) -> dict[str, str]:
    """Every file in that folder but its manifest, with its digest. Raises OSError."""
    return {path.relative_to(edition).as_posix(): digest(path) for path in sorted(edition.rglob("*")) if path.is_file() and path != edition / MANIFEST}


def made_from(inputs: Iterable[Path], parameters: Mapping[str, object]) -> dict:
    """The manifest of an edition that is being made: all of it but what the edition consists of."""
    named = {name: parameters[name] for name in ("topic", "as_of", "lang")}
    return named | {
        "parameters": {name: value for name, value in parameters.items() if name not in named},
        "environment": environment(),
        "inputs": {relative(path): _of_input(path) for path in sorted(inputs)} | {CODE: sources()},
    }


def relative(path: Path) -> str:
    """A file as the project folder names it; a data set may lie beside that folder."""
    return Path(os.path.relpath(path, paths.home())).as_posix()


def canonical(content: Mapping) -> str:
    """JSON with sorted keys: the same text for the same content."""
    return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def seal(edition: Path, inputs: Iterable[Path], parameters: Mapping[str, object]) -> None:
    """Writes the description of the edition's tables, then its manifest. Raises OSError."""
    from analysis import tables  # loads pandas, which who only asks for digests does not need

    present = [name for name in TABLES if (edition / "tables" / f"{name}.csv").is_file()]
    (edition / "tables" / DESCRIPTOR).write_text(tables.described(present), encoding="utf-8", newline="")
    (edition / MANIFEST).write_text(canonical(manifest(edition, inputs, parameters)), encoding="utf-8", newline="")


def _of_input(path: Path) -> str:
    return syntax.notebook(path.read_bytes()) if path.suffix == ".ipynb" else digest(path)

