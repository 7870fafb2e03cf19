"""Expressions that count from another day: weekdays, "gestern", "last year", durations, times of day, and words that refer.

Each method reads the match of the pattern of its name (time_words.py). They count from the publication; those that say "the day
before" or name a time of day, from the day named last. Without a publication they have no interval.
"""

import re

from analysis.extract import dates
from analysis.extract.expression import Context, Expression, Readers

CLOCK_PARTS = {"TH": ("T", "H"), "TM": ("T", "M"), "TS": ("T", "S")}
CALENDAR_UNITS = ("D", "W", "M", "Y", "Q", "DE", "CE", "WE")
LISTED_TIME = re.compile(r"\d{1,2}(?:[.:]\d\d)?")
HALF_UNITS = {"Y": "P6M", "D": "PT12H", "TH": "PT30M", "M": "P15D"}


class Relative(Readers):
    """Reads what counts from another day."""

    def _moved(self, match: re.Match, context: Context) -> list[Expression]:
        """ "in the past three months", "den nächsten zwei Jahren"."""
        shift, unit, count = int(self.words.value("shift", match["shift"])), self._unit(match), self._count(match)
        if shift == 0:
            return []
        ago = dates.moved(context.anchor, unit, shift * count) if context.anchor and count and unit in CALENDAR_UNITS else None
        interval = ((ago, context.anchor) if shift < 0 else (context.anchor, ago)) if ago else None
        if context.anchor and count is None and shift < 0:
            interval = (None, context.anchor)
        return self._made(match, "moved", self._period(count, unit), interval, "duration")

    def _shifted(self, match: re.Match, context: Context) -> list[Expression]:
        """ "last year", "dieser Woche"; in the plural a span without a count: "den vergangenen Monaten"."""
        shift, unit = int(self.words.value("shift", match["shift"])), self._unit(match)
        if unit not in CALENDAR_UNITS:
            return []
        if self.words.value("units", match["unit"]) and not self.words.value("unit", match["unit"]):
            interval = (None, context.anchor) if shift < 0 and context.anchor else None
            return self._made(match, "moved", f"PX{unit}", interval, "duration")
        if context.anchor is None:
            return self._made(match, "shifted", "XXXX")
        if shift < 0 and self.words.value("rolling", match["shift"]) is not None and unit in ("W", "M", "Y", "DE"):
            return self._made(match, "moved", f"P1{unit}", (dates.moved(context.anchor, unit, -1), context.anchor), "duration")
        return self._in_unit(match, unit, shift, context)

    def _shifted_unit(self, match: re.Match, context: Context) -> list[Expression]:
        """ "im Vorjahr", "heuer"."""
        value = self.words.value("shifted_unit", match["word"])
        anchor = context.day if value[-1] == "D" else context.anchor
        at = Context(context.text, context.start, context.end, anchor)
        return self._in_unit(match, value[-1], int(value[:-1]), at) if anchor else self._made(match, "shifted", "XXXX")

    def _beside(self, match: re.Match, context: Context) -> list[Expression]:
        """ "im Jahr zuvor", "der Monat darauf": beside the time named last."""
        shift, unit = int(self.words.value("next_to_it", match["to"])), self._unit(match)
        named = context.mentioned.interval[0] if context.mentioned and context.mentioned.interval[0] else context.anchor
        if named is None or unit not in ("D", "W", "M", "Y"):
            return []
        return self._in_unit(match, unit, shift, Context(context.text, context.start, context.end, named))

    def _in_unit(self, match: re.Match, unit: str, shift: int, context: Context) -> list[Expression]:
        """The day, week, month, quarter, year … that lies so many units from the anchor."""
        moment = dates.moved(context.anchor, unit, shift)
        if moment is None:
            return []
        week = dates.week_of(moment)
        values = {
            "D": (moment.isoformat(), (moment, moment)),
            "W": (f"{week[0].isocalendar().year:04d}-W{week[0].isocalendar().week:02d}", week),
            "M": (f"{moment.year:04d}-{moment.month:02d}", dates.month_of(moment.year, moment.month)),
            "Q": (f"{moment.year:04d}-Q{(moment.month + 2) // 3}", dates.month_of(moment.year, (moment.month - 1) // 3 * 3 + 1, 3)),
            "Y": (f"{moment.year:04d}", dates.year_of(moment.year)),
            "DE": (f"{moment.year // 10}", dates.year_of(moment.year // 10 * 10, 10)),
        }
        if unit == "WE":
            return self._weekend_at(match, shift, context)
        value, interval = values.get(unit, ("", None))
        return self._made(match, "shifted", value, interval, current=shift == 0) if value else []

    def _weekend(self, match: re.Match, context: Context) -> list[Expression]:
        shift = self.words.value("shift", match["shift"])
        if context.anchor is None:
            return self._made(match, "shifted", "XXXX-WXX-WE")
        return self._weekend_at(match, int(shift) if shift else 0 if self._is_future(match.span(), context) else -1, context)

    def _weekend_at(self, match: re.Match, shift: int, context: Context) -> list[Expression]:
        sunday = dates.weekday_of(7, context.anchor, shift if shift < 0 else None, shift >= 0)
        sunday = dates.moved(sunday, "W", max(0, shift - 1) if shift > 0 else 0) if sunday else None
        saturday = dates.moved(sunday, "D", -1) if sunday else None
        if saturday is None:
            return []
        week = saturday.isocalendar()
        return self._made(match, "shifted", f"{week.year:04d}-W{week.week:02d}-WE", (saturday, sunday))

    def _weekday(self, match: re.Match, context: Context) -> list[Expression]:
        weekday, shift = int(self.words.value("weekday", match["weekday"])), self.words.value("shift", match["shift"])
        part = self.words.value("day_part", match["day_part"])
        if context.anchor is None:
            return self._made(match, "weekday", f"XXXX-WXX-{weekday}{'T' + part if part else ''}", type_="time" if part else "date")
        moment = dates.weekday_of(weekday, context.anchor, int(shift) if shift else None, self._is_future(match.span(), context))
        return self._at(match, "weekday", moment, part) if moment else []

    def _deictic(self, match: re.Match, context: Context) -> list[Expression]:
        part = self.words.value("day_part", match["day_part"])
        if context.anchor is None:
            return self._made(match, "deictic", "XXXX-XX-XX")
        moment = dates.moved(context.anchor, "D", int(self.words.value("deictic", match["deictic"])))
        return self._at(match, "deictic", moment, part) if moment else []

    def _day_part(self, match: re.Match, context: Context) -> list[Expression]:
        """A part of the day named last: "am Nachmittag". In small letters it may be another word ("morgen")."""
        other = self.words.value("deictic", match.group()) is not None and match.group()[0].islower()
        if other or not self._preceded(self._preposition, match, context):
            return []
        moment, part = context.day, self.words.value("day_part", match["day_part"])
        return self._at(match, "day_part", moment, part) if moment else self._made(match, "day_part", f"T{part}", type_="time")

    def _at(self, match: re.Match, kind: str, moment, part: str | None) -> list[Expression]:
        value = moment.isoformat() + (f"T{part}" if part else "")
        return self._made(match, kind, value, (moment, moment), "time" if part else "date")

    def _those(self, match: re.Match, context: Context) -> list[Expression]:
        """ "in those eight months", "in jenem Jahr": back to a time named before."""
        plural = self.words.value("units", match["unit"]) and not self.words.value("unit", match["unit"])
        this = self.words.value("shift", match["those"]) == "0"
        counted = match.groupdict().get("num")
        span = self.words.value("span", match["unit"]) is not None
        if not span and this and not (plural and counted):
            return []
        return self._made(match, "span", self._unit(match) if not span else "", type_="anaphora")

    _span = _those

    def _since_then(self, match: re.Match, context: Context) -> list[Expression]:
        return self._made(match, "since_then", "", type_="anaphora")

    def _that_day(self, match: re.Match, context: Context) -> list[Expression]:
        return self._made(match, "that_day", "D", type_="anaphora")

    def _until_now(self, match: re.Match, context: Context) -> list[Expression]:
        return self._made(match, "until_now", "PRESENT_REF", (None, context.anchor))

    def _event(self, match: re.Match, context: Context) -> list[Expression]:
        moment = dates.date.fromisoformat(self.words.value("event", match["event"]))
        return self._made(match, "event", moment.isoformat(), (moment, moment))

    def _reference(self, match: re.Match, context: Context) -> list[Expression]:
        return self._made(match, "reference", self.words.value("reference", match["reference"]))

    def _no_time(self, match: re.Match, context: Context) -> list[Expression]:
        return self._made(match, "no_time", "", type_="")

    def _duration(self, match: re.Match, context: Context) -> list[Expression]:
        count, unit = self._count(match), self._unit(match)
        if self._age.match(context.text, match.end(), context.end) or (count is None and match["num"][0].isdigit()):
            return []
        value = HALF_UNITS.get(unit, "") if count == 0.5 else ""
        return self._made(match, "duration", value or self._period(count, unit), type_="duration")

    def _bare_units(self, match: re.Match, context: Context) -> list[Expression]:
        """ "seit Jahren", "for months": only behind such a preposition."""
        if not self._preceded(self._before_units, match, context):
            return []
        return self._made(match, "duration", self._period(None, self._unit(match)), type_="duration")

    def _every(self, match: re.Match, context: Context) -> list[Expression]:
        weekday, part = self.words.value("weekday", match["unit"]), self.words.value("day_part", match["day_part"])
        value = f"XXXX-WXX-{weekday}{'T' + part if part else ''}" if weekday else self._period(1.0, self._unit(match))
        return self._made(match, "set", value, type_="set")

    def _set(self, match: re.Match, context: Context) -> list[Expression]:
        """ "täglich", "a year"; not "a year ago", "for a year"."""
        if self._moved_behind.match(context.text, match.end(), context.end):
            return []
        if self.words.value("unit", match.group().split()[-1]) and self._preceded(self._before_units, match, context):
            return []
        return self._made(match, "set", self.words.value("set", match["set"]), type_="set")

    def _clock(self, match: re.Match, context: Context) -> list[Expression]:
        """One or several times of day; each has the day named last in the sentence."""
        group = "times" if match["times"] else "alone"
        if group == "alone" and not self._preceded(self._before_clock, match, context):
            return []
        listed = list(LISTED_TIME.finditer(match[group]))
        spans = [(match.start(group) + item.start(), match.start(group) + item.end()) for item in listed]
        spans[-1] = (spans[-1][0], match.end())
        half, day = self.words.value("clock_half", match["half"]), context.day_here
        found = []
        for item, span in zip(listed, spans, strict=True):
            hour, minute = (int(piece) for piece in f"{item.group()}:0".replace(".", ":").split(":")[:2])
            hour = hour % 12 + 12 * (half == "PM") if half else hour
            value = f"{day.isoformat() if day else ''}T{hour:02d}:{minute:02d}"
            found.append(Expression(*span, "time", value, (day, day), "clock"))
        return found

    def _unit(self, match: re.Match) -> str:
        return self.words.value("unit", match["unit"]) or self.words.value("units", match["unit"]) or ""

    def _period(self, count: float | None, unit: str) -> str:
        """A TIMEX3 duration; X for a number that is not told."""
        clock, letter = CLOCK_PARTS.get(unit, ("", unit))
        return f"P{clock}{'X' if count is None else f'{count:g}'}{letter}"
