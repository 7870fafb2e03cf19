"""Text of a figure as runs: words, and numbers that know their value, their rule and the claims that they rest on.

A template of labels.csv becomes runs by `filled`; `Canvas.say` sets each run as an artist of its own, so that a number in the
middle of a title is a mark as much as a label beside a point.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import nan
from string import Formatter

from analysis import numerals
from analysis.intervals import whole
from analysis.wording import Words, told_form

# Binds a number to its magnitude and its unit, so that no line ends between them.
TIE = "\u00a0"


@dataclass(frozen=True)
class Number:
    """A number or a day as printed; `value` is NaN for a day, `rule` says how it follows from the tables, `claims` are ids."""

    text: str
    value: float
    unit: str
    meaning: str
    rule: str
    claims: tuple[str, ...] = ()


Run = str | Number
Runs = list[Run]


def number(value: float, unit: str, meaning: str, rule: str, claims: Iterable[str], words: Words) -> Number:
    """The number as numerals print it, in one piece."""
    return Number(numerals.number(value, words.lang).replace(" ", TIE), float(value), unit, meaning, rule, tuple(claims))


def ends(low: float, high: float, unit: str, words: Words) -> dict[str, float]:
    """The ends of a range as they are printed: in whole numbers where they are counted (`intervals.whole`), unless none lies between them."""
    counted = words.vocabulary.by_key("units").get(unit, {}).get("dimension") == "count"
    inner = {"low": whole(low, "low", counted), "high": whole(high, "high", counted)}
    return {"low": low, "high": high} if inner["low"] > inner["high"] and not low > high else inner


def day(iso: str, meaning: str, rule: str, claims: Iterable[str], words: Words) -> Number:
    """The ISO date in short words."""
    return Number(words.short_day(iso).replace(" ", TIE), nan, "date", meaning, rule, tuple(claims))


def ids(cell: str) -> tuple[str, ...]:
    """The claims of a cell that joins them by ";"."""
    return tuple(filter(None, cell.split(";")))


def filled(template: str, **slots: str | Number | Runs) -> Runs:
    """The template with its {slots} as runs of their own."""
    found: Runs = []
    for text, slot, _, _ in Formatter().parse(template):
        found += [text] if text else []
        if slot is not None:
            value = slots[slot]
            found += value if isinstance(value, list) else [value]
    return found


def told(key: str, low: float, high: float, bound: str, words: Words, **about) -> Runs:
    """A range or a bound in the words of `told` or `short`: "at least 10 million", "≥ 10 million". `about`: the number's other fields."""
    shown = ends(low, high, about["unit"], words)
    form = told_form(**shown, bound=bound)
    numbers = {name: number(value, words=words, **about) for name, value in shown.items() if value == value}
    if form == "between":
        numbers["low"] = _without_magnitude(numbers["low"], numbers["high"])
    return filled(words.label(f"{key}.{form}").replace("≥ ", f"≥{TIE}").replace("≤ ", f"≤{TIE}").replace("≈ ", f"≈{TIE}"), **numbers)


def _without_magnitude(low: Number, high: Number) -> Number:
    """The lower of two numbers without the word that the upper one repeats: "4.2 to 5.8 million"."""
    digits, _, magnitude = low.text.partition(TIE)
    shared = magnitude and high.text.endswith(f"{TIE}{magnitude}")
    return Number(digits, *(getattr(low, name) for name in ("value", "unit", "meaning", "rule", "claims"))) if shared else low


def plain(runs: Iterable[Run]) -> str:
    """The runs as text."""
    return "".join(run if isinstance(run, str) else run.text for run in runs)


def things(value: float, unit: str, item: str, words: Words) -> str:
    """What is counted, behind its number: the unit, but of what is counted by the piece the thing itself ("400 drones")."""
    return words.item(item) if unit == "piece" and value != 1 else unit_of(value, unit, words)


def unit_of(value: float, unit: str, words: Words) -> str:
    """The unit in the form that the number asks for, tied to it."""
    row = words.vocabulary.by_key("units").get(unit, {})
    return (row.get(f"one_{words.lang}") if value == 1 else "") or words.unit(unit)
