"""Where each key and each entry of a TOML file stands, since tomllib tells what it read and not where.

Takes text that tomllib has accepted, so that nothing is checked again; gives the line of each path of keys and positions.
"""

import re
import tomllib
from collections.abc import Iterator

Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}' r"|'''.*?'{3,5}" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'" r"|#[^\n]*|\n|[\[\]{},=.]|[^\s\"'#\[\]{},=.]+",
    re.DOTALL,
)
_QUOTES = ('"', "'")


def lines(text: str) -> dict[Path, int]:
    """The line of each path that the text sets; of a table or list that is set in parts, the line of its first."""
    return _Scan(text).found


def line(path: Path, found: dict[Path, int]) -> int:
    """The line of the path, or of the nearest table or list around it that stands somewhere; 0 for the file as a whole."""
    return next((found[path[:length]] for length in range(len(path), 0, -1) if path[:length] in found), 0)


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    number = 1
    for match in _TOKEN.finditer(text):
        if not match[0].startswith("#"):
            yield match[0], number
        number += match[0].count("\n")


class _Scan:
    """Reads statement by statement: a table's head, or a key and its value."""

    def __init__(self, text: str):
        self.tokens, self.place = list(_tokens(text)), 0
        self.found: dict[Path, int] = {}
        self.heads: dict[Path, int] = {}  # of each list of tables, how many it has
        table: Path = ()
        while self._skip_lines():
            if self._now() == "[":
                table = self._head()
            else:
                self._pair(table)

    def _now(self) -> str:
        return self.tokens[self.place][0] if self.place < len(self.tokens) else ""

    def _skip_lines(self) -> bool:
        """To the next token that is no line end; whether there is one."""
        while self._now() == "\n":
            self.place += 1
        return self.place < len(self.tokens)

    def _head(self) -> Path:
        start = self.place
        self.place += 1
        listed = self._now() == "["
        self.place += listed
        *outer, last = self._keys()
        self.place += 1 + listed
        path: Path = ()
        for key in outer:
            path = self._inside(self._noted((*path, key), start))
        path = self._noted((*path, last), start)
        if listed:
            self.heads[path] = self.heads.get(path, 0) + 1
        return self._noted(self._inside(path), start)

    def _inside(self, path: Path) -> Path:
        return (*path, self.heads[path] - 1) if path in self.heads else path

    def _noted(self, path: Path, start: int) -> Path:
        self.found.setdefault(path, self.tokens[start][1])
        return path

    def _keys(self) -> list[str]:
        keys = [self._key()]
        while self._now() == ".":
            self.place += 1
            keys.append(self._key())
        return keys

    def _key(self) -> str:
        token = self._now()
        self.place += 1
        return next(iter(tomllib.loads(f"{token} = 0"))) if token.startswith(_QUOTES) else token

    def _pair(self, table: Path) -> None:
        start, path = self.place, table
        for key in self._keys():
            path = self._noted((*path, key), start)
        self.place += 1
        self._value(path)

    def _value(self, path: Path) -> None:
        opening = self._now()
        if opening not in ("[", "{"):
            while self.place < len(self.tokens) and self._now() not in (",", "]", "}", "\n"):
                self.place += 1
            return
        self.place += 1
        position = 0
        while self._skip_lines() and self._now() not in ("]", "}"):
            if self._now() == ",":
                self.place += 1
            elif opening == "{":
                self._pair(path)
            else:
                self._value(self._noted((*path, position), self.place))
                position += 1
        self.place += 1
