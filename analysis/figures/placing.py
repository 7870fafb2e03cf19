"""Labels that stand beside what they name: apart from each other, in its order, joined to it by a hair line."""

from dataclasses import dataclass

from matplotlib.axes import Axes

from analysis.figures.canvas import SMALL, Canvas
from analysis.figures.runs import Runs, plain
from analysis.figures.style import FAINT, INK

GAP = SMALL * 1.3


@dataclass(frozen=True)
class Label:
    """Runs beside the point (x, y) of the axes' data; `look` is the mark of its origin, none for a note, which stands in `color`."""

    runs: Runs
    x: float
    y: float
    look: dict[str, str] | None = None
    color: str = INK


def apart(places: list[float], gap: float, low: float, high: float) -> list[float]:
    """Ascending places moved as little as needed to stand `gap` apart between low and high (closer where they do not all fit).

    Neighbours that come too near are joined into a block around their common centre, as in isotonic regression.
    """
    gap = min(gap, (high - low) / max(1, len(places) - 1))
    blocks: list[list[float]] = []  # each: sum of the wanted starts, number of labels
    for place in places:
        blocks.append([place, 1])
        while len(blocks) > 1 and _end(blocks[-2], gap, low, high) > _start(blocks[-1], gap, low, high):
            total, count = blocks.pop()
            blocks[-1][0] += total - count * blocks[-1][1] * gap
            blocks[-1][1] += count
    return [_start(block, gap, low, high) + gap * place for block in blocks for place in range(int(block[1]))]


def _start(block: list[float], gap: float, low: float, high: float) -> float:
    return min(max(block[0] / block[1], low), high - gap * (block[1] - 1))


def _end(block: list[float], gap: float, low: float, high: float) -> float:
    return _start(block, gap, low, high) + gap * block[1]


def label_right(canvas: Canvas, axes: Axes, labels: list[Label]) -> None:
    """The labels to the right of the axes, each with its mark and a hair line from its point."""
    box = axes.get_position()
    edge, bottom, top = box.x1 * canvas.width, box.y0 * canvas.height, box.y1 * canvas.height
    ordered = sorted(labels, key=lambda label: (label.y, plain(label.runs)))
    wanted = [canvas.at(axes, label.x, label.y) for label in ordered]
    for label, point, place in zip(ordered, wanted, apart([y for _, y in wanted], GAP, bottom + 2, top - 2), strict=True):
        if label.look:
            canvas.line([point, (edge + 6, place)], color=FAINT, linewidth=0.4, zorder=1)
            canvas.line([(edge + 9, place)], **label.look, markersize=4.0, linestyle="")
        canvas.say(label.runs, edge + 14, place, SMALL, va="center_baseline", color=label.color)
