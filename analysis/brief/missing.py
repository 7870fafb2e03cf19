"""Gaps: what the claims leave open, found by rule: no ceiling, one voice only, silence, contradiction, no day, no judgement."""

from analysis.brief import selection
from analysis.brief.rows import count
from analysis.brief.runs import Number, Runs, Setter, listed
from analysis.brief.selection import Given


def rows(given: Given) -> list[dict]:
    claims = given.tables["claims"]
    undated = int((claims["stated"] == "").sum())
    return count("gaps.undated", undated, "claims", given.words, "stated is empty") if undated else []


def told(given: Given, setter: Setter) -> dict:
    """A sentence for each kind of gap that there is."""
    words = given.words
    lines: list[Runs] = [setter.said(f"gaps.{name}", items=listed([[setter.named(item, "estimates")] for item in items])) for name, items in _items(given).items() if items]
    silent = _silent(given)
    if silent:
        lines.append(setter.said("gaps.silent", origins=", ".join(silent), item=words.item(given.topic.lead_item), stale=Number("topic.stale_after")))
    if "gaps.undated" in setter.numbers:
        lines.append(setter.counted("gaps.undated", "gaps.undated"))
    unjudged = [row.judgement_id for row in given.tables["judgements"].itertuples() if row.holds == "unknown"]
    if unjudged:
        lines.append(setter.said("gaps.unjudged", judgements=[run for name in unjudged for run in ({"t": " "}, {"t": name, "to": f"judgement-{name}"})][1:]))
    return {"head": words("brief.gaps"), "lines": lines, "none": words("gaps.none")}


def _items(given: Given) -> dict[str, list[str]]:
    """Items by what is missing: a ceiling that two origins put, a second origin, a value that floor and ceiling leave."""
    final = selection.final(given.tables["estimates"])
    followed = final[[given.topic.follows(row.item, row.flow) for row in final.itertuples()]] if len(final) else final
    shared = followed[followed["level"] == "supported"]
    alone = followed[(followed["level"] == "origin") & followed["origin"].isin(selection.counting(given.vocabulary))]
    told = alone.groupby(["flow", "item"])["origin"].nunique()
    return {
        "open": _named(given, shared.loc[shared["high"].isna(), ["flow", "item"]].itertuples(index=False, name=None)),
        "crossed": _named(given, shared.loc[shared["agree"] == "no", ["flow", "item"]].itertuples(index=False, name=None)),
        "alone": _named(given, told[told == 1].index),
    }


def _named(given: Given, keys) -> list[str]:
    words, lead = given.words, given.topic.lead_flow
    names = ((flow, words.item(item)) for flow, item in keys)
    return list(dict.fromkeys(name if flow == lead else words("gaps.on_flow", item=name, flow=words.flow(flow)) for flow, name in names))


def _silent(given: Given) -> list[str]:
    final, topic = selection.final(given.tables["estimates"]), given.topic
    lead = final[(final["flow"] == topic.lead_flow) & (final["item"] == topic.lead_item) & (final["silent"] == "yes")]
    return [given.words.origin(origin) for origin in selection.counting(given.vocabulary) if origin in set(lead["origin"])]
