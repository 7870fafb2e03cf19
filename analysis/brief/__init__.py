"""The brief: tables + figures + judgements → numbers, a PDF and a page of evidence.

`numbers` is pure. `write` takes everything that an edition holds and puts brief.pdf, a picture of its
first page and evidence.html beside its tables, each whole or not at all. Nothing is read from the network or from the machine's fonts, and the PDF's time stamp is the edition's day.
"""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from analysis import whole_files
from analysis.brief import attachments, evidence, text, typeset
from analysis.brief.attachments import ATTACHED
from analysis.brief.printed import numbers
from analysis.brief.runs import Setter
from analysis.brief.saved import NAMES, Picture, pictures
from analysis.topics import Topic
from analysis.vocabulary import Vocabulary
from analysis.wording import Words

__all__ = ["ATTACHED", "NAMES", "Picture", "numbers", "pictures", "write"]


def write(
    edition: Path, given: Mapping[str, pd.DataFrame], drawn: list[Picture], made_from: Mapping, topic: Topic, vocabulary: Vocabulary, as_of: str, lang: str
) -> tuple[Path, Path]:
    """Writes brief.pdf, brief.png and evidence.html into the edition's folder; gives the paths of the first and the last.

    `given`: the tables ATTACHED by name; `drawn`: from `pictures`; `made_from`: from provenance.manifest; `as_of`: ISO date.
    Raises TableError if a table breaks its description, OutputError if nothing can be written.
    """
    words = Words(vocabulary, lang)
    content = text.content(given, topic, vocabulary, as_of, lang, str(made_from.get("parameters", {}).get("data_set", "")))
    in_pdf = [picture for picture in drawn if picture.name in NAMES]
    attached = attachments.attached(given, in_pdf, made_from, topic, as_of, lang, words)
    content |= attachments.shown(attached, in_pdf, Setter(given["numbers"], given["claims"], words))
    page = evidence.page(given, drawn, topic, vocabulary, as_of, lang)
    whole_files.write(edition / "brief.png", typeset.first_page(content, attached, as_of))
    return (
        whole_files.write(edition / "brief.pdf", typeset.pdf(content, attached, as_of)),
        whole_files.write(edition / "evidence.html", page.encode("utf-8")),
    )
