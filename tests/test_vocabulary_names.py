"""The names that the vocabulary's closed lists hold and the names that the code asks for are the same."""

import ast
import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from vocabularies import COMMITTED, rows

from analysis import topics, vocabulary
from analysis.columns import HEDGES, KINDS, TABLES
from analysis.documents import LANGUAGES
from analysis.extract.facts import GOODS_UNITS
from analysis.vocabulary import values
from analysis.vocabulary.label_keys import LABEL_KEYS

ROOT = Path(__file__).resolve().parent.parent
# What the code that reads a file asks for, and the closed list that rows are held to.
LISTS = {
    "reporting_words": values.REPORTING, "discourse_words": values.DISCOURSE, "prepositions": values.PREPOSITIONS, "hedge_words": values.RESERVATIONS,
    "event_words": values.EVENTS, "message_words": (*values.SAYING, *values.SMALL_WORDS), "number_words": values.NUMBERS, "time_words": values.TIMES,
    "bounds": values.BOUNDS, "abbreviations": values.ABBREVIATIONS,
}  # fmt: skip


@cache
def strings(under: str) -> set[str]:
    """Every string in the sources of that part of the package but the vocabulary's own, "…" where something is filled in."""
    found = set()
    for path in sorted((ROOT / "analysis" / under).rglob("*.py")):
        if "vocabulary" not in path.relative_to(ROOT).parts:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.JoinedStr):
                    found.add("".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values))
                elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.add(node.value)
    return found


@pytest.mark.parametrize("name", LISTS)
def test_each_name_of_a_closed_list_is_asked_for_by_the_code_and_stands_in_a_row(name):
    column = vocabulary.FILES[name].key[1]
    assert [value for value in LISTS[name] if value not in strings("extract")] == []
    assert set(LISTS[name]) == {row[column] for row in rows(COMMITTED, name)}


def test_the_rows_and_values_that_are_needed_are_those_of_the_code():
    assert set(values.LANGUAGES) == set(LANGUAGES) == set(topics.LANGUAGES)
    assert values.PER == next(column.values for column in TABLES["facts"] if column.name == "per")[1:]
    assert values.RELIABILITIES == next(column.values for column in TABLES["claims"] if column.name == "reliability")
    assert {*values.RESERVATIONS, "flat"} == set(HEDGES) and set(values.EVENTS) - set(KINDS) == {"future"}
    assert set(values.UNITS) == set(GOODS_UNITS) - {""} | {"kilogram"}
    named = strings("")
    assert [key for key in (*values.ACTORS, *values.ORIGINS, *values.UNITS, *values.ITEMS) if key not in named] == []


def keys_asked_for() -> re.Pattern:
    """The keys of labels that the code writes, whole or with a part filled in; a count adds the form to some."""
    dotted = [text for text in strings("") if re.fullmatch(r"[a-z_]+\.[a-z_.…]*|amount", text)]
    return re.compile("|".join(rf"{re.escape(text).replace('…', '[A-Za-z0-9_.-]+')}{'[a-z_]+' * text.endswith('.')}(?:\.one|\.other)?" for text in dotted))


def test_each_label_that_is_needed_is_one_that_the_code_asks_for():
    asked = keys_asked_for()
    assert [key for key in LABEL_KEYS if not asked.fullmatch(key)] == []


def test_each_label_that_the_code_asks_for_is_needed():
    """A key that is put together stands for at least one that is needed."""
    asking = re.compile(r"""(?:words|label|said|counted|form|words\.count)\(f?["']([a-z_]+\.[a-z_.{}]+)["'][,)]""")
    keys = {key for path in (ROOT / "analysis").rglob("*.py") for key in asking.findall(path.read_text(encoding="utf-8"))}
    parts = {key: re.split(r"(\{[^}]*\})", key) for key in keys}
    patterns = {key: "".join("[A-Za-z0-9_.-]+" if part.startswith("{") else re.escape(part) for part in parts[key]) for key in keys}
    assert len(keys) > 80
    assert [key for key, pattern in patterns.items() if not any(re.fullmatch(rf"{pattern}(\.one|\.other)?", known) for known in LABEL_KEYS)] == []


def test_the_slots_of_the_committed_labels_are_names():
    for row in rows(COMMITTED, "labels"):
        for lang in ("en", "de"):
            assert all(name.isidentifier() for _, name, _, _ in Formatter().parse(row[lang]) if name is not None)
