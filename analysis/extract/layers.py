"""A text → its annotation layers: quantities, times and attributions, for whoever has another use for them than supplies.

Takes documents, gives for each an object that JSON can hold. Offsets count code points of the text, end exclusive. What differs
from the layers as this package uses them: a percentage without its word is a fraction, a vague plural runs from one to ten of
its word, a rate is said in the unit, and an open or unknown side is null.
"""

import re
from dataclasses import asdict

from analysis.documents import Document
from analysis.extract.counted_nouns import CountedNouns
from analysis.extract.messages import Messages
from analysis.extract.quantities import Quantities, Quantity
from analysis.extract.sentences import split
from analysis.extract.times import Time, Times, Timex
from analysis.extract.units import Units
from analysis.vocabulary import Vocabulary

VAGUE_SPAN = 10
RATE_REACH = 24
PERCENT_SAID = re.compile(r"%|percent|per cent|pct|prozent|v\. ?h\.", re.I)
# Units whose names here are not those of other annotators.
NAMES = {"voyage": "time"}


class Layers:
    """Annotates documents of any known language; builds a language's layers when its first document comes."""

    def __init__(self, vocabulary: Vocabulary):
        self._vocabulary = vocabulary
        self._languages: dict[str, Language] = {}

    def of(self, document: Document) -> dict:
        """The document's id and layers; each layer in text order."""
        if document.language not in self._languages:
            self._languages[document.language] = Language(self._vocabulary, document.language)
        return {"doc_id": document.doc_id} | self._languages[document.language].layers(document.text, document.published)


class Language:
    """The layers of one language."""

    def __init__(self, vocabulary: Vocabulary, language: str):
        self._vocabulary, self._language = vocabulary, language
        self._quantities, self._times, self._units = (layer(vocabulary, language) for layer in (Quantities, Times, Units))
        self._nouns = CountedNouns(vocabulary, language)
        self._messages = Messages(vocabulary, language)

    def layers(self, text: str, published: str) -> dict[str, list[dict]]:
        """The layers of a text; `published` (ISO date or empty) anchors its relative times."""
        sentences = split(text, self._language, self._vocabulary)
        times: list[Time] = []
        quantities: list[dict] = []
        for start, end in sentences:
            found = self._times.find(text, start, end, published, times)
            times += found
            quantities += [self._quantity(text, q, end) for q in self._quantities.find(text, start, end, found)]
        return {
            "quantities": quantities,
            "times": [_time(timex) for time in times for timex in sorted(time.core, key=lambda timex: timex.start)],
            "attributions": self._attributions(text, sentences),
        }

    def _attributions(self, text: str, sentences: list[tuple[int, int]]) -> list[dict]:
        return [asdict(message) for message in self._messages.find(text, sentences)]

    def _quantity(self, text: str, q: Quantity, end: int) -> dict:
        low, high, unit = q.low, q.high, NAMES.get(q.unit, q.unit)
        if q.vague and low is not None:
            high = low * VAGUE_SPAN
        if unit == "percent" and not PERCENT_SAID.search(text, q.start, q.end):
            low, high = (value if value is None else value / 100 for value in (low, high))
            unit = ""
        elif not unit:
            unit = self._nouns.behind(text, q.noun, end)
        per = self._rate_behind(text, q, end)
        unit = f"{unit} per {per}" if unit and per else unit
        return {"start": q.start, "end": q.end, "low": _plain(low), "high": _plain(high), "bound": q.bound, "unit": unit or None}

    def _rate_behind(self, text: str, q: Quantity, end: int) -> str:
        """How often, if it is said right behind the unit: "barrels a day"."""
        rates = self._units.rates(text, q.end, min(end, q.end + RATE_REACH)) if q.per else []
        return q.per if rates and not text[q.end : rates[0].start].strip() else ""


def _time(timex: Timex) -> dict:
    return {
        "start": timex.start, "end": timex.end, "type": timex.type, "value": timex.value,
        "earliest": timex.earliest or None, "latest": timex.latest or None,
    }  # fmt: skip


def _plain(value: float | None) -> float | int | None:
    """Whole numbers without a point, others without the dust of binary fractions."""
    if value is None:
        return None
    return int(value) if float(value).is_integer() and abs(value) < 1e15 else float(f"{value:.15g}")
