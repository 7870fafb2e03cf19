"""A cheap no: whether a text can hold a fact at all, told from its raw letters.

Takes a text, gives a verdict before any layer runs. It follows from what facts.py and statements.py ask of a fact, whatever its
kind: somebody with a state is named, and so are goods, rounds, a bank account, or a person or minister who can go to a meeting.
A text without the one or the other has no fact. The reverse does not hold: what passes is read in full.

A phrase of the lexicons is found token by token, so here white space may stand between its tokens. What is asked is never more
than the lexicons ask (word beginnings, longest phrases and overlaps are left out), so that nothing is refused that they would find.
"""

import re
from collections.abc import Iterable

from analysis.extract.actors import Actors
from analysis.extract.facts import ELSEWHERE_TOO
from analysis.extract.items import Items
from analysis.extract.lexicon import Lexicon
from analysis.extract.reading import Named
from analysis.extract.statements import MEETING_ORGANS, can_meet
from analysis.extract.told import tells_of_supply
from analysis.vocabulary import Vocabulary

LETTER = r"[^\W\d_]"


class Screen:
    """The necessary words of facts, in one language."""

    def __init__(self, vocabulary: Vocabulary, language: str, actors: Actors, items: Items):
        rows = vocabulary.by_key("actors")
        names = actors.lexicons["names"].phrases()
        stated = (phrase for phrase, actor in names if rows[actor]["state"] or rows[actor]["type"] == "alliance")
        goods = [phrase for phrase, path in items.lexicons["items"].phrases() if path]
        rounds = _rows(vocabulary, "unit_words", "unit", "round", language)
        # Units are found with a capital and in capitals too, wherever they stand.
        self.lexicons = {"rounds": Lexicon([(form, "round") for word in rounds for form in (word, word.capitalize(), word.upper())], language)}
        accounts = Lexicon([(word, "account") for word in _rows(vocabulary, "event_words", "kind", "account", language)], language)
        others = [phrase for lexicon in (self.lexicons["rounds"], accounts) for phrase, _ in lexicon.phrases()]
        meeting = [phrase for phrase, actor in names if rows[actor]["type"] == "person" or rows[actor]["organ"] in MEETING_ORGANS]
        meeting += [phrase for phrase, organ in actors.lexicons["organs"].phrases() if organ in MEETING_ORGANS]
        self._states = Phrases(stated)
        self._topics = Phrases([*goods, *meeting, *others])
        self._heads = re.compile(_branches(_tree((head,) for head in items.heads))) if items.heads else None

    def may_hold_a_fact(self, text: str) -> bool:
        """False only for a text without any fact."""
        if not self._states.occur_in(text):
            return False
        return self._topics.occur_in(text) or (self._heads is not None and self._heads.search(text.lower()) is not None)

    @staticmethod
    def names_suffice(sentences: Iterable[Named]) -> bool:
        """As `may_hold_a_fact`, but from what the lexicons found, sentence by sentence."""
        stated = telling = False
        for one in sentences:
            states = {mention.state for mention in one.mentions if mention.state}
            if len(states) > 1 and any(can_meet(mention) for mention in one.mentions):
                return True
            stated = stated or bool(states)
            telling = telling or _may_tell(one, bool(states))
            if stated and telling:
                return True
        return False


def _may_tell(one: Named, stated: bool) -> bool:
    """Whether a sentence alone can tell of supplies, or names what is counted whatever else the text tells of."""
    counted = bool(one.phrases["rounds"]) or any(not item.path.startswith(ELSEWHERE_TOO) for item in one.items)
    account = stated and any(cue.entry[0] == "account" for cue in one.phrases["occasions"])
    denied = bool(one.items) and any(cue.entry == "denied" for cue in one.phrases["hedges"])
    return counted or account or denied or tells_of_supply(one)


def _rows(vocabulary: Vocabulary, name: str, column: str, value: str, language: str) -> list[str]:
    return [word for row in vocabulary.rows(name, language) if row[column] == value for word in row["words"].split(";")]


class Phrases:
    """Finds any of many phrases, each a row of tokens: their letters make a tree, so that a position is tried once.

    Those with a capital first are looked for anywhere, which is fastest since capitals are rare; the others at a word's beginning.
    """

    def __init__(self, phrases: Iterable[tuple[str, ...]]):
        phrases = list(phrases)
        capital = _tree(phrase for phrase in phrases if phrase[0][0].isupper())
        other = _tree(phrase for phrase in phrases if not phrase[0][0].isupper())
        self._patterns = [re.compile(_branches(capital))] * bool(capital) + [re.compile(rf"(?<!{LETTER}){_branches(other)}")] * bool(other)

    def occur_in(self, text: str) -> bool:
        return any(pattern.search(text) for pattern in self._patterns)


def _tree(phrases: Iterable[tuple[str, ...]]) -> dict:
    tree: dict = {}
    for phrase in phrases:
        node = tree
        for at, token in enumerate(phrase):
            for sign in ([r"\s*"] if at else []) + [re.escape(sign) for sign in token]:
                node = node.setdefault(sign, {})
        node[rf"(?!{LETTER})" if phrase[-1][-1].isalpha() else ""] = {}
    return tree


def _branches(node: dict) -> str:
    branches = [sign + _branches(below) for sign, below in node.items()]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})" if branches else ""
