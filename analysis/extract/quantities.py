"""Quantities: a number with its unit, its bound, how often, and the whole that it is a part of.

Takes a text between two offsets and the times found there (numbers inside a date are none), gives Quantity records in order.
The span is number and unit; words such as "mehr als" and "about" stay outside and make the bound. SCHEMA.md's conventions:
"at least" opens the upper side, "up to" the lower, "about" keeps both; a vague plural is at least one of its word; a share is
its percentage.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from analysis.extract.bounds import Bounds
from analysis.extract.numbers import Number, Numbers, shared
from analysis.extract.patterns import AFTER, BEFORE, alternation
from analysis.extract.units import Units
from analysis.vocabulary import Vocabulary

PER_REACH, PER_BEFORE, WHOLE_REACH, LONGEST_GAP = 60, 130, 180, 40
CLAUSE_END = re.compile(r"[,;:.!?()]\s")
LIKE_A_YEAR = re.compile(r"(?:19|20)\d\d")
ENDS_PHRASE = re.compile(r"\s*(?:[,;:.!?)]|$)")
NO_GOODS = ("percent", "second", "minute", "hour", "day", "week", "month", "year", "decade", "century", "year of age", "month of age")
MOST_IN = 12
# Words behind a number, each with the roles of number_words.csv that it comes from.
WORDS_BEHIND = (("comparison", "comparison"), ("of", "of"), ("list", "between_and", "range_or"), ("share_in", "share_in"))


class Quantity(NamedTuple):
    """A number and its unit.

    `unit` is an id of units.csv, another measure ("kilometre", "year of age"), or empty for a bare number, whose counted noun
    would begin at `noun`. `number` is the span of the number alone. `low` and `high` are None where open. `whole` is what the
    quantity is a part of. `vague` marks number words without a count ("dozens", "mehrere Millionen").
    """

    start: int
    end: int
    low: float | None
    high: float | None
    bound: str = "exact"
    unit: str = ""
    per: str = ""
    whole: "Quantity | None" = None
    number: tuple[int, int] = (0, 0)
    noun: int = 0
    vague: bool = False
    scale: float = 1.0


class Calibre(NamedTuple):
    """A calibre named in the text, in millimetres."""

    start: int
    end: int
    millimetres: float


class Quantities:
    """Finds quantities with the numbers, units and bounds of one language."""

    def __init__(self, vocabulary: Vocabulary, language: str):
        self._numbers, self._units, self._bounds = (layer(vocabulary, language) for layer in (Numbers, Units, Bounds))
        rows = {(row["role"], word): float(row["value"]) for row in vocabulary.rows("number_words", language) for word in row["words"].split(";")}
        self._shares = {word.casefold(): value for (role, word), value in rows.items() if role == "share"}
        self._share = re.compile(rf"{BEFORE}(?:{alternation(word for role, word in rows if role == 'share')}){AFTER}(?!-)")
        self._money = {word: value for (role, word), value in rows.items() if role == "attached_money"}
        self._money_suffix = re.compile(rf"\s?({alternation((), self._money)}){AFTER}")
        by_role = {name: alternation(word for role, word in rows if role in names) for name, *names in WORDS_BEHIND}
        self._comparison, self._of_whole = (re.compile(rf"\s(?:{by_role[name]}){AFTER}") for name in ("comparison", "of"))
        self._listed = re.compile(rf",\s|\s?/\s?|\s{by_role['list']}\s")
        self._goods = {unit for unit in vocabulary.by_key("units") if unit != "percent"}
        self._one_in = re.compile(rf"\s{by_role['share_in']}\s")

    def find(self, text: str, start: int = 0, end: int | None = None, times: Iterable = ()) -> list[Quantity]:
        """Quantities between two offsets, from left to right. `times`: what analysis.extract.times found there."""
        end = len(text) if end is None else end
        dates = [(time.start, time.end) for time in times if time.type != "duration"]
        found = self._of_one_unit(text, self._measures(text, start, end, dates))
        if not found:
            return []
        found = self._wholes(text, self._ranges(text, found), start)
        found = self._enclosed(text, [self._bounded(text, q, start, end) for q in found])
        return self._rated(text, self._elliptic(text, found, end, dates), start, end)

    def calibres(self, text: str, start: int = 0, end: int | None = None) -> list[Calibre]:
        """The calibres between two offsets; the two of a pair ("122 und 152 mm") each by itself."""
        return [Calibre(q.start, q.end, q.low) for q in self.find(text, start, end) if q.unit == "millimetre" and q.low]

    def _measures(self, text: str, start: int, end: int, dates: list[tuple[int, int]]) -> list[Quantity]:
        """Numbers with their units, and shares, none of them in a date."""
        shares, numbers = self._shares_in(text, start, end), _outside(self._numbers.candidates(text, start, end), dates)
        if shares:
            # "Half" is a share; in "half a million" it is a piece of a longer number.
            told = {(q.start, q.end) for q in shares}
            shares = _outside(_outside(shares, dates), [(n.start, n.end) for n in numbers if (n.start, n.end) not in told])
            numbers = _outside(numbers, [(q.start, q.end) for q in shares])
        measured = [self._measured(text, number, start, end) for number in numbers]
        return sorted([*shares, *filter(None, measured)], key=lambda q: q.start)

    def _shares_in(self, text: str, start: int, end: int) -> list[Quantity]:
        found = []
        for match in self._share.finditer(text, start, end):
            value = self._shares[" ".join(match.group().casefold().split())]
            found.append(Quantity(*match.span(), value, value, unit="percent", number=match.span(), noun=match.end()))
        return found

    def _measured(self, text: str, number: Number, start: int, end: int) -> Quantity | None:
        """A number with its unit word; None for what is no number without one."""
        span = (number.start, number.end)
        quantity = Quantity(*span, number.low, number.high, number=span, noun=number.end, vague=number.vague, scale=number.scale)
        prefix = self._units.before(text, start, number.start)
        suffix = self._units.behind(text, number.end, end)
        if prefix:
            return self._in_money(text, quantity._replace(start=prefix.start, unit=prefix.name), end)
        if suffix and (number.form != "article" or suffix.after_article):
            compared = suffix.name == "voyage" and self._comparison.match(text, suffix.end, end)
            return None if compared else quantity._replace(end=suffix.end, noun=suffix.end, unit=suffix.name)
        if number.form == "article":
            return quantity if self._bounds.make_article_count(text, start, number.start, end) else None
        if number.form == "glued":
            return None
        if 0 < number.low < 1 and self._of_whole.match(text, number.end, end):
            return quantity._replace(low=number.low * 100, high=number.high * 100, unit="percent")
        return quantity

    def _in_money(self, text: str, quantity: Quantity, end: int) -> Quantity:
        """A sum of money in front of whose number the currency stands: "$40m"."""
        match = self._money_suffix.match(text, quantity.end, end) if quantity.scale == 1 else None
        if match is None:
            return quantity
        factor = self._money[match.group(1)]
        low, high = (float(f"{value * factor:.15g}") for value in (quantity.low, quantity.high))
        return quantity._replace(end=match.end(), noun=match.end(), low=low, high=high, scale=factor)

    def _of_one_unit(self, text: str, found: list[Quantity]) -> list[Quantity]:
        """Numbers in a row take the unit of the last: "122 und 152 Millimeter"."""
        for at in range(len(found) - 2, -1, -1):
            one, following = found[at], found[at + 1]
            alike = not one.unit and following.unit and following.start == following.number[0]
            if alike and self._listed.fullmatch(text[one.end : following.start]):
                found[at] = one._replace(unit=following.unit)
        return found

    def _ranges(self, text: str, found: list[Quantity]) -> list[Quantity]:
        """Two sums or measures that are the ends of a range: "$3 million to $5 million"; "one in three" is a share."""
        merged: list[Quantity] = []
        for q in found:
            both = self._joined(text, merged[-1], q) if merged else None
            merged[-1:] = [both] if both else [*merged[-1:], q]
        return merged

    def _joined(self, text: str, one: Quantity, other: Quantity) -> Quantity | None:
        gap = text[one.end : other.start]
        if len(gap) > LONGEST_GAP or one.low != one.high or other.low != other.high or one.vague or other.vague:
            return None
        parts = self._units.fraction(other.unit, one.unit)
        if parts and (not gap.strip() or self._bounds.is_joint(gap)) and other.low < parts:
            total = float(f"{one.low + other.low / parts:.15g}")
            return one._replace(end=other.end, noun=other.end, low=total, high=total, number=(one.number[0], other.number[1]))
        if self._one_in.fullmatch(gap) and not one.unit and one.low < other.low <= MOST_IN and not text[one.start].isdigit():
            percent = 100 * one.low / other.low
            return one._replace(end=other.end, noun=other.end, low=percent, high=percent, unit="percent", number=(one.start, other.end))
        if one.unit not in ("", other.unit):
            return None
        begin = self._numbers.range_start(text, one.start, self._bounds.without(gap))
        low = shared(one, other)
        if begin is None or low >= other.high:
            return None
        return other._replace(start=begin, low=low, high=other.high, number=(one.number[0], other.number[1]))

    def _wholes(self, text: str, found: list[Quantity], start: int) -> list[Quantity]:
        """Parts with their wholes; unit and magnitude that are said once count for both."""
        for at, (one, other) in enumerate(zip(found, found[1:], strict=False)):
            gap = text[one.end : other.start]
            if other.unit and other.unit not in self._goods:
                continue
            if len(gap) <= LONGEST_GAP and self._bounds.is_part_of(gap):
                found[at : at + 2] = _part_and_whole(one, other)
            elif one.unit in ("", *self._goods) and len(gap) <= WHOLE_REACH and self._bounds.opens_whole(text, start, one.start):
                found[at + 1], found[at] = _part_and_whole(other, one)
        return found

    def _bounded(self, text: str, quantity: Quantity, start: int, end: int) -> Quantity:
        """The quantity with its bound; a whole gets its own."""
        if quantity.whole:
            quantity = quantity._replace(whole=self._bounded(text, quantity.whole, start, end))
        bound = self._bounds.before(text, start, quantity.start)
        behind, after = self._bounds.behind(text, quantity.end, end)
        if quantity.vague:
            return quantity._replace(high=None, bound="at_least")
        if quantity.low != quantity.high:
            return quantity._replace(bound="between")
        if behind and bound in ("", "about"):
            bound, quantity = behind, quantity._replace(noun=after)
        low, high = (None if bound == "at_most" else quantity.low), (None if bound == "at_least" else quantity.high)
        return quantity._replace(low=low, high=high, bound=bound or "exact")

    def _enclosed(self, text: str, found: list[Quantity]) -> list[Quantity]:
        """A floor and a ceiling told together are a range: "more than 30 but fewer than 50"."""
        merged: list[Quantity] = []
        for q in found:
            one = merged[-1] if merged else None
            opposite = one and {one.bound, q.bound} == {"at_least", "at_most"} and q.unit in ("", one.unit)
            if opposite and not one.vague and self._bounds.is_joint(self._bounds.without(text[one.noun : q.start])):
                low, high = (value for value in sorted((one.low or one.high, q.low or q.high)))
                floor_first = (one if one.bound == "at_least" else q).low == low
                if floor_first and low < high:
                    merged[-1] = one._replace(end=q.end, noun=q.noun, low=low, high=high, bound="between", number=(one.number[0], q.number[1]))
                    continue
            merged.append(q)
        return merged

    def _elliptic(self, text: str, found: list[Quantity], end: int, dates: list[tuple[int, int]]) -> list[Quantity]:
        """A bare number at a phrase's end, or before a date, has the unit of the one before: "2.593 Barrel im Mai, 2.305 im Juni"."""
        dated = {start for start, _ in dates}
        for at in range(1, len(found)):
            before, q = found[at - 1], found[at]
            ends = not LIKE_A_YEAR.fullmatch(text, q.start, q.end) and (q.end + 1 in dated or ENDS_PHRASE.match(text, q.end, end))
            if not q.unit and before.unit in self._goods and not q.vague and ends:
                found[at] = q._replace(unit=before.unit)
        return found

    def _rated(self, text: str, found: list[Quantity], start: int, end: int) -> list[Quantity]:
        """Quantities with "a day", "im Jahr": behind them in the same clause, else in front of them."""
        rates = self._units.rates(text, start, end) if found else []
        rated, free, at = [], None, 0
        for index, q in enumerate(found):
            while at < len(rates) and rates[at].end <= q.start:
                free, at = rates[at], at + 1
            rate = free if free and q.start - free.end <= PER_BEFORE else None
            limit = min(found[index + 1].start if index + 1 < len(found) else end, q.end + PER_REACH)
            if at < len(rates) and rates[at].start < limit and not CLAUSE_END.search(text, q.end, rates[at].start):
                rate, at = rates[at], at + 1
            rated.append(q._replace(per=rate.name) if rate and q.unit not in NO_GOODS else q)
        return rated


def _outside(found: list, spans: list[tuple[int, int]]) -> list:
    """What overlaps none of the spans; both in text order."""
    kept, at = [], 0
    for one in found:
        while at < len(spans) and spans[at][1] <= one.start:
            at += 1
        if at == len(spans) or spans[at][0] >= one.end:
            kept.append(one)
    return kept


def _part_and_whole(part: Quantity, whole: Quantity) -> list[Quantity]:
    """Part and whole in the order given, if the part is the smaller one."""
    if part.unit == "percent" and whole.unit != "percent":
        return [part._replace(whole=whole), whole]
    low, high = (shared(part._replace(low=value), whole) for value in (part.low, part.high))
    alike = part.unit in ("", whole.unit) or not whole.unit
    if not alike or not low <= whole.high or part.whole or part.vague:
        return [part, whole]
    whole = whole._replace(unit=whole.unit or part.unit)
    return [part._replace(low=low, high=high, unit=whole.unit, whole=whole), whole]
