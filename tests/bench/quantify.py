"""`make bench-quantify`: how the time from claims to ranges grows with the ledger, written to RESULTS.md beside what else stands there.

Ledgers are made with a seed: fifty origins, one tree of four items, every bound, half of the claims on a window of their own. In the
one, claims tell a curve that all share, up to three per cent off; in the other, numbers are drawn at random, so that most claims
contradict each other.
"""

import platform
import random
import time
from collections.abc import Callable
from math import nan

import pandas as pd

from analysis.quantify import quantify
from tests.bench import results
from tests.ledgers import ITEMS, TOPIC, VOCABULARY, claims

SIZES = (100, 200, 500, 1000, 2000, 5000, 10_000)
ORIGINS = [row["origin"] for row in VOCABULARY.rows("origins")][:50]
DAYS = [str(day.date()) for day in pd.date_range("2023-08-01", "2025-06-30")]


def main() -> None:
    ledgers = {"claims that tell one curve": along_a_curve, "numbers at random": at_random}
    rows = [(f"{size:,} claims", {name: _seconds(ledger(size, make)) for name, make in ledgers.items()}) for size in SIZES]
    growth = {name: rows[-1][1][name] / dict(rows)["1,000 claims"][name] for name in ledgers}
    note = (
        f"Seconds of one core for the whole stage: constraints, bounds, ranges, conflicts. {len(ORIGINS)} origins. "
        f"Ten times 1,000 claims take {' and '.join(f'{times:.1f}' for times in growth.values())} times as long. "
        f"Written by `make bench-quantify`, Python {platform.python_version()}."
    )
    text, _ = results.table(results.OF_RANGES, note, rows, digits=2)
    before = results.RESULTS.read_text(encoding="utf-8")
    results.RESULTS.write_text(before.replace(results.section(before, results.OF_RANGES), "").rstrip() + f"\n\n{text}", encoding="utf-8")
    print(text)


def ledger(size: int, number: Callable[[random.Random, int, int], float]) -> pd.DataFrame:
    """That many claims; `number` is told for the days after the first place up to the second."""
    chance, rows = random.Random(2024), []
    for _ in range(size):
        end = chance.randrange(40, len(DAYS))
        after = chance.randrange(35, end) if chance.random() < 0.5 else 0
        bound, low = chance.choice(("exact", "about", "at_least", "at_most")), number(chance, after, end)
        rows.append({
            "low": nan if bound == "at_most" else low, "high": nan if bound == "at_least" else low, "bound": bound,
            "period_start": DAYS[after + 1] if after else "", "period_end": DAYS[end], "stated": DAYS[end],
            "origin": chance.choice(ORIGINS), "item": chance.choice(ITEMS[:4]),
        })  # fmt: skip
    return claims(*rows)


def along_a_curve(chance: random.Random, after: int, end: int) -> float:
    return float(round((end - after) * 10_000 * chance.uniform(0.97, 1.03), -3)) or 1000.0


def at_random(chance: random.Random, after: int, end: int) -> float:
    return float(chance.randrange(1, 10**7))


def _seconds(table: pd.DataFrame) -> float:
    begin = time.process_time()
    quantify(table, TOPIC, VOCABULARY, DAYS[-1])
    return time.process_time() - begin


if __name__ == "__main__":
    main()
