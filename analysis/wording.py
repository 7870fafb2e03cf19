"""The words of the brief, its figures and its page in one language: rows of data/vocabulary, with their slots filled.

Takes the vocabulary and a language, gives text. Numbers and dates come from `numerals`; which of two plural forms a count
takes is Babel's knowledge (CLDR). What to say is the business of the stage that says it.
"""

from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.dates import format_skeleton

from analysis import numerals
from analysis.errors import VocabularyError
from analysis.vocabulary import Vocabulary


@dataclass(frozen=True)
class Words:
    """The labels of one language (`lang` is "en" or "de")."""

    vocabulary: Vocabulary
    lang: str

    def __call__(self, key: str, **slots: object) -> str:
        """The label of that key, each {slot} filled. Raises VocabularyError for a key without a row."""
        return self.label(key).format(**slots)

    def label(self, key: str) -> str:
        """The label with its {slots} as they stand. Raises VocabularyError for a key without a row."""
        row = self.vocabulary.by_key("labels").get(key)
        if row is None:
            raise VocabularyError(f"labels.csv has no key {key!r}; add a row with its words in each language.")
        return row[self.lang]

    def form(self, key: str, number: float) -> str:
        """The key `key.one` or `key.other`, as the count asks for."""
        return f"{key}.{Locale.parse(numerals.LOCALES[self.lang]).plural_form(number)}"

    def count(self, key: str, number: int, **slots: object) -> str:
        """The label in the form that the count asks for, its slot {n} the count as printed."""
        return self(self.form(key, number), n=numerals.number(number, self.lang), **slots)

    def item(self, path: str) -> str:
        """The item as readers call it; the nearest kind that has a name, else the path itself."""
        return self._name("items", path, path.rpartition(".")[0])

    def origin(self, origin: str) -> str:
        return self._name("origins", origin)

    def actor(self, actor_id: str) -> str:
        """The actor's name; of an organ that the vocabulary does not have, its state's."""
        return self._name("actors", actor_id, actor_id.rpartition(".")[0])

    def flow(self, flow: str) -> str:
        """"KP>RU" as "North Korea → Russia"."""
        return " → ".join(self.actor(side) for side in flow.split(">"))

    def unit(self, unit: str) -> str:
        """The unit in the plural, as it stands over a column or an axis."""
        row = self.vocabulary.by_key("units").get(unit, {})
        return row.get(f"many_{self.lang}") or unit

    def month(self, day: date) -> str:
        """The month with its year ("Nov 2025"), as it stands below an axis."""
        return format_skeleton("yMMM", day, locale=numerals.LOCALES[self.lang])

    def short_day(self, day: str) -> str:
        """An ISO date in short words ("14 Nov 2025"), for tables and figures; empty for an empty one."""
        return numerals.short_day(day, self.lang) if day else ""

    def _name(self, file: str, key: str, wider: str = "") -> str:
        row = self.vocabulary.by_key(file).get(key)
        return (row or {}).get(f"name_{self.lang}") or (self._name(file, wider, wider.rpartition(".")[0]) if wider else key)


def told_form(low: float, high: float, bound: str) -> str:
    """The key of how a statement tells its number: exact, about, at_least, at_most or between (NaN = open)."""
    if low != low or high != high:
        return "at_most" if low != low else "at_least"
    return "between" if low < high else "about" if bound == "about" else "exact"


def capital(text: str) -> str:
    """The text with a capital letter at its beginning, for a title or a sentence."""
    return text[:1].upper() + text[1:]
