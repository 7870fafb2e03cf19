"""A topic: what an edition is about, from one TOML file in data/topics. No code knows a topic.

Takes a topic's id, gives a frozen Topic. Refuses, all together and each with its line, what is malformed or names what no
vocabulary knows: a condition that silently asked about nothing would make a judgement that can never fail.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from analysis import conditions, paths
from analysis.conditions import Condition, ConditionError, Question, Term
from analysis.errors import TopicError
from analysis.columns import KINDS
from analysis.vocabulary import Vocabulary

LANGUAGES = ("en", "de")
CONFIDENCES = ("low", "moderate", "high")
PLACEHOLDER = re.compile(r"\{(\w*)\}")
SENTENCES = ("text", "basis", "would_change")

_KEYS = {
    "the topic": {"id", "title", "question", "actors", "counted_from", "start_tolerance", "stale_after", "lead", "flows", "unjudged", "judgements"},
    "lead": {"flow", "item"},
    "flows": {"supplier", "recipient", "items", "counted_from"},
    "judgements": {"id", "condition", "likelihood", "confidence", *SENTENCES, "slots"},
    "slots": {"value", *LANGUAGES},
}
_OPTIONAL = {("flows", "counted_from"), ("judgements", "slots")}


@dataclass(frozen=True)
class Flow:
    """One direction that the topic follows, the items followed on it, and the first day that its totals are counted from."""

    supplier: str
    recipient: str
    items: tuple[str, ...]
    counted_from: str

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
class Topic:
    """One topic file. `start_tolerance` and `stale_after` are in days, dates are ISO text."""

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

    def flow(self, name: str) -> Flow | None:
        """The flow of that name ("KP>RU"), None if the topic does not follow it."""
        return next((flow for flow in self.flows if flow.name == name), None)

    def follows(self, item: str, flow: str = "") -> bool:
        """Whether the item, or one that it is a kind of, is followed on the flow (on any flow if none is given)."""
        return any(
            item == known or item.startswith(f"{known}.")
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
    try:
        text = path.read_text(encoding="utf-8")
        raw = tomllib.loads(text)
    except UnicodeDecodeError as broken:
        raise TopicError(f"{path.name} is not UTF-8 (byte {broken.start}); save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as broken:
        raise TopicError(f"{path.name} is broken TOML: {broken}; correct it there.") from None
    reading = _Reading(path.name, text, vocabulary)
    offenders = reading.shape(raw) or reading.meaning(raw)
    if raw.get("id") not in (topic_id, None):
        offenders.append(reading.sentence(raw["id"], f"id is {raw['id']!r}; it must be the file's name, {topic_id!r}"))
    if offenders:
        raise TopicError.of_all(offenders)
    return _topic(raw)


def _topic(raw: dict) -> Topic:
    begin = raw["counted_from"].isoformat()
    return Topic(
        topic_id=raw["id"],
        title=raw["title"],
        question=raw["question"],
        actors=tuple(raw["actors"]),
        flows=tuple(
            Flow(flow["supplier"], flow["recipient"], tuple(flow["items"]), flow.get("counted_from", raw["counted_from"]).isoformat())
            for flow in raw["flows"]
        ),
        counted_from=begin,
        start_tolerance=raw["start_tolerance"],
        stale_after=raw["stale_after"],
        lead_flow=raw["lead"]["flow"],
        lead_item=raw["lead"]["item"],
        unjudged=raw["unjudged"],
        judgements=tuple(_judgement(judgement) for judgement in raw["judgements"]),
    )


def _judgement(raw: dict) -> Judgement:
    slots = tuple(
        Slot(name, slot["value"], conditions.parse_term(slot["value"]), {language: slot[language] for language in LANGUAGES})
        for name, slot in raw.get("slots", {}).items()
    )
    sentences = {name: raw[name] for name in SENTENCES}
    condition = conditions.parse(raw["condition"])
    return Judgement(raw["id"], raw["condition"], condition, raw["likelihood"], raw["confidence"], slots=slots, **sentences)


class _Reading:
    """Collects what is wrong with one file, each offence a sentence with the line where its word stands."""

    def __init__(self, name: str, text: str, vocabulary: Vocabulary):
        self.name, self.lines, self.vocabulary = name, text.splitlines(), vocabulary

    def sentence(self, word: object, what: str) -> str:
        line = next((number for number, line in enumerate(self.lines, 1) if str(word) in line), 0)
        return f"{self.name}, line {line}: {what}." if line else f"{self.name}: {what}."

    def shape(self, raw: dict) -> list[str]:
        """Keys that are unknown or missing, and values of a wrong type; what they mean is looked at only if none is."""
        offenders = self._keys("the topic", raw) + self._types(raw)
        offenders += self._keys("lead", raw.get("lead"))
        for part in ("flows", "judgements"):
            for row in raw.get(part) or [{}]:
                offenders += self._keys(part, row)
        for judgement in raw.get("judgements", []):
            for name in SENTENCES:
                offenders += self._languages(f"{judgement.get('id')}.{name}", judgement.get(name))
            for slot in judgement.get("slots", {}).values():
                offenders += self._keys("slots", slot)
        return offenders

    def meaning(self, raw: dict) -> list[str]:
        """Actors, items, terms and questions that no vocabulary knows, and placeholders without a slot."""
        offenders = [self._stranger("actor", actor, "actors") for actor in raw["actors"]]
        for flow in raw["flows"]:
            offenders += [self._stranger("actor", flow[side], "actors") for side in ("supplier", "recipient")]
            offenders += [self._stranger("item", item, "items") for item in flow["items"]]
        flows = [f"{flow['supplier']}>{flow['recipient']}" for flow in raw["flows"]]
        offenders.append(self._one_of("lead flow", raw["lead"]["flow"], flows))
        offenders.append(self._stranger("item", raw["lead"]["item"], "items"))
        seen: set[str] = set()
        for judgement in raw["judgements"]:
            if judgement["id"] in seen:
                offenders.append(self.sentence(judgement["id"], f"judgement {judgement['id']!r} stands twice; give each an id of its own"))
            seen.add(judgement["id"])
            offenders += self._judgement(judgement, flows)
        return [offender for offender in offenders if offender]

    def _keys(self, part: str, row: object) -> list[str]:
        if not isinstance(row, dict):
            return [self.sentence(part, f"{part} is missing or no table; give it the keys {', '.join(sorted(_KEYS[part]))}")]
        known = sorted(_KEYS[part])
        strange = [self.sentence(key, f"key {key!r} of {part} is unknown{_near(key, known)}") for key in row if key not in known]
        lacking = [key for key in known if key not in row and (part, key) not in _OPTIONAL]
        return strange + [self.sentence(row.get("id", "\0"), f"key {key!r} of {part} is missing; add it") for key in lacking]

    def _types(self, raw: dict) -> list[str]:
        dated = [("counted_from", raw.get("counted_from"))]
        dated += [("counted_from", flow["counted_from"]) for flow in raw.get("flows", []) if "counted_from" in flow]
        offenders = [
            self.sentence(value, f"{key} is {value!r}, no date; write it as 2023-08-01 without quotation marks")
            for key, value in dated
            if value is not None and type(value) is not date
        ]
        for key in ("start_tolerance", "stale_after"):
            if key in raw and (type(raw[key]) is not int or raw[key] < 0):
                offenders.append(self.sentence(key, f"{key} is {raw[key]!r}; it must be a whole number of days, 0 or more"))
        for key in ("title", "question", "unjudged"):
            offenders += self._languages(key, raw.get(key))
        return offenders

    def _languages(self, key: str, value: object) -> list[str]:
        if value is None or (isinstance(value, dict) and set(value) == set(LANGUAGES)):
            return []
        return [self.sentence(key.split(".")[0], f"{key} must have one text for each language: {', '.join(LANGUAGES)}")]

    def _judgement(self, judgement: dict, flows: list[str]) -> list[str]:
        identity, slots = judgement["id"], judgement.get("slots", {})
        offenders = [
            self._one_of(f"likelihood of {identity}", judgement["likelihood"], list(self.vocabulary.by_key("likelihoods"))),
            self._one_of(f"confidence of {identity}", judgement["confidence"], list(CONFIDENCES)),
        ]
        for text, parse in [(judgement["condition"], conditions.parse), *((slot["value"], conditions.parse_term) for slot in slots.values())]:
            try:
                parsed = parse(text)
            except ConditionError as broken:
                offenders.append(self.sentence(text, f"{identity}: {broken}".rstrip(".")))
                continue
            asked = conditions.questions(parsed) if parse is conditions.parse else [parsed]
            offenders += [line for question in asked if isinstance(question, Question) for line in self._question(question, flows, identity)]
        for name in SENTENCES:
            for language in LANGUAGES:
                for holder in PLACEHOLDER.findall(judgement[name][language]):
                    offenders.append(self._one_of(f"placeholder in {identity}.{name}.{language}", holder, ["likelihood", *slots]))
        return offenders

    def _question(self, question: Question, flows: list[str], identity: str) -> list[str]:
        origins = list(self.vocabulary.by_key("origins"))
        found = [self._stranger("item", question.item, "items")] if question.item else []
        for name, known in (("flow", flows), ("kind", list(KINDS)), ("origin", origins), ("one", origins), ("other", origins)):
            if question.option(name):
                found.append(self._one_of(f"{name} in {identity}", question.option(name), known))
        return found

    def _stranger(self, what: str, word: str, file: str) -> str:
        known = self.vocabulary.by_key(file)
        if word in known:
            return ""
        return self.sentence(word, f"{what} {word!r} is not in {file}.csv{_near(word, list(known))}")

    def _one_of(self, what: str, word: str, known: list[str]) -> str:
        return "" if word in known else self.sentence(word, f"{what} is {word!r}{_near(word, known)}")


def _near(word: str, known: list[str]) -> str:
    near = get_close_matches(word, known, 3, 0.6)
    return f"; did you mean {' or '.join(near)}?".rstrip("?") if near else f"; it must be one of {', '.join(known)}"
