"""Names that stand on one side of a flow: those of a list, and those that a sentence without a second verb gives a number each.

Takes a sentence of a reading, gives the names told together with one of them. "Norway and Canada have each committed eight" has
two givers and no taker; so has "Poland will have supplied 14, Germany 18 and Portugal three".
"""

from analysis.extract.actors import Mention
from analysis.extract.reading import Reading, Sentence

# A name that a number follows within a word: "Germany 18", "Iraq with 20.5".
NUMBER_REACH = 6


def of_two_sides(reading: Reading, sentence: Sentence, names: list[Mention], place: tuple[int, int]) -> list[Mention]:
    """The names without those that stand on the side of the first; where several have a number each, the one whose number it is."""
    counted = {name.state: name for name in sentence.mentions if name.state and before_number(sentence, name)}
    if len(counted) > 1:
        return [name for name in names if 0 <= place[0] - name.end <= NUMBER_REACH] or names[:1]
    alike = listed(reading, sentence, names[0]) if names else set()
    return names[:1] + [name for name in names[1:] if name.state not in alike]


def before_number(sentence: Sentence, mention: Mention) -> bool:
    """Whether a number follows the name at once: "Germany 18"."""
    return any(0 <= quantity.start - mention.end <= NUMBER_REACH for quantity in sentence.quantities)


def listed(reading: Reading, sentence: Sentence, side: Mention) -> set[str]:
    """The other states that a list names with this one."""
    names = sorted((m for m in sentence.mentions if m.state), key=lambda m: (m.start, -m.end))
    pairs, listed = list(zip(names, names[1:])), {side.state}
    for one, other in [*pairs, *reversed(pairs)]:
        if (one.state in listed or other.state in listed) and _joined(reading, one, other):
            listed |= {one.state, other.state}
    return listed - {side.state}


def _joined(reading: Reading, one: Mention, other: Mention) -> bool:
    between = reading.text[one.end : other.start].rstrip()
    return one.end <= other.start and reading.phrase_words.joins.fullmatch(f"{between} ") is not None
