"""A language is added by rows of the vocabulary: a toy one, that no code knows, gives numbers, units and flows."""

import csv
import shutil

import pytest

from analysis import vocabulary
from analysis.documents import Document
from analysis.extract import Extractor

WORDS = {
    "function_words": [{"words": "de;het;en;van", "example": "de raketten van het land"}],
    "number_words": [
        {"role": "cardinal", "value": "2", "words": "twee", "example": "twee schepen"},
        {"role": "cardinal", "value": "30", "words": "dertig", "example": "dertig schepen"},
        {"role": "magnitude", "value": "1000", "words": "duizend", "example": "twee duizend granaten"},
        {"role": "magnitude", "value": "1000000", "words": "miljoen", "example": "twee miljoen granaten"},
        {"role": "decimal", "value": "1", "words": ",", "example": "1,5 miljoen"},
    ],
    "bounds": [{"bound": "at_least", "place": "before", "words": "meer dan", "example": "meer dan twee schepen"}],
    "unit_words": [{"unit": "round", "place": "behind_number", "words": "schoten", "example": "twee miljoen schoten"}],
    "item_words": [
        {"item": "ammunition.shell", "words": "granaten", "example": "twee miljoen granaten"},
        {"item": "container", "words": "containers", "example": "dertig containers"},
    ],
    "event_words": [
        {"kind": "delivery", "role": "give", "words": "leverde;stuurde", "example": "het land leverde granaten"},
        {"kind": "delivery", "role": "take", "words": "ontving", "example": "het land ontving granaten"},
    ],
    "prepositions": [
        {"role": "source", "words": "uit", "example": "granaten uit Iran"},
        {"role": "destination", "words": "aan;naar", "example": "granaten naar Iran"},
    ],
}
NAMES = {"KP": "Noord-Korea", "RU": "Rusland"}


@pytest.fixture(scope="module")
def extractor(root, tmp_path_factory) -> Extractor:
    folder = shutil.copytree(root / "data" / "vocabulary", tmp_path_factory.mktemp("toy") / "vocabulary")
    for name, rows in WORDS.items():
        _append(folder / f"{name}.csv", [row | {"language": "nl"} for row in rows])
    _rewrite(folder / "actors.csv", lambda row: row | {"aliases_nl": NAMES.get(row["actor_id"], "")})
    return Extractor(vocabulary.load(folder))


def _append(path, rows):
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, header, restval="", lineterminator="\n").writerows(rows)


def _rewrite(path, change):
    with path.open(encoding="utf-8", newline="") as file:
        rows = [change(row) for row in csv.DictReader(file)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize(
    ("text", "flow", "item", "number", "unit"),
    [
        ("Noord-Korea leverde twee miljoen granaten aan Rusland.", "KP>RU", "ammunition.shell", (2e6, 2e6), "round"),
        ("Rusland ontving meer dan 3.500 containers uit Noord-Korea.", "KP>RU", "container", (3500, None), "container"),
        ("Rusland stuurde 1,5 miljoen schoten naar Noord-Korea.", "RU>KP", "ammunition", (1.5e6, 1.5e6), "round"),
        ("Uit Noord-Korea ontving Rusland dertig duizend granaten.", "KP>RU", "ammunition.shell", (30_000, 30_000), "round"),
    ],
)
def test_a_language_of_rows_alone_gives_numbers_units_and_flows(extractor, text, flow, item, number, unit):
    document = Document(doc_id="toy", url="", publisher="", title="", published="2024-02-01", language="nl", kind="full_text", retrieved="", sha256="", text=text)
    (fact,) = extractor.rows(document)
    assert (f"{fact['supplier']}>{fact['recipient']}", fact["item"]) == (flow, item)
    assert ((fact["low"], fact["high"]), fact["unit"]) == (number, unit)
