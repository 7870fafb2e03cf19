"""A brief as it came into the reviewer's hand: what it carries, what of that was exchanged, and its pages taken apart.

Takes an opened PDF, gives its tables, its figures' data, its parameters and its manifest. Each file is held against the digests that
parameters.json and the RO-Crate description tell of it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis import carried, days, paths
from analysis.brief.attachments import MANIFEST, PARAMETERS
from analysis.brief.crate import NAME as CRATE
from analysis.carried import Carried
from analysis.errors import VerificationError
from analysis.provenance import digest
from analysis.verify import tagged

FIGURE = "figure-"
# Without these nothing can be run again or be held against anything.
NEEDED = ("numbers.csv", "claims.csv", "facts.csv", "documents.csv", PARAMETERS, MANIFEST)


@dataclass(frozen=True)
class Brief:
    """`figures`: the data of each by its name; `altered`: what is wrong with an attached file, by the file's name."""

    name: str
    pages: list[tagged.Page]
    tables: dict[str, pd.DataFrame]
    figures: dict[str, bytes]
    topic: str
    as_of: str
    lang: str
    parameters: dict
    manifest: dict
    altered: dict[str, str]

    @property
    def data_set(self) -> str:
        """The data set that it was made from, by its folder; empty: from the project's documents."""
        told = self.manifest.get("parameters", {}).get("data_set", "")
        return told if isinstance(told, str) and told.isprintable() else ""


def read(given: Carried) -> Brief:
    """The brief. Raises VerificationError if it lacks what it would have to be held against, or that cannot be read."""
    missing = [name for name in NEEDED if name not in given.files]
    if missing:
        raise VerificationError(f"it carries no {', '.join(missing)}: it is no brief of this package, or its attachments were taken out")
    if given.twice:
        raise VerificationError(f"it carries {', '.join(given.twice)} more than once, so a reader may open another than is verified")
    parameters, manifest = (_told(given, name) for name in (PARAMETERS, MANIFEST))
    found, faults = carried.read(given)
    unread = [f"the attached {fault}" for name, fault in faults.items() if name in NEEDED] + _ambiguous(found)
    if unread:
        raise VerificationError.of_all(unread)
    figures = {name.removeprefix(FIGURE).removesuffix(".csv"): content for name, content in given.files.items() if name.startswith(FIGURE) and name.endswith(".csv")}
    asked = [parameters[name] for name in ("topic", "as_of", "lang")]
    try:
        pages = tagged.pages(given.reader)
    except Exception as broken:  # what pypdf's own parsing runs into in a damaged page is of no one family
        raise VerificationError(f"its pages cannot be read ({broken})") from None
    return Brief(given.name, pages, found, figures, *asked, parameters, manifest, _altered(given, parameters["sha256"]) | faults)


def _told(given: Carried, name: str) -> dict:
    """What a JSON file among the attachments says, its own shape checked."""
    try:
        told = json.loads(given.files[name])
        whole = isinstance(told["topic"], str) and not days.fault(told["as_of"]) and told["lang"] in paths.LANGUAGES
        parts = ("sha256", "topic_parameters") if name == PARAMETERS else ("inputs", "environment")
        whole = whole and all(isinstance(told[part], Mapping) for part in parts)
    except (ValueError, KeyError, TypeError, RecursionError):
        whole = False
    if not whole:
        raise VerificationError(f"the attached {name} is malformed, so the brief cannot be held against it")
    return told


def _ambiguous(found: Mapping[str, pd.DataFrame]) -> list[str]:
    keys = {"claims": "claim_id", "numbers": "number_id"}
    twice = {name: sorted(set(found[name][key][found[name][key].duplicated()])) for name, key in keys.items() if name in found}
    return [f"the attached {name}.csv has {', '.join(ids)} more than once, so a number may mean either" for name, ids in twice.items() if ids]


def _altered(given: Carried, told: Mapping[str, str]) -> dict[str, str]:
    """By file what speaks against its being the one that the brief was made with."""
    described = _described(given)
    found = {name: "it was taken out" for name in sorted({CRATE, *told, *described} - given.files.keys())}
    for name, content in sorted(given.files.items()):
        for teller, digests in ((PARAMETERS, told), (CRATE, described)):
            if name in digests and digests[name] != digest(content):
                found.setdefault(name, f"it is not the one that the brief was made with: its digest is not the one that {teller} tells")
    return found


def _described(given: Carried) -> dict[str, str]:
    """The digests that the RO-Crate description tells, none if it is not there or tells none."""
    try:
        graph = json.loads(given.files.get(CRATE, b"{}"))["@graph"]
        return {each["@id"]: each["sha256"] for each in graph if "sha256" in each}
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
