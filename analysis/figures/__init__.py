"""Figures: tables in, Drawings out. What is drawn is chosen in one module for each figure; how it looks is `style`'s business.

Takes the tables of one edition and its topic, gives a Drawing each: the picture, its title (a finding, checked against the tables), the
table that it draws row for row, the table of its marks (where each number stands and what it rests on), an alternative text written
from its data, and a caption that says how to read it. An empty table gives a figure that says so.
"""

from analysis.figures.challenged import pbox
from analysis.figures.independence import independence
from analysis.figures.knowledge import knowledge
from analysis.figures.per_container import load
from analysis.figures.permitted import oil
from analysis.figures.reporting import sources
from analysis.figures.style import Drawing, save, save_picture
from analysis.figures.timeline import containers, cumulative
from analysis.figures.two_way import flows

__all__ = [
    "Drawing", "containers", "cumulative", "flows", "independence", "knowledge", "load", "oil", "pbox", "save", "save_picture", "sources",
]  # fmt: skip
