"""What the brief says, section by section, as data for the template. How it looks is the template's business (brief.typ).

Takes all tables of an edition, gives a dict of strings, runs (see `runs`) and rows of them. A section without anything to say
is None. Text from reports (outlets, addresses) is made fit to be set and stays a plain string.
"""

import json
import re
from urllib.parse import urlsplit

import pandas as pd

from analysis import numerals
from analysis.brief import selection
from analysis.brief.printed import estimate_id, number_id, told_ends
from analysis.brief.runs import Number, Runs, Setter, listed
from analysis.brief.selection import Tables
from analysis.topics import Topic
from analysis.typeface import shown
from analysis.vocabulary import Vocabulary
from analysis.wording import Words, capital, told_form


def content(tables: Tables, topic: Topic, vocabulary: Vocabulary, as_of: str, lang: str) -> dict:
    """All that the brief says but its figures. `tables`: all of an edition, judgements and numbers included."""
    words = Words(vocabulary, lang)
    setter = Setter(tables["numbers"], tables["claims"], words)
    return {
        "lang": lang,
        **_head(setter, topic, as_of),
        "answer": _answer(setter, tables, topic, vocabulary),
        "judgements": _judgements(setter, tables),
        "estimates": _estimates(setter, tables, topic, vocabulary),
        "disagreement": _disagreement(setter, tables),
        "dropped": _dropped(setter, tables),
        "assumptions": _assumptions(setter, tables, topic),
        "rerun": _rerun(words, tables, topic, as_of),
        "ledger": _ledger(setter, tables, vocabulary),
    }


def _head(setter: Setter, topic: Topic, as_of: str) -> dict:
    words = setter.words
    day = numerals.day(as_of, words.lang)
    counts = {noun: setter.counted(f"noun.{noun}", f"count.{table}") for noun, table in (("reports", "documents"), ("facts", "facts"), ("claims", "claims"))}
    return {
        "title": topic.title[words.lang],
        "question": topic.question[words.lang],
        "kicker": words("brief.kicker"),
        "edition": f"{topic.topic_id}/{as_of}-{words.lang}",
        "footer": words("brief.footer", title=topic.title[words.lang], day=day),
        "page": words.label("brief.page"),
        "stand": setter.said("brief.stand", day=day, **counts),
    }


def _answer(setter: Setter, tables: Tables, topic: Topic, vocabulary: Vocabulary) -> dict:
    words, shared = setter.words, selection.answer(tables["estimates"], topic)
    ends = [end for end in ("low", "high") if f"answer.{end}" in setter.numbers]
    form = "both" if len(ends) == 2 else ends[0] if ends else "none" if len(tables["claims"]) else "empty"
    lines = []
    if shared and shared["agree"] == "no":
        lines.append(setter.said("answer.crossed"))
    elif ends == ["low"]:
        lines.append(setter.said("answer.open"))
    if "answer.alone" in setter.numbers:
        origin = selection.highest_floor(tables["estimates"], topic, vocabulary)["origin"]
        lines.append(setter.said("answer.alone", low=Number("answer.alone"), origin=words.origin(origin)))
    leading = next(iter(tables["judgements"].to_dict("records")), {"holds": "unknown"})
    spoken = setter.said("answer.untested")
    if leading["holds"] != "unknown":
        spoken = [*setter.marked(leading["text"]), {"t": " "}, *setter.marked(leading["basis"])]
    return {
        "head": words("brief.answer"),
        "range": setter.said(f"answer.{form}", **{end: Number(f"answer.{end}") for end in ends}),
        "what": words("answer.what", item=capital(words.item(topic.lead_item)), flow=words.flow(topic.lead_flow)),
        "judgement": spoken,
        "remarks": [run for line in lines for run in [*line, {"t": " "}]],
    }


def _judgements(setter: Setter, tables: Tables) -> dict:
    rows = [_judgement(setter, row, place) for place, row in enumerate(tables["judgements"].to_dict("records"))]
    labels = {name: setter.words(f"judgement.{name}") for name in ("would_change", "method")}
    return {"head": setter.words("brief.judgements"), "rows": rows, **labels}


def _judgement(setter: Setter, row: dict, place: int) -> dict:
    """One judgement. The first stands in the answer and is not printed twice, unless it cannot be tested."""
    answered = place == 0 and row["holds"] != "unknown"
    return {
        "id": row["judgement_id"],
        "text": setter.said("judgement.answered") if answered else setter.marked(row["text"]),
        "basis": [] if answered else setter.marked(row["basis"]),
        "change": setter.marked(row["would_change"]),
        "made": row["holds"] == "yes" and row["basis"] != "",
    }


def _estimates(setter: Setter, tables: Tables, topic: Topic, vocabulary: Vocabulary) -> dict | None:
    words, groups = setter.words, {}
    for (flow, item, unit), rows in selection.compared(tables["estimates"], topic, vocabulary):
        shared = next((_range(setter, row) for row in rows if row["level"] == "supported"), [])
        origins = listed([_estimate(setter, row) for row in rows if row["level"] == "origin"], "; ")
        groups.setdefault(words.flow(flow), []).append({"what": in_unit(words, item, unit), "shared": shared, "origins": origins})
    intro = setter.said("estimates.intro", day=numerals.day(topic.counted_from, words.lang), stale=Number("topic.stale_after"))
    labels = {name: words(f"estimates.{name}") for name in ("what", "shared", "origins")}
    rows = [{"title": title, "rows": rows} for title, rows in groups.items()]
    drawing = _drawing(words, selection.compared(tables["estimates"], topic, vocabulary))
    return {"head": words("brief.estimates"), "intro": intro, "labels": labels, "groups": rows, "draws": drawing} if rows else None


def in_unit(words: Words, item: str, unit: str) -> str:
    """What numbers are of: "Artillery shells (rounds)", "Weapons (US dollars)"; of containers the unit goes without saying."""
    of_what, counted_in = words.item(item), words.unit(unit)
    return capital(of_what) if of_what.casefold() == counted_in.casefold() else f"{capital(of_what)} ({counted_in})"


def _drawing(words: Words, groups: list) -> str:
    """Which of the origins shown draw on which others shown, as origins.csv has it; empty where none does."""
    listed_origins = {row["origin"] for _, rows in groups for row in rows if row["level"] == "origin"}
    pairs = []
    for origin, row in words.vocabulary.by_key("origins").items():
        others = [words.origin(other) for other in row["draws_on"].split(";") if other in listed_origins]
        if origin in listed_origins and others:
            pairs.append(words("estimates.draws.pair", origin=words.origin(origin), others=", ".join(others)))
    return words("estimates.draws", pairs="; ".join(pairs)) if pairs else ""


def _estimate(setter: Setter, row: dict) -> Runs:
    """An origin and its range: "Kyiv†: ≥ 11,000"."""
    words = setter.words
    silent = words("estimates.silent") if row["silent"] == "yes" else ""
    return [{"t": f"{capital(words.origin(row['origin']))}{silent}:\u00a0"}, *_range(setter, row)]


def _range(setter: Setter, row: dict) -> Runs:
    ends = {end: Number(number_id(estimate_id(row), end)) for end in ("low", "high") if row[end] == row[end]}
    return setter.said(f"short.{told_form(row['low'], row['high'], '')}", **ends)


def _disagreement(setter: Setter, tables: Tables) -> dict:
    words, rows = setter.words, []
    for pair in selection.exclusions(tables):
        sides = {end: _side(setter, pair, end, origin) for end, origin in (("floor", "one"), ("ceiling", "other"))}
        rows.append({"what": in_unit(words, pair["item"], pair["unit"]), **sides})
    sentences = []
    if "conflicts.within" in setter.numbers:
        sentences.append(setter.counted("disagreement.within", "conflicts.within"))
    if "retold.all" in setter.numbers:
        changed = listed([setter.said(f"retold.{name}", n=Number(f"retold.{name}")) for name in selection.retellings(tables["conflicts"])])
        sentences.append(setter.counted("disagreement.retold", "retold.all", changes=changed))
    if "count.denials" in setter.numbers:
        sentences.append(setter.counted("disagreement.denials", "count.denials", who=_denials(words, tables)))
    labels = {name: words(f"disagreement.{name}") for name in ("item", "floor", "ceiling")}
    none = setter.counted("disagreement.none", "count.conflicts") if len(tables["conflicts"]) else [{"t": words("disagreement.nothing")}]
    intro = setter.counted("disagreement.intro", "count.conflicts") if rows else none
    return {"head": words("brief.disagreement"), "intro": intro, "labels": labels, "rows": rows, "sentences": sentences}


def _side(setter: Setter, pair: dict, end: str, origin: str) -> Runs:
    """One side of a contradiction: who, how much, by when."""
    who, day = capital(setter.words.origin(pair[origin])), setter.words.short_day(pair[f"{end}_date"])
    return [{"t": f"{who}: "}, setter.number(f"conflict.{pair['place'] + 1}.{end}"), {"t": f" ({day})"}]


def _denials(words: Words, tables: Tables) -> Runs:
    """Who denied, and when: each a link to the report."""
    address = tables["documents"].set_index("doc_id")["url"].to_dict()
    found = []
    for claim in selection.denials(tables["claims"]).to_dict("records"):
        text = f"{words.actor(claim['claimant'])} ({words.short_day(claim['stated'] or claim['published'])})"
        url = web_address(address.get(claim["doc_id"], ""))
        found.append([{"t": text, "url": url} if url else {"t": text}])
    return listed(found)


def _dropped(setter: Setter, tables: Tables) -> dict:
    words, reasons = setter.words, []
    for reason in selection.dropped_by_reason(tables["dropped"]):
        known = f"dropped.{reason}" in words.vocabulary.by_key("labels")
        reasons.append({"count": [setter.number(number_id("dropped", reason))], "why": words(f"dropped.{reason}") if known else reason})
    intro = setter.counted("dropped.intro", "count.dropped") if reasons else [{"t": words("dropped.nothing")}]
    return {"head": words("brief.dropped"), "intro": intro, "rows": reasons}


def _assumptions(setter: Setter, tables: Tables, topic: Topic) -> dict:
    words, day = setter.words, numerals.day(topic.flow(topic.lead_flow).counted_from, setter.words.lang)
    lines = [setter.said("assumed.never_falls", stale=Number("topic.stale_after")), setter.said("assumed.tolerance", days=Number("topic.start_tolerance"))]
    lines += [setter.counted(f"assumed.{name}", f"assumed.{name}", day=day) for name in selection.assumptions(tables)]
    return {"head": words("brief.assumptions"), "lines": lines + [setter.said(f"assumed.{rule}") for rule in ("independence", "rounding", "vague")]}


def _rerun(words: Words, tables: Tables, topic: Topic, as_of: str) -> dict:
    """The command that writes this edition again, and the one that leads from the first claim of a printed number to its sentence."""
    commands = [f"make brief TOPIC={topic.topic_id} AS_OF={as_of} BRIEF_LANG={words.lang}"]
    commands += [f".venv/bin/claimtrail trace {claim}" for claim in selection.cited(tables["numbers"])[:1]]
    return {"head": words("brief.rerun"), "text": words("rerun.text"), "commands": commands}


def _ledger(setter: Setter, tables: Tables, vocabulary: Vocabulary) -> dict:
    """The claims that printed numbers rest on, by origin in the order of origins.csv, then by day."""
    words, cited = setter.words, set(selection.cited(tables["numbers"]))
    places = {origin: place for place, origin in enumerate(vocabulary.by_key("origins"))}
    documents = tables["documents"].set_index("doc_id").to_dict("index")
    claims = [claim for claim in tables["claims"].to_dict("records") if claim["claim_id"] in cited]
    spans = dict(zip(tables["facts"]["fact_id"], tables["facts"]["spans"], strict=True))
    groups: dict[str, list[dict]] = {}
    for claim in sorted(claims, key=lambda claim: (places.get(claim["origin"], len(places)), claim["origin"], claim["stated"], claim["claim_id"])):
        entry = _entry(setter, claim, documents.get(claim["doc_id"], {}), spans.get(claim["fact_id"], ""))
        groups.setdefault(capital(words.origin(claim["origin"])), []).append(entry)
    labels = {name: words(f"ledger.{name}") for name in ("id", "claimant", "told", "hedge", "grade", "date", "outlet")}
    return {
        "head": words("brief.ledger"), "intro": words("ledger.intro"), "empty": words("ledger.empty"), "labels": labels,
        "groups": [{"title": title, "rows": rows} for title, rows in groups.items()],
        "others": setter.counted("ledger.others", "count.others") if "count.others" in setter.numbers else [],
    }  # fmt: skip


def _entry(setter: Setter, claim: dict, document: dict, spans: str) -> dict:
    words, url = setter.words, web_address(document.get("url", ""))
    outlet = shown(document.get("publisher", "")) or claim["doc_id"]
    return {
        "id": claim["claim_id"],
        "who": re.sub(r" \([A-Z0-9]+\)$", "", words.actor(claim["claimant"])),
        "told": told(setter, claim, spans),
        "hedge": words(f"hedge.{claim['hedge']}") if claim["hedge"] else "",
        "grade": f"{claim['reliability']}{claim['credibility']}",
        "date": words.short_day(claim["stated"]),
        "outlet": outlet if url else words("ledger.no_address", outlet=outlet),
        "url": url,
    }


def told(setter: Setter, claim: dict, spans: str) -> Runs:
    """The claim in short: the number as it was told, of what, and what happens to it. A counted item stands for its usual unit."""
    words = setter.words
    ends = {end: Number(f"{claim['claim_id']}.{end}") for end in told_ends(claim)}
    what = [words.item(claim["item"])] if claim["item"] else []
    # That a delivery was delivered goes without saying in this ledger.
    happens = [words(f"kind.{claim['kind']}")] if claim["kind"] not in ("", "delivery") else []
    if not ends:
        return [{"t": ", ".join([*what, *happens])}]
    usual = words.vocabulary.by_key("items").get(claim["item"], {}).get("unit") == claim["unit"]
    unit = _amount(words, claim) if usual else words.unit(claim["unit"])
    rate = f" {words('per.' + claim['per'])}" if claim["per"] else ""
    form, vague = told_form(claim["low"], claim["high"], claim["bound"]), vague_words(claim, spans, words.vocabulary)
    number = setter.said(f"short.{form}", **ends)
    number = setter.said("short.vague", words=shown(vague), number=number) if vague else number
    return [*number, {"t": f" {unit}{rate}"}, {"t": "".join(f", {word}" for word in ([] if usual else what) + happens)}]


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
