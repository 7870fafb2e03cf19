"""A number or a date as readers see it, in English or German, by Babel. The only place that formats one for print.

From a million up the magnitude is a word ("6.45 million", "6,45 Millionen") with at most two decimals; below, all digits
stand. A missing number is `MISSING`, never a zero. The unit is not part of it: it stands in the sentence, in its right case.
"""

import math
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal

LOCALES = {"en": "en_GB", "de": "de_DE"}
MISSING = {"en": "no figure", "de": "keine Zahl"}


def number(value: float, lang: str) -> str:
    """The number in the language, rounded half up in its last printed place."""
    if math.isnan(value):
        return MISSING[lang]
    # Normalised decimals throughout: Babel takes a trailing zero, as in the float 1000000.0, for a plural ("1 Millionen").
    exact = Decimal(str(value))
    if abs(exact) < 10**6:
        return format_decimal(_rounded(exact), format="#,##0.##", locale=LOCALES[lang])
    step = Decimal(10) ** (exact.adjusted() // 3 * 3)
    return format_compact_decimal(_rounded(exact / step) * step, format_type="long", locale=LOCALES[lang], fraction_digits=2)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()


def day(value: str, lang: str) -> str:
    """The ISO date in words; `MISSING` for an empty one."""
    return format_date(date.fromisoformat(value), "long", locale=LOCALES[lang]) if value else MISSING[lang]


def short_day(value: str, lang: str) -> str:
    """The ISO date in short words for tables and figures ("14 Nov 2025", "14.11.2025"); `MISSING` for an empty one."""
    return format_date(date.fromisoformat(value), "medium", locale=LOCALES[lang]) if value else MISSING[lang]
