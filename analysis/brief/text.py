"""What the brief says, section by section, as data for the template. How it looks is the template's business (brief.typ).

Takes all tables of an edition, gives a dict of strings, runs (see `runs`) and rows of them. A section without anything to say
is None. Text from reports (outlets, addresses) is made fit to be set and stays a plain string.
"""

import shlex

from analysis import numerals
from analysis.brief import assumed, changed, compared, entries, explained, graded, missing, selection
from analysis.brief.runs import Number, Runs, Setter, listed
from analysis.brief.selection import NAMED, Given, Tables
from analysis.item_tree import is_kind
from analysis.topics import Topic
from analysis.vocabulary import Vocabulary
from analysis.wording import Words, capital


def content(tables: Tables, topic: Topic, vocabulary: Vocabulary, as_of: str, lang: str, data_set: str = "") -> dict:
    """All that the brief says but its figures. `tables`: all of an edition, judgements and numbers included; `data_set`: what it was made from, if not from
    the project's documents."""
    given = Given(tables, topic, Words(vocabulary, lang), as_of)
    setter = Setter(tables["numbers"], tables["claims"], given.words)
    return {
        "lang": lang,
        **_head(given, setter),
        "answer": _answer(given, setter),
        "judgements": _judgements(given, setter),
        "estimates": compared.estimates(given, setter),
        "disagreement": compared.disagreement(given, setter),
        "denials": compared.denials(given, setter),
        "dropped": compared.dropped(given, setter),
        "assumptions": assumed.told(given, setter),
        "hypotheses": explained.told(given, setter),
        "gaps": missing.told(given, setter),
        "quality": graded.told(given, setter),
        "changed": changed.told(given, setter),
        "rerun": _rerun(given, data_set),
        "ledger": entries.told(given, setter),
    }


def _head(given: Given, setter: Setter) -> dict:
    words, topic = given.words, given.topic
    day = Number("edition.as_of")
    counts = {noun: setter.counted(f"noun.{noun}", f"count.{table}") for noun, table in (("reports", "documents"), ("facts", "facts"), ("claims", "claims"))}
    return {
        "title": topic.title[words.lang],
        "question": topic.question[words.lang],
        "kicker": words("brief.kicker"),
        "edition": f"{topic.topic_id}/{given.as_of}-{words.lang}",
        "footer": words("brief.footer", title=topic.title[words.lang], day=numerals.day(given.as_of, words.lang)),
        "page": words.label("brief.page"),
        "stand": setter.said("brief.stand", day=day, **counts),
    }


def _answer(given: Given, setter: Setter) -> dict:
    words, topic, tables = given.words, given.topic, given.tables
    shared = selection.answer(tables["estimates"], topic)
    ends = [end for end in ("low", "high") if f"answer.{end}" in setter.numbers]
    form = "both" if len(ends) == 2 else ends[0] if ends else "none" if len(tables["claims"]) else "empty"
    lines = []
    if shared and shared["agree"] == "no":
        lines.append(setter.said("answer.crossed"))
    elif ends == ["low"]:
        lines.append(setter.said("answer.open"))
    if "answer.alone" in setter.numbers:
        origin = selection.highest_floor(tables["estimates"], topic, given.vocabulary)["origin"]
        lines.append(setter.said("answer.alone", low=Number("answer.alone"), origin=words.origin(origin)))
    lines += _others(given, setter)
    leading = next(iter(tables["judgements"].to_dict("records")), {"holds": "unknown"})
    known = leading["holds"] != "unknown"
    return {
        "head": words("brief.answer"),
        "range": setter.said(f"answer.{form}", **{end: Number(f"answer.{end}") for end in ends}),
        "what": words("answer.what", item=capital(words.item(topic.lead_item)), flow=words.flow(topic.lead_flow)),
        "judgement": setter.marked(leading["text"]) if known else setter.said("answer.untested"),
        "confidence": setter.marked(leading["basis"]) if known else [],
        "remarks": listed(lines, " "),
    }


def _others(given: Given, setter: Setter) -> list[Runs]:
    """What else the question asks for, as far as two origins support it: the wider class of the lead item, and what goes the other way."""
    words, topic = given.words, given.topic
    ranges = {key: next((row for row in rows if row["level"] == "supported"), None) for key, rows in selection.compared(given.tables["estimates"], topic, given.vocabulary)}
    lines, back = [], {}
    for (flow, item, unit), row in ranges.items():
        if row and flow == topic.lead_flow and item != topic.lead_item and is_kind(topic.lead_item, item):
            lines.append(setter.said("answer.others", item=words.item(item), range=compared.in_words(setter, row)))
        elif row and flow != topic.lead_flow:
            back.setdefault(flow, []).append(setter.said("answer.back.item", item=words.item(item), range=compared.in_words(setter, row), unit=words.unit(unit)))
    return [*lines, *(setter.said("answer.back", flow=words.flow(flow), items=listed(items, "; ")) for flow, items in back.items())]


def _judgements(given: Given, setter: Setter) -> dict:
    rows = [_judgement(setter, row, place) for place, row in enumerate(given.tables["judgements"].to_dict("records"))]
    labels = {name: given.words(f"judgement.{name}") for name in ("would_change", "rests_on")}
    return {"head": given.words("brief.judgements"), "rows": rows, "method": setter.said("judgement.method", icd=Number("method.icd203")), **labels}


def _judgement(setter: Setter, row: dict, place: int) -> dict:
    """One judgement. The first stands in the answer and is not printed twice, unless it cannot be tested."""
    answered = place == 0 and row["holds"] != "unknown"
    claims = [claim for claim in row["claims"].split(";") if claim]
    named = listed([[setter.claim(claim)] for claim in sorted(claims, key=lambda claim: (claim not in setter.cited, claim))[:NAMED]])
    beyond = f"{row['judgement_id']}.beyond"
    return {
        "id": row["judgement_id"],
        "text": setter.said("judgement.answered") if answered else setter.marked(row["text"]),
        "basis": [] if answered else setter.marked(row["basis"]),
        "change": setter.marked(row["would_change"]),
        "claims": [*named, *(setter.said("judgement.beyond", n=Number(beyond)) if beyond in setter.numbers else [])],
        "made": row["holds"] == "yes" and row["basis"] != "",
    }


def _rerun(given: Given, data_set: str) -> dict:
    """The command that writes this edition again, and the one that leads from the first claim of a printed number to its sentence."""
    words, topic = given.words, given.topic.topic_id
    commands = [f"make brief TOPIC={topic} AS_OF={given.as_of} BRIEF_LANG={words.lang}"]
    if data_set:
        commands = [f".venv/bin/claimtrail run --topic {topic} --as-of {given.as_of} --lang {words.lang} --facts {shlex.quote(data_set)}"]
    commands += [f".venv/bin/claimtrail trace {claim}" for claim in selection.cited(given.tables["numbers"])[:1]]
    return {"head": words("brief.rerun"), "text": words("rerun.data_set" if data_set else "rerun.text"), "commands": commands}
