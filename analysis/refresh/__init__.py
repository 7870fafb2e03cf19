"""Keeps the editions up to date with nobody there: takes new reports from the inbox, makes the editions of the schedule, tells what came of it.

What fails is told and does not keep the rest from being done; what stood before stays. Whatever ends a refresh, the next one goes on
where it was: an inbox file is there until its report stands among the documents, and an edition is published whole.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain

from analysis import edition_lists, lock, parameters, paths, provenance, terminal, topics, vocabulary
from analysis.clean import read_review
from analysis.edition_lists import Named
from analysis.errors import ClaimtrailError, EditionError, RunError
from analysis.refresh import inbox, log, pages
from analysis.refresh.events import FAILED, Event
from analysis.run import run


def refresh() -> list[Event]:
    """What happened, in its order, told on stderr as it comes; nothing if nothing is new.

    Raises, before anything is touched, the error of what is set up wrongly: TopicError, VocabularyError, ReviewError,
    DocumentError, ProjectError, EditionError. Raises RunError that lists what failed, once all else is done, or if another refresh is under way.
    """
    asked = edition_lists.read(paths.schedule())
    _refuse_what_no_edition_could_be_made_with(asked)
    happened: list[Event] = []
    with ExitStack() as stack:
        try:
            stack.enter_context(lock.held(paths.inbox(), "refresh"))
        except EditionError as other:
            raise RunError(str(other)) from None
        try:
            for event in chain(inbox.take_in(paths.inbox()), _made(asked)):
                happened.append(event)
                if event.what not in FAILED:
                    terminal.tell(str(event))
                log.append(paths.reports() / log.NAME, event)
            pages.write(paths.reports())
        except (ClaimtrailError, OSError) as broken:
            happened.append(Event("failed", "refresh", reason=str(broken)))
    if failed := [event for event in happened if event.what in FAILED]:
        raise RunError.of_all(map(str, failed))
    return happened


def _refuse_what_no_edition_could_be_made_with(asked: list[Named]) -> None:
    words = vocabulary.load()
    read_review(paths.review())
    for topic, _, _ in asked:
        topics.load(topic, words)
    for folder in paths.documents_of_all():
        inbox.known(folder)


def _made(asked: list[Named]) -> Iterator[Event]:
    """What came of each edition, as of its day or else that of its topic's newest report; one that came out as it stood is no event."""
    for topic, day, lang in asked:
        try:
            as_of = day or parameters.newest(topic)
            manifest = paths.published(topic, as_of, lang) / provenance.MANIFEST
            before = provenance.digest(manifest) if manifest.is_file() else ""
            run(topic, as_of, lang)
            if not manifest.is_file() or provenance.digest(manifest) != before:
                yield Event("made", f"{topic}/{as_of}-{lang}", as_of)
        except ClaimtrailError as failed:
            yield Event("failed", f"{topic}, {lang}", reason=str(failed))
