"""What was known when: one item's range as an edition of each month's last day would have put it.

Takes a topic, an item and a flow by name, gives the table `history`, a row a month from that of the first report to that of the
newest. The facts are extracted once; each row hands those of the reports that had appeared by its day to the functions of the
stages, so it knows what `claimtrail run --as-of` of that day knows. The reviewer's decisions stand for every month, as they do there.
"""

import io
import sys
from calendar import monthrange
from collections.abc import Iterable, Iterator
from contextlib import closing, redirect_stderr
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import click
import pandas as pd

from analysis import documents, figures, paths, syndication, table_files, tables, terminal, topics, vocabulary
from analysis.clean import clean, read_review
from analysis.errors import ParameterError
from analysis.extract import facts_table
from analysis.item_tree import akin
from analysis.origins import counts
from analysis.quantify import Quantified, quantify
from analysis.quantify.curve import taking_part
from analysis.topics import Topic
from analysis.vocabulary import Vocabulary

# Each range by the prefix of its columns.
DATED = {"bounded": "supported", "hull": "hull"}
HEADINGS = ("known on", "claims", "origins", "supported that day", "last bounded on", "supported then", "hull on", "hull")


@dataclass(frozen=True)
class Question:
    """What is looked back on: an item in its usual unit, on a flow of a topic."""

    topic: Topic
    vocabulary: Vocabulary
    flow: str
    item: str

    @property
    def unit(self) -> str:
        return self.vocabulary.by_key("items")[self.item]["unit"]


@dataclass(frozen=True)
class Record:
    """All that is known by the newest day: the tables `documents` and `facts`, and the decisions of read_review."""

    documents: pd.DataFrame
    facts: pd.DataFrame
    review: pd.DataFrame


def asked(topic_id: str, item: str, flow: str = "", lang: str = "en") -> Question:
    """The question, its flow by default the one that the topic leads with. Raises ParameterError that lists every unknown name, TopicError."""
    words = vocabulary.load()
    topic = topics.load(topic_id, words) if topic_id in topics.available() else None
    offenders = [] if topic else [f"Topic {topic_id!r} is unknown; there is {', '.join(topics.available()) or 'none'}."]
    offenders += _strange_item(item, words)
    if topic:
        offenders += _strange_on_flow(topic, item, flow or topic.lead_flow, known=not offenders)
    if lang not in topics.LANGUAGES:
        offenders.append(f"Language {lang!r} is unknown; a figure is written in {', '.join(topics.LANGUAGES)}.")
    if offenders:
        raise ParameterError.of_all(offenders)
    return Question(topic, words, flow or topic.lead_flow, item)


def deliver(question: Question, lang: str, output: Path | None, picture: Path | None) -> None:
    """The answer as a table in the file `output`, else as text on standard output, and drawn in the file `picture` if one is named.

    Raises DocumentError, ReviewError, OutputError.
    """
    table = history(question)
    if picture:
        figures.save_picture(figures.knowledge(table, tables.empty("estimates"), question.vocabulary, lang), picture)
    if output:
        table_files.write("history", table, output)
        terminal.tell(f"{len(table)} months in {output}")
    else:
        terminal.say(text(table))


def _strange_item(item: str, words: Vocabulary) -> Iterator[str]:
    known = words.by_key("items")
    if item not in known:
        near = ", ".join(get_close_matches(item, known, 3, 0.6))
        yield f"Item {item!r} is unknown; {f'did you mean {near}?' if near else 'name one of items.csv.'}"
    elif not known[item]["unit"]:
        yield f"Item {item!r} is counted in no unit, so there is no range of it; name one that has a unit in items.csv."


def _strange_on_flow(topic: Topic, item: str, flow: str, known: bool) -> Iterator[str]:
    """`known`: whether the item is one, so that it can be asked whether the flow has it."""
    there = topic.flow(flow)
    if there is None:
        yield f"Flow {flow!r} is unknown; topic {topic.topic_id} follows {', '.join(each.name for each in topic.flows)}."
    elif known and not topic.follows(item, flow):
        yield f"Item {item!r} is not followed on {flow}; topic {topic.topic_id} follows {', '.join(there.items)} there, and kinds of these."


def history(question: Question) -> pd.DataFrame:
    """The table `history` of the topic's reports, its months counted on stderr where somebody watches.

    Says on stderr what the decisions on the newest claims do not change. Raises DocumentError, ReviewError.
    """
    reports = syndication.marked(documents.read_folder(paths.documents(question.topic.topic_id)))
    review = read_review(paths.review())
    return tabulate(Record(documents.table(reports), facts_table(reports, question.vocabulary), review), question)


def tabulate(record: Record, question: Question) -> pd.DataFrame:
    """The table `history` of that record, without a row where there is no report. Raises ReviewError."""
    if record.documents.empty:
        return tables.empty("history")
    rows = []
    with closing(_watched(month_ends(record.documents["published"]))) as days:
        for day in days:
            # The same remark for each month would bury it; those of the last are those of the default edition.
            with redirect_stderr(io.StringIO()) as said:
                rows.append(known_on(day, record, question))
    if said.getvalue():
        terminal.tell(said.getvalue().rstrip("\n"))
    return tables.frame("history", rows)


def _watched(days: list[str]) -> Iterator[str]:
    if sys.stderr.isatty():
        with click.progressbar(days, file=sys.stderr, show_pos=True, show_eta=False, item_show_func=lambda day: day) as bar:
            yield from bar
    else:
        yield from days


def month_ends(published: Iterable[str]) -> list[str]:
    """The last day of each month (ISO dates) from the first report's to the newest's; of the last month the newest report's own day."""
    first, newest = min(published), max(published)
    months = range(_month(first), _month(newest))
    return [date(month // 12, month % 12 + 1, monthrange(month // 12, month % 12 + 1)[1]).isoformat() for month in months] + [newest]


def _month(day: str) -> int:
    return int(day[:4]) * 12 + int(day[5:7]) - 1


def known_on(day: str, record: Record, question: Question) -> dict:
    """The row of `history` of that day (ISO date), from the reports that had appeared by then. Raises ReviewError."""
    found = as_known(day, record, question.topic, question.vocabulary)[1]
    bounding = [row for row in taking_part(found.constraints) if _asked_for(row, question)]
    origins = {row["origin"] for row in bounding if counts(row["origin"], question.vocabulary)}
    row = {"topic": question.topic.topic_id, "flow": question.flow, "item": question.item, "unit": question.unit, "known": day}
    return row | {"claims": len(bounding), "origins": len(origins)} | _ranges(found.estimates, day, question)


def as_known(day: str, record: Record, topic: Topic, vocabulary: Vocabulary) -> tuple[pd.DataFrame, Quantified]:
    """The claims, and what is quantified from them, from the reports that had appeared by that ISO date. Raises ReviewError."""
    published = record.documents[record.documents["published"] <= day].reset_index(drop=True)
    facts = record.facts[record.facts["doc_id"].isin(published["doc_id"])].reset_index(drop=True)
    claims = clean(facts, published, vocabulary, topic, record.review).claims
    return claims, quantify(claims, topic, vocabulary, day)


def _asked_for(row: dict, question: Question) -> bool:
    return (row["flow"], row["unit"]) == (question.flow, question.unit) and akin(row["item"], question.item)


def _ranges(estimates: pd.DataFrame, day: str, question: Question) -> dict:
    """The supported range of that day, and of each level the last range with both ends and its day."""
    rows = estimates[
        (estimates["flow"] == question.flow) & (estimates["item"] == question.item) & (estimates["unit"] == question.unit)
        & (estimates["measure"] == "delivered") & (estimates["reading"] == "direct")
    ]  # fmt: skip
    found = rows.loc[(rows["level"] == "supported") & (rows["date"] == day), ["low", "high"]].tail(1)
    ranges = next(iter(found.to_dict("records")), {})
    for name, level in DATED.items():
        for last in rows[(rows["level"] == level) & rows["low"].notna() & rows["high"].notna()].sort_values("date").tail(1).itertuples():
            ranges |= {f"{name}_on": last.date, f"{name}_low": last.low, f"{name}_high": last.high}
    return ranges


def text(table: pd.DataFrame) -> str:
    """The table in aligned columns for a terminal, headed by what it is of."""
    first = table.iloc[0]
    cells = [HEADINGS, *(_cells(row) for row in table.itertuples(index=False))]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in cells]
    return "\n".join((f"{first['item']}, {first['flow']}, unit: {first['unit']}", *lines)) + "\n"


def _cells(row) -> tuple[str, ...]:
    bounded, hull = _range(row.bounded_low, row.bounded_high), _range(row.hull_low, row.hull_high)
    return row.known, str(row.claims), str(row.origins), _range(row.low, row.high), row.bounded_on or "–", bounded, row.hull_on or "–", hull


def _range(low: float, high: float) -> str:
    """"950,000 to 2,500,000", "at least 950,000"; a dash for nothing."""
    low, high = (f"{end:,.15g}" if end == end else "" for end in (low, high))
    if low and high:
        return f"{low} to {high}"
    return f"at least {low}" if low else f"at most {high}" if high else "–"
