"""When: the period that a number covers, and the day on which it was stated.

Takes a place in a sentence, gives a Period. The nearest time counts, days of the week that belong to the reporting word do not.
Words that only refer back ("in dieser Zeit") have been resolved by the layer of times; a number that goes on where the one
before stopped ("hinzu kommen", "dabei") keeps its period.
"""

import re
from dataclasses import dataclass

from analysis.extract.attribution import Attribution
from analysis.extract.reading import Reading, Sentence
from analysis.extract.times import Time, period

REACH = 230.0
# "SEOUL, Aug. 27 -- Two makers": the day on which the report was written.
DATELINE = re.compile(r"\s+[-–—]{1,2}\s")
DATELINE_REACH = 40


@dataclass(frozen=True, slots=True)
class Period:
    """Closed ISO dates (empty = open), the words and their offsets, and how the words became dates."""

    start: str = ""
    end: str = ""
    resolution: str = ""
    span: tuple[int, int] | None = None

    def lies_before(self, day: str) -> bool:
        """Whether it has a beginning, and an end before the day: of a plan, when it was made and not when it is to be carried out."""
        return bool(self.start and self.end and day) and self.end <= day


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
        of_report = reported and not self._apart(time, said.cue)
        if single_day and not days and of_report and (plain or time.earliest == said.stated):
            return False
        if DATELINE.match(self._reading.text, time.end) and time.start - sentence.start < DATELINE_REACH:
            return False
        return bool(time.earliest or time.latest or time.relation or time.resolution == "unresolved")

    def _apart(self, time: Time, cue: tuple[int, int]) -> bool:
        """Whether a comma or a break parts a time from the reporting word, so that it tells of the event."""
        return self._reading.distance((time.start, time.end), cue) - max(time.start - cue[1], cue[0] - time.end, 0) > 0

    def _resolved(self, time: Time, stated: str) -> Period:
        start, end = period(time, stated)
        return Period(start, end, time.resolution, (time.start, time.end))
