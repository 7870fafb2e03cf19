"""The small language in which a topic file asks about the estimates and the claims: parsed here, answered by judgements.

    supported.low(ammunition.shell) >= 1000000 and claims.origins(ammunition.shell, kind=defect) >= 2

A term is a number, `yes`, `no`, or a question `subject.aspect(item, option=value, …)`; a comparison is two terms with one of
>=, <=, >, <, ==, != between them; comparisons are joined by `and` and `or`, where `and` binds tighter. Only like is compared with
like: numbers, days, or yes and no (and these only by == and !=). Claims may be asked for without an item (nothing moved). Options
of each subject stand in QUESTIONS. Takes text, gives frozen dataclasses; nothing is ever evaluated as Python. Raises
ConditionError with the words that are wrong.
"""

import math
import re
from collections import deque
from dataclasses import dataclass
from datetime import date

from analysis.columns import KINDS

# Subject → (what can be asked of it, options that narrow the question).
QUESTIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "supported": (("low", "high", "date", "agree"), ("flow", "measure", "date")),
    "hull": (("low", "high", "date"), ("flow", "measure", "date")),
    "origin": (("low", "high", "date", "silent"), ("flow", "measure", "date", "origin")),
    "origins": (("exclude", "floor", "ceiling", "date"), ("flow", "one", "other")),
    "claims": (("count", "origins", "least", "most", "whole"), ("flow", "kind", "origin")),
}
NEEDED = {"origin": ("origin",), "origins": ("one", "other")}
# What estimates are of: deliveries and releases have words of their own, any other kind of claim is its own measure.
MEASURES = ("delivered", "released", "of_permitted", *(kind for kind in KINDS if kind not in ("delivery", "release")))
NUMBER, DAY, TRUTH = "a number", "a day", "an answer yes or no"
_ANSWERS = {"date": DAY, "agree": TRUTH, "silent": TRUTH, "exclude": TRUTH}
_LONGEST = 200  # characters of a condition that a message repeats

_TOKEN = re.compile(
    r"\s*(?:(?P<question>[a-z]+\.[a-z]+\([^()]*\))|(?P<number>[0-9][0-9_]*(?:\.[0-9]+)?)(?![\w.])|(?P<sign>>=|<=|==|!=|>|<)"
    r"|(?P<word>and|or|yes|no)\b)"
)
_REST = re.compile(r"\s*(\S+)")


class ConditionError(ValueError):
    """A condition or a slot that does not parse; the message is a sentence without its place in a file."""


@dataclass(frozen=True)
class Question:
    """`subject.aspect(item, option=value)`; options are sorted pairs."""

    subject: str
    aspect: str
    item: str
    options: tuple[tuple[str, str], ...]

    def option(self, name: str, otherwise: str = "") -> str:
        return dict(self.options).get(name, otherwise)


@dataclass(frozen=True)
class Comparison:
    """Two terms and the sign between them; a term is a Question, a float, or the text "yes" or "no"."""

    left: "Term"
    sign: str
    right: "Term"


Term = Question | float | str
# Alternatives of which one must hold; each a row of comparisons that must all hold.
Condition = tuple[tuple[Comparison, ...], ...]


def parse(text: str) -> Condition:
    """The condition that the text states. Raises ConditionError."""
    tokens = _tokens(text)
    alternatives: list[list[Comparison]] = [[]]
    while True:
        alternatives[-1].append(_comparison(tokens, text))
        if not tokens:
            return tuple(tuple(row) for row in alternatives)
        joint = tokens.popleft()
        if joint == "or":
            alternatives.append([])
        elif joint != "and":
            raise ConditionError(f"{_shown(joint)} stands where 'and' or 'or' is expected in {_cut(text)}.")


def parse_term(text: str) -> Term:
    """The one term that the text states, as a slot has it. Raises ConditionError."""
    tokens = _tokens(text)
    term = _term(tokens, text)
    if tokens:
        raise ConditionError(f"{_shown(tokens[0])} stands after the end of the term in {_cut(text)}.")
    return term


def comparisons(condition: Condition) -> list[Comparison]:
    """Every comparison of the condition, in its order."""
    return [comparison for row in condition for comparison in row]


def questions(asked: Condition | Term) -> list[Question]:
    """Every question that a condition or a term asks, in its order."""
    terms = [side for each in comparisons(asked) for side in (each.left, each.right)] if isinstance(asked, tuple) else [asked]
    return [term for term in terms if isinstance(term, Question)]


def answer_kind(term: Term) -> str:
    """What the term comes to: NUMBER, DAY or TRUTH."""
    if isinstance(term, Question):
        return _ANSWERS.get(term.aspect, NUMBER)
    return TRUTH if isinstance(term, str) else NUMBER


def _tokens(text: str) -> deque[Term]:
    tokens, place = deque(), 0
    while rest := _REST.match(text, place):
        match = _TOKEN.match(text, place)
        if not match:
            raise ConditionError(f"{_cut(rest[1])} is no term, sign, 'and' or 'or' in {_cut(text)}.")
        place = match.end()
        if match["question"]:
            tokens.append(_question(match["question"]))
        else:
            tokens.append(_number(match["number"]) if match["number"] else match["sign"] or match["word"])
    return tokens


def _number(digits: str) -> float:
    number = float(digits.replace("_", ""))
    if math.isinf(number):
        raise ConditionError(f"{_cut(digits)} is too large for a number.")
    return number


def _comparison(tokens: deque[Term], text: str) -> Comparison:
    left = _term(tokens, text)
    sign = tokens.popleft() if tokens else ""
    if sign not in (">=", "<=", ">", "<", "==", "!="):
        raise ConditionError(f"A comparison needs one of >=, <=, >, <, ==, != after {_shown(left)} in {_cut(text)}.")
    right = _term(tokens, text)
    kinds = answer_kind(left), answer_kind(right)
    if kinds[0] != kinds[1]:
        raise ConditionError(f"{_shown(left)} is {kinds[0]} and {_shown(right)} is {kinds[1]}; compare like with like in {_cut(text)}.")
    if kinds[0] == TRUTH and sign not in ("==", "!="):
        raise ConditionError(f"{sign} stands between yes and no; use == or != in {_cut(text)}.")
    return Comparison(left, sign, right)


def _term(tokens: deque[Term], text: str) -> Term:
    if not tokens or (isinstance(tokens[0], str) and tokens[0] not in ("yes", "no")):
        found = _shown(tokens[0]) if tokens else "the end"
        raise ConditionError(f"{found} stands where a number, yes, no or a question is expected in {_cut(text)}.")
    return tokens.popleft()


def _question(text: str) -> Question:
    subject, aspect, inside = re.match(r"(\w+)\.(\w+)\((.*)\)", text, re.DOTALL).groups()
    if subject not in QUESTIONS:
        raise ConditionError(f"{_cut(subject)} in {_cut(text)} is unknown; it must be one of {', '.join(QUESTIONS)}.")
    aspects, allowed = QUESTIONS[subject]
    if aspect not in aspects:
        raise ConditionError(f"{_cut(aspect)} in {_cut(text)} is unknown; {subject} has {', '.join(aspects)}.")
    arguments = [argument.strip() for argument in inside.split(",")]
    item = "" if "=" in arguments[0] else arguments.pop(0)
    if not item and subject != "claims":
        raise ConditionError(f"{_cut(text)} names no item; put one first, as in {subject}.{aspect}(ammunition).")
    options = _options(arguments, allowed, text)
    for name in NEEDED.get(subject, ()):
        if name not in options:
            raise ConditionError(f"{_cut(text)} needs the option {name}=….")
    _check_options(options, text)
    return Question(subject, aspect, item, tuple(sorted(options.items())))


def _options(arguments: list[str], allowed: tuple[str, ...], text: str) -> dict[str, str]:
    options: dict[str, str] = {}
    for argument in arguments:
        name, _, value = (part.strip() for part in argument.partition("="))
        if not (name and value):
            raise ConditionError(f"{_cut(argument)} in {_cut(text)} is no option; write it as {allowed[0]}=….")
        if name not in allowed:
            raise ConditionError(f"Option {_cut(name)} in {_cut(text)} is unknown; it takes {', '.join(allowed)}.")
        if name in options:
            raise ConditionError(f"Option {_cut(name)} stands twice in {_cut(text)}; keep one.")
        options[name] = value
    return options


def _check_options(options: dict[str, str], text: str) -> None:
    """The options whose values this language knows by itself; the others are the vocabulary's."""
    if "date" in options and not _is_day(options["date"]):
        raise ConditionError(f"The date {_cut(options['date'])} in {_cut(text)} is no day; write it as 2024-02-10.")
    if options.get("measure", MEASURES[0]) not in MEASURES:
        raise ConditionError(f"The measure {_cut(options['measure'])} in {_cut(text)} is unknown; it must be one of {', '.join(MEASURES)}.")
    if "one" in options and options["one"] == options["other"]:
        raise ConditionError(f"one and other are both {_cut(options['one'])} in {_cut(text)}; name two origins.")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _shown(token: Term) -> str:
    if isinstance(token, Question):
        return f"{token.subject}.{token.aspect}(…)"
    return f"{token:.15g}" if isinstance(token, float) else repr(token)


def _cut(text: str) -> str:
    return repr(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")
