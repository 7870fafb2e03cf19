"""The files of data/vocabulary: what makes a row unique, what each of its columns may hold, and what its rows must be together.

Descriptions only: `checks.py` holds the files to them, `cells.py` and `wholes.py` have the rules, `values.py` the closed lists.
"""

from dataclasses import dataclass, field

from analysis.vocabulary import values, wholes
from analysis.vocabulary.cells import (
    Known, Row, Rule, anything, body, depending_on, each, example, filled, identifier, in_file, language, like, number, one_of, optional, organ,
    phrase, stand_in, state, tag, text, unlike, without,
)  # fmt: skip
from analysis.vocabulary.label_keys import LABEL_KEYS
from analysis.vocabulary.wholes import Whole


@dataclass(frozen=True)
class File:
    """What makes a row unique; the rule of each column, and of those with a language's tag behind them ("aliases" of
    `aliases_de`); keys of rows that the code asks for by name; what is asked of all rows together."""

    key: tuple[str, ...]
    columns: dict[str, Rule]
    by_language: dict[str, Rule] = field(default_factory=dict)
    needed: tuple[str, ...] = ()
    wholes: tuple[Whole, ...] = ()


PATH = like(r"[a-z0-9_]+(?:\.[a-z0-9_]+)*", "write words of small letters, digits and '_', joined by '.'")
# Origins are often capitals, by their own names: "Yaoundé", "N'Djamena", "The-Hague".
ORIGIN_ID = like(r"[^\W_][\w.'-]*", "write letters, digits, '.', '_', '-' and apostrophes, without spaces")
ORIGIN, ITEM, UNIT = in_file("origins", "origin"), in_file("items", "item"), in_file("units", "unit")
PLACES = (*values.UNIT_PLACES, *values.PARTS_OF_UNITS)
AMOUNT = number(1e-9, 1e18, "above 0")
FORM = r"[^\W\d_]+"
VERB = like(rf"(?:{FORM}\+)*{FORM}(?:(?:/{FORM}){{4}})?", "write auf+fordern, or with the four other forms an+geben/gibt/gab/gaben/gegeben")
MEASURE = like(rf"{FORM}(?:[ -]{FORM})*", "write its name in letters, its words apart by a space or a hyphen")
SMALL_WORD = like(r"[\w '’.-]+", "write letters, spaces, apostrophes, hyphens and full stops only")
WITH_STOP = like(r"\S+\.", "write it without spaces and with its full stop at the end")
FIRST_WORD = like(FORM, "write one word of letters")


def _other_origin(cell: str, row: Row, known: Known) -> str:
    return "is the row's own origin; take it out." if cell == row["origin"] else ORIGIN(cell, row, known)


def _label_key(cell: str, row: Row, known: Known) -> str:
    """A label that the code asks for, or looks for and does without."""
    if cell in LABEL_KEYS or cell.startswith(("dropped.", "meaning.count.")):
        return ""
    return ITEM(cell.removeprefix("amount."), row, known) if cell.startswith("amount.") else unlike(cell, LABEL_KEYS)


def _paired(column: str, allowed: dict[str, tuple[str, ...]]) -> Rule:
    return depending_on(column, {value: one_of(*others) for value, others in allowed.items()})


def _words(**columns: Rule) -> File:
    """A file of words that has beside them one column for what they tell."""
    (meaning,) = columns
    columns = {"language": language, **columns, "words": each(phrase), "example": example}
    return File(("language", meaning), columns, wholes=(wholes.one_meaning(meaning),))


FILES: dict[str, File] = {
    "actors": File(
        ("actor_id",),
        {
            "actor_id": identifier, "name_en": text, "name_de": text, "type": one_of(*values.TYPES), "organ": body, "state": state, "origin": ORIGIN,
            "reliability": one_of(*values.RELIABILITIES), "reason": anything, "adjectives_en": optional(each(phrase)), "example": example,
        },
        by_language={"aliases": optional(each(phrase))},
        needed=values.ACTORS,
        wholes=(wholes.one_actor_for_an_alias, wholes.adjectives_are_aliases),
    ),
    "organs": File(
        ("organ", "language"),
        {"organ": organ, "language": language, "words": each(phrase), "stands_for": optional(each(stand_in)), "example": example},
        wholes=(wholes.one_meaning("organ"), wholes.same_in_each_row("stands_for", "organ")),
    ),
    "items": File(
        ("item",),
        {"item": PATH, "name_en": text, "name_de": text, "unit": optional(UNIT), "example": example},
        needed=values.ITEMS,
        wholes=(wholes.wider_items_are_items,),
    ),
    "item_words": _words(item=optional(ITEM)),
    "reporting_words": _words(form=one_of(*values.REPORTING)),
    "message_words": File(
        ("language", "role", "medium"),
        {
            "language": language, "role": one_of(*values.SAYING, *values.SMALL_WORDS),
            "medium": _paired("role", dict.fromkeys(values.SAYING, values.MEDIA) | dict.fromkeys(values.SMALL_WORDS, values.NONE)),
            "words": depending_on("role", dict.fromkeys(values.VERBS, each(VERB)) | dict.fromkeys(values.SMALL_WORDS, each(SMALL_WORD))),
            "example": example, "not_handled": anything,
        },
    ),
    "hedge_words": _words(hedge=one_of(*values.RESERVATIONS)),
    "event_words": File(
        ("language", "kind", "role"),
        {"language": language, "kind": one_of(*values.EVENTS), "role": _paired("kind", values.EVENTS), "words": each(phrase), "example": example},
        wholes=(wholes.one_meaning("kind", "role", apart=lambda row: row["kind"] in values.OCCASIONS),),
    ),
    "exclusions": _words(reason=one_of(*values.EXCLUSIONS)),
    "discourse_words": File(
        ("language", "form"), {"language": language, "form": one_of(*values.DISCOURSE), "words": each(phrase), "example": example},
    ),
    "prepositions": _words(role=one_of(*values.PREPOSITIONS)),
    "function_words": File(("language",), {"language": tag, "words": each(phrase), "example": example}, needed=values.LANGUAGES),
    "abbreviations": File(
        ("language", "role"),
        {
            "language": language, "role": one_of(*values.ABBREVIATIONS),
            "words": depending_on("role", dict.fromkeys(values.ABBREVIATIONS, each(WITH_STOP)) | {"starts": each(FIRST_WORD)}),
            "example": example, "not_handled": anything,
        },
    ),
    "number_words": File(
        ("language", "role", "value"),
        {
            "language": language, "role": one_of(*values.NUMBERS), "value": depending_on("role", values.NUMBERS),
            "words": depending_on("role", dict.fromkeys(values.NUMBERS, each(phrase)) | {"decimal": one_of(".", ",")}),
            "example": example, "not_handled": anything,
        },
        wholes=(wholes.one_meaning("value", apart=lambda row: row["role"]), wholes.capitals_are_found(*values.LOOKED_UP)),
    ),
    "unit_words": File(
        ("language", "unit", "place"),
        {
            # Without a language it holds symbols, found only as they are written.
            "language": optional(language), "place": one_of(*PLACES),
            "unit": depending_on("place", dict.fromkeys(PLACES, MEASURE) | {"per": one_of(*values.PER), "not_per": one_of("none")}),
            "words": depending_on("place", dict.fromkeys(PLACES, each(phrase)) | dict.fromkeys(values.PARTS_OF_UNITS, each(in_file("unit_words", "unit")))),
            "example": example, "not_handled": anything,
        },
        wholes=(wholes.measures_are_named, wholes.one_meaning("unit", apart=lambda row: row["place"].partition("_")[0])),
    ),
    "bounds": File(
        ("language", "bound", "place"),
        {
            "language": language, "bound": one_of(*values.BOUNDS), "place": _paired("bound", values.BOUNDS), "words": each(filled),
            "example": example, "not_handled": anything,
        },
        wholes=(wholes.one_meaning("bound", apart=lambda row: row["place"]),),
    ),
    "time_words": File(
        ("language", "class", "value"),
        {
            "language": language, "class": one_of(*values.TIMES), "value": depending_on("class", values.TIMES), "words": each(filled),
            "example": example, "not_handled": anything,
        },
        wholes=(wholes.one_meaning("value", apart=lambda row: row["class"], as_read=str.casefold),),
    ),
    "units": File(
        ("unit",),
        {
            "unit": MEASURE, "one_en": text, "many_en": text, "one_de": text, "many_de": text, "dimension": one_of(*values.DIMENSIONS),
            "example": example,
        },
        needed=values.UNITS,
    ),
    "conversions": File(
        ("from_unit", "to_unit", "item", "source"),
        {
            **dict.fromkeys(("from_unit", "to_unit"), without(" per (?:day|week|month|year)", UNIT)), "item": without(r" \([^()]+\)", ITEM),
            "low": optional(AMOUNT), "high": optional(AMOUNT), "source": filled, "basis": filled,
            # Whose factor it is, of several where it divides one's figure by another's; and whether boxes held so much or could hold it.
            "origin": optional(each(ORIGIN)), "states": optional(one_of("load", "capacity")), "note": anything, "example": example,
        },
        wholes=(
            wholes.bounded("low", "high", both=lambda row: row["item"].endswith(" (full by weight)")),
            wholes.rising("low", "high", strictly=False),
        ),
    ),
    "origins": File(
        ("origin",),
        {
            "origin": ORIGIN_ID, "name_en": text, "name_de": text, "draws_on": optional(each(_other_origin)), "counts": one_of("yes", "no"),
            "reason": filled, "example": example,
        },
        needed=values.ORIGINS,
    ),
    "labels": File(
        ("key",), {"key": _label_key, "en": text, "de": text, "example": example}, needed=LABEL_KEYS, wholes=(wholes.same_slots("en", "de"),),
    ),
    "likelihoods": File(
        ("term",),
        {
            "term": identifier, "name_en": text, "name_de": text, "opening_en": text, "opening_de": text,
            "low": number(0, 100), "high": number(0, 100), "example": example,
        },
        wholes=(wholes.rising("low", "high", strictly=True),),
    ),
}  # fmt: skip
