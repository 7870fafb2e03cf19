"""Single expressions of time in a text, each with its TIMEX3 value and, where the words fix one, its interval of days.

Takes a text between two offsets and the day of publication, gives Expressions in order. Prepositions, ranges and words that only
refer back are times.py; patterns are time_words.py; what a match means is calendar_expressions.py and relative_expressions.py.
"""

import re
from datetime import date

from analysis.extract.calendar_expressions import Calendar
from analysis.extract.expression import Context, Expression
from analysis.extract.relative_expressions import Relative

BESIDE = re.compile(r"\s(?:\w{1,6}\s)?")


class Expressions(Calendar, Relative):
    """Finds expressions of time in one language."""

    def find(self, text: str, start: int, end: int, anchor: date | None, mentioned: Expression | None = None) -> list[Expression]:
        """Expressions from left to right; of several that begin at one place the longest that makes sense."""
        context = Context(text, start, end, anchor, mentioned)
        found: list[Expression] = []
        for name, match in self.words.matches(text, start, end):
            if found and match.start() < found[-1].end:
                continue
            built = getattr(self, f"_{name}")(match, context)
            found += built
            context.mentioned = next((e for e in reversed(built) if e.interval[0] and e.type in ("date", "time")), context.mentioned)
        return _with_days(text, [expression for expression in found if expression.type])


def _with_days(text: str, found: list[Expression]) -> list[Expression]:
    """A time of day has the day that is told right behind it: "at 6 p.m. on May 3"."""
    for at, (one, other) in enumerate(zip(found, found[1:], strict=False)):
        day = other.kind in ("day", "weekday", "deictic") and other.interval[0] and BESIDE.fullmatch(text, one.end, other.start)
        if one.kind == "clock" and day:
            value = f"{other.interval[0].isoformat()}{one.value[one.value.index('T') :]}"
            found[at] = one._replace(interval=other.interval, value=value)
    return found
