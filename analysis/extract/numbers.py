"""Numbers in a text: digits and words, fractions, ranges, vague plurals.

Takes a text between two offsets, gives each number with its own. Dates and times of day are not told apart here: the caller
leaves them out. Not numbers: ordinals, codes with letters (KN-23), what a label stands before (Resolution 1718), scores, the
bare article. How the words of a numeral add up is numerals.py; which words there are is data/vocabulary/number_words.csv.
"""

import re
from typing import NamedTuple

from analysis.extract.numerals import VULGAR, Reading, Token, digits, read
from analysis.extract.patterns import AFTER, BEFORE, alternation
from analysis.vocabulary import Vocabulary

FREE = r"(?:(?<![\w.,/#§№@^+])|(?<=(?<!\w)[A-Z]{3}))(?<![^\W\d_][-‑])(?<!\d:)"
CODE = r"\d++(?:[-/]\d++){2,8}"
GROUPED = r"\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,6}+(?!\d|\s?mm(?!\w))"
DIGITS = rf"{FREE}(?P<digits>(?:{GROUPED}|\.?\d++)(?:[.,'’]\d++)*+(?:[eE][-+]?\d{{1,3}}(?!\w))?+)(?!:\d|/\d)"
RATIO = rf"{FREE}(?P<ratio>\d{{1,3}}/\d{{1,3}}(?![\w/]))"
SIGN = re.compile(r"(?<!\d\s)(?<![^\s(])[-−]$")
ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
GLUED = re.compile(r"[-‑]?[^\W\d_]")
HYPHENS = "-‑"
FIRST_PLACE_ORDINAL = re.compile(r"(?:\s+of\b|\s*(?:[.,;:!?)]|$))")
WORDS = ("cardinal", "hundred", "magnitude", "dozen", "fraction", "ordinal", "article", "several", "vague", "zero", "minus", "point")
PIECES = ("cardinal", "part", "joint", "hundred", "magnitude", "dozen", "fraction", "plus")
MOST_ALTERNATIVES, LONGEST_GAP, LARGEST = 100, 14, 1e18


class Number(NamedTuple):
    """A number: offsets, its two ends (equal unless it is a range), and its form.

    `form` is "" or "vague" (one to ten of a word: "dozens", "mehrere Millionen"), or what is a number only with a unit behind
    it: "article" (a bare article), "glued" (letters follow at once). `scale` is its magnitude word's value, 1 without one.
    """

    start: int
    end: int
    low: float
    high: float
    form: str = ""
    scale: float = 1.0

    @property
    def vague(self) -> bool:
        return self.form == "vague"


class Numbers:
    """Finds numbers with the number words of one language."""

    def __init__(self, vocabulary: Vocabulary, language: str):
        rows = [(row["role"], float(row["value"]), row["words"].split(";")) for row in vocabulary.rows("number_words", language)]
        words = {role: [word for kind, _, listed in rows if kind == role for word in listed] for role, _, _ in rows}
        one_of = {role: f"(?:{alternation(listed)})" for role, listed in words.items()}
        self._words, self._digits = re.compile(_word_pattern(words)), re.compile(_digit_pattern(words))
        self._values = {role: {word: value for kind, value, listed in rows if kind == role for word in listed} for role in words}
        self._roles = {roles: _by_word(roles, self._values) for roles in (WORDS, PIECES)}
        self._pieces = re.compile(alternation(word for role in PIECES for word in words.get(role, ()) if word.isalpha()))
        self._decimal = next(iter(words.get("decimal", ["."])))
        self._ordinal = re.compile(r"[.]\s+\w" if "ordinal_sign" in words else r"(?!)")
        self._joints = {name: re.compile(rf"\s+{one_of.get(role, '(?!)')}\s+") for name, role in (("and", "joins"), ("plus", "and"), ("of", "of"))}
        self._range_or = re.compile(rf"\s{one_of.get('range_or', '(?!)')}\s")
        self._range = re.compile(rf"[-‑]?\s{one_of.get('range', '(?!)')}\s|{self._range_or.pattern}|\s[-–—]\s|[-–—‑~]")
        self._definite = re.compile(rf"{BEFORE}{one_of.get('definite', '(?!)')}\s+$")
        self._between = re.compile(rf"{BEFORE}{one_of.get('between', '(?!)')}\s+$")
        self._between_and = re.compile(rf"\s{one_of.get('between_and', '(?!)')}\s")

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[Number]:
        """Numbers between two offsets, from left to right; ranges are one number."""
        return [number for number in self.candidates(text, start, end) if number.form in ("", "vague")]

    def candidates(self, text: str, start: int = 0, end: int | None = None) -> list[Number]:
        """Numbers, and what is one only if a unit follows (forms "article" and "glued")."""
        end = len(text) if end is None else end
        tokens = self._tokens(text, start, end)
        if not tokens:
            return []
        found, at = [], 0
        while at < len(tokens):
            reading = read(tokens, at)
            number = reading and self._number(text, tokens, at, reading, start, end)
            if number:
                found.append(number)
            at = reading.next if reading else at + 1
        return self._ranges(text, found, start)

    def _tokens(self, text: str, start: int, end: int) -> list[Token]:
        """The pieces of numerals in text order. Words and digits are found apart: each scan can skip what begins neither."""
        matches = [*self._words.finditer(text, start, end), *self._digits.finditer(text, start, end)]
        tokens: list[Token] = []
        last = start
        for match in sorted(matches, key=re.Match.start):
            if match.start() < last:
                continue
            joint = self._joint(text[last : match.start()]) if tokens else "|"
            tokens += self._pieces_of(match, joint)
            last = match.end()
        return tokens

    def _joint(self, gap: str) -> str:
        if not gap:
            return ""
        if len(gap) > 8:
            return "|"
        if gap.isspace():
            return " " if gap.count("\n") < 2 else "|"
        if gap.strip() in HYPHENS:
            return "-"
        return next((name for name, joint in self._joints.items() if joint.fullmatch(gap)), "|")

    def _pieces_of(self, match: re.Match, joint: str) -> list[Token]:
        kind, start, written = match.lastgroup, match.start(), match.group()
        if kind in ("digits", "attached"):
            value = digits(match["digits"], self._decimal)
            first = Token(*match.span("digits"), "broken" if value is None else "digits", value or 0.0, joint)
            return [first, self._magnitude(match)] if kind == "attached" else [first]
        if kind == "ratio":
            over, _, under = written.partition("/")
            return [Token(*match.span(), "vulgar", int(over) / int(under), joint)] if int(under) else []
        if kind == "vulgar":
            return [Token(*match.span(), "vulgar", VULGAR[written], joint)]
        if kind == "glued":
            pieces = self._pieces.finditer(written)
            return [self._token(piece, start, joint if piece.start() == 0 else "", PIECES) for piece in pieces]
        return [self._token(match, 0, joint, WORDS)] if kind == "word" else [Token(*match.span(), "broken", 0.0, "|")]

    def _magnitude(self, match: re.Match) -> Token:
        """The magnitude behind digits: "1.5bn", "10k"."""
        known, written = self._values["magnitude"] | self._values.get("attached", {}), match["attached"]
        return Token(*match.span("attached"), "magnitude", known.get(written) or known[written.casefold()], "")

    def _token(self, match: re.Match, shift: int, joint: str, roles: tuple[str, ...]) -> Token:
        written = match.group()
        known = (self._roles[roles].get(form) for form in (written, " ".join(written.casefold().split())))
        _, role, value = min(filter(None, known))
        return Token(shift + match.start(), shift + match.end(), role, value, joint)

    def _number(self, text: str, tokens: list[Token], at: int, reading: Reading, start: int, end: int) -> Number | None:
        """The number that was read, if what follows it does not make it an ordinal or a bare word."""
        first, last = tokens[at], tokens[reading.next - 1]
        alone, role = reading.next == at + 1, first.role
        form, begin, low, high = reading.form, first.start, reading.value, reading.value
        if low > LARGEST:
            return None
        if alone and role in ("magnitude", "dozen"):
            plural = self._values.get("vague", {}).get(" ".join(text[begin : last.end].lower().split()))
            definite = role == "magnitude" and self._definite.search(text, max(start, begin - LONGEST_GAP), begin)
            if plural is None and reading.value != 1000 and not definite:
                return None
            form = "vague" if plural else ""
        if form == "ordinal":
            if not FIRST_PLACE_ORDINAL.match(text, last.end, end):
                return None
            form = ""
        if last.role in ("digits", "cardinal", "vulgar") and not form:
            if ORDINAL.match(text, last.end, end) or (low < 1000 and self._ordinal.match(text, last.end, end)):
                return None
            form = "glued" if GLUED.match(text, last.end, end) or text[begin - 1 : begin].isalpha() else form
        if text[begin].isdigit() and SIGN.search(text, max(start, begin - 3), begin):
            begin, low, high = begin - 1, -low, -high
        return Number(begin, last.end, low, 10 * low if form == "vague" else high, form, reading.scale)

    def _ranges(self, text: str, found: list[Number], start: int) -> list[Number]:
        """Numbers that are the two ends of a range become one."""
        merged: list[Number] = []
        for number in found:
            both = self._range_of(text, merged[-1], number, start) if merged else None
            if both:
                merged[-1] = both
            else:
                merged.append(number)
        return merged

    def _range_of(self, text: str, left: Number, right: Number, start: int) -> Number | None:
        gap = text[left.end : right.start]
        if len(gap) > LONGEST_GAP or right.form not in ("", "glued") or left.form not in ("", "article") or left.low != left.high:
            return None
        begin, low = self.range_start(text, left.start, gap, start), shared(left, right)
        if begin is None or not low < right.high:
            return None
        if self._range_or.fullmatch(gap) and right.high / right.scale > MOST_ALTERNATIVES:
            return None
        return Number(begin, right.end, low, right.high, right.form, right.scale)

    def range_start(self, text: str, at: int, gap: str, start: int = 0) -> int | None:
        """Where a range begins whose first number stands at an offset and is followed by the gap; None if it is no range."""
        if self._range.fullmatch(gap):
            return at
        between = self._between.search(text, max(start, at - LONGEST_GAP), at) if self._between_and.fullmatch(gap) else None
        return between and between.start()


def shared(left: Number, right: Number) -> float:
    """The left number of a pair, in the right one's magnitude if it is said only once: "5,7 bis 6,7 Millionen"."""
    if left.scale == 1 and right.scale > 1 and left.low <= right.high / right.scale:
        return float(f"{left.low * right.scale:.15g}")
    return left.low


def _by_word(roles: tuple[str, ...], values: dict[str, dict[str, float]]) -> dict[str, tuple[int, str, float]]:
    """By word: the first of the roles that it has, with its rank among them, and its value in that role."""
    ranked = [(word, (rank, role, value)) for rank, role in enumerate(roles) for word, value in values.get(role, {}).items()]
    return dict(reversed(ranked))


def _word_pattern(words: dict[str, list[str]]) -> str:
    """Number words, alone or run together, and what looks like a number and is none."""
    single = alternation(word for role in WORDS for word in words.get(role, ()))
    glued = alternation(word for role in PIECES for word in words.get(role, ()) if word.isalpha())
    larger = alternation(word for role in ("hundred", "magnitude", "dozen") for word in words.get(role, ()))
    further = rf"(?:,|\s{alternation(words.get('between_and', ()))})\s\d++(?:[.,]\d++)*+"
    labelled = rf"{alternation(words.get('label', ()))}\s++\d++(?:[.,]\d++)*+(?:{further})*+"
    pronoun = rf"{alternation(words.get('pronoun', ()))}{AFTER}(?!\s{larger})"
    return rf"{BEFORE}(?:(?P<label>{labelled}|{pronoun})|(?P<word>{single}){AFTER}|(?P<glued>(?:{glued}){{2,16}}){AFTER})"


def _digit_pattern(words: dict[str, list[str]]) -> str:
    """Digits with the magnitude that may be attached, fractions, and codes made of digits."""
    attached = alternation([*words.get("attached", ()), *words.get("magnitude", ())])
    behind = rf"\d++[-‑\s]{alternation(words.get('label_behind', ()))}{AFTER}"
    number = rf"{DIGITS}(?:\s{{0,2}}(?P<attached>{attached}){AFTER}(?![-‑]\d))?+"
    return rf"(?=[\d.])(?:{BEFORE}(?P<code>{CODE}|{behind})|{RATIO}|{number})|(?P<vulgar>[{''.join(VULGAR)}])"
