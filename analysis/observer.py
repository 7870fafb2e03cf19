"""The kernel's half of the records: notes what a notebook truly reads, as it reads it, with the digest of what it read.

Installed in a kernel before its first cell. Noted are files of the project that are opened to be read, folders of it that are listed,
modules of this package as they are imported, and other packages that the package or a notebook imports. Not noted is what native code
opens by itself, as a compiler its fonts: these come with packages, which are noted.

The package is compiled from its sources at each import. Python's own cache of compiled modules goes by a file's time and size, so
after a clock was set back it would run the code from before, under the digest of the code from now.
"""

import builtins
import hashlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import source_from_cache, spec_from_file_location
from pathlib import Path
from types import CodeType

from analysis import syntax

PACKAGE = __package__
CHECKOUT = Path(__file__).resolve().parent.parent
BESIDE = "checkout:"  # before the name of what lies in the package's checkout where that is not the project's folder
NOTES = "reads.jsonl"  # in the kernel's home folder
ABSENT = "absent"  # in the place of a digest
# Python lists folders to find modules in them, the working folder of a kernel too, and packages to find what is installed.
WORKING = ("table", "notebooks")
NO_READERS = ("<frozen importlib", f"importlib{os.sep}metadata")

# The package's code by the digest of its source; a warmed parent fills it for all its kernels.
_compiled: dict[str, CodeType] = {}


def compiled() -> None:
    """Compiles every module of the package that is Python, so that kernels forked from here need not."""
    for path in sorted((CHECKOUT / PACKAGE).rglob("*.py")):
        content = path.read_bytes()
        try:
            _compiled[digest(content)] = SourceFileLoader(path.stem, str(path)).source_to_code(content, str(path))
        except (SyntaxError, ValueError):
            continue


def install(variables: Mapping[str, str]) -> None:
    """Begins to note in this process, whose environment has those variables, and has the package imported anew from now on."""
    notes = _Notes(Path(variables["HOME"]), Path(variables["CLAIMTRAIL_HOME"]), variables.get("CLAIMTRAIL_EDITION", ""))
    for name in [name for name in sys.modules if name == PACKAGE or name.startswith(f"{PACKAGE}.")]:
        del sys.modules[name]
    sys.meta_path.insert(0, _Finder(notes))
    builtins.__import__ = _importing(notes)
    sys.addaudithook(notes.heard)


class _Notes:
    """The file of notes, a JSON array a line: sort, name, digest. Each thing is noted once, as it was when it was first read."""

    def __init__(self, scratch: Path, home: Path, edition: str):
        self.file = os.open(scratch / NOTES, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.roots = [(sort, f"{root}{os.sep}") for sort, root in (("table", edition), ("file", home), ("file", CHECKOUT)) if root]
        self.strange = [f"{place}{os.sep}" for place in {sys.prefix, sys.base_prefix, scratch}]
        self.at_home = home == CHECKOUT
        self.noted: set[tuple[str, str]] = set()
        self.busy = False

    def heard(self, event: str, arguments: tuple) -> None:
        """The audit hook; what it opens itself is no event of the notebook's."""
        if event == "open" and not self.busy and isinstance(arguments[0], str | bytes | os.PathLike) and _reads(arguments[1], arguments[2]):
            self._while_busy(self._opened, os.path.abspath(os.fsdecode(arguments[0])))
        elif event in ("os.listdir", "os.scandir") and not self.busy and not isinstance(arguments[0], int):
            if not any(sign in sys._getframe(1).f_code.co_filename for sign in NO_READERS):
                self._while_busy(self._listed, os.path.abspath(os.fsdecode(arguments[0] or ".")))

    def _while_busy(self, note: Callable[[str], None], path: str) -> None:
        self.busy = True
        try:
            note(path)
        finally:
            self.busy = False

    def _opened(self, path: str) -> None:
        if os.path.basename(os.path.dirname(path)) == "__pycache__" and path.endswith(".pyc"):
            with suppress(ValueError):  # of a name that Python has not given
                path = source_from_cache(path)  # a module beside the package is read as Python has compiled it
        sort, name = self._place(path)
        # A module of the package that is read as a file, as for the digest of all sources, counts as one that is imported.
        if name.startswith(f"{PACKAGE}/") and name.endswith(".py"):
            self.note("module", name, lambda: _digest_of(path, digest))
        elif name:
            self.note(sort, name, lambda: digest_of(path))

    def _listed(self, path: str) -> None:
        sort, name = self._place(path)
        if name and (sort, name) != WORKING:
            self.note(f"{sort}s of", name, lambda: names_of(path))

    def _place(self, path: str) -> tuple[str, str]:
        """Of which sort a path is and its name below its root; no name if it is none of the project's."""
        if not any(path.startswith(place) for place in self.strange):
            for sort, root in self.roots:
                if path.startswith(root):
                    name = path.removeprefix(root).replace(os.sep, "/")
                    return sort, "" if _is_no_input(name) else name if sort == "table" else self._named(root, name)
        return "", ""

    def _named(self, root: str, name: str) -> str:
        """The package is the checkout's, whatever lies in the project; what else is read of a checkout beside the project is marked so."""
        own = name == PACKAGE or name.startswith(f"{PACKAGE}/")
        if root == f"{CHECKOUT}{os.sep}":
            return name if own or self.at_home else f"{BESIDE}{name}"
        return "" if own else name

    def note(self, sort: str, name: str, told: Callable[[], str]) -> None:
        if (sort, name) not in self.noted:
            self.noted.add((sort, name))
            os.write(self.file, f"{json.dumps([sort, name, told()])}\n".encode())


def digest_of(path: str) -> str:
    """SHA-256 of a file's bytes, of code as `syntax` has it; ABSENT if it is no file that can be read."""
    return _digest_of(path, {".ipynb": syntax.notebook, ".py": syntax.module}.get(os.path.splitext(path)[1], digest))


def _digest_of(path: str, of: Callable[[bytes], str]) -> str:
    try:
        if os.path.isfile(path):
            with open(path, "rb") as file:
                return of(file.read())
    except OSError:
        pass
    return ABSENT


def names_of(path: str) -> str:
    """SHA-256 of the names in a folder that are not hidden; ABSENT if it is no folder that can be read."""
    try:
        return digest("\n".join(sorted(name for name in os.listdir(path) if name != "__pycache__" and name[:1] != ".")).encode("utf-8", "surrogateescape"))
    except OSError:
        return ABSENT


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _is_no_input(name: str) -> bool:
    """What Python, tools and we ourselves keep in a project folder: what is hidden, caches, the description of an installation."""
    return any(part.startswith(".") or part == "__pycache__" or part.endswith(".egg-info") for part in name.split("/"))


def _reads(mode: str | None, flags: int) -> bool:
    return "r" in mode or "+" in mode if mode else flags & os.O_ACCMODE != os.O_WRONLY


class _Finder:
    """Finds the modules of the package, before any other finder does."""

    def __init__(self, notes: _Notes):
        self.notes = notes

    def find_spec(self, name: str, path: object, _target: object = None) -> ModuleSpec | None:
        if name.split(".", 1)[0] != PACKAGE:
            return None
        base = CHECKOUT.joinpath(*name.split("."))
        for place, folders in ((base / "__init__.py", [str(base)]), (base.with_suffix(".py"), None)):
            if place.is_file():
                loader = _Loader(name, str(place), self.notes)
                return spec_from_file_location(name, place, loader=loader, submodule_search_locations=folders)
        return None


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, notes: _Notes):
        super().__init__(name, path)
        self.notes = notes

    def get_code(self, fullname: str) -> CodeType:
        content = self.get_data(self.path)
        own = digest(content)
        self.notes.note("module", Path(self.path).relative_to(CHECKOUT).as_posix(), lambda: own)
        return _compiled.get(own) or self.source_to_code(content, self.path)


def _importing(notes: _Notes):
    """`__import__` that notes which packages the notebook or this package asks for; what these import in turn, their metadata tell."""
    plain = builtins.__import__

    def noting(name, globals=None, locals=None, fromlist=(), level=0):
        asking = (globals or {}).get("__name__") or ""
        if not level and (asking == "__main__" or asking.split(".", 1)[0] == PACKAGE):
            notes.note("package", name.split(".", 1)[0], lambda: "")
        return plain(name, globals, locals, fromlist, level)

    return noting
