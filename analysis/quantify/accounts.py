"""The claims as accounts of one thing: what one origin tells in two ways, what only echoes another, who is given another office.

Takes claims as dicts, none rejected, gives rows of table `conflicts`. None of these rows sets a claim aside: they say what a reader must
weigh, where the words leave open which of two accounts is right.
"""

import re
from datetime import date
from itertools import combinations

from analysis import origins
from analysis.item_tree import akin
from analysis.numerals import number
from analysis.quantify.tellings import alike, digits, row, told
from analysis.vocabulary import Vocabulary

TWO_DIGITS = 2
APART = 12  # signs by which a compound may lengthen the office before the name: "SBU-Vizechef"
ALIASES = ("aliases_en", "aliases_de")


def periods(claims: list[dict], tolerance: int) -> list[dict]:
    """One number of an origin for two periods: its earliest account against each later one that starts more than `tolerance` days off."""
    rows = []
    for group in alike(claims, "origin", "kind", "supplier", "recipient", "item", "unit", "per", "low", "high"):
        first, *later = sorted(group, key=lambda claim: (claim["stated"], claim["claim_id"]))
        for claim in later:
            if claim["kind"] != "plan" and first["origin"] not in ("media", "unknown") and _elsewhere(first, claim, tolerance):
                starts = [claim["period_start"] or "none" for claim in (first, claim)]
                figure = f"the {number(told(claim), 'en')} of {first['doc_id']} ({claim['kind']} of {claim['item']}, unit: {claim['unit']})"
                sentence = f"{claim['doc_id']} counts {figure} from another day."
                rows.append(row("contradiction", [first, claim], f"period_start: {' → '.join(starts)}", sentence))
    return rows


def ranges(claims: list[dict], tolerance: int) -> list[dict]:
    """A range that its claimant tells rounded within `tolerance` days: "4 to 6 million" and "4.2 to 5.8 million"."""
    rows = []
    between = [claim for claim in claims if claim["bound"] == "between"]
    for group in alike(between, "claimant", "kind", "supplier", "recipient", "unit", "per"):
        for fine, coarse in sorted(combinations(group, 2), key=lambda pair: [claim["claim_id"] for claim in pair]):
            fine, coarse = (fine, coarse) if digits(fine["low"]) >= digits(coarse["low"]) else (coarse, fine)
            near = _days(fine["stated"], coarse["stated"]) <= tolerance and akin(fine["item"], coarse["item"])
            if near and fine["low"] != coarse["low"] and all(_rounds_to(fine[end], coarse[end]) for end in ("low", "high")):
                differs = f"number: {fine['low']:.15g}–{fine['high']:.15g} → {coarse['low']:.15g}–{coarse['high']:.15g}"
                sentence = f"{coarse['doc_id']} has the range of {fine['doc_id']} rounded, so not as {fine['claimant']} puts it."
                rows.append(row("retelling", [fine, coarse], differs, sentence))
    return rows


def echoes(claims: list[dict], vocabulary: Vocabulary) -> list[dict]:
    """A number of an origin that draws on another which told the same number of the same thing before: it confirms nothing."""
    rows = []
    numbered = [claim | {"number": told(claim)} for claim in claims if told(claim) > 1]
    for group in alike(numbered, "kind", "supplier", "recipient", "item", "unit", "per", "number"):
        for claim in group:
            before = [known for known in group if _echoed(known, claim, vocabulary)]
            source = min(before, key=lambda known: (known["stated"], known["claim_id"]), default=None)
            if source:
                drawn = f"{claim['origin']} draws on {source['origin']}, so it confirms nothing"
                figure = f"{claim['origin']}'s {number(told(claim), 'en')} ({claim['kind']} of {claim['item']}, unit: {claim['unit']})"
                differs = f"origin: {source['origin']} → {claim['origin']}"
                rows.append(row("circular", [source, claim], differs, f"{figure} stands in {source['doc_id']} already; {drawn}."))
    return rows


def taken_back(claims: list[dict]) -> list[dict]:
    """A delivery of which the same claimant's capacity, in the same words of number, says that it is what could be moved."""
    rows = []
    for group in alike(claims, "claimant", "supplier", "recipient", "unit", "per"):
        capacities = [claim for claim in group if claim["kind"] == "capacity"]
        for claim in group:
            if claim["kind"] == "delivery" and not claim["repeats"] and claim["credibility"] == "5":
                same = [later for later in capacities if told(later) == told(claim) and akin(later["item"], claim["item"])]
                for later in [later for later in same if later["stated"] >= claim["stated"]]:
                    sentence = f"{claim['doc_id']} tells as delivered what {later['doc_id']} tells as what could be moved."
                    rows.append(row("contradiction", [claim, later], "kind: delivery → capacity", sentence))
    return rows


def offices(claims: list[dict], vocabulary: Vocabulary) -> list[dict]:
    """A person whom a report gives an office that actors.csv does not have the person in: one row a report, person's actor and office."""
    of_state: dict[str, list[dict]] = {}
    for claim in sorted(claims, key=lambda claim: claim["claim_id"]):
        of_state.setdefault(claim["claimant"].partition(".")[0], []).append(claim)
    found: dict[tuple, list[dict]] = {}
    for state, own in of_state.items():
        said = "\n".join(dict.fromkeys(words for claim in own for words in (claim["evidence"], claim["chain"])))
        for office, actor_id, pattern in _held(state, said, vocabulary):
            for claim in own:
                if pattern.search(claim["evidence"]) or pattern.search(claim["chain"]):
                    found.setdefault((claim["doc_id"], office, actor_id), []).append(claim)
    return [
        row("contradiction", group, f"claimant: {actor_id} → {office}", f"{doc_id} has {office} before a name that is known of {actor_id}.")
        for (doc_id, office, actor_id), group in sorted(found.items(), key=lambda entry: entry[0])
    ]


def _held(state: str, said: str, vocabulary: Vocabulary) -> list[tuple[str, str, re.Pattern]]:
    """Each office of the state that a person named in `said` does not hold, the actor the person is of, and the words that would give it
    to the person."""
    actors = [actor for actor in vocabulary.rows("actors") if actor["state"] == state and actor["organ"]]
    found = []
    for actor in actors:
        names = sorted({name for field in ALIASES for name in actor[field].split(";") if _is_name(name) and name in said})
        person = rf"(?:[^\W\d_]+ )?(?:{'|'.join(map(re.escape, names))})\b"
        for office in sorted(office for office in _offices(actor, actors, vocabulary) if office in said) if names else ():
            found.append((office, actor["actor_id"], re.compile(rf"\b{re.escape(office)}[\w-]{{0,{APART}}} {person}")))
    return found


def _offices(actor: dict, actors: list[dict], vocabulary: Vocabulary) -> set[str]:
    """The words for organs that stand for no other and not for the actor's, and the short names of the state's other agencies."""
    organs = [row for row in vocabulary.rows("organs") if row["stands_for"] == row["organ"] != actor["organ"]]
    others = [other for other in actors if other["organ"] != actor["organ"]]
    short = {name for other in others for field in ALIASES for name in other[field].split(";") if name.isupper() and name.isalpha()}
    return short | {word for organ in organs for word in organ["words"].split(";")}


def _is_name(name: str) -> bool:
    """Words that each begin with a capital and go on in small letters."""
    return bool(name) and all(word[0].isupper() and not word.isupper() for word in name.split())


def _elsewhere(first: dict, claim: dict, tolerance: int) -> bool:
    """Whether the two starts are told apart, and the number is one that two counts would hardly share."""
    starts = (first["period_start"], claim["period_start"])
    same = first["claimant"] == claim["claimant"]
    if all(starts):
        return _days(*starts) > tolerance and (same or digits(told(claim)) >= TWO_DIGITS)
    return any(starts) and same and (claim["unit"] == "percent" or digits(told(claim)) >= TWO_DIGITS)


def _echoed(known: dict, claim: dict, vocabulary: Vocabulary) -> bool:
    return known["stated"] < claim["stated"] and known["origin"] != claim["origin"] and origins.draws(claim["origin"], known["origin"], vocabulary)


def _rounds_to(fine: float, coarse: float) -> bool:
    places = len(str(int(coarse))) - 1
    return digits(coarse) == 1 and round(fine / 10**places) * 10**places == coarse


def _days(one: str, other: str) -> int:
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
