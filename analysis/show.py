"""`claimtrail show`: one report as a self-contained page, its text with the spans of all layers, and the facts that it tells.

Takes a document and the vocabulary, gives HTML. Nothing is loaded from anywhere, and the page forbids itself to. Each span bears
the name of its layer and what was read, so that it is understood without its colour; the layers are switched by check boxes,
without a script. Everything from the report is escaped.
"""

from dataclasses import dataclass
from html import escape
from typing import Any

from analysis.documents import Document
from analysis.extract import Extractor
from analysis.extract.layers import Layers
from analysis.extract.reader import Reader
from analysis.show_style import STYLE
from analysis.tables import frame, json_rows
from analysis.typeface import visible
from analysis.vocabulary import Vocabulary

LAYERS = ("fact", "message", "quantity", "time", "item", "actor", "report", "hedge", "event")
NAMES = {"fact": "fact", "message": "who says what", "report": "reporting word", "event": "what happens"}
PARTS = ("quantity", "whole", "item", "period", "supplier", "recipient", "claimant", "cue", "hedge")
FIELDS = ("kind", "supplier", "recipient", "item", "amount", "period", "claimant", "chain", "hedge", "stated")
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text, its layer, and what was read in it."""

    start: int
    end: int
    layer: str
    label: str
    fact: int = 0


def page(document: Document, vocabulary: Vocabulary) -> str:
    """The page of one document."""
    rows = json_rows("facts", frame("facts", Extractor(vocabulary).rows(document)))
    spans = _facts(rows) + _messages(document, vocabulary) + _words(document, vocabulary)
    told = "".join(_card(number, row) for number, row in enumerate(rows, 1)) or "<p>No facts.</p>"
    title = _safe(document.title or document.doc_id)
    about = _safe(" · ".join(filter(None, (document.publisher, document.published or "no date of publication", document.language))))
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n'
        f"<header><h1>{title}</h1><p>{about}</p></header>\n{_switches(spans)}\n"
        f'<main>\n<section aria-labelledby="text"><h2 id="text">Text</h2>\n<div class="text" lang="{document.language}">{marked(document.text, spans)}</div></section>\n'
        f'<section aria-labelledby="facts"><h2 id="facts">Facts: {len(rows)}</h2>\n{told}</section>\n</main>\n</body>\n</html>\n'
    )


def marked(text: str, spans: list[Span], start: int = 0, end: int | None = None) -> str:
    """The text between two offsets with its spans as nested marks; of two that cross, the later one is cut where the first ends."""
    end = len(text) if end is None else end
    waiting = sorted((s for s in spans if start <= s.start < s.end <= end), key=_outermost_first, reverse=True)
    parts: list[str] = []
    opened: list[Span] = []
    at = start
    while waiting or opened:
        following = waiting[-1] if waiting else None
        if opened and (following is None or following.start >= opened[-1].end):
            parts.append(_safe(text[at : opened[-1].end]) + _close(opened[-1]))
            at = opened.pop().end
            continue
        waiting.pop()
        parts.append(_safe(text[at : following.start]))
        at = following.start
        if opened and following.end > opened[-1].end:
            rest = Span(opened[-1].end, following.end, following.layer, following.label, following.fact)
            waiting = sorted([*waiting, rest], key=_outermost_first, reverse=True)
            following = Span(at, opened[-1].end, following.layer, "", following.fact)
        parts.append(f'<mark class="{following.layer}">')
        opened.append(following)
    return "".join(parts) + _safe(text[at:end])


def _outermost_first(span: Span) -> tuple:
    return span.start, -span.end, LAYERS.index(span.layer) if span.layer in LAYERS else len(LAYERS)


def _close(span: Span) -> str:
    """The end of a mark with its label; a fact's leads to its card."""
    if span.fact and span.label:
        return f' <a class="label" id="in-text-{span.fact}" href="#fact-{span.fact}">{_safe(span.label)}</a></mark>'
    return f'{f"<small class=label>{_safe(span.label)}</small>" if span.label else ""}</mark>'


def _facts(rows: list[dict]) -> list[Span]:
    return [Span(row["start"], row["end"], "fact", f"fact {number}", number) for number, row in enumerate(rows, 1)]


def _messages(document: Document, vocabulary: Vocabulary) -> list[Span]:
    found = Layers(vocabulary).of(document)["attributions"]
    return [Span(start, end, "message", entry["form"].replace("_", " ")) for entry in found for start, end in entry["message"]]


def _words(document: Document, vocabulary: Vocabulary) -> list[Span]:
    """The spans of the layers that every fact is read from."""
    spans: list[Span] = []
    for sentence in Reader(vocabulary, document.language).read(document).sentences:
        spans += [Span(q.start, q.end, "quantity", amount(q.low, q.high, q.bound, q.unit, q.per)) for q in sentence.quantities]
        spans += [Span(t.start, t.end, "time", _stretch(t.earliest, t.latest) or t.value or "unresolved") for t in sentence.times]
        spans += [Span(i.start, i.end, "item", i.path) for i in sentence.items]
        spans += [Span(m.start, m.end, "actor", m.actor or m.organ) for m in sentence.mentions]
        spans += [Span(m.start, m.end, "report", "says") for m in sentence.reports if m.entry != "subjunctive"]
        spans += [Span(m.start, m.end, "hedge", m.entry) for m in sentence.hedges]
        spans += [Span(m.start, m.end, "event", m.entry[0]) for m in sentence.events]
    return spans


def amount(low: float | None, high: float | None, bound: str, unit: str, per: str) -> str:
    """A number as it was read, its sign for the bound before it: "≥ 3,000 round"."""
    if low is None and high is None:
        return ""
    numbers = dict.fromkeys(f"{value:,.15g}" for value in (low, high) if value is not None)
    sign = {"at_least": "≥ ", "at_most": "≤ ", "about": "≈ "}.get(bound, "")
    return " ".join(filter(None, (sign + "–".join(numbers), unit, f"per {per}" if per else "")))


def _stretch(first: str, last: str) -> str:
    if first == last:
        return first
    return f"{first or '…'} to {last or '…'}"


def _card(number: int, row: dict) -> str:
    """One fact: its sentence with the spans of its parts, and its fields."""
    parts = [Span(*row["spans"][name], name, name) for name in PARTS if name in row["spans"]]
    moved = [Span(part.start - row["start"], part.end - row["start"], part.layer, part.label) for part in parts]
    told: dict[str, Any] = row | {
        "amount": amount(row["low"], row["high"], row["bound"], row["unit"], row["per"]),
        "period": _stretch(row["period_start"], row["period_end"]), "chain": " → ".join(row["chain"]),
    }  # fmt: skip
    fields = "".join(f"<div class={name}><dt>{name}</dt><dd>{_safe(str(told[name]))}</dd></div>" for name in FIELDS if told[name])
    back = f'<a href="#in-text-{number}">{number}</a>'
    return f'<article id="fact-{number}" tabindex="-1"><h3>Fact {back}</h3><blockquote>{marked(row["evidence"], moved)}</blockquote><dl>{fields}</dl></article>\n'


def _switches(spans: list[Span]) -> str:
    counts = {layer: sum(span.layer == layer for span in spans) for layer in LAYERS}
    boxes = "".join(
        f'<label><input type="checkbox" id="show-{layer}" checked> <mark class="{layer}">{NAMES.get(layer, layer)}</mark> {count}</label>'
        for layer, count in counts.items()
        if count
    )
    return f"<fieldset><legend>Layers</legend>{boxes}</fieldset>"


def _safe(text: str) -> str:
    """Escaped, with line ends kept and every other sign that steers spelled out."""
    return escape("\n".join(map(visible, text.split("\n"))))
