"""`make bench-scale`: what a corpus costs as it grows, from a folder to a crawl, written to RESULTS.md beside what else stands there.

Texts are those of ../shared/bench and our own, repeated with numbers and names changed by a seed (`corpora`). Each measurement that has a
target is held against it. `--million` adds a corpus of a million documents, which takes as long as all others; `--share` shrinks all sizes.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from analysis import corpus, syndication
from analysis.corpus import engines
from analysis.intake import web_pages
from tests.bench import corpora, results

SIZES = (1_000, 10_000, 100_000)
MILLION = 1_000_000
NEWS_MB, SHARED_MB, PAGES = 30, 160, 6_000
CORES = 64
# One month of CC-NEWS: 1.35 billion articles from August 2016 to April 2026 (Lazzaroni, Lasser and Solovev 2026, arXiv:2605.18337), a month's mean.
MONTH = 1_350_000_000 // 117
PARSING = ("_tree", "_too_much", "_text", "_metadata")


def main() -> None:
    options = _options()
    if options.measure:
        print(json.dumps(measured(options.measure)))
        return
    if not results.BENCH.is_dir():
        sys.exit("The benchmarks are not here: bench-scale needs the folder ../shared/bench beside the checkout.")
    with tempfile.TemporaryDirectory() as name:
        text = section(Path(name), options.share, options.million)
    before = results.RESULTS.read_text(encoding="utf-8")
    results.RESULTS.write_text(before.replace(results.section(before, results.OF_SCALE), "").rstrip() + f"\n\n{text}", encoding="utf-8")
    print(text)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scale")
    parser.add_argument("--million", action="store_true", help="measure a corpus of a million documents too")
    parser.add_argument("--share", type=float, default=1.0, help="of all sizes, to try it out")
    parser.add_argument("--measure", nargs=2, metavar=("IN", "OUT"), help=argparse.SUPPRESS)
    return parser.parse_args()


def section(folder: Path, share: float, million: bool) -> str:
    """The section of RESULTS.md: targets, growth, the estimate."""
    sizes = [*SIZES, *([MILLION] if million else [])]
    crawl = of_crawl(folder, round(PAGES * share))
    engine = of_engines(folder, SHARED_MB * share)
    growth = [(size, of_size(folder, size)) for size in (max(round(size * share), 100) for size in sizes)]
    sketches = round(MILLION * share)
    found = held([
        ("JSON lines → facts, one core", of_json_lines(folder, NEWS_MB * share), 20, "MB/s"),
        ("WARC → facts, one core, text of the articles", crawl["megabytes"], 5, "MB/s"),
        ("two processes ÷ one", engine["one"] / engine["two"], 1.8, "times as fast"),
        ("peak memory while partitions are made, largest corpus", growth[-1][1]["partitions"], -600, "MB"),
        ("dearest ÷ cheapest document over the sizes", _spread(growth), -1.1, "times"),
        ("two workers of Dask ÷ two processes", engine["dask"] / engine["two"], -1.3, "times as long"),
    ])  # fmt: skip
    lines = [
        f"## {results.OF_SCALE}", f"Written by `make bench-scale`, Python {platform.python_version()}, {os.cpu_count()} cores. {_sizes(share, sizes)}", "",
        "| | measured | target | |", "|---|---|---|---|", *found, "", *_growth(growth), "",
        f"Of the time of the crawl {crawl['parsing']:.0%} are taking pages apart; {crawl['passed_over']:.0%} of its pages are passed over before that. "
        f"Start of the processes is part of their time: one took {engine['one']:.1f} s, two {engine['two']:.1f} s, Dask's two {engine['dask']:.1f} s.", "",
        _syndicated(sketches), "", _estimate(crawl, engine),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def held(measurements: list[tuple[str, float, float, str]]) -> list[str]:
    """Rows of the table of targets; a negative target is what is not to be passed."""
    rows = []
    for name, figure, target, unit in measurements:
        met = figure >= target if target > 0 else figure <= -target
        rows.append(f"| {name} | {figure:,.2f} {unit} | {'at least' if target > 0 else 'at most'} {abs(target):g} | {'met' if met else 'missed'} |")
    return rows


def _sizes(share: float, sizes: list[int]) -> str:
    shrunk = "" if share == 1 else f" All sizes were shrunk to {share:g} of themselves, so these figures are no result."
    return (
        f"News are the {len(corpora.news())} texts of the benchmarks, repeated with other numbers and names to {NEWS_MB} MB (one core) and {SHARED_MB} MB "
        f"(engines) of text; the crawl has {PAGES:,} of them as pages; corpora of {', '.join(f'{size:,}' for size in sizes)} documents are our own abstracts, "
        "of which nearly every one tells a fact."
        + shrunk
    )


def of_json_lines(folder: Path, megabytes: float) -> float:
    """MB of text a second of one process's own time, its layers built before."""
    warm_up(folder)
    size = corpora.json_lines(folder / "news.jsonl", corpora.varied(corpora.news()), megabytes=megabytes)
    begin = time.process_time()
    corpus.extract([folder / "news.jsonl"], folder / "news")
    return size / (time.process_time() - begin)


def warm_up(folder: Path) -> None:
    corpora.json_lines(folder / "few.jsonl", corpora.varied(corpora.ours()), reports=200)
    corpus.extract([folder / "few.jsonl"], folder / f"few-{time.monotonic_ns()}")


def of_crawl(folder: Path, pages: int) -> dict[str, float]:
    """MB of the articles a second of one process's own time, the share of that for taking pages apart, the pages passed over, seconds a page."""
    warm_up(folder)
    size = corpora.crawl(folder / "crawl.warc.gz", corpora.varied(corpora.news()), pages)
    with _timed(PARSING) as parsing:
        begin = time.process_time()
        counts = corpus.extract([folder / "crawl.warc.gz"], folder / "crawl").counts
        seconds = time.process_time() - begin
    return {"megabytes": size / seconds, "parsing": sum(parsing) / seconds, "passed_over": counts["passed_over"] / pages, "page": seconds / pages}


@contextmanager
def _timed(names: tuple[str, ...]) -> Iterator[list[float]]:
    """Seconds that each call of those functions of the reader of pages takes."""
    taken, originals = [], {name: getattr(web_pages, name) for name in names}

    def watched(original):
        def call(*arguments):
            begin = time.process_time()
            try:
                return original(*arguments)
            finally:
                taken.append(time.process_time() - begin)

        return call

    for name, original in originals.items():
        setattr(web_pages, name, watched(original))
    try:
        yield taken
    finally:
        for name, original in originals.items():
            setattr(web_pages, name, original)


def of_engines(folder: Path, megabytes: float) -> dict[str, float]:
    """Seconds of the wall for the same news: one process started for it, two, and two workers of Dask."""
    corpora.json_lines(folder / "shared.jsonl", corpora.varied(corpora.news()), megabytes=megabytes)
    seconds = {}
    for name, options in {"one": [], "two": ["--processes", "2"], "dask": ["--engine", "dask", "--processes", "2"]}.items():
        begin = time.monotonic()
        command = [sys.executable, "-m", "analysis.cli", "extract", folder / "shared.jsonl", "-o", folder / f"shared-{name}", *options]
        subprocess.run(command, check=True, capture_output=True, cwd=results.ROOT)
        seconds[name] = time.monotonic() - begin
    return seconds


def of_size(folder: Path, size: int) -> dict[str, float]:
    """What `measured` gives of a corpus of that size, in a process of its own."""
    corpora.json_lines(folder / f"{size}.jsonl", corpora.varied(corpora.ours()), reports=size)
    command = [sys.executable, "-m", "tests.bench.scale", "--measure", folder / f"{size}.jsonl", folder / f"out-{size}"]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=results.ROOT).stdout)


def measured(places: list[str]) -> dict[str, float]:
    """Seconds of this process a document, its layers built before; its peak memory, in MB, when all partitions are there, and at the end."""

    class Peak(corpus.Watcher):
        def closing(self):
            self.seconds, self.memory = time.process_time(), _peak()

    with tempfile.TemporaryDirectory() as name:
        warm_up(Path(name))
    begin, peak = time.process_time(), Peak()
    counts = corpus.extract(places[:1], places[1], watcher=peak).counts
    end = time.process_time()
    return {
        "document": (end - begin) / counts["documents"], "partitions": peak.memory, "end": _peak(), "copies": counts["copies"],
        "closing": (end - peak.seconds) / counts["documents"],
    }  # fmt: skip


def _peak() -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def _spread(growth: list[tuple[int, dict[str, float]]]) -> float:
    costs = [found["document"] for _, found in growth]
    return max(costs) / min(costs)


def _growth(growth: list[tuple[int, dict[str, float]]]) -> list[str]:
    rows = [
        f"| {size:,} | {1000 * found['document']:.2f} | {1000 * found['closing']:.2f} | {found['partitions']:.0f} | {found['end']:.0f} |"
        for size, found in growth
    ]
    head = "| documents | ms a document | of these for copies | peak memory while partitions are made, MB | with the search for copies, MB |"
    return [head, "|---|---|---|---|---|", *rows]


def _syndicated(count: int) -> str:
    """Sketches of which every fourth copies another with an eighth of its minima changed."""
    chance = np.random.default_rng(corpora.SEED)
    table = np.frombuffer(chance.bytes(count * syndication.SIZE), dtype=np.uint8).reshape(count, -1).copy()
    copies = slice(count - count // 4, count)
    table[copies] = table[: count // 4]
    table[copies, : syndication.DIGEST] = chance.integers(0, 256, (count // 4, syndication.DIGEST), dtype=np.uint8)
    table[copies, -syndication.PERMUTATIONS // 4 :] = 0
    ids = [f"r{number:08d}" for number in range(count)]
    begin = time.process_time()
    found = syndication.copies(ids, [""] * count, table)
    seconds = time.process_time() - begin
    return (
        f"Of {count:,} sketches {len(found):,} of {count // 4:,} copies were found in {seconds:.1f} s; the sketches take {table.nbytes / 1e6:,.0f} MB, "
        f"the process {_peak():,.0f} MB at most."
    )


def _estimate(crawl: dict[str, float], engine: dict[str, float]) -> str:
    efficiency = min(engine["one"] / engine["two"] / 2, 1)
    hours = MONTH * crawl["page"] / CORES / efficiency / 3600
    return (
        f"One month of CC-NEWS on {CORES} cores would take about {hours:.1f} hours: {MONTH / 1e6:.1f} million pages (the mean of 117 months, "
        f"arXiv:2605.18337), {1000 * crawl['page']:.1f} ms a page as measured on the crawl above "
        "(assumed: real pages are like these, and all are German or English; others are refused before they are taken apart), "
        f"{efficiency:.0%} of each core as measured with two (assumed: with {CORES} too, and archives are read as fast as they are worked on)."
    )


if __name__ == "__main__":
    main()
