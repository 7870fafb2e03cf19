"""Expressions that name a place in the calendar: days, months, seasons, quarters, years and their parts, decades.

Each method reads the match of the pattern of its name (time_words.py). A month or a day without a year is the last one before
the publication, in a sentence about the future the next; without a publication it has no interval.
"""

import re

from analysis.extract import dates
from analysis.extract.expression import Context, Expression, Readers
from analysis.extract.time_words import MARK

LISTED_DAY = re.compile(rf"(\d{{1,2}}){MARK}")
FIRST_PLAIN_YEAR, LAST_PLAIN_YEAR = 1800, 2100
# A number that counts the noun behind it and is a year of the last few too is far more likely the year: "lieferte 2022 Waffen".
RECENT = 6
NOUN_BEHIND = re.compile(r"\s(?:\w+ische[nrms]?\s)?[A-ZÄÖÜ][a-zäöüß]{2,}")


class Calendar(Readers):
    """Reads what names a place in the calendar."""

    def _day_first(self, match: re.Match, context: Context) -> list[Expression]:
        month, given = int(self.words.value("month", match["month"])), self._year_of(match, context)
        listed = list(LISTED_DAY.finditer(match["days"]))
        offset = match.start("days")
        spans = [(offset + item.start(), offset + item.end()) for item in listed]
        spans[0] = (match.start(), spans[0][1])
        spans[-1] = (spans[-1][0], match.end())
        return [e for item, span in zip(listed, spans, strict=True) for e in self._day(span, month, int(item.group(1)), given, context)]

    _month_first = _day_first

    def _day(self, span: tuple[int, int], month: int, number: int, year: int | None, context: Context) -> list[Expression]:
        if year is None and context.anchor is None:
            return [Expression(*span, "date", f"XXXX-{month:02d}-{number:02d}", kind="day", partial=(month, number))]
        moment = dates.day(year, month, number) if year else dates.nearest_day(month, number, context.anchor, self._is_future(span, context))
        if moment is None:
            return []
        return [Expression(*span, "date", moment.isoformat(), (moment, moment), "day", None if year else (month, number))]

    def _numeric(self, match: re.Match, context: Context) -> list[Expression]:
        year, month, number = (match[f"{part}{n}"] for n in [next(n for n in ("", "2", "3") if match[f"d{n}"])] for part in "ymd")
        if year is None and not self._preceded(self._preposition, match, context):
            return []
        full = int(year) + (2000 if int(year) < 50 else 1900) * (len(year) == 2) if year else None
        return self._day(match.span(), int(month), int(number), full, context) if 1 <= int(month) <= 12 else []

    def _month(self, match: re.Match, context: Context) -> list[Expression]:
        month, year = int(self.words.value("month", match["month"])), self._year_of(match, context)
        part, shift = self.words.value("part", match["part"]) or "", self.words.value("shift", match["shift"])
        if not (year or part or shift) and self._is_ambiguous(match, match["month"], context):
            return []
        if year is None and context.anchor is None:
            return self._made(match, "month", f"XXXX-{month:02d}", partial=(month, 0), part=part)
        partial = None if year or shift else (month, 0)
        if year is None and shift and int(shift) < 0:
            year = context.anchor.year - (month >= context.anchor.month)
        elif year is None and shift and int(shift) > 0:
            year = context.anchor.year + (month <= context.anchor.month)
        elif year is None:
            future = self._is_future(match.span(), context) and not self._preceded(self._since, match, context)
            year = context.anchor.year if shift else dates.nearest_month(month, context.anchor, future)
        return self._made(match, "month", f"{year:04d}-{month:02d}", dates.month_of(year, month), partial=partial, part=part)

    def _season(self, match: re.Match, context: Context) -> list[Expression]:
        season, year = self.words.value("season", match["season"]), self._year_of(match, context)
        shift = self.words.value("shift", match["shift"])
        if not (year or shift) and self._is_ambiguous(match, match["season"], context):
            return []
        if year is None and context.anchor is None:
            return self._made(match, "season", f"XXXX-{season}")
        if year is None:
            future = self._is_future(match.span(), context) or (shift is not None and int(shift) > 0)
            year = dates.nearest_season(season, context.anchor, future and shift != "0", shift is not None and int(shift) < 0)
        return self._made(match, "season", f"{year:04d}-{season}", dates.season_of(year, season))

    def _is_ambiguous(self, match: re.Match, word: str, context: Context) -> bool:
        return self.words.value("ambiguous", word) is not None and not self._preceded(self._preposition, match, context)

    def _half(self, match: re.Match, context: Context) -> list[Expression]:
        year = self._year_of(match, context)
        ordinal = int(match["n"] or self.words.value("ordinal", match["ordinal"]))
        halves = bool(match["half"]) or match["letter"] == "H"
        number = (2 if halves else 4) if ordinal < 0 else ordinal
        if number > (2 if halves else 4) or (match["letter"] and not match["year2"] and not context.anchor):
            return []
        if year is None and self.words.value("ambiguous", match["half"]) is not None:
            return []
        months, letter = (6, "H") if halves else (3, "Q")
        if year is None:
            if context.anchor is None:
                return self._made(match, "half", f"XXXX-{letter}{number}")
            year = context.anchor.year - (not self._is_future(match.span(), context) and number * months - months + 1 > context.anchor.month)
        return self._made(match, "half", f"{year:04d}-{letter}{number}", dates.month_of(year, (number - 1) * months + 1, months))

    def _first_of(self, match: re.Match, context: Context) -> list[Expression]:
        """ "the first seven months of 2021"."""
        year, count, unit = self._year_of(match, context), self._count(match), self.words.value("units", match["unit"])
        ordinal = self.words.value("ordinal", match["ordinal"])
        if count is None or unit not in ("M", "W", "Q") or ordinal not in ("1", "-1"):
            return []
        months = int(count * 3) if unit == "Q" else int(count)
        interval = None
        if year and unit != "W" and 0 < months <= 12:
            interval = dates.month_of(year, 1 if ordinal == "1" else 13 - months, months)
        return self._made(match, "first_of", f"P{count:g}{unit}", interval, "duration")

    def _part(self, match: re.Match, context: Context) -> list[Expression]:
        year, part = self._year_of(match, context), self.words.value("part", match["part"])
        if year is None:
            return self._made(match, "part", "XXXX", part=part) if match["yshift"] or match["of_year"] else []
        return self._made(match, "part", f"{year:04d}", dates.year_of(year), part=part)

    def _year_edge(self, match: re.Match, context: Context) -> list[Expression]:
        year, part = self._year_of(match, context) or (context.anchor and context.anchor.year), self.words.value("year_edge", match["edge"])
        return self._made(match, "part", f"{year:04d}", dates.year_of(year), part=part) if year else self._made(match, "part", "XXXX", part=part)

    def _year(self, match: re.Match, context: Context) -> list[Expression]:
        year = int(match["year"])
        if not match["word"] and not self._is_bare_year(match, year, context):
            return []
        return self._made(match, "year", f"{year:04d}", dates.year_of(year))

    def _is_bare_year(self, match: re.Match, year: int, context: Context) -> bool:
        """Whether four digits alone are a year: by the words before and behind them."""
        behind, round_number = NOUN_BEHIND.match(context.text, match.end(), context.end), year % 100 == 0
        if self._explicit_year:
            opens = match.start() == context.start and context.text[match.end() : match.end() + 1] == ","
            return (opens or self._preceded(self._before_year, match, context)) and not (behind and round_number)
        if year >= LAST_PLAIN_YEAR or self._preceded(self._no_year_before, match, context):
            return False
        if self._preceded(self._preposition, match, context):
            return not (behind and round_number)
        recent = context.anchor is not None and context.anchor.year - RECENT <= year <= context.anchor.year + 1
        return year >= FIRST_PLAIN_YEAR and not round_number and (recent or not behind)

    def _decade(self, match: re.Match, context: Context) -> list[Expression]:
        century = match["century"] or "19"
        first = int(century + match["tens"])
        return self._made(match, "decade", f"{first // 10}", dates.year_of(first, 10)) if first < LAST_PLAIN_YEAR else []

    def _century(self, match: re.Match, context: Context) -> list[Expression]:
        first = (int(match["n"]) - 1) * 100
        return self._made(match, "century", f"{int(match['n']) - 1:02d}", dates.year_of(first, 100)) if 100 <= first < 3000 else []
