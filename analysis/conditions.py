"""The small language in which a topic file asks about the estimates and the claims: parsed here, answered by judgements.

    supported.low(ammunition.shell) >= 1000000 and claims.origins(ammunition.shell, kind=defect) >= 2

A term is a number, `yes`, `no`, or a question `subject.aspect(item, option=value, …)`; a comparison is two terms with one of
>=, <=, >, <, ==, != between them; comparisons are joined by `and` and `or`, where `and` binds tighter. The item may be left out
(nothing moved). Options of each subject stand in QUESTIONS. Takes text, gives frozen dataclasses; nothing is ever evaluated as
Python. Raises ConditionError with the place in the text.
"""

import re
from dataclasses import dataclass

# Subject → (what can be asked of it, options that narrow the question).
QUESTIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "supported": (("low", "high", "date", "agree"), ("flow", "measure", "date")),
    "hull": (("low", "high", "date"), ("flow", "measure", "date")),
    "origin": (("low", "high", "date", "silent"), ("flow", "measure", "date", "origin")),
    "origins": (("exclude", "floor", "ceiling", "date"), ("flow", "one", "other")),
    "claims": (("count", "origins", "least", "most", "whole"), ("flow", "kind", "origin")),
}
NEEDED = {"origin": ("origin",), "origins": ("one", "other")}

_TOKEN = re.compile(
    r"\s*(?:(?P<question>[a-z]+\.[a-z]+\([^()]*\))|(?P<number>\d[\d_]*(?:\.\d+)?)(?![\w.])|(?P<sign>>=|<=|==|!=|>|<)"
    r"|(?P<word>and|or|yes|no)\b)"
)


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
        joint = tokens.pop(0)
        if joint == "or":
            alternatives.append([])
        elif joint != "and":
            raise ConditionError(f"{_shown(joint)} stands where 'and' or 'or' is expected in {text!r}.")


def parse_term(text: str) -> Term:
    """The one term that the text states, as a slot has it. Raises ConditionError."""
    tokens = _tokens(text)
    term = _term(tokens, text)
    if tokens:
        raise ConditionError(f"{_shown(tokens[0])} stands after the end of the term in {text!r}.")
    return term


def questions(condition: Condition) -> list[Question]:
    """Every question that the condition asks, in its order."""
    terms = [term for row in condition for comparison in row for term in (comparison.left, comparison.right)]
    return [term for term in terms if isinstance(term, Question)]


def _tokens(text: str) -> list[Term]:
    tokens, place = [], 0
    while text[place:].strip():
        match = _TOKEN.match(text, place)
        if not match:
            raise ConditionError(f"{text[place:].split()[0]!r} is no term, sign, 'and' or 'or' in {text!r}.")
        place = match.end()
        if match["question"]:
            tokens.append(_question(match["question"]))
        else:
            tokens.append(float(match["number"].replace("_", "")) if match["number"] else match["sign"] or match["word"])
    return tokens


def _comparison(tokens: list[Term], text: str) -> Comparison:
    left = _term(tokens, text)
    sign = tokens.pop(0) if tokens else ""
    if sign not in (">=", "<=", ">", "<", "==", "!="):
        raise ConditionError(f"A comparison needs one of >=, <=, >, <, ==, != after {_shown(left)} in {text!r}.")
    return Comparison(left, sign, _term(tokens, text))


def _term(tokens: list[Term], text: str) -> Term:
    if not tokens or (isinstance(tokens[0], str) and tokens[0] not in ("yes", "no")):
        found = _shown(tokens[0]) if tokens else "the end"
        raise ConditionError(f"{found} stands where a number, yes, no or a question is expected in {text!r}.")
    return tokens.pop(0)


def _question(text: str) -> Question:
    subject, aspect, inside = re.match(r"(\w+)\.(\w+)\((.*)\)", text, re.DOTALL).groups()
    if subject not in QUESTIONS:
        raise ConditionError(f"{subject!r} in {text!r} is unknown; it must be one of {', '.join(QUESTIONS)}.")
    aspects, allowed = QUESTIONS[subject]
    if aspect not in aspects:
        raise ConditionError(f"{aspect!r} in {text!r} is unknown; {subject} has {', '.join(aspects)}.")
    arguments = [argument.strip() for argument in inside.split(",")]
    item = "" if "=" in arguments[0] else arguments.pop(0)
    options = dict(argument.partition("=")[::2] for argument in arguments)
    for name in options:
        if name not in allowed:
            raise ConditionError(f"Option {name!r} in {text!r} is unknown; {subject} takes {', '.join(allowed)}.")
    for name in NEEDED.get(subject, ()):
        if not options.get(name):
            raise ConditionError(f"{text!r} needs the option {name}=….")
    return Question(subject, aspect, item, tuple(sorted(options.items())))


def _shown(token: Term) -> str:
    return f"{token.subject}.{token.aspect}(…)" if isinstance(token, Question) else repr(token)
