"""A brief in the reviewer's hand → a verdict for every number, table, figure and page of it. Needs the PDF and this project.

Takes the attachments out of the PDF, holds them against their digests and what is printed against the table `numbers`; then makes all
that follows from the attached facts again, and says of each thing whether it comes out the same, and where not, why.
"""

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from analysis import carried, tables, topics, vocabulary
from analysis.errors import ClaimtrailError, VerificationError
from analysis.verify import again, causes, compared, given, printed
from analysis.verify.again import Remade
from analysis.verify.causes import DATA, ENVIRONMENT, PDF, Difference
from analysis.verify.given import FIGURE, Brief
from analysis.verify.report import CANNOT, CHANGED, IDENTICAL, WITHIN, Item, Report
from analysis.vocabulary import Vocabulary

__all__ = ["Item", "Report", "verify"]

# What the re-run starts from.
SOURCES = ("documents", "facts")


def verify(pdf: Path) -> Report:
    """The verdicts. Says on stderr how far the re-run is.

    Raises PdfError if there is no PDF of that name, and what a project raises whose own files are unfit to run: VocabularyError,
    TopicError, ReviewError, DocumentError.
    """
    opened = carried.opened(pdf)
    try:
        brief = given.read(opened)
    except VerificationError as unfit:
        return Report(opened.name, "", [], "", [Item("brief", opened.name, CANNOT, (PDF,), line) for line in str(unfit).splitlines()])
    words, name = vocabulary.load(), f"{brief.topic}/{brief.as_of}-{brief.lang}"
    if differences := causes.unknown_topic(brief):
        items = [Item("brief", opened.name, CANNOT, (DATA,), differences[0].what), *_tampered(brief, words)]
        return Report(opened.name, name, differences, "", items)
    return _verified(brief, words, name)


def _verified(brief: Brief, words: Vocabulary, name: str) -> Report:
    topic, here = topics.load(brief.topic, words), causes.inputs_here(brief)
    differences = causes.differing(brief, topic, here)
    fresh = again.extracted(brief, here, words)
    try:
        made = again.rerun(brief, topic, words)
    except Exception as broken:  # facts that no extraction made may break a stage anywhere
        stopped = str(broken) if isinstance(broken, ClaimtrailError) else f"{type(broken).__name__}: {broken}"
        why = _why(brief, [each for each in differences if not each.reports], "")
        return Report(brief.name, name, differences, "", [Item("brief", brief.name, CANNOT, why, f"the re-run stopped: {stopped}"), *_tampered(brief, words)])
    judge = _Judge(brief, made, fresh, differences, words)
    remark = f"extracted again from {len(fresh['documents'])} reports" if fresh else "not extracted again, since not all reports are here"
    return Report(brief.name, name, differences, remark, [*judge.numbers(), *judge.tables(), *judge.figures(), *judge.pages()])


def _tampered(brief: Brief, words: Vocabulary) -> Iterator[Item]:
    """What can be told without a re-run: files that were exchanged, and printed digits without a row."""
    yield from (_exchanged(file, fault) for file, fault in brief.altered.items())
    for place, what in printed.unaccounted(brief, words):
        yield Item("page", f"page {place}", CHANGED, (PDF,), f"{what} has no row in numbers.csv")


def _exchanged(file: str, fault: str) -> Item:
    figure = file.startswith(FIGURE)
    return Item("figure" if figure else "table", file.removeprefix(FIGURE).removesuffix(".csv") if figure else file, CHANGED, (PDF,), fault)


def _why(brief: Brief, differences: list[Difference], file: str) -> tuple[str, ...]:
    """The causes that a thing which comes out otherwise can have; the PDF itself where its own files are not as they were, or nothing else differs."""
    told = tuple(dict.fromkeys(each.cause for each in differences))
    exchanged = file in brief.altered or any(f"{name}.csv" in brief.altered for name in SOURCES)
    return (PDF,) if exchanged or not told else told


class _Judge:
    """Holds a brief against what is made again."""

    def __init__(self, brief: Brief, made: Remade, fresh: dict, differences: list[Difference], words: Vocabulary):
        self._brief, self._made, self._fresh, self._differences = brief, made, fresh, differences
        self._bearing = [each for each in differences if not each.reports]
        self._loose = list(printed.unaccounted(brief, words))
        self._printed = [printed.otherwise(then, now) for then, now in zip(brief.pages, made.pages)]

    def _differs(self, kind: str, name: str, file: str, what: str, size: float | None = None, bearing: list[Difference] | None = None) -> Item:
        """What came out otherwise: only where libraries alone differ can nobody here say that it was changed."""
        why = _why(self._brief, self._bearing if bearing is None else bearing, file)
        return Item(kind, name, CANNOT if why == (ENVIRONMENT,) else CHANGED, why, what, size)

    def numbers(self) -> Iterator[Item]:
        """Each number of the brief, then those that are made here and that it does not have."""
        links, pictures = printed.texts(self._brief)
        made = self._made.tables["numbers"].set_index("number_id").to_dict("index")
        # Which number a page means is known by its text alone; where other things differ too, that would blame those that are sound.
        replaced = {} if self._bearing else {now: then for pairs in self._printed for then, now in pairs}
        for number in self._brief.tables["numbers"].to_dict("records"):
            faults = printed.on_paper(number, self._brief, links, pictures)
            identity, text = number.pop("number_id"), printed.one_line(number["text"])
            if text in replaced and number["place"] != "figure" and not faults:
                faults = [f"{replaced[text]!r} stands where this number or another {text!r} is made"]
            if faults:
                yield Item("number", identity, CHANGED, (PDF,), "; ".join(faults))
            else:
                yield self._number(identity, number, made.get(identity))
        for identity in made.keys() - set(self._brief.tables["numbers"]["number_id"]):
            yield self._differs("number", identity, "numbers.csv", "it is made here, and the brief has it not")

    def _number(self, identity: str, then: dict, now: dict | None) -> Item:
        if now is None:
            return self._differs("number", identity, "numbers.csv", "no such number is made here")
        size = compared.apart(then["value"], now["value"])
        otherwise = [name for name in then if name != "value" and then[name] != now[name]]
        if not otherwise and size <= compared.TOLERANCE:
            return Item("number", identity, WITHIN if size else IDENTICAL, size=size)
        moved = [f"{then['text']} there, {now['text']} here"] if size > compared.TOLERANCE or "text" in otherwise else []
        others = [name for name in otherwise if name != "text"]
        return self._differs("number", identity, "numbers.csv", "; ".join(moved + [f"another {', '.join(others)}"] * bool(others)), size)

    def tables(self) -> Iterator[Item]:
        """Each table of the brief; what was exchanged or taken out is told as such."""
        yield from (_exchanged(file, fault) for file, fault in self._brief.altered.items() if not file.startswith(FIGURE))
        for name, then in self._brief.tables.items():
            if f"{name}.csv" not in self._brief.altered:
                yield self._source(name) if name in SOURCES else self._held("table", f"{name}.csv", then, self._made.tables.get(name))

    def _source(self, name: str) -> Item:
        """What is extracted, with the reports among what may differ."""
        if not self._fresh:
            missing = [each.what for each in self._differences if each.reports and each.cause == DATA]
            return Item("table", f"{name}.csv", CANNOT, (DATA,), f"not extracted again: {_some(missing)}")
        return self._held("table", f"{name}.csv", self._brief.tables[name], self._fresh[name], self._differences)

    def _held(self, kind: str, file: str, then, now, bearing: list[Difference] | None = None) -> Item:
        if now is None:
            return self._differs(kind, file, file, "no such table is made here", bearing=bearing)
        if tables.csv_text(then) == tables.csv_text(now):
            return Item(kind, file, IDENTICAL)
        far = compared.distance(then, now)
        return Item(kind, file, WITHIN, size=far.size) if far.within() else self._differs(kind, file, file, far.told(), far.size, bearing)

    def figures(self) -> Iterator[Item]:
        """Each figure: by the data that it draws, then by what is drawn."""
        drawn = dict(zip(printed.shown(self._brief.figures), zip_longest(*map(printed.drawn, (self._brief.pages, self._made.pages)))))
        yield from (_exchanged(file, fault) for file, fault in self._brief.altered.items() if file.startswith(FIGURE))
        for name in self._brief.figures:
            if f"{FIGURE}{name}.csv" not in self._brief.altered:
                yield self._figure(name, drawn.get(name, ("", "")))

    def _figure(self, name: str, pictures: tuple[str | None, str | None]) -> Item:
        then, now = self._brief.figures[name], self._made.figures.get(name)
        if now is None:
            return self._differs("figure", name, f"{FIGURE}{name}.csv", "no such figure is drawn here")
        held = Item("figure", name, IDENTICAL)
        if then != now:
            held = self._held("figure", name, carried.cells(then), carried.cells(now))
        if held.verdict in (IDENTICAL, WITHIN) and pictures[0] != pictures[1]:
            return self._differs("figure", name, "", "it draws the same data in another way")
        return held

    def pages(self) -> Iterator[Item]:
        """Each page: printed digits without a row first, then what is printed otherwise than here, then what is drawn."""
        for place, (then, now) in enumerate(zip_longest(self._brief.pages, self._made.pages), 1):
            name = f"page {place}"
            pairs = self._printed[place - 1] if then and now else []
            told = _some([f"{was or 'nothing'!r} stands where {makes or 'nothing'!r} is made" for was, makes in pairs])
            if loose := [what for where, what in self._loose if where == place]:
                yield Item("page", name, CHANGED, (PDF,), f"{_some(loose)} has no row in numbers.csv" + (f"; {told}" if told else ""))
            elif then is None or now is None:
                yield self._differs("page", name, "", "it is one of the brief's alone" if then else "it is made here alone")
            elif pairs:
                yield self._differs("page", name, "", told)
            elif then.digest != now.digest:
                yield self._differs("page", name, "", "its words are the same, what is drawn or linked differs")
            else:
                yield Item("page", name, IDENTICAL)


def _some(told: list[str], named: int = 3) -> str:
    return ", ".join(told[:named]) + (f" and {len(told) - named} more" if len(told) > named else "")
