"""A topic is data: it is read whatever editor saved it, and what is no topic is refused in a sentence, whatever stands in it."""

import json
import os
import tomllib
from datetime import date, time
from functools import reduce
from operator import getitem

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledgers import TOPIC, VOCABULARY

from analysis import paths, topics
from analysis.errors import TopicError
from analysis.topics import places

SOURCE = (paths.topics() / "kp-ru.toml").read_text(encoding="utf-8")
TREE = tomllib.loads(SOURCE)


def test_the_default_topic_has_its_flows_its_lead_and_at_least_ten_judgements():
    assert [flow.name for flow in TOPIC.flows] == ["KP>RU", "RU>KP"]
    assert (TOPIC.lead_flow, TOPIC.lead_item, TOPIC.counted_from) == ("KP>RU", "ammunition.shell", "2023-08-01")
    assert (TOPIC.start_tolerance, TOPIC.stale_after) == (31, 180)
    assert TOPIC.flow("RU>KP").counted_from == "2023-01-01" and TOPIC.flow("KP>UA") is None
    assert len(TOPIC.judgements) >= 10


def test_a_followed_item_is_followed_with_all_its_kinds_and_only_on_its_flow():
    assert TOPIC.follows("ammunition.shell.152mm", "KP>RU") and not TOPIC.follows("ammunition.shell", "RU>KP")
    assert TOPIC.follows("fuel.refined") and not TOPIC.follows("fuel.refined", "KP>RU") and not TOPIC.follows("fuel")


# --- the file -------------------------------------------------------------------------------------------------------


def test_an_unknown_topic_is_refused_with_those_that_exist(tmp_path):
    with pytest.raises(TopicError, match="^Topic 'kp-ur' is unknown; topics has ir-ru, kp-ru"):
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
