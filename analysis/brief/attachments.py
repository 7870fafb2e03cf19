"""What the PDF carries with it: its tables, the data of its figures, the parameters, the manifest, and a description of it all."""

from collections.abc import Collection, Mapping

import pandas as pd

import analysis
from analysis import provenance, tables
from analysis.brief import crate
from analysis.brief.runs import Setter
from analysis.brief.saved import Picture
from analysis.topics import Topic
from analysis.wording import Words

ATTACHED = (
    "numbers", "claims", "estimates", "conflicts", "constraints", "conversions", "sensitivity", "pbox", "hypotheses", "history", "changes", "judgements",
    "dropped", "facts", "documents",
)  # fmt: skip
PARAMETERS, MANIFEST = "parameters.json", "manifest.json"


def attached(given: Mapping[str, pd.DataFrame], drawn: list[Picture], made_from: Mapping, topic: Topic, as_of: str, lang: str, words: Words) -> dict[str, str]:
    """File name → content. Tables are the bytes of the edition's own files; parameters.json says what they were made by, with their digests,
    manifest.json (`made_from`, of provenance.manifest) from which files and with which versions."""
    files = {f"{name}.csv": tables.csv_text(tables.check(name, given[name])) for name in ATTACHED}
    files |= {f"figure-{picture.name}.csv": picture.csv for picture in drawn}
    digests = {name: provenance.digest(text) for name, text in files.items()}
    own = {name: getattr(topic, name) for name in ("counted_from", "start_tolerance", "stale_after", "edition_interval")}
    parameters = {"topic": topic.topic_id, "as_of": as_of, "lang": lang, "claimtrail": analysis.__version__, "topic_parameters": own, "sha256": digests}
    files |= {PARAMETERS: provenance.canonical(parameters), MANIFEST: provenance.canonical(made_from)}
    return files | {crate.NAME: provenance.canonical(crate.described(files, given["documents"], topic, as_of, words))}


def shown(files: Mapping[str, str], drawn: list[Picture], setter: Setter) -> dict:
    """For the template: the figures with their words and links, and the list of what is attached.

    A figure that draws nothing is attached and not shown, but for the first, which says that there is nothing.
    """
    words = setter.words
    figures = {picture.name: _figure(picture, setter) for picture in [*drawn[:1], *(later for later in drawn[1:] if later.draws_something())]}
    return {
        "figures": figures,
        "figure_words": {"name": words("figure.name"), "data": words("figure.data")},
        "tables": {"head": words("brief.tables"), "rows": [_row(setter, name, figures) for name in files]},
    }


def _figure(picture: Picture, setter: Setter) -> dict:
    return {
        "svg": picture.svg, "alt": picture.alternative, "title": picture.title, "caption": picture.caption, "label": f"figure-{picture.name}",
        "to": f"table-figures/{picture.name}", "links": [_link(picture, place, mark, setter) for place, mark in enumerate(picture.marks.to_dict("records"), 1)],
    }  # fmt: skip


def _link(picture: Picture, place: int, mark: dict, setter: Setter) -> dict:
    """The area of a mark and where it leads: a number as any number does, a point to its claim, what belongs to an axis to the figure's data."""
    area = {name: mark[name] for name in ("left", "top", "right", "bottom")}
    first = mark["claims"].split(";")[0]
    if not first:
        return area | {"to": f"table-figures/{picture.name}"}
    claim = setter.claim(first)
    return area | {name: claim[name] for name in ("to", "url") if name in claim}


def _row(setter: Setter, file: str, figures: Collection[str]) -> dict:
    """One attached file: where numbers that count its rows lead."""
    name = file.rpartition(".")[0]
    figure = name.removeprefix("figure-") if name.startswith("figure-") else ""
    counted = f"figure.{figure}.rows" if figure else f"count.{name}"
    return {
        "file": file,
        "what": "" if figure else setter.words(f"table.{name}"),
        "label": f"table-figures/{figure}" if figure else f"table-{name}",
        "rows": setter.counted("tables.rows", counted) if counted in setter.numbers else [],
        "to": f"figure-{figure}" if figure in figures else "",
    }
