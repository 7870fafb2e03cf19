"""What stands on the pages, held against the table `numbers` and against the pages as they are made here.

Takes a brief, gives each printed digit that no row accounts for, each number that is not printed, and what a page prints otherwise than
it is made here. That a digit is accounted for is asked of the PDF and its tables alone, so it holds whatever code is here.
"""

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from os.path import commonprefix

from analysis import numerals
from analysis.brief import NAMES
from analysis.provenance import digest
from analysis.verify.given import Brief
from analysis.verify.tagged import ARTIFACT, Page
from analysis.vocabulary import Vocabulary

_DIGIT = re.compile(r"\d")
_BROKEN = "\N{SOFT HYPHEN}"
# Every number is shorter, so that two numbers are never told apart by a word of theirs.
_SHORT = 40
_IN_NUMBERS = "0123456789.,"


def unaccounted(brief: Brief, words: Vocabulary) -> Iterator[tuple[int, str]]:
    """Page (from 1) and what stands there: each piece of text with a digit that is no number of the table and no name, and each note laid over a page."""
    numbers, names = {_bare(text) for text in brief.tables["numbers"]["text"]}, _names(brief, words)
    figures = iter(_numbers_of_figures(brief))
    for place, page in enumerate(brief.pages, 1):
        for run in page.runs:
            if "/Figure" in run.above:
                left = _without(_bare(run.text), next(figures, numbers))
            elif run.above == ARTIFACT:
                left = _without(_bare(run.text), {_bare(numerals.day(brief.as_of, brief.lang)), str(place), str(len(brief.pages)), *names})
            else:
                left = _beside_numbers(_bare(run.text), run.above, numbers, names)
            if _DIGIT.search(left):
                yield place, f"{one_line(run.text)!r}" if len(run.text) < 80 else f"{_digits_of(left)!r} in {one_line(run.text)[:60]!r}…"
        yield from ((place, f"a note of the kind {kind} over the page") for kind in page.strangers)


def _beside_numbers(text: str, above: tuple[str, ...], numbers: set[str], names: set[str]) -> str:
    """What is left of a text outside figures when numbers that are links, names that are links and the numbers of figures are taken away."""
    counted = {str(place) for place in range(1, len(NAMES) + 1)} if {"/Caption", "/Strong"} <= set(above) else set()
    return "" if "/Link" in above and text in numbers | counted else _without(text, names if "/Link" in above else set())


def on_paper(number: dict, brief: Brief, links: set[str], figures: Mapping[str, str]) -> list[str]:
    """Whether the number is printed, and says its value. `links`, `figures`: of `texts`."""
    faults, text = [], _bare(number["text"])
    there = text in figures.get(number["number_id"].split(".")[1], "") if number["place"] == "figure" else text in links
    if not there:
        faults.append("it is not printed")
    if number["value"] == number["value"] and text not in map(_bare, _printings(number, brief.lang)):
        faults.append(f"its value {number['value']:.15g} is printed otherwise")
    return faults


def texts(brief: Brief) -> tuple[set[str], dict[str, str]]:
    """Every link's text, and by its name every figure's, without blanks."""
    runs = [run for page in brief.pages for run in page.runs]
    drawn = [_bare(run.text) for run in runs if "/Figure" in run.above]
    return {_bare(run.text) for run in runs if "/Link" in run.above}, dict(zip(shown(brief.figures), drawn))


def shown(figures: Mapping[str, bytes]) -> list[str]:
    """The names of the figures that stand in the brief, in its order: the first, and each other that draws something."""
    return [name for place, name in enumerate(NAMES) if not place or figures.get(name, b"").count(b"\n") > 1]


def drawn(pages: list[Page]) -> list[str]:
    """A digest of what is drawn in each figure, in their order."""
    return [run.digest for page in pages for run in page.runs if "/Figure" in run.above]


def otherwise(then: Page, now: Page) -> list[tuple[str, str]]:
    """What the page prints, and what is made here in that place; either is empty where only the other has something."""
    before, after = ([one_line(run.text) for run in page.runs if run.text.strip()] for page in (then, now))
    found = []
    for kind, old, old_end, new, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            pairs = max(old_end - old, new_end - new)
            found += [_parted(*(part[place] if place < len(part) else "" for part in (before[old:old_end], after[new:new_end]))) for place in range(pairs)]
    return found


def _parted(then: str, now: str) -> tuple[str, str]:
    """Two short texts as they are; of longer ones the part in which they differ, with the whole of a number in it."""
    if max(len(then), len(now)) <= _SHORT:
        return then, now
    start = len(commonprefix((then, now)))
    while start and then[start - 1] in _IN_NUMBERS:
        start -= 1
    end = len(commonprefix((then[start:][::-1], now[start:][::-1])))
    while end and then[len(then) - end] in _IN_NUMBERS:
        end -= 1
    return tuple(text[start : len(text) - end][: 2 * _SHORT] for text in (then, now))


def _names(brief: Brief, words: Vocabulary) -> set[str]:
    """What may stand in a link with a digit in it and is no number: ids, grades, names of things and places."""
    claims, found = brief.tables["claims"], {f"{brief.topic}/{brief.as_of}-{brief.lang}", brief.topic, brief.as_of}
    found |= {part for claim in claims["claim_id"] for part in (claim, claim.removeprefix("C-"))}
    found |= {digest(evidence)[:12] for evidence in claims["evidence"]} | {row.reliability + row.credibility for row in claims.itertuples()}
    found |= set(brief.tables["judgements"]["judgement_id"]) if "judgements" in brief.tables else set()
    found |= set(brief.tables["numbers"]["cell"]) | {word for outlet in brief.tables["documents"]["publisher"] for word in (outlet, *outlet.split())}
    found |= {row[f"name_{brief.lang}"] for name in ("items", "actors", "origins") for row in words.rows(name)}
    return {_bare(name).replace("'", "’") for name in found if _DIGIT.search(name)}


def _numbers_of_figures(brief: Brief) -> Iterator[set[str]]:
    """Of each figure that is shown, in the brief's order, what its numbers print."""
    rows = brief.tables["numbers"]
    for name in shown(brief.figures):
        yield {_bare(text) for text in rows.loc[rows["number_id"].str.startswith(f"figure.{name}."), "text"]}


def _printings(number: dict, lang: str) -> tuple[str, ...]:
    figure = number["place"] == "figure"
    return numerals.on_an_axis(number["value"], lang) if figure else (numerals.printed(number["value"], lang, number["place"]),)


def _without(text: str, known: set[str]) -> str:
    for name in sorted(known, key=lambda name: (-len(name), name)):
        text = text.replace(name, "\n")
    return text


def _digits_of(left: str) -> str:
    return " ".join(part for part in re.split(r"[^\d.,]+", left) if _DIGIT.search(part))


def _bare(text: str) -> str:
    return "".join(text.split()).replace(_BROKEN, "")


def one_line(text: str) -> str:
    """Each run of blanks, those that do not break too, as one blank."""
    return " ".join(text.split())
