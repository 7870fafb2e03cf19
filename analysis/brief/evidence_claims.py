"""What the page of evidence tells of each claim, as data: for its script as JSON, and for its plain table.

Takes the tables of an edition, gives numbers, dates and texts ready to be shown. Nothing here is HTML; every text from outside is
made visible (`typeface.visible`), and an address is kept only where a browser may open it.
"""

import json

import pandas as pd

from analysis import numerals, provenance
from analysis.brief import selection
from analysis.brief.selection import Tables
from analysis.brief.entries import web_address
from analysis.typeface import visible
from analysis.wording import Words, capital, told_form

SPANS = ("quantity", "whole", "item", "period", "supplier", "recipient", "claimant", "cue", "hedge")
DIGITS_OF_DIGEST = 12


def told_claims(given: Tables, words: Words) -> dict:
    """`claims`, and what several of them share and name by place: `reports`, `conflicts`, `numbers`, `estimates`; `names` of what is filtered by.

    `given`: the tables documents, facts, claims, constraints, estimates, conflicts and numbers. What is empty is left out of a claim.
    """
    claims = given["claims"].to_dict("records")
    reports = _reports(given, words)
    places = {doc_id: place for place, doc_id in enumerate(reports)}
    last = selection.final(given["estimates"])
    last = last[last["level"].isin(("supported", "origin"))].reset_index(drop=True)
    tables = {"conflicts": given["conflicts"], "numbers": given["numbers"], "estimates": last}
    naming = {name: _naming(table["claims"]) for name, table in tables.items()}
    naming["retold"] = _naming(given["claims"]["repeats"], given["claims"]["claim_id"])
    bounds = given["constraints"].set_index("claim_id").to_dict("index")
    spans = dict(zip(given["facts"]["fact_id"], given["facts"]["spans"], strict=True))
    return {
        "claims": [
            _filled(
                _what(claim, words)
                | {"sentence": _pieces(claim, spans.get(claim["fact_id"], "")), "digest": provenance.digest(claim["evidence"])[:DIGITS_OF_DIGEST]}
                | _way(claim, places, words)
                | {name: found.get(claim["claim_id"], []) for name, found in naming.items()}
                | (_bounds(bounds[claim["claim_id"]], words) if claim["claim_id"] in bounds else {})
                | _judged(claim, words)
            )
            for claim in claims
        ],
        "reports": list(reports.values()),
        "conflicts": [_conflict(row, words) for row in given["conflicts"].to_dict("records")],
        "numbers": [_number(row, words) for row in given["numbers"].to_dict("records")],
        "estimates": [_estimate(row, words) for row in last.to_dict("records")],
        "names": _names(claims, words),
    }


def _filled(told: dict) -> dict:
    return {name: value for name, value in told.items() if value not in ("", [], None)}


def _naming(cells: pd.Series, ids: pd.Series | None = None) -> dict[str, list]:
    """For each claim that some cell names: the places of the cells, or the ids beside them."""
    found: dict[str, list] = {}
    for cell, place in zip(cells, range(len(cells)) if ids is None else ids, strict=True):
        for claim in dict.fromkeys(filter(None, cell.split(";"))):
            found.setdefault(claim, []).append(place)
    return found


def _listed(cell: str) -> list[str]:
    return [visible(part.strip()) for part in cell.split(";") if part.strip()]


def _reports(given: Tables, words: Words) -> dict[str, dict]:
    """Every report that tells or repeats a claim, by its doc_id; one that the documents lack by that alone."""
    known = given["documents"].set_index("doc_id").to_dict("index")
    telling = [claim["doc_id"] for claim in given["claims"].to_dict("records")]
    copying = [_of_fact(fact) for cell in given["claims"]["copies"] for fact in cell.split(";") if fact]
    reports = {}
    for doc_id in dict.fromkeys([*telling, *copying]):
        row = known.get(doc_id, {})
        name = visible(", ".join(filter(None, (row.get("publisher", ""), row.get("title", "")))) or doc_id)
        shown = {"name": name, "address": web_address(row.get("url", "")), "lang": row.get("language", ""), "day": words.short_day(row.get("published", ""))}
        reports[doc_id] = _filled(shown)
    return reports


def _of_fact(fact_id: str) -> str:
    return fact_id.rsplit(":", 2)[0]


def _names(claims: list[dict], words: Words) -> dict[str, dict[str, str]]:
    """What the filters offer, in alphabetical order; an item without a name of its own goes with the kind whose name it bears."""
    offered = {
        "origin": {claim["origin"]: capital(words.origin(claim["origin"])) for claim in claims if claim["origin"]},
        "item": {_named(claim["item"], words): capital(words.item(claim["item"])) for claim in claims if claim["item"]},
        "hedge": {claim["hedge"]: words(f"hedge.{claim['hedge']}") for claim in claims if claim["hedge"]},
    }
    return {name: {key: visible(found[key]) for key in sorted(found, key=lambda key: (found[key].casefold(), key))} for name, found in offered.items()}


def _named(path: str, words: Words) -> str:
    wider = path.rpartition(".")[0]
    return _named(wider, words) if wider and words.item(wider) == words.item(path) else path


def _what(claim: dict, words: Words) -> dict:
    """The claim itself, whole and in the columns of the table."""
    ends = [claim[end] for end in ("low", "high") if claim[end] == claim[end]]
    return {
        "id": claim["claim_id"], "told": told(claim, words), "origin": claim["origin"], "item": claim["item"], "hedge": claim["hedge"], "date": claim["stated"],
        "day": words.short_day(claim["stated"]) or words("evidence.undated"), "number": _amount(claim, words), "value": ends[0] if ends else None,
        "originName": visible(capital(words.origin(claim["origin"]))), "itemName": visible(capital(words.item(claim["item"]))) if claim["item"] else "",
        "hedgeName": words(f"hedge.{claim['hedge']}") if claim["hedge"] else "", "grade": claim["reliability"] + claim["credibility"],
    }  # fmt: skip


def told(claim: dict, words: Words) -> str:
    """The claim in words: what happens to what, how much, on which flow, when it was said."""
    happens = [words(f"kind.{claim['kind']}") if claim["kind"] else "", words.item(claim["item"]) if claim["item"] else "", _amount(claim, words)]
    flow = words.flow(f"{claim['supplier']}>{claim['recipient']}") if claim["supplier"] and claim["recipient"] else ""
    return visible(capital(", ".join(filter(None, [*happens, flow, words.short_day(claim["stated"]) or words("evidence.undated")]))))


def _amount(claim: dict, words: Words) -> str:
    if claim["low"] != claim["low"] and claim["high"] != claim["high"]:
        return ""
    ends = {end: numerals.number(claim[end], words.lang) for end in ("low", "high")}
    rate = f" {words('per.' + claim['per'])}" if claim["per"] else ""
    return visible(f"{words('told.' + told_form(claim['low'], claim['high'], claim['bound']), **ends)} {words.unit(claim['unit'])}{rate}")


def _pieces(claim: dict, spans: str) -> list[list[str]]:
    """The sentence as pieces [text] or [text, part]; where two parts overlap, the shorter one is shown."""
    text, first = claim["evidence"], 0 if pd.isna(claim["start"]) else int(claim["start"])
    inner: list[str] = [""] * len(text)
    for name, (start, end) in sorted(_offsets(spans).items(), key=lambda span: (span[1][0] - span[1][1], span[0])):
        for place in range(max(start - first, 0), min(end - first, len(text))):
            inner[place] = name
    pieces, start = [], 0
    for place in range(1, len(text) + 1):
        if place == len(text) or inner[place] != inner[start]:
            pieces.append([part for part in (visible(text[start:place]), inner[start]) if part])
            start = place
    return pieces


def _offsets(spans: str) -> dict[str, tuple[int, int]]:
    found = json.loads(spans) if spans else {}
    return {name: (place[0], place[1]) for name, place in found.items() if name in SPANS}


def _way(claim: dict, places: dict[str, int], words: Words) -> dict:
    copies = dict.fromkeys(_of_fact(fact) for fact in claim["copies"].split(";") if fact)
    return {
        "chain": _listed(claim["chain"]), "report": places[claim["doc_id"]], "copies": [places[doc_id] for doc_id in copies],
        "repeats": _listed(claim["repeats"]), "computed": _listed(claim["computed_from"]),
    }  # fmt: skip


def _bounds(row: dict, words: Words) -> dict:
    """How the claim bounds, over which days, whether it takes part, and the reason that the table gives (in English)."""
    unit = words.unit(row["unit"])
    ends = [words(f"evidence.{end}", value=numerals.number(row[end], words.lang), unit=unit) for end in ("floor", "ceiling") if row[end] == row[end]]
    days = " – ".join(filter(None, (words.short_day(row["start"]), words.short_day(row["end"])))) if ends else ""
    used = words("evidence.used" if row["used"] else "evidence.unused")
    return {"bounds": visible("; ".join(filter(None, [*(ends or [words("evidence.unbounded")]), days]))), "used": used, "why": visible(row["reason"])}


def _judged(claim: dict, words: Words) -> dict:
    """The grade's reasons (in English), and what the reviewer decided."""
    reasons = [f"{claim[name]}: {visible(claim[f'{name}_reason'])}" for name in ("reliability", "credibility") if claim[f"{name}_reason"]]
    decided = (words(f"evidence.{claim['status']}") if claim["status"] else "", visible(claim["reviewer"]), words.short_day(claim["reviewed"]))
    return {"reasons": reasons, "review": ", ".join(filter(None, decided)), "because": visible(claim["reason"])}


def _conflict(row: dict, words: Words) -> dict:
    return {"kind": words(f"evidence.{row['kind']}"), "sentence": visible(row["sentence"]), "claims": _listed(row["claims"])}


def _number(row: dict, words: Words) -> dict:
    """The number with its unit; one that stands on an axis in millions is told in full."""
    printed = numerals.number(row["value"], words.lang) if row["value"] == row["value"] else row["text"]
    unit = words.unit(row["unit"]) if row["unit"] in words.vocabulary.by_key("units") else ""
    return {"text": visible(" ".join(filter(None, (printed, unit)))), "meaning": visible(row["meaning"]), "rule": visible(row["rule"]), "id": visible(row["number_id"])}


def _estimate(row: dict, words: Words) -> str:
    """The range of the last day: "Artillery shells, North Korea → Russia (Kyiv): at least 6.45 million rounds, 14 Nov 2025"."""
    what = ", ".join(filter(None, (words.item(row["item"]), words.flow(row["flow"]))))
    meaning = words("meaning.origin", what=what, origin=words.origin(row["origin"])) if row["level"] == "origin" else words("meaning.supported", what=what)
    return visible(f"{capital(meaning)}: {_amount({**row, 'bound': '', 'per': ''}, words)}, {words.short_day(row['date'])}")
