"""What the PDF carries with it: its tables, the data of its figures, and the parameters of the edition."""

from collections.abc import Collection, Mapping

import pandas as pd

import analysis
from analysis import provenance, tables
from analysis.brief.saved import Picture
from analysis.brief.runs import Setter
from analysis.topics import Topic
from analysis.vocabulary import Vocabulary
from analysis.wording import Words

ATTACHED = ("numbers", "claims", "estimates", "conflicts", "constraints", "judgements", "dropped", "facts", "documents")
PARAMETERS = "parameters.json"


def attached(given: Mapping[str, pd.DataFrame], drawn: list[Picture], topic: Topic, as_of: str, lang: str) -> dict[str, str]:
    """File name → content. Tables are the bytes of the edition's own files; parameters.json says what they were made by, with their digests."""
    files = {f"{name}.csv": tables.csv_text(tables.check(name, given[name])) for name in ATTACHED}
    files |= {f"figure-{picture.name}.csv": picture.csv for picture in drawn}
    digests = {name: provenance.digest(text) for name, text in files.items()}
    parameters = {"topic": topic.topic_id, "as_of": as_of, "lang": lang, "claimtrail": analysis.__version__, "sha256": digests}
    return files | {PARAMETERS: provenance.canonical(parameters)}


def shown(files: Mapping[str, str], drawn: list[Picture], given: Mapping[str, pd.DataFrame], vocabulary: Vocabulary, lang: str) -> dict:
    """For the template: the figures with their captions, and the list of what is attached.

    A figure that draws nothing is attached and not shown, but for the first, which says that there is nothing.
    """
    words = Words(vocabulary, lang)
    setter = Setter(given["numbers"], given["claims"], words)
    figures = {
        picture.name: {
            "svg": picture.svg, "alt": picture.alternative, "caption": picture.caption, "label": f"figure-{picture.name}", "to": f"table-figures/{picture.name}",
        }
        for picture in [*drawn[:1], *(later for later in drawn[1:] if later.draws_something())]
    }  # fmt: skip
    return {
        "figures": figures,
        "figure_words": {"name": words("figure.name"), "data": words("figure.data")},
        "tables": {"head": words("brief.tables"), "rows": [_row(setter, name, figures) for name in files]},
    }


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
