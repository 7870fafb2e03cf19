"""Names who speaks: the noun phrase at one side of a verb, by articles, adjective endings and capitals.

Takes the text and offsets, gives a span. A phrase is determiner, adjectives, nouns and names, with what hangs on it ("der Sprecher
der Firma") and one apposition between commas. All repetitions are bounded, so that a match costs constant time.
"""

import re

from analysis.vocabulary import Vocabulary

QUOTED = r"[„“»\"][^„“”»«\"\n]{1,80}[“”«\"]"
NOUN = rf"(?:[^\W\d_a-zäöüß]\.(?=\s[A-ZÄÖÜ])|[^\W\d_a-zäöüß][\w'’-]{{0,60}}+(?:[./][\w'’-]{{1,60}}+){{0,4}}|{QUOTED})"
NO_ADJECTIVE = r"(?!(?:gegenüber|unter|über|oder|aber|wieder|immer|heute|hinter|sowie|wie)\s)"
ADJECTIVE = rf"{NO_ADJECTIVE}[a-zäöüß][\w-]{{1,40}}(?:e|en|er|es|em)|US-amerikanische[nrsm]?"
APART = re.compile(r"\s*+(?:auch|aber|doch|und|dagegen|so|jedoch|nur|zudem|außerdem|selbst|sogar)\s++", re.IGNORECASE)

# Roles a language may leave empty in data/vocabulary/message_words.csv.
ROLES = (
    *("determiner", "pronoun", "linker", "wide_linker", "fronted", "opens_content", "subordinate", "auxiliary", "passive", "agent"),
    *("subjunctive", "firm_subjunctive", "hearsay", "place_of_words", "noun_of_saying"),
)


class NounPhrases:
    """The shapes of noun phrases in one language."""

    def __init__(self, words: dict[str, list[str]], language: str):
        determiner = "|".join(map(re.escape, words["determiner"]))
        narrow, wide = ("|".join(map(re.escape, words[role])) for role in ("linker", "wide_linker"))
        pronoun = "|".join(map(re.escape, words["pronoun"]))
        adjective = ADJECTIVE if language == "de" else r"[a-z][\w-]{1,30}"
        noun, names = (NOUN, 6) if language == "de" else (rf"(?:{NOUN}|[a-z][\w'’-]{{1,40}})", 2)
        core = rf"(?:(?i:{determiner})\s)?(?:\d{{1,4}}\s)?(?:(?:{adjective})\s){{0,3}}{noun}(?:\s{noun}){{0,{names}}}"
        more = rf"(?:(?:{determiner})\s)?(?:(?:{adjective})\s){{0,3}}{noun}(?:\s{NOUN}){{0,4}}"
        bare = rf"(?:{adjective})\s{NOUN}"
        genitive = rf"[a-zäöüß][\w-]{{1,40}}er\s{NOUN}"
        aside = r"(?:\s\([^()\n]{1,60}\))?"
        near = rf"{core}(?:\s(?:(?:(?:{narrow})\s){{1,2}}{more}|{genitive})){{0,4}}{aside}"
        far = rf"{core}{aside}(?:\s(?:(?:(?:{narrow}|{wide})\s){{1,2}}{more}|{bare})){{0,5}}{aside}"
        self._phrase = re.compile(rf"(?:{near}(?:,\s{near}(?=[,.:]|$))?|(?i:{pronoun})\b)")
        self._subject = re.compile(rf"(?:{far}(?:,\s[^,:;\n]{{1,120}},)?|(?i:{pronoun})\b)")
        self._fronted = re.compile(rf"(?i:{'|'.join(map(re.escape, words['fronted']))})\b" if words["fronted"] else r"(?!)")

    def after(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """The phrase that begins at the offset, white space aside."""
        while start < end and text[start].isspace():
            start += 1
        found = self._phrase.match(text, start, end)
        return found.span() if found else None

    def filling(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """The phrase that fills the span but for an opening "auch" and the like: a subject in front of its verb."""
        if (apart := APART.match(text, start, end)) and apart.end() < end:
            start = apart.end()
        start = start + len(text[start:end]) - len(text[start:end].lstrip())
        if self._fronted.match(text, start, end):
            return None
        while end > start and text[end - 1].isspace():
            end -= 1
        found = self._subject.fullmatch(text, start, end) or self._phrase.fullmatch(text, start, end)
        return (start, end - 1 if text[end - 1] == "," else end) if found else None

    def before(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """The longest phrase that ends at the offset, begun at most 12 words before it."""
        while end > start and text[end - 1].isspace():
            end -= 1
        begins = [found.start() for found in re.finditer(r"(?<!\S)\S", text[max(start, end - 200) : end])][-12:]
        for begin in (max(start, end - 200) + offset for offset in begins):
            if self._phrase.fullmatch(text, begin, end):
                return begin, end
        return None


def listed(vocabulary: Vocabulary, language: str) -> dict[str, list[str]]:
    """Words of data/vocabulary/message_words.csv by their role."""
    words: dict[str, list[str]] = {role: [] for role in ROLES}
    for row in vocabulary.rows("message_words", language):
        words.setdefault(row["role"], []).extend(row["words"].split(";"))
    return words
