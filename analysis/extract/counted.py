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
# Where the noun phrase of a number ends: at a verb, a new number's "and", a stop.
PHRASE_END = re.compile(
    r"[.;:!?]|, |\) |\b(?:were|was|are|is|have|has|had|could|would|will|sind|ist|sei|seien|wurden|wurde|habe|haben|hat|hätten|für|for|nach|an|to)\b"
)
# What may follow a number that leaves its noun out.
LEFT_OUT = re.compile(
    r"\s*(?:$|[.,;:!?)–]|(?:more|were|was|are|have|has|had|is|of (?:them|these|each)|in|to|at|from|per|a year|weitere|davon|von ihnen|sind|sei|seien|"
    r"wurden|habe|haben|hat|an\b|im|in|seien|pro|steigen|sein|bezifferte|mehr|Mal|mal|erhöht|und|and|or|oder)\b)"
)
COUNT_OF = re.compile(r"\b(?:Zahl|Anzahl|Menge|number|total) (?:der|des|von|of)\b")


def item_of(reading: Reading, sentence: Sentence, quantity: Quantity, last: Item | None) -> Item | None:
    """The item that the number counts: named for it, told as "the number of", or the last one counted. None if not ours."""
    if quantity.unit in ("USD", "EUR"):
        return _valued(reading, sentence, quantity) or last
    found = _behind(reading, sentence, quantity) or _as_number_of(reading, sentence, quantity)
    if found:
        return found
    if quantity.unit in ("round", "piece", "barrel", "tonne", "percent") or LEFT_OUT.match(reading.text, quantity.end):
        return _calibre_only(reading, quantity, last) or _before(reading, sentence, quantity) or last
    return _calibre_only(reading, quantity, last)


def excluded(reading: Reading, sentence: Sentence, quantity: Quantity) -> bool:
    """Whether the number is a ceiling, a load per box, a strength, a loss or a weight."""
    near = [m.entry for m in sentence.exclusions if reading.distance((m.start, m.end), (quantity.start, quantity.end)) < EXCLUSION_REACH]
    return bool(near) and "limit_passed" not in [m.entry for m in sentence.exclusions]


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
        crossed = any(quantity.end <= other.start < item.start for other in sentence.quantities if other.unit == quantity.unit)
        return None if PHRASE_END.search(between) or crossed else item
    return None


def _as_number_of(reading: Reading, sentence: Sentence, quantity: Quantity) -> Item | None:
    counted = COUNT_OF.search(reading.text, sentence.start, sentence.end)
    if counted is None or quantity.unit not in ("", "percent"):
        return None
    return next((item for item in sentence.items if 0 <= item.start - counted.end() < NOUN_REACH), None)


def _before(reading: Reading, sentence: Sentence, quantity: Quantity) -> Item | None:
    """The nearest item told before the number in the same sentence."""
    before = [item for item in sentence.items if item.end <= quantity.start and quantity.start - item.end < BEFORE_REACH]
    fitting = [item for item in before if not quantity.unit or quantity.unit == "percent" or item.unit == quantity.unit]
    return fitting[-1] if fitting else None


def _valued(reading: Reading, sentence: Sentence, quantity: Quantity) -> Item | None:
    """What a sum of money is paid for: the nearest item that is no money itself, frozen assets before all."""
    place = (quantity.start, quantity.end)
    frozen = [item for item in sentence.items if item.path == "money.frozen_assets"]
    goods = [item for item in sentence.items if not item.path.startswith("money")]
    near = sorted(frozen or goods, key=lambda item: reading.distance((item.start, item.end), place))
    return near[0] if near else None


def _calibre_only(reading: Reading, quantity: Quantity, last: Item | None) -> Item | None:
    """"three million of 152 mm": the last item, with this calibre."""
    calibre = CALIBRE.search(reading.text, quantity.end, quantity.end + 24)
    if calibre is None or last is None or not last.path.startswith("ammunition"):
        return None
    base = ".".join(last.path.split(".")[:2])
    return Item(calibre.start(), calibre.end(), f"{base}.{calibre.group(1)}mm", last.unit)
