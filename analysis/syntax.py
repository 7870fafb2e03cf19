"""A Python source as what it says: a digest for each function, class and constant at its top level; and a notebook likewise.

Comments, spaces, line breaks and the lines on which something stands are no part of it; docstrings are, since a program can read
its own. A source that is no Python counts by its bytes.
"""

import ast
import hashlib
import json
from collections.abc import Iterator

REST = "outside its functions"


def parts(source: bytes) -> dict[str, str]:
    """The first 16 hex digits of the SHA-256 of each part, by "function NAME", "class NAME", "constant NAME" or, for all else, REST."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {REST: _digest(repr(source))}
    dumped: dict[str, str] = {}
    for statement in body:
        # What is defined twice counts in its order.
        name = _name(statement)
        dumped[name] = dumped.get(name, "") + ast.dump(statement)
    return {name: _digest(text) for name, text in dumped.items()}


def whole(found: dict[str, str]) -> str:
    """One digest of all parts; the order in which they stand does not count."""
    return _digest(repr(sorted(found.items())))


def module(content: bytes) -> str:
    """One digest of a Python source, by its syntax."""
    return whole(parts(content))


def changed(before: dict[str, str], now: dict[str, str]) -> Iterator[str]:
    """What differs between the parts of a source then and now, each with its verb, in the order of the names."""
    for name in sorted(before.keys() | now.keys()):
        if before.get(name) != now.get(name):
            verb = "is new" if name not in before else "is gone" if name not in now else "changed"
            yield f"{name} {verb}"


def notebook(content: bytes) -> str:
    """SHA-256 of a notebook: its code by its syntax, its other cells by their text, and their tags. What is no notebook counts by its bytes."""
    try:
        cells = [(cell["cell_type"], text(cell), cell["metadata"].get("tags", [])) for cell in json.loads(content)["cells"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return hashlib.sha256(content).hexdigest()
    said = [(sort, whole(parts(source.encode("utf-8", "surrogatepass"))) if sort == "code" else source, tags) for sort, source, tags in cells]
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()


def text(cell: dict) -> str:
    """The source of a notebook's cell, which a file holds as a text or as its lines. Raises KeyError, TypeError."""
    return cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])


def _name(statement: ast.stmt) -> str:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return f"function {name}"
        case ast.ClassDef(name=name):
            return f"class {name}"
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return f"constant {name}"
    return REST


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
