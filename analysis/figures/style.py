"""How every figure of the brief looks and is saved: size, type, colours, marks. Knows no claim.

Colours are Okabe and Ito's (Color Universal Design, 2008), which the colour-blind can tell apart; each origin has a mark of its
own besides, so that a grey print still can. Colours are for marks: text stands in INK or SOFT, both above 4.5:1 on white. Defaults
of matplotlib are restored before drawing and before saving: a user's matplotlibrc changes nothing, and the same table gives the
same bytes. Text in the SVG stays text, so that it can be searched, copied and read out.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path

import matplotlib
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.path import Path as Outline

from analysis import tables, typeface, whole_files
from analysis.wording import Words

INK, SOFT, FAINT, GRID, BAND, BAND_EDGE = "#222222", "#5f5f5f", "#b0b0b0", "#dedede", "#d3dfe9", "#5b7a94"
COLOURS = ("#0072B2", "#E69F00", "#D55E00", "#CC79A7", "#009E73", "#56B4E9", "#000000", "#8c6d31", "#7f7f7f")
ASIDE = "x"
MARKS = ("o", "s", "D", "X", "P", "p", "*", "h", "<", ">", "d", "8")
ARROW_UP, ARROW_DOWN = (Outline([(0, -end), (0, end), (-0.45, 0.35 * end), (0, end), (0.45, 0.35 * end)], [1, 2, 1, 2, 2]) for end in (1, -1))
ARROW = {"arrowstyle": "<|-,head_width=0.13,head_length=0.26", "linewidth": 0.9, "shrinkA": 0, "shrinkB": 0}
HATCHED = {"facecolor": "none", "edgecolor": BAND_EDGE, "hatch": "////", "linewidth": 0}
# The formats of a picture, and what matplotlib would tell in each of the day and of itself.
UNSAID = {".svg": ("Date", "Creator", "Format", "Type"), ".png": ("Software",)}
RC = {
    "font.family": typeface.known_to_matplotlib(), "font.size": 7, "text.color": INK, "axes.edgecolor": SOFT, "axes.labelcolor": INK,
    "axes.linewidth": 0.6, "axes.spines.top": False, "axes.spines.right": False, "xtick.color": SOFT, "ytick.color": SOFT,
    "xtick.labelcolor": INK, "ytick.labelcolor": INK, "xtick.major.width": 0.6, "ytick.major.width": 0.6, "text.parse_math": False,
    "xtick.labelsize": 6.5, "ytick.labelsize": 6.5, "xtick.major.size": 2.5, "xtick.major.pad": 2, "ytick.major.pad": 2,
    "axes.axisbelow": True, "svg.hashsalt": "claimtrail", "svg.fonttype": "none", "savefig.dpi": 200, "figure.dpi": 100,
    "hatch.linewidth": 0.6, "text.hinting": "none",
}  # fmt: skip


@dataclass(frozen=True)
class Drawing:
    """A figure with the table that it draws, and in words what it shows (`alternative`) and how to read it (`caption`).

    `title` is the finding; `marks` is the table of that name: where each number and each point stands, and what it rests on. A
    caption carries no number: those of the brief stand in its table `numbers`, and the whole figure links to its data.
    """

    name: str
    figure: Figure
    data: pd.DataFrame
    alternative: str
    caption: str
    title: str
    marks: pd.DataFrame


@contextmanager
def styled() -> Iterator[None]:
    """Inside, matplotlib's own defaults with the style of this module; outside, whatever was set before."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(RC)
        yield


def save(drawing: Drawing, folder: Path) -> list[Path]:
    """Writes `<name>.svg`, `.png`, `.marks.csv` and `.csv`, the last one last; the pictures carry caption and alternative text. Same drawing, same bytes."""
    pictures = [save_picture(drawing, folder / f"{drawing.name}{ending}") for ending in UNSAID]
    marks = tables.write_csv(tables.check("marks", drawing.marks), folder / f"{drawing.name}.marks.csv")
    return [*pictures, marks, tables.write_csv(drawing.data, folder / f"{drawing.name}.csv")]


def save_picture(drawing: Drawing, path: Path) -> Path:
    """Writes the picture alone, in the format of the path's ending, one of UNSAID's, whole or not at all. Raises OutputError."""
    said = {"Title": drawing.title, "Description": drawing.alternative, "Source": drawing.caption}
    picture = io.BytesIO()
    with styled():
        drawing.figure.savefig(picture, format=path.suffix[1:], metadata=said | dict.fromkeys(UNSAID[path.suffix]))
    made = picture.getvalue()
    return whole_files.write(path, _titled(drawing, made) if path.suffix == ".svg" else made)


def _titled(drawing: Drawing, svg: bytes) -> bytes:
    """Each group of a mark that rests on claims says what it is: a tooltip, and the name of its link to a screen reader."""
    meanings = {f"{drawing.name}-{place}": row.meaning for place, row in enumerate(drawing.marks.itertuples()) if row.claims}

    def title(group: re.Match) -> str:
        meaning = meanings.get(group[1])
        return f"{group[0]}<title>{escape(meaning)}</title>" if meaning else group[0]

    return re.sub(r'<g id="([a-z]+-\d+)">', title, svg.decode("utf-8")).encode("utf-8")


def look(origin: str, words: Words) -> dict[str, str]:
    """Colour and mark of an origin: its place in origins.csv, so that it looks the same in every figure and edition."""
    known = list(words.vocabulary.by_key("origins"))
    place = known.index(origin) if origin in known else len(known)
    return {"color": COLOURS[min(place, len(COLOURS) - 1)], "marker": MARKS[place % len(MARKS)]}
