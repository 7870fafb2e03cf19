"""Every number of the PDF is a door: it stands in a link that leads to its row, and the row says where it comes from."""

import re

import pytest

from analysis import brief
from analysis.brief import attachments, text
from analysis.brief.runs import Setter
from analysis.wording import Words
from tests import briefs, tagged
from tests.briefs import addresses, links, text_of
from tests.ledgers import TOPIC, VOCABULARY

LANGUAGES = ("en", "de")
CALIBRE = {"doc_id": "k", "claimant": "KR.MND", "item": "ammunition.shell.152mm", "low": 3e6, "high": 3e6, "stated": "2025-07-13"}


@pytest.fixture(scope="module", params=LANGUAGES)
def edition(request, tmp_path_factory):
    """A written edition: language, tables, PDF opened, its bytes."""
    folder = tmp_path_factory.mktemp(request.param)
    made = briefs.given((*briefs.STORY, CALIBRE), lang=request.param)
    pdf, _ = briefs.write(folder, made, request.param)
    return request.param, made, pdf, (folder / "brief.pdf").read_bytes()


def test_no_digit_of_the_text_stands_outside_a_link(edition):
    assert tagged.unlinked_numbers(edition[3]) == []


def test_a_number_that_was_typed_into_the_text_is_found(edition, tmp_path, monkeypatch):
    """The test above can fail: a label with a number in it is a number without a door."""
    typed = {**VOCABULARY.by_key("labels")["rerun.text"], "en": "As 17 others did.", "de": "Wie 17 andere."}
    labels = [typed if row["key"] == "rerun.text" else row for row in VOCABULARY.rows("labels")]
    monkeypatch.setattr(briefs, "VOCABULARY", type(VOCABULARY)(VOCABULARY.files | {"labels": labels}))
    briefs.write(tmp_path, edition[1], edition[0])
    assert [re.sub(r"page \d+: ", "", line).strip() for line in tagged.unlinked_numbers((tmp_path / "brief.pdf").read_bytes())] in (["As 17 others did."], ["Wie 17 andere."])


def test_each_number_of_the_table_is_printed(edition):
    _, made, pdf, _ = edition
    printed = text_of(pdf)
    assert [row.number_id for row in made["numbers"].itertuples() if " ".join(row.text.split()) not in printed] == []


def test_every_number_of_a_figure_is_a_row_and_has_a_link_over_it(edition):
    lang, made, pdf, raw = edition
    marks = [mark for drawing in briefs.drawn(made, lang) if drawing.name in brief.NAMES for mark in drawing.marks.to_dict("records")]
    told = {row["text"] for row in marks if re.search(r"\d", row["text"])}
    assert told <= set(made["numbers"]["text"])
    inside = " ".join(" ".join(tagged.text_where(raw, lambda above: "/Figure" in above)).split())
    rest = inside
    for printed in sorted(told, key=len, reverse=True):
        rest = rest.replace(" ".join(printed.split()), " ")
    assert re.findall(r"\S*\d\S*", rest) == []


def test_every_link_inside_finds_its_page_and_every_other_leads_to_a_report_or_to_the_page_of_evidence(edition):
    _, made, pdf, _ = edition
    inside = [link for link in links(pdf) if "/Dest" in link]
    assert len(inside) > 100 and all(link["/Dest"].get_object()[0].get_object()["/Type"] == "/Page" for link in inside)
    pages = {f"evidence.html#claim-{claim}" for claim in made["claims"]["claim_id"]}
    assert addresses(pdf) - pages == {briefs.REPORT["url"], *(f"https://www.dni.gov/files/documents/ICD/ICD-{number}.pdf" for number in (203, 206))}
    assert len(addresses(pdf) & pages) > 5


def test_every_link_says_in_words_where_it_leads(edition):
    assert all(link.get("/Contents") for link in links(edition[2]))


def test_a_number_leads_to_a_claim_that_it_rests_on_or_to_the_table_that_its_rule_names(edition):
    lang, made, _, _ = edition
    setter = Setter(made["numbers"], made["claims"], Words(VOCABULARY, lang))
    files = {f"table-{name}" for name in (*brief.ATTACHED, "parameters", *(f"figures/{name}" for name in brief.NAMES))}
    for row in made["numbers"].to_dict("records"):
        door = setter.number(row["number_id"])
        if row["number_id"].startswith("method."):
            assert door["url"].startswith("https://")
        elif door["to"] == "method":
            assert row["place"] == "judgement" and row["claims"] == "", row["number_id"]
        else:
            assert door["to"] in (row["claims"].split(";") if row["claims"] else files), row["number_id"]


def test_a_row_names_the_cell_that_makes_it_and_the_digest_of_each_sentence(edition):
    numbers = edition[1]["numbers"].set_index("number_id")
    answer = numbers.loc["answer.low"]
    assert answer["cell"] == briefs.CELLS["estimates"]
    assert len(answer["sentences"].split(";")) == len(answer["claims"].split(";")) and re.fullmatch(r"[0-9a-f]{12}(;[0-9a-f]{12})*", answer["sentences"])


def test_a_row_of_the_ledger_names_its_rule_its_cell_and_its_sentence(edition):
    lang, made, pdf, _ = edition
    content = text.content(made, TOPIC, VOCABULARY, briefs.AS_OF, lang)
    rows = [row for group in content["ledger"]["groups"] for row in group["rows"]]
    assert all(row["rule"] and row["page"] == f"evidence.html#claim-{row['id']}" and re.fullmatch(r"[0-9a-f]{12}", row["sentence"]) for row in rows)
    assert {row["url"] for row in rows} == {briefs.REPORT["url"]}
    assert briefs.CELLS["claims"] in " ".join(run.get("n", run.get("t", "")) for run in content["ledger"]["intro"]) and text_of(pdf).count(rows[0]["sentence"]) == len(rows)


def test_all_digits_stand_in_a_column_and_the_magnitude_as_a_word_in_a_sentence(edition):
    lang, made, _, _ = edition
    told = made["numbers"].set_index("number_id")["text"]
    assert told["answer.low"] == {"en": "4.2 million", "de": "4,2 Millionen"}[lang]
    assert told["estimate.KP_RU.ammunition.shell.round.supported.low"] == {"en": "4,200,000", "de": "4.200.000"}[lang]


def test_what_is_attached_is_listed_and_every_table_is_among_it(edition):
    _, made, pdf, _ = edition
    assert {f"{name}.csv" for name in brief.ATTACHED} | {attachments.PARAMETERS, attachments.MANIFEST, "ro-crate-metadata.json"} <= pdf.attachments.keys()
    assert all(name in text_of(pdf) for name in pdf.attachments)
