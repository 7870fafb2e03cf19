"""The page of evidence in a real browser: filtered, sorted, opened, linked to, printed, by keyboard and without a script.

Needs Debian's Chromium and skips without it. Nothing here measures time: of ten thousand claims the rows are counted.
"""

import io
import re
import shutil
from dataclasses import fields
from pathlib import Path

import pytest
from pypdf import PdfReader

from analysis import tables
from analysis.brief import evidence
from analysis.brief.saved import Picture
from tests import briefs
from tests.briefs import AS_OF, STORY, TOPIC, VOCABULARY

CHROMIUM = shutil.which("chromium")
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
HOSTILE = "#set page(1pt) $x^2$ </script><script>alert(1)</script> <img src=x onerror=alert(1)> \"' onfocus=alert(1) javascript:alert(1) \u202egnp.exe"
SHOWN = HOSTILE.replace("\u202e", "[U+202E]")
ROWS = "#table > tbody > tr:first-child"
SPOKEN = "North Korea sent one million shells, NIS said."
MARKED = STORY[0] | {"start": 10, "end": 10 + len(SPOKEN), "evidence": SPOKEN, "spans": '{"quantity": [27, 38], "claimant": [47, 50]}'}
# One claim in two reports, and one that retells it with another number.
STORIES = (
    MARKED, *STORY[1:], MARKED | {"doc_id": "z", "published": "2023-11-02"}, MARKED | {"doc_id": "zz", "bound": "exact", "high": 1e6, "published": "2023-11-03"},
)  # fmt: skip


def picture(made: dict) -> Picture:
    """A figure drawn by hand, whose points lead to the first claim and to the second."""
    one, two = made["claims"]["claim_id"][:2]
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 480 200"><defs><circle id="dot" r="9"/></defs>'
        f'<a xlink:href="#claim-{one}"><use xlink:href="#dot" x="100" y="100" style="fill: #0072b2"/></a><a xlink:href="#claim-{one}"><text x="120" y="90">Seoul</text></a>'
        f'<a xlink:href="#claim-{two}"><use xlink:href="#dot" x="300" y="100"/></a></svg>'
    )
    said = {"name": "cumulative", "svg": svg, "csv": "date,low\n2023-11-01,1\n", "caption": "Each mark is a statement.", "alternative": "Seoul: one million."}
    return Picture(**{field.name: said.get(field.name, "") for field in fields(Picture)})


def written(folder: Path, made: dict, lang: str = "en") -> str:
    """The address of the page of these tables, as the PDF beside it names it."""
    folder.mkdir(parents=True)
    (folder / "evidence.html").write_text(evidence.page(made, [picture(made)], TOPIC, VOCABULARY, AS_OF, lang), encoding="utf-8")
    return (folder / "evidence.html").as_uri()


@pytest.fixture(scope="module")
def editions(tmp_path_factory) -> dict:
    """Tables and address by language, and of an edition all of whose outside text is hostile."""
    folder, made = tmp_path_factory.mktemp("editions"), {lang: briefs.given(STORIES, lang, {"z": {"publisher": "The Copy"}}) for lang in ("en", "de")}
    changes = tuple(change | {"chain": f"{HOSTILE};{HOSTILE}", "evidence": HOSTILE, "period_text": HOSTILE} for change in STORY)
    cells = {"publisher": HOSTILE, "title": HOSTILE, "url": "javascript:alert(1)"}
    made["hostile"] = briefs.given(changes, reports={change["doc_id"]: cells for change in changes})
    hostile = {"sentence": HOSTILE, "differs": HOSTILE, "kind": "tension", "origin": "Kyiv", "claims": ";".join(made["hostile"]["claims"]["claim_id"])}
    made["hostile"] |= {"conflicts": tables.frame("conflicts", [hostile])}
    return {name: (given, written(folder / name, given, "de" if name == "de" else "en")) for name, given in made.items()}


@pytest.fixture(scope="module")
def chromium():
    if not CHROMIUM:
        pytest.skip("needs Chromium (Debian: apt-get install chromium), which is not here")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def screen(chromium):
    """One page, with all that it complains of, asks for and pops up."""
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(10_000)
    page.heard = []
    page.on("console", lambda message: page.heard.append(message.text))
    page.on("pageerror", lambda error: page.heard.append(str(error)))
    page.on("dialog", lambda dialog: (page.heard.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: None if request.url.startswith("file:") and "evidence.html" in request.url else page.heard.append(request.url))
    return page


@pytest.fixture
def page(screen):
    """The page at the width of a desk; nothing may have been complained of when the test is over."""
    screen.heard.clear()
    screen.set_viewport_size({"width": 1280, "height": 900})
    screen.goto("about:blank")
    screen.heard.clear()
    yield screen
    assert screen.heard == []


def column(page, number: int) -> list[str]:
    return page.locator(f"{ROWS} > :nth-child({number})").all_inner_texts()


def claim(made: dict, **cells) -> str:
    """The id of the first claim with these cells."""
    rows = made["claims"]
    for name, value in cells.items():
        rows = rows[rows[name] == value]
    return rows["claim_id"].iloc[0]


def count(page) -> str:
    return page.locator("#count").inner_text()


# Filters, order, address


@pytest.mark.parametrize(
    ("field", "value", "number", "shown"),
    [
        ("origin", "Kyiv", 2, {"Kyiv"}), ("item", "container", 3, {"Containers"}), ("hedge", "denied", 5, {"denied"}), ("search", "open source", 2, {"Ship trackers"}),
        ("from", "2025-11-14", 7, {"14 Nov 2025"}), ("to", "2023-10-17", 7, {"17 Oct 2023"}),
    ],
)  # fmt: skip
def test_a_filter_chooses_counts_and_stands_in_the_address(page, editions, field, value, number, shown):
    made, address = editions["en"]
    page.goto(address)
    control = page.locator(f"form [name={field}]")
    control.select_option(value) if field in ("origin", "item", "hedge") else control.fill(value)
    assert set(column(page, number)) == shown
    assert count(page) == f"{len(column(page, 1))} of {len(made['claims'])} claims"
    page.goto(page.url)
    assert set(column(page, number)) == shown and control.input_value() == value
    page.locator("button[type=reset]").click()
    page.wait_for_function("location.search === ''")
    assert len(column(page, 1)) == len(made["claims"])


def test_a_kind_is_chosen_with_what_it_is_a_kind_of(page, editions):
    page.goto(f"{editions['en'][1]}?item=weapons&from=2023-10-17&to=2023-10-17")
    assert column(page, 3) == ["Weapons"]
    page.goto(f"{editions['en'][1]}?item=nonsense&sort=nonsense&order=nonsense&from=nonsense")
    assert len(column(page, 1)) == len(editions["en"][0]["claims"])


@pytest.mark.parametrize(
    ("head", "number", "key"), [("claim", 1, str), ("origin", 2, str), ("item", 3, str), ("hedge", 5, str), ("grade", 6, str)],
)  # fmt: skip
def test_a_click_on_a_head_sorts_and_another_turns_the_order_round(page, editions, head, number, key):
    page.goto(editions["en"][1])
    button = page.locator(f"th[data-sort={head}] button")
    for name, turned in (("ascending", False), ("descending", True)):
        button.click()
        said = [text for text in column(page, number) if text]
        assert said == sorted(said, key=str.casefold, reverse=turned) and len(set(said)) > 1
        assert page.locator(f"th[data-sort={head}]").get_attribute("aria-sort") == name
    assert page.locator("[aria-sort=none]").count() == 6
    page.goto(page.url)
    assert page.locator(f"th[data-sort={head}]").get_attribute("aria-sort") == "descending"


def test_numbers_and_days_sort_by_value_and_what_is_not_said_stands_last_both_ways(page, editions):
    made, address = editions["en"]
    order = made["claims"].set_index("claim_id")
    for query, name in (("sort=number", "low"), ("sort=date", "stated")):
        for turn, descending in (("", False), ("&order=descending", True)):
            page.goto(f"{address}?{query}{turn}")
            values = [order.loc[shown, name] for shown in column(page, 1)]
            said = [value for value in values if value == value]
            assert said == sorted(said, reverse=descending) and values[: len(said)] == said


# A claim opened


def test_an_opened_claim_tells_all_that_is_known_of_it(page, editions):
    made, address = editions["en"]
    lead, retelling = claim(made, copies="z:10-56:11"), made["claims"].query("repeats != ''")["claim_id"].iloc[0]
    page.goto(address)
    button = page.get_by_role("button", name=lead)
    button.click()
    assert button.get_attribute("aria-expanded") == "true"
    more = page.locator(f"#more-{lead}")
    assert more.locator("q").inner_text() == SPOKEN and more.locator("q").get_attribute("lang") == "en"
    assert more.locator("mark").all_inner_texts() == ["one million", "NIS"]
    assert more.get_by_role("img").get_attribute("aria-label") == "The way of this claim into print: Seoul → NIS → a lawmaker → Yonhap"
    said = {part.get_attribute("class"): part.inner_text() for part in more.locator("dl > div").all()}
    assert "floor 950,000 rounds" in said["bounds"] and "takes part in the ranges" in said["bounds"]
    assert "The Copy, A report" in said["copies"] and retelling in said["retold"] and "not reviewed yet" in said["review"]
    assert "claims.csv: low of" in said["numbers"] and "at least" in said["estimates"] and re.search(r"\b[0-9a-f]{12}$", said["digest"])
    assert more.locator(".report a").get_attribute("href") == "https://example.org/report?a=1&b=2"
    more.get_by_role("link", name=retelling).click()
    assert page.locator(f"#more-{retelling} .conflicts").inner_text().count(lead) == 1
    button.click()
    assert button.get_attribute("aria-expanded") == "false" and more.count() == 0


def test_the_address_that_the_pdf_uses_opens_the_claim_and_brings_it_into_view(page, editions):
    made, address = editions["en"]
    wanted = made["claims"]["claim_id"].iloc[-1]
    page.goto(f"{address}#claim-{wanted}")
    assert page.locator(f"#more-{wanted}").is_visible()
    assert page.evaluate("document.activeElement.textContent") == wanted
    assert page.evaluate(f"document.getElementById('claim-{wanted}').getBoundingClientRect().top < innerHeight")


def test_a_linked_claim_is_shown_though_a_filter_would_hide_it_until_the_filter_is_changed(page, editions):
    made, address = editions["en"]
    hidden, seen = claim(made, origin="Moscow"), claim(made, origin="Kyiv")
    page.goto(f"{address}?origin=Kyiv#claim-{hidden}")
    assert column(page, 1)[0] == hidden and set(column(page, 2)[1:]) == {"Kyiv"} and page.locator(f"#more-{hidden}").is_visible()
    assert count(page).endswith("although the filters do not choose it.") and page.url.endswith(f"?origin=Kyiv#claim-{hidden}")
    page.locator("[name=hedge]").select_option("flat")
    assert set(column(page, 2)) == {"Kyiv"} and page.url.endswith("?origin=Kyiv&hedge=flat")
    page.goto(f"{address}?origin=Kyiv#claim-{seen}")
    page.locator("th[data-sort=date] button").click()
    assert page.url.endswith(f"?origin=Kyiv&sort=date#claim-{seen}")


@pytest.mark.parametrize("hash", ["C-{}", "claim-C-00000000", "claim-<script>", "claims"])
def test_an_address_that_names_no_claim_opens_none(page, editions, hash):
    made, address = editions["en"]
    page.goto(f"{address}#{hash.format(made['claims']['claim_id'].iloc[0][2:])}")
    assert len(column(page, 1)) == len(made["claims"]) and page.locator(".more").count() == 0


def test_points_of_a_figure_lead_to_their_claims_even_twice(page, editions):
    made, address = editions["en"]
    one, two = made["claims"]["claim_id"][:2]
    page.goto(address)
    for wanted in (one, two):
        page.locator(f"#figure-cumulative a[href='#claim-{wanted}']").first.click()
        assert page.locator(f"#more-{wanted}").is_visible()
    page.get_by_role("button", name=two).click()
    page.locator(f"#figure-cumulative a[href='#claim-{two}']").click()
    assert page.locator(f"#more-{two}").is_visible()


# By keyboard, on a small screen, on paper, without a script, with a screen reader


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
    assert page.locator(f"#more-{editions['en'][0]['claims']['claim_id'].iloc[0]}").is_visible()


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
    page.wait_for_function("document.querySelectorAll('.more').length === 1")


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


# Hostile text, many claims


def test_hostile_text_shows_as_text_everywhere_and_is_never_obeyed(page, editions):
    made, address = editions["hostile"]
    first = made["claims"]["claim_id"].iloc[0]
    page.goto(f"{address}#claim-{first}")
    more = page.locator(f"#more-{first}")
    assert more.locator("q").inner_text() == SHOWN
    assert more.locator(".report").inner_text().count(SHOWN) == 2 and SHOWN in more.locator(".conflicts").inner_text()
    assert more.locator(".chain text").all_inner_texts()[-1].endswith("[U+202E]gnp.exe")
    assert page.locator("img, iframe, object").count() == 0 and page.locator("script").count() == 2
    assert page.evaluate("[...document.querySelectorAll('a')].filter(e => !/^#|^https?:/.test(e.getAttribute('href'))).length") == 0
    assert page.evaluate("[...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).filter(a => /^on|^style$/.test(a.name)).length") == 0
    page.locator("[name=search]").fill("</script><script>alert(1)")
    assert len(column(page, 1)) == len(made["claims"])


def test_the_policy_lets_nothing_run_or_load_that_is_not_the_pages_own(page, editions):
    page.goto(editions["en"][1])
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=\"https://example.org/x.png\" onerror=\"alert(1)\"><p style=\"color: red\" onclick=\"alert(1)\">x</p>')")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: 'alert(1)'}))")
    page.locator("p").last.click()
    assert len(page.heard) >= 4 and all("Content Security Policy" in said for said in page.heard)
    page.heard.clear()


@pytest.fixture(scope="module")
def many(editions, tmp_path_factory) -> tuple[list[str], str]:
    """Ids and address of a ledger of ten thousand claims."""
    made = editions["en"][0]
    first = made["claims"].to_dict("records")
    rows = [first[number % len(first)] | {"claim_id": f"C-{number * 2654435761 % 2**32:08x}"} for number in range(10_000)]
    ledger = made | {"claims": tables.frame("claims", rows)}
    return [row["claim_id"] for row in rows], written(tmp_path_factory.mktemp("many") / "edition", ledger)


def test_of_ten_thousand_claims_a_page_of_rows_is_drawn_and_the_others_are_found(page, many):
    ids, address = many
    page.goto(address)
    assert page.locator("#table > tbody").count() == 500 and page.evaluate("document.getElementsByTagName('*').length") < 10_000
    assert count(page) == "10,000 of 10,000 claims" and page.locator("#pager span").inner_text() == "page 1 of 20"
    page.get_by_role("button", name="Next page").click()
    assert column(page, 1) == ids[500:1000]
    page.locator("[name=search]").fill(ids[-1])
    assert column(page, 1) == ids[-1:] and not page.locator("#pager").is_visible()


def test_a_link_to_a_claim_far_down_opens_the_page_of_rows_on_which_it_stands(page, many):
    ids, address = many
    page.goto(f"{address}#claim-{ids[9_700]}")
    assert page.locator(f"#more-{ids[9_700]}").is_visible() and page.locator("#table > tbody").count() == 500
    assert page.locator("#pager span").inner_text() == "page 20 of 20"
