"""Which flows a report tells, for the sentences that leave a side open.

Takes a reading and its attributions, gives Told. An open side comes from the flow told last before the sentence, turned round
after "im Gegenzug", else from one told later; where none is told outright, from the states that trade in this report, of which
the one that mostly gives supplies.
"""

from bisect import bisect_left, insort
from collections import Counter
from dataclasses import dataclass, field, replace

from analysis.extract.attribution import Attribution
from analysis.extract.events import Event
from analysis.extract.flows import Parties, acts, is_claimant, parties, relation_of
from analysis.extract.reading import MEMORY, Named, Reading, Sentence

MOVES = ("delivery", "rate", "plan", "capacity", "use", "value", "defect")
WEIGHTS = {"source": 3, "destination": 3, "made": 3, "beneficiary": 2, "user": 2, "bare": 2, "owner": 2, "place": 1}
# How far what a state is to the goods makes it a giver (above zero) or a taker.
LEANINGS = {"source": 1.0, "made": 1.0, "agent": 1.0, "destination": -1.0, "beneficiary": -1.0, "user": -0.5, "target": -0.5, "place": -0.25}
# Once told outright, or twice in passing.
CLEARLY = 1.0
OUTRIGHT = ("give", "take", "leave")
# One that comes near the second trades too.
NEAR = 0.6


@dataclass
class Told:
    """The flows that a report has told so far, and the states that trade in it, most often told first."""

    traders: tuple[str, ...]
    leanings: Counter[str]
    supplies: bool = False
    flows: list[tuple[int, str, str]] = field(default_factory=list)
    seen: list[tuple[int, str]] = field(default_factory=list)

    def see(self, sentence: Sentence) -> None:
        """Remembers which trading states the sentence names."""
        self.seen += [(m.start, m.state) for m in sentence.mentions if m.state in self.traders and acts(m)]

    def held(self, known: Parties, sentence: Sentence) -> Parties:
        """The holder: as told, else the trading state named last before the sentence."""
        before = bisect_left(self.seen, (sentence.start,))
        return known if known.supplier or not before else replace(known, supplier=self.seen[before - 1][1])

    def add(self, known: Parties, at: int) -> None:
        """Remembers a flow of which both sides are known, told at an offset."""
        if known.supplier and known.recipient and known.supplier != known.recipient:
            insort(self.flows, (at, known.supplier, known.recipient))

    def completed(self, known: Parties, sentence: Sentence) -> Parties:
        """Open sides filled from the nearest flow told before the sentence, else after it, else from the states that trade."""
        if known.supplier and known.recipient:
            return known
        for _, one, other in self._nearest(sentence.end):
            one, other = (other, one) if sentence.turned and not (known.supplier or known.recipient) else (one, other)
            if known.supplier in ("", one) and known.recipient in ("", other):
                return replace(known, supplier=one, recipient=other)
            if known.supplier in ("", other) and known.recipient in ("", one):
                return replace(known, supplier=other, recipient=one)
        if not (known.supplier or known.recipient or self.flows) and len(self.traders) > 1:
            giver, taker = sorted(self.traders[:2], key=lambda state: -self.leanings[state])
            return replace(known, supplier=giver, recipient=taker)
        return self._with_usual(known)

    def _nearest(self, at: int) -> list[tuple[int, str, str]]:
        """The flows told before an offset, the last one first, then those told after it."""
        after = bisect_left(self.flows, (at,))
        return [*reversed(self.flows[max(0, after - MEMORY) : after]), *self.flows[after : after + MEMORY]]

    def _with_usual(self, known: Parties) -> Parties:
        """A side of whom no flow was told has the partner that most flows told have, else the one who mostly takes, or gives."""
        if bool(known.supplier) == bool(known.recipient):
            return known
        told = [flow[2 if known.supplier else 1] for flow in self.flows]
        usual = [state for state, _ in Counter(told).most_common(1)] or self._leaning(-1 if known.supplier else 1)
        usual = usual or [state for state in self.traders if known.supplier in self.traders or known.recipient in self.traders]
        partner = next((state for state in usual if state not in (known.supplier, known.recipient)), "")
        return replace(known, supplier=known.supplier or partner, recipient=known.recipient or partner)

    def _leaning(self, sign: int) -> list[str]:
        """The state that most clearly gives (1) or takes (-1)."""
        ranked = sorted(self.leanings, key=lambda state: -sign * self.leanings[state])
        return [state for state in ranked[:1] if sign * self.leanings[state] >= CLEARLY]


def told_in(reading: Reading, attributions: list[Attribution]) -> Told:
    """All flows that the report tells with both sides, with or without a number, in text order."""
    found = Told(*_trading(reading, attributions))
    for sentence, said in zip(reading.sentences, attributions, strict=True):
        goods = [cue for cue in sentence.events if cue.entry[0] in MOVES]
        if goods and (sentence.items or sentence.quantities):
            event = Event(*goods[0].entry, goods[0])
            found.add(parties(reading, sentence, event, (goods[0].start, goods[0].end), said, found.traders), goods[0].start)
        found.supplies = found.supplies or tells_of_supply(sentence)
        found.see(sentence)
    return found


def tells_of_supply(sentence: Sentence | Named) -> bool:
    """Whether a sentence says that goods are given or taken, or that something happens to them between two states."""
    kinds = {cue.entry[:2] for cue in sentence.events if cue.entry[0] in MOVES}
    outright = any(kind == "delivery" and role in OUTRIGHT for kind, role in kinds)
    states = {mention.state for mention in sentence.mentions if mention.state and acts(mention)}
    lost = any(match.entry == "losses" for match in sentence.exclusions)
    return bool(sentence.items) and not lost and (outright or (bool(kinds) and len(states) > 1))


def _trading(reading: Reading, attributions: list[Attribution]) -> tuple[tuple[str, ...], Counter[str]]:
    """States that give or take in this report: two, and any that comes near the second; and how far each is a giver."""
    weights: Counter[str] = Counter()
    leanings: Counter[str] = Counter()
    for sentence, said in zip(reading.sentences, attributions, strict=True):
        for mention in sentence.mentions:
            if mention.state and acts(mention) and not is_claimant(mention, said):
                relation = relation_of(reading, sentence, mention, (0, 0))
                weight = WEIGHTS.get(relation, 0)
                weights[mention.state] += weight if sentence.events else min(weight, 1 if sentence.items else 0.2)
                leanings[mention.state] += LEANINGS.get(relation, 0)
    ranked = weights.most_common()
    least = ranked[1][1] * NEAR if len(ranked) > 1 else 1
    return tuple(state for state, weight in ranked if weight >= least), leanings
