"""What the tables between the stages look like: each column's name, type, meaning and allowed values.

Descriptions only; `tables.py` checks, reads and writes by them. A column's type is string, number, integer, boolean or date
(ISO text). Field by field this is the record of facts and claims, so a new field is a new line here and nowhere else.
"""

from dataclasses import dataclass

DATE = r"\d{4}-\d{2}-\d{2}"
KINDS = (
    "delivery", "capacity", "rate", "share", "plan", "use", "defect", "production", "stock", "value", "release",
    "meeting", "account", "assessment", "denial",
)  # fmt: skip
BOUNDS = ("", "exact", "about", "at_least", "at_most", "between")
HEDGES = ("flat", "alleged", "probable", "possible", "conditional", "denied")


@dataclass(frozen=True)
class Column:
    """One column: `type` is string, number, integer, boolean or date (ISO text); `values` lists what is allowed, if closed."""

    name: str
    type: str
    description: str
    values: tuple[str, ...] = ()
    required: bool = False


def _columns(*rows: tuple) -> tuple[Column, ...]:
    return tuple(Column(*row) for row in rows)


_RECORD = _columns(
    ("doc_id", "string", "the report", (), True),
    ("start", "integer", "first code point of the sentence in the report's text"),
    ("end", "integer", "code point after the sentence"),
    ("kind", "string", "what the statement is of", KINDS),
    ("supplier", "string", "actor id of the giving side"),
    ("recipient", "string", "actor id of the taking side"),
    ("item", "string", "dotted path of the thing"),
    ("low", "number", "lower number in `unit`; empty = open"),
    ("high", "number", "upper number in `unit`; empty = open"),
    ("bound", "string", "how the number binds", BOUNDS),
    ("unit", "string", "unit of low and high"),
    ("per", "string", "the time that a rate is told for", ("", "day", "week", "month", "year")),
    ("whole_low", "number", "lower number of the whole of which low–high is a part"),
    ("whole_high", "number", "upper number of the whole"),
    ("period_start", "date", "first day that the number covers"),
    ("period_end", "date", "last day that the number covers"),
    ("period_text", "string", "the words of the period, verbatim"),
    ("period_resolution", "string", "how the words became dates", ("", "exact", "approximate", "unresolved")),
    ("stated", "date", "day of the statement"),
    ("claimant", "string", "actor id of the origin in the report's chain"),
    ("chain", "string", "who says so, origin first, reporter last"),
    ("hedge", "string", "how far the claimant commits", HEDGES),
)

TABLES: dict[str, tuple[Column, ...]] = {
    "documents": _columns(
        ("doc_id", "string", "stable id of the report", (), True),
        ("url", "string", "address of the report"),
        ("publisher", "string", "who published it"),
        ("title", "string", "its title, or ours for an abstract"),
        ("published", "date", "day of publication"),
        ("language", "string", "primary language tag", ("de", "en")),
        ("kind", "string", "full text or abstract in our own words", ("full_text", "abstract")),
        ("sha256", "string", "digest of the text that offsets refer to"),
        ("origin", "string", "what the text was taken from, and where in it: another file, a record of an archive"),
        ("copy_of", "string", "doc_id of the report that this one prints again"),
    ),
    "facts": (
        *_columns(("fact_id", "string", "doc_id:start-end:n", (), True)),
        *_RECORD,
        *_columns(
            ("spans", "string", "JSON object: part of the statement → [start, end] in the report's text"),
            ("evidence", "string", "the sentence: the report's text from start to end"),
        ),
    ),
    "claims": (
        *_columns(
            ("claim_id", "string", "stable id: C- and eight hex digits of the lead fact's digest", (), True),
            ("fact_id", "string", "the lead fact: the telling nearest to the claimant, else the earliest", (), True),
        ),
        *_RECORD,
        *_columns(
            ("published", "date", "day on which the lead fact's report appeared"),
            ("origin", "string", "who knows it first: Seoul, Kyiv, Washington, ship-tracking …"),
            ("reliability", "string", "Admiralty code of the claimant", tuple("ABCDEF")),
            ("reliability_reason", "string", "why the claimant is graded so"),
            ("credibility", "string", "Admiralty code of the statement", tuple("123456")),
            ("credibility_reason", "string", "why the statement is graded so"),
            ("repeats", "string", "claim that this one only retells"),
            ("computed_from", "string", "claims that this one recomputes"),
            ("note", "string", "remark; never an id"),
            ("copies", "string", "fact ids that repeat the lead fact"),
            ("status", "string", "what the reviewer decided", ("proposed", "accepted", "corrected", "rejected")),
            ("reviewer", "string", "who decided"),
            ("reviewed", "date", "day of the decision"),
            ("reason", "string", "why"),
            ("evidence", "string", "the lead fact's sentence"),
        ),
    ),
    "dropped": _columns(
        ("fact_id", "string", "the fact that left", (), True),
        ("doc_id", "string", "its report"),
        ("reason", "string", "why, as a short code"),
        ("detail", "string", "why, as a sentence"),
        ("evidence", "string", "its sentence"),
    ),
    "constraints": _columns(
        ("claim_id", "string", "the claim", (), True),
        ("flow", "string", "supplier>recipient"),
        ("item", "string", "dotted path"),
        ("unit", "string", "unit of floor and ceiling"),
        ("measure", "string", "what is measured: delivered, use, rate …"),
        ("origin", "string", "who knows it first"),
        ("start", "date", "first day of the increment"),
        ("end", "date", "last day of the increment"),
        ("floor", "number", "least that the claim allows"),
        ("ceiling", "number", "most that the claim allows; empty = open"),
        ("counted_from", "boolean", "the increment starts where the count does, so it bounds the total"),
        ("used", "boolean", "the claim takes part in the estimates"),
        ("reason", "string", "why it does not, or which assumption was made"),
    ),
    "estimates": _columns(
        ("topic", "string", "topic id"),
        ("flow", "string", "supplier>recipient"),
        ("item", "string", "dotted path"),
        ("unit", "string", "unit of low and high"),
        ("measure", "string", "what is measured: delivered, use, rate, share, defect, value …"),
        ("reading", "string", "as told, or converted by a factor", ("direct", "converted")),
        ("level", "string", "whose estimate", ("origin", "supported", "hull")),
        ("origin", "string", "of level origin: who"),
        ("date", "date", "the day that the estimate speaks of"),
        ("low", "number", "floor"),
        ("high", "number", "ceiling; empty = open"),
        ("agree", "string", "of supported: do two independent origins share a value", ("", "yes", "no")),
        ("silent", "string", "of an origin: silent for longer than stale_after", ("", "yes", "no")),
        ("claims", "string", "ids of the claims that it rests on"),
    ),
    "conflicts": _columns(
        ("kind", "string", "what sort of disagreement", ("contradiction", "retelling", "tension", "circular")),
        ("claims", "string", "ids of the claims"),
        ("origin", "string", "whose claims they are"),
        ("differs", "string", "what differs"),
        ("sentence", "string", "the disagreement in a sentence"),
    ),
    "conversions": _columns(
        ("claim_id", "string", "the claim in containers", (), True),
        ("flow", "string", "supplier>recipient"),
        ("item", "string", "what the containers are read as"),
        ("unit", "string", "unit of floor and ceiling"),
        ("origin", "string", "who knows it first"),
        ("factor_low", "number", "least that a container held; empty = nobody says"),
        ("factor_high", "number", "most that a container held or could hold; empty = nobody says"),
        ("factor_of", "string", "whose factors, on whom the converted claim draws"),
        ("sources", "string", "sources of the factors in conversions.csv"),
        ("floor", "number", "least that follows; empty = open"),
        ("ceiling", "number", "most that follows; empty = open"),
    ),
    "sensitivity": _columns(
        ("topic", "string", "topic id"),
        ("flow", "string", "supplier>recipient"),
        ("item", "string", "dotted path"),
        ("unit", "string", "unit of the ends"),
        ("level", "string", "whose range", ("supported", "hull")),
        ("date", "date", "the day that is looked at: the newest, and the last with a ceiling"),
        ("rank", "integer", "1 = what changes this range most"),
        ("assumption", "string", "what is changed, all else left as it is",
         ("origin", "counted_from", "start_tolerance", "rounding", "hedge", "credibility", "repeats", "computed_from", "independence")),  # fmt: skip
        ("changed", "string", "how it is changed"),
        ("variant", "string", "which way the change goes"),
        ("subjects", "string", "the origins, claims or days that it is about"),
        ("low_before", "number", "floor as estimated"),
        ("high_before", "number", "ceiling as estimated; empty = open"),
        ("low", "number", "floor with the change"),
        ("high", "number", "ceiling with the change; empty = open"),
        ("effect", "string", "what happens to the range", ("vanishes", "appears", "opens", "closes", "moves", "none")),
        ("moved", "number", "how far the ends move at most, in per cent of the larger number"),
    ),
    "pbox": _columns(
        ("topic", "string", "topic id"),
        ("flow", "string", "supplier>recipient"),
        ("item", "string", "dotted path"),
        ("unit", "string", "unit of the quantiles"),
        ("date", "date", "the day that the distribution speaks of"),
        ("probability", "number", "share of the distribution up to the quantile"),
        ("low", "number", "least that the quantile can be"),
        ("high", "number", "most that it can be; empty = open"),
        ("sampled", "number", "quantile of the Monte Carlo pool; empty = beyond every number"),
        ("agrees", "string", "whether the pool lies within the box", ("yes", "no")),
        ("origins", "string", "the origins that it is made of, with equal weights"),
    ),
    "history": _columns(
        ("topic", "string", "topic id"),
        ("flow", "string", "supplier>recipient"),
        ("item", "string", "dotted path"),
        ("unit", "string", "unit of all ends"),
        ("known", "date", "as of which day: a month's last, and at the end that of the newest report", (), True),
        ("claims", "integer", "claims known by then that bound the item, a kind of it, or what it is a kind of"),
        ("origins", "integer", "origins of these claims, those that count as one of their own"),
        ("low", "number", "supported floor of that day"),
        ("high", "number", "supported ceiling of that day; empty = open"),
        ("bounded_on", "date", "the last day with both a supported floor and a supported ceiling"),
        ("bounded_low", "number", "supported floor of the day bounded_on"),
        ("bounded_high", "number", "supported ceiling of the day bounded_on; below the floor where they contradict each other"),
        ("hull_on", "date", "the last day that some origin bounds on both sides"),
        ("hull_low", "number", "lowest floor of the day hull_on"),
        ("hull_high", "number", "highest ceiling of the day hull_on"),
    ),
    "changes": _columns(
        ("rank", "integer", "1 = the greatest effect", (), True),
        ("kind", "string", "what changed", ("judgement", "estimate", "claim")),
        ("subject", "string", "judgement id, claim id, or flow, item, unit, measure, reading, level and origin of an estimate"),
        ("change", "string", "what happened to it",
         ("turned", "appeared", "vanished", "opened", "closed", "moved", "new", "led otherwise", "withdrawn", "repeated", "corrected")),  # fmt: skip
        ("field", "string", "which of its columns"),
        ("before", "string", "as it stood; empty = it did not, or an open end"),
        ("after", "string", "as it stands; empty = it does not, or an open end"),
        ("moved", "number", "how far an end moved, in per cent of the larger number"),
        ("cause", "string", "ids of the claims behind it that the older ledger does not have"),
        ("reports", "string", "ids of the reports that these stand in"),
    ),
    "judgements": _columns(
        ("judgement_id", "string", "id in the topic file", (), True),
        ("text", "string", "the sentence as printed"),
        ("condition", "string", "what must hold of the estimates"),
        ("holds", "string", "whether it does", ("yes", "no", "unknown")),
        ("likelihood", "string", "ICD 203 term"),
        ("likelihood_low", "number", "per cent"),
        ("likelihood_high", "number", "per cent"),
        ("confidence", "string", "how sound the basis is", ("low", "moderate", "high")),
        ("basis", "string", "the sentence on confidence, as printed"),
        ("claims", "string", "ids of the claims that it rests on"),
        ("would_change", "string", "what would change it"),
    ),
    "hypotheses": _columns(
        ("hypothesis", "string", "id in the topic file", (), True),
        ("claim_id", "string", "the claim that is held against it"),
        ("consistency", "string", "how the claim fits the hypothesis", ("consistent", "inconsistent", "neutral")),
        ("reason", "string", "which numbers say so"),
    ),
    "marks": _columns(
        ("text", "string", "words or number as printed in the figure; empty for a mark without words"),
        ("value", "number", "the number printed; empty for a date or a mark without a number"),
        ("unit", "string", "its unit; date for a day"),
        ("meaning", "string", "what it is, in words"),
        ("rule", "string", "how it follows from the tables"),
        ("claims", "string", "ids of the claims that it comes from; empty for the scale of an axis"),
        ("left", "number", "left edge, as a share of the picture's width"),
        ("top", "number", "upper edge, as a share of the picture's height from above"),
        ("right", "number", "right edge"),
        ("bottom", "number", "lower edge"),
    ),
    "numbers": _columns(
        ("number_id", "string", "id of the printed number", (), True),
        ("value", "number", "the number"),
        ("unit", "string", "its unit"),
        ("text", "string", "as printed"),
        ("place", "string", "where it stands: text, table, caption, judgement or figure"),
        ("meaning", "string", "what it is, in words"),
        ("rule", "string", "how it follows from the claims"),
        ("cell", "string", "the cell of a notebook that makes what the rule names"),
        ("claims", "string", "ids of the claims that it comes from"),
        ("sentences", "string", "of each of these claims the first digits of its sentence's SHA-256"),
    ),
}
