"""`make bench-run`: what a run costs and what it misses, beside other tools on the same chains in one run, written to RESULTS.md.

Other tools are installed by pip, each in a folder of its own below the temporary folder; one that cannot be is a row that says so.
Seconds are of the whole process by the clock, on a machine that others may use.
"""

import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from analysis.stages import STAGES
from tests.bench import chains, results
from tests.bench.chains import HANDED_ON, Chain
from tests.bench.runners import Runner, all_of_them
from tests.small_runs import NEWEST, ROOT

TITLE = results.OF_RUNS
AS_OF = "2025-11-14"
DAYS = [f"{year}-{month:02}-01" for year, month in ((2023, 11), (2023, 12), *((2024, month) for month in (1, 2, 4, 6, 8, 10)), (2025, 2), (2025, 6), (2025, 10), (2025, 11))]
SAMPLE = 3  # of the 24 editions, how many the loop of papermill runs is measured on


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        runners = all_of_them()
        parts = [_times(runners, Path(place)), _stale(runners, Path(place)), _many(Path(place))]
    note = f"Written by `make bench-run`: Python {platform.python_version()}, {os.cpu_count()} processors, pandas {version('pandas')}, ipykernel {version('ipykernel')}."
    text = f"## {TITLE}\n{note}\n\n" + "\n".join(parts)
    before = results.RESULTS.read_text(encoding="utf-8")
    results.RESULTS.write_text(before.replace(results.section(before, TITLE), "").rstrip() + f"\n\n{text}", encoding="utf-8")
    print(text)


class Spent(NamedTuple):
    """Seconds by the clock, and of processors' time in all processes of it, which a busy machine changes less."""

    clock: float
    work: float


def _spent(run: Callable[[], subprocess.CompletedProcess]) -> Spent:
    begin, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = run()
    if done.returncode:
        raise RuntimeError(f"{done.args}: {done.stdout[-2000:]}{done.stderr[-3000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Spent(time.monotonic() - begin, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _best(found: list[Spent]) -> Spent:
    return Spent(*map(min, zip(*found, strict=True)))


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
    return "\n".join(lines) + "\n"


def _times(runners: list[Runner | str], place: Path) -> str:
    """Full run and no-op of each tool, on both chains, beside the same code as one plain script."""
    rows, makers = [], {"toy": chains.toy, "ours": lambda home: chains.ours(home, AS_OF)}
    plain = {name: _plain(make(place / f"plain-{name}")) for name, make in makers.items()}
    for runner in runners:
        row = [runner if isinstance(runner, str) else runner.name]
        for name, make in makers.items():
            if isinstance(runner, str):
                row += ["not installed"] * 4
                continue
            full, nothing = _measured(runner, make, place / f"{row[0].split()[0]}-{name}")
            row += [f"{full.clock:.1f}", *(f"{own / script:.2f}" for own, script in zip(full, plain[name], strict=True)), f"{nothing.clock:.2f}"]
        rows.append(row)
    rows.append(["one plain script", f"{plain['toy'].clock:.1f}", "1", "1", "–", f"{plain['ours'].clock:.1f}", "1", "1", "–"])
    note = (
        "Seconds of a full run (the better of two), that as a multiple of the same code as one plain script, by the clock and in processors' time, "
        "and seconds of a run that has nothing to do.\n\n"
    )
    return note + _table(["", *(f"{name}{column}" for name in ("toy, ", "ours, ") for column in ("full", "÷ script", "÷ script, work", "no-op"))], rows)


def _plain(chain: Chain) -> Spent:
    (chain.home / "chain.py").write_text(chains.script(chain), encoding="utf-8")
    (chain.home / "out").mkdir()
    command, variables = [sys.executable, "chain.py"], chain.variables(os.environ)
    return _best([_spent(lambda: subprocess.run(command, cwd=chain.home, env=variables, capture_output=True, text=True)) for _ in range(2)])


def _measured(runner: Runner, make: Callable[[Path], Chain], place: Path) -> tuple[Spent, Spent]:
    """The better of two full runs, each in a folder of its own, and the best of three of the second that have nothing to do."""
    full = []
    for turn in ("first", "second"):
        chain = make(place / turn)
        runner.prepare(chain)
        full.append(_spent(lambda chain=chain: runner.run(chain)))
    return _best(full), _best(full if "loop" in runner.name else [_spent(lambda: runner.run(chain)) for _ in range(3)])


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, path
    path.write_text(text.replace(old, new), encoding="utf-8")


def _touch(home: Path, _outputs: Path) -> None:
    for path in (*(home / "data").rglob("*"), *(home / "notebooks").glob("*"), *(home / "analysis").rglob("*.py")):
        path.touch()


# Each change, with the stages that have to run for it: those that it reaches, and those to which its effect is handed on.
CHANGES: dict[str, tuple[Callable[[Path, Path], object], tuple[str, ...]]] = {
    "data": (lambda home, _: _replace(home / "data" / "documents" / NEWEST, "Nordkorea", "Nordkorea "), STAGES[:2]),
    "helper module": (lambda home, _: _replace(home / "analysis" / "intervals.py", "TWO = 2", "TWO = 7"), STAGES[2:]),
    "notebook code": (lambda home, _: _replace(home / "notebooks" / "2_clean.ipynb", ".count(", ".strip().count("), STAGES[1:2]),
    "comment in a notebook": (lambda home, _: _replace(home / "notebooks" / "3_quantify.ipynb", "# the range", "# the bounds"), ()),
    "comment in a module": (lambda home, _: _replace(home / "analysis" / "intervals.py", "TWO = 2", "# a pair\nTWO = 2"), ()),
    "parameter": (lambda home, _: (home / "given.json").write_text('{"strict": true}'), STAGES[2:]),
    "touch": (_touch, ()),
    "package version": (lambda home, _: chains.package(home, "2.0"), STAGES[3:]),
    "deleted output": (lambda _, outputs: (outputs / "tables" / f"{HANDED_ON['2_clean']}.txt").unlink(), STAGES[1:2]),
    "corrupted output": (lambda _, outputs: (outputs / "tables" / f"{HANDED_ON['3_quantify']}.txt").write_text("9"), STAGES[2:3]),
}


def _stale(runners: list[Runner | str], place: Path) -> str:
    rows = []
    for runner in runners:
        if isinstance(runner, str):
            rows.append([runner, *["not installed"] * (len(CHANGES) + 1)])
            continue
        found = list(_answers(runner, place / f"stale-{runner.name.split()[0]}"))
        missed, needless = (sum(each[side] for each in found) for side in (0, 1))
        rows.append([runner.name, *(f"{each[0]} / {each[1]}" for each in found), f"**{missed} / {needless}**"])
    note = "Stages that are missed / run for nothing after each change to the toy, once it had been run.\n\n"
    return note + _table(["", *CHANGES, "all"], rows)


def _answers(runner: Runner, place: Path) -> Iterator[tuple[int, int]]:
    """For each change how many stages the tool misses and runs for nothing. A stage that fails counts as one that ran.

    The chain is run once, and each change made to a copy with the same times of files.
    """
    first = chains.toy(place / "first")
    runner.prepare(first)
    _spent(lambda: runner.run(first))
    (first.home / "ran.log").unlink()
    time.sleep(1.1)  # some tools tell times by the second
    for number, (change, needed) in enumerate(CHANGES.values()):
        chain = replace(first, home=place / str(number))
        shutil.copytree(first.home, chain.home, symlinks=True)
        change(chain.home, chain.home / runner.outputs)
        runner.prepare(chain)
        runner.run(chain)
        log = chain.home / "ran.log"
        ran = set(log.read_text().split()) if log.exists() else set()
        yield len(set(needed) - ran), len(ran - set(needed))


def _many(place: Path) -> str:
    """24 editions of our notebooks side by side, against a loop of papermill runs measured on some of them."""
    home = place / "many"
    chains.ours(home, AS_OF)
    listed = [(day, lang) for day in DAYS for lang in ("en", "de")]
    (home / "editions.csv").write_text("topic,as_of,lang\n" + "".join(f"kp-ru,{day},{lang}\n" for day, lang in listed))
    variables = os.environ | {"CLAIMTRAIL_HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "analysis.cli", "run", "--editions", str(home / "editions.csv")]
    together, again = (_spent(lambda: subprocess.run(command, env=variables, capture_output=True, text=True)) for _ in range(2))
    loop = all_of_them()[1]
    alone = []
    for day in DAYS[:: len(DAYS) // SAMPLE][:SAMPLE]:
        chain = chains.ours(place / f"loop-{day}", day)
        loop.prepare(chain)
        alone.append(_spent(lambda chain=chain: loop.run(chain)))
    whole = Spent(*(sum(each) / len(alone) * len(listed) for each in zip(*alone, strict=True)))
    return (
        f"{len(listed)} editions ({len(DAYS)} days, two languages): `claimtrail run --editions` {together.clock:.0f} s, and {again.clock:.1f} s when nothing has to be done. "
        f"A loop of papermill runs takes {whole.clock:.0f} s, by {len(alone)} of them that were measured. The former is {together.clock / whole.clock:.2f} of the latter, "
        f"in processors' time {together.work / whole.work:.2f}.\n"
    )


if __name__ == "__main__":
    main()
