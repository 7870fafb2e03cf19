"""Which rows of the tables the brief prints, and in which order: one place, asked by the numbers and by the text.

Takes the edition's tables, gives rows of them. Sets no words and formats no number.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.origins import counts
from analysis.topics import Topic
from analysis.vocabulary import Vocabulary
from analysis.wording import Words

Tables = Mapping[str, pd.DataFrame]
# The unit of numbers that count rows, claims or origins.
COUNT = "count"
# How many of the claims behind a judgement are named beside it.
NAMED = 4


@dataclass(frozen=True)
class Given:
    """What a brief is made from: the tables of an edition by name, its topic, the words of its language, its day (ISO date)."""

    tables: Tables
    topic: Topic
    words: Words
    as_of: str

    @property
    def vocabulary(self) -> Vocabulary:
        return self.words.vocabulary


def final(estimates: pd.DataFrame) -> pd.DataFrame:
    """Of each flow, item, unit, level and origin the last day's range of what was delivered."""
    delivered = estimates[(estimates["measure"] == "delivered") & (estimates["reading"] == "direct")]
    keys = ["flow", "item", "unit", "level", "origin"]
    return delivered.sort_values([*keys, "date"]).drop_duplicates(keys, keep="last").reset_index(drop=True)


def answer(estimates: pd.DataFrame, topic: Topic) -> dict | None:
    """The supported range of the lead item on the lead flow, None where there is none."""
    rows = final(estimates)
    rows = rows[(rows["flow"] == topic.lead_flow) & (rows["item"] == topic.lead_item) & (rows["level"] == "supported")]
    return None if rows.empty else rows.iloc[0].to_dict()


def highest_floor(estimates: pd.DataFrame, topic: Topic, vocabulary: Vocabulary) -> dict | None:
    """The one origin that puts the lead item's floor highest, if that is above the supported floor."""
    rows = final(estimates)
    rows = rows[(rows["flow"] == topic.lead_flow) & (rows["item"] == topic.lead_item) & (rows["level"] == "origin") & rows["low"].notna()]
    rows = rows[rows["origin"].isin(counting(vocabulary))].sort_values(["low", "origin"])
    shared = answer(estimates, topic)
    if rows.empty or (shared and rows.iloc[-1]["low"] <= shared["low"]):
        return None
    return rows.iloc[-1].to_dict()


def compared(estimates: pd.DataFrame, topic: Topic, vocabulary: Vocabulary) -> list[tuple[tuple[str, str, str], list[dict]]]:
    """For each (flow, item, unit) with a supported range, or that leads: its supported row, then a row for each origin."""
    rows = final(estimates)
    kept = rows[(rows["level"] == "supported") | ((rows["level"] == "origin") & rows["origin"].isin(counting(vocabulary)))]
    flows, items = [flow.name for flow in topic.flows], list(vocabulary.by_key("items"))
    groups = []
    for (flow, item, unit), group in kept.groupby(["flow", "item", "unit"], sort=True):
        origins = group[group["level"] == "origin"]
        leads = (flow, item) == (topic.lead_flow, topic.lead_item)
        if flow in flows and (leads or len(group) > len(origins)):
            ordered = pd.concat([group[group["level"] == "supported"], origins.sort_values(["low", "origin"], ascending=[False, True])])
            rank = (not leads, flows.index(flow), items.index(item) if item in items else len(items), unit)
            groups.append((rank, (flow, item, unit), ordered.to_dict("records")))
    return _without_twins([(key, rows) for _, key, rows in sorted(groups, key=lambda group: group[0])])


def _without_twins(groups: list[tuple[tuple[str, str, str], list[dict]]]) -> list[tuple[tuple[str, str, str], list[dict]]]:
    """Without an item all of whose ranges are those of the only kind of it that is shown."""
    told = {key: [(row["level"], row["origin"], str(row["low"]), str(row["high"])) for row in rows] for key, rows in groups}
    kinds = {key: [other for other in told if other[::2] == key[::2] and other[1].startswith(f"{key[1]}.")] for key in told}
    return [(key, rows) for key, rows in groups if len(kinds[key]) != 1 or told[kinds[key][0]] != told[key]]


def counting(vocabulary: Vocabulary) -> list[str]:
    """The origins that count as one of their own where independence is asked for, in the order of origins.csv."""
    return [origin for origin in vocabulary.by_key("origins") if counts(origin, vocabulary)]


def exclusions(tables: Tables) -> list[dict]:
    """Pairs of origins that exclude each other: the claim that sets the one's floor, the claim that sets the other's ceiling."""
    bounds = tables["constraints"].set_index("claim_id")
    found = []
    for index, row in tables["conflicts"].iterrows():
        claims, origins = row["claims"].split(";"), row["origin"].split(";")
        if row["kind"] == "contradiction" and len(origins) == 2 and len(claims) == 2 and set(claims) <= set(bounds.index):
            floor, ceiling = bounds.loc[claims[0]], bounds.loc[claims[1]]
            if floor["floor"] == floor["floor"] and ceiling["ceiling"] == ceiling["ceiling"]:
                found.append({
                    "place": index, "item": floor["item"], "one": origins[0], "other": origins[1], "floor": floor["floor"], "ceiling": ceiling["ceiling"],
                    "floor_claim": claims[0], "ceiling_claim": claims[1], "unit": floor["unit"], "floor_date": floor["end"], "ceiling_date": ceiling["end"],
                })  # fmt: skip
    return sorted(found, key=lambda pair: (pair["item"], pair["floor_date"], pair["place"]))


def retellings(conflicts: pd.DataFrame) -> dict[str, int]:
    """How many retellings changed a number, lost or won a bound ("at least"), changed what happened to what, the hedge, the period, the claimant.

    "3000 to 4000" told as "at least 3000" changes the bound, not the number.
    """
    fields = {"bound": ("bound",), "kind": ("kind",), "item": ("item",), "hedge": ("hedge",), "period": ("period_start", "period_end"), "claimant": ("claimant",)}
    differs = [_changes(text) for text in conflicts.loc[conflicts["kind"] == "retelling", "differs"]]
    counts = {"number": sum(map(_other_number, differs))}
    counts |= {name: sum(not changed.keys().isdisjoint(wanted) for changed in differs) for name, wanted in fields.items()}
    return {name: count for name, count in counts.items() if count}


def _changes(differs: str) -> dict[str, tuple[str, str]]:
    """"low: 3000 → none; bound: about → at_least" as what stood before and what after, by field."""
    parts = [part.strip().partition(": ") for part in differs.split(";")]
    return {name: tuple(change.split(" → ")) for name, _, change in parts}


def _other_number(changed: dict[str, tuple[str, str]]) -> bool:
    """Whether one number stands in for another; one that is only dropped or repeated as the other end changes the bound."""
    before, after = ({changed[end][side] for end in ("low", "high") if end in changed} - {"none"} for side in (0, 1))
    return bool(before and after and before != after)


def denials(claims: pd.DataFrame) -> pd.DataFrame:
    """Claims that deny, oldest first."""
    kept = claims[((claims["kind"] == "denial") | (claims["hedge"] == "denied")) & (claims["status"] != "rejected")]
    return kept.sort_values(["stated", "claim_id"]).reset_index(drop=True)


def supported_on(estimates: pd.DataFrame, topic: Topic, day: str) -> dict | None:
    """The newest supported range of the lead item on or before that day, None where nothing was supported yet."""
    rows = estimates[(estimates["measure"] == "delivered") & (estimates["reading"] == "direct") & (estimates["level"] == "supported")]
    rows = rows[(rows["flow"] == topic.lead_flow) & (rows["item"] == topic.lead_item) & (rows["date"] <= day)].sort_values("date")
    return None if rows.empty else rows.iloc[-1].to_dict()


def repeating(claims: pd.DataFrame) -> pd.Series:
    """How many claims that only retell another have which claimant, the most first."""
    kept = claims[(claims["repeats"] != "") & (claims["status"] != "rejected")]
    return _ranked(kept["claimant"])


def grades(claims: pd.DataFrame) -> dict[tuple[str, str], int]:
    """How many claims have which reliability and credibility, those that none has left out."""
    kept = claims[(claims["reliability"] != "") & (claims["credibility"] != "")]
    return {key: len(rows) for key, rows in kept.groupby(["reliability", "credibility"], sort=True)}


def effects(sensitivity: pd.DataFrame, topic: Topic) -> list[dict]:
    """Of each assumption that moves the lead item's supported range of the newest day, the change that moves it most; the greatest effect first."""
    rows = sensitivity[(sensitivity["flow"] == topic.lead_flow) & (sensitivity["item"] == topic.lead_item) & (sensitivity["level"] == "supported")]
    newest = rows[(rows["date"] == rows["date"].max()) & (rows["effect"] != "none")].sort_values("rank")
    return newest.drop_duplicates("assumption").to_dict("records")


def without_effect(sensitivity: pd.DataFrame, topic: Topic) -> list[str]:
    """The assumptions that were changed and that never move that range."""
    rows = sensitivity[(sensitivity["flow"] == topic.lead_flow) & (sensitivity["item"] == topic.lead_item) & (sensitivity["level"] == "supported")]
    moving = set(rows.loc[(rows["date"] == rows["date"].max()) & (rows["effect"] != "none"), "assumption"])
    return [name for name in dict.fromkeys(rows["assumption"]) if name not in moving]


def moves(changes: pd.DataFrame) -> list[dict]:
    """The changes of what two independent origins support, the greatest first: the ends of ranges of what was delivered, as told."""
    rows = changes[(changes["kind"] == "estimate") & changes["field"].isin(["low", "high"])]
    found = []
    for row in rows.to_dict("records"):
        flow, item, unit, measure, reading, level, *_ = row["subject"].split(" ")
        if (measure, reading, level) == ("delivered", "direct", "supported"):
            found.append(row | {"flow": flow, "item": item, "unit": unit})
    return found


def _ranked(names: pd.Series) -> pd.Series:
    counted = names.value_counts()
    return counted.loc[sorted(counted.index, key=lambda name: (-counted[name], name))]


def assumptions(tables: Tables) -> dict[str, list[str]]:
    """Claims that take part under an assumption: their start was not said, lay near the count's beginning, or before it."""
    used = tables["constraints"][tables["constraints"]["used"] & tables["constraints"]["counted_from"]]
    told = tables["claims"].set_index("claim_id")["period_start"]
    start = used["claim_id"].map(told)
    kinds = {"unsaid": start == "", "snapped": start > used["start"], "earlier": (start != "") & (start < used["start"])}
    return {name: sorted(used.loc[chosen, "claim_id"]) for name, chosen in kinds.items() if chosen.any()}


def dropped_by_reason(dropped: pd.DataFrame) -> dict[str, int]:
    """How many facts left for each reason, the most frequent first."""
    return {reason: int(number) for reason, number in _ranked(dropped["reason"]).items()}


def cited(numbers: pd.DataFrame) -> list[str]:
    """Ids of the claims that some number tells or bounds by, in the order in which the numbers first name them. A count of claims or origins
    rests on all that it counts, which are for the tables, not for the ledger."""
    told = numbers.loc[numbers["unit"] != COUNT, "claims"]
    return list(dict.fromkeys(claim for cell in told for claim in cell.split(";") if claim))
