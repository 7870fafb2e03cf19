"""Makes an edition: runs the notebooks that something changed for, takes over what the others wrote, and publishes all of it at once.

Everything is written to a staging folder beside the edition's place, which the notebooks' kernels know as CLAIMTRAIL_EDITION, and put
there by renaming once all of it stands: a run that fails, is interrupted or killed leaves the last good edition as it was.
"""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import click
import nbformat
from nbformat import NotebookNode

from analysis import execution, inputs, kernel, lock, material, noted, notebook_files, observer, parameters, paths, provenance, records, tables, terminal, topics
from analysis import vocabulary, whole_files
from analysis.clean import read_review
from analysis.errors import EditionError, RunError
from analysis.present import Present
from analysis.records import Reason, Records, Stage
from analysis.stages import STAGES
from analysis.warm import Parent


@dataclass(frozen=True)
class _Order:
    """What is to be made, and where; `values` has every parameter, `asked` each stage's own, beside its notebook's code."""

    edition: Path
    notebooks: Mapping[str, NotebookNode]
    asked: Mapping[str, Stage]
    values: Mapping[str, object]
    newest: str
    why: bool
    beside: bool

    @property
    def name(self) -> str:
        return f"{self.values['topic']}/{self.edition.name}"


def make(topic: str, as_of: str, lang: str, given: Mapping[str, object], parent: Parent, why: bool = False, beside: bool = False) -> Path:
    """The folder of the edition, as `run` says it. Kernels come from `parent`.

    `beside`: made beside others, by a caller who holds the lock of the reports and speaks for all of them.
    """
    order = _order(topic, as_of, lang, given, why, beside)
    edition = order.edition
    _refuse_strangers((paths.reports(), edition.parent))
    try:
        with nullcontext() if beside else lock.held(paths.reports(), order.name):
            made = _make(order, parent)
    except RunError as failure:
        kept = "The last good edition stands as it was" if edition.exists() else "No edition was written"
        raise RunError(f"{failure}\n{kept}; mend this and run again.", failure.exit_code) from None
    except OSError as broken:
        where = f" ({broken.filename})" if broken.filename else ""
        raise EditionError(
            f"The edition {order.name} cannot be written: {broken.strerror or broken}{where}; make {paths.reports()} writable, "
            "with room on its disk, or point CLAIMTRAIL_HOME to a folder that is."
        ) from None
    for remark in made.remarks[len(_remarks_before(order)) :]:
        terminal.tell(remark)
    return edition


def _order(topic: str, as_of: str, lang: str, given: Mapping[str, object], why: bool, beside: bool) -> _Order:
    """The request, held good by all that it needs; what is to be remarked of its date is said."""
    notebooks, known = notebook_files.read(STAGES)
    values = parameters.checked({name: each for own in known.values() for name, each in own.items()}, topic, as_of, lang, given)
    newest, also = material.reports_known(topic, values.get("data_set", ""))
    topics.load(topic, vocabulary.load())
    read_review(paths.review(), also=also)
    values["as_of"] = parameters.day(as_of, newest)
    asked = {stage: Stage(notebook_files.code(notebooks[stage]), {name: values[name] for name in own}) for stage, own in known.items()}
    order = _Order(paths.published(topic, values["as_of"], lang), notebooks, asked, values, newest, why, beside)
    for remark in _remarks_before(order):
        terminal.tell(remark)
    return order


def _remarks_before(order: _Order) -> list[str]:
    """Of which day the topic's newest report is, where the edition's day lies after it."""
    as_of, newest = order.values["as_of"], order.newest
    return [f"The newest report is of {newest}; an edition as of {as_of} holds none after that."] if as_of > newest else []


def _remarks_behind(edition: Path) -> list[str]:
    """Which judgements the edition's own estimates speak against; the brief marks them."""
    path = edition / "tables" / "judgements.csv"
    rows = tables.read("judgements", path).itertuples() if path.is_file() else ()
    return [f"Judgement {row.judgement_id} does not hold: {row.condition}" for row in rows if row.holds == "no"]


def _make(order: _Order, parent: Parent) -> Records:
    edition = order.edition
    staging, previous = _beside(edition, "partial"), _beside(edition, "previous.partial")
    _refuse_strangers(places=(edition, staging, previous))
    try:
        _lay_out(staging, previous, edition)
        made = _Making(order, staging, parent).stages()
        made.remarks = _remarks_before(order) + _remarks_behind(staging)
        (staging / records.RECORDS).write_text(made.text(), encoding="utf-8", newline="")
        provenance.seal(staging, inputs.inputs(order.values["topic"], order.values["as_of"], order.values.get("data_set", "")), order.values)
        whole_files.publish(staging, previous, edition)
        return made
    finally:
        shutil.rmtree(staging, ignore_errors=True)


class _Making:
    """The stages of one edition on their way: what was there before, what there is now, and what was made so far."""

    def __init__(self, order: _Order, staging: Path, parent: Parent):
        self.order, self.staging, self.parent = order, staging, parent
        self.now, self.before = Present(), records.read(order.edition)
        self.disk = provenance.outputs(order.edition) if self.before else {}
        self.made = Records(self.now.python, order.newest, checked=_checked(order.values, self.now))
        provenance.sources(self.now)
        self.now.keep()

    def stages(self) -> Records:
        """Runs each stage for which there is a reason, and takes the others over."""
        with closing(_announced(self.order.why)) as stages:
            for number, stage in stages:
                there = provenance.outputs(self.staging)
                reasons = records.due(stage, self.order.asked[stage], self.before, there, self.disk, self.now)
                self._say(number, stage, reasons)
                if reasons:
                    self._run(stage, there)
                else:
                    self._take_over(stage)
        self.now.keep()
        return self.made

    def _say(self, number: int, stage: str, reasons: list[Reason]) -> None:
        if not self.order.beside and (self.order.why or not sys.stderr.isatty()):
            terminal.tell(f"{number}/{len(STAGES)} {stage}" + ("" if reasons else ", as it was"))
        if self.order.why:
            terminal.tell(records.told(stage, reasons))

    def _run(self, stage: str, there: Mapping[str, str]) -> None:
        scratch, asked = self.parent.scratch, self.order.asked[stage]
        notes = scratch / observer.NOTES
        notes.unlink(missing_ok=True)
        variables = kernel.environment(str(self.order.values["as_of"]), scratch) | {"CLAIMTRAIL_EDITION": str(self.staging.resolve())}
        done = execution.executed(stage, self.order.notebooks[stage], asked.parameters, variables, self.staging / "notebooks", self.parent)
        nbformat.write(done, self.staging / "notebooks" / f"{stage}.ipynb")
        self.made.adopt(stage, *noted.stage(notes, asked, there, provenance.outputs(self.staging), self.now))

    def _take_over(self, stage: str) -> None:
        was = self.before.stages[stage]
        for name in was.written:
            place = self.staging / name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.order.edition / name, place)
        shown = self.staging / "notebooks" / f"{stage}.ipynb"
        nbformat.write(execution.refreshed(stage, self.order.notebooks[stage], nbformat.read(shown, nbformat.NO_CONVERT)), shown)
        written = was.written | {f"notebooks/{shown.name}": provenance.digest(shown)}
        self.made.adopt(stage, replace(was, written=written), self.before.modules, self.before.packages)


def _checked(values: Mapping[str, object], now: Present) -> dict[str, dict[str, str]]:
    """The files and folders by which a request is held good."""
    topic, data_set = str(values["topic"]), values.get("data_set", "")
    own = paths.documents(topic)
    reports = [path for path in own.iterdir() if path.is_file() and not path.name.startswith(".")]
    words = [paths.vocabulary() / f"{name}.csv" for name in vocabulary.FILES]
    files = [_name(path) for path in (*reports, *words, paths.topics() / f"{topic}.toml", paths.review())]
    files += [_name(inputs.completion(data_set))] if data_set else []
    folders = {_name(own), _name(paths.documents())}
    return {"files": {name: now.file(name) for name in files}, "folders": {name: now.folder(name) for name in folders}}


def _name(path: Path) -> str:
    return provenance.relative(path)


def _announced(why: bool) -> Iterator[tuple[int, str]]:
    """The stages with their numbers, announced by a progress bar where somebody watches and asks for no more."""
    numbered = list(enumerate(STAGES, 1))
    if why or not sys.stderr.isatty():
        yield from numbered
    else:
        with click.progressbar(numbered, file=sys.stderr, show_pos=True, show_eta=False, item_show_func=lambda each: each and each[1]) as bar:
            yield from bar


def _lay_out(staging: Path, previous: Path, edition: Path) -> None:
    """Makes an empty staging folder; what a killed run left behind is cleared away, and put back if it was the edition itself."""
    if previous.exists() and not edition.exists():
        previous.rename(edition)
    for stale in (staging, previous):
        if stale.exists():
            shutil.rmtree(stale)
    (staging / "notebooks").mkdir(parents=True)


def _refuse_strangers(above: tuple[Path, ...] = (), places: tuple[Path, ...] = ()) -> None:
    """Raises EditionError if something else than a folder lies where one will be written. A link would be renamed in its folder's stead."""
    strange = [path for path in above if os.path.lexists(path) and not path.is_dir()]
    strange += [path for path in places if os.path.lexists(path) and (path.is_symlink() or not path.is_dir())]
    if strange:
        raise EditionError.of_all(f"{path} is no folder, but one is to be written there; move it away and run again." for path in strange)


def _beside(edition: Path, ending: str) -> Path:
    return edition.with_name(f".{edition.name}.{ending}")
