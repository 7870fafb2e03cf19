"""Sentences as lists of runs, so that the template sets text as text and every number as a link to its row.

A run is {"t": text} or {"n": number as printed, "to": label of the row that it leads to}; a text may lead somewhere too, by "to" to
a label or by "url" to an address. Only labels.csv and the judgements are
read for slots and markers; text from reports enters as plain strings.
"""

import re
from string import Formatter

import pandas as pd

from analysis.brief import selection
from analysis.wording import Words

TABLE = re.compile(r"(?:rows of )?((?:figures/)?\w+)\.(?:marks\.)?csv")
MARKER = re.compile(r"⟦([^⟦⟧]+)⟧")
Runs = list[dict[str, str]]


class Number(str):
    """The id of a number, as a filling that is to be set as the number's printed text."""


class Setter:
    """Sets sentences of one language, numbers by their id in the table `numbers`."""

    def __init__(self, numbers: pd.DataFrame, claims: pd.DataFrame, words: Words):
        self.words = words
        self.numbers = numbers.set_index("number_id").to_dict("index")
        self.cited = set(claims["claim_id"]).intersection(selection.cited(numbers))

    def number(self, identity: str) -> dict[str, str]:
        """The number's run. It leads to the first claim that it rests on and that the ledger has, else to the table that its rule names, else to an address in it, the topic's parameters or the method."""
        row = self.numbers[identity]
        claim = next((claim for claim in row["claims"].split(";") if claim in self.cited), "")
        named, address = TABLE.match(row["rule"]), re.search(r"https://\S+", row["rule"])
        if address:
            return {"n": row["text"], "url": address[0]}
        table = f"table-{named[1]}" if named else "table-parameters" if row["rule"].startswith("data/topics") else "method"
        return {"n": row["text"], "to": claim or table}

    def printed(self, identity: str) -> Runs:
        """The number's run alone, nothing where there is no such number."""
        return [self.number(identity)] if identity in self.numbers else []

    def claim(self, claim_id: str) -> dict[str, str]:
        """The claim's id, leading to its row in the ledger, or where it has none to its place on the page of evidence."""
        return {"t": claim_id} | ({"to": claim_id} if claim_id in self.cited else {"url": f"evidence.html#claim-{claim_id}"})

    def named(self, text: str, table: str) -> dict[str, str]:
        """The name of a thing; one that holds a number of its own ("152 mm shells") leads to the table that has it."""
        return {"t": text} | ({"to": f"table-{table}"} if re.search(r"\d", text) else {})

    def said(self, key: str, **slots: object) -> Runs:
        """The label of that key: a Number fills its slot as a number, runs as what they are, all else as text."""
        runs: Runs = []
        for text, slot, *_ in Formatter().parse(self.words.label(key)):
            runs += [{"t": text}] if text else []
            runs += self._filling(slots[slot]) if slot is not None else []
        return runs

    def counted(self, key: str, identity: str, **slots: object) -> Runs:
        """The label `key.one` or `key.other`, as the number asks for, its slot {n} that number."""
        return self.said(self.words.form(key, self.numbers[identity]["value"]), n=Number(identity), **slots)

    def marked(self, text: str) -> Runs:
        """A judgement's sentence, its markers ⟦id⟧ set as numbers."""
        parts = MARKER.split(text)
        return [self.number(part) if place % 2 else {"t": part} for place, part in enumerate(parts) if part]

    def _filling(self, filling: object) -> Runs:
        if isinstance(filling, list):
            return filling
        return [self.number(filling) if isinstance(filling, Number) else {"t": str(filling)}]


def listed(entries: list[Runs], separator: str = ", ") -> Runs:
    """The entries with a separator between them."""
    return [run for place, entry in enumerate(entries) for run in ([{"t": separator}] if place else []) + entry]
