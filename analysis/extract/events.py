"""What happens to a quantity: delivery, capacity, use, production, plan … and who is its subject.

Takes a sentence and a place in it, gives the kind by the nearest word of event_words.csv; commas and colons count as distance.
"""

from dataclasses import dataclass

from analysis.extract.lexicon import Match
from analysis.extract.quantities import Quantity
from analysis.extract.reading import Reading, Sentence

REACH = 260.0
# Kinds that a share, a sum of money or a rate cannot be, and what they are instead.
OF_PERCENT = ("defect", "production", "use", "share")
CARRIERS = ("container", "voyage", "railcar")
OF_MONEY = ("release", "value")


@dataclass(frozen=True, slots=True)
class Event:
    """A kind of SCHEMA.md, the role of its subject (give, take, move, user, holder), and the word that says so."""

    kind: str
    role: str
    cue: Match | None = None


def of_quantity(reading: Reading, sentence: Sentence, quantity: Quantity, path: str) -> Event:
    """The event that a number of an item belongs to; what carries things is never held itself."""
    ranked = _ranked(reading, sentence, (quantity.start, quantity.end))
    ranked = [event for event in ranked if event.kind != "capacity" or path not in CARRIERS]
    if quantity.unit == "percent":
        return _first(ranked, OF_PERCENT) or Event("share", "give")
    if reading.is_money(quantity):
        moved = _first(ranked, ("delivery",)) or Event("delivery", "give")
        return _first(ranked, OF_MONEY) or Event("value", moved.role, moved.cue)
    return _of_goods(reading, ranked, quantity)


def without_number(reading: Reading, sentence: Sentence, place: tuple[int, int], kinds: tuple[str, ...]) -> Event:
    """The event nearest to a place, of the given kinds; a plan for a delivery counts as a plan."""
    ranked = [event for event in _ranked(reading, sentence, place, float("inf")) if event.kind in kinds]
    plan = _first(ranked, ("plan",))
    return plan if plan and ranked[0].kind == "delivery" else ranked[0]


def _of_goods(reading: Reading, ranked: list[Event], quantity: Quantity) -> Event:
    goods = [event for event in ranked if event.kind not in ("share", "value", "release", "future")]
    nearest = goods[0] if goods else Event("delivery", "move")
    plan = _first(goods, ("plan",)) or _future(reading, ranked, nearest)
    if nearest.kind in ("delivery", "plan") and plan:
        return Event("plan", nearest.role if nearest.kind == "delivery" else _role(goods, plan), plan.cue)
    if nearest.kind == "delivery" and quantity.per:
        return Event("rate", nearest.role, nearest.cue)
    return nearest


def _future(reading: Reading, ranked: list[Event], nearest: Event) -> Event | None:
    """German "werden" before an infinitive of delivery: "wird … liefern", not "wird geliefert"."""
    auxiliary = _first(ranked, ("future",))
    if auxiliary is None or nearest.cue is None:
        return None
    verb = reading.text[nearest.cue.start : nearest.cue.end]
    return Event("plan", nearest.role, auxiliary.cue) if verb.endswith("n") and not verb.startswith("ge") else None


def _ranked(reading: Reading, sentence: Sentence, place: tuple[int, int], reach: float = REACH) -> list[Event]:
    """Events of the sentence, nearest first."""
    near = sorted((reading.distance((cue.start, cue.end), place), cue.start, cue) for cue in sentence.events)
    return [Event(*cue.entry, cue) for distance, _, cue in near if distance < reach]


def _first(events: list[Event], kinds: tuple[str, ...]) -> Event | None:
    return next((event for event in events if event.kind in kinds), None)


def _role(events: list[Event], plan: Event) -> str:
    """Of what is planned if a word says so, else of the word that plans: "ordered"."""
    return next((event.role for event in events if event.kind == "delivery"), plan.role)
