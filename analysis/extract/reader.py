"""A document → a Reading: runs every layer over the text, sentence by sentence.

Takes a vocabulary and a language once, then documents of that language. Nothing else in this package builds layers.
"""

import re

from analysis.documents import Document
from analysis.extract.actors import Actors
from analysis.extract.items import Items
from analysis.extract.lexicon import Lexicon, Match, tokens
from analysis.extract.quantities import Quantities
from analysis.extract.reading import Reading, Sentence
from analysis.extract.sentences import split
from analysis.extract.times import Times
from analysis.vocabulary import Vocabulary

OPENING = 110
# Kinds that are no movement of goods; their words may move goods in another sentence ("eingetroffen").
OCCASIONS = ("meeting", "account")
FORMS = ("continues", "points_back", "turns", "refers_back", "keeps_period", "on_this")
TERMINATED = re.compile(r"[.?!:;…][\"”“»«'’)]*$")


class Reader:
    """All layers of one language."""

    def __init__(self, vocabulary: Vocabulary, language: str):
        self._vocabulary, self._language = vocabulary, language
        self.actors, self.items = Actors(vocabulary, language), Items(vocabulary, language)
        self._quantities, self._times = Quantities(vocabulary, language), Times(vocabulary, language)
        self._reports = self._lexicon("reporting_words", "form")
        self._hedges = self._lexicon("hedge_words", "hedge")
        self._events = self._lexicon("event_words", "kind", "role", without=OCCASIONS)
        self._occasions = self._lexicon("event_words", "kind", "role", only=OCCASIONS)
        self._places = self._lexicon("prepositions", "role")
        self._discourse = {form: self._lexicon("discourse_words", "form", only=(form,)) for form in FORMS}
        self._discourse = {form: self._lexicon("discourse_words", "form", only=(form,)) for form in FORMS}
        self._exclusions = self._lexicon("exclusions", "reason")

    def read(self, document: Document) -> Reading:
        """Every sentence of the document with its layers."""
        text, times, sentences = document.text, [], []
        for start, end in split(text, self._language, self._vocabulary):
            found = self._times.find(text, start, end, document.published, times)
            times += found
            sentences.append(self._sentence(text, start, end, found))
        named = frozenset(item.path for sentence in sentences for item in sentence.items)
        return Reading(text, self._language, document.published, document.publisher, sentences, named)

    def _sentence(self, text: str, start: int, end: int, times: list) -> Sentence:
        words = tokens(text, start, end)
        reports = self._reports.find(words)
        forms = {form: lexicon.find(words) for form, lexicon in self._discourse.items()}
        before = text[max(0, start - 2) : start]
        return Sentence(
            start=start, end=end, tokens=words,
            mentions=self.actors.find(text, words), items=self.items.find(text, words),
            quantities=self._quantities.find(text, start, end, times), times=times,
            reports=reports, hedges=self._hedges.find(words), events=self._events.find(words),
            occasions=self._occasions.find(words),
            places=self._places.find(words), exclusions=self._exclusions.find(words),
            opens_paragraph=start == 0 or "\n" in before,
            heading=TERMINATED.search(text, start, end) is None,
            points_back=_points_back(start, reports, forms),
            subjunctive=any(m.entry == "subjunctive" for m in reports),
            continues=any(m.start < start + OPENING for m in forms["continues"]) or _opens(forms["refers_back"], start),
            turned=bool(forms["turns"]), refers_back=bool(forms["refers_back"]), keeps_period=bool(forms["keeps_period"]),
        )  # fmt: skip

    def _lexicon(self, name: str, *columns: str, only: tuple = (), without: tuple = ()) -> Lexicon:
        phrases = (
            (word, row[columns[0]] if len(columns) == 1 else tuple(row[column] for column in columns))
            for row in self._vocabulary.rows(name, self._language)
            if (not only or row[columns[0]] in only) and row[columns[0]] not in without
            for word in row["words"].split(";")
        )
        return Lexicon(phrases, self._language)


def _points_back(start: int, reports: list[Match], forms: dict[str, list[Match]]) -> bool:
    """Whether a sentence says who said the one before: "Das sagte …", "Die Zeitung beruft sich dabei auf …"."""
    early = [match for match in reports if start < match.start < start + OPENING]
    return bool(_opens(forms["points_back"], start) and early) or bool(forms["on_this"] and any(m.entry == "deep_source" for m in reports))


def _opens(matches: list[Match], start: int) -> bool:
    return any(match.start == start for match in matches)
