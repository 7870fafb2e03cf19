"""evidence.html: the ledger as one self-contained page, each claim with the sentence that it rests on.

Takes the tables claims, facts and documents, gives HTML text. Nothing is loaded from anywhere, and the page forbids itself to
(Content-Security-Policy). Everything from a report is escaped; an address becomes a link only where a browser may open it.
"""

import json
from html import escape

import pandas as pd

from analysis import numerals
from analysis.brief.selection import Tables
from analysis.brief.entries import web_address
from analysis.topics import Topic
from analysis.typeface import visible
from analysis.vocabulary import Vocabulary
from analysis.wording import Words, capital, told_form

SPANS = ("quantity", "whole", "item", "period", "supplier", "recipient", "claimant", "cue", "hedge")
COLUMNS = ("claim", "sentence", "way", "grade")

STYLE = """
:root { color-scheme: light; --ink: #1d1d1d; --soft: #565656; --accent: #14476b; --line: #cfd6dc; --paper: #eef3f7; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 75rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: #fff; }
h1 { color: var(--accent); font-size: 1.6rem; line-height: 1.2; margin: 0.5rem 0; }
p { margin: 0.4rem 0; }
a { color: var(--accent); overflow-wrap: anywhere; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; font-size: 0.9rem; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { position: sticky; top: 0; background: #fff; color: var(--soft); }
th:nth-child(1) { width: 20%; } th:nth-child(2) { width: 38%; } th:nth-child(4) { width: 14%; }
tr:target { background: var(--paper); outline: 2px solid var(--accent); }
code { font-size: 0.85em; }
small { color: var(--soft); }
mark { color: inherit; background: none; border-bottom: 3px solid; padding-bottom: 1px; }
mark.quantity, mark.whole { background: #ffe9a8; border-color: #8a6100; }
mark.item { border-color: #00664b; } mark.period { border-color: #7d3f66; } mark.supplier, mark.recipient { border-color: #005a91; }
mark.claimant, mark.cue { border-color: #a44700; } mark.hedge { border-color: #565656; border-bottom-style: dotted; }
@media (max-width: 45rem) {
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  table, tbody, tr, td { display: block; }
  tr { border-bottom: 2px solid var(--line); padding: 0.5rem 0; }
  td { border: 0; padding: 0.2rem 0; }
}
@media print { thead th { position: static; } body { font-size: 9pt; } tr { break-inside: avoid; } }
"""


def page(given: Tables, topic: Topic, vocabulary: Vocabulary, as_of: str, lang: str) -> str:
    """The page: a row for each claim, with the anchor `#<claim_id>`."""
    words = Words(vocabulary, lang)
    claims = given["claims"].to_dict("records")
    spans = dict(zip(given["facts"]["fact_id"], given["facts"]["spans"], strict=True))
    reports = given["documents"].set_index("doc_id").to_dict("index")
    rows = "\n".join(_row(claim, spans.get(claim["fact_id"], ""), reports, words) for claim in claims)
    title = escape(words("evidence.title", title=topic.title[lang]))
    count = escape(words.count("evidence.count", len(claims), day=numerals.day(as_of, lang)))
    head = "".join(f'<th scope="col">{escape(words(f"evidence.{name}"))}</th>' for name in COLUMNS)
    legend = ", ".join(f'<mark class="{name}">{escape(words(f"span.{name}"))}</mark>' for name in SPANS)
    body = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>" if claims else f"<p>{escape(words('ledger.empty'))}</p>"
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n'
        f"<h1>{title}</h1>\n<p><small>{count}</small></p>\n<p>{escape(words('evidence.intro'))} {legend}.</p>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _row(claim: dict, spans: str, reports: dict[str, dict], words: Words) -> str:
    hedge = words(f"hedge.{claim['hedge']}") if claim["hedge"] else ""
    language = reports.get(claim["doc_id"], {}).get("language", "")
    cells = (
        f"<code>{escape(claim['claim_id'])}</code><br>{escape(_told(claim, words))}{_retold(claim, words)}",
        f'<q lang="{escape(language)}">{_marked(claim, spans, words)}</q>',
        f"{_way(claim, words)}<br><small>{_report(claim['doc_id'], reports)}</small>{_copies(claim, reports, words)}",
        f"{escape(words('ledger.hedge'))}: {escape(hedge)}<br>{escape(words('ledger.grade'))}: {escape(claim['reliability'] + claim['credibility'])}",
    )
    columns = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr id="{escape(claim["claim_id"])}">{columns}</tr>'


def _told(claim: dict, words: Words) -> str:
    """The claim in words: what happens to what, on which flow, how much, when it was said."""
    parts = [words(f"kind.{claim['kind']}") if claim["kind"] else "", words.item(claim["item"]) if claim["item"] else ""]
    if claim["low"] == claim["low"] or claim["high"] == claim["high"]:
        ends = {end: numerals.number(claim[end], words.lang) for end in ("low", "high")}
        rate = f" {words('per.' + claim['per'])}" if claim["per"] else ""
        parts.append(f"{words('told.' + told_form(claim['low'], claim['high'], claim['bound']), **ends)} {words.unit(claim['unit'])}{rate}")
    parts += [words.flow(f"{claim['supplier']}>{claim['recipient']}") if claim["supplier"] and claim["recipient"] else ""]
    return visible(capital(", ".join(filter(None, [*parts, words.short_day(claim["stated"]) or words("evidence.undated")]))))


def _retold(claim: dict, words: Words) -> str:
    told = [f'<a href="#{escape(other)}">{escape(other)}</a>' for other in claim["repeats"].split(";") if other]
    return f"<br><small>{escape(words('evidence.repeats'))} {', '.join(told)}</small>" if told else ""


def _marked(claim: dict, spans: str, words: Words) -> str:
    """The sentence with its parts marked; where two overlap, the shorter one is shown."""
    text, first = claim["evidence"], 0 if pd.isna(claim["start"]) else int(claim["start"])
    inner: list[str] = [""] * len(text)
    for name, (start, end) in sorted(_offsets(spans).items(), key=lambda span: (span[1][0] - span[1][1], span[0])):
        for place in range(max(start - first, 0), min(end - first, len(text))):
            inner[place] = name
    pieces, start = [], 0
    for place in range(1, len(text) + 1):
        if place == len(text) or inner[place] != inner[start]:
            piece, name = escape(visible(text[start:place])), inner[start]
            pieces.append(f'<mark class="{name}" title="{escape(words(f"span.{name}"))}">{piece}</mark>' if name else piece)
            start = place
    return "".join(pieces)


def _offsets(spans: str) -> dict[str, tuple[int, int]]:
    found = json.loads(spans) if spans else {}
    return {name: (place[0], place[1]) for name, place in found.items() if name in SPANS}


def _way(claim: dict, words: Words) -> str:
    chain = " → ".join(escape(visible(name)) for name in claim["chain"].split(";") if name)
    return f"<strong>{escape(capital(words.origin(claim['origin'])))}</strong>: {chain}"


def _report(doc_id: str, reports: dict[str, dict]) -> str:
    report = reports.get(doc_id, {})
    name = escape(visible(", ".join(filter(None, (report.get("publisher", ""), report.get("title", "")))) or doc_id))
    address = web_address(report.get("url", ""))
    return f'<a href="{escape(address)}" rel="noreferrer">{name}</a>' if address else name


def _copies(claim: dict, reports: dict[str, dict], words: Words) -> str:
    copies = dict.fromkeys(fact.rsplit(":", 2)[0] for fact in claim["copies"].split(";") if fact)
    listed = "; ".join(_report(doc_id, reports) for doc_id in copies)
    return f"<br><small>{escape(words('evidence.copies'))} {listed}</small>" if listed else ""
