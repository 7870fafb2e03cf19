"""One report, read: its sentences, each with everything that the layers found in it.

Takes a document's text, gives a Reading. Nothing is decided here; attribution, events and flows decide on what stands in it.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from analysis.extract.actors import Mention
from analysis.extract.items import Item
from analysis.extract.lexicon import Match
from analysis.extract.phrase_words import PhraseWords
from analysis.extract.punctuation import Punctuation
from analysis.extract.quantities import Quantity
from analysis.extract.times import Time

# How many namings or flows the words of a sentence may refer back over: more than a report has, so that a text of any length
# takes the time of its length.
MEMORY = 100
NOUN_BEFORE = re.compile(r"[A-ZÄÖÜ][^\W\d_]+ $")


class Named(NamedTuple):
    """A sentence as its words alone tell it: the phrases of the vocabulary by their lexicon, who is named, and what."""

    start: int
    end: int
    phrases: dict[str, tuple[Match, ...]]
    mentions: list[Mention]
    items: list[Item]

    @property
    def events(self) -> tuple[Match, ...]:
        return self.phrases["events"]

    @property
    def exclusions(self) -> tuple[Match, ...]:
        return self.phrases["exclusions"]


class Sentence(NamedTuple):
    """A sentence and its layers, all with offsets into the report's text."""

    start: int
    end: int
    mentions: list[Mention]
    items: list[Item]
    quantities: list[Quantity]
    times: list[Time]
    reports: tuple[Match, ...]
    hedges: tuple[Match, ...]
    events: tuple[Match, ...]
    occasions: tuple[Match, ...]
    places: tuple[Match, ...]
    exclusions: tuple[Match, ...]
    opens_paragraph: bool
    heading: bool
    points_back: bool
    subjunctive: bool
    continues: bool
    turned: bool
    refers_back: bool
    keeps_period: bool
    both: bool
    parts: tuple[Match, ...]
    asides: tuple[Match, ...]
    relatives: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A report's text and its sentences."""

    text: str
    language: str
    published: str
    publisher: str
    sentences: list[Sentence]
    named_paths: frozenset[str]
    phrase_words: PhraseWords
    punctuation: Punctuation
    currencies: frozenset[str]
    # Filled as it is asked for, since many ask again: role by a mention's start.
    governing: dict[int, str] = field(default_factory=dict)

    def breaks(self, start: int, end: int) -> bool:
        """Whether a colon, semicolon, dash or full stop stands between two offsets."""
        return self.punctuation.breaks(start, end) > 0

    def distance(self, one: tuple[int, int], other: tuple[int, int]) -> float:
        """How far apart two spans are: characters, with commas and breaks between them counted as detours."""
        left, right = (one, other) if one <= other else (other, one)
        gap = right[0] - left[1]
        if gap <= 0:
            return 0
        marks, between = self.punctuation, (left[1], right[0])
        return gap + 25 * marks.commas(*between) + 45 * marks.clauses(*between) + 70 * marks.breaks(*between)

    def is_money(self, quantity: Quantity) -> bool:
        """Whether a number is a sum of money."""
        return quantity.unit in self.currencies

    def sharpest(self, path: str) -> str:
        """The one narrower item that the report names elsewhere of this sort of missile, else the item itself."""
        narrower = {named for named in self.named_paths if named.startswith(path + ".")} if path == "missile" else set()
        return narrower.pop() if len(narrower) == 1 else path

    def name(self, mention: Mention) -> str:
        """A mention's words without its article and line breaks."""
        words = " ".join(self.text[mention.start : mention.end].split())
        return self.phrase_words.article.sub("", words).strip("(„“”\"' ")

    def governed(self, sentence: Sentence, mention: Mention) -> str:
        """Role of the preposition whose noun phrase the mention stands in; empty for a bare one."""
        if mention.start not in self.governing:
            self.governing[mention.start] = self._governing(sentence, mention)
        return self.governing[mention.start]

    def _governing(self, sentence: Sentence, mention: Mention) -> str:
        """The nearest preposition's role; of a genitive, that of the preposition before its noun ("aus den Lagern der Ukraine")."""
        owned = ""
        for place in reversed(sentence.places):
            if place.end <= mention.start:
                between = self.text[place.end : mention.start]
                crossed = any(place.end <= other.start < mention.start and other.actor for other in sentence.mentions)
                if crossed or not self.phrase_words.before_name.fullmatch(between):
                    return owned
                if place.entry != "genitive":
                    return place.entry if not owned or place.entry == "source" else owned
                owned = owned or ("genitive" if self._owns(sentence, place) else "")
        return owned

    def _owns(self, sentence: Sentence, article: Match) -> bool:
        """Whether an article that may be a genitive follows a noun, and no preposition ("In der Ukraine")."""
        if self.language != "de":
            return True
        governed = any(place.end == article.start - 1 for place in sentence.places)
        return not governed and NOUN_BEFORE.search(self.text, sentence.start, article.start) is not None
