"""Figures: tables in, Drawings out. What is drawn is chosen in one module for each figure; how it looks is `style`'s business.

Takes claims, estimates, facts, documents or the history of one topic, gives a Drawing each: the picture, the table that it draws row for
row, an alternative text written from that table, and a caption that says how to read it. An empty table gives a figure that
says so.
"""

from analysis.figures.knowledge import knowledge
from analysis.figures.per_container import load
from analysis.figures.reporting import sources
from analysis.figures.style import Drawing, save, save_picture
from analysis.figures.timeline import containers, cumulative

__all__ = ["Drawing", "containers", "cumulative", "knowledge", "load", "save", "save_picture", "sources"]
