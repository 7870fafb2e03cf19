"""What a run is asked for, checked by name and type before any kernel starts.

The notebooks' own parameters cells say what there is: typed, commented assignments of literals, a line each. Takes what the user
gives (text from the command line or Python values), gives typed values for every parameter. A whole number counts something that
is shown, so it has bounds.
"""

import ast
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from analysis import days, paths
from analysis.errors import ParameterError

if TYPE_CHECKING:
    from nbformat import NotebookNode

# The three that name the edition; they have arguments of their own.
EDITION = ("topic", "as_of", "lang")
COUNTS = range(1, 1001)
KINDS = {"str": "text", "int": f"a whole number from {COUNTS[0]} to {COUNTS[-1]}", "float": "a number", "bool": "true or false"}
# A later day adds nothing to what the newest report says, and the further it lies the longer its figures take: of the year 9000, a minute.
YEARS_AFTER = 10
DECLARATION = f"write NAME: KIND = VALUE  # WHAT, its kind and plain value one of: {'; '.join(f'{kind}, {what}' for kind, what in KINDS.items())}"


@dataclass(frozen=True)
class Parameter:
    """One assignment of a parameters cell; `kind` is its annotation, a key of KINDS, and `comment` says what it is."""

    name: str
    kind: str
    default: object
    comment: str


def declared(notebook: "NotebookNode") -> dict[str, Parameter]:
    """The parameters that a notebook declares, by name, in its order. Raises ParameterError that lists each line that declares none."""
    source = next((cell.source for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])), "")
    lines = re.split(r"\r\n?|\n", source)
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as broken:
        raise ParameterError(f"line {getattr(broken, 'lineno', None) or 1}: this is no Python; {DECLARATION}.") from None
    found = [(statement, _declared(statement, lines)) for statement in statements]
    offenders = [f"line {statement.lineno}: {lines[statement.lineno - 1].strip()!r} declares no parameter; {DECLARATION}." for statement, each in found if not each]
    names = [each.name for _, each in found if each]
    offenders += [f"{name} is not declared; {DECLARATION}." for name in EDITION if not offenders and name not in names]
    if offenders:
        raise ParameterError.of_all(offenders)
    return {each.name: each for _, each in found}


def _declared(statement: ast.stmt, lines: list[str]) -> Parameter | None:
    """The parameter of one statement, None if it declares none."""
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Name(id=kind), value=ast.expr() as value) if kind in KINDS:
            try:
                literal = ast.literal_eval(value)
            except (ValueError, TypeError):
                return None
            default = _typed(literal, kind) if isinstance(literal, str) == (kind == "str") else None
            comment = lines[statement.end_lineno - 1].encode()[statement.end_col_offset :].decode()
            return Parameter(name, kind, default, comment.strip("# ")) if default is not None else None
    return None


def checked(known: Mapping[str, Parameter], topic: str, as_of: str, lang: str, given: Mapping[str, object]) -> dict[str, object]:
    """A value for each known parameter; `as_of` as it is asked for, which may be empty. Raises ParameterError that lists every offender."""
    offenders = [*misnamed(topic, as_of, lang), *_strangers(known, given)]
    values = typed(known, given)
    for name in known.keys() & given.keys() - set(EDITION):
        if values[name] is None:
            offenders.append(f"Parameter {name} is {given[name]!r}; it must be {KINDS[known[name].kind]}: {known[name].comment}.")
    if offenders:
        raise ParameterError.of_all(sorted(offenders))
    return values | {"topic": topic, "as_of": as_of, "lang": lang}


def typed(known: Mapping[str, Parameter], given: Mapping[str, object]) -> dict[str, object]:
    """Each known parameter's default, or what is given for it as its kind, None if that is none. The edition's own three are not looked at."""
    own = known.keys() & given.keys() - set(EDITION)
    return {name: parameter.default for name, parameter in known.items()} | {name: _typed(given[name], known[name].kind) for name in own}


def day(as_of: str, latest: str) -> str:
    """The day that is asked for, or that of the newest report. Raises ParameterError for one too long after it."""
    bound = f"{int(latest[:4]) + YEARS_AFTER}-12-31"
    if as_of > bound:
        raise ParameterError(f"The date {as_of!r} lies too long after the newest report, which is of {latest}; write a day up to {bound}.")
    return as_of or latest


def newest(topic: str) -> str:
    """The date of the topic's newest report. Raises DocumentError."""
    from analysis import documents  # loads pandas, which a run that has nothing to do need not wait for

    return documents.read_folder(paths.documents(topic))[-1].published


def misnamed(topic: str, as_of: str, lang: str) -> list[str]:
    """What is wrong with the three that name an edition, each in a sentence."""
    from analysis import topics  # loads pandas too

    offenders = []
    if topic not in topics.available():
        offenders.append(f"Topic {topic!r} is unknown; there is {_listed(topics.available())}.")
    if lang not in topics.LANGUAGES:
        offenders.append(f"Language {lang!r} is unknown; a brief is written in {_listed(topics.LANGUAGES)}.")
    if as_of and days.fault(as_of):
        offenders.append(f"The date {as_of!r} {days.fault(as_of)}.")
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
        value = _read(value.strip(), kind)
    if kind == "float" and type(value) is int:
        value = float(value)
    if type(value).__name__ != kind or (kind == "int" and value not in COUNTS) or (kind == "float" and not math.isfinite(value)):
        return None
    return value


def _read(text: str, kind: str) -> object | None:
    if kind == "bool":
        return {"true": True, "false": False}.get(text.lower())
    pattern = r"[+-]?\d{1,9}" if kind == "int" else r"[+-]?\d{1,300}(\.\d{1,300})?"
    if not re.fullmatch(pattern, text, re.ASCII):
        return None
    return int(text) if kind == "int" else float(text)


def _listed(names: object) -> str:
    return ", ".join(names) or "none"
