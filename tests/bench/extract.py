"""How fast the extractor reads, in MB of text a second, beside a plain search for numbers over the same text in the same run.

`make bench` runs it. The search is the floor of what any extractor costs: it finds digits and understands nothing.
"""

import re
import time
from collections.abc import Callable

from analysis import documents, paths, vocabulary
from analysis.extract import facts_table

ROUNDS = 3
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def main() -> None:
    reports = documents.read_folder(paths.documents())
    words = vocabulary.load()
    megabytes = sum(len(report.text.encode("utf-8")) for report in reports) / 1e6
    measured = {
        "number search": _measured(lambda: [found for report in reports for found in NUMBER.findall(report.text)]),
        "claimtrail": _measured(lambda: facts_table(reports, words)),
    }
    print(f"{len(reports)} reports, {megabytes:.3f} MB, the best of {ROUNDS} runs")
    print(f"{'':<14}{'found':>8}{'seconds':>10}{'MB/s':>10}")
    for name, (seconds, found) in measured.items():
        print(f"{name:<14}{found:>8}{seconds:>10.4f}{megabytes / seconds:>10.3f}")


def _measured(read: Callable[[], object]) -> tuple[float, int]:
    """Seconds of the fastest run, and how much it found."""
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        found = read()
        times.append(time.perf_counter() - begin)
    return min(times), len(found)


if __name__ == "__main__":
    main()
