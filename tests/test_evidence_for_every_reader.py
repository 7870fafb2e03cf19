"""The page of evidence for whoever reads it: by keyboard, on a small screen, on paper, without a script, with a screen reader. Skips without Chromium."""

import io

import pytest
from pypdf import PdfReader

from tests.evidence_pages import ROWS, SPOKEN, chromium, claim, column, count, editions, page, screen  # noqa: F401 fixtures among them



def test_by_keyboard_alone_everything_is_reached_seen_and_left_again(page, editions):
    made, address = editions["en"]
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip" and page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    seen, unseen = [], []
    for _ in range(60):
        page.keyboard.press("Tab")
        name, outlined = page.evaluate("[(document.activeElement.name || document.activeElement.innerText), getComputedStyle(document.activeElement).outlineStyle]")
        if page.evaluate("document.activeElement === document.body"):
            break
        seen.append(name)
        unseen += [name] if outlined == "none" else []
    assert unseen == []
    assert seen[:1] == ["origin"] and {"search", "Number", *made["claims"]["claim_id"]} <= set(seen) and page.evaluate("document.activeElement === document.body")
    page.locator("[name=search]").focus()
    page.keyboard.type("ukrinform")
    assert set(column(page, 2)) == {"Kyiv"}
    page.locator(f"{ROWS} button").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".more").count() == 1
    page.keyboard.press("Space")
    assert page.locator(".more").count() == 0


def test_the_first_of_a_claims_links_in_a_figure_takes_the_keyboard(page, editions):
    page.goto(editions["en"][1])
    links = page.locator("#figure-cumulative a")
    assert [link.get_attribute("tabindex") for link in links.all()] == [None, "-1", None]
    links.first.focus()
    page.keyboard.press("Enter")
    page.locator(f"#more-{editions['en'][0]['claims']['claim_id'].iloc[0]}").wait_for()


@pytest.mark.parametrize("name", ["en", "de", "hostile"])
def test_at_360_pixels_nothing_has_to_be_scrolled_sideways(page, editions, name):
    made, address = editions[name]
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{address}#claim-{made['claims']['claim_id'].iloc[0]}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    wider = "[...document.querySelectorAll('#claims *, h1, figcaption')].filter(e => e.getBoundingClientRect().right > 360).map(e => e.outerHTML)"
    assert page.evaluate(wider) == []
    assert page.locator("th[data-sort=number] button").is_visible()


def test_on_paper_stand_all_claims_with_their_sentences_and_no_controls(page, editions):
    made, address = editions["en"]
    page.goto(f"{address}#claim-{made['claims']['claim_id'].iloc[0]}")
    text = " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages).split())
    assert [shown for shown in made["claims"]["claim_id"] if shown not in text] == []
    assert text.count("“A sentence.”") == sum(made["claims"]["evidence"] == "A sentence.") and SPOKEN in text
    page.emulate_media(media="print")
    assert not any(page.locator(part).first.is_visible() for part in ("form", ".skip", "#pager", "summary"))
    page.emulate_media(media="screen")
    page.locator(f"{ROWS}:last-child").nth(len(made["claims"]) - 2).wait_for()
    assert page.locator(".more").count() == 1


def test_without_a_script_the_plain_table_has_every_claim_with_its_sentence(chromium, editions):
    made, address = editions["en"]
    context = chromium.new_context(java_script_enabled=False)
    page, last = context.new_page(), made["claims"]["claim_id"].iloc[-1]
    page.goto(f"{address}#claim-{last}")
    assert page.locator(".plain tbody tr q").all_inner_texts() == made["claims"]["evidence"].to_list()
    assert page.locator(f"#claim-{last}").is_visible() and not page.locator("form").is_visible()
    context.close()


@pytest.mark.parametrize(
    ("lang", "heads", "told"),
    [
        ("en", ["Claim", "Origin", "What", "Number", "Hedge", "Grade", "Said on"], "11 of 11 claims"),
        ("de", ["Aussage", "Quelle", "Was", "Zahl", "Vorbehalt", "Note", "Gesagt am"], "11 von 11 Aussagen"),
    ],
)  # fmt: skip
def test_page_and_parts_say_their_language_and_their_names(page, editions, lang, heads, told):
    made, address = editions[lang]
    page.goto(f"{address}#claim-{made['claims']['claim_id'].iloc[0]}")
    assert page.evaluate("document.documentElement.lang") == lang
    assert page.locator("th[role=columnheader]").all_inner_texts() == heads and count(page) == told
    assert page.get_by_role("table").get_attribute("aria-describedby") == "count" and page.locator("#count[role=status][aria-live=polite]").count() == 1
    assert page.locator(".reasons dd > span").first.get_attribute("lang") == "en"
    assert page.evaluate("[...document.querySelectorAll('input, select')].filter(e => !e.labels.length).length") == 0
    assert page.get_by_role("group", name={"en": "Figure 1", "de": "Abbildung 1"}[lang]).count() == 2
    levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3')].map(e => e.tagName).join(' ')")
    assert levels == "H1 H2 H2"


CONTRAST = """() => {
  const light = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, place) => sum + v * [0.2126, 0.7152, 0.0722][place], 0);
  const behind = e => { while (e && /, 0\\)$|transparent/.test(getComputedStyle(e).backgroundColor)) e = e.parentElement; return e ? getComputedStyle(e).backgroundColor : 'rgb(255, 255, 255)'; };
  const texts = [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()));
  const faint = texts.filter(e => !e.disabled && !e.closest('.picture')).map(e => {
    const style = getComputedStyle(e);
    const [a, b] = [light(e.closest('svg') ? style.fill : style.color), light(behind(e))].sort((x, y) => y - x);
    return [(a + 0.05) / (b + 0.05), e.outerHTML.slice(0, 80)];
  });
  return [faint.length, faint.filter(([ratio]) => ratio < 4.5)];
}"""


def test_every_text_stands_out_from_its_ground(page, editions):
    made, address = editions["en"]
    page.goto(f"{address}#claim-{claim(made, copies='z:10-56:11')}")
    looked_at, faint = page.evaluate(CONTRAST)
    assert looked_at > 80 and faint == []
