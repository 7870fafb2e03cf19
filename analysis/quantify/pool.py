"""All origins that count, with equal weights: a p-box, and a Monte Carlo pool with a seed as its cross-check. Table `pbox`.

A p-box bounds the distribution of which all that is known are the origins' intervals: its quantile lies between that of the floors and that of the
ceilings (Ferson and others, Constructing probability boxes and Dempster-Shafer structures, SAND2002-4015, 2003). An open floor is 0, an
open ceiling infinite, shown as empty. The pool draws an origin, then a value evenly between its ends, and must lie within the box.
"""

from math import ceil
from zlib import crc32

import numpy as np
import pandas as pd

from analysis import tables
from analysis.origins import counts
from analysis.quantify.across import supported
from analysis.quantify.curve import Curve
from analysis.topics import Topic
from analysis.vocabulary import Vocabulary

PROBABILITIES = (0.05, 0.25, 0.5, 0.75, 0.95)
DRAWS = 10_000
# Where the pool's quantile may stand by chance: more than six standard errors of a share of DRAWS.
_NOISE = 0.03


def pbox(solved: list[Curve], topic: Topic, vocabulary: Vocabulary, seed: int) -> pd.DataFrame:
    """Table `pbox`, of each item on the last day on which two independent origins give it a ceiling, else the newest."""
    rows = [row for curve in solved for item in curve.items if topic.follows(item, curve.flow) for row in _of_item(curve, item, vocabulary, seed)]
    return tables.frame("pbox", [row | {"topic": topic.topic_id} for row in rows])


def _of_item(curve: Curve, item: str, vocabulary: Vocabulary, seed: int) -> list[dict]:
    views = [view for view in curve.views(item) if counts(view.origin, vocabulary)]
    shared = supported(views, vocabulary)
    if shared is None:
        return []
    closed = np.flatnonzero(~np.isnan(shared.high))
    day = int(closed[-1]) if len(closed) else len(curve.days) - 1
    speaking = [view for view in views if not (np.isnan(view.floor[day]) and np.isnan(view.ceiling[day]))]
    floors = np.array([np.nan_to_num(view.floor[day], nan=0.0) for view in speaking])
    ceilings = np.array([np.nan_to_num(view.ceiling[day], nan=np.inf) for view in speaking])
    pool = _pool(floors, ceilings, np.random.default_rng([seed, crc32(f"{curve.flow} {item} {curve.unit}".encode())]))
    named = {"flow": curve.flow, "item": item, "unit": curve.unit, "date": curve.days[day], "origins": ";".join(view.origin for view in speaking)}
    return [named | _quantile(floors, ceilings, pool, probability) for probability in PROBABILITIES]


def _pool(floors: np.ndarray, ceilings: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    origin, share = chance.integers(len(floors), size=DRAWS), chance.random(DRAWS)
    width = np.where(np.isinf(ceilings), 0, ceilings - floors)
    return np.sort(np.where(np.isinf(ceilings[origin]), np.inf, floors[origin] + share * width[origin]))


def _quantile(floors: np.ndarray, ceilings: np.ndarray, pool: np.ndarray, probability: float) -> dict:
    sampled = _at(pool, probability)
    within = _at(np.sort(floors), max(probability - _NOISE, 0)) <= sampled <= _at(np.sort(ceilings), min(probability + _NOISE, 1))
    ends = {"low": _at(np.sort(floors), probability), "high": _at(np.sort(ceilings), probability), "sampled": sampled}
    finite = {name: end if np.isfinite(end) else np.nan for name, end in ends.items()}
    return {"probability": probability, "agrees": "yes" if within else "no"} | finite


def _at(ordered: np.ndarray, probability: float) -> float:
    """The least value that so large a share of the values does not exceed."""
    return float(ordered[max(ceil(probability * len(ordered)) - 1, 0)])
