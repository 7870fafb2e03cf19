"""Who is introduced by name and office, and named again by the surname alone: no list of actors can hold every minister.

Takes a text and the mentions of its sentences, in order; gives the mentions with those of persons added. "German Defence Minister
Boris Pistorius" and "Josep Borrell, the EU's foreign minister," introduce; from then on the surname stands for the office's state. Names that the
vocabulary knows are left to it.
"""

import re

from analysis.extract.actors import Mention

NAME = r"[A-ZÀ-Þ][^\W\d_]+(?:[-'’][^\W\d_]+)*"
FULL_NAME = rf"{NAME}(?: (?:van|von|de|der|al|bin|[A-Z]\.))*(?: {NAME}){{1,2}}"
BEHIND = re.compile(rf",? ({FULL_NAME})")
BEFORE = re.compile(rf"(?:^|[\s„“\"(])({FULL_NAME}), (?:[^\W\d_]{{2,4}} )?$")
REACH, MOST = 60, 200
NO_OFFICE = ("pronoun", "media", "none", "military")


class Persons:
    """The persons introduced so far in one text."""

    def __init__(self) -> None:
        self._by_surname: dict[str, Mention] = {}
        self._pattern: re.Pattern | None = None

    def named(self, text: str, start: int, end: int, mentions: list[Mention]) -> list[Mention]:
        """The mentions of the sentence between two offsets, with the persons that earlier or own words introduce."""
        again = self._again(text, start, end, mentions)
        widened = [self._introduced(text, start, end, mention, mentions) for mention in mentions]
        return sorted([*widened, *again], key=lambda mention: mention.start)

    def _again(self, text: str, start: int, end: int, mentions: list[Mention]) -> list[Mention]:
        if self._pattern is None:
            return []
        found = [(match.start(), match.end(), self._by_surname[match.group()]) for match in self._pattern.finditer(text, start, end)]
        return [person._replace(start=left, end=right) for left, right, person in found if _free(left, right, mentions)]

    def _introduced(self, text: str, start: int, end: int, mention: Mention, mentions: list[Mention]) -> Mention:
        """The mention, widened by the name that it introduces; the name is remembered."""
        if mention.type != "organ" or not mention.state or mention.organ in NO_OFFICE:
            return mention
        name = BEHIND.match(text, mention.end, end) or BEFORE.search(text, max(start, mention.start - REACH), mention.start)
        if name is None or not _free(*name.span(1), mentions) or len(self._by_surname) >= MOST:
            return mention
        self._by_surname[name[1].split()[-1]] = mention
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, self._by_surname))})(?!\w)")
        return mention._replace(start=min(mention.start, name.start(1)), end=max(mention.end, name.end(1)))


def _free(start: int, end: int, mentions: list[Mention]) -> bool:
    return not any(mention.start < end and start < mention.end for mention in mentions)
