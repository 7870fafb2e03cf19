"""What there is now of all that a run may read: files, folders, sources by their syntax, packages. Asked for one by one, read once.

Digests of bytes alone decide: no file's time or size is trusted. To take a source apart takes long, so its parts are kept by the
digest of its bytes in reports/.syntax.json, a file that may be lost, and that no digest of other bytes can find.
"""

import json
import platform
import re
from contextlib import suppress
from functools import cached_property
from importlib import metadata
from pathlib import Path

from analysis import observer, paths, syntax, whole_files
from analysis.errors import OutputError

KEPT = ".syntax.json"
MOST = 2000  # sources that are kept; more are of no use
LOCK = "requirements.lock"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


class Present:
    """The project as it stands: each digest is taken when it is first asked for, and the same is told from then on."""

    def __init__(self, kept: Path | None = None):
        self.home = Path(paths.home())
        self.place = kept or paths.reports() / KEPT
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        self._sources: dict[str, tuple[str, dict[str, str]]] = {}
        self._new: dict[str, dict[str, str]] = {}

    def file(self, name: str) -> str:
        """Digest of a file, by its name as `observer` gives it."""
        if name not in self._files:
            self._files[name] = observer.digest_of(str(self._where(name)))
        return self._files[name]

    def folder(self, name: str) -> str:
        """Digest of the names in a folder."""
        if name not in self._folders:
            self._folders[name] = observer.names_of(str(self._where(name)))
        return self._folders[name]

    def _where(self, name: str) -> Path:
        if name.startswith(observer.BESIDE):
            return observer.CHECKOUT / name.removeprefix(observer.BESIDE)
        return (observer.CHECKOUT if name.split("/", 1)[0] == observer.PACKAGE else self.home) / name

    def source(self, name: str) -> dict[str, str]:
        """The parts of a module of the package by their digests; none if it is gone."""
        return self._source(name)[1]

    def source_bytes(self, name: str) -> str:
        """Digest of a module's bytes, of which `source` tells the parts."""
        return self._source(name)[0]

    def _source(self, name: str) -> tuple[str, dict[str, str]]:
        if name not in self._sources:
            try:
                content = (observer.CHECKOUT / name).read_bytes()
                key = observer.digest(content)
                self._new[key] = self._before.get(key) or syntax.parts(content)
                self._sources[name] = key, self._new[key]
            except OSError:
                self._sources[name] = observer.ABSENT, {}
        return self._sources[name]

    @cached_property
    def _before(self) -> dict[str, dict[str, str]]:
        try:
            found = json.loads(self.place.read_text(encoding="utf-8"))
            return found if found.pop("python") == platform.python_version() else {}
        except (OSError, ValueError, KeyError, AttributeError, TypeError):
            return {}

    def keep(self) -> None:
        """Keeps the parts of the sources that were asked for. Where that cannot be written, they will be taken apart again."""
        if self._new.keys() - self._before.keys():
            known = (self._before if len(self._before) < MOST else {}) | self._new
            with suppress(OutputError):
                whole_files.write(self.place, json.dumps(known | {"python": platform.python_version()}).encode("utf-8"))

    @cached_property
    def python(self) -> str:
        return ".".join(platform.python_version_tuple()[:2])

    def package(self, name: str) -> str:
        """The version of a distribution that is installed, and, where the lock has another, that one."""
        try:
            installed = metadata.version(name)
        except metadata.PackageNotFoundError:
            return observer.ABSENT
        pinned = self._pins.get(name.lower(), installed)
        return installed if pinned == installed else f"{installed} ({LOCK}: {pinned})"

    @cached_property
    def _pins(self) -> dict[str, str]:
        try:
            return {name.lower(): version for name, version in PIN.findall((observer.CHECKOUT / LOCK).read_text(encoding="utf-8"))}
        except (OSError, ValueError):
            return {}
