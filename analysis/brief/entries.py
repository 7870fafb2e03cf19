"""The ledger at the brief's end: the claims that printed numbers rest on, and how each is told in short."""

import json
import math
import re
from urllib.parse import urlsplit

import pandas as pd

from analysis import provenance
from analysis.brief import selection
from analysis.brief.printed import DIGITS, told_ends
from analysis.brief.runs import Number, Runs, Setter, listed
from analysis.brief.selection import Given
from analysis.typeface import shown
from analysis.vocabulary import Vocabulary
from analysis.wording import Words, capital, told_form


def told(given: Given, setter: Setter) -> dict:
    """The cited claims by origin in the order of origins.csv, then by day."""
    words, tables, cited = given.words, given.tables, set(selection.cited(given.tables["numbers"]))
    places = {origin: place for place, origin in enumerate(given.vocabulary.by_key("origins"))}
    claims = [claim for claim in tables["claims"].to_dict("records") if claim["claim_id"] in cited]
    entries = _Entries(given, setter)
    groups: dict[str, list[dict]] = {}
    for claim in sorted(claims, key=lambda claim: (places.get(claim["origin"], len(places)), claim["origin"], claim["stated"], claim["claim_id"])):
        groups.setdefault(capital(words.origin(claim["origin"])), []).append(entries.entry(claim))
    labels = {name: words(f"ledger.{name}") for name in ("id", "claimant", "number", "told", "hedge", "grade", "date", "outlet", "rule", "sentence")}
    cells = sorted({row["cell"] for row in setter.numbers.values() if row["place"] == "ledger" and row["cell"]})
    return {
        "head": words("brief.ledger"), "intro": setter.said("ledger.intro", cell=listed([[{"t": cell, "to": "table-claims"}] for cell in cells]) or words("ledger.no_cell")), "empty": words("ledger.empty"), "labels": labels,
        "groups": [{"title": title, "rows": found} for title, found in groups.items()],
        "others": setter.counted("ledger.others", "count.others") if "count.others" in setter.numbers else [],
    }  # fmt: skip


class _Entries:
    """Rows of the ledger: a claim with its report, what it bounds, and the digest of its sentence."""

    def __init__(self, given: Given, setter: Setter):
        tables = given.tables
        self.setter, self.documents = setter, tables["documents"].set_index("doc_id").to_dict("index")
        self.spans = dict(zip(tables["facts"]["fact_id"], tables["facts"]["spans"], strict=True))
        self.bounds = tables["constraints"].set_index("claim_id").to_dict("index")

    def entry(self, claim: dict) -> dict:
        words, identity, document = self.setter.words, claim["claim_id"], self.documents.get(claim["doc_id"], {})
        url, outlet = web_address(document.get("url", "")), shown(document.get("publisher", "")) or claim["doc_id"]
        number, what = told_in_short(self.setter, claim, self.spans.get(claim["fact_id"], ""))
        return {
            "id": identity,
            "page": f"evidence.html#claim-{identity}",
            "who": re.sub(r" \([A-Z0-9]+\)$", "", words.actor(claim["claimant"])),
            "number": number,
            "told": what,
            "hedge": words(f"hedge.{claim['hedge']}") if claim["hedge"] else "",
            "grade": f"{claim['reliability']}{claim['credibility']}",
            "date": self.setter.printed(f"{identity}.stated"),
            "outlet": outlet if url else words("ledger.no_address", outlet=outlet),
            "url": url,
            "rule": words(f"rule.{self._rule(identity)}"),
            "sentence": provenance.digest(claim["evidence"])[:DIGITS],
        }

    def _rule(self, identity: str) -> str:
        """Which end of a range the claim bounds, both or none; aside where it is left out of the ranges."""
        bound = self.bounds.get(identity, {"floor": math.nan, "ceiling": math.nan})
        ends = [name for name in ("floor", "ceiling") if bound[name] == bound[name]]
        if not ends:
            return "none"
        return "aside" if not bound["used"] else "both" if len(ends) == 2 else ends[0]


def told_in_short(setter: Setter, claim: dict, spans: str) -> tuple[Runs, Runs]:
    """The claim in short: the number as it was told, then of what, and what happens to it. A counted item stands for its usual unit."""
    words = setter.words
    named = {name: Number(f"{claim['claim_id']}.{name}") for name in told_ends(claim)}
    what = [words.item(claim["item"])] if claim["item"] else []
    # That a delivery was delivered goes without saying in this ledger.
    happens = [words(f"kind.{claim['kind']}")] if claim["kind"] not in ("", "delivery") else []
    if not named:
        return [], [setter.named(", ".join([*what, *happens]), "claims")]
    usual = words.vocabulary.by_key("items").get(claim["item"], {}).get("unit") == claim["unit"]
    unit = _amount(words, claim) if usual else words.unit(claim["unit"])
    rate = f" {words('per.' + claim['per'])}" if claim["per"] else ""
    form, vague = told_form(claim["low"], claim["high"], claim["bound"]), vague_words(claim, spans, words.vocabulary)
    said = [words("short.vague", words=shown(vague))] if vague else []
    return setter.said(f"short.{form}", **named), [setter.named(", ".join([f"{unit}{rate}", *([] if usual else what), *happens, *said]), "claims")]


def _amount(words: Words, claim: dict) -> str:
    """"containers", "barrels of refined oil products": what stands behind a number of the item in its usual unit."""
    named, item, labels = f"amount.{claim['item']}", words.item(claim["item"]), words.vocabulary.by_key("labels")
    if named in labels:
        return words(named)
    counted = words.vocabulary.by_key("units").get(claim["unit"], {}).get("dimension") == "count"
    return item if counted else words("amount", unit=words.unit(claim["unit"]), item=item)


def vague_words(claim: dict, spans: str, vocabulary: Vocabulary) -> str:
    """The words of a number that is a vague plural ("several dozen"), empty for any other."""
    place = json.loads(spans).get("quantity") if spans else None
    if not place or pd.isna(claim["start"]):
        return ""
    text = claim["evidence"][place[0] - int(claim["start"]) : place[1] - int(claim["start"])]
    kinds: dict[str, list[str]] = {"several": [], "vague": []}
    for row in vocabulary.rows("number_words"):
        if row["role"] in kinds:
            kinds[row["role"]] += map(re.escape, row["words"].split(";"))
    found = re.match(rf"(?:{'|'.join(kinds['several'])})\s+\w+|(?:{'|'.join(kinds['vague'])})\b", text, re.IGNORECASE)
    return found[0] if found else ""


def web_address(url: str) -> str:
    """The address if a browser may open it (http or https, with a host, nothing invisible in it), else empty."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    plain = url.isprintable() and " " not in url
    return url if plain and parts.scheme in ("http", "https") and parts.hostname else ""
