"""Where the words of a figure stand: apart from each other, inside the picture, as far from each other as they need."""

import pandas as pd
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from analysis import figures
from analysis.figures.axes import date_axis
from analysis.figures.canvas import Canvas, wrapped
from analysis.figures.placing import apart
from analysis.figures.runs import Number, plain
from analysis.figures.style import styled
from analysis.typeface import advance
from analysis.wording import Words
from tests import briefs, ledgers
from tests.ledgers import TOPIC, VOCABULARY

LANGUAGES = ("en", "de")


@pytest.mark.parametrize("last", ["2022-02-01", "2022-10-15", "2022-12-31", "2024-05-01", "2025-05-31", "2026-01-10", "2033-01-01"])
@pytest.mark.parametrize("width", [82, 170])
def test_the_months_below_an_axis_leave_room_for_each_other(last, width):
    with styled():
        canvas = Canvas("any", width, 60)
        axes = canvas.axes(left=18, right=60, bottom=13)
        date_axis(canvas, axes, ["2022-01-10", last], Words(VOCABULARY, "de"))
        marks = canvas.drawing(pd.DataFrame(), "", "").marks
    assert len(marks) >= 1 and (marks["right"].to_numpy()[:-1] < marks["left"].to_numpy()[1:]).all()


@examples(st.lists(st.floats(0, 200), min_size=1, max_size=30).map(sorted), st.floats(1, 12))
def test_labels_stand_apart_in_their_order_and_inside_the_axes(places, gap):
    found = apart(places, gap, 0, 200)
    kept = min(gap, 200 / max(1, len(places) - 1))
    assert len(found) == len(places)
    assert all(later - earlier >= kept - 1e-6 for earlier, later in zip(found, found[1:], strict=False))
    assert -1e-6 <= found[0] and found[-1] <= 200 + 1e-6


@examples(st.lists(st.floats(0, 200), min_size=1, max_size=12, unique=True).map(sorted))
def test_labels_with_room_stay_where_they_are(places):
    if all(later - earlier >= 1 for earlier, later in zip(places, places[1:], strict=False)):
        assert apart(places, 1, 0, 200) == pytest.approx(places)


@pytest.mark.parametrize("changes", [briefs.STORY[:1], briefs.STORY], ids=["one claim", "a story"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_texts_overlap_and_none_leaves_the_figure(changes, lang):
    for drawing in briefs.drawn(briefs.given(changes, lang), lang):
        name = drawing.name
        boxes = text_boxes(drawing)
        close = [(one, other) for place, (one, here) in enumerate(boxes) for other, there in boxes[place + 1 :] if overlap(here, there)]
        assert name == "sources" or not close, f"{name}: {close}"
        assert [text for text, box in boxes if min(box.x0, box.y0) < -1 or box.x1 > drawing.figure.bbox.x1 + 1 or box.y1 > drawing.figure.bbox.y1 + 1] == [], name


def text_boxes(drawing: figures.Drawing) -> list:
    with styled():
        renderer = FigureCanvasAgg(drawing.figure).get_renderer()
        drawing.figure.draw(renderer)
        return [(text.get_text(), text.get_window_extent(renderer)) for text in drawing.figure.findobj(Text) if text.get_text()]


def overlap(one, other) -> bool:
    """By more than a hair, since a line's descenders may touch the next one's accents."""
    return min(one.x1, other.x1) - max(one.x0, other.x0) > 0.5 and min(one.y1, other.y1) - max(one.y0, other.y0) > 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_longest_label_beside_the_axes_has_its_room(lang):
    told = ({"origin": "Western-anonymous", "low": 1e6, "high": 1e6}, {"origin": "ship-tracking", "item": "container", "unit": "container", "low": 1e4, "high": 1e4})
    drawing = figures.load(ledgers.claims(*told), TOPIC, VOCABULARY, lang)
    assert all(box.x1 <= drawing.figure.bbox.x1 + 1 for _, box in text_boxes(drawing))


@examples(st.lists(st.one_of(st.text("ab ", min_size=1, max_size=12), st.sampled_from(("1\u00a0million", "28,000"))), min_size=1, max_size=9), st.floats(20, 200))
def test_a_title_breaks_at_blanks_only_loses_nothing_and_keeps_to_its_width(texts, width):
    runs = [Number(text, 1.0, "round", "a number", "a rule") if text[0].isdigit() else text for text in texts]
    lines = wrapped(runs, width, 7, "normal")
    assert "".join(map(plain, lines)).replace(" ", "") == plain(runs).replace(" ", "")
    assert [run for line in lines for run in line if isinstance(run, Number)] == [run for run in runs if isinstance(run, Number)]
    for line in lines:
        assert advance(plain(line).rstrip(), 7, "normal") <= width + 1 or " " not in plain(line).strip()
