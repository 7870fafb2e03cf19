"""Documents → the facts table. Sentence by sentence: numbers, quantities, times, actors, attribution, hedges, events, flows.

Takes documents and the vocabulary, gives one row a fact (analysis.tables, "facts"). Deterministic, offline, exact offsets: the
document's text from a span's start to its end is the evidence. A relative time without a date of publication stays unresolved.
"""

import json
from collections.abc import Iterable

import pandas as pd

from analysis import tables
from analysis.documents import LANGUAGES, Document
from analysis.extract import statements
from analysis.extract.attribution import Attribution, Attributor
from analysis.extract.facts import Fact, Numbered
from analysis.extract.reader import Reader
from analysis.extract.reading import Reading
from analysis.vocabulary import Vocabulary


class Extractor:
    """Reads documents of any known language; builds a language's layers when its first document comes."""

    def __init__(self, vocabulary: Vocabulary):
        self._vocabulary = vocabulary
        self._readers: dict[str, Reader] = {}
        self._stands_for = {row["organ"]: tuple(row["stands_for"].split(";")) for row in vocabulary.rows("organs")}

    def rows(self, document: Document) -> list[dict]:
        """The document's facts as rows of the facts table, in text order."""
        reader = self._readers.get(document.language) or self._reader(document.language)
        if not reader.screen.may_hold_a_fact(document.text):
            return []
        return self.read_in_full(document)

    def may_hold_a_fact(self, text: str) -> bool:
        """False only for a text without any fact, whichever language that the vocabulary knows it is in."""
        return any((self._readers.get(language) or self._reader(language)).screen.may_hold_a_fact(text) for language in LANGUAGES)

    def read_in_full(self, document: Document) -> list[dict]:
        """As `rows`, without the cheap no before it."""
        reader = self._readers.get(document.language) or self._reader(document.language)
        reading = reader.read(document)
        attributions = Attributor(reader.actors, self._stands_for).attribute(reading)
        counted, told = Numbered(reader.items).facts(reading, attributions)
        facts = counted + statements.facts(reading, attributions, told, {fact.sentence.start for fact in counted})
        facts.sort(key=lambda fact: (fact.sentence.start, fact.spans.get("quantity", (fact.sentence.end,))[0]))
        return _rows(document, reading, facts)

    def _reader(self, language: str) -> Reader:
        self._readers[language] = Reader(self._vocabulary, language)
        return self._readers[language]


def facts_table(documents: Iterable[Document], vocabulary: Vocabulary) -> pd.DataFrame:
    """The facts of all documents, in the order of the documents and of the text."""
    extractor = Extractor(vocabulary)
    return tables.frame("facts", [row for document in documents for row in extractor.rows(document)])


def _rows(document: Document, reading: Reading, facts: list[Fact]) -> list[dict]:
    numbers: dict[int, int] = {}
    rows = []
    for fact in facts:
        numbers[fact.sentence.start] = numbers.get(fact.sentence.start, 0) + 1
        rows.append(_row(document, reading, fact, numbers[fact.sentence.start]))
    return rows


def _row(document: Document, reading: Reading, fact: Fact, number: int) -> dict:
    quantity, start, end = fact.quantity, fact.sentence.start, fact.sentence.end
    period = fact.period
    row = {
        "fact_id": f"{document.doc_id}:{start}-{end}:{number}", "doc_id": document.doc_id, "start": start, "end": end,
        "kind": fact.event.kind, "supplier": fact.parties.supplier, "recipient": fact.parties.recipient, "item": fact.item,
        "period_start": period.start, "period_end": period.end, "period_resolution": period.resolution,
        "period_text": reading.text[slice(*period.span)] if period.span else "",
        "stated": fact.said.stated or document.published, "claimant": fact.said.actor,
        "chain": ";".join(_chain(document, fact.said)), "hedge": fact.hedge,
        "spans": json.dumps({name: list(span) for name, span in fact.spans.items()}), "evidence": reading.text[start:end],
    }  # fmt: skip
    return row | (_numbers(fact) if quantity else {})


def _numbers(fact: Fact) -> dict:
    quantity = fact.quantity
    whole = quantity.whole
    return {
        "low": quantity.low, "high": quantity.high, "bound": quantity.bound, "unit": fact.unit, "per": quantity.per,
        "whole_low": whole.low if whole else None, "whole_high": whole.high if whole else None,
    }  # fmt: skip


def _chain(document: Document, said: Attribution) -> list[str]:
    """Names from the origin to the reporter; a separator inside a name would split it, so it is replaced."""
    names = [said.name, *said.between, document.publisher]
    return list(dict.fromkeys(name.replace(";", ",") for name in names if name))
