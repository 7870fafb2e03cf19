"""The labels without which a brief, its figures or its page cannot be set.

Others are looked for and done without: `amount.<item>`, `dropped.<reason>`, `meaning.count.<table>`.
"""

from analysis.columns import HEDGES, KINDS

# By the first part of the key; "*" stands for the two forms that a count takes.
_PARTS = {
    "figure": (
        "nothing beyond beyond.aside cumulative.title cumulative.caption containers.title containers.caption load.title "
        "load.caption load.full load.axis load.against sources.title sources.caption knowledge.title knowledge.caption "
        "knowledge.none totals.subject load.agree sources.subject knowledge.subject pbox.title pbox.subject pbox.caption pbox.nothing pbox.all "
        "pbox.others pbox.without pbox.gone pbox.or oil.title oil.subject oil.none oil.caption oil.nothing oil.unasked "
        "oil.cap flows.title flows.subject flows.caption flows.and flows.only flows.unsupported flows.more independence.title "
        "independence.subject independence.caption independence.draws independence.drawn independence.alone "
        "independence.uncounted name data"
    ),
    "finding": (
        "contradiction floor floor.highest alone growth load pbox.vanishes pbox.falls pbox.opens pbox.steady oil.over "
        "oil.within flows independence.some independence.all independence.none knowledge.rises knowledge.falls knowledge.stays"
    ),
    "mark": (
        "days scale statement latest origin.low origin.high supported.low supported.high load full.low full.high without pbox.day pbox.median "
        "pbox.scale oil.year oil.year_of oil.cap flows.backed flows.told flows.more flows.range independence.independent "
        "independence.origins independence.more independence.claims knowledge.low knowledge.high knowledge.day"
    ),
    "axis": "millions",
    "key": (
        "delivery capacity at_least at_most aside between supported open crossed knowledge.bounded knowledge.crossed "
        "knowledge.floor knowledge.hull flows.range flows.floor flows.ceiling flows.none"
    ),
    "source": "claimant through outlet others direct unnamed",
    "alternative": (
        "empty series single aside load full_box beyond_full.* strong.* knowledge.none knowledge.first knowledge.last "
        "knowledge.bounded agree pbox.median oil independence.draws independence.alone independence.uncounted claimant outlet"
    ),
    "told": "exact about at_least at_most between",
    "meaning": (
        "low high supported origin told rows figure assumed.unsaid assumed.snapped assumed.earlier start_tolerance stale_after "
        "asked given as_of counted_from beyond directive stated by since changed_days hypothesis.consistent hypothesis.inconsistent "
        "hypothesis.neutral hypothesis.against"
    ),
    "brief": (
        "kicker stand footer page answer judgements estimates disagreement denials dropped assumptions hypotheses gaps quality changed "
        "rerun tables ledger"
    ),
    "noun": "reports.* facts.* claims.*",
    "answer": "both low high none empty what alone others back back.item crossed open untested",
    "judgement": "would_change rests_on beyond answered unheld failing failing.plain unknown method",
    "sign": "ge le gt lt eq ne",
    "estimates": "intro what shared low high origins silent draws draws.pair",
    "disagreement": "intro.* none.* nothing item floor ceiling who side within.* tension.* circular.* retold.*",
    "repeats": "all.* who",
    "denials": "intro all who day what claim low high",
    "retold": "number bound kind item hedge period claimant",
    "dropped": "intro.* nothing",
    "assumed": "unsaid.* snapped.* earlier.* never_falls rounding vague",
    "effect": (
        "intro what low high before and unmoved origin.without independence.linked independence.apart credibility.with hedge.without "
        "repeats.none computed_from.none rounding.as_said rounding.wide counted_from.earlier counted_from.later start_tolerance.days"
    ),
    "assumption": "origin independence credibility hedge repeats computed_from rounding counted_from start_tolerance",
    "hypotheses": "intro what consistent inconsistent neutral against",
    "gaps": "none open crossed alone on_flow silent undated.* unjudged",
    "quality": "intro reliability credibility origins.* unnamed.* abstracts.* outlet.* reviewed.*",
    "reliability": "A B C D E F",
    "credibility": "1 2 3 4 5 6",
    "changed": "reports.* new.* corrected.* withdrawn.* what before after cause low high none no_report unmoved turned turn",
    "holds": "yes no unknown none",
    "rerun": "data_set text",
    "tables": "rows.*",
    "ledger": "intro no_cell empty id claimant number told hedge grade date outlet rule sentence no_address others.*",
    "rule": "floor ceiling both aside none",
    "hedge": " ".join(HEDGES),
    "kind": " ".join(KINDS),
    "per": "day week month year",
    "table": (
        "documents facts claims dropped constraints estimates conflicts conversions sensitivity pbox hypotheses history changes judgements "
        "numbers parameters manifest ro-crate-metadata"
    ),
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
