"""The words that bound a number ("mehr als", "up to", "or so"), and those that make it a part of a whole ("neun von 30").

Takes a place in a text, gives the bound and where its words begin. Words that only fill ("insgesamt", "an estimated") may stand
between a bound and its number. The words are data/vocabulary/bounds.csv.
"""

import re

from analysis.extract.patterns import AFTER, BEFORE, alternation
from analysis.vocabulary import Vocabulary

REACH = 56
BOUNDS = ("at_least", "at_most", "about")


class Bounds:
    """The bound words of one language."""

    def __init__(self, vocabulary: Vocabulary, language: str):
        words = {(row["bound"], row["place"]): row["words"].split(";") for row in vocabulary.rows("bounds", language)}
        before = {bound: words.get((bound, "before"), []) for bound in BOUNDS}
        fillers = alternation([*words.get(("filler", "before"), []), *before["about"]])
        named = "|".join(f"(?P<{bound}>{alternation(listed)})" for bound, listed in before.items())
        def named_behind(place: str) -> str:
            return "|".join(f"(?P<{bound}>{alternation(words.get((bound, place), []))})" for bound in BOUNDS)

        loose = alternation([word for listed in before.values() for word in listed] + words.get(("filler", "before"), []))
        self._before = re.compile(rf"{BEFORE}(?:{named})\s*+(?:{fillers}\s++)*$")
        self._behind = re.compile(rf"(?:\s|,\s)?(?:{named_behind('behind')}|(?P<plus>\+)){AFTER}")
        self._joint = re.compile(rf",?\s{alternation(words.get(('joint', 'between'), []))}\s?|,\s?")
        self._part_of = re.compile(rf"\s{alternation(words.get(('part_of', 'between'), []))}\s(?:{loose}\s)*")
        self._whole_first = re.compile(rf"{BEFORE}{alternation(words.get(('whole_first', 'before'), []))}\s(?:{loose}\s)*$")
        self._before_article = re.compile(rf"{BEFORE}{alternation(words.get(('at_least', 'before_article'), []))}\s+$")
        self._filler = re.compile(rf"(?:{alternation(words.get(('filler', 'before'), []))}){AFTER}")
        self._behind_noun = re.compile(rf"\s[^\W\d_]{{3,24}}\s(?:{named_behind('behind_noun')}){AFTER}")
        self._loose = re.compile(rf"(?:{loose}\s)*$")

    def before(self, text: str, start: int, at: int) -> str:
        """The bound by the words in front of a number; empty if there are none."""
        match = self._before.search(text, max(start, at - REACH), at)
        return next(bound for bound in BOUNDS if match[bound]) if match else ""

    def behind(self, text: str, at: int, end: int) -> tuple[str, int]:
        """The bound by the words behind a number, and where they end, or by those behind its noun; empty if there are none."""
        match = self._behind.match(text, at, end)
        if match:
            return next((bound for bound in BOUNDS if match[bound]), "at_least"), match.end()
        match = self._behind_noun.match(text, at, end)
        return (next(bound for bound in BOUNDS if match[bound]), at) if match else ("", at)

    def make_article_count(self, text: str, start: int, at: int, end: int) -> bool:
        """Whether a bare article is the number one: "mindestens ein Geschütz", but not "at least an estimated 300"."""
        filler = self._filler.match(text, at, end)
        fills = filler is not None and " " in filler.group()
        return not fills and self._before_article.search(text, max(start, at - REACH), at) is not None

    def is_joint(self, gap: str) -> bool:
        """Whether the words between two numbers only join them."""
        return self._joint.fullmatch(gap) is not None

    def is_part_of(self, gap: str) -> bool:
        """Whether the words between two numbers make the first a part of the second."""
        return self._part_of.fullmatch(gap) is not None

    def opens_whole(self, text: str, start: int, at: int) -> bool:
        """Whether a number is announced as a whole whose part follows: "Of the 30 million …"."""
        return self._whole_first.search(text, max(start, at - REACH), at) is not None

    def without(self, gap: str) -> str:
        """The words between two numbers without the bound words of the second."""
        return gap[: self._loose.search(gap).start()] if len(gap) < REACH else gap
