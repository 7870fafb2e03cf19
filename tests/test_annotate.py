"""The annotation layers and the command that writes them: one line in, one line out, each from itself alone."""

import csv
import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import vocabulary
from analysis.annotate import annotate
from analysis.document_lines import document, read_lines
from analysis.errors import DocumentError, OutputError
from analysis.extract.layers import Layers

CASES = list(csv.DictReader((Path(__file__).parent / "cases" / "annotation.csv").open(encoding="utf-8")))
GOOD = {"doc_id": "a", "text": "Es kamen 40 Boote am 3. Mai.", "language": "de", "published": "2024-02-10"}
# What the layers reach on sets nobody here made; a change may raise it.
LEAST = {"quantities/recognizers": {"value": 95, "value+unit": 92}, "times/dolomiten": {"strict+value": 73}}


@pytest.fixture(scope="module")
def layers() -> Layers:
    return Layers(vocabulary.load())


def line(**changed: object) -> bytes:
    return json.dumps(GOOD | changed).encode()


def told(text: str, layer: str, entry: dict) -> str:
    words = text[entry["start"] : entry["end"]]
    low, high = ("low", "high") if layer == "quantities" else ("earliest", "latest")
    span = "..".join("" if entry[side] is None else str(entry[side]) for side in (low, high))
    last = (span, entry["bound"], entry["unit"] or "") if layer == "quantities" else (entry["type"], entry["value"], span)
    return " | ".join((words, *last))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_text_has_the_layers_that_its_row_says(case, layers):
    found = layers.of(document(line(text=case["text"], language=case["language"]), "here"))
    said = " ; ".join(told(case["text"], case["layer"], entry) for entry in found[case["layer"]])
    assert said.strip() == case["expected"].strip()


@given(text=st.text(max_size=300), language=st.sampled_from(["de", "en"]), published=st.sampled_from([None, "2024-02-10"]))
def test_every_entry_of_any_text_is_a_slice_in_order_without_white_space_at_its_ends(layers, text, language, published):
    found = layers.of(document(line(text=text, language=language, published=published), "here"))
    for layer in ("quantities", "times"):
        for entry in found[layer]:
            words = text[entry["start"] : entry["end"]]
            assert words and words == words.strip()
        assert all(one["start"] <= other["start"] for one, other in pairwise(found[layer]))
        assert all(q["low"] is None or q["high"] is None or q["low"] <= q["high"] for q in found["quantities"])
    assert json.loads(json.dumps(found, allow_nan=False)) == found


BROKEN = {
    "an empty line": (b"\n", "line 2 is no JSON (it is empty); write one object a line."),
    "no JSON": (b'{"doc_id": ', "line 2 is no JSON (Expecting value); write one object a line."),
    "no object": (b"[1]", "line 2 holds no JSON object; write one with doc_id, text, language and published."),
    "nested without end": (b"[" * 100_000, "line 2 is no JSON ("),
    "no UTF-8": (b'{"doc_id": "\xff"}', "line 2 is not UTF-8: byte 12 fits no character; save it as UTF-8."),
    "no text": (b'{"doc_id": "a", "language": "de"}', "line 2: text is missing; give it as a string."),
    "a text that is no string": (line(text=7), "line 2: text is no text; give it as a string."),
    "half a surrogate pair": (line(text="a \ud800"), "line 2: text holds half of a surrogate pair, which is no character; take it out."),
    "another language": (line(language="fr"), "line 2: the language 'fr' is unknown; write de or en."),
    "no date": (line(published="gestern"), "line 2: published 'gestern' is no date; write it as YYYY-MM-DD or null."),
    "a date that is no string": (line(published=2024), "line 2: published is no text; give it as a string or null."),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_line_is_named_by_its_number(case):
    broken, message = BROKEN[case]
    with pytest.raises(DocumentError) as refused:
        list(read_lines([line(), broken], "reports.jsonl"))
    assert f"reports.jsonl, {message}" in str(refused.value)


def test_all_that_is_wrong_with_a_line_is_said_at_once():
    with pytest.raises(DocumentError) as refused:
        document(b'{"text": 1, "published": "x"}', "line 1")
    assert len(str(refused.value).splitlines()) == 4


def test_unknown_keys_a_byte_order_mark_and_windows_line_ends_do_no_harm():
    (one,) = read_lines([b"\xef\xbb\xbf" + line(other=[1]) + b"\r\n"], "here")
    assert one.text == GOOD["text"] and one.published == "2024-02-10"


def test_the_text_of_a_line_stays_as_it_is_so_that_offsets_fit(layers):
    text = "\ufeffEs kamen\r\n40 Boote."
    (entry,) = layers.of(document(line(text=text), "here"))["quantities"]
    assert text[entry["start"] : entry["end"]] == "40"


def ran(*arguments: object, given: bytes = b"") -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "analysis.cli", "annotate", *map(str, arguments)], input=given, capture_output=True)


def test_one_line_in_is_one_line_out_in_the_same_order(tmp_path):
    given = b"\n".join((line(doc_id="b"), line(doc_id="a", text=""), line(doc_id="b", text="x 7\u2028 y 8")))
    done = ran(given=given)
    assert (done.returncode, done.stderr) == (0, b"")
    assert [json.loads(each)["doc_id"] for each in done.stdout.split(b"\n")[:-1]] == ["b", "a", "b"]
    (tmp_path / "in.jsonl").write_bytes(given)
    assert ran(tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl").stdout == b""
    assert (tmp_path / "out.jsonl").read_bytes() == done.stdout == ran("-", given=given).stdout


def test_a_line_depends_on_nothing_but_itself(layers):
    first, second = (document(line(text=text), "here") for text in ("Im Mai 2021 kamen 40.", "Seither kamen 50; in diesem Zeitraum 60."))
    alone = Layers(vocabulary.load()).of(second)
    layers.of(first)
    assert layers.of(second) == alone


def test_a_broken_line_ends_with_2_and_leaves_no_half_file(tmp_path):
    done = ran("-o", tmp_path / "out.jsonl", given=line() + b"\nx\n")
    assert done.returncode == 2 and done.stderr.startswith(b"Error: Standard input, line 2 is no JSON") and b"Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place, message", [("none.jsonl", "cannot be read: No such file"), (".", "cannot be read: Is a directory")])
def test_a_file_that_cannot_be_read_is_named(place, message, tmp_path):
    with pytest.raises(DocumentError, match=message):
        annotate(tmp_path / place, tmp_path / "out.jsonl")


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "in.jsonl").write_bytes(line())
    with pytest.raises(OutputError, match="out.jsonl cannot be written: "):
        annotate(tmp_path / "in.jsonl", tmp_path / "in.jsonl" / "out.jsonl")


@pytest.mark.parametrize("name", LEAST)
def test_the_layers_reach_their_aims_on_sets_of_others(name, shared, tmp_path):
    annotate(shared / "bench" / f"{name}.jsonl", tmp_path / "out.jsonl")
    command = [sys.executable, shared / "bench" / "score.py", name.split("/")[0], tmp_path / "out.jsonl", shared / "bench" / f"{name}.gold.jsonl", "--json"]
    scores = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    rows = scores.get("all", scores)
    assert {measure: 100 * rows[measure]["F1"] >= least for measure, least in LEAST[name].items()} == dict.fromkeys(LEAST[name], True)
