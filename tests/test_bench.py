"""The table of measurements: it says where others are better, and what was not measured."""

import ast
from pathlib import Path

import pytest

from analysis import vocabulary
from analysis.stages import STAGES
from tests.bench import chains, peers, results, runners, runs
from tests.small_runs import files

RESULTS = Path(results.RESULTS)


def test_a_table_has_ours_first_and_lists_where_another_is_better():
    text, losses = results.table("T", "note", [("claimtrail", {"a": 1.0, "b": 2.0}), ("other", {"a": 3.0, "b": 1.0}), ("partly", {"a": None, "b": 2.5})])
    assert "| claimtrail | 1.0 | 2.0 |" in text and "| partly | – | 2.5 |" in text
    assert losses == ["T, a: 1.0, other 3.0", "T, b: 2.0, partly 2.5"]


def test_a_section_of_the_written_table_is_found_whole_and_alone():
    text = "# Head\n\n## One\na\n\n## From\nb\n\n| c |\n"
    assert results.section(text, "From") == "## From\nb\n\n| c |\n" and results.section(text, "One") == "## One\na\n\n"
    assert results.section(text, "F") == "" and results.section(RESULTS.read_text(encoding="utf-8"), results.OF_RANGES).count("claims |") > 5


@pytest.fixture
def chain(tmp_path):
    return chains.toy(tmp_path / "home")


def test_each_runner_is_told_of_every_notebook_with_what_it_reads_and_writes(chain):
    runners._snakemake(chain)
    runners._ploomber(chain)
    for name in ("Snakefile", "pipeline.yaml"):
        told = (chain.home / name).read_text(encoding="utf-8")
        assert all(f"notebooks/{stage}.ipynb" in told for stage in STAGES), name
        assert all(file in told for stage in STAGES for file in chain.writes[stage]), name


def test_a_chain_is_one_program_too_that_sets_each_notebooks_parameters(chain):
    program = chains.script(chain)
    compiled = ast.parse(program)
    assert sum(isinstance(node, ast.Assign) and ast.unparse(node) == "strict = False" for node in compiled.body) == 1
    assert [program.index(f'log.write("{stage}') for stage in STAGES] == sorted(program.index(f'log.write("{stage}') for stage in STAGES)


@pytest.mark.parametrize("case", runs.CHANGES)
def test_each_change_of_the_bench_changes_what_it_says(case, chain):
    for stage, name in chains.HANDED_ON.items():
        (chain.home / "out" / "tables").mkdir(parents=True, exist_ok=True)
        (chain.home / "out" / "tables" / f"{name}.txt").write_text(stage)
    before = files(chain.home)
    runs.CHANGES[case][0](chain.home, chain.home / "out")
    assert (files(chain.home) == before) == (case == "touch")


def test_what_the_other_commands_measure_keeps_the_section_of_runs():
    text = RESULTS.read_text(encoding="utf-8")
    assert results.section(text, results.OF_RUNS).count("claimtrail") >= 3 and results.section(text, results.OF_RANGES)


def test_a_peer_that_is_not_installed_is_a_row_that_says_so():
    text, losses = results.table("T", "note", [("claimtrail", {"a": 1.0, "b": 2.0}), ("other", {})])
    assert "| other | not installed | not installed |" in text and losses == []


def test_a_module_that_is_not_installed_is_none():
    assert peers.installed("no_such_module_anywhere") is None and peers.installed("json") is not None


def test_the_plain_scans_find_numbers_and_items():
    _, numbers = peers.number_scan()
    _, words = peers.words_scan(vocabulary.load())
    assert numbers("1.200 und 3,5", "de") == ["1.200", "3,5"] and words("40 howitzers", "en") == ["howitzers"]


def test_what_a_peer_breaks_on_has_no_quantities():
    class Broken:
        def parse(self, text):
            raise KeyError(text)

    assert peers._parsed(Broken(), "40") == []


def test_the_written_table_has_the_published_figures_as_they_are_published(shared):
    readme = (shared / "bench" / "README.md").read_text(encoding="utf-8")
    for figure in (*results.QUITE.values(), *results.HEIDELTIME.values(), *results.RECOGNIZERS.values(), *results.QUANTULUM.values()):
        assert f"{figure:.2f}" in readme or f"{figure:.1f}" in readme
    assert "## Where we lose" in RESULTS.read_text(encoding="utf-8")
