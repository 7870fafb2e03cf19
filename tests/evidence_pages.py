"""Pages of evidence for tests in a real browser, Debian's Chromium: the editions that are looked at, and the browser as fixtures."""

import shutil
from dataclasses import fields
from pathlib import Path

import pytest

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
# One claim in two reports, one that retells it with another number, and one of what shells are a kind of.
STORIES = (
    MARKED, *STORY[1:], MARKED | {"doc_id": "z", "published": "2023-11-02"}, MARKED | {"doc_id": "zz", "bound": "exact", "high": 1e6, "published": "2023-11-03"},
    STORY[1] | {"doc_id": "y", "item": "ammunition", "low": 3e6, "high": 3e6, "stated": "2025-02-01"},
)  # fmt: skip


def picture(made: dict) -> Picture:
    """A figure drawn by hand, whose points lead to the first claim and to the second."""
    one, two = made["claims"]["claim_id"][:2]
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 480 200"><defs><circle id="dot" r="9"/></defs>'
        f'<a xlink:href="#claim-{one}"><use xlink:href="#dot" x="100" y="100" style="fill: #0072b2"/></a><a xlink:href="#claim-{one}"><text x="120" y="90">Seoul</text></a>'
        f'<a xlink:href="#claim-{two}"><use xlink:href="#dot" x="300" y="100"/></a></svg>'
    )
    said = {"name": "cumulative", "svg": svg, "csv": "date,low\n2023-11-01,1\n", "title": "Seoul speaks first", "caption": "Each mark is a statement.", "alternative": "Seoul: one million."}
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
