"""What a run is asked for, checked by name and type before any kernel starts.

The notebooks' own parameters cells say what there is: typed, commented assignments, as papermill's inspection reads them. Takes
what the user gives (text from the command line or Python values), gives typed values for every parameter.
"""

import ast
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from nbformat import NotebookNode
from papermill import inspect_notebook

from analysis import documents, paths, topics
from analysis.errors import ParameterError

# The three that name the edition; they have arguments of their own.
EDITION = ("topic", "as_of", "lang")
KINDS = {"str": "text", "int": "a whole number", "float": "a number", "bool": "true or false"}


@dataclass(frozen=True)
class Parameter:
    """One assignment of a parameters cell; `kind` is its annotation, a key of KINDS, and `comment` says what it is."""

    name: str
    kind: str
    default: object
    comment: str


def declared(notebook: NotebookNode) -> dict[str, Parameter]:
    """The parameters that a notebook declares, by name, in its order."""
    found = inspect_notebook(notebook).values()
    return {each["name"]: Parameter(each["name"], each["inferred_type_name"], ast.literal_eval(each["default"]), each["help"]) for each in found}


def checked(known: Mapping[str, Parameter], topic: str, as_of: str, lang: str, given: Mapping[str, object]) -> dict[str, object]:
    """A value for each known parameter. An empty `as_of` is the newest report's date. Raises ParameterError that lists every offender."""
    offenders = [*_edition(topic, as_of, lang), *_strangers(known, given)]
    values = {name: parameter.default for name, parameter in known.items()}
    for name in known.keys() & given.keys() - set(EDITION):
        values[name] = _typed(given[name], known[name].kind)
        if values[name] is None:
            offenders.append(f"Parameter {name} is {given[name]!r}; it must be {KINDS[known[name].kind]}: {known[name].comment}.")
    if offenders:
        raise ParameterError.of_all(sorted(offenders))
    return values | {"topic": topic, "as_of": as_of or newest(), "lang": lang}


def newest() -> str:
    """The date of the newest report. Raises DocumentError."""
    return documents.read_folder(paths.documents())[-1].published


def _edition(topic: str, as_of: str, lang: str) -> list[str]:
    offenders = []
    if topic not in topics.available():
        offenders.append(f"Topic {topic!r} is unknown; there is {_listed(topics.available())}.")
    if lang not in topics.LANGUAGES:
        offenders.append(f"Language {lang!r} is unknown; a brief is written in {_listed(topics.LANGUAGES)}.")
    if as_of and not _is_date(as_of):
        offenders.append(f"The date {as_of!r} is malformed; write a day that exists as YYYY-MM-DD, such as 2024-02-10.")
    return offenders


def _strangers(known: Mapping[str, Parameter], given: Mapping[str, object]) -> list[str]:
    own = [name for name in known if name not in EDITION]
    offenders = [f"Parameter {name} names the edition; give it as --{name.replace('_', '-')}." for name in given if name in EDITION]
    for name in given.keys() - known.keys() - set(EDITION):
        near = get_close_matches(name, own, 3, 0.6)
        hint = f"did you mean {_listed(near)}?" if near else f"the notebooks know {_listed(own)}."
        offenders.append(f"Parameter {name!r} is unknown; {hint}")
    return offenders


def _typed(value: object, kind: str) -> object | None:
    """The value as its kind, None if it is none: text is read, another type is taken only where nothing is lost."""
    if isinstance(value, str) and kind != "str":
        return _read(value.strip(), kind)
    if kind == "float" and type(value) is int:
        return float(value)
    return value if type(value).__name__ == kind and (kind != "float" or math.isfinite(value)) else None


def _read(text: str, kind: str) -> object | None:
    if kind == "bool":
        return {"true": True, "false": False}.get(text.lower())
    pattern = r"[+-]?\d+" if kind == "int" else r"[+-]?\d+(\.\d+)?"
    if not re.fullmatch(pattern, text, re.ASCII):
        return None
    return int(text) if kind == "int" else float(text)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _listed(names: object) -> str:
    return ", ".join(names) or "none"
