"""When: the period that a number covers, and the day on which it was stated.

Takes a place in a sentence, gives a Period. The nearest time counts, days of the week that belong to the reporting word do not.
Words that only refer back ("in dieser Zeit") have been resolved by the layer of times; a number that goes on where the one
before stopped ("hinzu kommen", "dabei") keeps its period.
"""

from dataclasses import dataclass

from analysis.extract.attribution import Attribution
from analysis.extract.reading import Reading, Sentence
from analysis.extract.times import Time, period

REACH = 230.0


@dataclass(frozen=True, slots=True)
class Period:
    """Closed ISO dates (empty = open), the words and their offsets, and how the words became dates."""

    start: str = ""
    end: str = ""
    resolution: str = ""
    span: tuple[int, int] | None = None


class Periods:
    """The periods of one report, told in order."""

    def __init__(self, reading: Reading):
        self._reading = reading
        self._last = Period()
        self._last_sentence = -1

    def of(self, sentence: Sentence, place: tuple[int, int], said: Attribution, stated: str, days: bool = False) -> Period:
        """The period of what stands at a place of the sentence; `days`: a plain day of the week counts too (of a meeting)."""
        near = sorted(
            (self._reading.distance((time.start, time.end), place), time.start, time)
            for time in sentence.times
            if self._covers(sentence, time, said, days) and not self._aside(sentence, place, time)
        )
        if near and near[0][0] < REACH:
            self._last = self._resolved(near[0][2], stated)
        elif not (sentence.start == self._last_sentence or sentence.keeps_period):
            return Period()
        self._last_sentence = sentence.start
        return self._last

    def _aside(self, sentence: Sentence, place: tuple[int, int], time: Time) -> bool:
        """Whether the time stands in a relative clause behind the place, on something else: it tells of that."""
        text, comma = self._reading.text, ", " if self._reading.phrase_words.has_cases else " "
        between = [word for word in sentence.asides if place[1] <= word.start < time.start and text[word.start - 2] == ","]
        others = {item.end for item in sentence.items if place[1] < item.end < time.start}
        ends = [word.start - len(comma) for word in sentence.relatives if word.start < time.start and text.endswith(comma, 0, word.start)]
        return bool(between) or not others.isdisjoint(ends)

    def _covers(self, sentence: Sentence, time: Time, said: Attribution, days: bool) -> bool:
        """Whether a time tells a period and not the day of the statement."""
        if time.type in ("duration", "set"):
            return False
        single_day = time.earliest and time.earliest == time.latest and not time.relation.startswith(("since", "until", "as_of"))
        reported = said.cue is not None and sentence.start <= said.cue[0] < sentence.end
        plain = not any(sign.isdigit() for sign in self._reading.text[time.start : time.end])
        # "since Friday, when the minister said": the day of the statement.
        if self._reading.phrase_words.statement_clause.match(self._reading.text, time.end):
            return False
        if single_day and not days and (time.earliest == said.stated or (reported and plain)):
            return False
        return bool(time.earliest or time.latest or time.relation or time.resolution == "unresolved")

    def _resolved(self, time: Time, stated: str) -> Period:
        start, end = period(time, stated)
        return Period(start, end, time.resolution, (time.start, time.end))
