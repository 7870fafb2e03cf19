"""What a topic file must look like, key by key: tables, lists, and for each value what it may be.

Takes the tree that tomllib gives, and the vocabulary; gives an offence for each value that does not fit: its path, and what is
wrong with it as the end of a sentence. What the values must be to each other is left to `meaning`.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from analysis import conditions
from analysis.columns import KINDS
from analysis.conditions import Condition, ConditionError, Question, Term, questions
from analysis.paths import LANGUAGES
from analysis.topics.places import Path
from analysis.vocabulary import Vocabulary

CONFIDENCES = ("low", "moderate", "high")
SENTENCES = ("text", "basis", "would_change")
PLACEHOLDER = re.compile(r"\{(\w*)\}")
# A name becomes part of a number's id, which the brief marks, links and prints.
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
# A judgement prints these without a slot.
OWN_NUMBERS = ("likelihood", "likelihood_low", "likelihood_high")
MOST_DAYS = 36_500
MOST = 10**15
# What a flow's ceiling is: what can be moved at most, or what is allowed at most.
CEILINGS = ("physical", "permitted")
PER = ("month", "year")
# Sort of hypothesis → the keys that it needs beside id, sort, en and de; what each means is told in hypotheses.py.
HYPOTHESES = {"load": ("item", "counts", "least", "most", "source"), "inflated": ("told_by", "against"), "denied": ("items",)}
YEARS = range(1900, 2200)

Offence = tuple[Path, str]
Check = Callable[[object], Iterable[str]]


@dataclass(frozen=True)
class Table:
    """A table with exactly these keys; those of `optional` may be left out."""

    keys: dict[str, "Node"]
    optional: tuple[str, ...] = ()


@dataclass(frozen=True)
class Named:
    """A table whose keys are names of the author's, all of them with the same kind of value."""

    each: "Node"


@dataclass(frozen=True)
class Rows:
    """A list that is not empty and holds nothing twice; `kind` says what, for messages."""

    each: "Node"
    kind: str


Node = Table | Named | Rows | Check


def offences(raw: dict, topic_id: str, vocabulary: Vocabulary) -> list[Offence]:
    """Every value of the tree that is missing, unknown, of a wrong type, or not in the vocabulary that it must be of."""
    return list(_walk(_topic(topic_id, vocabulary), raw, ()))


def near(word: str, known: Collection[str]) -> str:
    """How the sentence about an unknown word ends: with those that look like it, else with all if they are few."""
    alike = get_close_matches(word, list(known), 3, 0.6)
    if alike:
        return f"did you mean {' or '.join(alike)}?"
    return f"it must be one of {', '.join(known)}" if len(known) <= 20 else "correct it, or add it there"


def again(values: Iterable[object]) -> set[int]:
    """The positions of those texts that stood before already."""
    seen, found = set(), set()
    for place, value in enumerate(values):
        if isinstance(value, str):
            found |= {place} if value in seen else set()
            seen.add(value)
    return found


def _topic(topic_id: str, vocabulary: Vocabulary) -> Table:
    actor, item = _key_of("actors", vocabulary), _key_of("items", vocabulary)
    texts = Table(dict.fromkeys(LANGUAGES, _text))
    ceiling = Table({"item": item, "most": _amount, "unit": _key_of("units", vocabulary), "per": _one_of(PER), "sort": _one_of(CEILINGS), "source": _text})
    flow = Table(
        {"supplier": actor, "recipient": actor, "items": Rows(item, "items"), "counted_from": _day,
         "ceilings": Rows(ceiling, "ceilings, each begun by [[flows.ceilings]]")}, ("counted_from", "ceilings"),
    )  # fmt: skip
    origin = _key_of("origins", vocabulary)
    hypothesis = Table(
        {"id": _name, "sort": _one_of(HYPOTHESES), **texts.keys, "item": item, "counts": origin, "least": _amount, "most": _amount,
         "source": _text, "told_by": Rows(origin, "origins"), "against": origin, "items": Rows(item, "items")},
        tuple(dict.fromkeys(key for keys in HYPOTHESES.values() for key in keys)),
    )  # fmt: skip
    slot = Table({"value": _asked(_parsed_slot, vocabulary), **texts.keys})
    judgement = {
        "id": _name, "condition": _asked(_parsed_condition, vocabulary), "likelihood": _key_of("likelihoods", vocabulary),
        "confidence": _one_of(CONFIDENCES), "slots": Named(slot),
    }  # fmt: skip
    return Table({
        "id": _file_name(topic_id), "title": texts, "question": texts, "actors": Rows(actor, "actors"),
        "counted_from": _day, "start_tolerance": _days, "stale_after": _days, "edition_interval": _days, "lead": Table({"flow": _text, "item": item}),
        "flows": Rows(flow, "flows, each begun by [[flows]]"), "unjudged": Table(dict.fromkeys(LANGUAGES, _unjudged)),
        "judgements": Rows(
            Table(judgement | dict.fromkeys(SENTENCES, Table(dict.fromkeys(LANGUAGES, _template))), ("slots",)),
            "judgements, each begun by [[judgements]]",
        ),
        "hypotheses": Rows(hypothesis, "hypotheses, each begun by [[hypotheses]]"),
    }, ("hypotheses", "edition_interval"))  # fmt: skip


def _walk(node: Node, value: object, path: Path) -> Iterator[Offence]:
    walk = {Table: _table, Named: _named, Rows: _rows}.get(type(node))
    yield from walk(node, value, path) if walk else ((path, wrong) for wrong in node(value))


def _table(node: Table, value: object, path: Path) -> Iterator[Offence]:
    if not isinstance(value, dict):
        yield path, f"is {_shown(value)}; it must be a table with the keys {', '.join(node.keys)}"
        return
    for key, inner in value.items():
        if key in node.keys:
            yield from _walk(node.keys[key], inner, (*path, key))
        else:
            yield (*path, key), f"is a key that is not known here; {near(key, node.keys)}"
    yield from ((path, f"has no {key}; add it") for key in node.keys if key not in value and key not in node.optional)


def _named(node: Named, value: object, path: Path) -> Iterator[Offence]:
    if not isinstance(value, dict):
        yield path, f"is {_shown(value)}; it must be a table of named tables"
        return
    for name, inner in value.items():
        if not NAME.fullmatch(name) or name in OWN_NUMBERS:
            yield (*path, name), "needs another name: letters a-z, digits and '_', begun by a letter, and none of " + ", ".join(OWN_NUMBERS)
        yield from _walk(node.each, inner, (*path, name))


def _rows(node: Rows, value: object, path: Path) -> Iterator[Offence]:
    if not isinstance(value, list) or not value:
        yield path, f"is {_shown(value)}; it must be a list of {node.kind}"
        return
    repeated = again(value)
    for place, inner in enumerate(value):
        if place in repeated:
            yield (*path, place), f"is {_shown(inner)} once more; keep one"
        else:
            yield from _walk(node.each, inner, (*path, place))


def _text(value: object) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"is {_shown(value)}; it must be text in quotation marks"
    elif not value.strip():
        yield "is empty; write a text"
    elif strange := [sign for sign in value if sign in "⟦⟧" or unicodedata.category(sign) == "Cc" and sign not in "\n\t"]:
        yield f"holds the sign U+{ord(strange[0]):04X}, which cannot be printed here; take it out"


def _template(value: object) -> Iterator[str]:
    yield from (wrong := list(_text(value)))
    stray = None if wrong else re.search(r"[{}].*", PLACEHOLDER.sub("", value))
    if stray:
        yield f"has a brace that belongs to no placeholder, in {_shown(stray[0])}; write {{name}}, or take it out"
    elif not wrong and (typed := re.search(r"\d[\d.,]*", PLACEHOLDER.sub("", value))):
        yield f"has the number {typed[0].rstrip('.,')} typed in, which leads to no claim; ask for it in a slot and write {{name}}, or say it in words"


def _unjudged(value: object) -> Iterator[str]:
    yield from (wrong := list(_template(value)))
    if not wrong and set(PLACEHOLDER.findall(value)) != {"missing"}:
        yield "must have the placeholder {missing}, and no other"


def _name(value: object) -> Iterator[str]:
    if not (isinstance(value, str) and NAME.fullmatch(value)):
        yield f"is {_shown(value)}; it must be a name of letters a-z, digits and '_', begun by a letter"


def _days(value: object) -> Iterator[str]:
    if type(value) is not int or not 0 <= value <= MOST_DAYS:
        yield f"is {_shown(value)}; it must be a whole number of days, 0 to {MOST_DAYS}"


def _amount(value: object) -> Iterator[str]:
    if type(value) not in (int, float) or not 0 < value < MOST:
        yield f"is {_shown(value)}; it must be a number above 0"


def _day(value: object) -> Iterator[str]:
    if type(value) is not date:
        yield f"is {_shown(value)}, no date; write it as 2023-08-01 without quotation marks"
    elif value.year not in YEARS:
        yield f"is {value}; its year must be one from {YEARS[0]} to {YEARS[-1]}"


def _one_of(known: Collection[str], file: str = "") -> Check:
    def check(value: object) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"is {_shown(value)}; it must be text in quotation marks"
        elif value not in known:
            yield f"is {_shown(value)}{file and f', which is not in {file}.csv'}; {near(value, known)}"

    return check


def _file_name(topic_id: str) -> Check:
    def check(value: object) -> Iterator[str]:
        if value != topic_id:
            yield f"is {_shown(value)}; it must be the file's name, {topic_id!r}"

    return check


def _key_of(file: str, vocabulary: Vocabulary) -> Check:
    return _one_of(vocabulary.by_key(file), file)


def _asked(parsed: Callable[[str], Condition | Term], vocabulary: Vocabulary) -> Check:
    """A condition or a slot, with its items, kinds and origins; the flows are the topic's own."""
    known = {"kind": _one_of(KINDS), **dict.fromkeys(("origin", "one", "other"), _key_of("origins", vocabulary))}
    item = _key_of("items", vocabulary)

    def check(value: object) -> Iterator[str]:
        yield from (wrong := list(_text(value)))
        try:
            asked = [] if wrong else questions(parsed(value))
        except ConditionError as broken:
            yield f"cannot be read: {str(broken).rstrip('.')}"
            return
        for question in asked:
            yield from (f"cannot be answered: {complaint}" for complaint in strange(question))

    def strange(question: Question) -> Iterator[str]:
        yield from (f"item {wrong}" for wrong in item(question.item) if question.item)
        for name, option in question.options:
            yield from (f"{name} {wrong}" for wrong in known.get(name, _text)(option))

    return check


def _parsed_condition(text: str) -> Condition:
    condition = conditions.parse(text)
    for each in conditions.comparisons(condition):
        if not isinstance(each.left, Question) and not isinstance(each.right, Question):
            raise ConditionError(f"A comparison in {_shown(text)} asks nothing; put a question on one side.")
    return condition


def _parsed_slot(text: str) -> Term:
    term = conditions.parse_term(text)
    if conditions.answer_kind(term) == conditions.TRUTH:
        raise ConditionError(f"{_shown(text)} comes to yes or no; a slot prints a number or a day.")
    return term


def _shown(value: object) -> str:
    """A value as a message shows it: short, and never as Python would write it."""
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list" if value else "an empty list"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return repr(value if len(value) <= 60 else f"{value[:60]}…")
    return "a huge number" if isinstance(value, int) and abs(value) >= 10**15 else str(value)
