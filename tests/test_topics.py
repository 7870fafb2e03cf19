"""A topic is data; what is malformed in it, or names what no vocabulary knows, is refused together and with its line."""

import json
import os
import tomllib
from datetime import date, time
from functools import reduce
from operator import getitem
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledgers import TOPIC, VOCABULARY

from analysis import paths, topics
from analysis.errors import TopicError
from analysis.topics import places

SOURCE = (paths.topics() / "kp-ru.toml").read_text(encoding="utf-8")
TREE = tomllib.loads(SOURCE)


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


def test_the_default_topic_has_its_flows_its_lead_and_at_least_five_judgements():
    assert [flow.name for flow in TOPIC.flows] == ["KP>RU", "RU>KP"]
    assert (TOPIC.lead_flow, TOPIC.lead_item, TOPIC.counted_from) == ("KP>RU", "ammunition.shell", "2023-08-01")
    assert (TOPIC.start_tolerance, TOPIC.stale_after) == (31, 180)
    assert TOPIC.flow("RU>KP").counted_from == "2023-01-01" and TOPIC.flow("KP>UA") is None
    assert len(TOPIC.judgements) >= 5


def test_a_followed_item_is_followed_with_all_its_kinds_and_only_on_its_flow():
    assert TOPIC.follows("ammunition.shell.152mm", "KP>RU") and not TOPIC.follows("ammunition.shell", "RU>KP")
    assert TOPIC.follows("fuel.refined") and not TOPIC.follows("fuel.refined", "KP>RU") and not TOPIC.follows("fuel")


# --- the file -------------------------------------------------------------------------------------------------------


def test_an_unknown_topic_is_refused_with_those_that_exist(tmp_path):
    with pytest.raises(TopicError, match="^Topic 'kp-ur' is unknown; topics has kp-ru"):
        topics.load("kp-ur", VOCABULARY)
    with pytest.raises(TopicError, match="has none"):
        topics.load("kp-ru", VOCABULARY, tmp_path)


def test_a_topic_id_is_a_name_and_no_path(tmp_path):
    (tmp_path / "topics").mkdir()
    (tmp_path / "secret.toml").write_text("")
    with pytest.raises(TopicError, match="is unknown"):
        topics.load("../secret", VOCABULARY, tmp_path / "topics")


@pytest.mark.parametrize("name", ["..", ".", ".hidden", "-rf", "KP-RU", "kp ru", "kp_ru", "größer", "kp-ru\n", "a\\b"])
def test_a_file_whose_name_is_no_plain_id_is_refused_whatever_it_holds(name, tmp_path):
    (tmp_path / f"{name}.toml").write_text(SOURCE.replace('id = "kp-ru"', f"id = {json.dumps(name)}"), encoding="utf-8")
    with pytest.raises(TopicError, match=r"the name before \.toml may hold only a-z, 0-9 and '-' \(not first\); rename the file\.$"):
        topics.load(name, VOCABULARY, tmp_path)


# A file in the place of a topic → what is said of it.
UNREADABLE = {
    "not UTF-8": ("# größer".encode("latin-1"), "kp-ru.toml is not UTF-8 (byte 4); save it as UTF-8."),
    "broken TOML": (b"id =", "kp-ru.toml is broken TOML: Invalid value (at end of document); correct it there."),
    "a key that stands twice": (b'id = "a"\nid = "b"', "kp-ru.toml is broken TOML: Cannot overwrite a value (at end of document); correct it there."),
    "a number that Python refuses": (b"id = " + b"9" * 5000, "kp-ru.toml is broken TOML: Exceeds the limit"),
    "nested too deeply": (b"id = " + b"[" * 50_000, "kp-ru.toml is broken TOML: lists or tables are nested too deeply; a topic needs no more than five levels."),
    "too long": (b"#" * 200_001, "kp-ru.toml is larger than 200,000 bytes, so it is no topic; put the topic's own file in its place."),
}  # fmt: skip


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(what, tmp_path):
    content, message = UNREADABLE[what]
    (tmp_path / "kp-ru.toml").write_bytes(content)
    with pytest.raises(TopicError) as refused:
        topics.load("kp-ru", VOCABULARY, tmp_path)
    assert str(refused.value).startswith(message)


def test_what_is_no_file_in_the_place_of_a_topic_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "folder.toml").mkdir()
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "link.toml").symlink_to(tmp_path / "nowhere")
    for name in ("folder", "pipe"):
        with pytest.raises(TopicError, match=f"^{name}.toml is a folder, a pipe or a device, no topic; put the topic's own file in its place.$"):
            topics.load(name, VOCABULARY, tmp_path)
    with pytest.raises(TopicError, match="^link.toml cannot be read as a file: No such file or directory"):
        topics.load("link", VOCABULARY, tmp_path)


@pytest.mark.parametrize("change", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")], ids=["byte order mark", "CRLF"])
def test_what_windows_does_to_a_text_file_does_no_harm(change, tmp_path):
    (tmp_path / "kp-ru.toml").write_bytes(change(SOURCE).encode("utf-8"))
    assert topics.load("kp-ru", VOCABULARY, tmp_path) == TOPIC


# --- what is refused in it ------------------------------------------------------------------------------------------


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
    ("at least {floor} containers", "at least {floor.real} containers", "text.en of judgement J3 has a brace that belongs to no placeholder, in '"),
    ("[judgements.slots.floor]", "[judgements.slots.likelihood]", "slots.likelihood of judgement J1 needs another name: letters a-z, digits and '_', begun by a letter, and none of likelihood,"),
    ("[judgements.slots.floor]", '[judgements.slots."a.b"]', "slots.'a.b' of judgement J1 needs another name"),
    ("[judgements.slots.floor]", "[judgements.slots]\nfloor = 5\n[judgements.slots.it]", "slots.floor of judgement J1 is 5; it must be a table with the keys value, en, de."),
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


# --- properties -----------------------------------------------------------------------------------------------------


def toml(value: object) -> str:
    """The value as TOML writes it, tables and lists in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, date | time):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def written(tree: dict) -> str:
    return "".join(f"{json.dumps(key)} = {toml(value)}\n" for key, value in tree.items())


def paths_of(value: object, path: tuple = ()) -> list[tuple]:
    """Every path of keys and positions in the tree, the root's first."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(longer for key, each in inner for longer in paths_of(each, (*path, key)))]


def replaced(tree: object, path: tuple, value: object) -> object:
    if not path:
        return value
    copied = dict(tree) if isinstance(tree, dict) else list(tree)
    copied[path[0]] = replaced(copied[path[0]], path[1:], value)
    return copied


scalars = st.one_of(
    st.text(max_size=8), st.sampled_from(["KP", "RU>KP", "ammunition", "{floor}", "supported.low(container) > 1", "likely"]),
    st.integers(-(2**70), 2**70), st.floats(allow_nan=False, allow_infinity=False), st.booleans(),
    st.dates(), st.times(), st.datetimes(),
)  # fmt: skip
keys = st.one_of(st.sampled_from(["id", "en", "de", "flow", "item", "value", "supplier"]), st.text(st.characters(codec="ascii", exclude_characters="\x7f"), max_size=4))
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=5)


@given(st.sampled_from(paths_of(TREE)[1:]), values)
def test_a_topic_with_any_value_replaced_by_any_other_is_a_topic_or_is_refused(tmp_path_factory, path, value):
    tree = replaced(TREE, path, value)
    file = tmp_path_factory.getbasetemp() / "kp-ru.toml"
    file.write_text(written(tree), encoding="utf-8")
    try:
        assert isinstance(topics.load("kp-ru", VOCABULARY, file.parent), topics.Topic)
    except TopicError as refused:
        top = list(tree).index(path[0]) + 1
        assert all(line.startswith("kp-ru.toml") and line[-1] in ".?" for line in str(refused).splitlines())
        assert f"kp-ru.toml, line {top}: " in str(refused)


def test_every_key_and_entry_of_the_default_topic_is_found_in_its_line():
    found, lines = places.lines(SOURCE), SOURCE.splitlines()
    assert set(found) == set(paths_of(TREE)[1:])
    for path, number in found.items():
        named = [key for key in path if isinstance(key, str)][-1] in lines[number - 1]
        entry = reduce(getitem, path, TREE)
        assert named or f'"{entry}"' in lines[number - 1], path


@given(st.dictionaries(keys, values, max_size=4))
def test_the_places_of_any_file_are_those_of_the_tree_that_is_read_from_it(tree):
    text = written(tree)
    assert set(places.lines(text)) == set(paths_of(tomllib.loads(text))[1:])
