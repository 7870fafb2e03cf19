"""The marks of a figure: every printed digit and every point with claims has its box, its rule and its link."""

import re
from functools import cache
from xml.etree import ElementTree

import pytest
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from analysis import figures, tables
from analysis.figures.canvas import HALF_HEIGHT_MM, HALF_MM
from tests import briefs

LINK, GROUP, TITLE = "{http://www.w3.org/1999/xlink}href", "{http://www.w3.org/2000/svg}g", "{http://www.w3.org/2000/svg}title"
# Oil against its ceiling and something that flows back, beside the story of shells and containers.
OIL = {"claimant": "OSC", "supplier": "RU", "recipient": "KP", "item": "fuel.refined", "unit": "barrel", "low": 1e6, "high": float("nan"), "bound": "at_least"}
STORY = (*briefs.STORY, OIL | {"doc_id": "o", "stated": "2024-11-22", "period_start": "2024-03-07", "period_end": "2024-11-05"})
NAMES = ("cumulative", "containers", "load", "pbox", "oil", "knowledge", "flows", "independence", "sources")


@cache
def made() -> dict:
    return briefs.given(STORY)


@cache
def drawings(lang: str) -> dict[str, figures.Drawing]:
    return {drawing.name: drawing for drawing in briefs.drawn(made(), lang)}


def every(*languages: str):
    return pytest.mark.parametrize(("lang", "name"), [(lang, name) for lang in languages for name in NAMES])


@every("en", "de")
def test_every_text_with_a_digit_is_a_mark(lang, name):
    drawing = drawings(lang)[name]
    printed = sorted(text.get_text() for text in drawing.figure.findobj(Text) if re.search(r"\d", text.get_text()))
    ticks = {label for axes in drawing.figure.axes for axis in (axes.xaxis, axes.yaxis) for label in (tick.label2.get_text() for tick in axis.get_major_ticks())}
    marked = sorted(text for text in drawing.marks["text"] if text)
    assert sorted(set(printed)) == sorted(set(marked))
    assert all(printed.count(text) == marked.count(text) for text in set(printed) - ticks)


@every("en", "de")
def test_a_mark_has_a_meaning_a_rule_and_a_box_within_the_picture(lang, name):
    marks = drawings(lang)[name].marks
    assert (marks["meaning"] != "").all() and (marks["rule"] != "").all()
    assert ((marks["left"] < marks["right"]) & (marks["top"] < marks["bottom"])).all()
    assert marks[["left", "top", "right", "bottom"]].ge(0).all(axis=None) and marks[["left", "top", "right", "bottom"]].le(1).all(axis=None)


@every("en")
def test_claims_of_marks_are_claims_of_the_ledger_and_a_scale_has_none(lang, name):
    marks = drawings(lang)[name].marks
    known = set(made()["claims"]["claim_id"])
    assert {claim for cell in marks["claims"] for claim in cell.split(";") if claim} <= known
    assert (marks.loc[marks["rule"] == "scale of the axis", "claims"] == "").all()
    assert (marks.loc[marks["text"] == "", "claims"] != "").all(), "a point is a mark because of its claims"


@pytest.mark.parametrize("name", ["cumulative", "containers", "load"])
def test_each_claim_that_is_drawn_is_a_point(name):
    drawing = drawings("en")[name]
    points = {claim for cell in drawing.marks["claims"] for claim in cell.split(";")}
    assert set(drawing.data["claim_id"]) - {""} <= points


@every("en", "de")
def test_the_numbers_of_a_title_are_marks(lang, name):
    drawing = drawings(lang)[name]
    rest = drawing.title
    for text in sorted(filter(None, drawing.marks["text"]), key=len, reverse=True):
        rest = rest.replace(text, "")
    assert drawing.title and not re.search(r"\d", rest)


@every("en", "de")
def test_the_caption_holds_no_number(lang, name):
    assert not re.search(r"\d", drawings(lang)[name].caption)


@every("en")
def test_each_mark_with_claims_is_a_link_in_the_svg_that_says_what_it_is(lang, name, tmp_path):
    drawing = drawings(lang)[name]
    tree = ElementTree.parse(figures.save(drawing, tmp_path)[0])
    links = {link.get(LINK) for link in tree.iter("{http://www.w3.org/2000/svg}a")}
    first = {f"#claim-{cell.split(';')[0]}" for cell in drawing.marks["claims"] if cell}
    assert links == first
    titled = {group.get("id"): group.find(TITLE).text for group in tree.iter(GROUP) if group.find(TITLE) is not None}
    assert titled == {f"{name}-{place}": row.meaning for place, row in enumerate(drawing.marks.itertuples()) if row.claims}


@every("en")
def test_text_in_the_svg_is_text_and_none_begins_with_a_blank_that_a_reader_drops(lang, name, tmp_path):
    texts = ["".join(text.itertext()) for text in ElementTree.parse(figures.save(drawings(lang)[name], tmp_path)[0]).iter("{http://www.w3.org/2000/svg}text")]
    assert {text.strip() for text in drawings(lang)[name].marks["text"]} - {""} <= set(texts)
    assert [text for text in texts if text.strip(" ") != text] == []


def test_marks_are_saved_beside_the_picture_and_read_back_as_they_were(tmp_path):
    drawing = drawings("de")["cumulative"]
    figures.save(drawing, tmp_path)
    assert tables.read("marks", tmp_path / "cumulative.marks.csv").equals(drawing.marks)


def luminance(colour) -> float:
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


@every("en")
def test_text_is_large_enough_and_stands_out_from_white(lang, name):
    for text in drawings(lang)[name].figure.findobj(Text):
        if text.get_text():
            assert text.get_fontsize() >= 6.5, text.get_text()
            assert 1.05 / (luminance(text.get_color()) + 0.05) >= 4.5, text.get_text()


def test_figures_that_stand_side_by_side_are_of_one_size():
    sizes = {name: tuple(drawings("en")[name].figure.get_size_inches() * 25.4) for name in NAMES[1:7]}
    assert all(size == pytest.approx((HALF_MM, HALF_HEIGHT_MM)) for size in sizes.values()), sizes
