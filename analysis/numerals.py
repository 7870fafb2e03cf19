"""A number or a date as readers see it, in English or German, by Babel. The only place that formats one for print.

In a sentence the magnitude is a word from a million up ("6.45 million", "6,45 Millionen") with at most two decimals; below, and
in every column of a table, all digits stand, so that decimals align. A missing number is `MISSING`, never a zero. The unit is not part of it: it stands in the sentence, in its right case.
"""

import math
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal, format_percent

LOCALES = {"en": "en_GB", "de": "de_DE"}
MISSING = {"en": "no figure", "de": "keine Zahl"}
# Where the brief prints in columns.
COLUMNS = ("table", "ledger")


def number(value: float, lang: str) -> str:
    """The number in the language, rounded half up in its last printed place."""
    if math.isnan(value):
        return MISSING[lang]
    # Normalised decimals throughout: Babel takes a trailing zero, as in the float 1000000.0, for a plural ("1 Millionen").
    exact = Decimal(str(value))
    if abs(exact) < 10**6:
        return digits(value, lang)
    step = Decimal(10) ** (exact.adjusted() // 3 * 3)
    return format_compact_decimal(_rounded(exact / step) * step, format_type="long", locale=LOCALES[lang], fraction_digits=2)


def digits(value: float, lang: str) -> str:
    """The number with all its digits ("6,450,000"), rounded half up to two decimals."""
    return MISSING[lang] if math.isnan(value) else format_decimal(_rounded(Decimal(str(value))), format="#,##0.##", locale=LOCALES[lang])


def percent(value: float, lang: str) -> str:
    """So many of a hundred with its sign: "95%", in German "95 %" with a space that does not break."""
    return format_percent(_rounded(Decimal(str(value))) / 100, locale=LOCALES[lang])


def on_an_axis(value: float, lang: str) -> tuple[str, ...]:
    """The ways in which the figures print a value: as in a sentence, with all digits, in millions where the axis says so, in per cent."""
    return number(value, lang), digits(value, lang), digits(value / 10**6, lang), percent(value, lang)


def printed(value: float, lang: str, place: str) -> str:
    """The number as the brief prints it in that place, one of the table `numbers`."""
    return digits(value, lang) if place in COLUMNS else number(value, lang)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()


def day(value: str, lang: str) -> str:
    """The ISO date in words; `MISSING` for an empty one."""
    return format_date(date.fromisoformat(value), "long", locale=LOCALES[lang]) if value else MISSING[lang]


def short_day(value: str, lang: str) -> str:
    """The ISO date in short words for tables and figures ("14 Nov 2025", "14.11.2025"); `MISSING` for an empty one."""
    return format_date(date.fromisoformat(value), "medium", locale=LOCALES[lang]) if value else MISSING[lang]
