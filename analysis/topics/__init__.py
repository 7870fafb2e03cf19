"""A topic: what an edition is about, from one TOML file in data/topics. No code knows a topic.

Takes a topic's id, gives a frozen Topic. Refuses, all together and each with its line, what is malformed or names what no
vocabulary knows: a condition that silently asked about nothing would make a judgement that can never fail.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from analysis import conditions, paths
from analysis.conditions import Condition, Term
from analysis.errors import TopicError
from analysis.item_tree import is_kind
from analysis.paths import LANGUAGES
from analysis.topics import meaning, places, shape
from analysis.topics.shape import PLACEHOLDER, SENTENCES
from analysis.vocabulary import Vocabulary

__all__ = ["LANGUAGES", "PLACEHOLDER", "SENTENCES", "Ceiling", "Flow", "Hypothesis", "Judgement", "Slot", "Topic", "available", "load"]

_SINGULAR = {"flows": "flow", "judgements": "judgement", "hypotheses": "hypothesis"}
EDITION_INTERVAL = 90  # days, where a topic says nothing
MAX_BYTES = 200_000  # a topic of a hundred judgements; what is longer is something else, and is refused unread


@dataclass(frozen=True)
class Ceiling:
    """What can be moved of an item at most (`sort` physical), or may be (permitted): `most` in `unit`, `per` month or year."""

    item: str
    most: float
    unit: str
    per: str
    sort: str
    source: str


@dataclass(frozen=True)
class Flow:
    """One direction that the topic follows, the items followed on it, the first day that its totals are counted from, and its ceilings."""

    supplier: str
    recipient: str
    items: tuple[str, ...]
    counted_from: str
    ceilings: tuple[Ceiling, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.supplier}>{self.recipient}"


@dataclass(frozen=True)
class Slot:
    """A number that a judgement prints: what it is asked from, and in words what it is."""

    name: str
    rule: str
    term: Term
    meaning: dict[str, str]


@dataclass(frozen=True)
class Judgement:
    """Sentences by language with {slots}, the condition on the estimates, a term of likelihoods.csv, and the confidence."""

    judgement_id: str
    rule: str
    condition: Condition
    likelihood: str
    confidence: str
    text: dict[str, str]
    basis: dict[str, str]
    would_change: dict[str, str]
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Hypothesis:
    """One of several explanations of the lead flow's claims; of the fields from `item` on, its `sort` has those of shape.HYPOTHESES."""

    hypothesis_id: str
    sort: str
    name: dict[str, str]
    item: str = ""
    counts: str = ""
    least: float = 0.0
    most: float = 0.0
    source: str = ""
    told_by: tuple[str, ...] = ()
    against: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Topic:
    """One topic file. `start_tolerance`, `stale_after` and `edition_interval` (from one edition to the next) are in days, dates are ISO text."""

    topic_id: str
    title: dict[str, str]
    question: dict[str, str]
    actors: tuple[str, ...]
    flows: tuple[Flow, ...]
    counted_from: str
    start_tolerance: int
    stale_after: int
    lead_flow: str
    lead_item: str
    unjudged: dict[str, str]
    judgements: tuple[Judgement, ...]
    hypotheses: tuple[Hypothesis, ...] = ()
    edition_interval: int = EDITION_INTERVAL

    def previous(self, as_of: str) -> str:
        """The day (ISO date) of the edition before that of `as_of`."""
        return (date.fromisoformat(as_of) - timedelta(days=self.edition_interval)).isoformat()

    def flow(self, name: str) -> Flow | None:
        """The flow of that name ("KP>RU"), None if the topic does not follow it."""
        return next((flow for flow in self.flows if flow.name == name), None)

    def follows(self, item: str, flow: str = "") -> bool:
        """Whether the item, or one that it is a kind of, is followed on the flow (on any flow if none is given)."""
        return any(
            is_kind(item, known)
            for candidate in self.flows
            if flow in ("", candidate.name)
            for known in candidate.items
        )


def available(folder: Path | None = None) -> list[str]:
    """Ids of the topics that exist, sorted."""
    return sorted(path.stem for path in (folder or paths.topics()).glob("*.toml"))


def load(topic_id: str, vocabulary: Vocabulary, folder: Path | None = None) -> Topic:
    """The topic of that id from the folder (default: the project's). Raises TopicError that lists every offender."""
    folder = folder or paths.topics()
    if topic_id not in available(folder):
        raise TopicError(f"Topic {topic_id!r} is unknown; {folder.name} has {', '.join(available(folder)) or 'none'}.")
    path = folder / f"{topic_id}.toml"
    if not paths.PLAIN_NAME.fullmatch(topic_id):
        raise TopicError(f"{path.name}: the name before .toml may hold only a-z, 0-9 and '-' (not first); rename the file.")
    text = _text(path)
    raw = _tree(path.name, text)
    wrong = shape.offences(raw, topic_id, vocabulary)
    wrong += meaning.offences(raw, wrong)
    if wrong:
        raise TopicError.of_all(_sentences(path.name, text, raw, wrong))
    return _topic(raw)


def _text(path: Path) -> str:
    """The file's text without a byte order mark."""
    try:
        if path.exists() and not path.is_file():  # reading a pipe would wait for ever
            raise TopicError(f"{path.name} is a folder, a pipe or a device, no topic; put the topic's own file in its place.")
        if path.stat().st_size > MAX_BYTES:
            raise TopicError(f"{path.name} is larger than {MAX_BYTES:,} bytes, so it is no topic; put the topic's own file in its place.")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as broken:
        raise TopicError(f"{path.name} is not UTF-8 (byte {broken.start}); save it as UTF-8.") from None
    except OSError as broken:
        raise TopicError(f"{path.name} cannot be read as a file: {broken.strerror}; put a readable file in its place.") from None


def _tree(name: str, text: str) -> dict:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise TopicError(f"{name} is broken TOML: lists or tables are nested too deeply; a topic needs no more than five levels.") from None
    except ValueError as broken:  # also of a number that Python refuses for its length
        raise TopicError(f"{name} is broken TOML: {broken}; correct it there.") from None


def _sentences(name: str, text: str, raw: dict, offences: list[shape.Offence]) -> list[str]:
    """The offences as sentences with their lines, from the file's top to its end, each once."""
    found = places.lines(text)
    lined = sorted(((places.line(path, found), path, wrong) for path, wrong in offences), key=lambda each: each[0])
    told = [(f"{name}, line {line}" if line else name, f"{_named(path, raw)} {wrong}") for line, path, wrong in lined]
    return list(dict.fromkeys(f"{where}: {sentence}{'' if sentence.endswith('?') else '.'}" for where, sentence in told))


def _named(path: places.Path, raw: dict) -> str:
    """What stands there, for a reader: "text.en of judgement J3", "entry 2 of items of flow 1"."""
    whose = ""
    if len(path) > 1 and path[0] in _SINGULAR:
        row = raw[path[0]][path[1]]
        own = row.get("id") if isinstance(row, dict) else None
        whose = f"{_SINGULAR[path[0]]} {own if isinstance(own, str) and shape.NAME.fullmatch(own) else path[1] + 1}"
        path = path[2:]
    entry = f"entry {path[-1] + 1}" if path and isinstance(path[-1], int) else ""
    keys = [key if shape.NAME.fullmatch(key) else repr(key)[:60] for key in path if isinstance(key, str)]
    return " of ".join(filter(None, (entry, ".".join(keys), whose))) or "the topic"


def _topic(raw: dict) -> Topic:
    begin = raw["counted_from"].isoformat()
    return Topic(
        topic_id=raw["id"],
        title=raw["title"],
        question=raw["question"],
        actors=tuple(raw["actors"]),
        flows=tuple(
            Flow(
                flow["supplier"], flow["recipient"], tuple(flow["items"]), flow.get("counted_from", raw["counted_from"]).isoformat(),
                tuple(Ceiling(**ceiling) for ceiling in flow.get("ceilings", ())),
            )
            for flow in raw["flows"]
        ),  # fmt: skip
        counted_from=begin,
        start_tolerance=raw["start_tolerance"],
        stale_after=raw["stale_after"],
        lead_flow=raw["lead"]["flow"],
        lead_item=raw["lead"]["item"],
        unjudged=raw["unjudged"],
        judgements=tuple(_judgement(judgement) for judgement in raw["judgements"]),
        hypotheses=tuple(_hypothesis(hypothesis) for hypothesis in raw.get("hypotheses", ())),
        edition_interval=raw.get("edition_interval", EDITION_INTERVAL),
    )


def _judgement(raw: dict) -> Judgement:
    slots = tuple(
        Slot(name, slot["value"], conditions.parse_term(slot["value"]), {language: slot[language] for language in LANGUAGES})
        for name, slot in raw.get("slots", {}).items()
    )
    sentences = {name: raw[name] for name in SENTENCES}
    condition = conditions.parse(raw["condition"])
    return Judgement(raw["id"], raw["condition"], condition, raw["likelihood"], raw["confidence"], slots=slots, **sentences)


def _hypothesis(raw: dict) -> Hypothesis:
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items() if key not in ("id", *LANGUAGES)}
    return Hypothesis(hypothesis_id=raw["id"], name={language: raw[language] for language in LANGUAGES}, **given)
