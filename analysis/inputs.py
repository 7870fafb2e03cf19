"""The files that an edition is made from, and which cell of which notebook makes what: read from the project folder."""

import json
from pathlib import Path

from analysis import documents, paths, vocabulary

MAKES = "makes-"


def inputs(topic: str, as_of: str, data_set: str = "") -> list:
    """The files that an edition is made from; a report that appeared after its date (ISO) has no part in it. Raises DocumentError.

    Of a data set that is the file that has the digests of all others.
    """
    return [
        *([completion(data_set)] if data_set else _reports(topic, as_of)),
        *(paths.vocabulary() / f"{name}.csv" for name in vocabulary.FILES),
        paths.topics() / f"{topic}.toml",
        paths.review(),
        *_notebooks(),
    ]


def completion(data_set: str) -> Path:
    """The file by which a data set is told from any other: it has the digest of each part."""
    return paths.home() / data_set / "complete.json"


def is_of_reports(name: str) -> bool:
    """Whether an input, by its name, bears on what is extracted and on nothing after it."""
    return name.startswith("data/documents/") or name.endswith("/complete.json")


def _reports(topic: str, as_of: str) -> list[Path]:
    reports = [path for path in paths.documents(topic).glob("*.md") if not path.name.startswith(".")]
    return [path for path in reports if documents.read_file(path).published <= as_of]


def makers() -> dict[str, str]:
    """What is made ("claims", "figures/load") → the notebook and the number of its code cell, as the cells' tags `makes-…` say."""
    found = {}
    for path in _notebooks():
        code = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
        for number, cell in enumerate(code, 1):
            for tag in cell["metadata"].get("tags", []):
                if tag.startswith(MAKES):
                    found[tag.removeprefix(MAKES)] = f"{path.stem} [{number}]"
    return found


def _notebooks() -> list:
    return sorted(path for path in paths.notebooks().glob("*.ipynb") if not path.name.startswith("."))
