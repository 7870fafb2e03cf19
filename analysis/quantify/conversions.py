"""Containers read as rounds: a second reading beside what origins say in rounds themselves, which it never overrules.

Factors are the rows of conversions.csv that are stated or computed, have a source and are of one origin. What the boxes held
(`load`) bounds both ways, what they could hold (`capacity`) only from above. For each end apart an origin's containers take its own factor;
else that of an origin on which it draws anyway, since that adds no dependence; else the widest that the others give. Of several rows
the outermost ends count; an origin's rows for ammunition as a whole stand before those for a kind of it. Nobody says what was in the boxes,
so they become ammunition and never shells. Who borrows a factor draws on its origin, and two that borrow the same one draw on each other.

A factor that divides one origin's figure by another's would make the two agree whatever they say: it is refused, a row `circular`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import nan

import pandas as pd

from analysis import origins, tables
from analysis.columns import DATE
from analysis.item_tree import akin
from analysis.quantify.constraints import DELIVERED
from analysis.topics import Topic
from analysis.vocabulary import Vocabulary

CARRIER, UNIT, LOADED = "container", "round", "ammunition"
_SOUND = ("stated", "computed")


@dataclass(frozen=True)
class Factor:
    """Rounds in a container, NaN = open; `of` and `sources` are the origins and sources of the rows that set the ends."""

    low: float
    high: float
    of: tuple[str, ...]
    sources: tuple[str, ...]


def convert(bounding: pd.DataFrame, topic: Topic, vocabulary: Vocabulary, as_of: str) -> tuple[pd.DataFrame, list[dict]]:
    """Table `conversions` and the constraints in rounds that follow; of factors those whose report appeared up to `as_of`."""
    factors = [row for row in _factors(vocabulary) if len(_origins(row)) == 1 and _known(row, as_of)]
    boxes = bounding[bounding["used"] & (bounding["measure"] == DELIVERED) & (bounding["unit"] == CARRIER) & (bounding["item"] == CARRIER)]
    known = {origin: factor_of(origin, factors, vocabulary) for origin in boxes["origin"].unique()}
    described, converted = [], []
    for row in boxes.sort_values(["flow", "origin", "end", "claim_id"]).to_dict("records"):
        if topic.follows(LOADED, row["flow"]):
            factor = known[row["origin"]]
            changed = {"item": LOADED, "unit": UNIT, "floor": row["floor"] * factor.low, "ceiling": row["ceiling"] * factor.high}
            described.append(_described(row | changed, factor))
            converted += [row | changed] if changed["floor"] == changed["floor"] or changed["ceiling"] == changed["ceiling"] else []
    return tables.frame("conversions", described), converted


def factor_of(origin: str, factors: list[dict], vocabulary: Vocabulary) -> Factor:
    """What an origin's containers are multiplied by; an end that nobody gives is open."""
    loads = _nearest(origin, [row for row in factors if row["states"] == "load" and row["low"]], vocabulary)
    most = _nearest(origin, [row for row in factors if row["high"]], vocabulary)
    low, high = min((float(row["low"]) for row in loads), default=nan), max((float(row["high"]) for row in most), default=nan)
    rows = [row for row in loads if float(row["low"]) == low] + [row for row in most if float(row["high"]) == high]
    return Factor(low, high, tuple(sorted({row["origin"] for row in rows})), tuple(dict.fromkeys(row["source"] for row in rows)))


def borrowing(described: pd.DataFrame, vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary in which every origin also draws on whose factors it borrows, and on who borrows the same."""
    used = {row["origin"]: set(row["factor_of"].split(";")) - {"", row["origin"]} for row in described.to_dict("records")}
    known = vocabulary.by_key("origins")
    links = {}
    for origin in used.keys() & known.keys():
        alike = {other for other in used if other != origin and used[other] & used[origin]}
        links[origin] = used[origin] | alike | set(filter(None, known[origin]["draws_on"].split(";")))
    return origins.linked(vocabulary, links)


def circular(claims: pd.DataFrame, vocabulary: Vocabulary) -> list[dict]:
    """For each factor across origins whose reports the ledger has, and each claim that recomputes claims of several origins."""
    told = claims[claims["status"] != "rejected"].to_dict("records")
    return [*_circular_factors(told, vocabulary), *_circular_claims(told)]


def _factors(vocabulary: Vocabulary) -> list[dict]:
    """Rows from containers to rounds of ammunition that are sound in themselves; one with a remark behind its item is of something else."""
    rows = [row for row in vocabulary.rows("conversions") if (row["from_unit"], row["to_unit"]) == (CARRIER, UNIT)]
    return [row for row in rows if row["basis"] in _SOUND and row["origin"] and " " not in row["item"] and akin(row["item"], LOADED)]


def _origins(row: dict) -> list[str]:
    return sorted(set(filter(None, row["origin"].split(";"))))


def _known(row: dict, as_of: str) -> bool:
    """A source that is a report begins with the day on which it appeared."""
    day = re.match(DATE, row["source"])
    return not day or day[0] <= as_of


def _nearest(origin: str, rows: list[dict], vocabulary: Vocabulary) -> list[dict]:
    own = [row for row in rows if row["origin"] == origin]
    drawn = [row for row in rows if origins.draws(origin, row["origin"], vocabulary)]
    rung = own or drawn or rows
    return [row for giver in sorted({row["origin"] for row in rung}) for row in _preferred([row for row in rung if row["origin"] == giver])]


def _preferred(rows: list[dict]) -> list[dict]:
    """Of one origin's rows what boxes held before what they could hold, and ammunition as a whole before a kind of it."""
    loads = [row for row in rows if row["states"] == "load"] or rows
    return [row for row in loads if row["item"] == LOADED] or loads


def _described(row: dict, factor: Factor) -> dict:
    named = {name: row[name] for name in ("claim_id", "flow", "item", "unit", "origin", "floor", "ceiling")}
    behind = {"factor_of": ";".join(factor.of), "sources": ";".join(factor.sources)}
    return named | {"factor_low": factor.low, "factor_high": factor.high} | behind


def _circular_factors(told: list[dict], vocabulary: Vocabulary) -> Iterator[dict]:
    for row in vocabulary.rows("conversions"):
        of, documents = _origins(row), re.split(r"\s*;\s*", row["source"])
        behind = [
            claim for claim in told if claim["doc_id"] in documents and claim["origin"] in of and claim["kind"] == "delivery"
            and claim["unit"] in (row["from_unit"], row["to_unit"])
        ]  # fmt: skip
        if len(of) > 1 and {claim["doc_id"] for claim in behind} == set(documents):
            factor = row["low"] if row["low"] == row["high"] else f"{row['low']}–{row['high']}"
            yield {
                "kind": "circular", "claims": ";".join(sorted(claim["claim_id"] for claim in behind)), "origin": ";".join(of),
                "differs": f"1 {row['from_unit']} = {factor} {row['to_unit']} ({row['item']})",
                "sentence": f"A factor of {factor} {row['to_unit']}s a {row['from_unit']} divides figures of {' and '.join(of)} by each other; "
                "it would make the two agree whatever they say, so it is refused.",
            }  # fmt: skip


def _circular_claims(told: list[dict]) -> Iterator[dict]:
    origin_of = {claim["claim_id"]: claim["origin"] for claim in told}
    for claim in told:
        sources = [source for source in claim["computed_from"].split(";") if source in origin_of]
        of = sorted({origin_of[source] for source in sources})
        if len(of) > 1:
            yield {
                "kind": "circular", "claims": ";".join([claim["claim_id"], *sources]), "origin": ";".join(of), "differs": "computed across origins",
                "sentence": f"{claim['claim_id']} recomputes figures of {' and '.join(of)}, so it is evidence of neither.",
            }  # fmt: skip
