"""The page of evidence in a real browser: filtered, sorted, opened, linked to; hostile text and ten thousand claims.

Skips without Chromium. Nothing here measures time: of ten thousand claims the rows are counted.
"""

import re

import pytest

from analysis import tables
from tests.evidence_pages import ROWS, SHOWN, SPOKEN, chromium, claim, column, count, editions, page, screen, written  # noqa: F401 fixtures among them

# Filters, order, address


@pytest.mark.parametrize(
    ("field", "value", "number", "shown"),
    [
        ("origin", "Kyiv", 2, {"Kyiv"}), ("item", "container", 3, {"Containers"}), ("hedge", "denied", 5, {"denied"}), ("search", "reuters", 2, {"Ship trackers"}),
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
    page.locator(ROWS).nth(len(made["claims"]) - 1).wait_for()
    assert page.url == address


def test_kinds_of_a_thing_are_chosen_with_it(page, editions):
    page.goto(f"{editions['en'][1]}?item=ammunition")
    assert set(column(page, 3)) == {"Ammunition", "Artillery shells"}


def test_what_an_address_asks_for_and_the_page_does_not_have_is_not_heeded(page, editions):
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
    assert "floor 1 million rounds" in said["bounds"] and "takes part in the ranges" in said["bounds"]
    assert "The Copy, A report" in said["copies"] and retelling in said["retold"] and "not reviewed yet" in said["review"]
    assert "claims.csv: low of" in said["numbers"] and "at least" in said["estimates"] and re.search(r"\b[0-9a-f]{12}$", said["digest"])
    assert more.locator(".report a").get_attribute("href") == "https://example.org/report?a=1&b=2"
    more.locator(".retold").get_by_role("link", name=retelling).click()
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
        page.locator(f"#more-{wanted}").wait_for()
    page.get_by_role("button", name=two).click()
    page.locator(f"#figure-cumulative a[href='#claim-{two}']").click()
    page.locator(f"#more-{two}").wait_for()


# Hostile text, many claims


def test_hostile_text_shows_as_text_everywhere_and_is_never_obeyed(page, editions):
    made, address = editions["hostile"]
    first = made["claims"]["claim_id"].iloc[0]
    page.goto(f"{address}#claim-{first}")
    more = page.locator(f"#more-{first}")
    assert more.locator("q").inner_text() == SHOWN
    assert more.locator(".report").inner_text().count(SHOWN) == 2 and SHOWN in more.locator(".conflicts").inner_text()
    assert more.locator(".chain text").all_text_contents()[-1].endswith("[U+202E]gnp.exe")
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
    refused = [said for said in page.heard if said != "https://example.org/x.png"]
    assert len(refused) == 5 and all("Content Security Policy" in said for said in refused)
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
