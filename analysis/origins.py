"""Which origin draws on which, from data/vocabulary/origins.csv, and how near a report is to one. Two of which one draws on the other count as one.

Drawing on is no chain: a study that rests on two capitals does not make the two capitals one. So independence is asked of pairs,
never of groups. An origin whose row says `counts` = no (a medium in its own voice, an unnamed claimant) is independent of nobody.
"""

from collections.abc import Collection, Mapping

from analysis.vocabulary import Vocabulary


def counts(origin: str, vocabulary: Vocabulary) -> bool:
    """Whether the origin takes part where origins are counted."""
    row = vocabulary.by_key("origins").get(origin)
    return row is not None and row["counts"] == "yes"


def independent(one: str, other: str, vocabulary: Vocabulary) -> bool:
    """Whether both count and neither draws on the other."""
    if one == other or not counts(one, vocabulary) or not counts(other, vocabulary):
        return False
    return other not in _draws_on(one, vocabulary) and one not in _draws_on(other, vocabulary)


def draws(one: str, other: str, vocabulary: Vocabulary) -> bool:
    """Whether the first draws on the second; an origin that does not count draws on nobody that can be named."""
    return counts(one, vocabulary) and counts(other, vocabulary) and other in _draws_on(one, vocabulary)


def most_independent(origins: list[str], vocabulary: Vocabulary) -> list[str]:
    """The most of the origins of which no two draw on each other; of several such choices the first."""
    best: list[str] = []
    for place, origin in enumerate(origins):
        if counts(origin, vocabulary):
            beside = [other for other in origins[place + 1 :] if independent(origin, other, vocabulary)]
            best = max(best, [origin, *most_independent(beside, vocabulary)], key=len)
    return best


def linked(vocabulary: Vocabulary, links: Mapping[str, Collection[str]]) -> Vocabulary:
    """The vocabulary in which each of the origins named draws on those given for it, and on no others."""
    rows = [row | {"draws_on": ";".join(sorted(links.get(row["origin"], row["draws_on"].split(";"))))} for row in vocabulary.rows("origins")]
    return Vocabulary(vocabulary.files | {"origins": rows})


def distance(claim: dict, vocabulary: Vocabulary) -> int:
    """How many names pass on in `chain` what the claimant says; 0 where the claimant publishes it itself."""
    first, *others = (name.partition("(")[0].strip() for name in claim["chain"].split(";"))
    actor = vocabulary.by_key("actors").get(claim["claimant"], {})
    own = {first} | {name for field in ("name_en", "name_de", "aliases_en", "aliases_de") for name in actor.get(field, "").split(";")}
    return sum(name not in own for name in others)


def _draws_on(origin: str, vocabulary: Vocabulary) -> list[str]:
    return vocabulary.by_key("origins")[origin]["draws_on"].split(";")
