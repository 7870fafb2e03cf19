"""Who reports whom: from the one who says it first, by the one who passes it on, to the one who prints it.

A layered flow diagram (Sankey): each band is as thick as the number of statements that took this way, in the colour of the
origin. Copies count, for it is the copying that is shown. Each column names its strongest members and adds up the rest, so
that labels never touch.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline

from analysis.figures.canvas import FULL_MM, NOTHING_MM, POINTS_A_MM, SMALL, Canvas, name_with_digits
from analysis.figures.style import SOFT, Drawing, look, styled
from analysis.typeface import shown
from analysis.vocabulary import Vocabulary
from analysis.wording import Words

HEIGHT_MM = 64
SIDE_MM, FOOT_MM = 62, 2
COLUMNS = ("claimant", "through", "outlet")
STRONGEST = {"claimant": 13, "through": 8, "outlet": 14}
PLACES = (0.0, 0.5, 1.0)
THICKNESS = 0.012
# The height that a label needs, and the gap below a bar, as parts of the column's height.
SLOT, GAP = 3.1 / (HEIGHT_MM - 13), 0.008
LONGEST_LABEL = 48
OTHERS, DIRECT = "\u0000others", "\u0000direct"


def sources(claims: pd.DataFrame, facts: pd.DataFrame, documents: pd.DataFrame, vocabulary: Vocabulary, lang: str) -> Drawing:
    """The ways by which the statements behind the claims, copies included, came into print."""
    words = Words(vocabulary, lang)
    ways = _ways(claims, facts, documents, words)
    title, caption = words("figure.sources.title"), words("figure.sources.caption")
    with styled():
        canvas = Canvas("sources", FULL_MM, NOTHING_MM if ways.empty else HEIGHT_MM)
        canvas.head([title], [words("figure.sources.subject")])
        if ways.empty:
            canvas.nothing(words("figure.nothing"))
            return canvas.drawing(ways, words("alternative.empty", title=title), caption)
        _draw(canvas, canvas.axes(SIDE_MM * POINTS_A_MM, SIDE_MM * POINTS_A_MM, FOOT_MM * POINTS_A_MM, top=10), ways, words)
    return canvas.drawing(ways, _alternative(title, ways, words), caption)


def _ways(claims: pd.DataFrame, facts: pd.DataFrame, documents: pd.DataFrame, words: Words) -> pd.DataFrame:
    """One row for each way: origin, claimant, through, outlet, and how many statements took it."""
    origin = {}
    for claim in claims.itertuples(index=False):
        origin |= dict.fromkeys([claim.fact_id, *filter(None, claim.copies.split(";"))], claim.origin)
    publisher = dict(zip(documents["doc_id"], documents["publisher"], strict=True))
    count = Counter()
    for fact in facts[facts["fact_id"].isin(list(origin))].itertuples(index=False):
        chain = [shown(name) for name in fact.chain.split(";")]
        named = fact.claimant in words.vocabulary.by_key("actors")
        first = words.actor(fact.claimant) if named else chain[0] or words("source.unnamed")
        through = chain[-2] if len(chain) > 2 else ""
        count[origin[fact.fact_id], first, through, shown(publisher.get(fact.doc_id, "")) or chain[-1]] += 1
    rows = [(*way, number) for way, number in sorted(count.items(), key=lambda entry: (-entry[1], entry[0]))]
    return pd.DataFrame(rows, columns=["origin", *COLUMNS, "statements"])


@dataclass
class _Node:
    """A member of a column: its extent on the page, and how far its bands on either side have been stacked."""

    top: float
    height: float
    used: dict[str, float] = field(default_factory=lambda: {"in": 0.0, "out": 0.0})

    def take(self, side: str, size: float) -> tuple[float, float]:
        upper = self.top - self.used[side]
        self.used[side] += size
        return upper, upper - size


def _draw(canvas: Canvas, axes: Axes, ways: pd.DataFrame, words: Words) -> None:
    bundled = _bundled(ways)
    order = {"claimant": _by_origin(bundled, words)}
    order["through"] = _by_neighbour(bundled, "through", "claimant", order["claimant"])
    order["outlet"] = _by_neighbour(bundled, "outlet", "through", order["through"])
    scale = _scale(bundled)
    nodes = {column: _stacked(order[column], bundled.groupby(column)["statements"].sum(), scale) for column in COLUMNS}
    for left, right, at, to in ((*COLUMNS[:2], *PLACES[:2]), (*COLUMNS[1:], *PLACES[1:])):
        bands = bundled.groupby(["origin", left, right], sort=True)["statements"].sum().reset_index()
        ranks = {column: {name: place for place, name in enumerate(order[column])} for column in (left, right)}
        bands = bands.assign(first=bands[left].map(ranks[left]), second=bands[right].map(ranks[right])).sort_values(["first", "second", "origin"])
        starts = {index: nodes[left][row[left]].take("out", row["statements"] * scale) for index, row in bands.iterrows()}
        for index, row in bands.sort_values(["second", "first", "origin"]).iterrows():
            end = nodes[right][row[right]].take("in", row["statements"] * scale)
            _band(axes, at, to, starts[index], end, look(row["origin"], words)["color"])
    _label(canvas, axes, nodes, words)


def _bundled(ways: pd.DataFrame) -> pd.DataFrame:
    """The ways with all but the strongest members of each column added up as others."""
    bundled = ways.assign(through=ways["through"].where(ways["through"] != "", DIRECT))
    for column in COLUMNS:
        weight = bundled.groupby(column)["statements"].sum().drop(DIRECT, errors="ignore")
        kept = sorted(weight.index, key=lambda name: (-weight[name], name))[: STRONGEST[column]]
        bundled[column] = bundled[column].where(bundled[column].isin([*kept, DIRECT]), OTHERS)
    return bundled.groupby(["origin", *COLUMNS], sort=True)["statements"].sum().reset_index()


def _by_origin(bundled: pd.DataFrame, words: Words) -> list[str]:
    """Claimants of one origin together, origins as in origins.csv, the strongest first; others at the end."""
    places = {origin: place for place, origin in enumerate(words.vocabulary.by_key("origins"))}
    weight = bundled.groupby("claimant")["statements"].sum()
    main = bundled.sort_values("statements").drop_duplicates("claimant", keep="last").set_index("claimant")["origin"]
    return sorted(weight.index, key=lambda name: (name == OTHERS, places.get(main[name], len(places)), -weight[name], name))


def _by_neighbour(bundled: pd.DataFrame, column: str, neighbour: str, order: list[str]) -> list[str]:
    """Members of a column by the mean place of the neighbours that they are joined to, which keeps bands from crossing."""
    place = bundled[neighbour].map({name: rank for rank, name in enumerate(order)})
    weighted = (place * bundled["statements"]).groupby(bundled[column]).sum() / bundled.groupby(column)["statements"].sum()
    return sorted(weighted.index, key=lambda name: (name == OTHERS, name == DIRECT, weighted[name], name))


def _scale(bundled: pd.DataFrame) -> float:
    """Height of one statement, so that the fullest column fits with a label's height for each member."""
    room = []
    for column in COLUMNS:
        sizes = bundled.groupby(column)["statements"].sum()
        low, high = 0.0, 1 / sizes.sum()
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (middle, high) if sum(max(size * middle + GAP, SLOT) for size in sizes) <= 1 else (low, middle)
        room.append(low)
    return min(room)


def _stacked(order: list[str], sizes: pd.Series, scale: float) -> dict[str, _Node]:
    """Each member below the one before, the column spread over the whole height."""
    slots = [max(sizes[name] * scale + GAP, SLOT) for name in order]
    spare = (1 - sum(slots)) / max(1, len(order))
    nodes, top = {}, 1.0
    for name, height in zip(order, slots, strict=True):
        size = sizes[name] * scale
        nodes[name] = _Node(top - (height + spare - size) / 2, size)
        top -= height + spare
    return nodes


def _band(axes: Axes, left: float, right: float, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
    begin, bend = left + THICKNESS, (left + THICKNESS + right) / 2
    outline = [(begin, start[0]), (bend, start[0]), (bend, end[0]), (right, end[0]), (right, end[1]), (bend, end[1]), (bend, start[1]), (begin, start[1])]
    curve = [Outline.CURVE4] * 3
    axes.add_patch(PathPatch(Outline(outline, [Outline.MOVETO, *curve, Outline.LINETO, *curve]), facecolor=colour, alpha=0.55, linewidth=0))


def _label(canvas: Canvas, axes: Axes, nodes: dict[str, dict[str, _Node]], words: Words) -> None:
    special = {OTHERS: words("source.others"), DIRECT: words("source.direct")}
    for column, at, side in zip(COLUMNS, PLACES, ("right", "center", "left"), strict=True):
        for name, node in nodes[column].items():
            axes.fill_between([at, at + THICKNESS], node.top - node.height, node.top, color=SOFT, linewidth=0)
            text = special.get(name) or _fitting(name)
            place = {"right": at - 0.012, "center": at + THICKNESS / 2, "left": at + THICKNESS + 0.012}[side]
            label = axes.text(
                place, node.top - node.height / 2, text, ha=side, va="center_baseline", fontsize=SMALL, style="italic" if name in special else "normal",
                bbox={"facecolor": "white", "alpha": 0.85, "linewidth": 0, "pad": 0.8} if side == "center" else None,
            )  # fmt: skip
            if re.search(r"\d", text):
                canvas.note(label, name_with_digits(text), text)
        axes.text(at + THICKNESS / 2, 1.02, words(f"source.{column}"), ha=side, va="bottom", color=SOFT)
    axes.set_xlim(0, 1 + THICKNESS)
    axes.set_ylim(0, 1)
    axes.set_axis_off()


def _fitting(name: str) -> str:
    """The name without what stands in brackets behind it, if it is too long with it; cut only if that is not enough."""
    short = name if len(name) <= LONGEST_LABEL else re.sub(r"\s*\([^()]*\)$", "", name)
    return short if len(short) <= LONGEST_LABEL else f"{short[: LONGEST_LABEL - 1]}…"


def _alternative(title: str, ways: pd.DataFrame, words: Words) -> str:
    """The title, the most quoted claimants and the outlets that print most, with how many statements each."""
    sentences = [f"{title}."]
    for column in ("claimant", "outlet"):
        weight = ways.groupby(column)["statements"].sum()
        strongest = sorted(weight.index, key=lambda name: (-weight[name], name))[:3]
        names = "; ".join(words.count("alternative.strong", int(weight[name]), name=name) for name in strongest)
        sentences.append(words(f"alternative.{column}", names=names))
    return " ".join(sentences)
