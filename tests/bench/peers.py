"""Other tools on the same texts, each if it is installed (the extra `bench`): quantulum3, spaCy's blank pipeline, SoMaJo.

A peer is a function from text and language to what it found. Nothing of the package imports them.
"""

import re
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version

from analysis.vocabulary import Vocabulary

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
READS = Callable[[str, str], object]
FOLDED = {"dimensionless": None, "percentage": "percent", "pound sterling": "GBP"}


def installed(module: str) -> object | None:
    """The module, or None if it is not installed."""
    try:
        return import_module(module)
    except ImportError:
        return None


def title(name: str) -> str:
    return f"{name} {version(name)}"


def quantulum() -> tuple[str, READS] | None:
    """quantulum3's English rules, without its classifier."""
    parser = installed("quantulum3.parser")
    return parser and (title("quantulum3"), lambda text, _: _parsed(parser, text))


def _parsed(parser, text: str) -> list[dict]:
    """Its quantities in the form of the bench; a text that it breaks on has none."""
    try:
        found = parser.parse(text)
    except Exception:  # noqa: BLE001 whatever a peer raises is its own affair, and costs it that text
        return []
    return [
        {"start": q.span[0], "end": q.span[1], "low": q.value, "high": q.value, "unit": FOLDED.get(q.unit.name, q.unit.name)}
        for q in found
        if q.span[0] < q.span[1]
    ]


def spacy_matcher(vocabulary: Vocabulary) -> tuple[str, READS] | None:
    """spaCy's rule tokenizer with a Matcher for a number before one of our items' words."""
    spacy = installed("spacy")
    if spacy is None:
        return None
    matchers = {}
    for language in ("de", "en"):
        nlp = spacy.blank(language)
        nlp.max_length = 10_000_000
        matcher = import_module("spacy.matcher").Matcher(nlp.vocab)
        words = [word.strip("-~").lower() for word in item_words(vocabulary, language)]
        matcher.add("supply", [[{"LIKE_NUM": True}, {"OP": "?"}, {"LOWER": {"IN": words}}]])
        matchers[language] = (nlp, matcher)
    return f"{title('spacy')} blank + Matcher", lambda text, language: matchers[language][1](matchers[language][0](text))


def somajo() -> tuple[str, READS] | None:
    """SoMaJo's tokens and sentences."""
    module = installed("somajo")
    if module is None:
        return None
    tokenizers = {"de": module.SoMaJo("de_CMC"), "en": module.SoMaJo("en_PTB")}
    return title("SoMaJo"), lambda text, language: list(tokenizers[language].tokenize_text(text.split("\n\n")))


def words_scan(vocabulary: Vocabulary) -> tuple[str, READS]:
    """One alternation of our items' words: the least that any search for items costs."""
    patterns = {}
    for language in ("de", "en"):
        words = sorted({re.escape(word.strip("-~")) for word in item_words(vocabulary, language)}, key=len, reverse=True)
        patterns[language] = re.compile("|".join(words))
    return "plain `re`: one alternation of the item words", lambda text, language: patterns[language].findall(text)


def number_scan() -> tuple[str, READS]:
    return "plain `re`: one number pattern", lambda text, _: NUMBER.findall(text)


def item_words(vocabulary: Vocabulary, language: str) -> list[str]:
    return [word for row in vocabulary.rows("item_words", language) for word in row["words"].split(";")]
