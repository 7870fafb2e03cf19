"""What a number counts: the noun beside it, the item left out because the number before named it, or nothing of ours.

Takes a quantity in its sentence, gives an Item or None. Says too which numbers are no facts: ceilings by law, loads per box,
strengths of armies, losses, weights.
"""

import re

from analysis.extract.items import CALIBRE, Item
from analysis.extract.quantities import Quantity
from analysis.extract.reading import Reading, Sentence

NOUN_REACH = 62
BEFORE_REACH = 130
EXCLUSION_REACH = 90
EVENT_REACH = 140
BY_MEASURE = ("barrel", "tonne", "litre", "kilogram", "cubic metre")


def item_of(reading: Reading, sentence: Sentence, quantity: Quantity, named: list[Item], last: Item | None) -> Item | None:
    """The item that the number counts: named for it, told as "the number of", or left out. None if not ours.

    `named` are the items named in earlier sentences, `last` is the one counted last.
    """
    last = _fitting(reading, quantity, [*named[-4:], *([last] if last else [])]) or _fitting(reading, quantity, named)
    if reading.is_money(quantity):
        return _valued(reading, sentence, quantity) or last
    if quantity.unit == "voyage":
        return _times(reading, sentence, quantity, last)
    found = _behind(reading, sentence, quantity) or _as_number_of(reading, sentence, quantity)
    if found and not (found.start > quantity.end and _counts_another_noun(reading, sentence, quantity, found)):
        return found if _measures(quantity, found) else None
    if not quantity.unit and _counts_another_noun(reading, sentence, quantity, None):
        return None
    if quantity.unit in ("", "piece", "percent") and not _in_supply(reading, sentence, quantity):
        return None
    if quantity.unit in ("round", "piece", "barrel", "tonne", "percent") or reading.phrase_words.left_out.match(reading.text, quantity.end):
        return _calibre_only(reading, quantity, last) or _before(reading, sentence, quantity) or last or _by_unit(quantity)
    return _calibre_only(reading, quantity, last)


def _measures(quantity: Quantity, item: Item) -> bool:
    """Whether an item can be told in the number's unit: tonnes of voyages are none of ours."""
    return quantity.unit not in BY_MEASURE or item.unit in (*BY_MEASURE, "round", "")


def _counts_another_noun(reading: Reading, sentence: Sentence, quantity: Quantity, item: Item | None) -> bool:
    """Whether the noun right behind the number is no item: "1.2 million people live in tents"."""
    noun = reading.phrase_words.noun_behind.match(reading.text, quantity.end, sentence.end)
    if noun is None or (item and item.start <= noun.start(1)):
        return False
    known = [*sentence.items, *sentence.mentions]
    return not any(other.start < noun.end(1) and noun.start(1) < other.end for other in known)


def _in_supply(reading: Reading, sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a number without a noun can be one of ours: more than "one", and near a word for what happens to goods."""
    if quantity.low == quantity.high == 1 and not quantity.unit:
        return False
    place = (quantity.start, quantity.end)
    return any(reading.distance((event.start, event.end), place) < EVENT_REACH for event in sentence.events)


def excluded(reading: Reading, sentence: Sentence, quantity: Quantity) -> bool:
    """Whether the number is a type's ("Panzerhaubitze 2000"), a ceiling, a load per box, a strength, a loss or a weight."""
    if quantity.low == quantity.high == 1 and reading.phrase_words.one_of.match(reading.text, quantity.end):
        return True
    if not quantity.unit and any(item.end == quantity.start - 1 and reading.text[item.end] == " " for item in sentence.items):
        return True
    if quantity.unit == "percent" and reading.phrase_words.change.search(reading.text, sentence.start, quantity.start):
        return True
    if quantity.unit in BY_MEASURE and _is_equivalence(reading, sentence, quantity):
        return True
    near = [m.entry for m in sentence.exclusions if reading.distance((m.start, m.end), (quantity.start, quantity.end)) < EXCLUSION_REACH]
    return bool(near) and "limit_passed" not in [m.entry for m in sentence.exclusions]


def _is_equivalence(reading: Reading, sentence: Sentence, quantity: Quantity) -> bool:
    """Whether the number only says how large a unit is: "a barrel equals 159 litres"."""
    measures = [q for q in sentence.quantities if q.unit in BY_MEASURE]
    pairs = [(one, other) for one, other in zip(measures, measures[1:], strict=False) if one.low == one.high == 1]
    return any(quantity in pair and reading.phrase_words.equals.fullmatch(reading.text, pair[0].end, pair[1].start) for pair in pairs)


def limit_passed(sentence: Sentence) -> bool:
    """Whether the sentence says that a ceiling was passed: then its number is a floor."""
    reasons = {m.entry for m in sentence.exclusions}
    return {"limit", "limit_passed"} <= reasons


def _behind(reading: Reading, sentence: Sentence, quantity: Quantity) -> Item | None:
    for item in sentence.items:
        if quantity.start <= item.start < quantity.end:
            return item
        if not quantity.end <= item.start <= quantity.end + NOUN_REACH:
            continue
        between = re.sub(r"^\s*\([^()]*\)", "", reading.text[quantity.end : item.start].lstrip(")"))
        crossed = any(
            quantity.end <= other.start < item.start and not reading.phrase_words.part_of.fullmatch(reading.text, quantity.end, other.start)
            for other in sentence.quantities
            if other.unit in ("", quantity.unit)
        )
        return None if reading.phrase_words.ends_phrase.search(between) or crossed else item
    return None


def _as_number_of(reading: Reading, sentence: Sentence, quantity: Quantity) -> Item | None:
    if not sentence.items or quantity.unit not in ("", "percent"):
        return None
    counted = reading.phrase_words.number_of.search(reading.text, sentence.start, sentence.end)
    if counted is None:
        return None
    return next((item for item in sentence.items if 0 <= item.start - counted.end() < NOUN_REACH), None)


def _before(reading: Reading, sentence: Sentence, quantity: Quantity) -> Item | None:
    """The nearest item told before the number in the same sentence."""
    before = [item for item in sentence.items if item.end <= quantity.start and quantity.start - item.end < BEFORE_REACH]
    fitting = [item for item in before if not quantity.unit or quantity.unit == "percent" or _told_in(quantity.unit, item)]
    return fitting[-1] if fitting else None


def _valued(reading: Reading, sentence: Sentence, quantity: Quantity) -> Item | None:
    """What a sum of money is paid for: the nearest item that is no money itself, frozen assets before all."""
    place = (quantity.start, quantity.end)
    frozen = [item for item in sentence.items if item.path == "money.frozen_assets"]
    goods = [item for item in sentence.items if not item.path.startswith("money")]
    near = sorted(frozen or goods, key=lambda item: reading.distance((item.start, item.end), place))
    return near[0] if near else None


def _fitting(reading: Reading, quantity: Quantity, items: list[Item]) -> Item | None:
    """The latest of the items that the number's unit fits."""
    free = quantity.unit in ("", "percent", "piece") or reading.is_money(quantity)
    return next((item for item in reversed(items) if free or _told_in(quantity.unit, item)), None)


def _told_in(unit: str, item: Item) -> bool:
    """Whether an item is counted in a unit: oil in barrels is oil in tonnes too."""
    return item.unit == unit or (item.unit in BY_MEASURE and unit in BY_MEASURE)


def _times(reading: Reading, sentence: Sentence, quantity: Quantity, last: Item | None) -> Item:
    """"43-mal": shots if something is fired, else voyages."""
    fired = any(event.entry[0] == "use" for event in sentence.events)
    shot = _before(reading, sentence, quantity._replace(unit="piece")) if fired else None
    return shot or Item(quantity.start, quantity.end, "voyage", "voyage")


def _by_unit(quantity: Quantity) -> Item | None:
    """Rounds of nothing else are ammunition."""
    return Item(quantity.start, quantity.end, "ammunition", "round") if quantity.unit == "round" else None


def _calibre_only(reading: Reading, quantity: Quantity, last: Item | None) -> Item | None:
    """"three million of 152 mm": the last item, with this calibre."""
    calibre = CALIBRE.search(reading.text, quantity.end, quantity.end + 24)
    if calibre is None or last is None or not last.path.startswith("ammunition"):
        return None
    launched = reading.phrase_words.for_launchers.search(reading.text, calibre.end(), calibre.end() + 40)
    base = "ammunition.rocket" if launched else ".".join(last.path.split(".")[:2])
    return Item(calibre.start(), calibre.end(), f"{base}.{calibre.group(1)}mm", last.unit)
