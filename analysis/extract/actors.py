"""Who is named: states, ministries, services, persons, media, and the words that stand for them.

Takes the tokens of a text, gives mentions in order. A bare organ ("the ministry", "der Dienst") is a mention without an actor;
attribution resolves it to the last one that fits. Built from actors.csv and organs.csv. Adjectives and towns count as their
state ("nordkoreanisch", "Moskau"): what they do in the sentence is the business of flows and attribution.
"""

import re
from typing import NamedTuple

from analysis.extract import phrase_words
from analysis.extract.lexicon import Lexicon, Lexicons, Match, Tokens
from analysis.vocabulary import Vocabulary

# What may stand between a state and its organ behind it; adjectives such as "stellvertretende" among them.
BEFORE_ORGAN = re.compile(r"(?:['’]s?)?(?:[ -](?:[^\W\d_A-ZÄÖÜ][^\W\d_]{3,} ){0,2})?\n?$|['’]s [A-ZÄÖÜ][^\W\d_]+ $")
MANY = ("think_tank", "organisation", "media", "monitoring", "person", "spokesperson", "parliament", "agency")
SPEAKING_FOR = ("spokesperson", "government")
GERMAN_ADJECTIVE = re.compile(r"(?:isch|deutsch)(?:e[nmrs]?)?$")
QUOTE = re.compile(r"[ „“”\"«»]{1,2}")
APPOSITION = re.compile(r"\)?,? (?:[^\W\d_]+ )?| \(")


class Mention(NamedTuple):
    """One naming: `actor` is an id of actors.csv, empty for a bare organ; `organ` what sort of body; `state` whose.

    `adjective` and `possessive` are of states: "nordkoreanisch", "Moskaus", "Russia's".
    """

    start: int
    end: int
    actor: str
    state: str
    type: str
    organ: str
    adjective: bool = False
    possessive: bool = False


class Actors:
    """The actors of a vocabulary, in one language."""

    def __init__(self, vocabulary: Vocabulary, language: str):
        rows = vocabulary.by_key("actors")
        self._rows = rows
        self._organ_of = phrase_words.of_language(vocabulary, language).organ_of
        self._of_state = {(row["state"], row["organ"]): row["actor_id"] for row in reversed(list(rows.values()))}
        phrases = [(alias, row["actor_id"]) for row in rows.values() for alias in row[f"aliases_{language}"].split(";") if alias]
        self._aliases = {alias for alias, _ in phrases}
        names = Lexicon(phrases, language, inflect_names=True)
        organs = [(word, row["organ"]) for row in vocabulary.rows("organs", language) for word in row["words"].split(";")]
        inflected = [(form, organ) for word, organ in organs for form in _inflected(word, language)]
        self.lexicons = {"names": names, "organs": Lexicon(inflected, language)}

    def find(self, text: str, tokens: Tokens) -> list[Mention]:
        """Mentions from left to right; an organ with its state is one mention, a name with its office too."""
        return self.mentions(text, Lexicons(self.lexicons).find(tokens))

    def mentions(self, text: str, matches: dict[str, tuple[Match, ...]]) -> list[Mention]:
        """As `find`, from what a search of `lexicons` has found already."""
        if not (matches["names"] or matches["organs"]):
            return []
        names = [self._mention(text, match) for match in matches["names"] if text[match.end : match.end + 1] != "$"]
        organs = [Mention(m.start, m.end, "", "", "organ", m.entry) for m in matches["organs"]]
        names = [name for name in names if not any(o.start <= name.start and name.end < o.end for o in organs)]
        free = [organ for organ in organs if not any(name.start <= organ.start < name.end for name in names)]
        taken = sorted(names + [organ for organ in free if organ.organ != "none"], key=lambda mention: mention.start)
        return self._joined(text, taken)

    def row(self, actor: str) -> dict[str, str]:
        """The actor's row of actors.csv."""
        return self._rows[actor]

    def body_of(self, state: str, organ: str) -> str:
        """Actor id of a state's organ, else the state's own id."""
        fallback = {"minister": "defence_ministry", "military_intelligence": "intelligence", "intelligence": "military_intelligence"}
        return self._of_state.get((state, organ)) or self._of_state.get((state, fallback.get(organ, ""))) or state

    def _body(self, owner: Mention, organ: str) -> str:
        """The owner's organ; none for sorts of which a state has many, so that they are sought among those named before."""
        return "" if organ in MANY else (self.body_of(owner.state, organ) if owner.state else owner.actor)

    def _mention(self, text: str, match: Match) -> Mention:
        row = self._rows[match.entry]
        words = text[match.start : match.end]
        state = row["type"] == "state"
        adjective = state and (words in row["adjectives_en"].split(";") or GERMAN_ADJECTIVE.search(words) is not None)
        possessive = state and (text[match.end : match.end + 1] in ("'", "’") or (words not in self._aliases and words.endswith("s")))
        return Mention(match.start, match.end, match.entry, row["state"], row["type"], row["organ"], adjective, possessive and not adjective)

    def _joined(self, text: str, mentions: list[Mention]) -> list[Mention]:
        joined: list[Mention] = []
        for mention in mentions:
            joined.append(mention)
            while len(joined) > 1 and (merged := self._merge(joined[-2], joined[-1], text[joined[-2].end : joined[-1].start])):
                joined[-2:] = [merged]
        return [m._replace(end=m.end + 1) if _unclosed(text, m) else m for m in joined]

    def _merge(self, left: Mention, right: Mention, gap: str) -> Mention | None:
        if left.type == "state" and right.type == "organ" and right.organ != "pronoun" and BEFORE_ORGAN.fullmatch(gap):
            return right._replace(start=left.start, actor=self._body(left, right.organ), state=left.state)
        if left.type == "organ" and left.organ != "pronoun" and right.type in ("state", "alliance") and self._organ_of.fullmatch(gap) and not left.state and not right.adjective:
            return left._replace(end=right.end, actor=self._body(right, left.organ), state=right.state or right.actor)
        if left.organ in SPEAKING_FOR and not left.actor and right.actor and right.type != "state" and self._organ_of.fullmatch(gap):
            return right._replace(start=left.start)
        if left.adjective and right.actor and right.type not in ("state", "organ") and QUOTE.fullmatch(gap):
            return right._replace(start=left.start)
        named = right.type not in ("state", "organ", "media") and right.actor
        if left.type == "organ" and named and APPOSITION.fullmatch(gap) and (not left.actor or left.state == right.state):
            return right._replace(start=left.start)
        if left.type not in ("state", "organ", "media") and right.actor == left.actor and APPOSITION.fullmatch(gap):
            return left._replace(end=right.end)
        return None


def _inflected(organ: str, language: str) -> list[str]:
    """Endings of German nouns; in English the plural, and the capitals of a title ("Defence Minister")."""
    if language == "de":
        return [organ + ("~" if organ[0].isupper() else "")]
    title = " ".join(word if word in ("of", "the", "to") else word[:1].upper() + word[1:] for word in organ.split())
    return [organ, organ + "s", title] if language == "en" else [organ]


def _unclosed(text: str, mention: Mention) -> bool:
    """Whether a naming opens a bracket that closes right behind it."""
    words = text[mention.start : mention.end]
    return words.count("(") > words.count(")") and text[mention.end : mention.end + 1] == ")"
