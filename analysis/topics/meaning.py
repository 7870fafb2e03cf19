"""What the values of a topic must be to each other, where each of them is sound by itself.

Takes the tree of a topic file and what `shape` found wrong in it; gives an offence for each value that contradicts another: a flow
between strangers to the topic, a lead or a question that no flow answers, a placeholder without its slot,
a hypothesis that cannot be tried.
"""

from collections.abc import Iterator

from analysis import conditions
from analysis.conditions import Question, questions
from analysis.item_tree import akin, is_kind
from analysis.paths import LANGUAGES
from analysis.topics.places import Path
from analysis.topics.shape import HYPOTHESES, PLACEHOLDER, SENTENCES, Offence, again, near


def offences(raw: dict, wrong: list[Offence]) -> list[Offence]:
    """Every value of the tree that does not fit the others. `wrong`: what `shape` found; of what stands there nothing is asked."""
    broken = {path[:2] if path[:1] in (("judgements",), ("hypotheses",)) else path[:1] for path, _ in wrong}
    broken |= {(part,) for part in ("actors", "flows", "lead", "judgements") if part not in raw}
    if broken & {("actors",), ("flows",)}:
        return []
    names = [f"{flow['supplier']}>{flow['recipient']}" for flow in raw["flows"]]
    if crossed := list(_flows(raw, names)):
        return crossed
    lead = [] if ("lead",) in broken else _lead(raw, names)
    judgements = [] if ("judgements",) in broken else enumerate(raw["judgements"])
    sound = {place: judgement for place, judgement in judgements if ("judgements", place) not in broken}
    hypotheses = [] if ("hypotheses",) in broken else enumerate(raw.get("hypotheses", ()))
    tried = {place: hypothesis for place, hypothesis in hypotheses if ("hypotheses", place) not in broken}
    return [*lead, *_judgements(sound, raw["flows"], names), *_hypotheses(tried, raw["flows"])]


def _flows(raw: dict, names: list[str]) -> Iterator[Offence]:
    repeated = again(names)
    for place, flow in enumerate(raw["flows"]):
        path = ("flows", place)
        if place in repeated:
            yield path, f"goes from {flow['supplier']} to {flow['recipient']} as one before it does; keep one, with the items of both"
        if flow["supplier"] == flow["recipient"]:
            yield (*path, "recipient"), f"is {flow['recipient']!r}, the supplier itself; name the other side"
        yield from _ceilings(path, flow)
        for side in ("supplier", "recipient"):
            if flow[side] not in raw["actors"]:
                yield (*path, side), f"is {flow[side]!r}, who is none of the topic's actors; add it to them"


def _ceilings(path: Path, flow: dict) -> Iterator[Offence]:
    repeated = again(f"{ceiling['item']} {ceiling['unit']} {ceiling['sort']}" for ceiling in flow.get("ceilings", ()))
    for place, ceiling in enumerate(flow.get("ceilings", ())):
        if not any(akin(ceiling["item"], item) for item in flow["items"]):
            yield (*path, "ceilings", place, "item"), f"is {ceiling['item']!r}, which the flow does not follow; {near(ceiling['item'], flow['items'])}"
        if place in repeated:
            yield (*path, "ceilings", place), f"is of {ceiling['item']} as one before it is; keep one"


def _lead(raw: dict, names: list[str]) -> Iterator[Offence]:
    flow, item = raw["lead"]["flow"], raw["lead"]["item"]
    if flow not in names:
        yield ("lead", "flow"), f"is {flow!r}; {near(flow, names)}"
        return
    followed = [known for name, row in zip(names, raw["flows"]) if name == flow for known in row["items"]]
    if not any(is_kind(item, known) for known in followed):
        yield ("lead", "item"), f"is {item!r}, which the flow {flow} does not follow; {near(item, followed)}"


def _judgements(sound: dict[int, dict], flows: list[dict], names: list[str]) -> Iterator[Offence]:
    known: set[str] = set()
    for place, judgement in sound.items():
        path = ("judgements", place)
        if judgement["id"] in known:
            yield (*path, "id"), f"is {judgement['id']!r} once more; give each judgement an id of its own"
        known.add(judgement["id"])
        for where, question in _asked(path, judgement):
            yield from ((where, wrong) for wrong in _unanswered(question, flows, names))
        yield from _placeholders(path, judgement)


def _asked(path: Path, judgement: dict) -> Iterator[tuple[Path, Question]]:
    yield from (((*path, "condition"), question) for question in questions(conditions.parse(judgement["condition"])))
    for name, slot in judgement.get("slots", {}).items():
        yield from (((*path, "slots", name, "value"), question) for question in questions(conditions.parse_term(slot["value"])))


def _unanswered(question: Question, flows: list[dict], names: list[str]) -> Iterator[str]:
    flow = question.option("flow")
    if flow and flow not in names:
        yield f"asks about the flow {flow!r}; {near(flow, names)}"
    followed = sorted({item for row in flows for item in row["items"]})
    if question.item and not any(akin(question.item, item) for item in followed):
        yield f"asks about {question.item!r}, which no flow follows; {near(question.item, followed)}"


def _placeholders(path: Path, judgement: dict) -> Iterator[Offence]:
    known = ["likelihood", *judgement.get("slots", {})]
    for name in SENTENCES:
        for language in LANGUAGES:
            for holder in dict.fromkeys(PLACEHOLDER.findall(judgement[name][language])):
                if holder not in known:
                    yield (*path, name, language), f"has the placeholder {{{holder}}}, for which there is no slot; {near(holder, known)}"


def _hypotheses(sound: dict[int, dict], flows: list[dict]) -> Iterator[Offence]:
    known: set[str] = set()
    followed = sorted({item for row in flows for item in row["items"]})
    for place, hypothesis in sound.items():
        path, sort = ("hypotheses", place), hypothesis["sort"]
        if hypothesis["id"] in known:
            yield (*path, "id"), f"is {hypothesis['id']!r} once more; give each hypothesis an id of its own"
        known.add(hypothesis["id"])
        given, needed = hypothesis.keys() - {"id", "sort", *LANGUAGES}, HYPOTHESES[sort]
        yield from ((path, f"has no {key}, which the sort {sort} needs; add it") for key in needed if key not in given)
        yield from (((*path, key), f"is no key of the sort {sort}, which has {', '.join(needed)}") for key in sorted(given - set(needed)))
        if hypothesis.get("least", 0) > hypothesis.get("most", hypothesis.get("least", 0)):
            yield (*path, "least"), f"is {hypothesis['least']}, more than most, {hypothesis['most']}; exchange them"
        if hypothesis.get("against") in hypothesis.get("told_by", ()):
            yield (*path, "against"), f"is {hypothesis['against']!r}, who is among told_by; name an origin of another interest"
        if "item" in hypothesis and not any(akin(hypothesis["item"], item) for item in followed):
            yield (*path, "item"), f"is {hypothesis['item']!r}, which no flow follows; {near(hypothesis['item'], followed)}"
