"""The small words of one language, as patterns: where a noun phrase ends, what may stand for a noun left out, what joins.

Takes the vocabulary (discourse_words.csv) and a language, gives one pattern for each question that the grammar asks. A language
without words for a question gets a pattern that never matches, so that it can be added a row at a time.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from analysis.extract.patterns import AFTER, BEFORE, alternation
from analysis.vocabulary import Vocabulary

FORMS = (
    "ends_phrase", "left_out", "number_of", "one_of", "statement_clause", "adds", "copula", "joins", "for_launchers",
    "article", "organ_of", "genitive", "dative_article", "dative_name", "new_clause", "change", "neuter", "equals", "adds_clause",
    "tells",
)  # fmt: skip
# The noun that a number counts, adjectives before it: a plural in English, a word with a capital in German.
NOUN_BEHIND = {
    "de": r"\s(?:[a-zäöüß]+e[nrms]?\s){0,2}([A-ZÄÖÜ][a-zäöüß]+)(?![\w-])",
    "en": r"\s(?:[a-z]+(?:-[a-z]+)?\s)?([a-z]{2,}[^\Wsui\d_]s|people|men|women|children)(?![\w-])",
}
# Endings of the adjectives that may stand before a name; no list of words can hold them.
ADJECTIVE_ENDINGS = {"de": "e[nmrs]", "en": "ern|an|ish|al|ese"}


@dataclass(frozen=True, slots=True)
class PhraseWords:
    """Patterns of one language. Those named after a place (`before_…`, `behind_…`) are anchored there."""

    ends_phrase: re.Pattern
    left_out: re.Pattern
    number_of: re.Pattern
    one_of: re.Pattern
    statement_clause: re.Pattern
    adds: re.Pattern
    copula: re.Pattern
    joins: re.Pattern
    joined_calibres: re.Pattern
    for_launchers: re.Pattern
    article: re.Pattern
    before_name: re.Pattern
    organ_of: re.Pattern
    part_of: re.Pattern
    of_office: re.Pattern
    dative: re.Pattern
    has_cases: bool
    change: re.Pattern
    neuter: re.Pattern
    tells: re.Pattern
    equals: re.Pattern
    noun_behind: re.Pattern
    clause: re.Pattern
    next_clause: re.Pattern


def of_language(vocabulary: Vocabulary, language: str) -> PhraseWords:
    """The patterns of one language."""
    rows = [(row["form"], row["words"]) for row in vocabulary.rows("discourse_words", language)]
    numerals = [("numeral", row["words"]) for row in vocabulary.rows("number_words", language) if row["role"] == "cardinal"]
    return _patterns((*rows, *numerals), language)


@lru_cache(maxsize=16)
def _patterns(rows: tuple[tuple[str, str], ...], language: str) -> PhraseWords:
    any_of = {form: alternation(word for known, words in rows if known == form for word in words.split(";")) for form in (*FORMS, "numeral")}
    article = any_of["article"]
    return PhraseWords(
        ends_phrase=re.compile(rf"[.;:!?](?!\d)|, |\) |{BEFORE}{any_of['ends_phrase']}{AFTER}"),
        left_out=re.compile(rf"\s*(?:$|[.,;:!?)–]|{any_of['left_out']}{AFTER})"),
        number_of=re.compile(rf"{BEFORE}{any_of['number_of']}{AFTER}"),
        one_of=re.compile(rf"\s{any_of['one_of']}\s"),
        statement_clause=re.compile(rf",\s{any_of['statement_clause']}\s"),
        adds=re.compile(rf"{BEFORE}{any_of['adds']}\s$"),
        copula=re.compile(rf"{BEFORE}{any_of['copula']}\s$"),
        joins=re.compile(rf"(?:,|\s{any_of['joins']})+ (?:(?!{any_of['numeral']}{AFTER})[^\W\d_A-Z]\w*e[nr]? )?"),
        joined_calibres=_joined_calibres(any_of["joins"]),
        for_launchers=re.compile(any_of["for_launchers"]),
        article=re.compile(rf"^{article}\s+"),
        before_name=_before_name(article, any_of["genitive"], ADJECTIVE_ENDINGS.get(language, "(?!)")),
        organ_of=re.compile(rf" {any_of['organ_of']} (?:{article} )?$"),
        part_of=re.compile(rf"\s{any_of['genitive']}\s(?:{article}\s)?(?:[^\W\d_]+\s)?"),
        of_office=re.compile(rf"\s(?:{article}\s)?(?:[a-zäöüß]+\s)?[A-ZÄÖÜ][\w-]+\s{any_of['genitive']}\s(?:{article}\s)?"),
        dative=re.compile(rf"{BEFORE}(?:{any_of['dative_article']}\s[\w-]+|{any_of['dative_name']})$"),
        next_clause=re.compile(rf",\s(?:{any_of['new_clause']}|{any_of['adds_clause']})\s"),
        clause=re.compile(rf",\s{any_of['new_clause']}\s"),
        noun_behind=re.compile(NOUN_BEHIND.get(language, "(?!)()")),
        change=re.compile(rf"{BEFORE}{any_of['change']}\s(?:[^\W\d_]+\s){{0,2}}$"),
        equals=re.compile(rf"\s{any_of['equals']}\s(?:[^\W\d_]+\s)?"),
        tells=re.compile(any_of["tells"]),
        neuter=re.compile(any_of["neuter"]),
        has_cases=any(form == "dative_article" for form, _ in rows),
    )


def _joined_calibres(joins: str) -> re.Pattern:
    """Two calibres of one thing: "122 and 152 mm"."""
    millimetres = r"(?:mm|[Mm]illimet(?:er|re)s?)"
    return re.compile(rf"(?<!\d)(\d{{2,3}})(?: ?-?{millimetres})? {joins} (\d{{2,3}}) ?-?{millimetres}\b")


def _before_name(article: str, of: str, endings: str) -> re.Pattern:
    """What a noun phrase may hold before its proper name: articles, adjectives, and a noun with a genitive."""
    adjective = rf"[^\W\d_]+(?:{endings})"
    return re.compile(rf"\s(?:(?:{article}|{adjective})\s){{0,3}}(?:[A-ZÄÖÜ][^\W\d_]+\s(?:{of}\s(?:{article}\s)?)?)?")
