"""Which days are taken from outside: days of the calendar, written YYYY-MM-DD, within two centuries.

A year such as 0001, 2205 or 9999 is a slip of the hand. Taken at its word it would become the newest report's day, or leave no
room to reckon "the year after" with. No clock is asked: what is refused today is refused on every day.
"""

from datetime import date

FIRST, LAST = "1900-01-01", "2100-12-31"


def fault(text: str) -> str:
    """What is wrong with a day, as the end of a sentence; empty if nothing is."""
    if not _exists(text):
        return "is no date; write it as YYYY-MM-DD"
    return "" if FIRST <= text <= LAST else f"lies outside {FIRST} to {LAST}; write another"


def _exists(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except (ValueError, TypeError):  # of a number, as typed without quotes
        return False
