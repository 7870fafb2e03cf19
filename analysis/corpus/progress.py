"""How far a data set is: one line that is written over on a terminal, a plain line now and then in a log, a summary at the end.

The only place of this package that asks a clock for what it says; nothing of it goes into a data set.
"""

import math
import sys
import time
from collections import Counter
from collections.abc import Mapping

from analysis import terminal
from analysis.corpus import Extracted, Watcher
from analysis.corpus.partition import Part

ON_TERMINAL, IN_LOG = 0.5, 10.0  # seconds between two lines


class Told(Watcher):
    """Tells on standard error what is done: documents, MB of text a second, facts, what was rejected, the time that is left."""

    def __init__(self) -> None:
        self.watched = sys.stderr.isatty()
        self.began = self.last = time.monotonic()
        self.counts: Counter[str] = Counter()
        self.open: dict[int, Mapping[str, int]] = {}
        self.total = self.parts = self.found = 0
        self.weights: Mapping[int, float] = {}
        self.made = self.left = 0.0

    def begin(self, total: int, weights: Mapping[int, int | None]) -> None:
        known = [weight for weight in weights.values() if weight]
        usual = sum(known) / len(known) if known else 1.0
        self.total, self.weights = total, {number: usual if weight is None else float(weight) for number, weight in weights.items()}
        self.left = sum(self.weights.values())
        if not self.watched:
            terminal.tell(f"{_many(total, 'partition')} to make")

    def hear(self, number: int, counts: Mapping[str, int]) -> None:
        self.open[number] = counts
        self._show()

    def done(self, part: Part) -> None:
        self.parts += 1
        self.open.pop(part.number, None)
        self.left -= self.weights.get(part.number, 0)
        if part.found:
            self.found += 1
        else:
            self.made += self.weights.get(part.number, 0)
            self.counts.update(part.counts)
        self._show()

    def closing(self) -> None:
        self._write("looking for copies", last=False)

    def _show(self) -> None:
        now = time.monotonic()
        if now - self.last >= (ON_TERMINAL if self.watched else IN_LOG):
            self.last = now
            self._write(self._line(now - self.began), last=False)

    def _line(self, seconds: float) -> str:
        counts = sum(map(Counter, self.open.values()), self.counts)
        return ", ".join([
            f"{self.parts:,} of {self.total:,} partitions", _many(counts["documents"] + counts["passed_over"], "document"),
            f"{counts['characters'] / 1e6 / max(seconds, 0.001):.1f} MB/s", _many(counts["facts"], "fact"), f"{counts['rejected']:,} rejected",
            *([f"{_time(seconds * self.left / self.made)} left"] if self.made and self.left > 0 else []),
        ])  # fmt: skip

    def _write(self, line: str, last: bool) -> None:
        if self.watched:
            # Back to the margin, and what a longer line left there is wiped.
            sys.stderr.write(f"\r{line}\x1b[K" + ("\n" if last else ""))
            sys.stderr.flush()
        else:
            terminal.tell(line)

    def summary(self, made: Extracted) -> None:
        """The last line or lines."""
        if made.stood:
            terminal.tell(f"{made.place} is complete; nothing was to be done.")
        elif self.watched:
            self._write("", last=False)
        terminal.tell(summary(made.counts))
        if made.counts["doubled"]:
            terminal.tell(doubled(made))
        if made.counts["rejected"]:
            terminal.tell(f"{_many(made.counts['rejected'], 'report')} could not be read; {made.place}/rejected says which and why.")


def summary(counts: Mapping[str, int]) -> str:
    """What a complete data set holds, in a line."""
    return (
        f"{_many(counts['facts'], 'fact')} in {counts['telling']:,} of {_many(counts['documents'] + counts['passed_over'], 'document')} "
        f"({counts['characters'] / 1e6:,.1f} MB of text), {counts['copies']:,} of them copies"
    )


def doubled(made: Extracted) -> str:
    """What is said of doc_ids that stand twice, with the first of them."""
    first = "; ".join(f"{row['doc_id']} in {row['place']} as in {row['kept_place']}" for row in made.doubled)
    other = f", {made.counts['contradicted']:,} of them with another text" if made.counts["contradicted"] else ""
    return f"{_many(made.counts['doubled'], 'document')} left out: the doc_id stands before{other} ({first}). See {made.place}/doubled.parquet."


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _time(seconds: float) -> str:
    minutes = math.ceil(seconds / 60)
    return f"{math.ceil(seconds)} s" if seconds < 60 else f"{minutes} min" if minutes < 120 else f"{minutes / 60:.0f} h"
