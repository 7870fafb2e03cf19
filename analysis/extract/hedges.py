"""How far the claimant commits himself: flat, alleged, probable, possible, conditional, denied.

Takes a sentence and a place in it, gives the hedge and its cue. A hedge counts within its part of the sentence (between colons,
semicolons, dashes, and what begins a clause). Of several the firmest reservation counts: a condition before a possibility before a
rumour before an estimate. "soll" before a plain infinitive is a plan, told as such, and stays "alleged".
"""

from analysis.extract.lexicon import Match
from analysis.extract.reading import Reading, Sentence

STRENGTH = ("denied", "conditional", "possible", "alleged", "probable")
FLAT = "flat"


def hedge(reading: Reading, sentence: Sentence, place: tuple[int, int]) -> tuple[str, Match | None]:
    """The hedge that covers a place (offsets) in the sentence, with its cue; ("flat", None) without one."""
    covering = [cue for cue in sentence.hedges if not _apart(reading, cue, place)]
    if not covering:
        return FLAT, None
    cue = min(covering, key=lambda cue: (STRENGTH.index(cue.entry), reading.distance((cue.start, cue.end), place)))
    return cue.entry, cue


def _apart(reading: Reading, cue: Match, place: tuple[int, int]) -> bool:
    between = min(cue.end, place[1]), max(cue.start, place[0])
    return reading.breaks(*between) or (between[0] < between[1] and reading.phrase_words.next_clause.search(reading.text, *between) is not None)
