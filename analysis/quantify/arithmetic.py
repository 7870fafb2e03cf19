"""The claims against arithmetic: parts that miss their total, loads no container can carry, one amount in two units, counts that fall.

Takes claims as dicts with numbers and none rejected, gives rows of table `conflicts` of the kind contradiction. Whole or retold makes no
difference where a report contradicts itself; where reports are compared, only what is no retelling counts.
"""

from itertools import permutations
from math import isnan

from analysis.intervals import interval, overlap
from analysis.item_tree import akin
from analysis.numerals import day, number
from analysis.quantify.tellings import alike, last_day, row, told
from analysis.vocabulary import Vocabulary

SLIP = 0.01  # the share of a total by which its parts may miss it and still be meant to make it up
COUNTED = ("use", "value")  # totals that no curve is drawn of, though they cannot fall either
FULL = " (full by weight)"  # marks, in the item of conversions.csv, how many a vehicle can carry


def parts(claims: list[dict]) -> list[dict]:
    """A claimant's exact total, in one report, beside figures for parts of its period that sum up to almost as much."""
    rows = []
    for group in alike(claims, "doc_id", "claimant", "kind", "supplier", "recipient", "item", "unit", "per"):
        exact = [claim for claim in group if claim["low"] == claim["high"] and claim["bound"] == "exact" and claim["period_start"]]
        total = max(exact, key=lambda claim: (claim["low"], claim["claim_id"]), default=None)
        inside = [claim for claim in exact if claim is not total and _within(claim, total)]
        gap = sum(claim["low"] for claim in inside) - total["low"] if len(inside) > 1 else 0
        if 0 < abs(gap) <= SLIP * total["low"]:
            parted, whole = number(total["low"] + gap, "en"), number(total["low"], "en")
            sentence = f"In {total['doc_id']} the parts sum up to {parted}, and the total is {whole}."
            rows.append(row("contradiction", [total, *inside], f"number: parts − total = {gap:.15g} {total['unit']}", sentence))
    return rows


def loads(claims: list[dict], vocabulary: Vocabulary) -> list[dict]:
    """Rounds and vehicles that one claimant counts in one report, and more in each vehicle than its payload allows."""
    rows = []
    for group in alike(claims, "doc_id", "origin", "supplier", "recipient"):
        vehicles = [claim for claim in group if claim["kind"] == "delivery" and claim["unit"] == claim["item"]]
        for count in vehicles:
            for goods in group:
                most = _fullest(count["unit"], goods, vocabulary)
                each = told(goods) / told(count) if told(count) else 0
                if most and goods["kind"] in ("delivery", "capacity") and not goods["per"] and each > most:
                    load = f"{number(round(each), 'en')} of {goods['item']} in each {count['unit']}"
                    sentence = f"{count['doc_id']} puts {load}; by weight no more than {most:.0f} fit."
                    differs = f"load: {each:.4g} > {most:.15g} {goods['unit']}/{count['unit']}"
                    rows.append(row("contradiction", [count, goods], differs, sentence))
    return rows


def units(claims: list[dict], vocabulary: Vocabulary) -> list[dict]:
    """One amount that a claimant tells in two units, which the factors of conversions.csv keep apart."""
    rows = []
    for group in alike(claims, "claimant", "kind", "supplier", "recipient", "item", "per", "period_start", "period_end"):
        for one, other in permutations(group, 2):
            for factor in _factors(one, other, vocabulary):
                low, high = _floor(one) * float(factor["low"]), _ceiling(one) * float(factor["high"])
                if not overlap((low, high), interval(other["low"], other["high"], other["bound"])):
                    amounts = f"{number(told(one), 'en')} {one['unit']} and {number(told(other), 'en')} {other['unit']} of {one['item']}"
                    differs = f"unit: {told(one):.15g} {one['unit']} = {low:.0f}–{high:.0f} {other['unit']}, not {told(other):.15g}"
                    sentence = f"Reports give {amounts} for one period of {one['claimant']}; they are not the same amount."
                    rows.append(row("contradiction", [one, other], differs, sentence))
                    break
    return rows


def falling(claims: list[dict]) -> list[dict]:
    """A count from a start that has fallen by a later day, or of another origin: for each two origins the pair furthest apart."""
    rows = []
    for group in alike([claim for claim in claims if _is_total(claim)], "kind", "supplier", "recipient", "item", "unit"):
        apart: dict[tuple, list[tuple]] = {}
        for earlier, later in permutations(group, 2):
            floor, ceiling = _floor(earlier), _ceiling(later)
            if _covers(later, earlier) and floor > ceiling > 0:
                apart.setdefault((earlier["origin"], later["origin"]), []).append((floor / ceiling, earlier["claim_id"], earlier, later))
        rows += [_fallen(*max(pairs, key=lambda pair: pair[:2])[2:]) for _, pairs in sorted(apart.items())]
    return rows


def _floor(claim: dict) -> float:
    return interval(claim["low"], claim["high"], claim["bound"])[0]


def _ceiling(claim: dict) -> float:
    return interval(claim["low"], claim["high"], claim["bound"])[1]


def _fallen(earlier: dict, later: dict) -> dict:
    floor, ceiling, first, last = _floor(earlier), _ceiling(later), last_day(earlier), last_day(later)
    counted = f"{earlier['kind']} of {earlier['item']} at no less than {number(floor, 'en')} by {day(first, 'en')}"
    beside = f"{later['claimant']} at no more than {number(ceiling, 'en')} by {day(last, 'en')}"
    differs = f"number: {floor:.15g} by {first} > {ceiling:.15g} by {last} {later['unit']}"
    return row("contradiction", [earlier, later], differs, f"{earlier['claimant']} puts {counted}, {beside} (unit: {later['unit']}).")


def _is_total(claim: dict) -> bool:
    return claim["kind"] in COUNTED and not claim["per"] and isnan(claim["whole_low"]) and claim["origin"] not in ("media", "unknown")


def _covers(later: dict, earlier: dict) -> bool:
    """Whether what is counted till the later day includes what is counted till the earlier; no start is the beginning."""
    start = later["period_start"]
    return last_day(earlier) <= last_day(later) and (not start or bool(earlier["period_start"]) and start <= earlier["period_start"])


def _within(part: dict, whole: dict) -> bool:
    inside = whole["period_start"] <= part["period_start"] and part["period_end"] <= whole["period_end"]
    return inside and (part["period_start"], part["period_end"]) != (whole["period_start"], whole["period_end"])


def _fullest(vehicle: str, goods: dict, vocabulary: Vocabulary) -> float:
    """Most of the goods that the vehicle holds by weight; 0 where conversions.csv does not say."""
    found = [
        float(row["high"])
        for row in vocabulary.rows("conversions")
        if (row["from_unit"], row["to_unit"]) == (vehicle, goods["unit"]) and row["item"].endswith(FULL)
        and akin(row["item"].removesuffix(FULL), goods["item"])
    ]  # fmt: skip
    return max(found, default=0)


def _factors(one: dict, other: dict, vocabulary: Vocabulary) -> list[dict]:
    wanted = (one["unit"], other["unit"], one["item"])
    usable = [row for row in vocabulary.rows("conversions") if row["basis"] in ("stated", "computed") and row["low"] and row["high"]]
    return [row for row in usable if (row["from_unit"], row["to_unit"], row["item"]) == wanted]
