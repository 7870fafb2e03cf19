"""Times in a text: when something happened, since when, until when, how long, how often.

Takes a text between two offsets, the date of publication and the times found before, gives Time records in order. A Time is
verbatim, preposition and all ("Zwischen dem 7. September und dem 1. Oktober"); its plain expressions lie in `core`. Words that
only refer back ("in diesem Zeitraum", "since then") take the time named before. Without a date of publication what is relative
stays unresolved, and says so. Times of publication are dates; no clock is read.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from analysis.extract import dates
from analysis.extract.expression import Expression
from analysis.extract.expressions import Expressions
from analysis.extract.patterns import AFTER, BEFORE
from analysis.vocabulary import Vocabulary

REACH, CLAUSE, MEMORY = 44, 96, 40
DURATION = re.compile(r"P([\d.]+|X)([A-Z]+)")
COUNTED = ("D", "W", "M", "Y", "Q", "DE")


class Timex(NamedTuple):
    """A plain expression without its preposition: offsets, TIMEX3 type and value, and the closed ISO dates that the value fixes."""

    start: int
    end: int
    type: str
    value: str
    earliest: str = ""
    latest: str = ""


class Time(NamedTuple):
    """A time as it is told.

    `type`: date, time, duration, set, anaphora. `earliest`, `latest`: ISO dates, empty where open or unknown. `relation`: in,
    since, until, between, as_of, or empty. `resolution`: exact, approximate (seasons, "recent weeks", "early March"), unresolved.
    """

    start: int
    end: int
    type: str
    value: str
    earliest: str = ""
    latest: str = ""
    relation: str = ""
    resolution: str = "exact"
    core: tuple[Timex, ...] = ()


def period(time: Time, stated: str) -> tuple[str, str]:
    """The closed ISO dates that a number told with this time covers, if it was told on the day `stated`; empty where open.

    "Since August" and "so far" end with the statement (SCHEMA.md).
    """
    if time.resolution == "unresolved":
        return "", ""
    if time.relation == "since":
        return time.earliest, stated
    return time.earliest, time.latest


class Times:
    """Finds times with the words of one language."""

    def __init__(self, vocabulary: Vocabulary, language: str):
        self._expressions = Expressions(vocabulary, language)
        words = self._expressions.words
        any_ = words.any
        self._words = words
        article, alone = rf"(?:{any_('article')}\s)?", rf"(?:(?:{any_('alone')})\s)?"
        self._preposition = re.compile(rf"{BEFORE}{alone}(?P<word>{any_('preposition')})\s{article}(?:[^\W\d]{{3,12}}\s)?$")
        self._ago = re.compile(rf"{BEFORE}{any_('ago')}\s(?:{any_('approximate')}\s)?$")
        self._behind = re.compile(rf"\s(?:(?P<ago>{any_('ago_behind')})|(?P<later>{any_('later_behind')})){AFTER}")
        self._alone_behind = re.compile(rf"\s{any_('alone_behind')}{AFTER}")
        self._from = re.compile(rf"{BEFORE}{alone}(?:(?P<and>{any_('range_and')})|{any_('range_from')})\s{article}$")
        self._to = re.compile(rf"(?:\s(?:(?P<and>{any_('range_join')})|{any_('range_to')})\s|\s?[-–—]\s?){article}")
        self._listed = re.compile(rf",?\s{any_('list')}\s{article}|,\s")
        self._since = re.compile(rf"{BEFORE}{any_('since')}\s[^,.;:!?\d]{{0,70}}$")

    def find(self, text: str, start: int = 0, end: int | None = None, published: str = "", earlier: Sequence[Time] = ()) -> list[Time]:
        """Times between two offsets. `published` is an ISO date or empty; `earlier` are those found before, oldest first."""
        end = len(text) if end is None else end
        anchor = _anchor(published)
        expressions = self._expressions.find(text, start, end, anchor, _mentioned(earlier))
        if not expressions:
            return []
        found: list[Time] = []
        at = 0
        while at < len(expressions):
            time, at = self._composed(text, start, end, expressions, at, anchor)
            found.append(self._referred(time, [*earlier[-MEMORY:], *found[-MEMORY:]]) if time.type == "anaphora" else time)
        return self._merged(text, found)

    def _composed(self, text: str, start: int, end: int, expressions: list[Expression], at: int, anchor: date | None) -> tuple[Time, int]:
        """The time that begins with an expression: a range, a list, or the expression with its preposition; and the next index."""
        one, left = expressions[at], expressions[at - 1].end if at else start
        if at + 1 < len(expressions) and (ranged := self._ranged(text, left, one, expressions[at + 1], anchor)):
            return ranged, at + 2
        last = at
        while last + 1 < len(expressions) and self._is_list(text, expressions[last], expressions[last + 1]):
            last += 1
        if last > at:
            one = one._replace(end=expressions[last].end, interval=(one.interval[0], expressions[last].interval[1]))
        begin, relation = self._relation(text, start, one, expressions[at - 1] if at else None)
        time = self._single(text, end, one, begin, relation, anchor)
        return time._replace(core=tuple(_timex(e) for e in expressions[at : last + 1] if e.kind not in ("until_now", "span"))), last + 1

    def _ranged(self, text: str, start: int, one: Expression, other: Expression, anchor: date | None) -> Time | None:
        """ "zwischen September und November 2023", "from August to January", "2019–2021"."""
        gap, before = self._to.fullmatch(text[one.end : other.start]), self._from.search(text, max(start, one.start - REACH), one.start)
        if not gap or one.type not in ("date", "time") or other.type != one.type or bool(gap["and"]) != bool(before and before["and"]):
            return None
        one = _before(one, other)
        if not (one.interval[0] and other.interval[1]):
            core, resolution = (_timex(one), _timex(other)), "unresolved"
            return Time(before.start() if before else one.start, other.end, "date", "", relation="between", resolution=resolution, core=core)
        other = _behind(one, other)
        first, last = _first_day(one), _last_day(other)
        if first > last:
            return None
        begin = before.start() if before else one.start
        resolution = "approximate" if one.part or other.part else "exact"
        return Time(begin, other.end, one.type, f"{one.value}/{other.value}", first.isoformat(), last.isoformat(), "between", resolution, (_timex(one), _timex(other)))

    def _is_list(self, text: str, one: Expression, other: Expression) -> bool:
        """Whether two days, months or years are told together: "January 23 and 24"."""
        alike = one.kind == other.kind and one.kind in ("day", "month", "year") and one.interval[0] and other.interval[0]
        return bool(alike and one.interval[1] < other.interval[0] and self._listed.fullmatch(text[one.end : other.start]))

    def _relation(self, text: str, start: int, one: Expression, before: Expression | None) -> tuple[int, str]:
        """Where an expression begins with its preposition, and what relation this makes."""
        left = max(before.end if before else start, one.start - REACH)
        match = self._preposition.search(text, left, one.start)
        relation = self._words.value("preposition", match["word"]) if match else ""
        since = self._since.search(text, max(start, one.start - CLAUSE), one.start) if one.interval[0] and relation in ("", "in") else None
        if since and not (before and before.end > since.start() and before.kind != "event"):
            return since.start(), "since"
        ago = self._ago.search(text, left, one.start) if one.kind == "duration" else None
        return (ago.start(), "ago") if ago else (match.start() if match else one.start, relation)

    def _single(self, text: str, end: int, one: Expression, begin: int, relation: str, anchor: date | None) -> Time:
        """One expression with its preposition as a time."""
        if one.type in ("set", "anaphora") or one.kind in ("reference", "until_now"):
            return self._wordy(one, begin, relation, anchor)
        behind = self._behind.match(text, one.end, end)
        stop = behind.end() if behind else one.end
        if one.type == "duration" and not any(one.interval):
            relation = "ago" if behind and behind["ago"] else "later" if behind else relation
            return self._counted(one._replace(end=stop), begin, relation, anchor)
        alone = self._alone_behind.match(text, one.end, end)
        type_ = "date" if one.type == "duration" else one.type
        time = Time(begin, alone.end() if alone else one.end, type_, one.value, relation=relation or "in")
        if not any(one.interval):
            return time._replace(resolution="unresolved")
        vague = one.part or one.kind == "season" or (one.kind == "moved" and one.interval[0] is None)
        return _bounded(time, one, anchor)._replace(resolution="approximate" if vague else "exact")

    def _wordy(self, one: Expression, begin: int, relation: str, anchor: date | None) -> Time:
        """Words that are a time by themselves: "bislang", "jeden Monat", "currently", "in that time"."""
        if one.type == "anaphora":
            since = one.kind == "since_then"
            return Time(one.start if since else begin, one.end, "anaphora", one.value, relation="since" if since else relation, resolution="unresolved")
        if one.kind == "until_now":
            resolution = "exact" if anchor else "unresolved"
            return Time(one.start, one.end, "date", one.value, "", _iso(anchor), "until", resolution)
        return Time(one.start, one.end, one.type, one.value, resolution="exact" if one.type == "set" else "approximate")

    def _counted(self, one: Expression, begin: int, relation: str, anchor: date | None) -> Time:
        """A duration: by itself, since it began ("seit anderthalb Monaten"), or as the day so long ago."""
        amount = DURATION.fullmatch(one.value)
        count, unit = (float(amount[1]) if amount and amount[1] != "X" else None), (amount[2] if amount else "")
        if relation not in ("since", "ago"):
            return Time(one.start, one.end, "duration", one.value)
        moment = dates.moved(anchor, unit, -count) if anchor and count is not None and unit in COUNTED else None
        if moment is None:
            return Time(begin, one.end, "date", one.value, relation=relation.replace("ago", "in"), resolution="unresolved" if not anchor else "approximate")
        if relation == "since":
            return Time(begin, one.end, "date", one.value, _iso(moment), "", "since", "approximate")
        first, last = {"W": dates.week_of(moment), "M": dates.month_of(moment.year, moment.month), "Y": dates.year_of(moment.year)}.get(unit, (moment, moment))
        return Time(begin, one.end, "date", one.value, _iso(first), _iso(last), "in", "exact" if unit == "D" else "approximate")

    def _referred(self, time: Time, before: Sequence[Time]) -> Time:
        """A time that only refers back, with the dates of the last one that fits: a day for a day, else a stretch of time."""
        candidates = [candidate for candidate in reversed(before) if candidate.resolution != "unresolved"]
        if time.value == "D":
            day = next((c for c in candidates if c.latest and (c.earliest == c.latest or c.relation in ("until", "as_of"))), None)
            if day is None:
                return time
            until = time.relation in ("until", "as_of")
            return time._replace(earliest="" if until else day.latest, latest=day.latest, resolution=day.resolution)
        stretch = next((c for c in candidates if _is_stretch(c, time.relation)), None)
        if stretch is None and time.relation == "since":
            stretch = next((c for c in candidates if c.earliest), None)
        if stretch is None:
            return time
        since = "since" in (stretch.relation, time.relation)
        relation, latest = ("since", "") if since else (stretch.relation, stretch.latest)
        return time._replace(earliest=stretch.earliest, latest=latest, relation=relation, resolution=stretch.resolution)

    def _merged(self, text: str, found: list[Time]) -> list[Time]:
        """Without those that a later one contains; "so far" and "this year" side by side are one."""
        merged: list[Time] = []
        for time in found:
            while merged and merged[-1].start >= time.start:
                time = time._replace(core=merged.pop().core + time.core)
            beside = merged and len(text[merged[-1].end : time.start].strip()) == 0 and "PRESENT_REF" in (merged[-1].value, time.value)
            year = next((t for t in (merged[-1], time) if t.earliest), None) if beside else None
            if year:
                merged[-1] = year._replace(start=merged[-1].start, end=time.end, core=merged[-1].core + time.core)
            else:
                merged.append(time)
        return merged


def _anchor(published: str) -> date | None:
    """The day to count from; none at the edges of the calendar, where counting falls off it."""
    moment = date.fromisoformat(published) if published else None
    return moment if moment and 100 < moment.year < 9900 else None


def _is_stretch(time: Time, relation: str) -> bool:
    """Whether a time is more than a day, so that "in that time" can mean it."""
    if time.value == "PRESENT_REF":
        return relation != "since" and bool(time.latest)
    return bool(time.earliest) and time.earliest != time.latest and time.relation in ("in", "since", "between")


def _bounded(time: Time, one: Expression, anchor: date | None) -> Time:
    """The time with the dates that its relation leaves of the expression's interval."""
    interval = dates.part_of(one.interval, one.part) if one.part else one.interval
    if time.relation == "since":
        return time._replace(earliest=_iso(_first_day(one)))
    if time.relation in ("until", "as_of"):
        return time._replace(latest=_iso(_last_day(one)))
    last = min(interval[1], anchor) if one.current and anchor and interval[1] else interval[1]
    return time._replace(earliest=_iso(interval[0]), latest=_iso(last))


def _first_day(one: Expression) -> date:
    if not one.part:
        return one.interval[0] or one.interval[1]
    return dates.middle_of(one.interval) if one.part == "MID" else dates.part_of(one.interval, one.part)[0]


def _last_day(one: Expression) -> date:
    if not one.part:
        return one.interval[1] or one.interval[0]
    return dates.middle_of(one.interval) if one.part == "MID" else dates.part_of(one.interval, one.part)[1]


def _before(one: Expression, other: Expression) -> Expression:
    """The first end of a range whose year is said only with the second, or not at all."""
    if one.partial is None or not other.interval[1]:
        return one
    month, number = one.partial
    year = other.interval[1].year
    for candidate in (year, year - 1):
        moment = dates.day(candidate, month, number) if number else None
        interval = (moment, moment) if moment else dates.month_of(candidate, month)
        if interval[0] and interval[0] <= other.interval[1] and (moment or not number):
            return one._replace(interval=interval, value=interval[0].isoformat()[: 10 if number else 7])
    return one


def _behind(one: Expression, other: Expression) -> Expression:
    """The second end of a range, after the first: "between August 2023 and January"."""
    if other.partial is None or other.interval[1] >= one.interval[0]:
        return other
    month, number = other.partial
    for candidate in (one.interval[0].year, one.interval[0].year + 1):
        moment = dates.day(candidate, month, number) if number else None
        interval = (moment, moment) if moment else dates.month_of(candidate, month)
        if interval[1] >= one.interval[0]:
            return other._replace(interval=interval, value=interval[0].isoformat()[: 10 if number else 7])
    return other


def _timex(one: Expression) -> Timex:
    fixed = one.type in ("date", "time") and one.kind not in ("season", "until_now") and all(one.interval)
    first, last = one.interval if fixed else (None, None)
    return Timex(one.start, one.end, one.type, one.value, _iso(first), _iso(last))


def _iso(moment: date | None) -> str:
    return moment.isoformat() if moment else ""


def _mentioned(earlier: Sequence[Time]) -> Expression | None:
    """The last plain date of the times found before, for those that count from it."""
    for time in reversed(earlier[-3:]):
        for timex in reversed(time.core):
            if timex.type in ("date", "time") and timex.earliest:
                return Expression(timex.start, timex.end, timex.type, timex.value, (date.fromisoformat(timex.earliest), date.fromisoformat(timex.latest)))
    return None
