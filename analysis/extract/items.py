"""What is moved: the nouns for arms and supplies, sharpened by their calibre.

Takes the tokens of a text, gives item mentions in order. Built from item_words.csv; a word that begins with "-" is also the
head of a German compound ("-granate" finds Artilleriegranaten). Several items joined by "and" are one mention of what they have
in common ("Granaten und Raketen" is ammunition).
"""

import re
from typing import NamedTuple

from analysis.extract import phrase_words
from analysis.extract.lexicon import ENDINGS, Lexicon, Lexicons, Match, Tokens
from analysis.vocabulary import Vocabulary

CALIBRE = re.compile(r"(?<!\d)(\d{2,3}) ?-?(?:mm|[Mm]illimet(?:er|re)s?)\b")
ROCKETS = ("missile", "missile.ballistic", "ammunition.rocket")
MINIMUM_COMPOUND, MOST_REMEMBERED = 7, 200_000


class Item(NamedTuple):
    """One naming of a thing: offsets, dotted path, and its natural unit."""

    start: int
    end: int
    path: str
    unit: str


class Items:
    """The items of a vocabulary, in one language."""

    def __init__(self, vocabulary: Vocabulary, language: str):
        self._words = phrase_words.of_language(vocabulary, language)
        self._units = {row["item"]: row["unit"] for row in vocabulary.rows("items")}
        pairs = [(word, row["item"]) for row in vocabulary.rows("item_words", language) for word in row["words"].split(";")]
        self.lexicons = {"items": Lexicon(((word.lstrip("-"), path) for word, path in _capitalised(pairs)), language)}
        heads = [(word[1:], path) for word, path in pairs if word.startswith("-")]
        self._heads = {(head[:-1] + ending if head.endswith("~") else head): path for head, path in heads for ending in ENDINGS}
        self._longest = max(map(len, self._heads), default=0)
        self._compounds: dict[str, str] = {}

    def find(self, text: str, tokens: Tokens) -> list[Item]:
        """Items from left to right, coordinated ones joined, calibres applied."""
        return self.named(text, tokens, Lexicons(self.lexicons).find(tokens))

    def named(self, text: str, tokens: Tokens, matches: dict[str, tuple[Match, ...]]) -> list[Item]:
        """As `find`, from what a search of `lexicons` has found already."""
        found = [Item(m.start, m.end, m.entry, self._units[m.entry]) for m in matches["items"] if m.entry]
        ends = {item.end for item in found}
        long = [at for at, word in enumerate(tokens.words) if len(word) >= MINIMUM_COMPOUND] if self._heads else []
        compounds = [(tokens.span(at), path) for at in long if (path := self._compound(tokens.words[at]))]
        found += [Item(*span, path, self._units[path]) for span, path in compounds if span[1] not in ends]
        return self._joined(text, [self._sharpened(text, item) for item in sorted(found, key=lambda item: item.start)])

    @property
    def heads(self) -> list[str]:
        """Heads of compounds with their endings, in small letters; those that only look like one are left out."""
        return [head for head, path in self._heads.items() if path]

    def unit(self, path: str) -> str:
        """The natural unit of an item."""
        return self._units.get(path, "")

    def _compound(self, word: str) -> str:
        """Path of a compound by its longest known head; empty if none."""
        if word not in self._compounds:
            if len(self._compounds) > MOST_REMEMBERED:
                self._compounds.clear()
            # No longer part than the longest head is looked at, so that a word of any length takes its length's time.
            lowered = word.lower()
            starts = range(max(1, len(lowered) - self._longest), len(lowered) - 4)
            self._compounds[word] = next((self._heads[lowered[at:]] for at in starts if lowered[at:] in self._heads), "")
        return self._compounds[word]

    def _sharpened(self, text: str, item: Item) -> Item:
        if item.path not in ("ammunition", "ammunition.shell", "ammunition.rocket"):
            return item
        before, after = text[max(0, item.start - 34) : item.start], text[item.end : item.end + 40]
        near = re.search(r"[^,;:.()]*$", before).group() + "|" + re.match(r"[^,;:.()]*?(?=(?:\bor\b|\boder\b|\band\b|[,;:.()]|$))", after).group()
        pair = self._words.joined_calibres.search(before) or self._words.joined_calibres.search(after.partition(",")[0])
        single = CALIBRE.search(near)
        if single is None or (pair and pair.group(1) != pair.group(2)):
            return item
        rockets = item.path == "ammunition.rocket" or self._words.for_launchers.search(after)
        family = "ammunition.rocket" if rockets else "ammunition.shell"
        return item._replace(path=f"{family}.{single.group(1)}mm") if f"{family}.{single.group(1)}mm" in self._units else item

    def _joined(self, text: str, items: list[Item]) -> list[Item]:
        joined: list[Item] = []
        for item in items:
            if joined and self._words.joins.fullmatch(text[joined[-1].end : item.start]):
                common = _common(joined[-1].path, item.path)
                if common:
                    joined[-1] = Item(joined[-1].start, item.end, common, self._units[common])
                    continue
            joined.append(item)
        return joined


def _capitalised(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A compound's head is a noun of its own too, then with a capital."""
    return [(f"-{word[1:2].upper()}{word[2:]}" if word.startswith("-") else word, path) for word, path in pairs]


def _common(left: str, right: str) -> str:
    """What two coordinated items have in common; rockets beside shells count as ammunition. Empty if nothing."""
    if left == right:
        return left
    shells = [path for path in (left, right) if path.startswith("ammunition")]
    if shells and all(path.startswith("ammunition") or path in ROCKETS for path in (left, right)):
        return "ammunition"
    shared = [a for a, b in zip(left.split("."), right.split("."), strict=False) if a == b]
    return ".".join(shared) if left.split(".")[0] == right.split(".")[0] else ""
