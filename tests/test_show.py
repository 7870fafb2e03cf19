"""The page that shows what was read: complete, escaped, and understood without colour or script."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import documents, show, vocabulary
from analysis.show import LAYERS, Span, amount, marked, page
from analysis.show_style import LINES, SWITCHED

GERMAN = "Moskau hat laut Kiew im Mai 2023 rund 40 Haubitzen aus Nordkorea erhalten.\n\nDas sagte der Minister."
HOSTILE = 'Russia received 40 <b onclick="x">shells</b> from North Korea & "<script>alert(1)</script>" \u202e\x07 </mark></div>'
# Elements without an end.
VOID = {"meta", "input"}


class Page(HTMLParser):
    """What a page holds: its open elements, identities, links and the words of its text."""

    def __init__(self, html: str):
        super().__init__()
        self.open, self.ids, self.links, self.loads, self.tags, self.words, self.labels = [], [], [], [], set(), "", []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        self.tags.add(tag)
        self.ids += [told["id"]] if "id" in told else []
        self.links += [told["href"]] if "href" in told else []
        self.loads += [name for name in told if name in ("src", "srcset", "data", "onclick")]
        self.open += [] if tag in VOID else [(tag, told.get("class", ""))]

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        classes = [name for _, name in self.open]
        if "label" in classes:
            self.labels.append(data)
        elif "text" in classes:
            self.words += data


def read(tmp_path, text: str, language: str) -> Page:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    return Page(page(documents.read_file(tmp_path / "a.txt", "2024-02-08", language), vocabulary.load()))


def test_the_page_holds_the_text_its_spans_with_labels_and_the_facts(tmp_path):
    shown = read(tmp_path, GERMAN, "de")
    assert " ".join(shown.words.split()) == " ".join(GERMAN.split()) and shown.open == []
    assert {"fact 1", "≈ 40", "artillery", "KP", "RU", "2023-05-01 to 2023-05-31", "delivery"} <= set(shown.labels)
    assert "fact-1" in shown.ids


def test_every_link_leads_to_a_place_on_the_page_and_nothing_is_loaded(tmp_path):
    shown = read(tmp_path, GERMAN, "de")
    assert shown.links and {link.removeprefix("#") for link in shown.links} <= set(shown.ids)
    assert len(set(shown.ids)) == len(shown.ids) and shown.loads == [] and not shown.tags & {"script", "link", "img", "iframe"}


def test_hostile_text_is_shown_and_not_obeyed(tmp_path):
    shown = read(tmp_path, HOSTILE, "en")
    assert "<script>alert(1)</script>" in shown.words and "[U+202E][U+0007]" in shown.words
    assert not shown.tags & {"script", "b"} and shown.loads == [] and shown.open == []


def test_a_report_without_facts_says_so(tmp_path):
    (tmp_path / "a.txt").write_text("Nothing happened.", encoding="utf-8")
    assert "No facts." in page(documents.read_file(tmp_path / "a.txt", None, "en"), vocabulary.load())


@given(
    text=st.text(min_size=1, max_size=40),
    places=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.sampled_from(LAYERS)), max_size=12),
)
def test_any_spans_are_marked_in_nested_elements_and_the_text_stays(text, places):
    spans = [Span(min(a, b), max(a, b), layer, f"<{layer}>") for a, b, layer in places if a != b and max(a, b) <= len(text)]
    html = marked(text, spans)
    shown = Page(f'<div class="text">{html}</div>')
    assert shown.words.replace("\r\n", "\n") == Page(f'<div class="text">{show._safe(text)}</div>').words
    assert shown.open == [] and len(shown.labels) == len(spans)


AMOUNTS = [
    ((3000.0, None, "at_least", "round", ""), "≥ 3,000 round"),
    ((None, 1.5, "at_most", "barrel", "day"), "≤ 1.5 barrel per day"),
    ((2.0, 4.0, "between", "", ""), "2–4"),
    ((7.0, 7.0, "about", "tonne", ""), "≈ 7 tonne"),
    ((None, None, "", "", ""), ""),
]


@pytest.mark.parametrize(("given_", "told"), AMOUNTS)
def test_an_amount_is_told_with_its_bound_and_unit(given_, told):
    assert amount(*given_) == told


def test_every_layer_has_a_line_of_its_own_and_a_switch():
    assert set(LAYERS) == set(SWITCHED) and set(LAYERS) | set(show.PARTS) == LINES.keys()
    lines = [line for name, (_, line) in LINES.items() if name in LAYERS and line != "none"]
    assert len(set(lines)) >= 5


def test_colours_are_dark_enough_on_white():
    def light(colour: str) -> float:
        parts = [int(part, 16) / 255 for part in re.findall("..", colour[1:])]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    assert {name: colour for name, (colour, _) in LINES.items() if 1.05 / (light(colour) + 0.05) < 4.5} == {}
