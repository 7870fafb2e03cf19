"""evidence.html: the ledger as one self-contained page, each claim with the sentence that it rests on, and the figures that lead to it.

Nothing is loaded from anywhere, and the page forbids itself to: its Content-Security-Policy names its own script and style by their
digests and nothing else. What the claims tell stands in the page twice. The script draws the table from JSON, a page of rows at a time, so
that ten thousand claims open at once; without a script the plain table in <noscript> has them all with their sentences. A browser
that runs scripts takes <noscript> for a mere text, so that it costs nothing to draw.
"""

import base64
import hashlib
import json
from functools import cache
from html import escape
from importlib import resources

from analysis import numerals
from analysis.brief import evidence_figures
from analysis.brief.evidence_claims import SPANS, told_claims
from analysis.brief.saved import Picture
from analysis.brief.selection import Tables
from analysis.topics import Topic
from analysis.vocabulary import Vocabulary
from analysis.wording import Words

# The columns that the script sorts by, and those of the plain table.
COLUMNS = {
    "claim": "evidence.claim", "origin": "evidence.origin", "item": "evidence.item", "number": "evidence.number", "hedge": "ledger.hedge", "grade": "ledger.grade",
    "date": "ledger.date",
}  # fmt: skip
PLAIN = ("claim", "sentence", "way", "grade")
SAID = (
    "sentence", "way", "report", "copies", "repeats", "retold", "computed", "conflicts", "bounds", "estimates", "numbers", "reasons", "review", "digest", "origin",
    "linked", "chain",
)  # fmt: skip


def page(given: Tables, drawn: list[Picture], topic: Topic, vocabulary: Vocabulary, as_of: str, lang: str) -> str:
    """The page: claims under the anchors `#claim-<claim_id>`, figures under `#figure-<name>`.

    `given`: by name the tables documents, facts, claims, constraints, estimates, conflicts and numbers; `drawn`: the figures in their
    order; `as_of`: ISO date. The same tables give the same bytes.
    """
    words = Words(vocabulary, lang)
    told = told_claims(given, words)
    figures = evidence_figures.shown(drawn, {claim["id"]: claim["told"] for claim in told["claims"]}, words)
    title = escape(words("evidence.title", title=topic.title[lang]))
    count = escape(words.count("evidence.count", len(told["claims"]), day=numerals.day(as_of, lang)))
    ledger = _ledger(told, words) if told["claims"] else f"<p>{escape(words('ledger.empty'))}</p>"
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n<style>{_file("evidence.css")}</style>\n</head>\n<body>\n'
        f'<a class="skip" href="#claims">{escape(words("evidence.skip"))}</a>\n<main>\n<h1>{title}</h1>\n<p><strong>{escape(topic.question[lang])}</strong></p>\n'
        f"<p><small>{count}</small></p>\n{_section('figures', figures, words)}{_section('claims', ledger, words)}</main>\n"
        f"{_script(told, words) if told['claims'] else ''}</body>\n</html>\n"
    )


@cache
def _file(name: str) -> str:
    return resources.files("analysis.brief").joinpath(name).read_text(encoding="utf-8")


def _policy() -> str:
    """Only this style and this script, by their digests; no picture, no font, no form, no address."""
    sums = {name: base64.b64encode(hashlib.sha256(_file(name).encode("utf-8")).digest()).decode("ascii") for name in ("evidence.css", "evidence.js")}
    return f"default-src 'none'; style-src 'sha256-{sums['evidence.css']}'; script-src 'sha256-{sums['evidence.js']}'; base-uri 'none'; form-action 'none'"


def _section(name: str, content: str, words: Words) -> str:
    """A part of the page with its heading; none where there is nothing to show."""
    head = f'<h2 id="{name}-head">{escape(words(f"evidence.head.{name}"))}</h2>'
    return f'<section id="{name}" aria-labelledby="{name}-head" tabindex="-1">\n{head}\n{content}\n</section>\n' if content else ""


def _script(told: dict, words: Words) -> str:
    """The data and the program. A "<" of the data is written as its escape, so that no text can end the element that holds it."""
    said = {name: words(f"evidence.{name}") for name in SAID} | {f"part.{name}": words(f"span.{name}") for name in SPANS}
    said |= {name: words(f"source.{name}") for name in ("claimant", "through", "outlet")} | {"page": words.label("brief.page")}
    said |= {f"head.{name}": words(key) for name, key in COLUMNS.items()}
    all_claims = len(told["claims"])
    said["count"] = words.label(words.form("evidence.shown", all_claims)).replace("{n}", numerals.number(all_claims, words.lang))
    data = told | {"words": said, "locale": numerals.LOCALES[words.lang].replace("_", "-")}
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json" id="data">{written}</script>\n<script>{_file("evidence.js")}</script>\n'


def _ledger(told: dict, words: Words) -> str:
    """What the script fills, hidden until it runs, and the plain table for where none does."""
    legend = ", ".join(f'<mark class="{name}">{escape(words(f"span.{name}"))}</mark>' for name in SPANS)
    heads = "".join(
        f'<th scope="col" role="columnheader" data-sort="{name}"><button type="button">{escape(words(key))}</button></th>' for name, key in COLUMNS.items()
    )
    return (
        f"<p>{escape(words('evidence.intro'))} {legend}.</p>\n<div id=\"ledger\" hidden>\n{_filters(told['names'], words)}\n"
        '<p id="count" role="status" aria-live="polite"></p>\n'
        f'<table id="table" role="table" aria-labelledby="claims-head" aria-describedby="count">\n<thead role="rowgroup"><tr role="row">{heads}</tr></thead>\n</table>\n'
        f'<nav id="pager" aria-label="{escape(words("evidence.pages"))}" hidden><button type="button" data-step="-1">{escape(words("evidence.earlier"))}</button> '
        f'<span></span> <button type="button" data-step="1">{escape(words("evidence.later"))}</button></nav>\n</div>\n'
        f"<noscript>\n{_plain(told, words)}\n</noscript>"
    )


def _filters(names: dict[str, dict[str, str]], words: Words) -> str:
    def labelled(name: str, control: str) -> str:
        return f"<label><span>{escape(words(COLUMNS.get(name, f'evidence.{name}')))}</span> {control}</label>"

    every = f'<option value="">{escape(words("evidence.every"))}</option>'
    choices = {name: every + "".join(f'<option value="{escape(key)}">{escape(text)}</option>' for key, text in known.items()) for name, known in names.items()}
    fields = [labelled(name, f'<select name="{name}">{choices[name]}</select>') for name in names]
    fields += [labelled(name, f'<input type="date" name="{name}">') for name in ("from", "to")]
    fields.append(labelled("search", '<input type="search" name="search" autocomplete="off" spellcheck="false">'))
    return f'<form role="search" aria-label="{escape(words("evidence.filters"))}">{"".join(fields)}<button type="reset">{escape(words("evidence.reset"))}</button></form>'


def _plain(told: dict, words: Words) -> str:
    head = "".join(f'<th scope="col">{escape(words(f"evidence.{name}"))}</th>' for name in PLAIN)
    rows = "\n".join(_row(claim, told["reports"], words) for claim in told["claims"])
    return f'<table class="plain">\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>'


def _row(claim: dict, reports: list[dict], words: Words) -> str:
    retold = ", ".join(f'<a href="#claim-{escape(other)}">{escape(other)}</a>' for other in claim.get("repeats", []))
    copies = "; ".join(_report(reports[place]) for place in claim.get("copies", []))
    cells = (
        f"<code>{escape(claim['id'])}</code><br>{escape(claim['told'])}" + (f"<br><small>{escape(words('evidence.repeats'))}: {retold}</small>" if retold else ""),
        f'<q lang="{escape(reports[claim["report"]].get("lang", ""))}">{"".join(_piece(piece, words) for piece in claim.get("sentence", []))}</q>',
        f"<strong>{escape(claim['originName'])}</strong>: {escape(' → '.join(claim.get('chain', [])))}<br><small>{_report(reports[claim['report']])}</small>"
        + (f"<br><small>{escape(words('evidence.copies'))}: {copies}</small>" if copies else ""),
        f"{escape(words('ledger.hedge'))}: {escape(claim.get('hedgeName', ''))}<br>{escape(words('ledger.grade'))}: {escape(claim['grade'])}",
    )
    return f'<tr id="claim-{escape(claim["id"])}">{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _piece(piece: list[str], words: Words) -> str:
    text, *part = map(escape, piece)
    return f'<mark class="{part[0]}" title="{escape(words(f"span.{part[0]}"))}">{text}</mark>' if part else text


def _report(report: dict) -> str:
    """The report's name, a link where it has an address that a browser may open."""
    name, lang = escape(report["name"]), f' lang="{escape(report["lang"])}"' if "lang" in report else ""
    return f'<a href="{escape(report["address"])}" rel="noreferrer"{lang}>{name}</a>' if "address" in report else f"<span{lang}>{name}</span>"
