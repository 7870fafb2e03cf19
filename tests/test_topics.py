"""A topic is data; what is malformed in it, or names what no vocabulary knows, is refused together and with its line."""

import pytest
from ledgers import TOPIC, VOCABULARY

from analysis import paths, topics
from analysis.errors import TopicError


@pytest.fixture
def spoil(tmp_path):
    """Writes the committed topic with some of its text replaced, and gives the lines of the refusal."""
    text = (paths.topics() / "kp-ru.toml").read_text(encoding="utf-8")

    def refusal(*replacements: tuple[str, str]) -> list[str]:
        spoilt = text
        for old, new in replacements:
            assert old in spoilt
            spoilt = spoilt.replace(old, new, 1)
        (tmp_path / "kp-ru.toml").write_text(spoilt, encoding="utf-8")
        with pytest.raises(TopicError) as refused:
            topics.load("kp-ru", VOCABULARY, tmp_path)
        return str(refused.value).splitlines()

    return refusal


def line_of(text: str) -> int:
    lines = (paths.topics() / "kp-ru.toml").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_the_default_topic_has_its_flows_its_lead_and_at_least_five_judgements():
    assert [flow.name for flow in TOPIC.flows] == ["KP>RU", "RU>KP"]
    assert (TOPIC.lead_flow, TOPIC.lead_item, TOPIC.counted_from) == ("KP>RU", "ammunition.shell", "2023-08-01")
    assert (TOPIC.start_tolerance, TOPIC.stale_after) == (31, 180)
    assert TOPIC.flow("RU>KP").counted_from == "2023-01-01" and TOPIC.flow("KP>UA") is None
    assert len(TOPIC.judgements) >= 5


def test_a_followed_item_is_followed_with_all_its_kinds_and_only_on_its_flow():
    assert TOPIC.follows("ammunition.shell.152mm", "KP>RU") and not TOPIC.follows("ammunition.shell", "RU>KP")
    assert TOPIC.follows("fuel.refined") and not TOPIC.follows("fuel.refined", "KP>RU") and not TOPIC.follows("fuel")


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


def test_broken_toml_is_refused_with_its_line(spoil):
    (found,) = spoil(("stale_after = 180", "stale_after = "))
    assert found.startswith("kp-ru.toml is broken TOML: ") and f"line {line_of('stale_after')}" in found


def test_a_file_that_is_not_utf8_is_refused(tmp_path):
    (tmp_path / "kp-ru.toml").write_bytes("# größer".encode("latin-1"))
    with pytest.raises(TopicError, match="is not UTF-8"):
        topics.load("kp-ru", VOCABULARY, tmp_path)


def test_all_offenders_come_in_one_message(spoil):
    found = spoil(('"missile", "artillery"', '"missil", "artillry"'), ('actors = ["KP", "RU"]', 'actors = ["KP", "XX"]'))
    assert found[0].startswith(f"kp-ru.toml, line {line_of('actors =')}: actor 'XX' is not in actors.csv; ")
    assert [line.partition(": ")[2] for line in found[1:]] == [
        "item 'missil' is not in items.csv; did you mean missile.",
        "item 'artillry' is not in items.csv; did you mean artillery.",
    ]
    assert found[1].startswith(f"kp-ru.toml, line {line_of('missile')}: ")


# What is spoilt → what the one line of the refusal says.
REFUSED = {
    "unknown key": (("stale_after = 180", "stale_after = 180\ncolour = 1"), "key 'colour' of the topic is unknown"),
    "misspelt key": (("stale_after = 180", "stale_after = 180\nactor = 1"), "key 'actor' of the topic is unknown; did you mean actors"),
    "missing key": (("stale_after = 180\n", ""), "key 'stale_after' of the topic is missing; add it"),
    "date in quotation marks": (("counted_from = 2023-08-01", 'counted_from = "2023-08-01"'), "no date; write it as 2023-08-01"),
    "days that are no number": (("start_tolerance = 31", 'start_tolerance = "31"'), "it must be a whole number of days, 0 or more"),
    "negative days": (("start_tolerance = 31", "start_tolerance = -1"), "it must be a whole number of days, 0 or more"),
    "a language without a title": (("[title]\n", '[title]\nfr = "Titre"\n'), "title must have one text for each language: en, de"),
    "another id": (('id = "kp-ru"', 'id = "ru-kp"'), "id is 'ru-kp'; it must be the file's name, 'kp-ru'"),
    "unknown lead item": (('item = "ammunition.shell"', 'item = "ammunition.shel"'), "item 'ammunition.shel' is not in items.csv; did you mean"),
    "unknown lead flow": (('flow = "KP>RU"', 'flow = "KP>UA"'), "lead flow is 'KP>UA'; did you mean KP>RU"),
    "unknown key of a flow": (('supplier = "KP"', 'supplier = "KP"\nspeed = 1'), "key 'speed' of flows is unknown"),
    "condition that does not parse": (("supported.low(container) >= 10000", "supported.low(container) >="), "J3: the end stands where a number"),
    "condition on an unknown item": (("supported.low(container) >= 10000", "supported.low(containr) >= 10000"), "item 'containr' is not in items.csv"),
    "condition on an unknown origin": (("one=Seoul, other=ship-tracking) == yes", "one=Soul, other=ship-tracking) == yes"), "did you mean Seoul"),
    "unknown likelihood": (('likelihood = "likely"', 'likelihood = "maybe"'), "likelihood of J8 is 'maybe'; it must be one of almost_no_chance"),
    "unknown confidence": (('confidence = "low"', 'confidence = "medium"'), "confidence of J5 is 'medium'; it must be one of low, moderate, high"),
    "placeholder without a slot": (("at least {floor} containers", "at least {flor} containers"), "placeholder in J3.text.en is 'flor'; did you mean floor"),
    "judgement id that stands twice": (('id = "J9"', 'id = "J8"'), "judgement 'J8' stands twice"),
    "slot that does not parse": (('value = "supported.low(container)"', 'value = "supported.low(container"'), "is no term"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_spoilt_topic_is_refused(name, spoil):
    replacement, message = REFUSED[name]
    (found,) = spoil(replacement)
    assert found.startswith("kp-ru.toml") and message in found
