"""The files that an edition is made from, and which cell of which notebook makes what: read from the project folder."""

import json

from analysis import documents, paths, vocabulary

MAKES = "makes-"


def inputs(topic: str, as_of: str) -> list:
    """The files that an edition is made from; a report that appeared after its date (ISO) has no part in it. Raises DocumentError."""
    reports = [path for path in paths.documents(topic).glob("*.md") if not path.name.startswith(".")]
    return [
        *(path for path in reports if documents.read_file(path).published <= as_of),
        *(paths.vocabulary() / f"{name}.csv" for name in vocabulary.FILES),
        paths.topics() / f"{topic}.toml",
        paths.review(),
        *_notebooks(),
    ]


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
