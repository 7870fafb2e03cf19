"""A number or a date as readers see it, in English or German, by Babel. The only place that formats one for print.

From a million up the magnitude is a word ("6.45 million", "6,45 Millionen") with at most two decimals; below, all digits
stand. A missing number is `MISSING`, never a zero. The unit is not part of it: it stands in the sentence, in its right case.
"""

import math
from datetime import date

from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal

LOCALES = {"en": "en_GB", "de": "de_DE"}
MISSING = {"en": "no figure", "de": "keine Zahl"}


def number(value: float, lang: str) -> str:
    """The number in the language, rounded half up in its last printed place."""
    if value is None or math.isnan(value):
        return MISSING[lang]
    if abs(value) < 1e6:
        return format_decimal(round(value, 2), format="#,##0.##", locale=LOCALES[lang])
    step = 10 ** (int(math.log10(abs(value))) // 3 * 3)
    rounded = round(value / step, 2) * step
    # Babel chooses "Million" or "Millionen" by the decimals that it may print, not by those that it does.
    digits = 0 if rounded % step == 0 else 2
    return format_compact_decimal(rounded, format_type="long", locale=LOCALES[lang], fraction_digits=digits)


def day(value: str, lang: str) -> str:
    """The ISO date in words; `MISSING` for an empty one."""
    return format_date(date.fromisoformat(value), "long", locale=LOCALES[lang]) if value else MISSING[lang]
