"""Where sentences begin and end.

Takes a text, gives offsets without white space at either end. A full stop ends a sentence unless it belongs to an abbreviation,
an initial, a number or an ordinal (data/vocabulary/abbreviations.csv); quotation marks and brackets that close after it belong
to it. A blank line always ends a sentence; so does the end of a line, as behind a headline, unless a line of the same paragraph
begins with a small letter: then its lines are only wrapped.

No sentence is longer than LONGEST, so that whatever looks at a whole sentence for each of its words takes a bounded time: one that
is longer is cut at white space. What has no white space for as long is no word of any language and belongs to no sentence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from analysis.vocabulary import Vocabulary

CLOSERS = "\"'”“’»«›‹)\\]"
STOP = re.compile(rf"(?<![.!?…])[.!?…]++(?:[{CLOSERS}]++|[ \u00a0\u202f][»›](?=\s|$))?+(?=\s)")
BLOCK_END = re.compile(r"\n[^\S\n]*+(?:\n\s*+)+")
LINE_END = re.compile(r"\n[^\S\n]*+")
OPENERS = "([{„“‚\"'»«›‹¿¡–—-"
OPENING = re.compile(rf"[\s{re.escape(OPENERS)}]*+")
WHITE = re.compile(r"\s*+")
NO_WHITE = re.compile(r"\S*+")
WORD = re.compile(r"[^\W\d_]*+")
ORDINAL = re.compile(r"\d{1,3}\.")
INITIAL = re.compile(r"(?:[^\W\d_]\.)+")
LONGEST_WORD = 40
# Three times the longest of ten thousand sentences of news.
LONGEST = 2000
PIECE = re.compile(rf"(?s:.){{1,{LONGEST}}}(?<!\s)(?=\s)")


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """The words of one language that bear a full stop of their own, and those that a sentence begins with."""

    never_last: frozenset[str]
    before_digits: frozenset[str]
    sometimes_last: frozenset[str]
    starters: frozenset[str]
    ordinals: bool


def split(text: str, language: str, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """Offsets of the sentences of a text in order, end exclusive."""
    rows = vocabulary.rows("abbreviations", language)
    known = _abbreviations(tuple((row["role"], row["words"]) for row in rows))
    return [piece for block in _blocks(text) for span in _sentences(text, *block, known) for piece in _pieces(text, *span)]


@lru_cache(maxsize=16)
def _abbreviations(rows: tuple[tuple[str, str], ...]) -> Abbreviations:
    words: dict[str, set[str]] = {}
    for role, listed in rows:
        words.setdefault(role, set()).update(listed.split(";"))
    roles = ("never_last", "before_digits", "sometimes_last", "starts")
    return Abbreviations(*(frozenset(words.get(role, ())) for role in roles), "ordinal" in words)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs, or their lines where these are not just wrapped."""
    start = 0
    for match in [*BLOCK_END.finditer(text), None]:
        end = match.start() if match else len(text)
        breaks = list(LINE_END.finditer(text, start, end))
        if any(text[line.end() : line.end() + 1].islower() for line in breaks):
            breaks = []
        for line in breaks:
            yield start, line.start()
            start = line.end()
        yield start, end
        start = match.end() if match else end


def _sentences(text: str, start: int, end: int, known: Abbreviations) -> Iterator[tuple[int, int]]:
    start = WHITE.match(text, start, end).end()
    for stop in STOP.finditer(text, start, end):
        if start < stop.start() and _ends(text, start, stop, end, known):
            yield start, stop.end()
            start = WHITE.match(text, stop.end(), end).end()
    yield from _trimmed(text, start, end)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence that is not too long, else its parts between white space."""
    while end - start > LONGEST:
        piece = PIECE.match(text, start, end)
        if piece:
            yield piece.span()
        stop = piece.end() if piece else NO_WHITE.match(text, start, end).end()
        start = WHITE.match(text, stop, end).end()
    if start < end:
        yield start, end


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    left, right = len(part) - len(part.lstrip()), len(part.rstrip())
    if left < right:
        yield start + left, start + right


def _ends(text: str, start: int, stop: re.Match, end: int, known: Abbreviations) -> bool:
    """Whether a full stop ends its sentence: by the word that bears it and by what follows."""
    at = OPENING.match(text, stop.end(), end).end()
    following = text[at : at + 1]
    if following.islower():
        return False
    if stop.group()[0] != "." or stop.end() - stop.start() > 1:
        return True
    before = text[max(start, stop.start() - LONGEST_WORD) : stop.start()].split()
    word = before[-1].lstrip(OPENERS) + "." if before else "."
    return _may_be_last(word, following, WORD.match(text, at, end).group(), stop.start() - start < len(word), known)


def _may_be_last(word: str, following: str, opener: str, first: bool, known: Abbreviations) -> bool:
    starts = opener in known.starters
    if word in known.never_last:
        return False
    if word in known.before_digits:
        return not following.isdigit()
    if word in known.sometimes_last:
        return starts
    if INITIAL.fullmatch(word):
        return starts and word[0].isupper()
    if ORDINAL.fullmatch(word):
        return starts if known.ordinals else not first
    return True
