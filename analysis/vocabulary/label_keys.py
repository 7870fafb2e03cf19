"""The labels without which a brief, its figures or its page cannot be set.

Others are looked for and done without: `amount.<item>`, `dropped.<reason>`, `meaning.count.<table>`.
"""

from analysis.columns import HEDGES, KINDS

# By the first part of the key; "*" stands for the two forms that a count takes.
_PARTS = {
    "figure": (
        "nothing beyond beyond.aside cumulative.title cumulative.caption containers.title containers.caption load.title "
        "load.caption load.full load.axis load.against sources.title sources.caption knowledge.title knowledge.caption name data"
    ),
    "axis": "millions",
    "key": "delivery capacity at_least at_most aside between supported open crossed knowledge.bounded knowledge.floor knowledge.hull knowledge.crossed",
    "source": "claimant through outlet others direct unnamed",
    "alternative": "empty series single aside load full_box beyond_full.* strong.* claimant outlet knowledge.none knowledge.first knowledge.last knowledge.bounded",
    "told": "exact about at_least at_most between",
    "meaning": (
        "low high supported origin told rows figure assumed.unsaid assumed.snapped assumed.earlier start_tolerance stale_after "
        "asked given"
    ),
    "brief": "kicker stand footer page answer judgements estimates disagreement dropped assumptions rerun tables ledger",
    "noun": "reports.* facts.* claims.*",
    "answer": "both low high none empty what alone crossed open untested",
    "judgement": "would_change answered unheld failing failing.plain unknown method",
    "sign": "ge le gt lt eq ne",
    "estimates": "intro what shared origins silent draws draws.pair",
    "disagreement": "intro.* none.* nothing item floor ceiling within.* retold.* denials.*",
    "retold": "number bound kind item hedge period claimant",
    "dropped": "intro.* nothing",
    "assumed": "unsaid.* snapped.* earlier.* tolerance never_falls independence rounding vague",
    "rerun": "text",
    "tables": "rows.*",
    "ledger": "intro empty id claimant told hedge grade date outlet no_address others.*",
    "hedge": " ".join(HEDGES),
    "kind": " ".join(KINDS),
    "per": "day week month year",
    "table": "documents facts claims dropped constraints estimates conflicts judgements numbers parameters",
    "evidence": (
        "title intro count.* claim sentence way grade copies repeats retold computed undated skip head.figures head.claims described filters every from to "
        "search reset shown.* linked pages earlier later origin item number chain report conflicts contradiction retelling tension circular bounds floor "
        "ceiling unbounded used unused estimates numbers reasons review proposed accepted corrected rejected digest"
    ),
    "span": "quantity whole item period supplier recipient claimant cue hedge",
    "short": "exact about at_least at_most vague between",
}
_FORMS = ("one", "other")

LABEL_KEYS: tuple[str, ...] = (
    "amount",
    *(f"{part}.{key.replace('*', form)}" for part, keys in _PARTS.items() for key in keys.split() for form in _FORMS[: 1 + key.endswith("*")]),
)
