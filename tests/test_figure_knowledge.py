"""The figure of what was known when."""

import re

import pytest
from matplotlib.text import Text

from analysis import figures, history, tables
from tests import ledgers
from tests.ledgers import VOCABULARY
from tests.test_history import SHELLS

NO_CLAIMS = tables.empty("estimates")

def table_of(*changes: dict):
    """A table `history` of rows of a month each, from changes to an empty one."""
    empty = {"topic": "kp-ru", "flow": "KP>RU", "item": "ammunition.shell", "unit": "round", "claims": 3, "origins": 2}
    return tables.frame("history", [empty | {"known": f"2024-{month:02}-28"} | change for month, change in enumerate(changes, 1)])


def words_in(drawing: figures.Drawing) -> str:
    """The texts one after another, their numbers in their places."""
    return re.sub(r" (?=[,;:.)])|(?<=\() ", "", " ".join(text.get_text() for text in drawing.figure.findobj(Text) if text.get_text()))


@pytest.mark.parametrize(
    ("lang", "title", "told"),
    [
        ("en", "Artillery shells, North Korea → Russia: what was known, by month", "As known on 28 Mar 2024: at least 2 million."),
        ("de", "Artilleriegranaten, Nordkorea → Russland: Wissensstand nach Monaten", "Nach dem Stand vom 28.03.2024: mindestens 2 Millionen."),
    ],
)
def test_the_figure_says_in_its_language_what_it_is_and_what_it_shows(lang, title, told):
    table = table_of({}, {"low": 1e6}, {"low": 2e6, "bounded_on": "2024-01-05", "bounded_low": 1e6, "bounded_high": 3e6})
    drawing = figures.knowledge(table, NO_CLAIMS, VOCABULARY, lang)
    assert drawing.alternative.startswith(f"{title}.") and drawing.title in words_in(drawing)
    assert told in drawing.alternative.replace("\u00a0", " ")
    assert not re.search(r"\d", drawing.caption)
    assert drawing.data.equals(table)


@pytest.mark.parametrize(
    ("change", "keys"),
    [
        ({"low": 1e6}, {"floor"}),
        ({"low": 1e6, "bounded_low": 1e6, "bounded_high": 2e6, "bounded_on": "2024-01-01"}, {"floor", "bounded"}),
        ({"low": 1e6, "bounded_low": 2e6, "bounded_high": 1e6, "bounded_on": "2024-01-01"}, {"floor", "crossed"}),
        ({"hull_low": 1e6, "hull_high": 2e6, "hull_on": "2024-01-01"}, {"hull"}),
    ],
    ids=["a floor", "a range", "ends that cross", "a hull"],
)
def test_the_key_names_what_is_drawn_and_nothing_else(change, keys):
    labels = {name: VOCABULARY.by_key("labels")[f"key.knowledge.{name}"]["en"] for name in ("floor", "bounded", "crossed", "hull")}
    shown = [text.get_text() for text in figures.knowledge(table_of(change), NO_CLAIMS, VOCABULARY, "en").figure.findobj(Text)]
    assert {name for name, label in labels.items() if label in shown} == keys


@pytest.mark.parametrize(("claims", "said"), [(0, "no claims yet"), (2, "No two independent origins support a range on any of these days.")])
def test_a_figure_of_nothing_says_why(claims, said):
    drawing = figures.knowledge(table_of({"claims": claims}), NO_CLAIMS, VOCABULARY, "en")
    assert said in words_in(drawing) and said.casefold() in drawing.alternative.casefold()


def test_before_the_first_report_there_is_no_month_and_the_figure_says_so():
    nothing = history.tabulate(history.Record(tables.empty("documents"), tables.empty("facts"), ledgers.decisions()), SHELLS)
    drawing = figures.knowledge(nothing, NO_CLAIMS, VOCABULARY, "en")
    assert nothing.empty and "no claims yet" in words_in(drawing)


def test_ends_that_cross_are_told_as_they_stand():
    crossed = {"low": 2e6, "bounded_low": 2e6, "bounded_high": 1e6, "bounded_on": "2024-01-01"}
    assert "1 Jan 2024: 2 million to 1 million." in figures.knowledge(table_of(crossed), NO_CLAIMS, VOCABULARY, "en").alternative


@pytest.mark.parametrize("change", [{"low": 0, "high": 0}, {"hull_low": 1e6, "hull_high": 90e6, "hull_on": "2024-01-01", "low": 1.0}], ids=["zero", "a wild hull"])
def test_whatever_the_numbers_all_of_them_lie_within_the_axes(change):
    drawing = figures.knowledge(table_of(change), NO_CLAIMS, VOCABULARY, "en")
    (axes,) = drawing.figure.axes
    assert axes.get_ylim()[0] == 0 and axes.get_ylim()[1] > max(value for name, value in change.items() if name[-2:] != "on")
