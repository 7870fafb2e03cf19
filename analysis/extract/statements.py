"""A reading → facts without a number: meetings, bank access, denials, assessments, and deliveries told without a count.

Takes a Reading, its attributions and the sentences that numbers were found in; gives Fact records. A sentence gives at most one
fact of a kind, a meeting for each time that it tells.
"""

from analysis.extract import events, flows, hedges
from analysis.extract.actors import Mention
from analysis.extract.attribution import Attribution
from analysis.extract.coordination import listed
from analysis.extract.events import Event
from analysis.extract.facts import ELSEWHERE_TOO, Fact, spans_of
from analysis.extract.items import Item
from analysis.extract.lexicon import Match
from analysis.extract.periods import Period, Periods
from analysis.extract.reading import Reading, Sentence
from analysis.extract.told import Told, tells_of_supply

GOODS_KINDS = ("delivery", "plan", "use", "defect", "production", "capacity", "stock", "release")
RESERVED = ("possible", "conditional", "probable", "alleged")
MEETING_ORGANS = ("foreign_ministry", "defence_ministry", "president", "minister")
NO_SUPPLY = ("law", "losses", "strength")
NO_PARTIES = flows.Parties()


def facts(reading: Reading, attributions: list[Attribution], told: Told, counted: set[int]) -> list[Fact]:
    """Facts without a number; `counted` holds the starts of sentences that gave a fact with one."""
    periods, found = Periods(reading), []
    for sentence, said in zip(reading.sentences, attributions, strict=True):
        meetings = _meetings(reading, sentence, said, periods)
        found += meetings
        if meetings or sentence.start in counted or any(match.entry in NO_SUPPLY for match in sentence.exclusions):
            continue
        fact = (
            _denial(reading, sentence, said, told)
            or _account(reading, sentence, said, told)
            or _goods(reading, sentence, said, told, periods)
            or _assessment(reading, sentence, said, told)
        )
        if fact:
            found.append(fact)
    return found


def _meetings(reading: Reading, sentence: Sentence, said: Attribution, periods: Periods) -> list[Fact]:
    cues = [cue for cue in sentence.occasions if cue.entry[0] == "meeting"] + _visits(reading, sentence)
    if not cues or len({m.state for m in sentence.mentions if m.state}) < 2 or not any(can_meet(m) for m in sentence.mentions):
        return []
    found: dict[tuple[str, str], Fact] = {}
    for cue in cues:
        period = periods.of(sentence, (cue.start, cue.end), said, said.stated or reading.published, days=True)
        if period.start or period.end or said.explicit:
            fact = _fact(reading, sentence, Event("meeting", "", cue), NO_PARTIES, None, said, period)
            found.setdefault((period.start, period.end), fact)
    return list(found.values())


def _visits(reading: Reading, sentence: Sentence) -> list[Match]:
    """A person "with" a person of another state."""
    people = [mention for mention in sentence.mentions if can_meet(mention)]
    return [
        Match(later.start, later.end, ("meeting", ""))
        for earlier, later in zip(people, people[1:], strict=False)
        if earlier.state != later.state and reading.governed(sentence, later) in ("place", "partner")
    ]


def can_meet(mention: Mention) -> bool:
    """Whether a mention can go to a meeting: a person, a minister, a head of state."""
    return mention.type == "person" or mention.organ in MEETING_ORGANS


def _denial(reading: Reading, sentence: Sentence, said: Attribution, told: Told) -> Fact | None:
    cue = next((cue for cue in sentence.hedges if cue.entry == "denied"), None)
    if cue is None or not sentence.items:
        return None
    event, said = Event("denial", "give", cue), _denier(reading, sentence, said, cue)
    parties = _parties(reading, sentence, event, cue, said, told)
    if parties.supplier_mention and listed(reading, sentence, parties.supplier_mention):
        parties = told.completed(flows.Parties(), sentence)  # "Moscow and Pyongyang deny it" says not who would give
    if not (parties.supplier or parties.recipient):
        return None
    return _fact(reading, sentence, event, parties, sentence.items[0], said, Period())


def _denier(reading: Reading, sentence: Sentence, said: Attribution, cue: Match) -> Attribution:
    """Who denies: the one named before the denial, unless the sentence says who speaks."""
    named = [m for m in sentence.mentions if m.actor and m.type != "state" and m.organ != "media" and m.end < cue.start]
    if said.explicit or not named:
        return said
    denier = named[-1]
    return Attribution(denier.actor, reading.name(denier), source=(denier.start, denier.end), cue=(cue.start, cue.end), explicit=True)


def _account(reading: Reading, sentence: Sentence, said: Attribution, told: Told) -> Fact | None:
    cue = next((cue for cue in sentence.occasions if cue.entry[0] == "account"), None)
    money = next((item for item in sentence.items if item.path.startswith("money")), None)
    if cue is None or not _states(sentence, said):
        return None
    event = Event("account", "give", cue)
    return _fact(reading, sentence, event, _parties(reading, sentence, event, cue, said, told), money, said, Period(), "money")


def _goods(reading: Reading, sentence: Sentence, said: Attribution, told: Told, periods: Periods) -> Fact | None:
    cues = [cue for cue in sentence.events if cue.entry[0] in GOODS_KINDS]
    items = [item for item in sentence.items if not item.path.startswith("money.")]
    if not cues or not items or not _states(sentence, said):
        return None
    if not tells_of_supply(sentence) and all(item.path.startswith(ELSEWHERE_TOO) for item in items):
        return None
    item = min(items, key=lambda item: (min(reading.distance((cue.start, cue.end), (item.start, item.end)) for cue in cues), item.start))
    event = events.without_number(reading, sentence, (item.start, item.end), GOODS_KINDS)
    if event.kind in ("delivery", "plan") and _is_opinion(reading, sentence, event, said):
        event = Event("assessment", event.role, event.cue)
    parties = _parties(reading, sentence, event, event.cue, said, told)
    if not (parties.supplier or parties.recipient):
        return None
    period = periods.of(sentence, (event.cue.start, event.cue.end), said, said.stated or reading.published)
    return _fact(reading, sentence, event, parties, item, said, period)


def _is_opinion(reading: Reading, sentence: Sentence, event: Event, said: Attribution) -> bool:
    """Whether a delivery is only thought of: by a person who is no official, or as possible or conditional."""
    hedge, _ = hedges.hedge(reading, sentence, (event.cue.start, event.cue.end))
    return said.actor.startswith("PER.") or hedge in ("possible", "conditional")


def _assessment(reading: Reading, sentence: Sentence, said: Attribution, told: Told) -> Fact | None:
    reserved = any(cue.entry in RESERVED for cue in sentence.hedges)
    if not told.supplies or not (said.explicit or reserved) or not _states(sentence, said):
        return None
    if not reading.named_paths or not (sentence.items or reserved or said.actor.startswith("PER.")):
        return None
    event = Event("assessment", "give")
    item = sentence.items[0] if sentence.items else None
    parties = flows.parties(reading, sentence, event, (sentence.start, sentence.start), said, told.traders)
    return _fact(reading, sentence, event, told.completed(parties, sentence) if item else parties, item, said, Period())


def _parties(reading: Reading, sentence: Sentence, event: Event, cue: Match, said: Attribution, told: Told) -> flows.Parties:
    parties = flows.parties(reading, sentence, event, (cue.start, cue.end), said, told.traders)
    return parties if event.kind in flows.ONE_SIDED else told.completed(parties, sentence)


def _states(sentence: Sentence, said: Attribution) -> set[str]:
    """States that act in the sentence, the claimant's own mention left out."""
    return {m.state for m in sentence.mentions if m.state and not _is_source(m, said)}


def _is_source(mention: Mention, said: Attribution) -> bool:
    return said.source is not None and said.source[0] <= mention.start < said.source[1]


def _fact(reading: Reading, sentence: Sentence, event: Event, parties: flows.Parties, item: Item | None,
          said: Attribution, period: Period, path: str = "") -> Fact:  # fmt: skip
    place = (event.cue.start, event.cue.end) if event.cue else (sentence.start, sentence.end)
    hedge, cue = ("denied", event.cue) if event.kind == "denial" else hedges.hedge(reading, sentence, place)
    path = reading.sharpest(item.path) if item and not path else path
    return Fact(sentence, event, parties, path, said, hedge, period, spans=spans_of(None, item, parties, said, period, cue))
