"""What a row of number words and digits is worth.

Takes the tokens of a numeral, gives its value. Grammar, the same for German and English: a numeral is a sum of terms that grow
smaller ("two million / three hundred thousand / five"); a term is a coefficient and its magnitudes; a coefficient is a number
below a thousand, digits, or a fraction. Which words mean what is data/vocabulary/number_words.csv.
"""

import re
from math import isfinite
from typing import NamedTuple

MOST_DIGITS = 18
GROUPS = re.compile(r"\d{1,3}(?:[.,]\d{2,3})*[.,]\d{3}")
ROUND_THOUSANDS = re.compile(r"[1-9]\d{0,2}[.]000")
VULGAR = {"½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5, "⅖": 2 / 5, "⅗": 3 / 5, "⅘": 4 / 5, "⅙": 1 / 6,
          "⅚": 5 / 6, "⅐": 1 / 7, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8, "⅑": 1 / 9, "⅒": 1 / 10}  # fmt: skip
SMALL = ("cardinal", "part")
# What is a number by itself, where nothing joins it to the next.
ALONE = (*SMALL, "digits", "zero")
FRACTIONS = ("fraction", "ordinal")


class Token(NamedTuple):
    """A piece of a numeral: its role in number_words.csv (or "digits", "broken"), its value, and what joins it to the piece before:
    "" (nothing), " ", "-", "and", "plus" (an "and" that only adds fractions), "of", or "|" where nothing joins them."""

    start: int
    end: int
    role: str
    value: float
    joint: str


class Reading(NamedTuple):
    """A numeral that was read: its value, the magnitude of its last term, and the index behind its last token.

    `form` is "" for a number, "vague" for a number word in the plural or behind "several", "article" for the bare article (or
    "several" alone), "ordinal" for what is a fraction only if "of" or nothing follows ("a third").
    """

    value: float
    scale: float
    next: int
    form: str = ""


def digits(written: str, decimal: str) -> float | None:
    """The value of a number in digits, separators as the language with this decimal sign sets them; None if it is none.

    A separator that cannot be a decimal sign (it stands twice, or three digits follow the other sign) groups thousands.
    """
    if written.isdecimal():
        return None if len(written) > MOST_DIGITS or (written[0] == "0" and len(written) > 1) else float(written)
    plain = re.sub("[\u00a0\u202f '’]", "", written)
    mantissa, _, exponent = plain.lower().partition("e")
    signs = [sign for sign in mantissa if sign in ".,"]
    if sum(map(str.isdigit, mantissa)) > MOST_DIGITS or len(exponent) > 3 or re.match(r"0\d", mantissa):
        return None
    point = _point(mantissa, signs, decimal)
    if point is None:
        return None
    whole, _, rest = mantissa.rpartition(point) if point else (mantissa, "", "")
    number = float(f"{re.sub('[.,]', '', whole) or '0'}.{rest or '0'}e{exponent or '0'}")
    return number if isfinite(number) else None


def _point(mantissa: str, signs: list[str], decimal: str) -> str | None:
    """The sign that is the decimal point, empty if there is none; None if the separators make no sense."""
    if not signs:
        return ""
    if decimal == "." and ROUND_THOUSANDS.fullmatch(mantissa):
        return ""
    if len(set(signs)) == 2:
        return signs[-1] if signs.count(signs[-1]) == 1 and GROUPS.fullmatch(mantissa.rpartition(signs[-1])[0]) else None
    if len(signs) > 1:
        return "" if GROUPS.fullmatch(mantissa) else None
    groups = signs[0] != decimal and GROUPS.fullmatch(mantissa) and not mantissa.startswith("0")
    return "" if groups else signs[0]


def read(tokens: list[Token], at: int) -> Reading | None:
    """The longest numeral that begins with a token."""
    if tokens[at].role in ALONE and (at + 1 == len(tokens) or tokens[at + 1].joint == "|"):
        return Reading(tokens[at].value, 1.0, at + 1)
    if tokens[at].role == "zero":
        return Reading(0.0, 1.0, at + 1)
    if tokens[at].role == "minus":
        follows = _joins(tokens, at + 1, "", " ", "-") and tokens[at + 1].role != "minus"
        inner = read(tokens, at + 1) if follows else None
        return Reading(-inner.value, inner.scale, inner.next, inner.form) if inner and not inner.form else None
    found = _term(tokens, at)
    while found and not found.form and found.scale > 1 and (further := _further(tokens, found)):
        found = Reading(found.value + further.value, further.scale, further.next)
    return _with_part(tokens, found) if found and found.scale > 1 and not found.form else found


def _with_part(tokens: list[Token], found: Reading) -> Reading:
    """ "a million and a half", "one billion and a half million"."""
    part = _fraction(tokens, found.next) if _joins(tokens, found.next, "and", "plus") else None
    if part is None or part.form or part.value >= 1:
        return found
    scaled = _joins(tokens, part.next, " ") and tokens[part.next].role == "magnitude"
    if scaled:
        return Reading(found.value + part.value * tokens[part.next].value, 1.0, part.next + 1)
    return Reading(found.value + float(f"{part.value * found.scale:.15g}"), found.scale, part.next)


def _further(tokens: list[Token], found: Reading) -> Reading | None:
    """The next, smaller term of a sum, if the next tokens are one."""
    if not _joins(tokens, found.next, "", " ", "and") or tokens[found.next].role in ("article", "several", "vague"):
        return None
    term = _term(tokens, found.next)
    if term is None or term.form or term.value >= found.scale or term.value != int(term.value):
        return None
    plain_digits = tokens[found.next].role == "digits" and term.next == found.next + 1
    after_hundreds = tokens[found.next - 1].role == "hundred"
    return None if plain_digits and not after_hundreds else term


def _term(tokens: list[Token], at: int) -> Reading | None:
    """A coefficient with its magnitudes: "two hundred thousand", "half a dozen", "Hunderte Millionen", "thousand"."""
    first = tokens[at].role
    found = _coefficient(tokens, at) or _vague(tokens, at)
    if found is None:
        return Reading(tokens[at].value, tokens[at].value, at + 1) if first in ("magnitude", "dozen") else None
    value, scale, after = found.value, 1.0, found.next
    if value < 1 and _joins(tokens, after, "of") and tokens[after].role == "article" and _scaled(tokens, after + 1):
        after += 1
    while _joins(tokens, after, "", " ", "-") and tokens[after].role in ("magnitude", "dozen") and tokens[after].value != scale:
        value, scale, after = float(f"{value * tokens[after].value:.15g}"), scale * tokens[after].value, after + 1
    scale = found.scale if scale == 1 else scale
    form = "" if found.form == "article" and scale > 1 else found.form
    if form == "several":
        form = "vague" if scale > 1 or value > 1 else "article"
    return Reading(value, scale, after, form)


def _vague(tokens: list[Token], at: int) -> Reading | None:
    role = tokens[at].role
    return Reading(tokens[at].value, tokens[at].value, at + 1, "vague") if role == "vague" else None


def _coefficient(tokens: list[Token], at: int) -> Reading | None:
    """A number below a thousand, or digits, with the fraction that may follow it; or a fraction alone."""
    fraction = _fraction(tokens, at)
    if fraction:
        return fraction
    found = _hundreds(tokens, at)
    if found is None:
        return None
    after = found.next
    if _joins(tokens, after, "", " ") and tokens[after].role == "point":
        return _decimals(tokens, found)
    if not found.form and _joins(tokens, after, "", " ") and tokens[after].role in ("plus", "vulgar"):
        return Reading(found.value + tokens[after].value, 1.0, after + 1, "")
    if _joins(tokens, after, "") and tokens[after].role == "joint" and _joins(tokens, after + 1, ""):
        after += 1
    if _joins(tokens, after, "and", "plus", "") and (part := _fraction(tokens, after)) and part.value < 1:
        return Reading(found.value + part.value, 1.0, part.next, "")
    return found


def _fraction(tokens: list[Token], at: int) -> Reading | None:
    """ "two thirds", "drei Viertel", "a half", "half a (million)", "½"."""
    role, value = tokens[at].role, tokens[at].value
    if role == "vulgar":
        return Reading(value, 1.0, at + 1)
    if role == "fraction":
        after = at + 2 if _joins(tokens, at + 1, " ") and tokens[at + 1].role == "article" else at + 1
        return Reading(value, 1.0, after) if after > at + 1 or _scaled(tokens, after) or value == 0.5 else None
    counted = role in ("cardinal", "part", "article") or (role == "digits" and value == int(value))
    if not counted or not _joins(tokens, at + 1, "", " ", "-"):
        return None
    count, after = (value, at + 1) if role == "article" else _tens(tokens, at)
    if not _joins(tokens, after, "", " ", "-") or tokens[after].role not in FRACTIONS or count < 1:
        return None
    if role == "article" and tokens[after].role == "ordinal":
        return Reading(count * tokens[after].value, 1.0, after + 1, "ordinal")
    return Reading(count * tokens[after].value, 1.0, after + 1)


def _scaled(tokens: list[Token], at: int) -> bool:
    return _joins(tokens, at, " ") and tokens[at].role in ("magnitude", "dozen")


def _hundreds(tokens: list[Token], at: int) -> Reading | None:
    role, value = tokens[at].role, tokens[at].value
    if role in ("article", "several"):
        hundred = _joins(tokens, at + 1, " ") and tokens[at + 1].role in ("hundred", *SMALL)
        inner = _hundreds(tokens, at + 1) if hundred else None
        if inner and tokens[at + 1].role == "hundred":
            return Reading(inner.value, inner.scale, inner.next, "several" if role == "several" else "")
        return Reading(value, 1.0, at + 1, role)
    if role == "hundred":
        return _below_hundred(tokens, 100.0, at + 1)
    if role not in (*SMALL, "digits"):
        return None
    count, after = _tens(tokens, at)
    if _joins(tokens, after, "", " ", "-") and tokens[after].role == "hundred" and (count < 100 or role == "digits"):
        return _below_hundred(tokens, count * 100, after + 1)
    return Reading(count, 1.0, after)


def _below_hundred(tokens: list[Token], hundreds: float, at: int) -> Reading:
    if _joins(tokens, at, "", " ", "and"):
        rest = _tens(tokens, at)
        if rest[1] > at and 0 < rest[0] < 100:
            return Reading(hundreds + rest[0], 1.0, rest[1])
    return Reading(hundreds, 100.0, at)


def _tens(tokens: list[Token], at: int) -> tuple[float, int]:
    """A number below a hundred, or digits: "thirty-one", "einunddreißig", "12". The index does not move if there is none."""
    role, value = tokens[at].role, tokens[at].value
    if role == "digits":
        return value, at + 1
    if role not in SMALL:
        return 0.0, at
    if value in range(20, 100, 10) and _joins(tokens, at + 1, "", " ", "-") and tokens[at + 1].role in SMALL and 0 < tokens[at + 1].value < 10:
        return value + tokens[at + 1].value, at + 2
    inverted = 0 < value < 10 and _joins(tokens, at + 1, "") and tokens[at + 1].role == "joint" and _joins(tokens, at + 2, "")
    if inverted and tokens[at + 2].role in SMALL and tokens[at + 2].value in range(20, 100, 10):
        return value + tokens[at + 2].value, at + 3
    return value, at + 1


def _decimals(tokens: list[Token], found: Reading) -> Reading:
    """ "two point three", "null Komma null fünf", "point seventy-one"."""
    written, after = "", found.next + 1
    while _joins(tokens, after, " ", "-") and tokens[after].role in SMALL:
        value, after = _tens(tokens, after)
        written += str(int(value))
    return Reading(found.value + float(f"0.{written}"), 1.0, after) if written else Reading(found.value, 1.0, found.next)


def _joins(tokens: list[Token], at: int, *joints: str) -> bool:
    return at < len(tokens) and tokens[at].joint in joints
