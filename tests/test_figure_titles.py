"""The title of each figure is a finding: it stands where its condition on the tables holds, otherwise another one or a neutral title."""

from math import nan

import pandas as pd
import pytest

from analysis import figures, tables
from analysis.wording import Words
from tests import ledgers
from tests.ledgers import TOPIC, VOCABULARY, at_least, told

WORDS = Words(VOCABULARY, "en")
BOX = {"item": "container", "unit": "container"}
SEOUL, KYIV, SHIPS, STUDY = ({"origin": origin} for origin in ("Seoul", "Kyiv", "ship-tracking", "academic"))


def plain(drawing: figures.Drawing) -> str:
    return drawing.title.replace("\u00a0", " ")


def totals(name: str, *changes: dict) -> str:
    found = ledgers.quantified(*changes)
    return plain(getattr(figures, name)(ledgers.claims(*changes), found.constraints, found.estimates, TOPIC, VOCABULARY, "en"))


TOTALS = {
    "two that cannot both be right": (
        [at_least(8e6, **SEOUL), told("2024-03-10", 4e6, 5e6, **SHIPS)],
        "Not both as told: Seoul at least 8 million rounds, ship trackers at most 5 million",
    ),
    "one that draws on the other is no contradiction": ([at_least(8e6, **KYIV), told("2024-03-10", 4e6, 5e6, **STUDY)], "Artillery shells, North Korea → Russia: totals as stated, by day of statement"),
    "a floor of two and a higher number": (
        [told("2024-02-10", 2e6, 2e6, **KYIV), told("2024-03-10", 4e6, 5e6, **SHIPS)],
        "Two independent origins support at least 2 million rounds; the highest figure reported is 4.5 million (ship trackers)",
    ),
    "a floor that is all that is told": ([at_least(2e6, **KYIV), at_least(2e6, **SHIPS)], "Two independent origins support at least 2 million rounds"),
    "one origin": ([told("2024-02-10", 2e6, 2e6, **KYIV), told("2024-03-10", 2.4e6, 2.4e6, **KYIV)], "So far only one origin gives a total: Kyiv"),
    "one that counts as nobody": ([told("2024-02-10", 2e6, 2e6, origin="media")], "Artillery shells, North Korea → Russia: totals as stated, by day of statement"),
    "a series that grew, and two that do not add to it": (
        [*(told(f"2024-0{month}-10", month * 1e6, month * 1e6, **SEOUL) for month in (1, 2, 3)), told("2024-04-10", nan, 9e6, "at_most", origin="Washington")],
        "Seoul: from 1 million to 3 million rounds",
    ),
    "a series that hardly grew": (
        [*(told(f"2024-0{month}-10", 2e6 + month * 1e5, 2e6 + month * 1e5, **SEOUL) for month in (1, 2, 3)), told("2024-04-10", nan, 9e6, "at_most", origin="Washington")],
        "Artillery shells, North Korea → Russia: totals as stated, by day of statement",
    ),
    "nothing": ([], "Artillery shells, North Korea → Russia: totals as stated, by day of statement"),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "title"), TOTALS.values(), ids=list(TOTALS))
def test_totals_find_a_contradiction_a_floor_one_voice_growth_or_nothing(changes, title):
    assert totals("cumulative", *changes) == title


def test_what_is_counted_by_the_piece_is_called_by_its_name():
    assert figures.runs.things(400.0, "piece", "drone", WORDS) == "drones"
    assert figures.runs.things(400.0, "round", "ammunition.shell", WORDS) == "rounds"
    assert figures.runs.things(1.0, "round", "ammunition.shell", WORDS) == "round"


@pytest.mark.parametrize(
    ("low", "high", "unit", "shown"),
    [(15808.5, 15809.5, "container", (15809, 15809)), (48.5, nan, "voyage", (49, nan)), (0.6, 0.9, "voyage", (0.6, 0.9)), (0.5, 1.5, "tonne", (0.5, 1.5)), (nan, 2.5, "piece", (nan, 2))],
)  # fmt: skip
def test_what_is_counted_is_printed_in_whole_numbers_that_its_range_allows(low, high, unit, shown):
    assert tuple(figures.runs.ends(low, high, unit, WORDS).values()) == pytest.approx(shown, nan_ok=True)


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ([told("2024-02-10", 4e6, 4e6, **SEOUL), BOX | SEOUL | {"low": 1e4, "high": 1e4}, told("2024-02-11", 2e6, 2e6, **KYIV)], "Seoul alone: 400 rounds per container; with the rounds of Kyiv only 200"),
        ([told("2024-02-10", 2e6, 2e6, **SEOUL), BOX | SEOUL | {"low": 1e4, "high": 1e4}, told("2024-02-11", 2e6, 2e6, **KYIV)], None),
        ([told("2024-02-10", 4e6, 4e6, **SEOUL), BOX | SEOUL | {"low": 1e4, "high": 1e4}], None),
        ([told("2024-02-10", 4e6, 4e6, **SEOUL), BOX | SEOUL | {"low": 1e4, "high": 1e4}, told("2024-02-11", 2e6, 2e6, **STUDY)], None),
    ],
    ids=["well apart", "alike", "one origin", "one that draws on the other"],
)
def test_the_load_is_a_finding_where_one_origin_alone_implies_well_more_than_with_another(changes, title):
    drawing = figures.load(ledgers.claims(*changes), TOPIC, VOCABULARY, "en")
    assert plain(drawing) == (title or WORDS("figure.load.title"))


def sensitivity(*changes: dict) -> pd.DataFrame:
    about = {"topic": "kp-ru", "flow": "KP>RU", "item": "ammunition.shell", "unit": "round", "level": "supported", "date": "2024-03-10", "assumption": "origin"}
    ends = {"low_before": 4e6, "high_before": 6e6, "low": 4e6, "high": 6e6, "effect": "none"}
    return tables.frame("sensitivity", [about | ends | {"rank": rank} | change for rank, change in enumerate(changes, 1)])


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ([{"subjects": "Kyiv", "low": nan, "high": nan, "effect": "vanishes"}, {"subjects": "Seoul"}], "Without Kyiv no supported range is left"),
        ([{"subjects": "Kyiv", "low": 1e6, "effect": "moves"}, {"subjects": "Seoul", "low": 1e6, "effect": "moves"}], "Without Kyiv or Seoul the supported floor falls from 4 million to 1 million"),
        ([{"subjects": "Kyiv", "low": 1e6, "effect": "moves"}, {"subjects": "Seoul", "low": 2e6, "effect": "moves"}], "Without Kyiv the supported floor falls from 4 million to 1 million"),
        ([{"subjects": "Kyiv", "high": nan, "effect": "opens"}], "Without Kyiv no ceiling is left"),
        ([{"subjects": "Kyiv"}, {"subjects": "Seoul"}], "No single origin carries the range: without any of them it stays 4 to 6 million"),
        ([{"subjects": "Kyiv", "low": 5e6, "effect": "moves"}], "Artillery shells, North Korea → Russia: how firm the range is"),
    ],
    ids=["vanishes", "falls alike", "falls furthest", "opens", "steady", "rises"],
)
def test_the_absence_of_an_origin_is_a_finding(changes, title):
    made = figures.pbox(tables.empty("pbox"), sensitivity(*changes), tables.empty("estimates"), TOPIC, VOCABULARY, "en")
    assert plain(made) == title


OIL = {"item": "fuel.refined", "unit": "barrel", "supplier": "RU", "recipient": "KP", "period_start": "2024-01-01", "period_end": "2024-12-31"}


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ([OIL | SHIPS | {"low": 1e6, "high": nan, "bound": "at_least"}], "Ship trackers: at least 1 million barrels in 2024, where 500,000 are permitted"),
        ([OIL | {"origin": "Moscow", "low": 105845, "high": 105845}], "So far nobody tells more than the 500,000 barrels permitted a year; the most is 105,845 (Moscow, 2024)"),
        ([OIL | {"origin": "Moscow", "low": 1e5, "high": nan, "bound": "at_least"}], "Refined oil products, Russia → North Korea, against what is permitted a year"),
        ([], "Refined oil products, Russia → North Korea, against what is permitted a year"),
    ],
    ids=["above", "within", "open", "nothing"],
)
def test_a_year_above_what_is_permitted_is_a_finding_and_one_within(changes, title):
    assert plain(figures.oil(ledgers.quantified(*changes).estimates, TOPIC, VOCABULARY, "en")) == title


def history(*lows: float) -> pd.DataFrame:
    about = {"topic": "kp-ru", "flow": "KP>RU", "item": "ammunition.shell", "unit": "round", "claims": 2, "origins": 2}
    return tables.frame("history", [about | {"known": f"2024-{month:02}-28", "low": low} for month, low in enumerate(lows, 1)])


@pytest.mark.parametrize(
    ("lows", "title"),
    [
        ((nan, 1e6, 4.2e6), "The supported floor rose from 1 million (28 Feb 2024) to 4.2 million rounds"),
        ((2e6, 1e6), "The supported floor fell from 2 million (28 Jan 2024) to 1 million rounds"),
        ((2e6, 2e6), "The supported floor has stayed at 2 million rounds since 28 Jan 2024"),
        ((2e6, 3e6, 2e6), "Artillery shells, North Korea → Russia: what was known, by month"),
        ((nan, 2e6), "Artillery shells, North Korea → Russia: what was known, by month"),
    ],
    ids=["rises", "falls", "stays", "goes and comes back", "one month"],
)
def test_how_the_floor_moved_is_a_finding(lows, title):
    assert plain(figures.knowledge(history(*lows), tables.empty("estimates"), VOCABULARY, "en")) == title


FOOD = {"item": "food", "unit": "tonne", "supplier": "RU", "recipient": "KP"}


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ([at_least(2e6, **KYIV), at_least(2e6, **SHIPS), FOOD | KYIV], "Supported by two origins: 1 of 1 items from North Korea, 0 of 1 from Russia"),
        ([at_least(2e6, **KYIV), at_least(2e6, **SHIPS)], "What goes each way between North Korea and Russia"),
        ([at_least(2e6, **KYIV), FOOD | KYIV], "What goes each way between North Korea and Russia"),
    ],
    ids=["both ways", "one way", "nothing supported"],
)
def test_how_much_of_what_is_told_each_way_is_supported_is_a_finding(changes, title):
    drawing = figures.flows(ledgers.claims(*changes), ledgers.quantified(*changes).estimates, TOPIC, VOCABULARY, "en")
    assert plain(drawing) == title


@pytest.mark.parametrize(
    ("origins", "title"),
    [
        (("Seoul", "Washington", "Kyiv"), "Of 3 origins 2 are independent of each other"),
        (("Kyiv", "ship-tracking"), "All origins are independent of each other (2)"),
        (("Seoul", "Washington"), "Of 2 origins no two are independent of each other"),
        (("Seoul",), "Which origin draws on which"),
        (("media", "unknown"), "Which origin draws on which"),
    ],
)
def test_how_many_origins_are_independent_is_a_finding(origins, title):
    assert plain(figures.independence(ledgers.claims(*({"origin": origin} for origin in origins)), VOCABULARY, "en")) == title
