"""Who says, thinks or writes what: direct, indirect and reported speech, and speech without a frame.

Takes a text and its sentences, gives messages (form, medium, message, source, cue, frame, addressee). A cue and its frame are read
by message_frames; a sentence in the subjunctive without a frame goes on with the last source, "soll" tells hearsay, and a verb such
as "kritisierte" without content makes its whole sentence a report. The five forms are those of the STWR scheme (Brunner 2013).
"""

import re
from dataclasses import replace

from analysis.extract.lexicon import Tokens
from analysis.extract.message_cues import Cue, Cues
from analysis.extract.message_frames import Frames, Message, Sentence, Spans
from analysis.extract.noun_phrases import NounPhrases, listed
from analysis.vocabulary import Vocabulary

QUOTE = re.compile(r'„[^„“”"\n]{1,3000}+[“”"]|“[^“”\n]{1,3000}+”|»[^»«\n]{1,3000}+«|«[^«»\n]{1,3000}+»|"[^"\n]{1,3000}+"')
# Longer than any sentence that people write; what is longer is skipped, so that the time stays linear.
LONGEST = 4000
INFINITIVE = re.compile(r"\b(?:sein|haben|werden|worden sein|\w+en)\s*[.!]?$")


class Messages:
    """Finds the messages in texts of one language."""

    def __init__(self, vocabulary: Vocabulary, language: str):
        words = listed(vocabulary, language)
        self._phrases = NounPhrases(words, language)
        self._frames = Frames(words, self._phrases)
        self._cues = Cues(vocabulary, language, words["auxiliary"])
        self._subjunctive = _any_of(words["firm_subjunctive"])
        self._going_on = _any_of(words["subjunctive"])
        self._hearsay = _any_of(words["hearsay"])

    def find(self, text: str, sentences: list[tuple[int, int]]) -> list[Message]:
        """Messages in order of their first offset. `sentences` are those of extract.sentences.split."""
        quotes = [match.span() for match in QUOTE.finditer(text)]
        found: list[Message] = []
        told: Message | None = None
        near = False
        for sentence in _sentences(text, sentences, quotes):
            if sentence.end - sentence.start > LONGEST:
                continue
            messages = self._framed(sentence)
            if not messages and (free := self._free(sentence, told, near)):
                messages = [free]
            if not messages and len(sentence.quotes) == 1 and sentence.quotes[0] == (sentence.start, sentence.end) and told:
                messages = [_alone(sentence, told)]
            messages = _joined(found, messages)
            found += messages
            told = messages[-1] if messages else told
            near = bool(messages)
            found += [nested for message in messages for nested in self._nested(sentence, message)]
        return sorted(found, key=lambda message: (message.message[0], message.nested))

    def _framed(self, sentence: Sentence) -> list[Message]:
        """The first cue of the sentence that frames a message; without one, a report."""
        words = Tokens(sentence.text, sentence.start, sentence.end)
        cues = [cue for cue in self._cues.find(words) if not sentence.quoted(cue.start)]
        for cue in cues:
            if message := self._frames.read(sentence, cue):
                return [message]
        return [report for cue in cues if _tells(cue) and (report := self._report(sentence, cue))][:1]

    def _report(self, sentence: Sentence, cue: Cue) -> Message | None:
        source = self._frames.source(sentence, cue)
        whole = [[sentence.start, sentence.end]]
        return Message("reported", cue.medium, whole, source, [], [], []) if source else None

    def _free(self, sentence: Sentence, told: Message | None, near: bool) -> Message | None:
        """A sentence in the subjunctive, or of hearsay, whose source was named before."""
        source, medium = (told.source, told.medium) if told else ([], "speech_writing")
        whole = [[sentence.start, sentence.end]]
        if sentence.find(self._going_on if near else self._subjunctive, sentence.start, sentence.end):
            return Message("indirect_free_indirect", medium, whole, source, [], [], [])
        tail = sentence.text[max(sentence.start, sentence.end - 60) : sentence.end]
        if sentence.find(self._hearsay, sentence.start, sentence.end) and INFINITIVE.search(tail):
            return Message("free_indirect", medium, whole, source, [], [], [])
        return None

    def _nested(self, sentence: Sentence, message: Message) -> list[Message]:
        """Quoted words within a message that is not itself a quotation."""
        if message.form == "direct":
            return []
        inside = [quote for quote in sentence.quotes if _within(quote, message.message)]
        return [
            replace(message, form="direct", message=[list(quote)], nested=True)
            for quote in inside
            if message.form != "reported" and self._frames.worded(sentence, *quote)
        ]


def _tells(cue: Cue) -> bool:
    """Verbs of speaking and writing report a speech act also where they frame nothing; thinking does not."""
    return cue.role == "reports" or (cue.role == "verb" and cue.medium in ("speech", "speech_writing") and not cue.last)


def _any_of(words: list[str]) -> re.Pattern:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b" if words else r"(?!)")


def _within(quote: tuple[int, int], spans: Spans) -> bool:
    return any(start <= quote[0] and quote[1] <= end for start, end in spans)


def _alone(sentence: Sentence, told: Message) -> Message:
    """A quotation that stands by itself belongs to who spoke last."""
    return Message("direct", told.medium, [[sentence.start, sentence.end]], told.source, [], [], [])


def _joined(found: list[Message], messages: list[Message]) -> list[Message]:
    """Neighbouring sentences of free speech are one message: the earlier one is taken out of `found` and extended."""
    if not (found and messages):
        return messages
    first = messages[0]
    if first.form == "indirect_free_indirect" and found[-1].form == first.form and first.message[0][0] - found[-1].message[-1][1] < 3:
        return [replace(first, message=[[found.pop().message[0][0], first.message[-1][1]]])]
    return messages


def _sentences(text: str, sentences: list[tuple[int, int]], quotes: list[tuple[int, int]]) -> list[Sentence]:
    """Sentences, those joined that a quotation spans, each with its quotations."""
    units: list[Sentence] = []
    at = 0
    pending: int | None = None
    for start, end in sentences:
        start = start if pending is None else pending
        while at < len(quotes) and quotes[at][1] <= start:
            at += 1
        inside = []
        last = at
        while last < len(quotes) and quotes[last][0] < end:
            inside.append(quotes[last])
            last += 1
        if inside and inside[-1][1] > end and end - start < LONGEST and sentences[-1][1] >= inside[-1][1]:
            pending = start
            continue
        pending = None
        units.append(Sentence(text, start, end, tuple(inside)))
    return units
