"""The sheet that a figure is drawn on: text laid out in points, and every mark that says or shows something noted as it is set.

Text is set run by run (`runs`), measured before it is set, so a title wraps at the width and a number in it keeps a box of its own.
At the end `drawing` asks Agg where each noted artist lies and gives the table `marks`. In the SVG each one that rests on claims is
a link to the first of them, with its meaning as title.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import nan

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from analysis import tables
from analysis.figures.runs import Number, Run, Runs, plain
from analysis.figures.style import INK, SOFT, Drawing
from analysis.typeface import advance

# The column of the brief, and half of it: two figures of HALF_MM stand side by side, so they are of one height.
FULL_MM, HALF_MM, HALF_HEIGHT_MM = 170, 82, 58
POINTS_A_MM = 72 / 25.4
SMALL, TEXT, TITLE = 6.5, 7.0, 8.5
LEADING = 1.22
LINE = SMALL * 1.45
KEY_HANDLE, KEY_GAP = 11.0, 9.0
NOTHING_MM = 30


@dataclass(frozen=True)
class Noted:
    """An artist and what the table `marks` says of it."""

    artist: Artist
    text: str
    about: Number


class Canvas:
    """A figure of a width and height in millimetres; all places are points from its lower left corner."""

    def __init__(self, name: str, width_mm: float, height_mm: float):
        self.name, self.width, self.height = name, width_mm * POINTS_A_MM, height_mm * POINTS_A_MM
        self.figure = Figure(figsize=(width_mm / 25.4, height_mm / 25.4))
        self.title = ""
        self.noted: list[Noted] = []
        self.top = self.height

    def head(self, title: Runs, subject: Runs) -> None:
        """The finding in bold, and below it what is shown and in which unit; `top` is then where they end."""
        self.title = plain(title)
        first = self.height - TITLE
        self.top = self.paragraph(title, 0, first, self.width - 2, TITLE, weight="bold") - 3.2
        self.top = self.paragraph(subject, 0, self.top - SMALL * 0.8, self.width - 2, SMALL, color=SOFT) - 3

    def nothing(self, why: str) -> None:
        """Says why nothing is drawn, instead of showing bare axes."""
        lines = wrapped([why], self.width * 0.9, TEXT, "normal")
        for place, line in enumerate(lines):
            self.say(line, self.width / 2, self.top / 2 - TEXT * LEADING * (place - len(lines) / 2 + 0.5), TEXT, ha="center", color=SOFT)

    def axes(self, left: float, right: float, bottom: float, top: float = 0) -> Axes:
        """Axes between these margins, the upper one below the head."""
        height = self.top - top - bottom
        return self.figure.add_axes((left / self.width, bottom / self.height, (self.width - left - right) / self.width, height / self.height))

    def paragraph(self, runs: Runs, x: float, y: float, width: float, size: float, **look) -> float:
        """Sets the runs from the baseline `y` down, wrapped to the width; gives the last baseline."""
        for place, line in enumerate(wrapped(runs, width, size, look.get("weight", "normal"))):
            last = y - place * size * LEADING
            self.say(line, x, last, size, **look)
        return last

    def say(self, runs: Runs, x: float, y: float, size: float = SMALL, ha: str = "left", color: str = INK, weight: str = "normal", va: str = "baseline", **look) -> None:
        """One line of runs, each an artist of its own, its beginning, middle or end (`ha`) at x.

        Blanks at the ends of a run are left out by moving on, since a reader of SVG may drop them.
        """
        wide = [advance(run if isinstance(run, str) else run.text, size, weight) for run in runs]
        x -= sum(wide) * {"left": 0.0, "center": 0.5, "right": 1.0}[ha]
        for run, step in zip(runs, wide, strict=True):
            blank = 0.0
            if isinstance(run, str):
                blank, run = advance(run[: len(run) - len(run.lstrip(" "))], size, weight), run.strip(" ")
            if run:
                self._text(run, x + blank, y, fontsize=size, color=color, fontweight=weight, va=va, **look)
            x += step

    def _text(self, run: Run, x: float, y: float, **look) -> None:
        text = run if isinstance(run, str) else run.text
        artist = self.figure.text(x / self.width, y / self.height, text, **look)
        if isinstance(run, Number):
            self.note(artist, run, text)
        elif re.search(r"\d", text):
            self.note(artist, name_with_digits(text), text)

    def note(self, artist: Artist, about: Number, text: str = "") -> None:
        """Remembers what an artist says or shows; in the SVG it becomes a link to its first claim."""
        artist.set_gid(f"{self.name}-{len(self.noted)}")
        if about.claims:
            artist.set_url(f"#claim-{about.claims[0]}")
        self.noted.append(Noted(artist, text, about))

    def point(self, artist: Artist, meaning: str, rule: str, claims: Iterable[str]) -> None:
        """A data point that rests on claims; it has no words of its own."""
        self.note(artist, Number("", nan, "", meaning, rule, tuple(claims)))

    def ticks(self, labels: Iterable[Text], values: Iterable[float], unit: str, meaning: str) -> None:
        """The labels of an axis; `unit` is "date" for days, whose values are NaN."""
        for label, value in zip(labels, values, strict=True):
            self.note(label, Number(label.get_text(), value, unit, meaning, "scale of the axis"), label.get_text())

    def at(self, axes: Axes, x: float, y: float) -> tuple[float, float]:
        """Where a place in the data lies on the sheet."""
        across, up = axes.transData.transform((x, y)) / self.figure.dpi * 72
        return float(across), float(up)

    def line(self, points: list[tuple[float, float]], **look) -> Line2D:
        """A line or marks at places of the sheet."""
        line = Line2D([x / self.width for x, _ in points], [y / self.height for _, y in points], transform=self.figure.transFigure, figure=self.figure, **look)
        self.figure.lines.append(line)
        return line

    def patch(self, x: float, y: float, width: float, height: float, **look) -> Rectangle:
        """A rectangle from its lower left corner."""
        box = Rectangle((x / self.width, y / self.height), width / self.width, height / self.height, transform=self.figure.transFigure, figure=self.figure, **look)
        self.figure.patches.append(box)
        return box

    def key(self, entries: list[tuple[dict, str]]) -> float:
        """What marks and fills mean, flowing in lines from the lower edge up; gives the height that they take."""
        lines: list[list[tuple[float, dict, str]]] = [[]]
        x = 0.0
        for look, text in entries:
            wide = KEY_HANDLE + advance(text, SMALL, "normal")
            if lines[-1] and x + wide > self.width:
                lines.append([])
                x = 0.0
            lines[-1].append((x, look, text))
            x += wide + KEY_GAP
        for place, line in enumerate(reversed(lines)):
            for x, look, text in line:
                self._handle(x, place * LINE + 2, look)
                self.say([text], x + KEY_HANDLE, place * LINE + 2, SMALL)
        return len(lines) * LINE + 2 if entries else 0.0

    def _handle(self, x: float, y: float, look: dict) -> None:
        if "facecolor" in look:
            self.patch(x, y - 0.6, 8, SMALL * 0.8, **look)
        elif look.get("marker"):
            self.line([(x + 4, y + SMALL * 0.33)], linestyle="", markersize=4.2, **look)
        else:
            self.line([(x, y + SMALL * 0.33), (x + 8, y + SMALL * 0.33)], **look)

    def drawing(self, data: pd.DataFrame, alternative: str, caption: str) -> Drawing:
        """The finished figure with its marks, each box measured by Agg."""
        renderer = FigureCanvasAgg(self.figure).get_renderer()
        self.figure.draw(renderer)
        width, height = self.figure.bbox.width, self.figure.bbox.height
        rows = []
        for noted in self.noted:
            box = noted.artist.get_window_extent(renderer)
            edges = {"left": box.x0 / width, "top": 1 - box.y1 / height, "right": box.x1 / width, "bottom": 1 - box.y0 / height}
            about = {name: getattr(noted.about, name) for name in ("value", "unit", "meaning", "rule")}
            rows.append({"text": noted.text, **about, "claims": ";".join(noted.about.claims)} | {name: _share(edge) for name, edge in edges.items()})
        return Drawing(self.name, self.figure, data, alternative, caption, self.title, tables.frame("marks", rows))


def _share(edge: float) -> float:
    """To four places, which is less than a hair at the width of a page; an outline may stand out of the sheet by its thickness."""
    return round(min(1.0, max(0.0, edge)), 4)


def name_with_digits(text: str) -> Number:
    """What a name such as "152 mm shells" is in the table of marks: printed digits that count nothing."""
    return Number(text, nan, "", text, "a name, as the vocabulary or a report has it")


def wrapped(runs: Runs, width: float, size: float, weight: str) -> list[Runs]:
    """The runs in lines no wider than `width`, broken at blanks only; a single word that is wider stands alone."""
    lines: list[Runs] = [[]]
    room = width
    for word in _words(runs):
        text = plain(word)
        needed = advance(text.rstrip(" "), size, weight)
        if lines[-1] and needed > room:
            lines.append([])
            room = width
        lines[-1] += word
        room -= advance(text, size, weight)
    return [_merged(line) for line in lines]


def _words(runs: Runs) -> list[Runs]:
    """Pieces between which a line may break: each ends with a blank, but for the last."""
    words: list[Runs] = [[]]
    for run in runs:
        for piece in re.findall(r"[^ ]+ *| +", run) if isinstance(run, str) else [run]:
            words[-1].append(piece)
            if isinstance(piece, str) and piece.endswith(" "):
                words.append([])
    return [word for word in words if word]


def _merged(line: Runs) -> Runs:
    """Words that stand side by side as one run, so that the line is searched and read as it stands."""
    merged: Runs = []
    for piece in line:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        else:
            merged.append(piece)
    if merged and isinstance(merged[-1], str):
        merged[-1] = merged[-1].rstrip(" ")
    return merged


def columns(labels: Iterable[str], size: float = SMALL) -> float:
    """The width of the widest of the labels, in points."""
    return max((math.ceil(advance(label, size, "normal")) for label in labels), default=0.0)
