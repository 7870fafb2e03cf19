"""What the rows of a vocabulary file must be together, or two cells of one row: each rule gives the lines that break it, and how.

A rule takes the rows by their line and what the files hold together; it gives a line and a sentence about it. `files.py` says
which rule counts for which file.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from string import Formatter

from analysis.vocabulary.cells import NUMBER, Known, Row

Rows = dict[int, Row]
Found = Iterator[tuple[int, str]]
Whole = Callable[[Rows, Known], Found]


def unique(*key: str) -> Whole:
    def rule(rows: Rows, known: Known) -> Found:
        seen: dict[tuple[str, ...], int] = {}
        for line, row in rows.items():
            identity = tuple(row[column] for column in key)
            if identity in seen:
                yield line, f"{' '.join(filter(None, identity))} stands already in line {seen[identity]}; keep one."
            seen.setdefault(identity, line)

    return rule


def one_meaning(*meaning: str, apart: Callable[[Row], Hashable] = lambda row: "", as_read: Callable[[str], str] = str) -> Whole:
    """A word means one thing in its language: of two the code would take one in silence. `apart`: what tells the lists that are
    searched by themselves; `as_read`: what the code makes of a word before it looks it up."""

    def rule(rows: Rows, known: Known) -> Found:
        entries = ((line, (row["language"], apart(row)), as_read(word), tuple(row[column] for column in meaning))
                   for line, row in rows.items() for word in row["words"].split(";") if word)  # fmt: skip
        return _with_two_meanings(entries)

    return rule


def one_actor_for_an_alias(rows: Rows, known: Known) -> Found:
    for language in known.languages:
        entries = ((line, "", alias, (row["actor_id"],)) for line, row in rows.items() for alias in row[f"aliases_{language}"].split(";") if alias)
        yield from _with_two_meanings(entries)


def _with_two_meanings(entries: Iterable[tuple[int, Hashable, str, tuple[str, ...]]]) -> Found:
    seen: dict[tuple[Hashable, str], tuple[int, tuple[str, ...]]] = {}
    for line, place, word, meaning in entries:
        first, told = seen.setdefault((place, word), (line, meaning))
        if told != meaning:
            yield line, f"{word!r} stands in line {first} too, for {' '.join(filter(None, told)) or 'another value'}; keep it in one of the two."


def adjectives_are_aliases(rows: Rows, known: Known) -> Found:
    for line, row in rows.items():
        strange = set(filter(None, row["adjectives_en"].split(";"))) - set(row["aliases_en"].split(";"))
        for word in sorted(strange):
            yield line, f"adjectives_en {word!r} is never found, because aliases_en lacks it; add it there."


def same_in_each_row(column: str, key: str) -> Whole:
    """A column that counts for the key in every language, whichever row it is read from."""

    def rule(rows: Rows, known: Known) -> Found:
        seen: dict[str, tuple[int, str]] = {}
        for line, row in rows.items():
            first, told = seen.setdefault(row[key], (line, row[column]))
            if row[column] != told:
                yield line, f"{column} is another than in line {first}, which is of {row[key]} too; write the same in both."

    return rule


def wider_items_are_items(rows: Rows, known: Known) -> Found:
    """What several items have in common is an item: "shells and rockets" is ammunition."""
    items = {row["item"] for row in rows.values()}
    for line, row in rows.items():
        wider = row["item"].rpartition(".")[0]
        if wider and wider not in items:
            yield line, f"item {row['item']!r} lies within {wider!r}, which has no row; add one."


def measures_are_named(rows: Rows, known: Known) -> Found:
    """A unit is one of units.csv, or a measure that one of its own words names; so a slip of the pen makes no new unit."""
    names: dict[str, set[str]] = {}
    for row in rows.values():
        if not row["place"].endswith("_of"):
            names.setdefault(row["unit"], set()).update(word.casefold() for word in row["words"].split(";"))
    nameless = {unit for unit, words in names.items() if unit.casefold() not in words} - known.values("units", "unit")
    for line, row in rows.items() if "units" in known.files else ():
        if row["unit"] in nameless and row["place"] != "not_per":
            nameless.remove(row["unit"])
            yield line, f"unit {row['unit']!r} is not in units.csv, and none of its words is its name; correct it, or add its name to its words."


def rising(low: str, high: str, strictly: bool) -> Whole:
    """Two numbers of a row, the lower one first."""

    def rule(rows: Rows, known: Known) -> Found:
        for line, row in rows.items():
            ends = [float(cell) for cell in (row[low], row[high]) if NUMBER.fullmatch(cell)]
            if len(ends) == 2 and (ends[0] > ends[1] or (strictly and ends[0] == ends[1])):
                yield line, f"{low} {row[low]} is not below {high} {row[high]}; exchange or correct them."

    return rule


def bounded(low: str, high: str, both: Callable[[Row], bool]) -> Whole:
    """One end of a row's range may be open; neither is where `both` are asked for."""

    def rule(rows: Rows, known: Known) -> Found:
        for line, row in rows.items():
            if not row[low] and not row[high]:
                yield line, f"{low} and {high} are empty; fill in one at least."
            elif both(row) and not (row[low] and row[high]):
                yield line, f"{low if not row[low] else high} is empty; fill it in, because both ends of such a row are drawn."

    return rule


def same_slots(*columns: str) -> Whole:
    """The {slots} of a text are names in braces, the same in each language."""

    def rule(rows: Rows, known: Known) -> Found:
        for line, row in rows.items():
            slots = {column: _slots(row[column]) for column in columns}
            for column in columns:
                if slots[column] is None:
                    yield line, f"{column} has braces that hold no plain name; write a slot as {{name}}, and a brace of the text twice."
            told = [names for names in slots.values() if names is not None]
            if len(told) == len(columns) and any(names != told[0] for names in told):
                differing = sorted(set.union(*told) - set.intersection(*told))
                yield line, f"{' and '.join(columns)} differ in {', '.join(f'{{{name}}}' for name in differing)}; write the same slots in each."

    return rule


def _slots(text: str) -> set[str] | None:
    """Names in braces; None where braces hold something else, which str.format would look into or fail at."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return None
    slots = [(name, form, conversion) for _, name, form, conversion in parts if name is not None]
    return {name for name, _, _ in slots} if all(name.isidentifier() and not form and not conversion for name, form, conversion in slots) else None


def capitals_are_found(*roles: str) -> Whole:
    """A number word is also looked for with a capital, and then looked up in small letters: these must stand in its list."""

    def rule(rows: Rows, known: Known) -> Found:
        lists: dict[tuple[str, str], set[str]] = {}
        for row in rows.values():
            lists.setdefault((row["language"], row["role"]), set()).update(row["words"].split(";"))
        for line, row in rows.items():
            for word in row["words"].split(";") if row["role"] in roles else ():
                if any(part[:1].islower() for part in word.split(" ")) and word.casefold() not in lists[row["language"], row["role"]]:
                    yield line, f"{word!r} would be lost with a capital; add {word.casefold()!r} to the words."

    return rule
