"""Who supplies whom: supplier and recipient from preposition, verb and adjective.

Takes a sentence, an event and a place, gives the parties. A preposition says it outright ("aus X nach Y", "from X to Y"); a verb
says it of its bare parties (the first party of "liefern" supplies, of "erhalten" receives, the second is the other side); an
adjective on the thing moved says where it comes from ("nordkoreanische Raketen"). Bare names count only for states that trade in
this report. What a sentence leaves open is filled by told.py.
"""

from dataclasses import dataclass

from analysis.extract.actors import Mention
from analysis.extract.attribution import Attribution
from analysis.extract.coordination import NUMBER_REACH, of_two_sides
from analysis.extract.events import Event
from analysis.extract.reading import Reading, Sentence

# Kinds that have a holder instead of two sides.
ONE_SIDED = ("production", "stock")
LIVING = ("state", "person", "party")
ACTING = ("military", "president", "government")
SUBJECT_REACH, SEAT_REACH = 25, 8
COPULA_REACH = 24
EXPLICIT = ("source", "destination", "made", "indirect")


@dataclass(frozen=True, slots=True)
class Parties:
    """State ids of both sides, empty if not told, and the mentions that tell them."""

    supplier: str = ""
    recipient: str = ""
    supplier_mention: Mention | None = None
    recipient_mention: Mention | None = None


def parties(reading: Reading, sentence: Sentence, event: Event, place: tuple[int, int],
            said: Attribution, traders: tuple[str, ...]) -> Parties:  # fmt: skip
    """The parties that the sentence itself tells for what stands at a place."""
    told: dict[str, list[Mention]] = {}
    traders = (*traders, *_between_themselves(sentence, said))
    for mention in sorted(sentence.mentions, key=lambda m: reading.distance((m.start, m.end), place)):
        if not (mention.state and acts(mention)):
            continue
        relation = relation_of(reading, sentence, mention, place)
        if relation in ("bare", "genitive") and _is_indirect_object(reading, sentence, event, mention):
            relation = "indirect"
        if relation == "owner" and event.cue and event.role in ("give", "move") and 0 <= event.cue.start - mention.end <= len("'s "):
            relation = "source"
        if is_claimant(mention, said):
            if mention.type == "state":
                told.setdefault("speaker", []).append(mention)
            continue
        if event.kind == "use" and relation == "made" and not _of(sentence, mention, place):
            relation = "adjective"
        arrived = relation == "place" and event.role == "move" and not _is_seat(sentence, mention)
        counts = relation == "bare" and 0 <= place[0] - mention.end <= NUMBER_REACH
        if mention.state in traders or relation in EXPLICIT or arrived or counts or _is_subject(event, mention, relation):
            told.setdefault(relation, []).append(mention)
    left = event.cue.end if event.cue and event.role == "leave" else 0  # a sentence may go on with the event before it, without its word
    bare = sorted(told.get("bare", []), key=lambda m: abs(m.start - left))
    told["bare"] = of_two_sides(reading, sentence, bare, place)
    if event.kind in ONE_SIDED:
        return _pair(_one(told, "bare", "owner", "genitive", "made", "adjective", "place", "user", "source"), None)
    if event.kind == "use":
        user = _one(told, "user", "agent", "bare", "adjective")
        return _pair(_other(told, user, "made", "source", "owner"), user)
    if event.kind in ("release", "account"):
        return _released(told)
    return _two_sided(event, told)


def _between_themselves(sentence: Sentence, said: Attribution) -> set[str]:
    """The states of a sentence that names two: they trade in it, whoever trades in the rest of the report."""
    states = {m.state for m in sentence.mentions if m.state and acts(m) and not is_claimant(m, said)}
    return states if len(states) == 2 else set()


def _released(told: dict[str, list[Mention]]) -> Parties:
    """Funds freed, accounts opened: whoever frees or keeps them gives, whoever owns them takes."""
    owner = _one(told, "made", "source", "adjective")
    giver = _other(told, owner, "place", "target", "owner", "agent", "bare", "user")
    return _pair(giver, owner or _other(told, giver, "destination", "bare"))


def _two_sided(event: Event, told: dict[str, list[Mention]]) -> Parties:
    supplier, recipient = _one(told, "source", "agent"), _one(told, "destination", "indirect")
    if event.kind == "share":
        recipient = recipient or _other(told, supplier, "owner", "user")
    if event.role == "take":
        recipient = recipient or _other(told, supplier, "beneficiary", "bare", "user", "speaker")
        return _pair(supplier or _other(told, recipient, "made", "owner", "partner", "bare", "place"), recipient)
    if event.role == "leave":
        supplier = supplier or _other(told, recipient, "made", "bare")
        return _pair(supplier, recipient or _other(told, supplier, "beneficiary", "bare"))
    supplier = supplier or _other(told, recipient, "bare", "made", "owner", "partner")
    recipient = recipient or _other(told, supplier, "bare", "user", "beneficiary", "partner", "place", "owner")
    supplier = supplier or _other(told, recipient, "place", "speaker")
    return _pair(supplier, recipient or _other(told, supplier, "speaker"))


def _pair(supplier: Mention | None, recipient: Mention | None) -> Parties:
    return Parties(supplier.state if supplier else "", recipient.state if recipient else "", supplier, recipient)


def _one(told: dict[str, list[Mention]], *relations: str) -> Mention | None:
    return next((mention for relation in relations for mention in told.get(relation, ())), None)


def _other(told: dict[str, list[Mention]], side: Mention | None, *relations: str) -> Mention | None:
    """The first mention in these relations that is another state than the side known already."""
    taken = side.state if side else None
    return next((m for relation in relations for m in told.get(relation, ()) if m.state != taken), None)


def acts(mention: Mention) -> bool:
    return mention.type in LIVING or mention.organ in ACTING


def is_claimant(mention: Mention, said: Attribution) -> bool:
    """Whether a mention is the one who says so, here or named a second time; who tells of himself is both claimant and party."""
    if said.own_account:
        return False
    named = said.source is not None and said.source[0] <= mention.start and mention.end <= said.source[1]
    return named or (mention.actor == said.actor and mention.actor != mention.state)


def relation_of(reading: Reading, sentence: Sentence, mention: Mention, place: tuple[int, int]) -> str:
    """What a mention is to what stands at the place: a preposition's role, made (an adjective on it), owner, user or bare."""
    governed = reading.governed(sentence, mention)
    thing = next((item for item in sentence.items if mention.start <= item.start <= mention.end + 32), None)
    if thing and "," in reading.text[mention.end : thing.start]:
        thing = None
    if mention.organ == "military":
        within = thing is not None and thing.start < mention.end
        own = within and (place[0] <= thing.start < place[1] or not any(place[0] <= item.start < place[1] for item in sentence.items))
        return "made" if own else (governed if governed in ("source", "destination") else "user")
    if mention.adjective and (thing or reading.phrase_words.copula.search(reading.text, max(sentence.start, mention.start - COPULA_REACH), mention.start)):
        return "made"
    if mention.adjective and not governed:
        return "adjective"
    if mention.possessive:
        return "owner"
    return governed or "bare"


def _is_indirect_object(reading: Reading, sentence: Sentence, event: Event, mention: Mention) -> bool:
    """Whether a name is whom something is given: by its case ("der Ukraine"), else by its place right behind the verb."""
    if event.cue is None or event.role not in ("give", "move"):
        return False
    if reading.phrase_words.has_cases:
        return reading.phrase_words.dative.search(reading.text, sentence.start, mention.end) is not None
    between = reading.text[event.cue.end : mention.start].split()
    return mention.start > event.cue.end and len(between) <= 1 and not reading.breaks(event.cue.end, mention.start)


def _is_subject(event: Event, mention: Mention, relation: str) -> bool:
    """Whether a bare name stands right before the verb: then it acts, however seldom the report names it."""
    return relation == "bare" and event.cue is not None and 0 <= event.cue.start - mention.end < SUBJECT_REACH


def _is_seat(sentence: Sentence, mention: Mention) -> bool:
    """Whether a place only tells where a body sits: "the institute (SIPRI) in London"."""
    return any(0 <= mention.start - other.end < SEAT_REACH and other.type != "state" for other in sentence.mentions)


def _of(sentence: Sentence, mention: Mention, place: tuple[int, int]) -> bool:
    """Whether an adjective belongs to the thing at the place and not to another one."""
    thing = next((item for item in sentence.items if item.start >= mention.start), None)
    return thing is None or place[0] <= thing.start < place[1]
