"""The unit of a bare number for whoever has no list of items: the noun that it counts, in the singular.

Takes a place behind a number, gives a noun or nothing. English plurals show themselves by their ending. German ones do not, so
there only what carries goods or people is told, by its English name; any other German noun is left out rather than guessed.
"""

import re

from analysis.extract.items import Items
from analysis.extract.lexicon import Lexicons, Tokens
from analysis.vocabulary import Vocabulary

REACH = 60
CARRIERS = ("container", "voyage", "railcar", "person")
IRREGULAR = {"people": "person", "men": "man", "women": "woman", "children": "child", "lives": "life", "wives": "wife"}
PHRASE = re.compile(r"\s((?:[A-Za-z]+(?:-[A-Za-z]+)?\s){0,2}?)([a-z]{2,}s|people|men|women|children)\b(?!['’])")
GERMAN_ADJECTIVES = re.compile(r"\s(?:[a-zäöüß]+e[nrms]?\s){0,2}")
# Endings in -s that make no plural: "less", "plus", "this".
NO_PLURAL = re.compile(r"(?:ss|us|is|as|ys)$")
LONGER = re.compile(r"(?:ss|sh|ch|x|zz)es$")


class CountedNouns:
    """The nouns that numbers count, in one language."""

    def __init__(self, vocabulary: Vocabulary, language: str):
        self._items = Items(vocabulary, language)
        self._lexicons = Lexicons(self._items.lexicons)
        self._english = language == "en"
        self._function_words = {word for row in vocabulary.rows("function_words", language) for word in row["words"].split(";")}

    def behind(self, text: str, at: int, end: int) -> str:
        """The noun counted by a number that ends at an offset; empty if none is sure."""
        return self._plural(text, at, end) if self._english else self._carrier(text, at, min(end, at + REACH))

    def _plural(self, text: str, at: int, end: int) -> str:
        match = PHRASE.match(text, at, end)
        if match is None or NO_PLURAL.search(match[2]) or self._function_words & {match[2], *re.split(r"[\s-]", match[1])}:
            return ""
        return _singular(match[2])

    def _carrier(self, text: str, at: int, end: int) -> str:
        words = Tokens(text, at, end)
        found = self._items.named(text, words, self._lexicons.find(words))
        near = found and GERMAN_ADJECTIVES.fullmatch(text[at : found[0].start]) is not None
        return found[0].unit if near and found[0].unit in CARRIERS else ""


def _singular(plural: str) -> str:
    if plural in IRREGULAR:
        return IRREGULAR[plural]
    if plural.endswith("ies") and len(plural) > 4:
        return plural[:-3] + "y"
    return plural[:-2] if LONGER.search(plural) else plural.removesuffix("s")
