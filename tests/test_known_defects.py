"""The defects that careful readers found in the reports of data/documents, each as the rows in which the package shows it.

The numbers are those of the readers' list. A row is looked for by its kind, the reports of its claims and what differs, never by ids of claims.
"""

import pytest
from ledgers import TOPIC, VOCABULARY, decisions

from analysis import documents
from analysis.clean import clean
from analysis.extract import facts_table
from analysis.quantify import quantify

# Number → rows, each: kind, the day and name by which its reports' ids begin and end, what differs.
SHOWN = {
    1: [("retelling", "nyt-en-bank seed-pakt", "claimant: ALLIED.IC → US.IC"), ("retelling", "nyt-en-bank moscowtimes-en-nine-million", "WEST.IC")],
    3: [("retelling", "nyt-en-bank inukraine-en-csis", "claimant: RUSI → CSIS; bound: at_most → at_least")],
    4: [
        ("contradiction", "2025-11-14-ntv-de-halved", "claimant: UA.HUR → SBU"),
        ("contradiction", "2024-02-29-echo-de-6700", "claimant: KR.MND → Außenminister"),
        ("retelling", "kbs-de-200-guns truppendienst-de-200", "claimant: KR.MND → KR.NIS"),
    ],
    5: [("retelling", "2025-04-16-ukrinform-de-osc tagtik-en-kida", "claimant: OSC → KIDA; low: 15809 → 15800")],
    7: [("circular", "yonhap-en-poor-quality kbs-de-msmt", "Seoul → MSMT")],
    9: [
        ("retelling", "lessentiel-de-nis-million ukrinform-de-nis-million", "bound: at_least → exact"),
        ("retelling", "kyodo-en-165000 kbs-de-165000-oil", "bound: at_least → exact"),
        ("retelling", "yonhap-en-10000 inukraine-en-csis", "bound: at_least → exact"),
        ("retelling", "kbs-de-200-guns truppendienst-de-200", "bound: at_least → exact"),
        ("retelling", "economictimes-en-kida tagtik-en-kida", "bound: at_least → exact"),
        ("retelling", "presseportal-de-fnf heute-de-fnf", "bound: at_most → about"),
        ("retelling", "watson-de-osc dw-de-58-million", "low: 4200000 → 5800000; bound: between → exact"),
    ],
    10: [("retelling", "chosunbiz-en-10m kbs-en-10m", "item: ammunition → ammunition.shell; bound: at_least → about")],
    11: [("retelling", "kbs-de-zelensky-million businessinsider-en-zelensky", "kind: delivery → plan")],
    12: [("retelling", "pravda-en-skibitskyi seed-pakt", "hedge: flat → alleged")],
    13: [
        ("retelling", "kbs-de-msmt oe24-de-msmt", "period_start: 2024-01-01 → none"),
        ("retelling", "kbs-de-msmt kbs-en-9m-since-2023", "period_start: 2024-01-01 → 2023-01-01"),
    ],
    14: [
        ("retelling", "2025-04-16-ukrinform-de-osc 112ua-de-osc", "bound: about → at_least; period_start: 2023-09-01 → 2023-08-01"),
        ("retelling", "watson-de-osc 2025-04-16-ukrinform-de-osc", "4200000–5800000 → 4000000–6000000"),
    ],
    15: [("contradiction", "euromaidan-en-six-million wallstreetonline-de-13000", "period_start: 2022-07-01 → 2023-08-01")],
    16: [
        ("retelling", "echo-de-6700 kbs-de-6700-containers", "period_start: 2023-09-01 → 2023-08-26"),
        ("retelling", "echo-de-6700 cnn-en-6700", "period_start: 2023-09-01 → 2023-08-01"),
    ],
    17: [("retelling", "censor-en-35 liga-en-35", "period_start: none → 2024-01-01")],
    18: [("contradiction", "liga-en-half-duds ntv-de-halved", "period_start: none → 2023-01-01")],
    19: [
        ("contradiction", "kbs-de-fifty-missiles marketscreener-de-debris", "period_start: 2022-02-24 → 2023-12-30"),
        ("contradiction", "kbs-de-fifty-missiles kbs-de-icuv", "number: 49 by 2024-03-14 > 21"),
    ],
    22: [
        ("retelling", "cnn-en-6700 dieposaune-de-3-million", "kind: capacity → delivery"),
        ("retelling", "koreaherald-en-13000 euromaidan-en-six-million", "kind: capacity → delivery"),
        ("retelling", "cnn-en-6700 echo-de-6700", "kind: capacity → delivery"),
        ("contradiction", "t-online-de-five-million nv-en-direction", "kind: delivery → capacity"),
    ],
    23: [("retelling", "cnn-en-6700 rbc-en-6700-and", "item: ammunition.rocket.122mm → ammunition.shell.122mm")],
    24: [("retelling", "marketscreener-de-debris prosieben-de-debris", "kind: use → delivery")],
    26: [("contradiction", "economictimes-en-kida presseportal-de-fnf", "20000000000 by 2025-05-05 > 9800000000")],
    29: [
        ("retelling", "kyodo-en-165000 koha-de-165", "low: 165000 → 165"),
        ("retelling", "koreaherald-en-540m wuwenjie-en-myriad", "high: 540000000 → 5400000000"),
    ],
    30: [
        ("retelling", "wapo-en-explosives nv-en-direction", "supplier: KP → RU; recipient: RU → KP"),
        ("retelling", "menafn-en-28000 informat-de-28000", "item: ammunition.shell.152mm → artillery"),
        ("contradiction", "ifp-en-hur-5m", "number"),
    ],
    31: [("contradiction", "inukraine-de-oil-tonnes osc-en-refined", "unit: 56000 tonne")],
    32: [("contradiction", "yonhap-en-oil-2023", "parts − total = -1 barrel")],
    34: [("contradiction", "yonhap-en-10000 echo-de-6700", "10000 > 6800 container")],
    35: [("contradiction", "wallstreetonline-de-13000", "load: 615.4 > 609.3")],
    36: [("contradiction", "wallstreetonline-de-13000", "personnel.soldier KP>RU on 2024-10-18: 10500 > 1550")],
}  # fmt: skip

READERS_ONLY = {
    2: "what a report leaves out cannot be seen in what it says: the place of an account is no column",
    6: "two men behind one share: neither name stands with the figure",
    8: "the two figures stand in reports that are not among the documents",
    20: "the second account has no number and no day that the record holds",
    21: "a statement without a figure is dated by its report",
    25: "both accounts count guns and launchers; the calibres are no items",
    27: "one report of the rice is among the documents",
    28: "what a quotation was about is no column",
    33: "that data name no country is a remark on method, not a claim",
    37: "no two of the figures for workers exclude each other: a total may have grown from one to the next",
    38: "accounts have no number, so no rule says that two reports mean one account",
}


@pytest.fixture(scope="module")
def ledger(root):
    reports = documents.read_folder(root / "data" / "documents")
    listed = documents.table(reports)
    claims = clean(facts_table(reports, VOCABULARY), listed, VOCABULARY, TOPIC, decisions()).claims
    return claims, quantify(claims, TOPIC, VOCABULARY, max(listed["published"])).conflicts


@pytest.mark.parametrize(("number", "kind", "reports", "differs"), [(number, *row) for number, rows in SHOWN.items() for row in rows])
def test_a_known_defect_is_a_row_of_conflicts(ledger, number, kind, reports, differs):
    claims, conflicts = ledger
    report_of = dict(zip(claims["claim_id"], claims["doc_id"]))
    rows = conflicts[(conflicts["kind"] == kind) & conflicts["differs"].str.contains(differs, regex=False)]
    told = [" ".join(report_of[claim] for claim in cell.split(";")) for cell in rows["claims"]]
    assert any(all(name in there for name in reports.split()) for there in told), (number, kind, reports, differs)


def test_a_meeting_that_a_report_names_is_confirmed_by_the_other_side(ledger):
    """Defect 39: the seed's visit of January 2024 stands in the words of both capitals."""
    claims, _ = ledger
    told = claims[(claims["doc_id"] == "2024-02-08-seed-pakt") & (claims["kind"] == "meeting")]
    assert dict(zip(told["period_start"], told["credibility_reason"]))["2024-01-01"] == "Moscow tells of it too"


def test_every_defect_is_shown_or_has_a_reason_why_only_a_reader_could_find_it():
    assert sorted([*SHOWN, *READERS_ONLY, 39]) == list(range(1, 40)) and len(SHOWN) >= 20
