"""Outputs changed one thing at a time: what our comparison notices and what nbval by itself does, written to RESULTS.md.

Each change is made to a copy of a committed edition's executed notebooks, which are held against what they were: no notebook runs.
"""

from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from types import SimpleNamespace

import nbformat
from nbval.plugin import IPyNbCell, coalesce_streams, nocolors

from tests.bench import results
from tests.mutated_outputs import Change, harmless, misleading
from tests.outputs_compared import differences

EDITIONS = results.ROOT / "reports"
# What nbval's collector leaves out of a comparison; it says so only when it is made.
LEFT_OUT = ("metadata", "traceback", "prompt_number", "output_type", "name", "execution_count", "application/vnd.jupyter.widget-view+json", "image/png", "image/jpeg")


class Nbval:
    """nbval's own comparison, without a kernel."""

    parent, colors = SimpleNamespace(skip_compare=LEFT_OUT, sanitize_patterns={}), nocolors
    sanitize = IPyNbCell.sanitize
    # Looked up when it is called: the plugin of ours replaces it in another process only.
    compare = IPyNbCell.compare_outputs

    def format_output_compare(self, *_what: object) -> None:
        """What differs is not asked."""

    def notices(self, change: Change) -> bool:
        """As its runtest goes: a cell without a number of its run is compared with nothing."""
        if change.kept.execution_count is None:
            return bool(change.kept.outputs)
        if any(output.output_type == "error" for output in change.made):
            return True
        return not self.compare(coalesce_streams(change.made), coalesce_streams(change.kept.outputs))


def ours(change: Change) -> bool:
    """As the plugin goes."""
    return change.kept.execution_count is None or bool(differences(change.kept.outputs, change.made))


def notebooks() -> Iterator[list]:
    """The code cells of each executed notebook of each edition."""
    for path in sorted(EDITIONS.glob("*/*/notebooks/*.ipynb")):
        yield [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def measured() -> tuple[Counter, dict[str, Counter]]:
    """How many changes there are of each kind, and how many of them each comparison notices: (misleading?, name)."""
    there, noticed = Counter(), {"ours": Counter(), "nbval": Counter()}
    plain = Nbval()
    for cells in notebooks():
        for worse, changes in ((True, misleading(cells)), (False, harmless(cells))):
            for change in changes:
                there[worse, change.name] += 1
                noticed["ours"][worse, change.name] += ours(change)
                noticed["nbval"][worse, change.name] += plain.notices(change)
    return there, noticed


def told() -> str:
    """The section's text: of all changes how many are caught, and each kind that one of the two does not treat as it should."""
    there, noticed = measured()
    lines = [f"Each by itself, in the outputs of {sum(1 for _ in notebooks())} committed notebooks; nbval {version('nbval')} as it is, and with our comparison in its place.", ""]
    lines += ["| | changes that mislead, caught | noise, false alarms |", "|---|---|---|"]
    for name, title in (("ours", "nbval with our comparison"), ("nbval", "nbval")):
        lines.append(f"| {title} | {_share(there, noticed[name], True)} | {_share(there, noticed[name], False)} |")
    lines += ["", "| where they differ | changes | ours notices | nbval notices |", "|---|---|---|---|"]
    for key in sorted(there, key=lambda key: (not key[0], key[1])):
        found = [noticed[name][key] for name in ("ours", "nbval")]
        if found[0] != found[1]:
            lines.append(f"| {'' if key[0] else 'noise: '}{key[1]} | {there[key]} | {found[0]} | {found[1]} |")
    return "\n".join(lines) + "\n"


def _share(there: Counter, noticed: Counter, worse: bool) -> str:
    caught, of = (sum(count for key, count in counts.items() if key[0] is worse) for counts in (noticed, there))
    return f"{caught} of {of} ({100 * caught / of:.1f} %)"


def write() -> None:
    """Puts the section into RESULTS.md, in the place of the one that is there."""
    before = results.RESULTS.read_text(encoding="utf-8")
    text = f"## {results.OF_MUTATIONS}\n{told()}"
    results.RESULTS.write_text(before.replace(results.section(before, results.OF_MUTATIONS), "").rstrip() + f"\n\n{text}", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    write()
