"""Evidence and disagreement: the ranges by origin, who excludes whom, who denies, who only repeats, what was dropped."""

from analysis.brief import selection
from analysis.brief.rows import count, day, end, ends, number_id
from analysis.brief.runs import Number, Runs, Setter, listed
from analysis.brief.selection import Given
from analysis.item_tree import is_kind
from analysis.wording import Words, capital, told_form

SHOWN_REPEATERS = 5


def rows(given: Given) -> list[dict]:
    """The numbers of these sections, in their order."""
    return [*_estimate_rows(given), *_exclusion_rows(given), *_conflict_rows(given), *_denial_rows(given), *_repeat_rows(given), *_dropped_rows(given)]


def estimates(given: Given, setter: Setter) -> dict | None:
    """The supported range of each item, and in a sentence each origin alone; None where there is none."""
    words, groups = given.words, {}
    shown = selection.compared(given.tables["estimates"], given.topic, given.vocabulary)
    for (flow, item, unit), found in shown:
        shared = next((row for row in found if row["level"] == "supported"), None)
        cells = {name: setter.printed(number_id(estimate_id(shared), name)) if shared else [] for name in ("low", "high")}
        origins = listed([_estimate(setter, row) for row in found if row["level"] == "origin"], "; ")
        groups.setdefault(words.flow(flow), []).append({"what": [setter.named(in_unit(words, item, unit), "estimates")], **cells, "origins": origins})
    intro = setter.said("estimates.intro", day=Number("topic.counted_from"), stale=Number("topic.stale_after"))
    labels = {name: words(f"estimates.{name}") for name in ("what", "shared", "low", "high", "origins")}
    groups = [{"title": title, "rows": found} for title, found in groups.items()]
    return {"head": words("brief.estimates"), "intro": intro, "labels": labels, "groups": groups, "draws": _drawing(words, shown)} if groups else None


def disagreement(given: Given, setter: Setter) -> dict:
    """Who excludes whom, what an origin says against itself, what retellings changed."""
    words, tables, pairs = given.words, given.tables, []
    for pair in selection.exclusions(tables):
        sides = {name: _side(setter, pair, name, origin) for name, origin in (("floor", "one"), ("ceiling", "other"))}
        pairs.append({"what": [setter.named(in_unit(words, pair["item"], pair["unit"]), "conflicts")], **sides})
    sentences = [setter.counted(f"disagreement.{name}", f"conflicts.{name}") for name in ("within", "tension", "circular") if f"conflicts.{name}" in setter.numbers]
    if "retold.all" in setter.numbers:
        changed = listed([setter.said(f"retold.{name}", n=Number(f"retold.{name}")) for name in selection.retellings(tables["conflicts"])])
        sentences.append(setter.counted("disagreement.retold", "retold.all", changes=changed))
    if "repeats.all" in setter.numbers:
        who = listed([setter.said("repeats.who", who=words.actor(actor), n=Number(number_id("repeats", actor))) for actor in _repeaters(given)])
        sentences.append(setter.counted("repeats.all", "repeats.all", who=who))
    labels = {name: words(f"disagreement.{name}") for name in ("item", "floor", "ceiling", "who")}
    none = setter.counted("disagreement.none", "count.conflicts") if len(tables["conflicts"]) else [{"t": words("disagreement.nothing")}]
    intro = setter.counted("disagreement.intro", "count.conflicts") if pairs else none
    return {"head": words("brief.disagreement"), "intro": intro, "labels": labels, "rows": pairs, "sentences": sentences}


def denials(given: Given, setter: Setter) -> dict | None:
    """Each denial beside what two origins supported on its day; None where nobody denies."""
    words, found = given.words, []
    for place, claim in enumerate(selection.denials(given.tables["claims"]).to_dict("records"), 1):
        item = words.item(claim["item"]) if claim["item"] else words("denials.all")
        flow = words.flow(f"{claim['supplier']}>{claim['recipient']}") if claim["supplier"] and claim["recipient"] else ""
        found.append({
            "who": words.actor(claim["claimant"]), "day": setter.printed(f"denial.{place}.day"), "what": [setter.named(", ".join(filter(None, (item, flow))), "claims")],
            "claim": [setter.claim(claim["claim_id"])], "low": setter.printed(f"denial.{place}.low"), "high": setter.printed(f"denial.{place}.high"),
        })  # fmt: skip
    labels = {name: words(f"denials.{name}") for name in ("who", "day", "what", "claim", "low", "high")}
    intro = words("denials.intro", item=words.item(given.topic.lead_item))
    return {"head": words("brief.denials"), "intro": intro, "labels": labels, "rows": found} if found else None


def dropped(given: Given, setter: Setter) -> dict:
    """How many statements left, and why."""
    words, reasons = given.words, []
    for reason in selection.dropped_by_reason(given.tables["dropped"]):
        known = f"dropped.{reason}" in given.vocabulary.by_key("labels")
        reasons.append({"count": [setter.number(number_id("dropped", reason))], "why": words(f"dropped.{reason}") if known else reason})
    intro = setter.counted("dropped.intro", "count.dropped") if reasons else [{"t": words("dropped.nothing")}]
    return {"head": words("brief.dropped"), "intro": intro, "rows": reasons}


def estimate_id(row: dict) -> str:
    return number_id("estimate", row["flow"], row["item"], row["unit"], row["origin"] or row["level"])


def in_words(setter: Setter, row: dict) -> Runs:
    """A supported range in a sentence: "at least 6.45 million"; its numbers have rows of their own, printed as sentences print them."""
    named = {name: Number(number_id(estimate_id(row), name, "said")) for name in ("low", "high") if row[name] == row[name]}
    return setter.said(f"told.{told_form(row['low'], row['high'], '')}", **named)


def in_unit(words: Words, item: str, unit: str) -> str:
    """What numbers are of: "Artillery shells (rounds)", "Weapons (US dollars)"; of containers the unit goes without saying."""
    of_what, counted_in = words.item(item), words.unit(unit)
    return capital(of_what) if of_what.casefold() == counted_in.casefold() else f"{capital(of_what)} ({counted_in})"


def _estimate_rows(given: Given) -> list[dict]:
    words, found = given.words, []
    for (flow, item, unit), group in selection.compared(given.tables["estimates"], given.topic, given.vocabulary):
        for one in group:
            alone = one["level"] == "origin"
            meaning = words(f"meaning.{one['level']}", what=words.item(item), **({"origin": words.origin(one["origin"])} if alone else {}))
            level = f"{one['level']} {one['origin']}".strip()
            rule = f"estimates.csv: level {level}, {item}, {flow}, {unit}, {one['date']}"
            found += ends(estimate_id(one), one, "text" if alone else "table", meaning, rule, words)
            found += [] if alone else _said(given, one, ends(estimate_id(one), one, "text", meaning, rule, words))
    return found


def _said(given: Given, row: dict, found: list[dict]) -> list[dict]:
    """The rows once more for the answer, of those ranges that it names."""
    topic = given.topic
    named = row["flow"] != topic.lead_flow or (row["item"] != topic.lead_item and is_kind(topic.lead_item, row["item"]))
    return [each | {"number_id": f"{each['number_id']}.said"} for each in found] if named else []


def _exclusion_rows(given: Given) -> list[dict]:
    words, found = given.words, []
    for pair in selection.exclusions(given.tables):
        for name, origin in (("floor", "one"), ("ceiling", "other")):
            claim, identity = pair[f"{name}_claim"], f"conflict.{pair['place'] + 1}.{name}"
            meaning = words("meaning.origin", what=words.item(pair["item"]), origin=words.origin(pair[origin]))
            rule = f"conflicts.csv, row {pair['place'] + 1}; constraints.csv: {name} of {claim}"
            side = {"low": pair["floor"], "high": pair["ceiling"], "unit": pair["unit"], "claims": claim}
            found.append(end(identity, side, "low" if name == "floor" else "high", "table", meaning, rule, words))
            found.append(day(f"{identity}_day", pair[f"{name}_date"], "table", words("meaning.by"), rule, claim, words))
    return found


def _conflict_rows(given: Given) -> list[dict]:
    words, kinds = given.words, given.tables["conflicts"]
    within = kinds[(kinds["kind"] == "contradiction") & ~kinds["origin"].str.contains(";")]
    counted = {"within": (len(within), "kind = contradiction, one origin")}
    counted |= {kind: (int((kinds["kind"] == kind).sum()), f"kind = {kind}") for kind in ("tension", "circular")}
    found = [each for name, (number, where) in counted.items() if number for each in count(f"conflicts.{name}", number, "conflicts", words, where)]
    changed = selection.retellings(kinds)
    if changed:
        found += count("retold.all", int((kinds["kind"] == "retelling").sum()), "conflicts", words, "kind = retelling")
    return found + [each for name, number in changed.items() for each in count(f"retold.{name}", number, "conflicts", words, f"kind = retelling, differs in {name}")]


def _denial_rows(given: Given) -> list[dict]:
    words, found = given.words, []
    for place, claim in enumerate(selection.denials(given.tables["claims"]).to_dict("records"), 1):
        told, identity = claim["stated"] or claim["published"], claim["claim_id"]
        found.append(day(f"denial.{place}.day", told, "table", words("meaning.stated"), f"claims.csv: stated of {identity}", identity, words))
        shared = selection.supported_on(given.tables["estimates"], given.topic, told)
        if shared:
            rule = f"estimates.csv: level supported, {given.topic.lead_item}, {given.topic.lead_flow}, {shared['date']}"
            found += ends(f"denial.{place}", shared, "table", words("meaning.supported", what=words.item(given.topic.lead_item)), rule, words)
    return found


def _repeat_rows(given: Given) -> list[dict]:
    words, told = given.words, selection.repeating(given.tables["claims"])
    if told.empty:
        return []
    found = count("repeats.all", int(told.sum()), "claims", words, "repeats is not empty")
    return found + [each for actor in _repeaters(given) for each in count(number_id("repeats", actor), int(told[actor]), "claims", words, f"repeats is not empty, claimant = {actor}")]


def _repeaters(given: Given) -> list[str]:
    return list(selection.repeating(given.tables["claims"]).index[:SHOWN_REPEATERS])


def _dropped_rows(given: Given) -> list[dict]:
    return [
        each
        for reason, number in selection.dropped_by_reason(given.tables["dropped"]).items()
        for each in count(number_id("dropped", reason), number, "dropped", given.words, f"reason = {reason}")
    ]


def _drawing(words: Words, groups: list) -> str:
    """Which of the origins shown draw on which others shown, as origins.csv has it; empty where none does."""
    listed_origins = {row["origin"] for _, found in groups for row in found if row["level"] == "origin"}
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
    named = {name: Number(number_id(estimate_id(row), name)) for name in ("low", "high") if row[name] == row[name]}
    return [{"t": f"{capital(words.origin(row['origin']))}{silent}:\u00a0"}, *setter.said(f"short.{told_form(row['low'], row['high'], '')}", **named)]


def _side(setter: Setter, pair: dict, name: str, origin: str) -> dict:
    """One side of a contradiction: how much, by whom, by when."""
    identity = f"conflict.{pair['place'] + 1}.{name}"
    who = setter.said("disagreement.side", who=capital(setter.words.origin(pair[origin])), day=Number(f"{identity}_day"))
    return {"number": [setter.number(identity)], "who": who}
