"""What the ranges rest on, and what each assumption does to the lead item's range when it is changed by itself."""

from analysis.brief import selection
from analysis.brief.rows import ends, number_id, row
from analysis.brief.runs import Number, Runs, Setter, listed
from analysis.brief.selection import Given
from analysis.wording import capital

# Rules of the method that stand whatever the claims say.
STANDING = ("never_falls", "rounding", "vague")


def rows(given: Given) -> list[dict]:
    """How many claims take part under an assumption, the range as estimated, and the range with each change."""
    words, topic, found = given.words, given.topic, []
    taken = selection.assumptions(given.tables)
    if "snapped" in taken:
        rule = f"data/topics/{topic.topic_id}.toml: start_tolerance"
        found.append(row("topic.start_tolerance", topic.start_tolerance, "day", "text", words("meaning.start_tolerance"), rule, "", words))
    for name, claims in taken.items():
        rule = f"constraints.csv: used and counted from the beginning, {name}"
        found.append(row(f"assumed.{name}", len(claims), "count", "text", words(f"meaning.assumed.{name}"), rule, "", words))
    what = words("meaning.supported", what=words.item(topic.lead_item))
    for place, effect in enumerate(selection.effects(given.tables["sensitivity"], topic)):
        rule = f"sensitivity.csv: level supported, {topic.lead_item}, {topic.lead_flow}, {effect['date']}"
        if place == 0:
            before = {"low": effect["low_before"], "high": effect["high_before"], "unit": effect["unit"], "claims": ""}
            found += ends("effect.before", before, "table", what, f"{rule}, before", words)
        found += ends(f"effect.{effect['assumption']}", effect | {"claims": ""}, "table", what, f"{rule}, rank {effect['rank']}", words)
        found += [
            row(number_id("effect", effect["assumption"], "days"), float(days), "day", "text", words("meaning.changed_days"), f"{rule}, rank {effect['rank']}", "", words)
            for days in effect["subjects"].split(";")
            if days.isdigit()
        ]
    return found


def told(given: Given, setter: Setter) -> dict:
    """The assumptions in sentences, and the table of what changing one does."""
    words, topic = given.words, given.topic
    day = Number("topic.counted_from")
    lines = [setter.counted(f"assumed.{name}", f"assumed.{name}", day=day, days=Number("topic.start_tolerance")) for name in selection.assumptions(given.tables)]
    lines += [setter.said(f"assumed.{rule}", day=day, stale=Number("topic.stale_after")) for rule in STANDING]
    effects = selection.effects(given.tables["sensitivity"], topic)
    before = [{"what": [{"t": words("effect.before")}], "low": setter.printed("effect.before.low"), "high": setter.printed("effect.before.high")}]
    unmoved = [words(f"assumption.{name}") for name in selection.without_effect(given.tables["sensitivity"], topic)]
    return {
        "head": words("brief.assumptions"), "lines": lines, "intro": words("effect.intro", item=words.item(topic.lead_item)),
        "labels": {name: words(f"effect.{name}") for name in ("what", "low", "high")},
        "rows": [*before, *(_effect(setter, effect) for effect in effects)] if effects else [],
        "unmoved": words("effect.unmoved", assumptions=", ".join(unmoved)) if effects and unmoved else "",
    }  # fmt: skip


def _effect(setter: Setter, effect: dict) -> dict:
    words, name = setter.words, effect["assumption"]
    subjects = listed([_subject(setter, name, subject) for subject in effect["subjects"].split(";") if subject], words("effect.and"))
    changed = setter.said(f"effect.{name}.{effect['variant']}", subjects=subjects)
    return {"what": _begun(changed), "low": setter.printed(f"effect.{name}.low"), "high": setter.printed(f"effect.{name}.high")}


def _subject(setter: Setter, assumption: str, subject: str) -> Runs:
    """An origin by its name, a claim as a link, a number of days as a number."""
    if subject.isdigit():
        return [setter.number(number_id("effect", assumption, "days"))]
    return [setter.claim(subject) if subject.startswith("C-") else {"t": setter.words.origin(subject)}]


def _begun(runs: Runs) -> Runs:
    """The runs with a capital letter at their beginning, where they begin with text."""
    return [runs[0] | {"t": capital(runs[0]["t"])}, *runs[1:]] if runs and "to" not in runs[0] and "t" in runs[0] else runs
