"""The comparison of outputs: whatever would mislead a reader is noticed, each by itself, and no noise is."""

import base64
import io
from collections import Counter

import numpy as np
import pytest
from matplotlib.image import imsave
from nbformat.v4 import new_output

from tests.bench import mutations, results
from tests.outputs_compared import differences, same


@pytest.fixture(scope="module")
def measured():
    if not any(mutations.notebooks()):
        pytest.skip("no edition is here; run make brief")
    return mutations.measured()


def test_each_change_that_misleads_is_caught(measured):
    there, noticed = measured
    missed = {name: count - noticed["ours"][True, name] for (worse, name), count in there.items() if worse}
    assert {name: count for name, count in missed.items() if count} == {}
    assert len(missed) > 20 and sum(missed_of for missed_of in there.values()) > 1000


def test_no_noise_is_a_false_alarm(measured):
    there, noticed = measured
    assert {name: count for (worse, name), count in noticed["ours"].items() if not worse and count} == {}
    assert len([name for worse, name in there if not worse]) >= 6


def test_nbval_by_itself_lets_a_swapped_picture_and_a_cell_that_never_ran_pass(measured):
    there, noticed = measured
    passed = Counter({name: count - noticed["nbval"][True, name] for (worse, name), count in there.items() if worse})
    assert passed["a swapped picture"] == there[True, "a swapped picture"] > 0
    assert passed["a cell emptied, as if it had never run"] > 0


def test_the_written_section_is_what_is_measured():
    assert results.section(results.RESULTS.read_text(encoding="utf-8"), results.OF_MUTATIONS).count("(100.0 %)") >= 1


@pytest.mark.parametrize(
    ("kept", "made", "as_one"),
    [
        ("0.30000000000000004", "0.3", True),
        ("1,234.5678901234", "1,234.5678901235", True),
        ("a 1.50 b", "a 1.51 b", False),
        ("12345678901", "12345678902", False),
        ("4.2", "-4.2", False),
        ("4.2", "4,2", False),
        ("SHA-256 1.5e3f", "SHA-256 1.5e4f", False),
        ("<A at 0x7f2b1c0d4e50>", "<A at 0x7fa91c3d1b80>", True),
        ("<A at 0x7f2b1c0d4e50>", "<B at 0x7fa91c3d1b80>", False),
        ("1.5 1.5", "1.5", False),
        ("nan", "0.0", False),
    ],
)
def test_only_the_last_places_and_addresses_are_let_be(kept, made, as_one):
    assert same(kept, made) is as_one and same(made, kept) is as_one


def table(*rows: str) -> list:
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row.split()) + "</tr>" for row in rows)
    return [new_output("execute_result", data={"text/html": f"<table>{cells}</table>"})]


def test_a_cell_of_a_table_is_told_with_its_row_and_column():
    assert differences(table("item low", "shell 4.5"), table("item low", "shell 4.6")) == ["row 1 (shell), column low: '4.5', made '4.6'"]


def picture(shade: float = 0.0, size: int = 8, **said: str) -> list:
    drawn = io.BytesIO()
    pixels = np.zeros((size, size, 3))
    pixels[3, 3] = shade
    imsave(drawn, pixels, format="png", metadata=said)
    return [new_output("execute_result", data={"image/png": base64.b64encode(drawn.getvalue()).decode()})]


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (picture(1.0), ["image/png: 1 pixels differ"]),
        (picture(2 / 255), []),
        (picture(size=9), ["image/png is of 8 × 8 pixels, made 9 × 9"]),
        (picture(Title="Another"), ["image/png, Title: '', made 'Another'"]),
        (picture(Software="Another"), []),
    ],
    ids=["a pixel", "a shade", "size", "title", "program"],
)
def test_a_picture_is_compared_by_what_it_says_and_by_its_pixels(made, told):
    assert differences(picture(), made) == told


def test_a_warning_on_stderr_is_told_even_where_it_was_there_before():
    warned = [new_output("stream", name="stderr", text="UserWarning: old\n")]
    assert differences(warned, warned) == ["stderr says 'UserWarning: old'; a notebook warns of nothing"] * 2
