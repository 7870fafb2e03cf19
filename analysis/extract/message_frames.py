"""What one reporting word frames: where its clause ends, where the message lies, who speaks and to whom.

Takes a sentence, its quotations and one cue; gives a Message or None. German word order decides: the verb stands behind its
subject ("X sagte, dass …"), behind the message ("…, sagte X") or at the end of a clause with "wie" ("Wie X mitteilte, …").
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from analysis.extract.message_cues import Cue
from analysis.extract.noun_phrases import NounPhrases

Spans = list[list[int]]
EDGE = re.compile(r"[\s,;:.!?–—-]*+")
HOW = re.compile(r"(?:^|,\s)[Ww]ie\s")
TO = re.compile(r",\s(?:[^,:;\n]{0,160}\s)?(?:zu\s\w+|\w{2,12}zu\w+en)\b")
COLON = re.compile(r":(?=\s)")
MARKS = re.compile(r"[,;:]")


@dataclass(frozen=True, slots=True)
class Message:
    """Who says what: each part a list of [start, end] into the text."""

    form: str
    medium: str
    message: Spans
    source: Spans
    cue: Spans
    frame: Spans
    addressee: Spans
    nested: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """Offsets of a sentence and of the quotations in it, which no mark or word inside counts for."""

    text: str
    start: int
    end: int
    quotes: tuple[tuple[int, int], ...]

    def quoted(self, at: int) -> bool:
        return any(start < at < end for start, end in self.quotes)

    def find(self, pattern: re.Pattern, start: int, end: int) -> re.Match | None:
        """The first match outside the quotations."""
        return next((found for found in pattern.finditer(self.text, start, end) if not self.quoted(found.start())), None)

    def trimmed(self, start: int, end: int) -> Spans:
        """The span without marks and white space at its ends; nothing if nothing is left."""
        start = EDGE.match(self.text, start, max(start, end)).end()
        while end > start and self.text[end - 1] in " \t\n\u00a0,;:.!?–—":
            if self.text[end - 1] in ".!?" and self.text[end - 2 : end - 1].isupper() and end < self.end:
                break
            end -= 1
        return [[start, end]] if start < end else []


class Frames:
    """Reads frames of one language."""

    def __init__(self, words: dict[str, list[str]], phrases: NounPhrases):
        opens = "|".join(map(re.escape, words["opens_content"]))
        subjunctive = "|".join(map(re.escape, words["subjunctive"])) or "(?!)"
        self._that = re.compile(rf"(?:,\s?|\s)(?=(?:{opens})\b)") if "that" in opens else re.compile(rf",\s?(?=(?:{opens})\b)")
        self._subjunctive = re.compile(rf"\b(?:{subjunctive})\b")
        self._to = re.compile(r"\bgegenüber\s")
        self._dative = re.compile(r"\s(?:dem|den|einem|einer|der)\s")
        self._subordinate = re.compile(rf"(?:{'|'.join(words['subordinate'])})\b" if words["subordinate"] else r"(?!)")
        self._saying = re.compile(rf"(?i:{'|'.join(words['noun_of_saying']) or '(?!)'})\b")
        self._passive = frozenset(words["passive"])
        self._agent = re.compile(rf"\b(?:{'|'.join(words['agent']) or '(?!)'})\s")
        self._place = re.compile(rf"\s(?:{'|'.join(words['place_of_words']) or '(?!)'})\s")
        self._phrases = phrases

    def read(self, at: Sentence, cue: Cue) -> Message | None:
        """The message that the cue frames."""
        way: dict[str, Callable[[Sentence, Cue], Message | None]]
        way = {"before_source": self._before, "before_noun_of_saying": self._before, "after_source": self._after}
        way |= {"alone": self._alone, "so": self._behind}
        if cue.role in way:
            return way[cue.role](at, cue)
        how = self._how(at, cue)
        if how:
            return how
        return self._behind(at, cue) or self._ahead(at, cue)

    def _ahead(self, at: Sentence, cue: Cue) -> Message | None:
        """Frame first: up to "dass", a colon, a clause in the subjunctive, an infinitive or a quotation."""
        border = self._border(at, cue.spans[-1][1])
        source = self._source(at, cue, at.start, border or at.end)
        if border is None:
            return self._quoting(at, cue, source)
        content = self._content(at, border)
        return self._message(at, cue, content, [[at.start, border]], source)

    def _border(self, at: Sentence, start: int) -> int | None:
        that = at.find(self._that, start, at.end)
        colon = at.find(COLON, start, at.end)
        found = [match.end() for match in (that, colon) if match]
        comma = at.find(re.compile(","), start, at.end)
        if comma and self._subjunctive_follows(at, comma.end()):
            found.append(comma.end())
        if not found and (to := at.find(TO, start, at.end)):
            found.append(to.start() + 1)
        return min(found) if found else None

    def _subjunctive_follows(self, at: Sentence, start: int) -> bool:
        found = at.find(self._subjunctive, start, at.end)
        mark = at.find(MARKS, start, at.end)
        return bool(found) and (mark is None or found.start() < mark.start() + 80)

    def _content(self, at: Sentence, start: int) -> Spans:
        for begin, end in at.quotes:
            if begin - start in (0, 1) and end >= at.end - 2:
                return [[begin, end]]
        return at.trimmed(start, at.end)

    def _quoting(self, at: Sentence, cue: Cue, source: Spans) -> Message | None:
        """A verb with quoted words in its clause: direct, the frame around them."""
        worded = [[start, end] for start, end in at.quotes if self.worded(at, start, end)]
        if not worded:
            return None
        edges = [at.start, *(edge for span in worded for edge in span), at.end]
        frame = [span for n in range(0, len(edges), 2) for span in _stripped(at.text, edges[n], edges[n + 1])]
        return Message("direct", cue.medium, worded, source, _lists(cue.spans), frame, self._addressee(at, cue))

    def worded(self, at: Sentence, start: int, end: int) -> bool:
        """Whether a quotation is someone's words rather than a name behind its noun."""
        before = at.text[max(at.start, start - 60) : start].split()
        inside = at.text[start + 1 : end - 1].split()
        named = bool(before and inside) and before[-1][:1].isupper() and inside[0][:1].isupper() and len(inside) < 5
        return not named and any(word[:1].islower() for word in inside)

    def _behind(self, at: Sentence, cue: Cue) -> Message | None:
        """Message first: the cue follows its comma or closing quotation mark."""
        head = at.text[at.start : cue.start].rstrip()
        closed = any(end == at.start + len(head) for _, end in at.quotes)
        if not head.endswith(",") and not closed:
            return None
        if self._phrases.filling(at.text, at.start, cue.start) and cue.role != "so":
            return None
        comma = at.start + len(head) - (0 if closed else 1)
        if cue.role in ("verb", "reports") and not closed and not self._plausible(at, cue, comma):
            return None
        end = self._frame_end(at, cue)
        source = self._right(at, cue, end)
        content = self._front(at, comma)
        rest = at.trimmed(end, at.end)
        if rest and len(rest[0]) and rest[0][1] - rest[0][0] > 3:
            content = content + rest
        return self._message(at, cue, content, [[comma, end]], source)

    def _plausible(self, at: Sentence, cue: Cue, comma: int) -> bool:
        """Whether what stands before the comma is told: quoted, subjunctive, or followed by verb and subject with nothing behind."""
        if self._subordinate.match(at.text, at.start, comma):
            return False
        if at.find(self._subjunctive, at.start, comma) or (at.quotes and at.quotes[0][0] == at.start):
            return True
        adjacent = not at.text[comma + 1 : cue.start].strip()
        return adjacent and bool(self._right(at, cue, at.end)) and self._border(at, cue.spans[-1][1]) is None

    def _front(self, at: Sentence, comma: int) -> Spans:
        if at.quotes and at.quotes[0][0] == at.start and at.quotes[0][1] in (comma, comma - 1):
            return [list(at.quotes[0])]
        return at.trimmed(at.start, comma)

    def _frame_end(self, at: Sentence, cue: Cue) -> int:
        last = cue.spans[0][1]
        phrase = self._phrases.after(at.text, last, at.end)
        mark = at.find(MARKS, max(last, phrase[1] + 1 if phrase else last), at.end)
        return mark.end() if mark else at.end

    def _how(self, at: Sentence, cue: Cue) -> Message | None:
        """ "Wie X mitteilte, …" and "…, wie X mitteilte"."""
        opening = at.start if HOW.match(at.text, at.start, cue.start) else at.text.rfind(", wie ", at.start, cue.start)
        if opening < 0 or at.quoted(opening):
            return None
        mark = at.find(MARKS, cue.spans[-1][1], at.end)
        end = mark.end() if mark else at.end
        inner = opening + (4 if opening == at.start else 6)
        named = self._phrases.after(at.text, inner, cue.start)
        content = at.trimmed(end, at.end) if opening == at.start else at.trimmed(at.start, opening) + at.trimmed(end, at.end)
        word = [opening, opening + 3] if opening == at.start else [opening + 2, opening + 5]
        message = self._message(at, cue, content, [[opening, end]], _lists([named] if named else []))
        return message and replace(message, cue=[word, *message.cue])

    def _before(self, at: Sentence, cue: Cue) -> Message | None:
        """ "laut Polizei", and "nach Angaben der Polizei" where a noun of saying tells that "nach" is no time."""
        named = self._phrases.after(at.text, cue.spans[0][1], at.end)
        if cue.role == "before_noun_of_saying" and not (named and self._saying.search(at.text, *named)):
            return None
        end = named[1] if named else cue.spans[0][1]
        return self._beside(at, cue, cue.start, end, _lists([named] if named else []))

    def _after(self, at: Sentence, cue: Cue) -> Message | None:
        named = self._phrases.before(at.text, at.start, cue.start)
        begin = named[0] if named else cue.start
        return self._beside(at, cue, begin, cue.spans[0][1], _lists([named] if named else []))

    def _alone(self, at: Sentence, cue: Cue) -> Message | None:
        if cue.start != at.start or not self._subjunctive_follows(at, cue.spans[0][1]):
            return None
        return self._beside(at, cue, cue.start, cue.spans[0][1], [])

    def _beside(self, at: Sentence, cue: Cue, begin: int, end: int, source: Spans) -> Message | None:
        """A phrase inside the message: the message is all around it."""
        content = at.trimmed(at.start, begin) + at.trimmed(end, at.end)
        return self._message(at, cue, content, [[begin, end]], source)

    def _source(self, at: Sentence, cue: Cue, begin: int, end: int) -> Spans:
        if len(cue.spans) > 1 and at.text[slice(*cue.spans[0])].lower() in self._passive:
            agent = at.find(self._agent, begin, end)
            named = agent and self._phrases.after(at.text, agent.end(), end)
            return [list(named)] if named else []
        left = self._phrases.filling(at.text, begin, cue.start)
        if left:
            return [list(left)]
        marks = [m.end() for m in MARKS.finditer(at.text, begin, cue.start) if not at.quoted(m.start())]
        for mark in marks[-3:]:
            if phrase := self._phrases.filling(at.text, mark, cue.start):
                return [list(phrase)]
        if cue.last and (phrase := self._phrases.before(at.text, begin, cue.start)):
            return [list(phrase)]
        return self._right(at, cue, end) or self._first(at, cue)

    def _first(self, at: Sentence, cue: Cue) -> Spans:
        """The subject that opens the sentence, where the cue is its second verb."""
        named = self._phrases.after(at.text, at.start, cue.start)
        return [list(named)] if named and self._phrases.filling(at.text, *named) else []

    def source(self, at: Sentence, cue: Cue) -> Spans:
        """Who does what the cue tells of, in a sentence without a frame."""
        return self._source(at, cue, at.start, at.end)

    def _right(self, at: Sentence, cue: Cue, end: int) -> Spans:
        """The subject behind the verb, or what the words stand in: "heißt es in dem Brief"."""
        start = cue.spans[0][1]
        place = self._place.match(at.text, start, end)
        named = self._phrases.after(at.text, place.end() if place else start, end)
        return [list(named)] if named else []

    def _addressee(self, at: Sentence, cue: Cue) -> Spans:
        spot = self._dative.match(at.text, cue.spans[0][1], at.end) if len(cue.spans) > 1 else None
        if spot and (named := self._phrases.after(at.text, spot.start(), at.end)):
            return at.trimmed(*named)
        found = at.find(self._to, at.start, at.end)
        named = found and self._phrases.after(at.text, found.end(), at.end)
        return [list(named)] if named else []

    def _message(self, at: Sentence, cue: Cue, content: Spans, frame: Spans, source: Spans) -> Message | None:
        if not content:
            return None
        direct = all((start, end) in at.quotes or (start, end + 1) in at.quotes for start, end in content)
        stripped = [span for start, end in frame for span in _stripped(at.text, start, end - (end == at.end and at.text[end - 1] == "."))]
        return Message("direct" if direct else "indirect", cue.medium, content, source, _lists(cue.spans), stripped, self._addressee(at, cue))


def _lists(spans: Iterable[tuple[int, int]]) -> Spans:
    return [list(span) for span in spans]


def _stripped(text: str, start: int, end: int) -> Spans:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [[start, end]] if start < end else []
