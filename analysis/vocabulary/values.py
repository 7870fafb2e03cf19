"""What the code that reads the vocabulary asks for by name: roles, classes, forms, kinds, and the values that go with each.

Closed lists: a new entry is a new name here and in the code that reads it (tests/test_vocabulary_names.py holds both together). Words,
units, actors and languages are in none of them: those an analyst adds.
"""

from analysis.columns import HEDGES, KINDS
from analysis.vocabulary.cells import Rule, day, like, number, one_of

TYPES = (
    "state", "ministry", "intelligence", "government", "person", "party", "alliance", "organisation", "monitoring", "think_tank", "media", "company",
)  # fmt: skip
RELIABILITIES = tuple("ABCDEF")
DIMENSIONS = ("count", "volume", "mass", "currency", "share")
PER = ("day", "week", "month", "year")
RESERVATIONS = tuple(hedge for hedge in HEDGES if hedge != "flat")

# Kinds of event that words tell, each with the roles of its subject. Rates, assessments and denials are told by other means.
GIVES, NONE = ("give",), ("",)
OCCASIONS = ("meeting", "account")
EVENTS = {kind: NONE for kind in KINDS if kind not in ("rate", "assessment", "denial")} | {
    "delivery": ("give", "take", "move", "leave"), "plan": ("give", "take"), "release": GIVES, "capacity": ("move",), "use": ("user",),
    "production": ("holder",), "stock": ("holder",), "future": NONE,
}  # fmt: skip

REPORTING = ("before_source", "deep_source", "after_source", "own", "verb", "relay", "confirms", "agentless", "unnamed", "subjunctive")
DISCOURSE = (
    "continues", "points_back", "turns", "refers_back", "keeps_period", "on_this", "part_of", "both", "aside", "relative",
    "ends_phrase", "left_out", "number_of", "one_of", "statement_clause", "adds", "copula", "joins", "for_launchers", "article", "organ_of",
    "genitive", "dative_article", "dative_name", "new_clause", "adds_clause", "change", "neuter", "equals", "tells",
)  # fmt: skip
PREPOSITIONS = ("source", "agent", "destination", "target", "place", "beneficiary", "partner", "genitive")
EXCLUSIONS = ("limit", "limit_passed", "law", "per_load", "strength", "losses", "weight")
ABBREVIATIONS = ("never_last", "before_digits", "sometimes_last", "ordinal", "starts")

BESIDE = ("before", "behind", "behind_noun")
BOUNDS = {
    "at_least": (*BESIDE, "before_article"), "at_most": BESIDE, "about": BESIDE, "filler": ("before",), "whole_first": ("before",),
    "part_of": ("between",), "joint": ("between",),
}  # fmt: skip
UNIT_PLACES = ("before", "behind", "behind_number", "per", "not_per")
PARTS_OF_UNITS = ("hundredth_of", "twelfth_of", "thousandth_of")

# Message words: verbs and phrases of saying have a medium, small words have none.
VERBS = ("verb", "reports")
SAYING = (*VERBS, "before_source", "before_noun_of_saying", "after_source", "alone", "so")
SMALL_WORDS = (
    "noun_of_saying", "opens_content", "auxiliary", "passive", "agent", "subjunctive", "firm_subjunctive", "hearsay", "determiner", "pronoun",
    "linker", "wide_linker", "fronted", "subordinate", "place_of_words",
)  # fmt: skip
MEDIA = ("speech", "thought", "writing", "speech_thought", "speech_writing", "thought_writing")

_small, _large, _any = number(0, 999), number(1000, 1e18), number(0, 1e18)
_piece = number(1e-18, 1 - 1e-9, "between 0 and 1")
NUMBERS: dict[str, Rule] = {
    "cardinal": _small, "part": _small, "article": _small, "several": _small, "zero": one_of("0"), "hundred": one_of("100"),
    "dozen": number(2, 999), "vague": number(2, 1e18), "magnitude": _large, "attached": _large, "attached_money": _large,
    "fraction": _piece, "ordinal": _piece, "plus": _piece, "share": number(1e-9, 100, "above 0 and up to 100"),
    **dict.fromkeys((
        "joint", "joins", "and", "of", "point", "minus", "decimal", "ordinal_sign", "range", "range_or", "between", "between_and", "share_in",
        "comparison", "label", "label_behind", "pronoun", "definite",
    ), _any),
}  # fmt: skip
# Roles whose words are looked up again by what was found in the text.
LOOKED_UP = (
    "cardinal", "part", "joint", "hundred", "magnitude", "dozen", "fraction", "plus", "ordinal", "article", "several", "vague", "zero", "minus",
    "point",
)  # fmt: skip

_unit, _edge = one_of("D", "W", "M", "Y", "WE", "Q", "DE", "CE", "TH", "TM", "TS"), one_of("START", "MID", "END")
_steps = like(r"0|-?[1-9][0-9]?", "write a whole number such as -1 or 0")
TIMES: dict[str, Rule] = {
    "month": one_of(*map(str, range(1, 13))), "weekday": one_of(*map(str, range(1, 8))), "season": one_of("SP", "SU", "FA", "WI"),
    "day_part": one_of("MO", "MI", "AF", "EV", "NI"), "unit": _unit, "units": _unit, "shift": _steps, "deictic": _steps,
    "shifted_unit": like(r"(?:0|-?[1-9][0-9]?)[DWMQY]", "write a whole number and one of D, W, M, Q, Y, such as -1Y"),
    "next_to_it": one_of("+1", "-1"), "reference": one_of("PRESENT_REF", "PAST_REF", "FUTURE_REF"), "event": day, "part": _edge, "year_edge": _edge,
    "ordinal": one_of("1", "2", "3", "4", "-1"),
    "set": like(r"P(?:[1-9][0-9]*[DWMY]|T[1-9][0-9]*[HMS])", "write a TIMEX3 duration such as P1W or PT1H"),
    "both": number(1, 99), "ago": one_of("-1"), "ago_behind": one_of("-1"), "later_behind": one_of("+1"), "clock_half": one_of("AM", "PM"),
    "preposition": one_of("since", "until", "as_of", "in"), "order": one_of("day_first", "month_first"),
    **dict.fromkeys((
        "ambiguous", "rolling", "weekend", "until_now", "half_year", "quarter", "century", "decade", "year_word", "of", "article", "no_time",
        "future", "not_future", "every", "approximate", "several", "half", "those", "span", "since_then", "that_day", "clock", "range_from",
        "range_to", "range_and", "range_join", "alone", "alone_behind", "since", "no_year_before", "year_before", "list", "before_units",
        "before_clock", "not_as_age",
    ), one_of("")),
}  # fmt: skip

# Rows that the code names. Units and items are those that numbers without a word of their own fall to.
ACTORS = ORIGINS = ("media", "unknown")
UNITS = ("round", "piece", "pallet", "container", "voyage", "railcar", "person", "barrel", "tonne", "kilogram", "litre", "cubic metre", "percent")
ITEMS = ("ammunition", "missile", "container", "voyage", "railcar", "money", "money.frozen_assets")
LANGUAGES = ("de", "en")
