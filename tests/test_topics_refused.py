"""A topic is data: what is malformed in it, or names what no vocabulary knows, is refused together and with its line."""

from pathlib import Path

import pytest
from ledgers import VOCABULARY

from analysis import paths, topics
from analysis.errors import TopicError

SOURCE = (paths.topics() / "kp-ru.toml").read_text(encoding="utf-8")


def refusal(text: str, folder: Path) -> list[str]:
    """The lines of the refusal of a topic file that holds that text."""
    (folder / "kp-ru.toml").write_text(text, encoding="utf-8")
    with pytest.raises(TopicError) as refused:
        topics.load("kp-ru", VOCABULARY, folder)
    return str(refused.value).splitlines()


def spoilt(*replacements: tuple[str, str]) -> str:
    """The committed topic with some of its text replaced, each at its first place."""
    text = SOURCE
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def line_of(wanted: str, text: str = SOURCE) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if wanted in line)


def test_all_offenders_come_in_one_message_from_top_to_bottom(tmp_path):
    wrong = [
        ('actors = ["KP", "RU"]', 'actors = ["KP", "?"]', "entry 2 of actors is '?', which is not in actors.csv; correct it, or add it there."),
        ("stale_after = 180", "stale_after = 1.5", "stale_after is 1.5; it must be a whole number of days, 0 to 36500."),
        ('"missile", "artillery"', '"missil", "artilery"', "entry 2 of items of flow 1 is 'missil', which is not in items.csv; did you mean missile?"),
        ("", "", "entry 3 of items of flow 1 is 'artilery', which is not in items.csv; did you mean artillery or fertiliser?"),
    ]
    found = refusal(spoilt(*(each[:2] for each in wrong)), tmp_path)
    assert found == [f"kp-ru.toml, line {line_of(old or 'artillery')}: {told}" for old, _, told in wrong]


def test_a_value_that_is_wrong_by_itself_hides_none_that_contradicts_another(tmp_path):
    changes = ("stale_after = 180", "stale_after = 1"), ("{floor} containers", "{flor} containers"), ('confidence = "low"', "confidence = 3")
    found = refusal(spoilt(("start_tolerance = 31", "start_tolerance = -1"), *changes), tmp_path)
    assert [line.partition(": ")[2].split(" ")[0] for line in found] == ["start_tolerance", "text.en", "confidence"]


FLOW = '[[flows]]\nsupplier = "KP"\nrecipient = "RU"\nitems = ["money"]\n\n[unjudged]'

# What is spoilt: (old, new) → where the new text stands, and what the one line of the refusal says after that.
REFUSED = [
    ("stale_after = 180", "stale_after = 180\ncolour = 1", "colour is a key that is not known here; it must be one of id, title"),
    ("stale_after = 180", "stale_after = 180\nactor = 1", "actor is a key that is not known here; did you mean actors?"),
    ("stale_after = 180", 'stale_after = 180\n"a b" = 1', "'a b' is a key that is not known here; it must be one of"),
    ('supplier = "KP"', 'supplier = "KP"\nspeed = 1', "speed of flow 1 is a key that is not known here; it must be one of supplier, recipient"),
    ('de = "Was', 'fr = "Ce"\nde = "Was', "title.fr is a key that is not known here; it must be one of en, de."),
    ('flow = "KP>RU"\n', "", "lead has no flow; add it."),
    ('text.de = "{likelihood}, dass Nord', 'text.fr = "Il"\ntext.de = "{likelihood}, dass Nord', "text.fr of judgement J1 is a key that is not known here; it must be one of en, de."),
    ('id = "kp-ru"', 'id = "ru-kp"', "id is 'ru-kp'; it must be the file's name, 'kp-ru'."),
    ('id = "kp-ru"', 'id = ["kp-ru"]', "id is a list; it must be the file's name, 'kp-ru'."),
    ('actors = ["KP", "RU"]', "actors = 5", "actors is 5; it must be a list of actors."),
    ('actors = ["KP", "RU"]', "actors = []", "actors is an empty list; it must be a list of actors."),
    ('actors = ["KP", "RU"]', 'actors = ["KP", "RU", "KP"]', "entry 3 of actors is 'KP' once more; keep one."),
    ('actors = ["KP", "RU"]', 'actors = ["KP", "RU", 5]', "entry 3 of actors is 5; it must be text in quotation marks."),
    ('actors = ["KP", "RU"]', 'actors = ["KP", "RU", {a = 1}]', "entry 3 of actors is a table; it must be text in quotation marks."),
    ("counted_from = 2023-08-01", 'counted_from = "2023-08-01"', "counted_from is '2023-08-01', no date; write it as 2023-08-01 without"),
    ("counted_from = 2023-08-01", "counted_from = 2023-08-01T12:00:00", "counted_from is 2023-08-01 12:00:00, no date; write it as"),
    ("counted_from = 2023-08-01", "counted_from = 9999-12-31", "counted_from is 9999-12-31; its year must be one from 1900 to 2199."),
    ("counted_from = 2023-01-01", "counted_from = 2023", "counted_from of flow 2 is 2023, no date; write it as 2023-08-01 without quotation marks."),
    ("start_tolerance = 31", 'start_tolerance = "x"', "start_tolerance is 'x'; it must be a whole number of days, 0 to 36500."),
    ("start_tolerance = 31", "start_tolerance = true", "start_tolerance is true; it must be a whole number of days"),
    ("start_tolerance = 31", "start_tolerance = -1", "start_tolerance is -1; it must be a whole number of days"),
    ("start_tolerance = 31", f"start_tolerance = 0x{'f' * 9000}", "start_tolerance is a huge number; it must be a whole number of days"),
    ('en = "What North Korea and Russia supply to each other"', "en = 5", "title.en is 5; it must be text in quotation marks."),
    ('en = "What North Korea and Russia supply to each other"', 'en = " "', "title.en is empty; write a text."),
    ('en = "What North', 'en = "What\\u0000 North', "title.en holds the sign U+0000, which cannot be printed here; take it out."),
    ('text.en = "{likelihood} that North', 'text.en = "⟦J1.floor⟧ that North', "text.en of judgement J1 holds the sign U+27E6, which cannot be printed here"),
    ('[lead]\nflow = "KP>RU"\nitem = "ammunition.shell"', "[[lead]]", "lead is a list; it must be a table with the keys flow, item."),
    ('item = "ammunition.shell"', 'item = "ammunition.shel"', "lead.item is 'ammunition.shel', which is not in items.csv; did you mean"),
    ('item = "ammunition.shell"', 'item = "food"', "lead.item is 'food', which the flow KP>RU does not follow; it must be one of ammunition"),
    ('flow = "KP>RU"', 'flow = "KP>UA"', "lead.flow is 'KP>UA'; did you mean KP>RU?"),
    ('supplier = "KP"', 'supplier = "XKP"', "supplier of flow 1 is 'XKP', which is not in actors.csv; did you mean "),
    ('supplier = "KP"', 'supplier = "UA"', "supplier of flow 1 is 'UA', who is none of the topic's actors; add it to them."),
    ('recipient = "KP"', 'recipient = "UA"', "recipient of flow 2 is 'UA', who is none of the topic's actors; add it to them."),
    ('recipient = "KP"', 'recipient = "RU"', "recipient of flow 2 is 'RU', the supplier itself; name the other side."),
    ("most = 457000", "most = 0", "ceilings.most of flow 1 is 0; it must be a number above 0."),
    ("most = 457000", "most = true", "ceilings.most of flow 1 is true; it must be a number above 0."),
    ("most = 457000", "most = nan", "ceilings.most of flow 1 is nan; it must be a number above 0."),
    ('per = "month"', 'per = "day"', "ceilings.per of flow 1 is 'day'; it must be one of month, year."),
    ('sort = "physical"', 'sort = "legal"', "ceilings.sort of flow 1 is 'legal'; it must be one of physical, permitted."),
    ('unit = "round"', 'unit = "rounds"', "ceilings.unit of flow 1 is 'rounds', which is not in units.csv; did you mean round"),
    ('source = "750', 'src = 1\nsource = "750', "ceilings.src of flow 1 is a key that is not known here; did you mean"),
    ('source = "United Nations Security Council, resolution 2397 (2017), paragraph 5"', 'source = ""', "ceilings.source of flow 2 is empty; write a text."),
    ('item = "ammunition.shell"\nmost', 'item = "food"\nmost', "ceilings.item of flow 1 is 'food', which the flow does not follow; it must be one of ammunition"),
    ('item = "fuel.crude"\nmost', 'item = "fuel.refined"\nmost', "ceilings of flow 2 is of fuel.refined as one before it is; keep one."),
    ("[unjudged]", FLOW, "flow 3 goes from KP to RU as one before it does; keep one, with the items of both."),
    ("[unjudged]", FLOW.replace('["money"]', "7").replace("RU", "CN"), "items of flow 3 is 7; it must be a list of items."),
    ("[unjudged]", FLOW.replace('["money"]', "[]").replace("RU", "CN"), "items of flow 3 is an empty list; it must be a list of items."),
    ("[unjudged]", FLOW.replace('["money"]', '[["money"]]').replace("RU", "CN"), "entry 1 of items of flow 3 is a list; it must be text in quotation"),
    ("give: {missing}", "give: {missng}", "unjudged.en must have the placeholder {missing}, and no other."),
    ("give: {missing}", "give that", "unjudged.en must have the placeholder {missing}, and no other."),
    ('id = "J9"', 'id = "J8"', "id of judgement J8 is 'J8' once more; give each judgement an id of its own."),
    ('id = "J9"', 'id = "J.9"', "id of judgement 9 is 'J.9'; it must be a name of letters a-z, digits and '_', begun by a letter."),
    ('likelihood = "likely"', 'likelihood = "maybe"', "likelihood of judgement J8 is 'maybe', which is not in likelihoods.csv; it must be one of almost_no_chance"),
    ('confidence = "low"', 'confidence = "medium"', "confidence of judgement J5 is 'medium'; it must be one of low, moderate, high."),
    ('condition = "supported.low(container) >= 10000"', "condition = 5", "condition of judgement J3 is 5; it must be text in quotation marks."),
    ("supported.low(container) >= 10000", "supported.low(container) >=", "condition of judgement J3 cannot be read: the end stands where a number"),
    ("supported.low(container) >= 10000", "supported.low(container) >= yes", "condition of judgement J3 cannot be read: supported.low(…) is a number and 'yes' is an answer yes or no"),
    ("supported.low(container) >= 10000", "2 > 1", "condition of judgement J3 cannot be read: A comparison in '2 > 1' asks nothing; put a question on one side."),
    ("supported.low(container) >= 10000", "supported.low(containr) >= 1", "condition of judgement J3 cannot be answered: item is 'containr', which is not in items.csv; did you mean container?"),
    ("supported.low(container) >= 10000", "supported.low(mine) >= 1", "condition of judgement J3 asks about 'mine', which no flow follows"),
    ("supported.low(container) >= 10000", "supported.low(container, flow=KP>UA) >= 1", "condition of judgement J3 asks about the flow 'KP>UA'; did you mean KP>RU?"),
    ("one=Seoul, other=ship-tracking) == yes", "one=Soul, other=ship-tracking) == yes", "condition of judgement J2 cannot be answered: one is 'Soul', which is not in origins.csv; did you mean Seoul"),
    ("claims.count(kind=denial, origin=Moscow)", "claims.count(kind=denail, origin=Moscow)", "condition of judgement J9 cannot be answered: kind is 'denail'; did you mean denial?"),
    ('value = "supported.low(container)"', 'value = "supported.low(container"', "slots.floor.value of judgement J3 cannot be read: 'supported.low(container' is no term"),
    ('value = "supported.low(container)"', 'value = "supported.agree(container)"', "slots.floor.value of judgement J3 cannot be read: 'supported.agree(container)' comes to yes or no; a slot prints"),
    ('value = "supported.low(container)"', 'value = "supported.low(mine)"', "slots.floor.value of judgement J3 asks about 'mine', which no flow follows"),
    ("at least {floor} containers", "at least {flor} containers", "text.en of judgement J3 has the placeholder {flor}, for which there is no slot; did you mean floor?"),
    ("mindestens {floor} Container", "mindestens {} Container", "text.de of judgement J3 has the placeholder {}, for which there is no slot; it must be one of likelihood, floor, origins."),
    ("at least {floor} containers", "at least {floor containers", "text.en of judgement J3 has a brace that belongs to no placeholder, in '{floor containers have gone"),
    ("at least {floor} containers", "at least {floor}} containers", "text.en of judgement J3 has a brace that belongs to no placeholder, in '"),
    ("at least {floor} containers", "at least 15,800 containers", "text.en of judgement J3 has the number 15,800 typed in, which leads to no claim; ask for it in a slot and write {name}, or say it in words"),
    ("at least {floor} containers", "at least {floor.real} containers", "text.en of judgement J3 has a brace that belongs to no placeholder, in '"),
    ("[judgements.slots.floor]", "[judgements.slots.likelihood]", "slots.likelihood of judgement J1 needs another name: letters a-z, digits and '_', begun by a letter, and none of likelihood,"),
    ("[judgements.slots.floor]", '[judgements.slots."a.b"]', "slots.'a.b' of judgement J1 needs another name"),
    ("[judgements.slots.floor]", "[judgements.slots]\nfloor = 5\n[judgements.slots.it]", "slots.floor of judgement J1 is 5; it must be a table with the keys value, en, de."),
    ('sort = "load"', 'sort = "loud"', "sort of hypothesis full is 'loud'; did you mean load?"),
    ('sort = "load"\n', "", "hypothesis full has no sort; add it."),
    ('counts = "Seoul"', 'counts = "Soul"', "counts of hypothesis full is 'Soul', which is not in origins.csv; did you mean Seoul"),
    ('counts = "Seoul"\n', "", "hypothesis full has no counts, which the sort load needs; add it."),
    ('sort = "denied"', 'sort = "denied"\nleast = 1', "least of hypothesis denied is no key of the sort denied, which has items."),
    ('id = "half"', 'id = "full"', "id of hypothesis full is 'full' once more; give each hypothesis an id of its own."),
    ("least = 428.6", "least = 501", "least of hypothesis full is 501, more than most, 500; exchange them."),
    ("least = 428.6", "least = 0", "least of hypothesis full is 0; it must be a number above 0."),
    ('against = "ship-tracking"', 'against = "Kyiv"', "against of hypothesis inflated is 'Kyiv', who is among told_by; name an origin of another interest."),
    ('item = "ammunition.shell"\ncounts', 'item = "mine"\ncounts', "item of hypothesis full is 'mine', which no flow follows"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), REFUSED, ids=[message[:60] for _, _, message in REFUSED])
def test_a_spoilt_topic_is_refused_in_one_sentence(old, new, message, tmp_path):
    (found,) = refusal(spoilt((old, new)), tmp_path)
    assert found.startswith("kp-ru.toml, line ") and message in found


def test_a_key_that_the_file_as_a_whole_lacks_is_missing_in_no_line(tmp_path):
    assert refusal(spoilt(("stale_after = 180\n", "")), tmp_path) == ["kp-ru.toml: the topic has no stale_after; add it."]
    assert len(refusal("", tmp_path)) == 11


# What is spoilt: (old, new) → how the line begins that the refusal must name, where the same word stands in other lines too.
LINES = [
    ('recipient = "KP"', 'recipient = "XX"', 'recipient = "XX"'),
    ('    "personnel.soldier"', '    "container", "personnel.soldier"', '    "container", "personnel.soldier"'),
    ('en = "containers moved', 'en = 5 # "containers moved', "en = 5 #"),
    ('basis.de = "Das', 'basis.de = """ """ # "Das', 'basis.de = """ """'),
    ('[judgements.slots.ceiling]\nvalue = "', '[judgements.slots.ceiling]\n"val\\u0075e" = " >', '"val\\u0075e" = " >'),
    ("[lead]\n", "[lead] # [title]\nen = 1\n", "en = 1"),
    ("[title]\n", "title.fr = '''\nitems = 7\n'''\n", "title.fr"),
    ('items = [\n    "fuel', 'items = [ # "missil"\n # "missil", [\n "missil",\n "fuel', ' "missil",'),
    ("[unjudged]\n", "[unjudged]\nit = { a = [1,\n [2, { b = 3 }],\n], c = '}' }\nxx = 4\n", "xx = 4"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "beginning"), LINES)
def test_a_refusal_names_the_line_of_the_key_within_its_own_table(old, new, beginning, tmp_path):
    text = spoilt((old, new))
    lines = [line for line in text.splitlines() if line.startswith(beginning)]
    assert len(lines) == 1, "the line must be the only one of its kind"
    assert any(f", line {text.splitlines().index(lines[0]) + 1}: " in told for told in refusal(text, tmp_path))
