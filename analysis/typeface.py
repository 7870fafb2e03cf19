"""The typefaces of figures and brief, and text from outside made fit to be set in them.

Only fonts that come inside the pinned wheels are used, never those of the machine: Libertinus Serif from typst's wheel for the
brief's sentences; Source Sans Pro, from a wheel of its own, for its headings and tables and for the figures; DejaVu Sans from
matplotlib's for whatever these lack. A character that none has would stop an archival PDF from being written, and a mark that turns
the direction of a line would let a report's text reorder ours: both are spelled out instead.
"""

import unicodedata
from functools import cache
from pathlib import Path

import font_source_sans_pro
import matplotlib
from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font
from matplotlib.textpath import text_to_path

DEJAVU, SOURCE = Path(matplotlib.get_data_path()) / "fonts" / "ttf", Path(font_source_sans_pro.font_directory)
FOLDERS = (DEJAVU, SOURCE)
FAMILIES = ("Source Sans Pro", "DejaVu Sans")

# Unicode categories of what has no shape of its own: controls, format marks, surrogates, private use, unassigned.
_SHAPELESS = ("Cc", "Cf", "Cs", "Co", "Cn")


@cache
def glyphs() -> frozenset[int]:
    """The code points that can be set."""
    return frozenset(FT2Font(DEJAVU / "DejaVuSans.ttf").get_charmap())


@cache
def known_to_matplotlib() -> list[str]:
    """The families for a figure, the first one made known to matplotlib, which looks through the machine's fonts only."""
    for style in ("Regular", "It", "Semibold", "Bold", "BoldIt"):
        font_manager.fontManager.addfont(SOURCE / f"SourceSansPro-{style}.ttf")
    return list(FAMILIES)


@cache
def advance(text: str, size: float, weight: str | int = "normal") -> float:
    """How far a line of a figure moves on over the text, in the unit of `size`, kerning and blanks at its ends included."""
    font = FontProperties(family=known_to_matplotlib(), size=100, weight=weight)  # which cannot be less than 1
    both, alone = (text_to_path.get_text_width_height_descent(f"x{inner}x", font, ismath=False)[0] for inner in (text, ""))
    return (both - alone) * size / 100


def visible(text: str) -> str:
    """The text with each character that has no shape of its own as "[U+202E]", line ends and tabs as spaces."""
    return "".join(" " if mark in "\n\r\t" else mark if _has_shape(mark) else _spelled(mark) for mark in text)


def shown(text: str) -> str:
    """The text in one line, composed (NFC), with each character that cannot be set or must not be obeyed as "[U+202E]"."""
    one_line = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(mark if _has_shape(mark) and ord(mark) in glyphs() else _spelled(mark) for mark in one_line)


def _has_shape(mark: str) -> bool:
    return unicodedata.category(mark) not in _SHAPELESS


def _spelled(mark: str) -> str:
    return f"[U+{ord(mark):04X}]"
