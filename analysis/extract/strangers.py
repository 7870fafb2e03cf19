"""A source that the vocabulary does not know: the name right before a verb of saying.

Takes a sentence and a reporting word, gives the name as a mention without an actor. "The Campaign Against Arms Trade (CAAT) said"
names somebody, so the report does not speak for itself, and who it is stays unknown. Only for languages that write names alone
with a capital.
"""

import re

from analysis.extract.actors import Mention
from analysis.extract.lexicon import Match
from analysis.extract.reading import Reading, Sentence

STRANGER = "stranger"
_WORD = r"[A-ZÄÖÜ][\w&’'.-]{0,40}"
_NAME_BEFORE = re.compile(
    rf"(?<!\S)({_WORD}(?: (?:(?:of|for|the|and|on|against) ){{0,2}}{_WORD}){{0,7}})(?: \([A-Z][\w-]{{0,20}}\))?"
    r"(?:, (?:an?|the|which|who) [^,\n]{3,80},)?(?: (?:has|have|had|also|later)){0,2} $"
)
# How far before the verb a name and what is said of it may begin.
_REACH = 200


def before(reading: Reading, sentence: Sentence, cue: Match) -> Mention | None:
    """The unknown name that ends at a reporting word; a single word that opens the sentence has its capital from there."""
    if reading.phrase_words.has_cases:
        return None
    found = _NAME_BEFORE.search(reading.text[max(sentence.start, cue.start - _REACH) : cue.start])
    if found is None:
        return None
    start = max(sentence.start, cue.start - _REACH) + found.start(1)
    end = start + len(found[1])
    known = any(mention.start < end and start < mention.end for mention in sentence.mentions)
    dated = any(time.start < end and start < time.end for time in sentence.times)
    alone = start == sentence.start and " " not in found[1] and end + 1 >= cue.start
    return None if known or dated or alone else Mention(start, end, "", "", "organ", STRANGER)
