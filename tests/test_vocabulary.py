"""A vocabulary file that cannot be used is refused, with every offending line; what is let through, the readers can read."""

import ast
import csv
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import topics, vocabulary
from analysis.columns import HEDGES, KINDS, TABLES
from analysis.documents import LANGUAGES, Document
from analysis.errors import VocabularyError
from analysis.extract import Extractor
from analysis.extract.facts import GOODS_UNITS
from analysis.extract.layers import Layers
from analysis.tables import read_rows
from analysis.vocabulary import checks, values
from analysis.vocabulary.label_keys import LABEL_KEYS

ROOT = Path(__file__).resolve().parent.parent
COMMITTED = ROOT / "data" / "vocabulary"


@pytest.fixture
def folder(tmp_path) -> Path:
    """A copy of the committed vocabulary, to be spoilt."""
    return Path(shutil.copytree(COMMITTED, tmp_path / "vocabulary"))


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(folder: Path, name: str, written: list[dict[str, str]], columns: list[str] | None = None) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns or list(written[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(written)


def change(folder: Path, name: str, which: dict[str, str], changed: dict[str, str]) -> int:
    """Changes cells of the first row in which those stand; the row's line."""
    written = rows(folder, name)
    at = next(at for at, row in enumerate(written) if which.items() <= row.items())
    assert changed.keys() <= written[at].keys()
    written[at] |= changed
    write(folder, name, written)
    return at + 2


def add(folder: Path, name: str, **cells: str) -> int:
    """A row with the cells said and the others empty, behind the last; its line."""
    written = rows(folder, name)
    write(folder, name, [*written, dict.fromkeys(written[0], "") | cells])
    return len(written) + 2


def remove(folder: Path, name: str, **which: str) -> None:
    """Takes out the rows in which those cells stand."""
    written = rows(folder, name)
    kept = [row for row in written if not which.items() <= row.items()]
    assert len(kept) < len(written)
    write(folder, name, kept, list(written[0]))


def refusal(folder: Path) -> list[str]:
    with pytest.raises(VocabularyError) as refused:
        vocabulary.load(folder)
    return str(refused.value).splitlines()


def test_the_committed_vocabulary_loads_and_has_no_file_that_nobody_reads():
    loaded = vocabulary.load(COMMITTED)
    assert {path.stem for path in COMMITTED.iterdir()} == set(loaded.files)
    assert all(loaded.files.values())


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


def test_a_key_that_stands_twice_is_refused_with_both_lines(folder):
    written = rows(folder, "units")
    write(folder, "units", [*written, written[0]])
    assert refusal(folder) == [f"units.csv, line {len(written) + 2}: round stands already in line 2; keep one."]


def test_an_organ_that_stands_for_other_bodies_in_another_language_is_refused(folder):
    """Both rows would be read, and one of them heeded, in either language."""
    line = change(folder, "organs", {"organ": "prosecutor", "language": "en"}, {"stands_for": "prosecutor;government"})
    sentence = f"stands_for is another than in line {line - 1}, which is of prosecutor too; write the same in both."
    assert refusal(folder) == [f"organs.csv, line {line}: {sentence}"]


def test_an_item_within_one_that_has_no_row_is_refused(folder):
    line = add(folder, "items", item="zeppelin.rigid", name_en="airships", name_de="Luftschiffe", unit="piece", example="two airships")
    assert refusal(folder) == [f"items.csv, line {line}: item 'zeppelin.rigid' lies within 'zeppelin', which has no row; add one."]


@pytest.mark.parametrize("item", ["ship;ferry", "ship>ferry", "car ferry", "Ferry", "ship..ferry", ""])
def test_an_item_that_is_no_path_is_refused(folder, item):
    line = add(folder, "items", item=item, name_en="ferries", name_de="Fähren", unit="piece", example="two ferries")
    assert any(said.startswith(f"items.csv, line {line}: item ") and "small letters, digits" in said for said in refusal(folder))


@pytest.mark.parametrize("origin", ["a;b", "a>b", "a b", " a", ""])
def test_an_origin_that_is_no_id_is_refused(folder, origin):
    line = add(folder, "origins", origin=origin, name_en="A", name_de="A", counts="no", reason="none", example="according to A")
    said = f"{origin!r} cannot be read" if origin else "is empty"
    sentence = f"origin {said}; write letters, digits, '.', '_', '-' and apostrophes, without spaces."
    assert refusal(folder) == [f"origins.csv, line {line}: {sentence}"]


def test_a_misspelt_id_of_an_origin_is_told_where_it_is_named(folder):
    line = change(folder, "origins", {"origin": "MSMT"}, {"origin": "MSTM"})
    actor = next(at for at, row in enumerate(rows(folder, "actors"), 2) if row["origin"] == "MSMT")
    assert line and refusal(folder) == [f"actors.csv, line {actor}: origin 'MSMT' is not in origins.csv; write MSTM, or add it there."]


NEEDED = [(name, key) for name, file in vocabulary.FILES.items() for key in file.needed if name != "labels"] + [("labels", "told.about")]


@pytest.mark.parametrize(("name", "key"), NEEDED, ids=map(" ".join, NEEDED))
def test_a_row_that_the_code_asks_for_by_name_must_be_there(folder, name, key):
    column = vocabulary.FILES[name].key[0]
    remove(folder, name, **{column: key})
    assert f"{name}.csv: {column} {key} has no row; restore it, because the code asks for it by name." in refusal(folder)


def test_a_language_whose_row_is_missing_is_told_once_and_not_in_each_row_of_its_words(folder):
    remove(folder, "function_words", language="de")
    assert refusal(folder) == ["function_words.csv: language de has no row; restore it, because the code asks for it by name."]


@pytest.mark.parametrize("tag", ["DE", "deu-AT", "d", "nl ", "ñl"])
def test_a_language_is_declared_by_its_tag(folder, tag):
    line = add(folder, "function_words", language=tag, words="de;het", example="het land")
    assert f"function_words.csv, line {line}: language {tag!r} is no language; write its tag of two or three small letters, such as de." in refusal(folder)


def test_a_language_that_is_declared_may_be_used_and_needs_its_column_of_aliases(folder):
    line = add(folder, "function_words", language="nl", words="de;het", example="het land")
    add(folder, "hedge_words", language="nl", hedge="possible", words="misschien", example="misschien dertig")
    assert line and refusal(folder) == ["actors.csv: column aliases_nl is missing; add it, with a value in each row."]
    write(folder, "actors", [row | {"aliases_nl": "Rusland;het" if row["actor_id"] == "RU" else ""} for row in rows(folder, "actors")])
    assert vocabulary.load(folder).rows("hedge_words", "nl")
    line = change(folder, "actors", {"actor_id": "KP"}, {"aliases_nl": "Rusland"})
    assert refusal(folder) == [f"actors.csv, line {line + 1}: 'Rusland' stands in line {line} too, for KP; keep it in one of the two."]


@pytest.mark.parametrize("name", vocabulary.FILES)
def test_a_missing_file_is_refused_by_name(name, folder):
    (folder / f"{name}.csv").unlink()
    assert refusal(folder) == [f"{name}.csv is missing in vocabulary; restore it, or run the stage that writes it."]


@pytest.mark.parametrize("name", vocabulary.FILES)
def test_a_missing_column_is_refused_by_name(name, folder):
    path = folder / f"{name}.csv"
    header, _, rest = path.read_text(encoding="utf-8").partition("\n")
    path.write_text(header.replace("example", "instance") + "\n" + rest, encoding="utf-8")
    assert refusal(folder) == [f"{name}.csv: column example is missing; add it, with a value in each row."]


@pytest.mark.parametrize("name", vocabulary.FILES)
def test_a_file_without_a_row_is_refused(name, folder):
    path = folder / f"{name}.csv"
    path.write_text(path.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")
    assert f"{name}.csv: no row stands below the columns; restore its rows." in refusal(folder)


@pytest.mark.parametrize("name", vocabulary.FILES)
def test_a_folder_in_the_place_of_a_file_is_refused(name, folder):
    (folder / f"{name}.csv").unlink()
    (folder / f"{name}.csv").mkdir()
    assert refusal(folder) == [f"{name}.csv cannot be read: Is a directory; check what it is and who may read it."]


def test_a_missing_folder_is_refused_in_one_sentence(tmp_path):
    sentence = "does not exist; restore it, or name the project's folder in CLAIMTRAIL_HOME."
    assert refusal(tmp_path / "none") == [f"The folder of the vocabulary {tmp_path / 'none'} {sentence}"]


SPOILT = {
    "not UTF-8": (b"gr\xf6\xdfer", "units.csv is not UTF-8 (byte {at}, line {line}); save it as UTF-8."),
    "binary": (b"a\0b", "units.csv has a NUL byte (byte {at}), so it is no text; save it as CSV in UTF-8."),
    "with too many cells": (b"sack,sack,sacks,Sack,S\xc3\xa4cke,count,two sacks, full\n",
                            "units.csv, line {line}: 8 cells stand under 7 columns; put a cell that holds a comma in quotes."),
    "with too few cells": (b"sack,sack,sacks\n", "units.csv, line {line}: 3 cells stand under 7 columns; write a comma for each empty cell too."),
    "with a quotation never closed": (b'"sack,sack,sacks\n', "units.csv, line {line}: a quotation mark opens a cell and does not close it; close it behind "
                                      "its cell, and write a quotation mark within such a cell twice."),
}  # fmt: skip


@pytest.mark.parametrize("case", SPOILT)
def test_a_file_that_is_no_such_table_is_refused_alone(folder, case):
    path, (content, sentence) = folder / "units.csv", SPOILT[case]
    before = path.read_bytes().rstrip(b"\n") + b"\n"
    path.write_bytes(before + content)
    at = len(before) + {"not UTF-8": 2, "binary": 1}.get(case, 0)
    assert refusal(folder) == [sentence.format(at=at, line=before.count(b"\n") + 1)]


def test_a_row_behind_a_cell_of_several_lines_is_named_by_its_own_line(folder):
    path = folder / "origins.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("own collection near the front and from captured papers", '"own collection\n\nnear the front"', 1), encoding="utf-8")
    line = 1 + next(at for at, text in enumerate(path.read_text(encoding="utf-8").splitlines()) if text.startswith("MSMT,"))
    path.write_text(path.read_text(encoding="utf-8").replace("MSMT,MSMT,MSMT,Seoul;", "MSMT,MSMT,MSMT,Soeul;"), encoding="utf-8")
    assert line == 7 and refusal(folder) == ["origins.csv, line 7: draws_on 'Soeul' is not in origins.csv; write Seoul, or add it there."]


def test_all_offenders_of_all_files_come_in_one_message_in_the_order_of_files_and_lines(folder):
    (folder / "bounds.csv").unlink()
    later = add(folder, "units", unit="sack", one_en="sack", many_en="sacks", one_de="Sack", many_de="Säcke", dimension="bag")
    first = change(folder, "units", {"unit": "tonne"}, {"dimension": ""})
    actor = change(folder, "actors", {"actor_id": "SWP"}, {"state": "XX", "reliability": "Z"})
    assert [said.partition(":")[0] for said in refusal(folder)] == [
        "bounds.csv is missing in vocabulary; restore it, or run the stage that writes it.", f"actors.csv, line {actor}", f"actors.csv, line {actor}",
        f"units.csv, line {first}", f"units.csv, line {later}", f"units.csv, line {later}",
    ]  # fmt: skip


def test_a_mistake_in_the_vocabulary_ends_the_command_with_its_sentence_and_no_traceback(folder, tmp_path):
    (tmp_path / "data").mkdir()
    folder.rename(tmp_path / "data" / "vocabulary")
    change(tmp_path / "data" / "vocabulary", "origins", {"origin": "MSMT"}, {"draws_on": "Soeul"})
    report = tmp_path / "report.txt"
    report.write_text("North Korea sent 30 guns to Russia.", encoding="utf-8")
    command = [sys.executable, "-m", "analysis.cli", "extract", str(report), "--language", "en"]
    ended = subprocess.run(command, cwd=ROOT, env={"CLAIMTRAIL_HOME": str(tmp_path)}, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == "Error: origins.csv, line 5: draws_on 'Soeul' is not in origins.csv; write Seoul, or add it there.\n"


# What the code that reads a file asks for, and the closed list that rows are held to.
LISTS = {
    "reporting_words": values.REPORTING, "discourse_words": values.DISCOURSE, "prepositions": values.PREPOSITIONS, "hedge_words": values.RESERVATIONS,
    "event_words": values.EVENTS, "message_words": (*values.SAYING, *values.SMALL_WORDS), "number_words": values.NUMBERS, "time_words": values.TIMES,
    "bounds": values.BOUNDS, "abbreviations": values.ABBREVIATIONS,
}  # fmt: skip


@cache
def strings(under: str) -> set[str]:
    """Every string in the sources of that part of the package but the vocabulary's own, "…" where something is filled in."""
    found = set()
    for path in sorted((ROOT / "analysis" / under).rglob("*.py")):
        if "vocabulary" not in path.relative_to(ROOT).parts:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.JoinedStr):
                    found.add("".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values))
                elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.add(node.value)
    return found


@pytest.mark.parametrize("name", LISTS)
def test_each_name_of_a_closed_list_is_asked_for_by_the_code_and_stands_in_a_row(name):
    column = vocabulary.FILES[name].key[1]
    assert [value for value in LISTS[name] if value not in strings("extract")] == []
    assert set(LISTS[name]) == {row[column] for row in rows(COMMITTED, name)}


def test_the_rows_and_values_that_are_needed_are_those_of_the_code():
    assert set(values.LANGUAGES) == set(LANGUAGES) == set(topics.LANGUAGES)
    assert values.PER == next(column.values for column in TABLES["facts"] if column.name == "per")[1:]
    assert values.RELIABILITIES == next(column.values for column in TABLES["claims"] if column.name == "reliability")
    assert {*values.RESERVATIONS, "flat"} == set(HEDGES) and set(values.EVENTS) - set(KINDS) == {"future"}
    assert set(values.UNITS) == set(GOODS_UNITS) - {""} | {"kilogram"}
    named = strings("")
    assert [key for key in (*values.ACTORS, *values.ORIGINS, *values.UNITS, *values.ITEMS) if key not in named] == []


def keys_asked_for() -> re.Pattern:
    """The keys of labels that the code writes, whole or with a part filled in; a count adds the form to some."""
    dotted = [text for text in strings("") if re.fullmatch(r"[a-z_]+\.[a-z_.…]*|amount", text)]
    return re.compile("|".join(rf"{re.escape(text).replace('…', '[a-z_.]+')}{'[a-z_]+' * text.endswith('.')}(?:\.one|\.other)?" for text in dotted))


def test_each_label_that_is_needed_is_one_that_the_code_asks_for():
    asked = keys_asked_for()
    assert [key for key in LABEL_KEYS if not asked.fullmatch(key)] == []


def test_each_label_that_the_code_asks_for_is_needed():
    """A key that is put together stands for at least one that is needed."""
    asking = re.compile(r"""(?:words|label|said|counted|form|words\.count)\(f?["']([a-z_]+\.[a-z_.{}]+)["'][,)]""")
    keys = {key for path in (ROOT / "analysis").rglob("*.py") for key in asking.findall(path.read_text(encoding="utf-8"))}
    parts = {key: re.split(r"(\{[^}]*\})", key) for key in keys}
    patterns = {key: "".join("[a-z_.]+" if part.startswith("{") else re.escape(part) for part in parts[key]) for key in keys}
    assert len(keys) > 80
    assert [key for key, pattern in patterns.items() if not any(re.fullmatch(rf"{pattern}(\.one|\.other)?", known) for known in LABEL_KEYS)] == []


def test_the_slots_of_the_committed_labels_are_names():
    for row in rows(COMMITTED, "labels"):
        for lang in ("en", "de"):
            assert all(name.isidentifier() for _, name, _, _ in Formatter().parse(row[lang]) if name is not None)


JUNK = st.text(max_size=12) | st.sampled_from(
    ["", ";", "a;;b", " a", "(", "[a", "a|b", "*", "\\", "{x}", "~", "-", "é~", "weiße", "miLLion", "a+b", "a/b", "1e400", "nan", "month", "state", "de", "KP>RU"]
)
TOLD = {
    "de": "Nordkorea lieferte laut dem Geheimdienst mehr als drei Millionen Granaten und Raketen nach Russland, sagte Minister Shin am Montag.\n\n"
          "Im vergangenen Jahr waren es 5 kg um 20.30 Uhr. Seit August sei es die Hälfte, 1,5 Mio. Euro pro Tag; berichten zufolge Dutzende.",
    "en": "North Korea sent more than three million shells and rockets to Russia, according to the NIS on Monday.\n\n"
          "Last year it was 5 kg at 6 p.m. Since August half of them, $1.5m a day, reports say, or dozens; a third of 30 containers.",
}  # fmt: skip


@cache
def committed() -> dict[str, checks.Sheet]:
    read = {name: read_rows(COMMITTED / f"{name}.csv") for name in vocabulary.FILES}
    return {name: checks.Sheet(columns, {line: dict(zip(columns, cells, strict=True)) for line, cells in lines.items()})
            for name, (columns, lines) in read.items()}  # fmt: skip


@settings(max_examples=25)
@given(st.data(), JUNK)
def test_what_is_let_through_can_be_read(data, junk):
    """Whatever stands in a cell, it is refused in a sentence, or every layer can be built with it and runs."""
    name = data.draw(st.sampled_from([name for name in vocabulary.FILES if name not in ("labels", "likelihoods")]))
    sheet = committed()[name]
    line, column = data.draw(st.sampled_from(sorted(sheet.rows))), data.draw(st.sampled_from(sheet.columns))
    row = sheet.rows[line] | {column: data.draw(st.sampled_from([junk, f"{sheet.rows[line][column]};{junk}"]))}
    sheets = committed() | {name: checks.Sheet(sheet.columns, sheet.rows | {line: row})}
    if refused := list(checks.offenders(sheets)):
        assert all(re.fullmatch(r"\w+\.csv[:,] .+\.", said, re.DOTALL) for said in refused)
        return
    spoilt = vocabulary.Vocabulary({name: list(sheet.rows.values()) for name, sheet in sheets.items()})
    for lang, text in TOLD.items():
        document = Document("toy", "", "", "", "2024-02-08", lang, "full_text", "", "", text)
        Extractor(spoilt).rows(document)
        Layers(spoilt).of(document)
