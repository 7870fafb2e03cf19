"""The places of editions: what was typed in a notebook's cell leads nowhere else."""

import pytest

from analysis import paths
from analysis.errors import ParameterError


@pytest.mark.parametrize("topic", ["..", ".", "", "../x", "kp-ru/..", "/kp-ru", 3, ".drafts", "kp-ru\n", "kp\0ru", "moon", "KP-RU"])
def test_a_topic_that_there_is_not_names_no_place(topic):
    with pytest.raises(ParameterError) as refused:
        paths.edition(topic, "2024-02-10", "en")
    assert str(refused.value) == f"Topic {topic!r} is unknown; name a file of data/topics, without its ending."


@pytest.mark.parametrize("as_of", ["", None, 20240210, "..", "../2024-02-10", "2024-2-10", "2024-02-10/.."])
def test_what_is_no_day_names_no_place(as_of):
    with pytest.raises(ParameterError, match="is no date; write it as YYYY-MM-DD.$"):
        paths.edition("kp-ru", as_of, "en")


@pytest.mark.parametrize("lang", ["", None, "..", "en/../..", "EN", "en\n", "fr"])
def test_what_is_no_language_names_no_place(lang):
    with pytest.raises(ParameterError, match="^Language .* is unknown; a brief is written in en, de.$"):
        paths.published("kp-ru", "2024-02-10", lang)


def test_all_that_is_wrong_with_a_place_is_told_at_once(monkeypatch, tmp_path):
    monkeypatch.setenv("CLAIMTRAIL_EDITION", str(tmp_path))
    with pytest.raises(ParameterError) as refused:
        paths.edition("..", "today", "")
    assert [line.split(" ")[0] for line in str(refused.value).splitlines()] == ["Topic", "The", "Language"]
