"""A cell of the vocabulary that its column cannot hold, and a word that means two things in one list, are refused with their lines."""

import shutil
from pathlib import Path

import pytest
from vocabularies import COMMITTED, change, refusal, rows

from analysis import vocabulary


@pytest.fixture
def folder(tmp_path) -> Path:
    """A copy of the committed vocabulary, to be spoilt."""
    return Path(shutil.copytree(COMMITTED, tmp_path / "vocabulary"))


NO_ID = "write letters A-Z, digits, '.', '_' and '-', the first a letter or digit."
NUMBER = "write one in digits, with a point and no other sign."
SPACES = "with white space too much; write it without any around it and with single spaces within."
PATH = "write a path of small letters, digits and '_', its parts joined by '.'."
VERB = "cannot be read; write auf+fordern, or with the four other forms an+geben/gibt/gab/gaben/gegeben."
# File, row, changed cells, and what is said of the row's line.
CELLS = [
    ("origins", {"origin": "MSMT"}, {"draws_on": "Soeul;Washington"}, "draws_on 'Soeul' is not in origins.csv; write Seoul, or add it there."),
    ("origins", {"origin": "MSMT"}, {"draws_on": "Seoul; Washington"}, f"draws_on has ' Washington' {SPACES}"),
    ("origins", {"origin": "MSMT"}, {"draws_on": "Seoul;"}, "draws_on has an empty entry; take out the ';' too many."),
    ("origins", {"origin": "MSMT"}, {"draws_on": "Atlantis"}, "draws_on 'Atlantis' is not in origins.csv; add it there or correct it."),
    ("origins", {"origin": "Kyiv"}, {"draws_on": "Kyiv"}, "draws_on is the row's own origin; take it out."),
    ("origins", {"origin": "Kyiv"}, {"counts": "Yes"}, "counts 'Yes' is unknown; write yes, no."),
    ("origins", {"origin": "Kyiv"}, {"counts": ""}, "counts is empty; write yes, no."),
    ("origins", {"origin": "Tokyo"}, {"name_en": ""}, "name_en is empty; fill it in."),
    ("origins", {"origin": "Tokyo"}, {"name_de": "To\nkio"}, "name_de 'To\\nkio' holds a line break or a sign that steers print; take it out."),
    ("origins", {"origin": "Tokyo"}, {"name_de": "\u202eoikoT"}, "name_de '\\u202eoikoT' holds a line break or a sign that steers print; take it out."),
    ("actors", {"actor_id": "SWP"}, {"actor_id": "S;WP"}, f"actor_id 'S;WP' is no id; {NO_ID}"),
    ("actors", {"actor_id": "SWP"}, {"actor_id": "SWP>KP"}, f"actor_id 'SWP>KP' is no id; {NO_ID}"),
    ("actors", {"actor_id": "SWP"}, {"actor_id": "S WP"}, f"actor_id 'S WP' is no id; {NO_ID}"),
    ("actors", {"actor_id": "SWP"}, {"actor_id": ""}, f"actor_id is empty; {NO_ID}"),
    ("actors", {"actor_id": "SWP"}, {"type": "think tank"}, "type 'think tank' is unknown; write think_tank."),
    ("actors", {"actor_id": "SWP"}, {"organ": "thinktank"}, "organ 'thinktank' is unknown; write think_tank."),
    ("actors", {"actor_id": "SWP"}, {"organ": ""}, "organ is empty; write what sort of body it is, as organs.csv has it."),
    ("actors", {"actor_id": "SWP"}, {"state": "DDR"}, "state 'DDR' is not in actors.csv; add that state there or correct it."),
    ("actors", {"actor_id": "SWP"}, {"state": "NATO"}, "state 'NATO' is an actor, but no state; write the id of its state."),
    ("actors", {"actor_id": "EU"}, {"state": ""}, "state is empty; write the id of the state."),
    ("actors", {"actor_id": "SWP"}, {"origin": ""}, "origin is empty; add it there or correct it."),
    ("actors", {"actor_id": "SWP"}, {"origin": "acadmic"}, "origin 'acadmic' is not in origins.csv; write academic, or add it there."),
    ("actors", {"actor_id": "SWP"}, {"reliability": "G"}, "reliability 'G' is unknown; write A, B, C, D, E, F."),
    ("actors", {"actor_id": "SWP"}, {"reliability": "c"}, "reliability 'c' is unknown; write A, B, C, D, E, F."),
    ("actors", {"actor_id": "SWP"}, {"aliases_en": "SWP;;Klein"}, "aliases_en has an empty entry; take out the ';' too many."),
    ("actors", {"actor_id": "SWP"}, {"aliases_de": "~"}, "aliases_de '~' leaves nothing to look for; write a word."),
    ("actors", {"actor_id": "PL"}, {"adjectives_en": "Pole"}, "adjectives_en 'Pole' is never found, because aliases_en lacks it; add it there."),
    ("organs", {"organ": "pronoun"}, {"organ": "pronouns"}, "organ 'pronouns' is unknown; write pronoun."),
    ("organs", {"organ": "prosecutor"}, {"stands_for": "prosecuter"}, "stands_for 'prosecuter' is unknown; write prosecutor."),
    ("organs", {"organ": "person"}, {"words": ";;;"}, "words has an empty entry; take out the ';' too many."),
    ("items", {"item": "drone"}, {"unit": "peice"}, "unit 'peice' is not in units.csv; write piece, or add it there."),
    ("items", {"item": "mine"}, {"name_de": ""}, "name_de is empty; fill it in."),
    ("item_words", {"item": "drone"}, {"item": "drones"}, "item 'drones' is not in items.csv; write drone, or add it there."),
    ("item_words", {"item": "drone"}, {"words": "-"}, "words '-' leaves nothing to look for; write a word."),
    ("item_words", {"item": "tank"}, {"words": ""}, "words is empty; fill it in."),
    ("item_words", {"item": "tank"}, {"language": "fr"}, "language 'fr' has no row in function_words.csv; write de, en, or add a row for it there."),
    ("item_words", {"item": "tank"}, {"language": ""}, "language is empty; write de, en, or add a row for it there."),
    ("unit_words", {"unit": "yard", "language": "en"}, {"language": "EN"},
     "language 'EN' has no row in function_words.csv; write de, en, or add a row for it there."),
    ("unit_words", {"unit": "tonne", "language": "de"}, {"unit": "tone"},
     "unit 'tone' is not in units.csv, and none of its words is its name; correct it, or add its name to its words."),
    ("unit_words", {"unit": "USD", "place": "before"}, {"unit": "$"}, "unit '$' cannot be read; write its name in letters, its words apart by a space or a hyphen."),
    ("unit_words", {"unit": "yard"}, {"place": "behind number"}, "place 'behind number' is unknown; write behind_number."),
    ("unit_words", {"place": "per"}, {"unit": "fortnight"}, "unit 'fortnight' is unknown; write day, week, month, year."),
    ("unit_words", {"place": "not_per"}, {"unit": "day"}, "unit 'day' is unknown; write none."),
    ("unit_words", {"place": "twelfth_of"}, {"words": "feet"}, "words 'feet' is not in unit_words.csv; add it there or correct it."),
    ("bounds", {"bound": "joint"}, {"place": "before"}, "place 'before' is unknown; write between."),
    ("bounds", {"bound": "at_least", "place": "behind"}, {"bound": "atleast"}, "bound 'atleast' is unknown; write at_least."),
    ("reporting_words", {"form": "relay"}, {"form": "relays"}, "form 'relays' is unknown; write relay."),
    ("hedge_words", {"hedge": "denied"}, {"hedge": "flat"}, "hedge 'flat' is unknown; write alleged, probable, possible, conditional, denied."),
    ("event_words", {"kind": "stock"}, {"kind": "stocks"}, "kind 'stocks' is unknown; write stock."),
    ("event_words", {"kind": "stock"}, {"role": "taker"}, "role 'taker' is unknown; write holder."),
    ("event_words", {"kind": "meeting"}, {"role": "give"}, "role 'give' is unknown; write nothing."),
    ("prepositions", {"role": "agent"}, {"role": "by"}, "role 'by' is unknown; write source, agent, destination, target, place, beneficiary, partner, genitive."),
    ("exclusions", {"reason": "law"}, {"reason": "laws"}, "reason 'laws' is unknown; write law."),
    ("discourse_words", {"form": "both"}, {"form": "bothe"}, "form 'bothe' is unknown; write both."),
    ("message_words", {"role": "linker"}, {"role": "links"}, "role 'links' is unknown; write linker."),
    ("message_words", {"role": "linker"}, {"medium": "speech"}, "medium 'speech' is unknown; write nothing."),
    ("message_words", {"role": "so"}, {"medium": ""}, "medium is empty; write speech, thought, writing, speech_thought, speech_writing, thought_writing."),
    ("message_words", {"role": "agent"}, {"words": "von (der"},
     "words 'von (der' cannot be read; write letters, spaces, apostrophes, hyphens and full stops only."),
    ("message_words", {"role": "reports"}, {"words": "an+geben/gibt/gab/gegeben"}, f"words 'an+geben/gibt/gab/gegeben' {VERB}"),
    ("message_words", {"role": "reports"}, {"words": "an++geben"}, f"words 'an++geben' {VERB}"),
    ("abbreviations", {"role": "ordinal"}, {"role": "ordinals"}, "role 'ordinals' is unknown; write ordinal."),
    ("abbreviations", {"role": "never_last"}, {"words": "Dr"}, "words 'Dr' cannot be read; write it without spaces and with its full stop at the end."),
    ("abbreviations", {"role": "starts"}, {"words": "Der;In der"}, "words 'In der' cannot be read; write one word of letters."),
    ("number_words", {"role": "dozen"}, {"role": "dozens"}, "role 'dozens' is unknown; write dozen."),
    ("number_words", {"role": "dozen"}, {"value": "twelve"}, f"value 'twelve' is no number from 2 to 999; {NUMBER}"),
    ("number_words", {"role": "cardinal", "value": "7"}, {"value": "٧"}, f"value '٧' is no number from 0 to 999; {NUMBER}"),
    ("number_words", {"role": "cardinal", "value": "7"}, {"value": "7_0"}, f"value '7_0' is no number from 0 to 999; {NUMBER}"),
    ("number_words", {"role": "cardinal", "value": "7"}, {"value": "nan"}, f"value 'nan' is no number from 0 to 999; {NUMBER}"),
    ("number_words", {"role": "cardinal", "value": "7"}, {"value": ""}, f"value is empty; {NUMBER}"),
    ("number_words", {"role": "magnitude"}, {"value": "100"}, f"value '100' is no number from 1000 to 1e+18; {NUMBER}"),
    ("number_words", {"role": "fraction"}, {"value": "2"}, f"value '2' is no number between 0 and 1; {NUMBER}"),
    ("number_words", {"role": "share"}, {"value": "200"}, f"value '200' is no number above 0 and up to 100; {NUMBER}"),
    ("number_words", {"role": "hundred"}, {"value": "10"}, "value '10' is unknown; write 100."),
    ("number_words", {"role": "decimal"}, {"words": "'"}, "words \"'\" is unknown; write ., ,."),
    ("number_words", {"role": "cardinal", "value": "30"}, {"words": "dreißig"}, "'dreißig' would be lost with a capital; add 'dreissig' to the words."),
    ("time_words", {"class": "season"}, {"class": "saison"}, "class 'saison' is unknown; write season."),
    ("time_words", {"class": "month"}, {"value": "13"}, "value '13' is unknown; write 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12."),
    ("time_words", {"class": "weekday", "value": "7"}, {"value": "0"}, "value '0' is unknown; write 1, 2, 3, 4, 5, 6, 7."),
    ("time_words", {"class": "season"}, {"value": "spring"}, "value 'spring' is unknown; write SP, SU, FA, WI."),
    ("time_words", {"class": "unit"}, {"value": "day"}, "value 'day' is unknown; write D, W, M, Y, WE, Q, DE, CE, TH, TM, TS."),
    ("time_words", {"class": "shift"}, {"value": "+1"}, "value '+1' cannot be read; write a whole number such as -1 or 0."),
    ("time_words", {"class": "shifted_unit"}, {"value": "-1WE"},
     "value '-1WE' cannot be read; write a whole number and one of D, W, M, Q, Y, such as -1Y."),
    ("time_words", {"class": "event"}, {"value": "2022-02-30"}, "value '2022-02-30' is no day; write one that exists as YYYY-MM-DD."),
    ("time_words", {"class": "event"}, {"value": "20220224"}, "value '20220224' is no day; write one that exists as YYYY-MM-DD."),
    ("time_words", {"class": "set"}, {"value": "P1H"}, "value 'P1H' cannot be read; write a TIMEX3 duration such as P1W or PT1H."),
    ("time_words", {"class": "reference"}, {"value": "PAST"}, "value 'PAST' is unknown; write PRESENT_REF, PAST_REF, FUTURE_REF."),
    ("time_words", {"class": "weekend"}, {"value": "6"}, "value '6' is unknown; write nothing."),
    ("time_words", {"class": "order"}, {"value": "year_first"}, "value 'year_first' is unknown; write day_first."),
    ("units", {"unit": "tonne"}, {"dimension": "weight"}, "dimension 'weight' is unknown; write count, volume, mass, currency, share."),
    ("units", {"unit": "litre"}, {"unit": "li;tre"}, "unit 'li;tre' cannot be read; write its name in letters, its words apart by a space or a hyphen."),
    ("units", {"unit": "tonne"}, {"one_de": " "}, "one_de is empty; fill it in."),
    ("conversions", {"from_unit": "tonne"}, {"from_unit": "ton"}, "from_unit 'ton' is not in units.csv; write tonne, or add it there."),
    ("conversions", {"from_unit": "tonne"}, {"to_unit": "barrel per hour"}, "to_unit 'barrel per hour' is not in units.csv; add it there or correct it."),
    ("conversions", {"from_unit": "tonne"}, {"item": "xenon (solid)"}, "item 'xenon' is not in items.csv; add it there or correct it."),
    ("conversions", {"from_unit": "tonne"}, {"low": "0"}, f"low '0' is no number above 0; {NUMBER}"),
    ("conversions", {"from_unit": "tonne"}, {"low": "7,62"}, f"low '7,62' is no number above 0; {NUMBER}"),
    ("conversions", {"from_unit": "tonne"}, {"low": "8"}, "low 8 is not below high 7.62; exchange or correct them."),
    ("conversions", {"from_unit": "tonne"}, {"low": "", "high": ""}, "low and high are empty; fill in one at least."),
    ("conversions", {"item": "ammunition.shell (full by weight)"}, {"high": ""},
     "high is empty; fill it in, because both ends of such a row are drawn."),
    ("conversions", {"from_unit": "tonne"}, {"source": ""}, "source is empty; fill it in."),
    ("likelihoods", {"term": "likely"}, {"low": "80"}, "low 80 is not below high 80; exchange or correct them."),
    ("likelihoods", {"term": "likely"}, {"high": "101"}, f"high '101' is no number from 0 to 100; {NUMBER}"),
    ("likelihoods", {"term": "likely"}, {"low": ""}, f"low is empty; {NUMBER}"),
    ("likelihoods", {"term": "likely"}, {"opening_de": ""}, "opening_de is empty; fill it in."),
    ("labels", {"key": "told.about"}, {"de": ""}, "de is empty; fill it in."),
    ("labels", {"key": "told.about"}, {"de": "rund {tief}"}, "en and de differ in {low}, {tief}; write the same slots in each."),
    ("labels", {"key": "told.about"}, {"en": "about"}, "en and de differ in {low}; write the same slots in each."),
    *(("labels", {"key": "told.about"}, {"en": f"about {slot}"},
       "en has braces that hold no plain name; write a slot as {name}, and a brace of the text twice.")
      for slot in ("{", "{}", "{0}", "{low.real}", "{low[0]}", "{low!r}", "{low:>10}")),
    ("labels", {"key": "amount.money"}, {"key": "amount.mony"}, "key 'mony' is not in items.csv; write money, or add it there."),
    ("hedge_words", {"hedge": "denied"}, {"example": ""}, "example is empty; give a phrase in which it occurs."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "which", "changed", "sentence"), CELLS, ids=[f"{case[0]}: {next(iter(case[2].items()))}" for case in CELLS])
def test_a_cell_that_its_column_cannot_hold_is_refused_with_its_line(folder, name, which, changed, sentence):
    line = change(folder, name, which, changed)
    assert f"{name}.csv, line {line}: {sentence}" in refusal(folder)


# File, a row, a later row that gets the first word of the former, and what the former stands for.
TWICE = [
    ("actors", {"actor_id": "SWP"}, {"actor_id": "SIPRI"}, "SWP"),
    ("organs", {"organ": "minister"}, {"organ": "person"}, "minister"),
    ("item_words", {"item": "tank", "language": "de"}, {"item": "vehicle", "language": "de"}, "tank"),
    ("reporting_words", {"form": "verb"}, {"form": "relay"}, "verb"),
    ("hedge_words", {"hedge": "alleged"}, {"hedge": "probable"}, "alleged"),
    ("event_words", {"kind": "delivery"}, {"kind": "production"}, "delivery give"),
    ("exclusions", {"reason": "limit"}, {"reason": "weight"}, "limit"),
    ("prepositions", {"role": "source"}, {"role": "target"}, "source"),
    ("number_words", {"role": "cardinal", "value": "7"}, {"role": "cardinal", "value": "8"}, "7"),
    ("unit_words", {"unit": "acre", "language": "de"}, {"unit": "yard", "language": "de"}, "acre"),
    ("bounds", {"bound": "at_least", "place": "before"}, {"bound": "at_most", "place": "before"}, "at_least"),
    ("time_words", {"class": "month", "value": "5"}, {"class": "month", "value": "6"}, "5"),
    ("time_words", {"class": "weekend"}, {"class": "weekend", "language": "en"}, None),
    ("event_words", {"kind": "delivery"}, {"kind": "meeting"}, None),
    ("number_words", {"role": "cardinal", "value": "7"}, {"role": "label"}, None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "one", "other", "meaning"), TWICE, ids=[f"{case[0]}: {case[2]}" for case in TWICE])
def test_a_word_that_means_two_things_in_one_list_is_refused(folder, name, one, other, meaning):
    column = "aliases_en" if name == "actors" else "words"
    first, second = (next((line, row) for line, row in enumerate(rows(folder, name), 2) if which.items() <= row.items()) for which in (one, other))
    word = first[1][column].split(";")[0]
    change(folder, name, other, {column: f"{second[1][column]};{word}"})
    if meaning is None:
        assert vocabulary.load(folder)
    else:
        earlier, later = first[0], second[0]
        (said,) = refusal(folder)
        sentence = f"{name}.csv, line {later}: {word!r} stands in line {earlier} too, for {meaning}; keep it in one of the two."
        assert said in (sentence, sentence.replace(word, word.casefold()))
