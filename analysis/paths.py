"""Every folder of the project, once.

CLAIMTRAIL_HOME moves all of them; CLAIMTRAIL_EDITION moves the one edition that a run is writing (the runner stages it beside
its final place, so that no half-written edition is ever seen). A notebook run by hand has no such folder and writes a draft.
"""

import os
from pathlib import Path

# Holds the drafts of a topic, beside its editions.
DRAFTS = ".drafts"

CHECKOUT = Path(__file__).resolve().parent.parent


def home() -> Path:
    """The project folder: CLAIMTRAIL_HOME, else the checkout that this package lies in."""
    return Path(os.environ.get("CLAIMTRAIL_HOME") or CHECKOUT)


def documents() -> Path:
    return home() / "data" / "documents"


def topics() -> Path:
    return home() / "data" / "topics"


def vocabulary() -> Path:
    return home() / "data" / "vocabulary"


def review() -> Path:
    return home() / "data" / "review.csv"


def notebooks() -> Path:
    return home() / "notebooks"


def reports() -> Path:
    return home() / "reports"


def edition(topic: str, as_of: str, lang: str) -> Path:
    """Where a notebook reads and writes an edition: the runner's staging folder during a run, else a draft; never a published one."""
    staged = os.environ.get("CLAIMTRAIL_EDITION")
    place = published(topic, as_of, lang)
    return Path(staged) if staged else place.parent / DRAFTS / place.name


def published(topic: str, as_of: str, lang: str) -> Path:
    """The final place of one edition, whether or not a run is writing it."""
    return reports() / topic / f"{as_of}-{lang}"
