"""A document → a Reading: runs every layer over the text, sentence by sentence.

Takes a vocabulary and a language once, then documents of that language. Nothing else in this package builds layers.
"""

from analysis.documents import Document
from analysis.extract import phrase_words
from analysis.extract.actors import Actors
from analysis.extract.items import Items
from analysis.extract.lexicon import Lexicon, Lexicons, Match, Tokens
from analysis.extract.persons import Persons
from analysis.extract.punctuation import Punctuation
from analysis.extract.quantities import Quantities
from analysis.extract.reading import Named, Reading, Sentence
from analysis.extract.screen import Screen
from analysis.extract.sentences import split
from analysis.extract.times import Times
from analysis.vocabulary import Vocabulary

OPENING = 110
SHORTEST = 3  # "so" at the start points back, and reports nothing
# Kinds that are no movement of goods; their words may move goods in another sentence ("eingetroffen").
OCCASIONS = ("meeting", "account")
FORMS = ("continues", "points_back", "turns", "refers_back", "keeps_period", "on_this", "part_of", "both", "aside", "relative")
# What ends a sentence that is no heading, and what may close behind it.
TERMINATORS, CLOSERS = (".", "?", "!", ":", ";", "…"), "\"”“»«'’)"


class Reader:
    """All layers of one language."""

    def __init__(self, vocabulary: Vocabulary, language: str):
        self._vocabulary, self._language = vocabulary, language
        self.actors, self.items = Actors(vocabulary, language), Items(vocabulary, language)
        self.screen = Screen(vocabulary, language, self.actors, self.items)
        self._phrase_words = phrase_words.of_language(vocabulary, language)
        self._quantities, self._times = Quantities(vocabulary, language), Times(vocabulary, language)
        self._currencies = frozenset(unit for unit, row in vocabulary.by_key("units").items() if row["dimension"] == "currency")
        self._lexicons = Lexicons(self.actors.lexicons | self.items.lexicons | self.screen.lexicons | {
            "reports": self._lexicon("reporting_words", "form"),
            "hedges": self._lexicon("hedge_words", "hedge"),
            "events": self._lexicon("event_words", "kind", "role", without=OCCASIONS),
            "occasions": self._lexicon("event_words", "kind", "role", only=OCCASIONS),
            "places": self._lexicon("prepositions", "role"),
            "exclusions": self._lexicon("exclusions", "reason"),
        } | {form: self._lexicon("discourse_words", "form", only=(form,)) for form in FORMS})  # fmt: skip

    def read(self, document: Document) -> Reading:
        """Every sentence of the document with its layers; none of a text whose words alone show that it holds no fact."""
        text, times, persons = document.text, [], Persons()
        named = [self._named(text, start, end, persons) for start, end in split(text, self._language, self._vocabulary)]
        sentences = []
        for one in named if self.screen.names_suffice(named) else ():
            found = self._times.find(text, one.start, one.end, document.published, times)
            times += found
            sentences.append(self._sentence(text, one, found))
        paths = frozenset(item.path for one in named for item in one.items)
        marks = Punctuation(text, self._phrase_words.clause)
        return Reading(text, self._language, document.published, document.publisher, sentences, paths, self._phrase_words, marks, self._currencies)

    def _named(self, text: str, start: int, end: int, persons: Persons) -> Named:
        words = Tokens(text, start, end)
        phrases = self._lexicons.find(words)
        mentions = persons.named(text, start, end, self.actors.mentions(text, phrases))
        return Named(start, end, phrases, mentions, self.items.named(text, words, phrases))

    def _sentence(self, text: str, named: Named, times: list) -> Sentence:
        start, end, found, mentions, items = named
        reports = found["reports"]
        before = text[max(0, start - 2) : start]
        return Sentence(
            start=start, end=end, mentions=mentions, items=items,
            quantities=self._quantities.find(text, start, end, times), times=times,
            reports=reports, hedges=found["hedges"], events=found["events"], occasions=found["occasions"],
            places=found["places"], exclusions=found["exclusions"],
            opens_paragraph=start == 0 or "\n" in before,
            heading=text[start:end].rstrip(CLOSERS)[-1:] not in TERMINATORS,
            points_back=_points_back(start, reports, found),
            subjunctive=any(m.entry == "subjunctive" for m in reports),
            continues=any(m.start < start + OPENING for m in found["continues"]) or _opens(found["refers_back"], start),
            turned=bool(found["turns"]), refers_back=bool(found["refers_back"]), keeps_period=bool(found["keeps_period"]), both=bool(found["both"]),
            parts=found["part_of"], asides=found["aside"], relatives=found["relative"],
        )  # fmt: skip

    def _lexicon(self, name: str, *columns: str, only: tuple = (), without: tuple = ()) -> Lexicon:
        phrases = (
            (word, row[columns[0]] if len(columns) == 1 else tuple(row[column] for column in columns))
            for row in self._vocabulary.rows(name, self._language)
            if (not only or row[columns[0]] in only) and row[columns[0]] not in without
            for word in row["words"].split(";")
        )
        return Lexicon(phrases, self._language)


def _points_back(start: int, reports: tuple[Match, ...], forms: dict[str, tuple[Match, ...]]) -> bool:
    """Whether a sentence says who said the one before: "Das sagte …", "Die Zeitung beruft sich dabei auf …"."""
    early = [match for match in reports if start < match.end - SHORTEST and match.start < start + OPENING]
    return bool(_opens(forms["points_back"], start) and early) or bool(forms["on_this"] and any(m.entry == "deep_source" for m in reports))


def _opens(matches: tuple[Match, ...], start: int) -> bool:
    return any(match.start == start for match in matches)
