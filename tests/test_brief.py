"""The brief: its numbers, and the PDF by pypdf, in two languages and when there is nothing to say."""

import json
import re

import pandas as pd
import pytest

from analysis import brief, tables
from analysis.brief import entries, selection
from analysis.brief.attachments import ATTACHED
from analysis.brief.runs import Setter
from analysis.brief.saved import NAMES
from analysis.provenance import digest
from analysis.wording import Words
from tests import briefs, ledgers, tagged
from tests.briefs import addresses, text_of
from tests.ledgers import TOPIC, VOCABULARY

LANGUAGES = ("en", "de")


@pytest.fixture(scope="module", params=LANGUAGES)
def edition(request, tmp_path_factory):
    """A written edition: language, tables, PDF, page."""
    folder = tmp_path_factory.mktemp(request.param)
    made = briefs.given(lang=request.param)
    pdf, page = briefs.write(folder, made, request.param)
    return request.param, made, pdf, page


def structure(node, kind: str) -> list:
    """Every element of that kind in the PDF's structure tree."""
    node = node.get_object()
    found = [node] if isinstance(node, dict) and node.get("/S") == kind else []
    children = node.get("/K", []) if isinstance(node, dict) else []
    for child in children if isinstance(children, list) else [children]:
        if isinstance(child.get_object(), dict):
            found += structure(child, kind)
    return found


# Numbers


def test_every_number_has_a_meaning_a_rule_and_a_text_in_the_language(edition):
    lang, made, _, _ = edition
    numbers = made["numbers"]
    assert numbers["number_id"].is_unique
    assert (numbers[["text", "meaning", "rule", "place"]] != "").all(axis=None)
    answer = numbers.set_index("number_id").loc["answer.low"]
    assert answer["text"] == {"en": "4.2 million", "de": "4,2 Millionen"}[lang]
    assert set(answer["claims"].split(";")) <= set(made["claims"]["claim_id"])


def test_numbers_is_pure_and_takes_the_judgements_numbers_as_they_are(edition):
    lang, made, _, _ = edition
    judged = made["numbers"][made["numbers"]["place"] == "judgement"]
    before = {name: table.copy() for name, table in made.items()}
    again = brief.numbers(made, judged, briefs.shown(made, lang), briefs.CELLS, TOPIC, VOCABULARY, briefs.AS_OF, lang)
    pd.testing.assert_frame_equal(again, made["numbers"])
    assert all(before[name].equals(made[name]) for name in made)


def test_bounds_of_counted_things_are_whole_numbers_and_others_keep_their_parts():
    voyages = [{"doc_id": place, "claimant": who, "item": "voyage", "unit": "voyage", "low": 49.0, "high": 49.0} for place, who in (("a", "OSC"), ("b", "UA.HUR"))]
    numbers = briefs.given((*voyages,))["numbers"].set_index("number_id")
    assert numbers.loc["estimate.KP_RU.voyage.voyage.supported.low", "text"] == "49"
    assert "to a whole number" in numbers.loc["estimate.KP_RU.voyage.voyage.supported.low", "rule"]


def test_a_number_that_was_said_to_the_last_unit_bounds_as_it_was_said():
    oil = {"item": "fuel.refined", "unit": "barrel", "supplier": "RU", "recipient": "KP", "low": 105845.0, "high": 105845.0, "bound": "exact"}
    told = tuple(oil | {"doc_id": place, "claimant": who} for place, who in (("a", "OSC"), ("b", "UA.HUR")))
    numbers = briefs.given(told)["numbers"].set_index("number_id")
    assert numbers.loc["estimate.RU_KP.fuel.refined.barrel.supported.low", "text"] == "105,845"


@pytest.mark.parametrize(
    ("differs", "counted"),
    [
        ("high: 3000 → none; bound: about → at_least", {"bound": 1}),
        ("high: none → 165000; bound: at_least → exact", {"bound": 1}),
        ("low: 649640 → none; bound: between → at_most", {"bound": 1}),
        ("low: 165000 → 165", {"number": 1}),
        ("low: 5 → none; high: none → 7; bound: at_least → at_most", {"number": 1, "bound": 1}),
        ("low: 5 → none; high: none → 5; bound: at_least → at_most", {"bound": 1}),
        ("kind: capacity → delivery; item: ammunition → ammunition.shell; period_end: none → 2024-06-14", {"kind": 1, "item": 1, "period": 1}),
    ],
)
def test_what_a_retelling_changed_is_counted_by_what_it_is(differs, counted):
    assert selection.retellings(pd.DataFrame({"kind": ["retelling"], "differs": [differs]})) == counted


def test_an_item_is_not_shown_beside_the_only_kind_of_it_that_says_the_same():
    ballistic = {"item": "missile.ballistic", "unit": "piece", "low": 100.0, "high": float("nan"), "bound": "at_least"}
    told = tuple(ballistic | {"doc_id": place, "claimant": who} for place, who in (("a", "OSC"), ("b", "UA.HUR")))
    more = {**ballistic, "item": "missile", "doc_id": "c", "claimant": "KR.NIS", "low": 150.0}
    for changes, items in ((told, ["missile.ballistic"]), ((*told, more), ["missile", "missile.ballistic"])):
        estimates = briefs.given(changes)["estimates"]
        assert [item for (_, item, _), _ in selection.compared(estimates, TOPIC, VOCABULARY) if item.startswith("missile")] == items


# The PDF


def test_the_pdf_is_archival_accessible_and_says_its_language_and_title(edition):
    lang, _, pdf, _ = edition
    raw = pdf.xmp_metadata.stream.get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in raw and "<pdfuaid:part>1</pdfuaid:part>" in raw
    assert pdf.trailer["/Root"]["/Lang"].split("-")[0] == lang
    assert pdf.metadata.title == TOPIC.title[lang]
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.metadata.creation_date.date().isoformat() == briefs.AS_OF


def test_a_brief_of_a_few_claims_has_two_to_four_pages(edition):
    assert 2 <= len(edition[2].pages) <= 4


def test_only_fonts_of_the_wheels_are_used(edition):
    fonts = {font["/BaseFont"].split("+")[-1] for page in edition[2].pages for font in (entry.get_object() for entry in page["/Resources"]["/Font"].values())}
    assert {re.split("[-,]", font.strip("/"))[0] for font in fonts} <= {"LibertinusSerif", "SourceSansPro", "DejaVuSans", "DejaVuSansMono"}


def test_the_attachments_are_the_tables_byte_for_byte(edition):
    _, made, pdf, _ = edition
    attached = {name: content[0].decode("utf-8") for name, content in pdf.attachments.items()}
    assert {name: attached[f"{name}.csv"] for name in ATTACHED} == {name: tables.csv_text(made[name]) for name in ATTACHED}
    assert {"parameters.json", "manifest.json", *(f"figure-{name}.csv" for name in NAMES)} <= attached.keys()
    parameters = json.loads(attached["parameters.json"])
    assert {name: digest(attached[name]) for name in parameters["sha256"]} == parameters["sha256"]


def test_a_description_for_machines_names_each_attached_file_and_each_report(edition):
    _, made, pdf, _ = edition
    told = {entity["@id"]: entity for entity in json.loads(pdf.attachments["ro-crate-metadata.json"][0])["@graph"]}
    others = pdf.attachments.keys() - {"ro-crate-metadata.json"}
    assert {part["@id"] for part in told["./"]["hasPart"]} == others and told["./"]["datePublished"] == briefs.AS_OF
    assert {name: told[name]["sha256"] for name in others} == {name: digest(pdf.attachments[name][0]) for name in others}
    assert {told[each["@id"]]["url"] for each in told["#edition"]["object"]} == set(made["documents"]["url"])
    assert told["ro-crate-metadata.json"]["conformsTo"]["@id"].startswith("https://w3id.org/ro/crate/")


def test_every_figure_has_an_alternative_text_written_from_its_data(edition):
    lang, made, pdf, _ = edition
    told = [figure.get("/Alt", "") for figure in structure(pdf.trailer["/Root"]["/StructTreeRoot"], "/Figure")]
    assert [drawing.alternative for drawing in briefs.drawn(made, lang) if drawing.name in NAMES and len(drawing.data)] == [text for text in told if text]


def test_headings_and_tables_are_tagged(edition):
    tree = edition[2].trailer["/Root"]["/StructTreeRoot"]
    assert len(structure(tree, "/H1")) == 1 and len(structure(tree, "/H2")) >= 7
    assert len(structure(tree, "/Table")) == 8 and len(structure(tree, "/TH")) >= 10


def test_no_digit_of_a_sentence_stands_outside_the_numbers_but_dates_and_ids(edition):
    """What the labels and the topic say by themselves holds no number."""
    allowed = re.compile(r"UTF-8|SHA-256")
    offenders = [key for key, row in VOCABULARY.by_key("labels").items() if re.search(r"\d", allowed.sub("", row["en"] + row["de"]))]
    assert offenders == []


def test_a_ledger_row_names_claimant_hedge_grade_report_day_and_leads_to_the_report(edition):
    lang, made, pdf, _ = edition
    text = text_of(pdf)
    claim = made["claims"][made["claims"]["doc_id"] == "c"].iloc[0]
    row = {"en": "Open Source Centre 4,200,000 – 5,800,000 artillery shells none B3 16 Apr 2025 The Paper both",
           "de": "Open Source Centre 4.200.000 – 5.800.000 Artilleriegranaten ohne B3 16.04.2025 The Paper beide"}[lang]  # fmt: skip
    assert f"{claim['claim_id']} {row}" in text
    assert briefs.REPORT["url"] in addresses(pdf)


@pytest.mark.parametrize(
    ("lang", "change", "said"),
    [
        ("en", {"item": "ammunition"}, "≥ 12 rounds of ammunition"), ("de", {"item": "ammunition"}, "≥ 12 Schuss Munition"),
        ("en", {"item": "container", "unit": "container"}, "≥ 12 containers"),
        ("en", {"item": "fuel.refined", "unit": "barrel"}, "≥ 12 barrels of refined oil products"), ("de", {"item": "fuel.refined", "unit": "barrel"}, "≥ 12 Barrel Ölprodukte"),
        ("en", {"item": "money.frozen_assets", "unit": "USD", "kind": "release"}, "≥ 12 US dollars of frozen assets, released"),
        ("en", {"item": "ammunition.shell", "unit": "tonne"}, "≥ 12 tonnes, artillery shells"),
        ("en", {"item": "missile", "unit": "piece", "evidence": "several dozen missiles", "start": 5, "spans": '{"quantity": [5, 18]}'}, "≥ 12 missiles, “several dozen”"),
        ("de", {"item": "missile", "unit": "piece", "evidence": "scores of missiles", "start": 0, "spans": '{"quantity": [0, 9]}'}, "≥ 12 Raketen, „scores of“"),
        ("de", {"evidence": "acht Millionen Granaten", "start": 0, "spans": '{"quantity": [0, 14]}'}, "≥ 12 Artilleriegranaten"),
    ],
)  # fmt: skip
def test_the_ledger_tells_a_number_with_what_it_counts_and_a_vague_one_in_its_own_words(lang, change, said):
    spans = change.get("spans", "")
    cells = {name: value for name, value in change.items() if name != "spans"}
    claim = ledgers.claims({"low": 12.0, "high": float("nan"), "bound": "at_least"} | cells).iloc[0].to_dict()
    row = {"number_id": f"{claim['claim_id']}.low", "value": 12.0, "unit": "", "text": "12", "place": "ledger", "meaning": "m", "rule": "r", "claims": ""}
    number, what = entries.told_in_short(Setter(tables.frame("numbers", [row]), pd.DataFrame({"claim_id": []}), Words(VOCABULARY, lang)), claim, spans)
    assert "".join(run.get("n", run.get("t")) for run in [*number, {"t": " "}, *what]).replace("\u00a0", " ") == said


def test_a_report_without_an_address_says_so(tmp_path):
    made = briefs.given(reports={"c": {"url": ""}}, lang="de")
    pdf, _ = briefs.write(tmp_path, made, "de")
    assert "The Paper (keine Webadresse)" in text_of(pdf)


@pytest.mark.parametrize(
    ("lang", "said", "never"),
    [
        ("en", ["The answer", "at least 4.2 million", "Judgements", "per cent", "Ledger", "14 November 2025", "Denials beside allegations", "Kremlin 17 Oct 2023 weapons"], "Prozent"),
        ("de", ["Die Antwort".upper(), "mindestens 4,2 Millionen", "Urteile", "Prozent", "Verzeichnis", "14. November 2025", "Dementis neben Behauptungen", "Kreml 17.10.2023 Waffen", "„rund“"], "per cent"),
    ],
)  # fmt: skip
def test_a_brief_reads_in_one_language(lang, said, never, tmp_path):
    text = text_of(briefs.write(tmp_path, briefs.given(lang=lang), lang)[0])
    assert [phrase for phrase in said if phrase.casefold() not in text.casefold()] == []
    assert never not in text


@pytest.mark.parametrize(
    ("lang", "said", "never"),
    [
        ("en", ["at least 500,000", "No judgement: asked for is at least 1 million, and the claims give 500,000", "J1 The answer above."], "very likely"),
        ("de", ["mindestens 500.000", "Kein Urteil: verlangt ist mindestens 1 Million, und die Aussagen ergeben 500.000", "J1 Die Antwort oben."], "sehr wahrscheinlich"),
    ],
)  # fmt: skip
def test_a_first_judgement_that_fails_says_in_the_answer_what_it_asks_for_and_no_likelihood(lang, said, never, tmp_path):
    told = tuple({"doc_id": place, "claimant": who, "low": 5e5, "high": float("nan"), "bound": "at_least"} for place, who in (("a", "OSC"), ("b", "UA.HUR")))
    text = text_of(briefs.write(tmp_path, briefs.given(told, lang), lang)[0])
    assert [phrase for phrase in said if phrase not in text] == []
    assert never not in text.partition("J2")[0]
    assert briefs.faults(tmp_path / "brief.pdf") == []


@pytest.mark.parametrize(("lang", "said"), [("en", "no claims yet"), ("de", "noch keine Aussagen")])
def test_an_edition_without_claims_is_a_valid_brief_that_says_so(lang, said, tmp_path):
    made = briefs.given((), lang, as_of="2022-01-01")
    pdf, page = briefs.write(tmp_path, made, lang, as_of="2022-01-01")
    assert not re.search(r"(?<![\d.,])0 (more|weitere|statements did|Angaben wurden)|: 0\)", text_of(pdf))
    assert said in text_of(pdf) and said in page.casefold().replace("aussagen", "Aussagen")
    assert 1 <= len(pdf.pages) <= 4


def test_a_figure_that_draws_nothing_is_attached_and_not_shown(tmp_path):
    pdf, _ = briefs.write(tmp_path, briefs.given(briefs.STORY[:4]))
    titles = {name: Words(VOCABULARY, "en")(f"figure.{name}.caption")[:40] for name in ("containers", "load", "oil", "independence")}
    assert {name for name, caption in titles.items() if caption in text_of(pdf)} == {"independence"}
    assert {"figure-containers.csv", "figure-load.csv"} <= pdf.attachments.keys()


def test_an_origin_is_said_to_draw_only_on_origins_that_are_shown(tmp_path):
    pdf, _ = briefs.write(tmp_path, briefs.given((briefs.STORY[1], briefs.STORY[1] | {"doc_id": "x", "claimant": "US.NSC", "low": 1e6})))
    assert "Washington" in text_of(pdf) and "Drawing on another" not in text_of(pdf)


@pytest.mark.parametrize(("lang", "said"), [("en", ["1 claim.", "no figure that two independent origins support"]), ("de", ["1 Aussage.", "keine Zahl, die zwei unabhängige Quellen stützen"])])
def test_one_claim_makes_a_brief(lang, said, tmp_path):
    pdf, _ = briefs.write(tmp_path, briefs.given(briefs.STORY[:1], lang), lang)
    assert [phrase for phrase in said if phrase not in text_of(pdf)] == []
    assert tagged.unlinked_numbers((tmp_path / "brief.pdf").read_bytes()) == []


@pytest.mark.parametrize(("lang", "heads"), [("en", ("Who denies", "Claimant")), ("de", ("Wer bestreitet", "Urheber"))])
def test_five_hundred_claims_break_across_pages_with_the_head_repeated(lang, heads, tmp_path):
    many = tuple(
        briefs.STORY[8] | {"doc_id": f"d{number:03}", "item": ("weapons", "missile", "drone")[number % 3], "claimant": ("RU.KREMLIN", "KP.MFA", "RU.MFA")[number // 3 % 3], "stated": f"{2023 + number % 2}-{number // 42 + 1:02}-{number // 2 % 21 + 1:02}"}
        for number in range(500)
    )  # fmt: skip
    made = briefs.given(many, lang, challenged=False)
    pdf, page = briefs.write(tmp_path, made, lang)
    for head in heads:
        pages = [place for place, sheet in enumerate(pdf.pages) if head in sheet.extract_text()]
        assert len(made["claims"]) >= 450 and len(pages) > 4 and pages == list(range(pages[0], pages[-1] + 1))
    assert tagged.unlinked_numbers((tmp_path / "brief.pdf").read_bytes()) == []
    assert page.count("<tr id=") == len(made["claims"])
