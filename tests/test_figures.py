"""Figures: what each draws and says, that nothing and one claim work, that no machine changes a byte."""

import json
import os
import re
import subprocess
import sys
from functools import cache
from math import nan

import pandas as pd
import pytest
from matplotlib.text import Text

from analysis import figures, tables
from analysis.columns import TABLES
from analysis.figures.axes import scale_top
from analysis.figures.style import look
from analysis.wording import Words
from tests import briefs, ledgers
from tests.ledgers import TOPIC, VOCABULARY

LANGUAGES = ("en", "de")
LENGTHS = (0, 1, len(briefs.STORY))
COLUMNS = {
    "cumulative": ["series", "claim_id", "origin", "claimant", "item", "kind", "bound", "date", "low", "high"],
    "containers": ["series", "claim_id", "origin", "claimant", "item", "kind", "bound", "date", "low", "high"],
    "load": ["claim_id", "container_claim_id", "origin", "container_origin", "item", "kind", "date", "bound", "low", "high"],
    "pbox": ["series", "flow", "item", "unit", "date", "probability", "origin", "effect", "low", "high", "claims"],
    "oil": ["flow", "item", "unit", "year", "origin", "low", "high", "permitted", "claims"],
    "knowledge": [column.name for column in TABLES["history"]],
    "flows": ["flow", "item", "unit", "support", "low", "high", "origins", "claims"],
    "independence": ["origin", "column", "draws_on", "independent", "number", "claims"],
    "sources": ["origin", "claimant", "through", "outlet", "statements"],
}


def drawings(changes=briefs.STORY, lang="en") -> dict[str, figures.Drawing]:
    known = [changes == briefs.STORY[:length] for length in LENGTHS]
    return shortened(LENGTHS[known.index(True)], lang) if any(known) else drawn(changes, lang)


@cache
def shortened(length: int, lang: str) -> dict[str, figures.Drawing]:
    """Those of the story's beginning, which several tests look at."""
    return drawn(briefs.STORY[:length], lang)


def drawn(changes: tuple[dict, ...], lang: str) -> dict[str, figures.Drawing]:
    return {drawing.name: drawing for drawing in briefs.drawn(briefs.given(changes, lang), lang)}


def drawn_sources(made: dict[str, pd.DataFrame]) -> figures.Drawing:
    return figures.sources(made["claims"], made["facts"], made["documents"], VOCABULARY, "en")


def words_in(drawing: figures.Drawing) -> str:
    """Every text of the figure, with plain blanks, the runs of a line one after another."""
    words = " ".join(text.get_text() for text in drawing.figure.findobj(Text) if text.get_text()).replace("\u00a0", " ")
    return re.sub(r" (?=[,;:.)])|(?<=\() ", "", words)


@pytest.mark.parametrize("changes", [(), briefs.STORY[:1], briefs.STORY], ids=["no claims", "one claim", "a story"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_figure_has_its_columns_and_its_words_however_many_claims_there_are(changes, lang):
    for name, drawing in drawings(changes, lang).items():
        assert list(drawing.data.columns) == COLUMNS[name]
        assert drawing.alternative and drawing.caption


@pytest.mark.parametrize(("lang", "said"), [("en", "no claims yet"), ("de", "noch keine Aussagen")])
def test_a_figure_of_nothing_says_in_words_that_there_is_nothing_to_draw(lang, said):
    for drawing in drawings((), lang).values():
        key = {"pbox": "figure.pbox.nothing", "oil": "figure.oil.nothing"}.get(drawing.name, "figure.nothing")
        why = Words(VOCABULARY, lang)(key)
        assert why in words_in(drawing) and why.casefold() in drawing.alternative.casefold()
        assert why == said or drawing.name in ("pbox", "oil")


def test_totals_are_drawn_with_the_supported_range_behind_them():
    data = drawings()["cumulative"].data
    assert set(data["series"]) == {"supported", "statement"}
    assert set(data.loc[data["series"] == "statement", "origin"]) == {"Seoul", "Kyiv", "ship-tracking"}
    assert "capacity" in set(data["kind"])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"period_start": "2024-05-01", "period_end": "2024-06-30"}, "for a part of the time"),
        ({"per": "month"}, "a rate"),
        ({"hedge": "denied"}, "denied"),
        ({"status": "rejected"}, "rejected"),
        ({"repeats": "C-00000000"}, "a retelling"),
        ({"recipient": "IR"}, "of another flow"),
        ({"item": "personnel.soldier", "unit": "person"}, "of another item"),
        ({"low": nan, "high": nan}, "without a number"),
        ({"kind": "plan"}, "planned"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_total_of_the_lead_item_is_not_drawn(change, why):
    drawing = figures.cumulative(ledgers.claims(change), tables.empty("constraints"), ledgers.quantified().estimates, TOPIC, VOCABULARY, "en")
    assert drawing.data.empty, why


def test_the_alternative_text_tells_how_each_origins_figures_run():
    assert "Kyiv: from 1.5 million on 25 Feb 2024 to 6.5 million on 14 Nov 2025." in drawings()["cumulative"].alternative
    assert "Kiew: von 1,5 Millionen am 25.02.2024 bis 6,5 Millionen am 14.11.2025." in drawings(lang="de")["cumulative"].alternative


def test_a_figure_speaks_one_language():
    assert re.search(r"Apr\. 2024|Juli 2024", words_in(drawings(lang="de")["cumulative"]))
    assert "Millionen Schuss" in words_in(drawings(lang="de")["cumulative"])
    assert "million rounds" in words_in(drawings()["cumulative"])
    assert "30.000" in words_in(drawings(lang="de")["containers"]) and "30,000" in words_in(drawings()["containers"])


def test_a_load_is_the_quotient_of_one_origins_totals_or_of_the_nearest_that_counts_containers():
    load = drawings()["load"].data.set_index("origin")
    assert load.loc["ship-tracking", ["low", "high", "container_origin"]].tolist() == [pytest.approx(4.2e6 / 15809), pytest.approx(5.8e6 / 15809), "ship-tracking"]
    assert load.loc["Seoul", "low"] == pytest.approx(12e6 / 28000) and load.loc["Seoul", "bound"] == "at_least"
    assert "Kyiv" not in load.index, "no container total lies within a month of it"


@pytest.mark.parametrize(
    ("rounds", "boxes", "bound"),
    [("exact", "exact", "exact"), ("at_least", "about", "at_least"), ("exact", "at_least", "at_most"), ("at_least", "at_least", "about"), ("about", "at_most", "at_least")],
)
def test_a_quotient_is_open_on_the_side_that_its_parts_leave_open(rounds, boxes, bound):
    def told(of: str) -> dict:
        return {"bound": of, "low": nan if of == "at_most" else 1e6, "high": nan if of == "at_least" else 1e6}

    claims = ledgers.claims(told(rounds), told(boxes) | {"item": "container", "unit": "container"})
    data = figures.load(claims, TOPIC, VOCABULARY, "en").data
    assert data["bound"].tolist() == [bound]


def test_who_reports_whom_counts_copies_and_names_the_way():
    copied = (briefs.STORY[0], briefs.STORY[0] | {"doc_id": "z", "stated": "2023-11-01", "published": "2023-11-02"})
    ways = drawings(copied)["sources"].data
    assert ways[["origin", "claimant", "through", "outlet", "statements"]].values.tolist() == [["Seoul", "National Intelligence Service", "a lawmaker", "The Paper", 2]]


def test_the_weakest_reporters_are_added_up_as_others():
    many = tuple(briefs.STORY[0] | {"doc_id": f"d{number}", "low": 1e6 + number, "chain": f"NIS;messenger {number};paper"} for number in range(30))
    drawing = drawings(many)["sources"]
    assert len(drawing.data) == 30
    assert "others" in words_in(drawing)


@pytest.mark.parametrize(("highs", "bands"), [
    ([3e6], {"key.supported"}), ([nan], {"key.open"}), ([3e6, nan], {"key.supported", "key.open"}), ([1e6], {"key.crossed"}),
])  # fmt: skip
def test_the_key_tells_a_band_with_a_ceiling_from_one_without_and_names_no_band_that_is_not_drawn(highs, bands):
    estimates = ledgers.quantified().estimates
    row = {"flow": TOPIC.lead_flow, "item": TOPIC.lead_item, "level": "supported", "measure": "delivered", "reading": "direct", "low": 2e6, "unit": "round", "origin": "", "claims": ""}
    rows = [row | {"high": high, "date": f"2024-0{month}-01"} for month, high in enumerate(highs, start=1)]
    given = pd.DataFrame(rows).reindex(columns=estimates.columns)
    words = words_in(figures.cumulative(ledgers.claims({"low": 1e6, "high": 1e6}), tables.empty("constraints"), given, TOPIC, VOCABULARY, "en"))
    assert {key for key in ("key.supported", "key.open", "key.crossed") if Words(VOCABULARY, "en")(key) in words} == bands


def test_one_wild_number_does_not_press_the_others_flat():
    assert scale_top([1.0, 2.0, 3.0, 90.0]) < 4
    assert scale_top([1.0, nan, 3.0]) == pytest.approx(3.36)
    wild = (*briefs.STORY, {"doc_id": "w", "claimant": "KR.INSS", "low": 93.75e6, "high": 93.75e6, "stated": "2024-09-03"})
    assert "93.75 million, off the scale" in words_in(drawings(wild)["cumulative"])


@pytest.mark.parametrize(("lang", "said"), [("en", "93.75 million: off the scale, set aside"), ("de", "93,75 Millionen: außerhalb der Skala, beiseitegelegt")])
def test_a_statement_graded_improbable_is_marked_as_set_aside_and_makes_no_load(lang, said):
    box = {"item": "container", "unit": "container", "low": 13e3, "high": 13e3}
    told = ledgers.claims({"low": 93.75e6, "high": 93.75e6, "credibility": "5"}, {"low": 1e6, "high": 1e6, "doc_id": "b"}, box)
    drawing = figures.cumulative(told, tables.empty("constraints"), ledgers.quantified().estimates, TOPIC, VOCABULARY, lang)
    assert sorted(drawing.data["series"]) == ["set aside", "statement"]
    assert said in words_in(drawing)
    assert Words(VOCABULARY, lang)("key.aside") in words_in(drawing)
    assert drawing.alternative.count("93") == 1 and said.partition(":")[0] in drawing.alternative.rpartition(":")[2]
    assert figures.load(told, TOPIC, VOCABULARY, lang).data["low"].max() < 100


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Paper (copy)", "Paper (copy)"), ("The Paper of " + "a" * 33 + " (copy)", "The Paper of " + "a" * 33), ("a" * 60 + " (copy)", "a" * 47 + "…")],
)
def test_a_name_that_is_too_long_loses_what_stands_in_brackets_before_it_is_cut(name, shown):
    made = briefs.given((briefs.STORY[0],), reports={"a": {"publisher": name}})
    assert shown in [text.get_text() for text in drawn_sources(made).figure.findobj(Text)]


def test_the_first_origins_differ_in_colour_and_in_mark():
    looks = [look(row["origin"], Words(VOCABULARY, "en")) for row in VOCABULARY.rows("origins")[:7]]
    assert len({style["color"] for style in looks}) == len({style["marker"] for style in looks}) == 7


def test_text_from_a_report_is_shown_and_never_read_as_a_formula(tmp_path):
    hostile = "a\u202eb $x^2$ #x"
    made = briefs.given((briefs.STORY[0] | {"chain": f"{hostile};{hostile};p", "claimant": "nobody"},), reports={"a": {"publisher": hostile}})
    drawing = drawn_sources(made)
    assert "a[U+202E]b $x^2$ #x" in words_in(drawing)
    figures.save(drawing, tmp_path)


@pytest.mark.parametrize("name", list(COLUMNS))
def test_saved_pictures_describe_themselves_and_the_table_is_what_is_drawn(name, tmp_path):
    drawing = drawings()[name]
    svg, png, marks, csv = figures.save(drawing, tmp_path)
    assert [path.name for path in (svg, png, marks, csv)] == [f"{name}{ending}" for ending in (".svg", ".png", ".marks.csv", ".csv")]
    text = svg.read_text(encoding="utf-8")
    assert "<dc:description>" in text and "<dc:date>" not in text and "<image" not in text
    assert len(csv.read_text(encoding="utf-8").splitlines()) == len(drawing.data) + 1


SCRIPT = """
import json, sys
from pathlib import Path
from tests import briefs
from analysis.provenance import digest
made = briefs.given(lang="de")
briefs.write(Path(sys.argv[1]), made, "de")
print(json.dumps({path.name: digest(path) for path in sorted(Path(sys.argv[1]).rglob("*.*"))}))
"""


def test_figures_brief_and_page_are_the_same_bytes_on_any_machine(tmp_path, root):
    """Another time zone, locale, hash seed, working folder and matplotlibrc: not a byte differs."""
    found = []
    for number, (zone, locale, seed) in enumerate([("Asia/Seoul", "C", "1"), ("America/New_York", "de_DE.UTF-8", "77")]):
        folder = tmp_path / f"place {number}"
        (folder / "edition").mkdir(parents=True)
        (folder / "matplotlibrc").write_text(f"font.size: {20 + number}\nsvg.fonttype: none\nsavefig.dpi: {50 + number}\n")
        own = {"TZ": zone, "LC_ALL": locale, "LANG": locale, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root), "MATPLOTLIBRC": str(folder)}
        done = subprocess.run([sys.executable, "-c", SCRIPT, str(folder / "edition")], cwd=folder, env=os.environ | own, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        found.append(json.loads(done.stdout))
    assert found[0] == found[1]
    assert {"brief.pdf", "evidence.html", "cumulative.svg", "cumulative.png"} <= found[0].keys()


def test_a_statement_that_its_own_origin_excludes_is_a_cross_and_no_label():
    told = ledgers.claims({"low": 5e6, "high": 5e6, "stated": "2024-11-29", "claimant": "UA.HUR"}, {"low": 100.0, "high": 100.0, "stated": "2024-11-30", "claimant": "UA.HUR"})
    bounds = {"claim_id": told["claim_id"].iloc[1], "used": False, "counted_from": True, "reason": "contradicts C-1: its origin's newer and direct statements stand"}
    drawing = figures.cumulative(told, tables.frame("constraints", [bounds]), ledgers.quantified().estimates, TOPIC, VOCABULARY, "en")
    assert dict(zip(drawing.data["low"], drawing.data["series"]))[100.0] == "set aside"
    assert "100" not in drawing.marks["text"].str.replace(",", "").tolist()


def test_a_label_names_the_item_where_it_is_not_the_lead_item():
    told = ledgers.claims({"item": "ammunition", "low": 8e6, "high": float("nan"), "bound": "at_least"})
    drawing = figures.cumulative(told, tables.empty("constraints"), ledgers.quantified().estimates, TOPIC, VOCABULARY, "en")
    assert "(ammunition" in words_in(drawing)
