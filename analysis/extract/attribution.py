"""Who says so: the claimant of each sentence, found in it or carried over from the one before.

Takes the layers of a text, gives one Attribution a sentence. In a sentence the deepest source counts ("unter Berufung auf X"
before "laut X" before "X sagte" before a medium's own report); a bare organ or a pronoun is the last source that fits, and a
lawmaker speaks for the body that briefed him. Without a source the sentence goes on with the claimant before it: in German while
the subjunctive lasts, in both languages within the paragraph and a few sentences into the next. A sentence that the next one points back to ("Das sagte …") has
that one's claimant. What nobody is named for is the medium's own.
"""

from datetime import date
from typing import NamedTuple

from analysis.extract import strangers
from analysis.extract.actors import Actors, Mention
from analysis.extract.lexicon import Match
from analysis.extract.reading import MEMORY, Reading, Sentence
from analysis.extract.times import Time

REACH = 120.0
# A source as near to its verb leaves no room for another's name between them.
ADJACENT = 12.0
# How much nearer "auch" brings a source, which also bounds how far before it the word may begin.
ADDED = 40
# A word as short as "so" reports behind a statement ("…, so der Minister"), not at a sentence's start.
SHORTEST = 2
# How deep a source a reporting form names; a medium or a relaying lawmaker counts three less.
DEPTH = {"deep_source": 4.0, "before_source": 3.0, "own": 3.0, "after_source": 3.0, "verb": 2.0, "relay": 2.0, "confirms": 1.0}
# Bodies that speak for a state.
OFFICIALS = ("military", "military_intelligence", "president", "defence_ministry", "foreign_ministry", "prosecutor", "white_house")
RELAYS = ("media", "parliament")
# Offices that belong to some state even where none is named.
OFFICES = ("minister", "defence_ministry", "foreign_ministry", "finance_ministry", "president", "government", "security_adviser", "parliament")
# Organs whose state alone says who speaks; an institute without a name says nothing of its state.
SPEAKING = (*OFFICES, "spokesperson", "military")
OWN = "media"
UNNAMED = "unknown"
STATED_WITHIN = 12  # days
BESIDE = 30  # characters between a medium and whom it worked with
ACROSS = 3  # sentences for which a claimant goes on in a new paragraph that names nobody


class Attribution(NamedTuple):
    """The claimant of a sentence: actor id, name as told, names between it and the reader, offsets of source and cue."""

    actor: str
    name: str = ""
    between: tuple[str, ...] = ()
    source: tuple[int, int] | None = None
    cue: tuple[int, int] | None = None
    stated: str = ""
    explicit: bool = False
    own_account: bool = False


# "… he added", of whom the text names nobody that fits: the claimant before goes on, across a paragraph too.
AS_BEFORE = Attribution(UNNAMED)


class Source(NamedTuple):
    """A candidate: where it is named, whom it stands for, how deep it lies, how far from its reporting word."""

    cue: Match
    mention: Mention
    origin: Mention
    depth: float
    cost: float


class Attributor:
    """Finds claimants with the actors of one language."""

    def __init__(self, actors: Actors, stands_for: dict[str, tuple[str, ...]]):
        self._actors = actors
        self._stands_for = stands_for

    def attribute(self, reading: Reading) -> list[Attribution]:
        """One Attribution for each sentence of the reading."""
        named: list[Mention] = []
        explicit = []
        for sentence in reading.sentences:
            explicit.append(self._explicit(reading, sentence, named))
            named = [*named, *(m for m in sentence.mentions if _known(m))][-MEMORY:]
        return self._carried(reading, explicit)

    def _explicit(self, reading: Reading, sentence: Sentence, named: list[Mention]) -> Attribution | None:
        cues = [cue for cue in sentence.reports if cue.entry in DEPTH and cue.end - sentence.start > SHORTEST]
        sources = [source for cue in cues if (source := self._source(reading, sentence, cue, named))]
        if not sources:
            return self._without_source(reading, sentence, named)
        best = _deepest(sources)
        if best.cue.entry == "confirms" and sentence.subjunctive:
            return None
        origin = best.origin
        if origin.organ == "parliament":
            briefed = [m for m in [*named, *sentence.mentions] if m.actor and m.type != "state" and m.organ not in RELAYS]
            origin = briefed[-1] if briefed else origin
        between = [self._actors.row(s.origin.actor)["name_en"] for s in sources if _passes_on(s, best) and s.origin is not origin]
        return Attribution(
            _id(origin), reading.name(origin), tuple(dict.fromkeys(between)), _span(sentence, best),
            (best.cue.start, best.cue.end), self._stated(reading, sentence, best.cue), True, best.cue.entry == "own",
        )  # fmt: skip

    def _without_source(self, reading: Reading, sentence: Sentence, named: list[Mention]) -> Attribution | None:
        """"Es heißt" goes back to the last body named; "Berichten zufolge" to nobody."""
        for cue in sentence.reports:
            if cue.entry == "unnamed":
                return Attribution(UNNAMED, "", (), None, (cue.start, cue.end), "", True)
            if cue.entry == "agentless":
                bodies = [m for m in [*named, *(m for m in sentence.mentions if m.end < cue.start)] if _known(m) and _speaks(m)]
                if bodies:
                    stated = self._stated(reading, sentence, cue)
                    return Attribution(bodies[-1].actor or bodies[-1].state, reading.name(bodies[-1]), (), None, (cue.start, cue.end), stated, False)
            named_for, _ = self._named_for(reading, sentence, cue) if cue.entry == "verb" else (None, 0)
            if named_for and named_for.organ == "pronoun":
                return AS_BEFORE
        return None

    def _source(self, reading: Reading, sentence: Sentence, cue: Match, named: list[Mention]) -> Source | None:
        mention, cost = self._named_for(reading, sentence, cue)
        if mention is None:
            return None
        here = [m for m in sentence.mentions if m.end < mention.start]
        before = [*named, *here]
        if reading.phrase_words.neuter.fullmatch(reading.text, mention.start, mention.end) and (state := _state_that_speaks(reading, sentence, here)):
            return Source(cue, mention, state, DEPTH[cue.entry], cost)
        origin = self._resolved(mention, before) or _in_office(mention, [*before, *sentence.mentions])
        if origin is None or (cue.entry == "relay" and mention.organ != "pronoun" and origin.organ != "media"):
            return None
        return Source(cue, mention, origin, DEPTH[cue.entry] - (3 if origin.type in RELAYS or origin.organ in RELAYS else 0), cost)

    def _named_for(self, reading: Reading, sentence: Sentence, cue: Match) -> tuple[Mention | None, float]:
        """The mention that a reporting word has for its source, and how far off it is."""
        inside = [m for m in sentence.mentions if cue.start <= m.start < cue.end and m.organ == "pronoun"]
        if inside:
            return inside[-1], 0
        apart = [m for m in sentence.mentions if m.end <= cue.start or m.start >= cue.end]
        if cue.entry == "own":
            subjects = [m for m in apart if m.end <= cue.start and not reading.governed(sentence, m)] or apart
            return (subjects[0], 0) if subjects else (None, 0)
        if cue.entry in ("before_source", "deep_source"):
            return self._following(reading, sentence, cue, apart)
        if cue.entry == "after_source":
            before = [m for m in apart if m.end <= cue.start and cue.start - m.end < 70 and not reading.breaks(m.end, cue.start)]
            bodies = [m for m in before if m.type != "state" and (m.organ != "pronoun" or cue.start - m.end < 12)]
            near = bodies or [m for m in before if cue.start - m.end < 4]
            return (near[-1], 0) if near else (None, 0)
        costs = [(self._distance(reading, sentence, cue, mention), at) for at, mention in enumerate(apart)]
        cost, at = min(costs, default=(REACH, 0))
        if cost > ADJACENT and (stranger := strangers.before(reading, sentence, cue)):
            return stranger, 0
        return (apart[at], cost) if cost < REACH else (None, cost)

    def _following(self, reading: Reading, sentence: Sentence, cue: Match, mentions: list[Mention]) -> tuple[Mention | None, float]:
        """The body named behind a cue; of a medium "together with" an institute, the institute."""
        after = [m for m in mentions if m.start >= cue.end and m.start - cue.end < REACH and not reading.breaks(cue.end, m.start)]
        after = [m for m in after if not _is_addressee(reading, sentence, cue, m)]
        bodies = [m for m in after if m.type != "state" and not (m.organ == "pronoun" and m.start - cue.end > 2)]
        if len(bodies) > 1 and bodies[0].organ == "media" and bodies[1].start - bodies[0].end < BESIDE and bodies[1].organ not in RELAYS:
            return bodies[1], 0
        if bodies and (after[0] is bodies[0] or bodies[0].start - after[0].end < 45):
            return bodies[0], 0
        return (after[0], 0) if after and after[0].start - cue.end < 40 else (None, 0)

    def _distance(self, reading: Reading, sentence: Sentence, cue: Match, mention: Mention) -> float:
        """How far a mention is from being the subject of a reporting verb; objects, goals and plain states are far."""
        before = mention.end <= cue.start
        left, right = (mention.end, cue.start) if before else (cue.end, mention.start)
        gap = right - left
        if mention.organ == "pronoun":
            return float(gap) if gap <= (6 if before else 1) else REACH
        if gap > REACH + ADDED:
            return REACH
        cost = gap + 60.0 * reading.breaks(left, right) + 12 * reading.text.count(",", left, right)
        governed = reading.governed(sentence, mention)
        if not before and reading.phrase_words.of_office.fullmatch(reading.text, left, right):
            return float(gap)
        if governed in ("source", "destination", "target") or mention.adjective or mention.possessive:
            return REACH
        cost += 45 if governed in ("place", "partner", "beneficiary", "genitive") else 0
        cost += (70 if gap > 2 else 20) if mention.type == "state" else 0
        cost += 25 if mention.type in RELAYS or mention.organ in RELAYS else 0
        if mention.organ == "media" and not before and reading.phrase_words.tells.fullmatch(reading.text, cue.start, cue.end):
            return REACH
        cost -= ADDED if reading.phrase_words.adds.search(reading.text, max(sentence.start, mention.start - ADDED), mention.start) else 0
        return cost + (0 if before == (reading.language == "en") else 4)

    def _resolved(self, mention: Mention, named: list[Mention]) -> Mention | None:
        """The mention itself if it has an actor, else the last source named before that a bare organ may stand for."""
        if mention.actor:
            return mention
        wanted = self._stands_for.get(mention.organ, ())
        for earlier in reversed(named):
            fits = earlier.organ in wanted or ("*" in wanted and _speaks(earlier))
            if _known(earlier) and earlier.type != "state" and fits and mention.state in ("", earlier.state):
                return earlier
        return mention if mention.state else None

    def _stated(self, reading: Reading, sentence: Sentence, cue: Match) -> str:
        """The single day told in the clause of the reporting word, if any; the nearest one."""
        days = [t for t in sentence.times if t.earliest and t.latest[:7] == t.earliest[:7] and _short(t) and t.earliest <= (reading.published or "9999")]
        near = [t for t in days if not reading.breaks(min(t.end, cue.end), max(t.start, cue.start))]
        return min(near, key=lambda t: abs(t.start - cue.start)).latest if near else ""

    def _carried(self, reading: Reading, explicit: list[Attribution | None]) -> list[Attribution]:
        carried, last, named_at = [], Attribution(OWN), 0
        for at, (sentence, found) in enumerate(zip(reading.sentences, explicit, strict=True)):
            found = last._replace(explicit=False) if found is AS_BEFORE else found
            following = explicit[at + 1] if at + 1 < len(explicit) else None
            if following is not None and _said_next(reading, at, found, following):
                found = following._replace(explicit=False)
            elif found is None:
                goes_on = at - named_at <= ACROSS or not sentence.opens_paragraph or sentence.subjunctive or sentence.continues
                found = last._replace(explicit=False) if goes_on and not sentence.heading else Attribution(OWN)
            if not found.stated and found.actor == last.actor:
                found = found._replace(stated=last.stated, between=found.between or last.between)
            carried.append(found)
            last = last if sentence.heading else found
            named_at = at if found.explicit else named_at
        return carried


def _is_addressee(reading: Reading, sentence: Sentence, cue: Match, mention: Mention) -> bool:
    """Whether a mention behind a cue is only whom the source tells: "figures that Moscow has filed with the UN"."""
    beside_a_medium = any(other.organ == "media" and 0 <= mention.start - other.end < BESIDE for other in sentence.mentions)
    between = not beside_a_medium and any(cue.end <= place.start and place.end <= mention.start and place.entry in ("partner", "destination") for place in sentence.places)
    return between and reading.governed(sentence, mention) in ("partner", "destination")


def _state_that_speaks(reading: Reading, sentence: Sentence, before: list[Mention]) -> Mention | None:
    """The state that a pronoun stands for: the subject of the same sentence ("Abu Dhabi says relief has come: 159 flights, it says")."""
    subject = before[0] if before else None
    bare = subject and subject.type == "state" and not (subject.adjective or subject.possessive or reading.governed(sentence, subject))
    return subject if bare and all(m.organ == "pronoun" or m.type == "state" for m in before) else None


def _said_next(reading: Reading, at: int, found: Attribution | None, following: Attribution) -> bool:
    """Whether the next sentence tells who says this one: it points back to it, or this one is the report's unattributed lead."""
    sentence, leads = reading.sentences[at], at == 0 and found is None and following.explicit
    shallow = found is None or found.actor == OWN
    pointed_at = reading.sentences[at + 1].points_back and (sentence.opens_paragraph or not sentence.subjunctive)
    return leads or (shallow and pointed_at)


def _in_office(mention: Mention, around: list[Mention]) -> Mention | None:
    """A minister or lawmaker of no named state is of the state named last before, else next in the sentence; a pronoun is nobody."""
    before = [m for m in around if m.state and m.start < mention.start][-1:]
    near = before or [m for m in around if m.state] if mention.organ in OFFICES else []
    return None if mention.organ == "pronoun" else mention._replace(state=near[0].state) if near else mention


def _short(time: Time) -> bool:
    """A day, or a few ("end of February"): near enough for the day of a statement."""
    return (date.fromisoformat(time.latest) - date.fromisoformat(time.earliest)).days < STATED_WITHIN


def _deepest(sources: list[Source]) -> Source:
    """The source that knows it first; an institute after "according to" only quotes an official who "said" so."""
    best = max(sources, key=lambda source: (source.depth, -source.cost))
    if best.origin.organ == "think_tank" and best.cue.entry == "before_source":
        officials = [s for s in sources if s.cue.entry == "verb" and s.origin.actor and s.origin.organ in OFFICIALS]
        return max(officials, key=lambda source: -source.cost, default=best)
    return best


def _passes_on(source: Source, best: Source) -> bool:
    """Whether a named medium, or the institute that quotes an official, stands between the claimant and the report."""
    return bool(source.origin.actor) and source is not best and source.origin.organ in ("media", "think_tank")


def _span(sentence: Sentence, source: Source) -> tuple[int, int]:
    """Offsets of the source; before "zufolge" all that is joined to it ("aus Seoul und aus Washington zufolge")."""
    joined = [source.mention]
    if source.cue.entry == "after_source" and source.mention.organ != "pronoun":
        joined += [m for m in sentence.mentions if 0 <= source.cue.start - m.end < 70]
    return min(m.start for m in joined), max(m.end for m in joined)


def _id(origin: Mention) -> str:
    """Actor id of a source; a medium, an expert or a lawmaker without a name speaks as the medium's own."""
    return origin.actor or (OWN if origin.organ in ("media", "think_tank", "parliament", "person") else origin.state or UNNAMED)


def _known(mention: Mention) -> bool:
    """Whether a mention says of itself who it is: by its name, or as the office of a state."""
    return bool(mention.actor or (mention.state and mention.organ in SPEAKING))


def _speaks(mention: Mention) -> bool:
    """Whether a mention can be a claimant that later words refer to: no state, no army without a name, no medium."""
    return mention.type not in ("state", "media", "company") and mention.organ != "media" and (mention.organ != "military" or mention.actor != mention.state)
