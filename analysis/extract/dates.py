"""Calendar arithmetic for times that are told: closed intervals of days, and the nearest that fits.

Takes parts of a date and the day of publication, gives dates. Knows no words. An interval is (first day, last day).
"""

from calendar import monthrange
from datetime import date, timedelta

Interval = tuple[date, date]
ANNOUNCED, LONG_PAST = 75, 180
SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
UNIT_DAYS = {"D": 1, "W": 7, "WE": 7, "DE": 3652, "CE": 36524}
UNIT_MONTHS = {"M": 1, "Q": 3, "Y": 12}


def day(year: int, month: int, number: int) -> date | None:
    """The day, or None if the month has no such day."""
    return date(year, month, number) if 1 <= number <= monthrange(year, month)[1] else None


def month_of(year: int, month: int, count: int = 1) -> Interval:
    """The interval of some months on end, from the first given."""
    last = year * 12 + month - 1 + count - 1
    end_year, end_month = last // 12, last % 12 + 1
    return date(year, month, 1), date(end_year, end_month, monthrange(end_year, end_month)[1])


def year_of(year: int, count: int = 1) -> Interval:
    """The interval of some years on end."""
    return date(year, 1, 1), date(year + count - 1, 12, 31)


def week_of(moment: date) -> Interval:
    """The week from Monday to Sunday that a day lies in."""
    monday = moment - timedelta(days=moment.weekday())
    return monday, monday + timedelta(days=6)


def season_of(year: int, season: str) -> Interval:
    """The meteorological season that begins in a year."""
    return month_of(year, SEASON_MONTHS[season], 3)


def moved(moment: date, unit: str, count: float) -> date | None:
    """A day moved by a number of units; None beyond the calendar. A part of a month is taken as 30 days."""
    try:
        if unit in UNIT_DAYS:
            return moment + timedelta(days=round(UNIT_DAYS[unit] * count))
        months = UNIT_MONTHS.get(unit, 0) * count
        whole = moment.year * 12 + moment.month - 1 + int(months)
        year, month = whole // 12, whole % 12 + 1
        target = date(year, month, min(moment.day, monthrange(year, month)[1]))
        return target + timedelta(days=round((months - int(months)) * 30))
    except (ValueError, OverflowError):
        return None


def nearest_day(month: int, number: int, anchor: date, future: bool) -> date | None:
    """The day of a month without its year: the last one, or the next; an announcement looks a few weeks ahead."""
    found = [candidate for year in range(anchor.year - 4, anchor.year + 5) if (candidate := _day(year, month, number))]
    past = [candidate for candidate in found if candidate <= anchor]
    coming = [candidate for candidate in found if candidate >= anchor]
    if not past or not coming:
        return None
    announced = (coming[0] - anchor).days <= ANNOUNCED and (anchor - past[-1]).days > LONG_PAST
    return coming[0] if future or announced else past[-1]


def _day(year: int, month: int, number: int) -> date | None:
    return day(year, month, number) if 1 <= year <= 9999 else None


def nearest_month(month: int, anchor: date, future: bool) -> int:
    """The year of a month without its year: this or the last one, or the next."""
    if future:
        return anchor.year if month >= anchor.month else anchor.year + 1
    return anchor.year if month <= anchor.month else anchor.year - 1


def nearest_season(season: str, anchor: date, future: bool, ended: bool = False) -> int:
    """The year in which the last season of a name began, the last that has ended, or the next."""
    year = anchor.year + 1 if future else anchor.year
    while not future and season_of(year, season)[1 if ended else 0] >= anchor:
        year -= 1
    while future and season_of(year - 1, season)[0] >= anchor:
        year -= 1
    return year


def weekday_of(weekday: int, anchor: date, shift: int | None, future: bool) -> date | None:
    """The day of a weekday (1 is Monday): the last one, the one before the anchor (shift −1), or the next."""
    back = (anchor.isoweekday() - weekday) % 7
    ahead = (weekday - anchor.isoweekday()) % 7
    if shift is not None and shift < 0:
        return moved(anchor, "D", -(back or 7))
    if shift is not None and shift > 0:
        return moved(anchor, "D", ahead or 7)
    return moved(anchor, "D", ahead if future or shift == 0 else -back)


def part_of(interval: Interval, part: str) -> Interval:
    """The beginning, middle or end of a month (its thirds) or of a longer time (its first quarter, middle third, last quarter)."""
    first, last = interval
    days = (last - first).days + 1
    if days <= 31:
        cuts = {"START": (0, 9), "MID": (10, 19), "END": (20, days - 1)}
        return tuple(first + timedelta(days=cut) for cut in cuts[part])
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    offset, count = {"START": (0, months // 4), "MID": (months // 3, months // 3), "END": (months - months // 4, months // 4)}[part]
    begin = first.year * 12 + first.month - 1 + offset
    return month_of(begin // 12, begin % 12 + 1, max(1, count))


def middle_of(interval: Interval) -> date:
    """The day from which "since the middle of" counts: the 15th of a month, the first of July of a year."""
    first, last = interval
    return first + timedelta(days=14) if (last - first).days <= 31 else date(first.year, (first.month + last.month) // 2 + 1, 1)
