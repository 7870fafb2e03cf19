"""Words that report: verbs in all their forms, and the phrases that stand beside a source.

Takes the tokens of a sentence, gives cues. The list has infinitives ("mit+teilen"); weak forms are grammar and built here, strong
ones are listed behind slashes: infinitive, present, past, past plural, participle.
"""

from dataclasses import dataclass

from analysis.extract.lexicon import Lexicon, Tokens
from analysis.vocabulary import Vocabulary

UNSTRESSED = ("be", "er", "ver", "ent", "zer", "emp", "ge", "miss", "unter", "wider")
PHRASES = ("before_source", "before_noun_of_saying", "after_source", "alone", "so")


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting word: its tokens' offsets, its part in the sentence, and whether the verb stands at its clause's end."""

    spans: tuple[tuple[int, int], ...]
    role: str
    medium: str
    last: bool = False

    @property
    def start(self) -> int:
        return self.spans[0][0]


class Cues:
    """Finds the reporting words of one language."""

    def __init__(self, vocabulary: Vocabulary, language: str, auxiliaries: list[str]):
        self._finite: dict[str, list[tuple[str, str, str]]] = {}
        self._joined: dict[str, tuple[str, str]] = {}
        self._participles: dict[str, tuple[str, str]] = {}
        self._auxiliaries = frozenset(auxiliaries)
        phrases = []
        for row in vocabulary.rows("message_words", language):
            if row["role"] in ("verb", "reports"):
                for verb in row["words"].split(";"):
                    self._add(verb, row["role"], row["medium"], language)
            elif row["role"] in PHRASES:
                phrases += [(phrase, (row["role"], row["medium"])) for phrase in row["words"].split(";")]
        self._phrases = Lexicon(phrases, "en")
        self._verbs = self._finite.keys() | self._joined.keys() | self._auxiliaries

    def _add(self, verb: str, role: str, medium: str, language: str) -> None:
        *particles, rest = verb.split("+")
        forms = rest.split("/")
        if language != "de":
            self._finite.setdefault(rest, []).append(("", role, medium))
            self._participles[rest] = (role, medium)
            return
        present, participle = (forms, forms[-1]) if len(forms) > 1 else _weak(rest)
        particle = particles[-1] if particles else ""
        for form in present[: len(present) if len(forms) == 1 else -1]:
            self._finite.setdefault(form, []).append((particle, role, medium))
            if particle:
                self._joined[particle + form] = (role, medium)
        self._participles[particle + participle] = (role, medium)

    def find(self, tokens: Tokens) -> list[Cue]:
        """Cues among the tokens, in order."""
        found = [Cue(((m.start, m.end),), *m.entry) for m in self._phrases.find(tokens)]
        verbs = (self._verb(tokens, at) for at, word in enumerate(tokens.words) if word in self._verbs)
        return sorted([*found, *filter(None, verbs)], key=lambda cue: cue.spans)

    def _verb(self, tokens: Tokens, at: int) -> Cue | None:
        word, stop = tokens.words[at], _clause_end(tokens.words, at)
        if word in self._auxiliaries:
            return self._perfect(tokens, at, stop)
        for particle, role, medium in sorted(self._finite.get(word, ()), reverse=True):
            if not particle:
                return Cue((tokens.span(at),), role, medium, stop == at + 1)
            if particle in tokens.words[at + 1 : stop]:
                return Cue((tokens.span(at), tokens.span(tokens.words.index(particle, at + 1))), role, medium)
        return Cue((tokens.span(at),), *self._joined[word], True) if word in self._joined else None

    def _perfect(self, tokens: Tokens, at: int, stop: int) -> Cue | None:
        for later in range(at + 1, stop):
            if tokens.words[later] in self._participles:
                return Cue((tokens.span(at), tokens.span(later)), *self._participles[tokens.words[later]])
        return None


def _clause_end(words: list[str], at: int) -> int:
    for stop in range(at + 1, min(len(words), at + 30)):
        if words[stop] in ",:;.!?„“”»«\"":
            return stop
    return min(len(words), at + 30)


def _weak(infinitive: str) -> tuple[list[str], str]:
    stem = infinitive[:-2] if infinitive.endswith("en") else infinitive[:-1]
    ending = stem + ("e" if stem.endswith(("t", "d", "gn", "chn")) else "")
    bare = infinitive.endswith("ieren") or infinitive.startswith(UNSTRESSED)
    return [infinitive, ending + "t", ending + "te", ending + "ten"], ("" if bare else "ge") + ending + "t"
