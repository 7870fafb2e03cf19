"""Finds the phrases of a vocabulary in a text: one pass over its tokens, longest phrase first.

Takes tokens and phrases, gives matches with exact offsets. A phrase is matched token by token, so white space and line breaks
between its words do not matter. German endings are grammar and added here: an adjective in -isch takes its endings, a "~" at a
phrase's end any ending of nouns and adjectives. A phrase in lower case is also found with a capital: in German only where
something begins, since elsewhere it is a noun ("aus den Lagern").
"""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

# A lexicon's name, the words behind the first, and what the vocabulary says.
Phrase = tuple[str, tuple[str, ...], Any]
TOKEN = re.compile(r"\d+|[^\W\d_]+|[^\w\s]|_")
# Marks a capital that a word has only where something begins; no token holds it.
BEGINNING = "^ "
BEFORE_BEGINNING = frozenset("„“”\"«»‚‘':;.–—-(•")
ENDINGS = ("", "e", "en", "er", "es", "em", "s", "n", "ern")
ADJECTIVE_ENDINGS = ("", "e", "en", "er", "es", "em")


class Match(NamedTuple):
    """A phrase found: offsets into the text, and what the vocabulary says of it."""

    start: int
    end: int
    entry: Any


class Tokens:
    """The words, digit runs and single signs of a text between two offsets, in order."""

    def __init__(self, text: str, start: int = 0, end: int | None = None):
        self._found = list(TOKEN.finditer(text, start, len(text) if end is None else end))
        self.words = [match[0] for match in self._found]

    def span(self, at: int) -> tuple[int, int]:
        """The offsets of a token."""
        return self._found[at].span()


class Lexicon:
    """Phrases of one language, ready to be found. Several lexicons are searched in one pass by `Lexicons`."""

    def __init__(self, phrases: Iterable[tuple[str, Any]], language: str, inflect_names: bool = False):
        self._by_first: dict[str, list[tuple[tuple[str, ...], Any]]] = {}
        self._at_beginning = language == "de"
        for phrase, entry in phrases:
            for form in _forms(phrase, language, inflect_names):
                self._add(form, entry)
        for entries in self._by_first.values():
            entries.sort(key=lambda pair: -len(pair[0]))

    def _add(self, form: str, entry: Any) -> None:
        words = tuple(TOKEN.findall(form))
        capital = words[0][:1].upper() + words[0][1:]
        for first in {words[0], BEGINNING + capital if self._at_beginning and capital != words[0] else capital}:
            self._by_first.setdefault(first, []).append((words[1:], entry))

    def find(self, tokens: Tokens) -> tuple[Match, ...]:
        """Longest matches from left to right; they never overlap."""
        return Lexicons({"": self}).find(tokens)[""]

    def starts(self) -> Iterable[tuple[str, list[tuple[tuple[str, ...], Any]]]]:
        """Each first word with the phrases that it begins, longest first: the words behind it, and the entry."""
        return self._by_first.items()

    def phrases(self) -> list[tuple[tuple[str, ...], Any]]:
        """Every form that is found, as its tokens, with its entry."""
        return [((first.removeprefix(BEGINNING), *rest), entry) for first, phrases in self._by_first.items() for rest, entry in phrases]


class Lexicons:
    """Several lexicons over the same tokens, each looked up once: most begin no phrase of any lexicon, and of those that do most
    are not followed by its second word."""

    def __init__(self, lexicons: dict[str, Lexicon]):
        self._names = tuple(lexicons)
        # By first word: phrases of several words by their second one, and those of this word alone; each with its lexicon's name.
        self._begins: dict[str, tuple[dict[str, list[Phrase]], list[Phrase]]] = {}
        for name, lexicon in lexicons.items():
            for first, phrases in lexicon.starts():
                longer, alone = self._begins.setdefault(first, ({}, []))
                for rest, entry in phrases:
                    (longer.setdefault(rest[0], []) if rest else alone).append((name, rest, entry))
        self._opening = frozenset(first.removeprefix(BEGINNING) for first in self._begins if first.startswith(BEGINNING))

    def find(self, tokens: Tokens) -> dict[str, tuple[Match, ...]]:
        """By name of the lexicon: its longest matches from left to right; those of one lexicon never overlap."""
        found: dict[str, tuple[Match, ...]] = dict.fromkeys(self._names, ())
        free: dict[str, int] = {}
        words = tokens.words
        for at, word in enumerate(words):
            standing = self._standing(words, at, word) if word in self._begins else ()
            if word in self._opening and (at == 0 or words[at - 1] in BEFORE_BEGINNING):
                standing = [*standing, *self._standing(words, at, BEGINNING + word)]
            for name, rest, entry in standing:
                if at >= free.get(name, 0):
                    free[name] = stop = at + 1 + len(rest)
                    found[name] += (Match(tokens.span(at)[0], tokens.span(stop - 1)[1], entry),)
        return found

    def _standing(self, words: list[str], at: int, first: str) -> list[Phrase]:
        """The phrases that stand at a word, of each lexicon the longest first."""
        longer, alone = self._begins[first]
        likely = longer.get(words[at + 1]) if longer and at + 1 < len(words) else None
        if likely is None:
            return alone
        return [phrase for phrase in likely if tuple(words[at + 1 : at + 1 + len(phrase[1])]) == phrase[1]] + alone


def _forms(phrase: str, language: str, inflect_names: bool) -> set[str]:
    if language != "de":
        return {phrase.rstrip("~")}
    if phrase.endswith("~"):
        return {phrase[:-1] + ending for ending in ENDINGS}
    if phrase.endswith("isch"):
        return {phrase + ending for ending in ADJECTIVE_ENDINGS}
    return {phrase, phrase + "s"} if inflect_names and not phrase.endswith(("s", "ß", "z", "x")) else {phrase}
