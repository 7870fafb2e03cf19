"""Every folder of the project, once.

CLAIMTRAIL_HOME moves all of them; CLAIMTRAIL_EDITION moves the one edition that a run is writing (the runner stages it beside
its final place, so that no half-written edition is ever seen). A notebook run by hand has no such folder and writes a draft.
A folder of what is given must be there; `reports` is made by the first run.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from analysis import days
from analysis.errors import ParameterError, ProjectError

# Holds the drafts of a topic, beside its editions.
DRAFTS = ".drafts"
# In which a brief is written; an edition's folder ends in one of them.
LANGUAGES = ("en", "de")
# What names a folder of reports/, so it can be no path, on any system.
PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")

CHECKOUT = Path(__file__).resolve().parent.parent


def home() -> Path:
    """The project folder: CLAIMTRAIL_HOME, else the checkout that this package lies in. Raises ProjectError if that names no folder."""
    named = os.environ.get("CLAIMTRAIL_HOME")
    if named and not os.path.isdir(named):
        raise ProjectError(f"CLAIMTRAIL_HOME is {named}, which is no folder; point it to the project's folder, or unset it.")
    return Path(named or CHECKOUT)


def documents(topic: str = "") -> Path:
    """The topic's own folder of reports, if it has one, else the folder that all other topics read."""
    common = _given("data") / "documents"
    return common / topic if os.path.isdir(common / topic) else common


def documents_of_all() -> list[Path]:
    """Each folder of reports that some topic reads."""
    return sorted({documents(path.stem) for path in topics().glob("*.toml")} | {documents()})


def topics() -> Path:
    return _given("data") / "topics"


def vocabulary() -> Path:
    return _given("data", "vocabulary")


def review() -> Path:
    return _given("data") / "review.csv"


def inbox() -> Path:
    """Where new reports are put; made by the first refresh."""
    return _given("data") / "inbox"


def schedule() -> Path:
    return _given("data") / "schedule" / "editions.toml"


def notebooks() -> Path:
    return _given("notebooks")


def _given(*parts: str) -> Path:
    """A folder that the project cannot do without. Raises ProjectError if it, or one above it, is missing."""
    folder = home()
    for part in parts:
        folder = folder / part
        if not os.path.isdir(folder):
            raise ProjectError(f"There is no folder {folder}; restore it, or point CLAIMTRAIL_HOME to a project folder that has it.")
    return folder


def reports() -> Path:
    return home() / "reports"


def edition(topic: str, as_of: str, lang: str) -> Path:
    """Where a notebook reads and writes an edition: the runner's staging folder during a run, else a draft; never a published one.

    Raises ParameterError for what can name none: a notebook run by hand has whatever was typed in its cell.
    """
    staged = os.environ.get("CLAIMTRAIL_EDITION")
    place = published(topic, as_of, lang)
    return Path(staged) if staged else place.parent / DRAFTS / place.name


def published(topic: str, as_of: str, lang: str) -> Path:
    """The final place of one edition, whether or not a run is writing it. Raises ParameterError for what can name none."""
    if offenders := list(_misnamed(topic, as_of, lang)):
        raise ParameterError.of_all(offenders)
    return reports() / topic / f"{as_of}-{lang}"


def _misnamed(topic: str, as_of: str, lang: str) -> Iterator[str]:
    if not PLAIN_NAME.fullmatch(str(topic)) or not (topics() / f"{topic}.toml").exists():
        yield f"Topic {topic!r} is unknown; name a file of data/topics, without its ending."
    if days.fault(as_of):
        yield f"The date {as_of!r} {days.fault(as_of)}."
    if lang not in LANGUAGES:
        yield f"Language {lang!r} is unknown; a brief is written in {', '.join(LANGUAGES)}."
