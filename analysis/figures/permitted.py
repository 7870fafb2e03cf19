"""What was delivered in a year against what the topic's file says is permitted in one: a bar for each origin that speaks of the year.

Of several such ceilings the one is drawn of which most is told. The numbers are those of the measure `of_permitted` of estimates.csv,
turned back from per cent of the ceiling into its unit.
"""

from math import isclose, nan

import pandas as pd

from analysis.figures.canvas import HALF_HEIGHT_MM, HALF_MM, NOTHING_MM, SMALL, Canvas, columns
from analysis.figures.runs import Number, Runs, filled, ids, number, plain, told, unit_of
from analysis.figures.style import INK, Drawing, look, styled
from analysis.topics import Ceiling, Topic
from analysis.vocabulary import Vocabulary
from analysis.wording import Words, capital

FEWEST_ROWS, MOST_ROWS = 3, 8
DRAWN = ["flow", "item", "unit", "year", "origin", "low", "high", "permitted", "claims"]


def oil(estimates: pd.DataFrame, topic: Topic, vocabulary: Vocabulary, lang: str) -> Drawing:
    """Deliveries of a year, by origin, against the yearly ceiling of what is permitted."""
    words = Words(vocabulary, lang)
    ceilings = [(flow.name, ceiling) for flow in topic.flows for ceiling in flow.ceilings if (ceiling.sort, ceiling.per) == ("permitted", "year")]
    tables = [_drawn(estimates, flow, ceiling) for flow, ceiling in ceilings]
    drawn = max(tables, key=len, default=pd.DataFrame(columns=DRAWN))
    flow, ceiling = ceilings[[len(table) for table in tables].index(len(drawn))] if ceilings else ("", None)
    about = {"item": capital(words.item(ceiling.item)), "flow": words.flow(flow)} if ceiling else {}
    neutral, caption = words("figure.oil.title", **about) if ceiling else words("figure.oil.none"), words("figure.oil.caption")
    with styled():
        if drawn.empty:
            canvas = Canvas("oil", HALF_MM, NOTHING_MM)
            canvas.head([neutral], [about.get("flow", "")])
            why = words("figure.oil.nothing" if ceiling else "figure.oil.unasked")
            canvas.nothing(why)
            return canvas.drawing(drawn, f"{neutral}. {capital(why)}.", caption)
        canvas = Canvas("oil", HALF_MM, HALF_HEIGHT_MM)
        canvas.head(finding(drawn, words) or [neutral], [words("figure.oil.subject", **about, unit=words.unit(ceiling.unit))])
        _draw(canvas, drawn.tail(MOST_ROWS), words)
    return canvas.drawing(drawn, _alternative(neutral, drawn, words), caption)


def _drawn(estimates: pd.DataFrame, flow: str, ceiling: Ceiling) -> pd.DataFrame:
    asked = (estimates["measure"] == "of_permitted") & (estimates["level"] == "origin") & (estimates["flow"] == flow) & (estimates["item"] == ceiling.item)
    rows = estimates[asked].sort_values(["date", "origin"])
    ends = {end: (rows[end] * ceiling.most / 100).round(6) for end in ("low", "high")}
    return rows.assign(year=rows["date"].str[:4], unit=ceiling.unit, permitted=ceiling.most, **ends)[DRAWN].reset_index(drop=True)


def finding(drawn: pd.DataFrame, words: Words) -> Runs | None:
    """The year furthest above what is permitted; or, where nobody leaves room for more than that, the fullest."""
    rows = [row for row in drawn.to_dict("records") if row["low"] == row["low"]]
    highest = max(rows, key=lambda row: (row["low"], row["year"]), default=None)
    if highest is not None and highest["low"] > highest["permitted"]:
        low = _end(highest, "low", words)
        slots = {"year": _year(highest, words), "low": low, "unit": unit_of(low.value, highest["unit"], words), "cap": _cap(highest, words)}
        return filled(words.label("finding.oil.over"), **slots, origin=capital(words.origin(highest["origin"])))
    if (drawn["high"] <= drawn["permitted"]).all():
        fullest = max(drawn.to_dict("records"), key=lambda row: (row["high"], row["year"]))
        slots = {"year": _year(fullest, words), "high": _end(fullest, "high", words), "unit": words.unit(fullest["unit"]), "cap": _cap(fullest, words), "origin": words.origin(fullest["origin"])}
        return filled(words.label("finding.oil.within"), **slots)
    return None


def _year(row: dict, words: Words) -> Number:
    return Number(row["year"], nan, "date", words("mark.oil.year"), "estimates.csv: of_permitted, date", ids(row["claims"]))


def _cap(row: dict, words: Words) -> Number:
    rule = f"topic file: flows.ceilings, permitted, {row['item']}"
    return number(row["permitted"], row["unit"], words("mark.oil.cap", item=words.item(row["item"])), rule, (), words)


def _about(row: dict, words: Words) -> dict:
    rule = f"estimates.csv: of_permitted, origin {row['origin']}, {row['year']}, times the ceiling"
    return {"unit": row["unit"], "meaning": words("mark.oil.year_of", origin=words.origin(row["origin"]), year=row["year"]), "rule": rule, "claims": ids(row["claims"])}


def _ends(row: dict) -> tuple[float, float]:
    """An origin that tells a number to the last unit has a range of one unit: its middle is what was told."""
    low, high = row["low"], row["high"]
    return ((low + high) / 2,) * 2 if isclose(low, high, rel_tol=1e-4) else (low, high)


def _end(row: dict, end: str, words: Words) -> Number:
    return number(_ends(row)[("low", "high").index(end)], words=words, **_about(row, words))


def _draw(canvas: Canvas, drawn: pd.DataFrame, words: Words) -> None:
    rows = drawn.to_dict("records")
    values = [told("short", *_ends(row), "", words, **_about(row, words)) for row in rows]
    years, names = columns(drawn["year"]) + 12, columns(words.origin(origin) for origin in drawn["origin"])
    left, right = years + names + 5, columns(plain(runs) for runs in values) + 14
    axes = canvas.axes(left=left, right=right, bottom=4, top=12)
    axes.set_xlim(0, max([*drawn["permitted"], *drawn["low"].fillna(0), *drawn["high"].fillna(0)]) * 1.01)
    axes.set_ylim(max(len(rows), FEWEST_ROWS), 0)
    axes.set_axis_off()
    for place, (row, runs) in enumerate(zip(rows, values, strict=True)):
        y = canvas.at(axes, 0, place + 0.5)[1]
        if place == 0 or rows[place - 1]["year"] != row["year"]:
            canvas.say([_year(row, words)], 0, y, SMALL, va="center_baseline", weight="bold")
        style = look(row["origin"], words)
        canvas.line([(years - 6, y)], **style, markersize=4, linestyle="")
        canvas.say([words.origin(row["origin"])], years, y, SMALL, va="center_baseline")
        _bar(canvas, axes, place, row, runs, words)
    _ceiling(canvas, axes, rows, words)


def _bar(canvas: Canvas, axes, place: int, row: dict, runs: Runs, words: Words) -> None:
    """Full up to the floor, pale up to the ceiling, open-ended with an arrow where there is none."""
    low, high = _ends(row)
    colour, full = look(row["origin"], words)["color"], low if low == low else 0.0
    (bar,) = axes.barh([place + 0.5], [max(full, high if high == high else 0)], height=0.55, color=colour, alpha=0.35, linewidth=0)
    axes.barh([place + 0.5], [full], height=0.55, color=colour, linewidth=0)
    about = _about(row, words)
    canvas.point(bar, about["meaning"], about["rule"], about["claims"])
    x, y = canvas.at(axes, max(full, high if high == high else 0), place + 0.5)
    if high != high:
        canvas.line([(x, y), (x + 7, y)], color=colour, linewidth=1.2)
        canvas.line([(x + 7, y)], color=colour, marker=">", markersize=3.5, linestyle="")
    canvas.say(runs, x + (11 if high != high else 3), y, SMALL, va="center_baseline")


def _ceiling(canvas: Canvas, axes, rows: list[dict], words: Words) -> None:
    """The line of what is permitted, over the bars, named above them."""
    axes.axvline(rows[0]["permitted"], color=INK, linewidth=1.1, linestyle=(0, (4, 2)), zorder=4)
    x, y = canvas.at(axes, rows[0]["permitted"], 0)
    runs = filled(words.label("figure.oil.cap"), cap=_cap(rows[0], words))
    room = columns([plain(runs)]) / 2
    canvas.say(runs, min(max(x, room), canvas.width - room), y + 4, SMALL, ha="center")


def _alternative(title: str, drawn: pd.DataFrame, words: Words) -> str:
    """What each origin puts for each year, and what is permitted."""
    rows = drawn.to_dict("records")
    told_rows = [f"{row['year']}, {words.origin(row['origin'])}: {plain(told('told', *_ends(row), '', words, **_about(row, words)))}." for row in rows]
    return " ".join((f"{title}.", *told_rows, words("alternative.oil", cap=_cap(rows[0], words).text, unit=words.unit(rows[0]["unit"]))))
