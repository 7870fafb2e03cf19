"""A reading → facts with a number: what each quantity counts, between whom, when, who says so, how firmly.

Takes a Reading and its attributions, gives Fact records in order of their numbers. A quantity becomes a fact when it counts an
item of the vocabulary and somebody supplies, receives, uses, makes or holds it.
"""

from dataclasses import dataclass, field, replace

from analysis.extract import counted, events, flows, hedges
from analysis.extract.attribution import Attribution
from analysis.extract.events import Event
from analysis.extract.items import Item, Items
from analysis.extract.lexicon import Match
from analysis.extract.periods import Period, Periods
from analysis.extract.quantities import Quantity
from analysis.extract.reading import MEMORY, Reading, Sentence
from analysis.extract.told import Told, told_in

# What reports on losses, wages and prices count too: told only where a report tells of supplies.
ELSEWHERE_TOO = ("personnel", "food", "container", "vehicle", "voyage", "money")
# The units of goods besides money.
GOODS_UNITS = ("", "round", "piece", "pallet", "container", "voyage", "railcar", "person", "barrel", "tonne", "litre", "cubic metre", "percent")


@dataclass(frozen=True, slots=True)
class Fact:
    """What one sentence says, before it has an id; spans are named offsets into the report's text."""

    sentence: Sentence
    event: Event
    parties: flows.Parties
    item: str
    said: Attribution
    hedge: str
    period: Period
    quantity: Quantity | None = None
    unit: str = ""
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass
class Discourse:
    """What the report has told so far: the flows, the items named, and what was counted last."""

    told: Told
    named: list[Item] = field(default_factory=list)
    item: Item | None = None
    quantity: Quantity | None = None
    event: Event | None = None


class Numbered:
    """Reads facts with a number out of readings of one language."""

    def __init__(self, items: Items):
        self._items = items

    def facts(self, reading: Reading, attributions: list[Attribution]) -> tuple[list[Fact], Told]:
        """Facts that carry a number, in text order, and the flows told; sides left open are filled from the flows around."""
        discourse, periods, found = Discourse(told_in(reading, attributions)), Periods(reading), []
        for sentence, said in zip(reading.sentences, attributions, strict=True):
            for quantity in _told(reading, sentence):
                fact = self._fact(reading, sentence, quantity, said, discourse, periods)
                if fact:
                    found.append(fact)
            discourse.named = [*discourse.named, *sentence.items][-MEMORY:]
        told, completed = discourse.told, []
        for fact in found:
            completed.append(_completed(fact, told))
            told.add(completed[-1].parties, fact.quantity.start)
        return [fact for fact in completed if fact.parties.supplier or fact.parties.recipient], told

    def _fact(self, reading: Reading, sentence: Sentence, quantity: Quantity, said: Attribution,
              discourse: Discourse, periods: Periods) -> Fact | None:  # fmt: skip
        if not (quantity.unit in GOODS_UNITS or reading.is_money(quantity)) or counted.excluded(reading, sentence, quantity):
            return None
        if quantity.unit == "voyage" and not reading.named_paths:
            return None
        item = counted.item_of(reading, sentence, quantity, discourse.named, discourse.item)
        if item is None:
            return None
        item = item._replace(path=item.path.split(".")[0] if sentence.both else reading.sharpest(item.path))
        if discourse.item and item.path == discourse.item.path:
            quantity = _as_before(reading, sentence, _part(reading, sentence, quantity, discourse), discourse)
        event = events.of_quantity(reading, sentence, quantity, item.path)
        event = discourse.event if event.cue is None and event.kind == "delivery" and discourse.event else event
        if not discourse.told.supplies and (reading.is_money(quantity) or item.path.startswith(ELSEWHERE_TOO)):
            return None
        place = (quantity.start, item.end if quantity.end <= item.end < quantity.end + 90 else quantity.end)
        parties = flows.parties(reading, sentence, event, place, said, discourse.told.traders)
        discourse.item, discourse.quantity = item, quantity
        discourse.event = replace(event, cue=None) if event.kind in ("delivery", "plan") else discourse.event
        hedge, cue = hedges.hedge(reading, sentence, place)
        event = replace(event, kind="capacity") if event.kind == "delivery" and hedge == "conditional" else event
        period = periods.of(sentence, place, said, said.stated or reading.published)
        period = Period() if event.kind == "plan" and period.lies_before(reading.published) else period
        spans = spans_of(quantity, item, parties, said, period, cue)
        unit = self._unit(quantity, item)
        passed = counted.limit_passed(sentence)
        quantity = quantity._replace(low=quantity.low or quantity.high, high=None, bound="at_least") if passed else quantity
        return Fact(sentence, event, parties, item.path, said, hedge, period, quantity, unit, spans)


    def _unit(self, quantity: Quantity, item: Item) -> str:
        """The unit as said; pieces and times are told in the item's own unit."""
        return self._items.unit(item.path) or "piece" if quantity.unit in ("", "piece", "voyage") else quantity.unit


def _part(reading: Reading, sentence: Sentence, quantity: Quantity, discourse: Discourse) -> Quantity:
    """A part of what was counted last: "8,000 of them"."""
    whole = discourse.quantity
    of_it = any(quantity.end <= words.start <= quantity.end + 2 for words in sentence.parts)
    return quantity._replace(whole=whole) if of_it and whole and not quantity.whole and whole.unit == quantity.unit else quantity


def _as_before(reading: Reading, sentence: Sentence, quantity: Quantity, discourse: Discourse) -> Quantity:
    """A bare number beside another of the same sentence is told in its unit and rate: "20,000 barrels a day, against 16,000"; so is
    one that stands alone beside a share: "43 per cent, Turkey for 2.8"."""
    last = discourse.quantity
    if quantity.per or last is None or last.start < sentence.start or quantity.unit not in ("", last.unit):
        return quantity
    if not last.per and not (last.unit == "percent" and reading.phrase_words.left_out.match(reading.text, quantity.end)):
        return quantity
    return quantity._replace(unit=last.unit, per=last.per)


def _told(reading: Reading, sentence: Sentence) -> list[Quantity]:
    """The numbers that are told for themselves: the whole of a sum of money is not."""
    wholes = [q.whole for q in sentence.quantities if q.whole and reading.is_money(q.whole)]
    return [q for q in sentence.quantities if not any(q.start < whole.end and whole.start < q.end for whole in wholes)]


def _completed(fact: Fact, told: Told) -> Fact:
    if fact.event.kind in flows.ONE_SIDED:
        return replace(fact, parties=told.held(fact.parties, fact.sentence))
    if fact.event.kind == "use" and fact.parties.recipient and not fact.sentence.refers_back:
        return fact
    return replace(fact, parties=told.completed(fact.parties, fact.sentence))


def spans_of(quantity: Quantity | None, item: Item | None, parties: flows.Parties, said: Attribution,
             period: Period, hedge: Match | None) -> dict[str, tuple[int, int]]:  # fmt: skip
    """Named offsets of the parts of a statement; parts that the text does not name are left out."""
    spans = {
        "quantity": quantity and (quantity.start, quantity.end),
        "whole": quantity and quantity.whole and (quantity.whole.start, quantity.whole.end),
        "item": item and (item.start, item.end),
        "period": period.span,
        "supplier": parties.supplier_mention and (parties.supplier_mention.start, parties.supplier_mention.end),
        "recipient": parties.recipient_mention and (parties.recipient_mention.start, parties.recipient_mention.end),
        "claimant": said.source,
        "cue": said.cue,
        "hedge": hedge and (hedge.start, hedge.end),
    }
    return {name: span for name, span in spans.items() if span}
