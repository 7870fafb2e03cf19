"""Makes an edition: runs the five notebooks, in order, and publishes what they write as a whole or not at all.

Takes topic, date, language and parameters; gives the folder. Everything is written to a staging folder beside the edition's
place, which the notebooks' kernels know as CLAIMTRAIL_EDITION, and put there by renaming once all of it stands: a run that fails,
is interrupted or killed leaves the last good edition as it was.
"""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import click
import nbformat
from nbformat import NotebookNode

from analysis import execution, inputs, kernel, lock, notebook_files, parameters, paths, provenance, scratch, tables, terminal, topics, vocabulary, whole_files
from analysis.clean import read_review
from analysis.errors import EditionError, RunError

STAGES = ("1_extract", "2_clean", "3_quantify", "4_figures", "5_brief")


def run(topic: str = "kp-ru", as_of: str = "", lang: str = "en", given: Mapping[str, object] | None = None) -> Path:
    """The folder of the edition, new. `as_of` is an ISO date, by default that of the topic's newest report; `given` sets the notebooks' parameters.

    A date after the newest report's is allowed, and said. Raises, before any kernel starts, ProjectError, ParameterError, TopicError,
    VocabularyError, ReviewError, TableError, DocumentError or EditionError (a notebook is missing, another run is under way, nothing can
    be written); RunError if a cell fails.
    """
    notebooks, known = notebook_files.read(STAGES)
    values = parameters.checked({name: each for own in known.values() for name, each in own.items()}, topic, as_of, lang, given or {})
    topics.load(topic, vocabulary.load())
    read_review(paths.review())
    _date(topic, values["as_of"])
    edition = paths.published(topic, values["as_of"], lang)
    _refuse_strangers((paths.reports(), edition.parent))
    try:
        with lock.held(paths.reports(), f"{topic}/{edition.name}"):
            _make(edition, notebooks, {stage: {name: values[name] for name in own} for stage, own in known.items()}, values)
    except RunError as failure:
        kept = "The last good edition stands as it was" if edition.exists() else "No edition was written"
        raise RunError(f"{failure}\n{kept}; mend this and run again.", failure.exit_code) from None
    except OSError as broken:
        where = f" ({broken.filename})" if broken.filename else ""
        raise EditionError(
            f"The edition {topic}/{edition.name} cannot be written: {broken.strerror or broken}{where}; make {paths.reports()} writable, "
            "with room on its disk, or point CLAIMTRAIL_HOME to a folder that is."
        ) from None
    _warn(edition)
    return edition


def _date(topic: str, as_of: str) -> None:
    """Says on stderr of which day the topic's newest report is, where the edition's day lies after it."""
    if as_of > (newest := parameters.newest(topic)):
        terminal.tell(f"The newest report is of {newest}; an edition as of {as_of} holds none after that.")


def _warn(edition: Path) -> None:
    """Says on stderr which judgements the edition's own estimates speak against; the brief marks them."""
    path = edition / "tables" / "judgements.csv"
    for row in tables.read("judgements", path).itertuples() if path.is_file() else ():
        if row.holds == "no":
            terminal.tell(f"Judgement {row.judgement_id} does not hold: {row.condition}")


def _make(edition: Path, notebooks: Mapping[str, NotebookNode], asked: Mapping[str, Mapping[str, object]], values: Mapping[str, object]) -> None:
    staging, previous = _beside(edition, "partial"), _beside(edition, "previous.partial")
    _refuse_strangers(places=(edition, staging, previous))
    try:
        _lay_out(staging, previous, edition)
        with scratch.folder() as home, closing(_announced()) as stages:
            variables = kernel.environment(values["as_of"], home) | {"CLAIMTRAIL_EDITION": str(staging.resolve())}
            for stage in stages:
                done = execution.executed(stage, notebooks[stage], asked[stage], variables, staging / "notebooks")
                nbformat.write(done, staging / "notebooks" / f"{stage}.ipynb")
        provenance.seal(staging, inputs.inputs(values["topic"], values["as_of"]), values)
        whole_files.publish(staging, previous, edition)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _announced() -> Iterator[str]:
    """The stages, each announced on stderr when it begins: by a progress bar where somebody watches, by a line in a log."""
    if sys.stderr.isatty():
        with click.progressbar(STAGES, file=sys.stderr, show_pos=True, show_eta=False, item_show_func=lambda stage: stage) as bar:
            yield from bar
    else:
        for number, stage in enumerate(STAGES, 1):
            terminal.tell(f"{number}/{len(STAGES)} {stage}")
            yield stage


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

