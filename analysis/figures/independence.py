"""Which origin draws on which: an arrow from the one that draws to the one that is drawn on, each with the number of its claims.

Four columns: those that draw on others, those that are drawn on, those that stand alone, those that are counted with nobody. The names
in bold are the most origins of which no two draw on each other, as `origins.most_independent` has it.
"""

import math

import pandas as pd
from matplotlib.patches import FancyArrowPatch

from analysis.figures.canvas import FULL_MM, NOTHING_MM, SMALL, Canvas
from analysis.figures.runs import Number, Runs, filled, ids, number
from analysis.figures.style import SOFT, Drawing, look, styled
from analysis.origins import counts, draws, most_independent
from analysis.vocabulary import Vocabulary
from analysis.wording import Words

HEIGHT_MM = 60
COLUMNS = ("draws", "drawn", "alone", "uncounted")
# Where the nodes of each column stand, as shares of the width; names of the first stand to the left of it.
PLACES = {"draws": 0.25, "drawn": 0.46, "alone": 0.635, "uncounted": 0.79}
MOST_ROWS = 7
SMALLEST, LARGEST = 3.0, 15.0
DRAWN = ["origin", "column", "draws_on", "independent", "number", "claims"]


def independence(claims: pd.DataFrame, vocabulary: Vocabulary, lang: str) -> Drawing:
    """The origins of the claims, rejected ones aside, and who draws on whom (data/vocabulary/origins.csv)."""
    words = Words(vocabulary, lang)
    drawn = _drawn(claims, vocabulary)
    neutral, caption = words("figure.independence.title"), words("figure.independence.caption")
    with styled():
        canvas = Canvas("independence", FULL_MM, HEIGHT_MM if len(drawn) else NOTHING_MM)
        canvas.head(finding(drawn, words) or [neutral], [words("figure.independence.subject")])
        if drawn.empty:
            canvas.nothing(words("figure.nothing"))
            return canvas.drawing(drawn, words("alternative.empty", title=neutral), caption)
        _draw(canvas, drawn, words)
    return canvas.drawing(drawn, _alternative(neutral, drawn, words), caption)


def _drawn(claims: pd.DataFrame, vocabulary: Vocabulary) -> pd.DataFrame:
    kept = claims[claims["status"] != "rejected"]
    own = {origin: sorted(rows["claim_id"]) for origin, rows in kept.groupby("origin", sort=True)}
    known = list(vocabulary.by_key("origins"))
    origins = sorted(own, key=lambda origin: (known.index(origin) if origin in known else len(known), origin))
    links = {origin: [other for other in origins if draws(origin, other, vocabulary)] for origin in origins}
    columns = {origin: _column(origin, links, vocabulary) for origin in origins}
    # Who stands alone is independent of everybody, so only the others have to be tried in all combinations.
    best = {*(origin for origin in origins if columns[origin] == "alone"), *most_independent([origin for origin in origins if columns[origin] in ("draws", "drawn")], vocabulary)}
    rows = [(origin, columns[origin], ";".join(links[origin]), "yes" if origin in best else "no", len(own[origin]), ";".join(own[origin])) for origin in origins]
    return pd.DataFrame(rows, columns=DRAWN)


def _column(origin: str, links: dict[str, list[str]], vocabulary: Vocabulary) -> str:
    if not counts(origin, vocabulary):
        return "uncounted"
    if any(origin in drawn_on for drawn_on in links.values()):
        return "drawn"
    return "draws" if links[origin] else "alone"


def finding(drawn: pd.DataFrame, words: Words) -> Runs | None:
    """How many of the origins are independent of each other: all, some, or one alone."""
    best = drawn[drawn["independent"] == "yes"]
    if len(drawn) < 2 or best.empty:
        return None
    slots = {"best": _count(best, "independent", words), "all": _count(drawn, "origins", words)}
    if len(best) == len(drawn):
        return filled(words.label("finding.independence.all"), **slots)
    return filled(words.label("finding.independence.none" if len(best) == 1 else "finding.independence.some"), **slots)


def _count(rows: pd.DataFrame, which: str, words: Words) -> Number:
    claims = [claim for cell in rows["claims"] for claim in ids(cell)]
    return number(len(rows), "count", words(f"mark.independence.{which}"), "independence.csv: rows, by origins.csv: draws_on, counts", claims, words)


def _draw(canvas: Canvas, drawn: pd.DataFrame, words: Words) -> None:
    most, centres = drawn["number"].max(), {}
    # Columns move to the left where nothing stands before them.
    empty = 0 if (drawn["column"] == "draws").any() else min(PLACES[column] for column in drawn["column"]) - 0.02
    tall = canvas.top - SMALL - 8
    for column in COLUMNS:
        rows = drawn[drawn["column"] == column].to_dict("records")
        x = (PLACES[column] - empty) * canvas.width
        if rows:
            canvas.say([words(f"figure.independence.{column}")], x + (6 if column == "draws" else -8), canvas.top - SMALL, SMALL, ha="right" if column == "draws" else "left", color=SOFT)
        shown = rows if len(rows) <= MOST_ROWS else sorted(rows, key=lambda row: -row["number"])[: MOST_ROWS - 1]
        step = tall / max(len(shown) + (len(shown) < len(rows)), 4)
        for place, row in enumerate(shown):
            centres[row["origin"]] = (x, tall - step * (place + 0.5))
            _node(canvas, row, centres[row["origin"]], LARGEST * math.sqrt(row["number"] / most), words)
        if len(shown) < len(rows):
            rest = number(len(rows) - len(shown), "count", words("mark.independence.more"), "independence.csv: rows for which there is no room", (), words)
            canvas.say(filled(words.label("figure.flows.more"), n=rest), x + 4, tall - step * (len(shown) + 0.5), SMALL, color=SOFT)
    _arrows(canvas, drawn, centres, words)


def _node(canvas: Canvas, row: dict, centre: tuple[float, float], size: float, words: Words) -> None:
    style = look(row["origin"], words)
    mark = canvas.line([centre], **style, markersize=max(SMALLEST, size), linestyle="", zorder=3)
    claims = ids(row["claims"])
    rule = f"claims.csv: rows of origin {row['origin']}"
    meaning = words("mark.independence.claims", origin=words.origin(row["origin"]))
    canvas.point(mark, meaning, rule, claims)
    counted = number(row["number"], "count", meaning, rule, claims, words)
    weight = "bold" if row["independent"] == "yes" else "normal"
    left = row["column"] == "draws"
    x = centre[0] + (-1 if left else 1) * (max(SMALLEST, size) * 0.7 + 2.5)
    canvas.say([f"{words.origin(row['origin'])} ", counted], x, centre[1], SMALL + 0.5, ha="right" if left else "left", va="center_baseline", weight=weight)


def _arrows(canvas: Canvas, drawn: pd.DataFrame, centres: dict[str, tuple[float, float]], words: Words) -> None:
    """From each origin to those that it draws on; two that draw on each other share one with two heads."""
    links = {row["origin"]: [other for other in ids(row["draws_on"]) if other in centres] for row in drawn.to_dict("records") if row["origin"] in centres}
    for origin, others in links.items():
        for other in others:
            mutual = origin in links[other]
            if mutual and origin > other:
                continue
            (x0, y0), (x1, y1) = (centres[name] for name in (origin, other))
            bend = "arc3,rad=0.0" if x0 != x1 or abs(y0 - y1) < 40 else "arc3,rad=0.35"
            canvas.figure.patches.append(
                FancyArrowPatch(
                    (x0 / canvas.width, y0 / canvas.height), (x1 / canvas.width, y1 / canvas.height), transform=canvas.figure.transFigure,
                    figure=canvas.figure, arrowstyle="<|-|>" if mutual else "-|>", mutation_scale=5, connectionstyle=bend, shrinkA=9, shrinkB=9,
                    color=look(origin, words)["color"] if not mutual else SOFT, linewidth=0.8,
                )  # fmt: skip
            )


def _alternative(title: str, drawn: pd.DataFrame, words: Words) -> str:
    """Each origin with its claims and on whom it draws."""
    sentences = [f"{title}."]
    for row in drawn.to_dict("records"):
        others = ", ".join(words.origin(other) for other in ids(row["draws_on"]))
        key = "uncounted" if row["column"] == "uncounted" else "draws" if others else "alone"
        sentences.append(words(f"alternative.independence.{key}", origin=words.origin(row["origin"]), claims=words.count("noun.claims", row["number"]), others=others))
    return " ".join(sentences)
