"""Which files an archive of an edition holds: those of the edition, of its manifest's inputs, of the package, and what sets the package up.

They keep their places in the project folder, so that an unpacked archive is one. All are held against the manifest: an archive never
has an edition beside data or sources that it was not made with.
"""

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from analysis import paths, provenance
from analysis.editions import Edition
from analysis.errors import EditionError
from analysis.provenance import CODE

# What sets the package up and tells of it, beside the folders.
SET_UP = (
    "ARCHITECTURE.md", "LICENSE", "LICENSE-DATA", "Makefile", "README.md", "environment.yml", "pyproject.toml", "requirements.lock",
)  # fmt: skip


def contents(edition: Edition) -> dict[str, bytes]:
    """The files by their paths in the project folder. Raises EditionError that lists each that is missing or not as the manifest has it."""
    manifest = _manifest(edition)
    wrong = [*_changed_outputs(edition, manifest["outputs"]), *_changed_inputs(manifest)]
    wrong += [f"{paths.CHECKOUT / name} is missing; an archive is made in a checkout of the package." for name in SET_UP if not (paths.CHECKOUT / name).is_file()]
    if wrong:
        raise EditionError.of_all(wrong)
    package = paths.CHECKOUT / CODE
    files = {f"{place(edition)}/{name}": edition.folder / name for name in (*manifest["outputs"], provenance.MANIFEST)}
    files |= {name: paths.home() / name for name in manifest["inputs"] if name != CODE}
    files |= {f"{CODE}/{path.relative_to(package).as_posix()}": path for path in package.rglob("*") if path.suffix in provenance.SOURCES}
    files |= {name: paths.CHECKOUT / name for name in SET_UP}
    return {name: path.read_bytes() for name, path in files.items()}


def place(edition: Edition) -> str:
    """Where the edition lies in the archive, as in the project folder."""
    return f"reports/{edition.topic}/{edition.as_of}-{edition.lang}"


def _manifest(edition: Edition) -> dict:
    """The edition's manifest; a name in it that leads out of its folder is as malformed as any other."""
    path = edition.folder / provenance.MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        names = [*manifest["inputs"], *manifest["outputs"]]
        own = [manifest[name] for name in ("topic", "as_of", "lang")] == [edition.topic, edition.as_of, edition.lang]
    except FileNotFoundError:
        raise EditionError(f"{edition.name} has no {path.name}; bundle an edition that claimtrail run has made.") from None
    except (OSError, ValueError, KeyError, TypeError):
        raise EditionError(f"{path} is malformed; run the edition again.") from None
    if not own:
        raise EditionError(f"{path} is of another edition; put the folder back where it was, or run {edition.name} again.")
    if held := manifest.get("parameters", {}).get("data_set"):
        raise EditionError(f"{edition.name} was made from the data set {held}, which no archive holds; hand the brief on with that folder beside it.")
    if strange := [name for name in names if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts]:
        raise EditionError.of_all(f"{path} names {name!r}, which lies outside; run the edition again." for name in strange)
    return manifest


def _changed_outputs(edition: Edition, made: dict[str, str]) -> Iterator[str]:
    for name, digest in made.items():
        path = edition.folder / name
        if not path.is_file():
            yield f"{edition.name} lacks its {name}; run the edition again."
        elif provenance.digest(path) != digest:
            yield f"{edition.name}: {name} is not as it was made; run the edition again."


def _changed_inputs(manifest: dict) -> Iterator[str]:
    files = {name: paths.home() / name for name in manifest["inputs"] if name != CODE}
    missing = [name for name, path in files.items() if not path.is_file()]
    now = provenance.made_from([files[name] for name in files if name not in missing], manifest)["inputs"]
    for name, digest in manifest["inputs"].items():
        if name in missing:
            yield f"{name}, which the edition was made from, is missing; restore it, or run the edition again."
        elif now.get(name) != digest:
            yield f"{'The package' if name == CODE else name} is not what the edition was made with; restore it, or run the edition again."
