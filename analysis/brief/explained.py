"""Other explanations: how many claims fit each hypothesis of the topic, and how many independent origins speak against it."""

from analysis import hypotheses
from analysis.brief.rows import number_id, row
from analysis.brief.runs import Setter
from analysis.brief.selection import Given

COUNTS = ("consistent", "inconsistent", "neutral")


def rows(given: Given) -> list[dict]:
    words, found = given.words, []
    for hypothesis, told in _tallied(given):
        for name in COUNTS:
            rule = f"rows of hypotheses.csv where hypothesis = {hypothesis}, consistency = {name}"
            found.append(row(number_id("hypothesis", hypothesis, name), told[name], "count", "table", words(f"meaning.hypothesis.{name}"), rule, "", words))
        rule = f"hypotheses.csv: independent origins with an inconsistent claim, {hypothesis}"
        found.append(row(number_id("hypothesis", hypothesis, "against"), told["against"], "count", "table", words("meaning.hypothesis.against"), rule, "", words))
    return found


def told(given: Given, setter: Setter) -> dict | None:
    """The table of hypotheses; None where the topic has none, or nothing to hold against them."""
    words = given.words
    found = [
        {"what": told["hypothesis"], **{name: setter.printed(number_id("hypothesis", hypothesis, name)) for name in (*COUNTS, "against")}}
        for hypothesis, told in _tallied(given)
    ]
    labels = {name: words(f"hypotheses.{name}") for name in ("what", *COUNTS, "against")}
    return {"head": words("brief.hypotheses"), "intro": words("hypotheses.intro"), "labels": labels, "rows": found} if found else None


def _tallied(given: Given) -> list[tuple[str, dict]]:
    held = given.tables["hypotheses"]
    if held.empty:
        return []
    told = hypotheses.tally(held, given.tables["claims"], given.topic, given.vocabulary, given.words.lang)
    return list(zip((hypothesis.hypothesis_id for hypothesis in given.topic.hypotheses), told.to_dict("records"), strict=True))
