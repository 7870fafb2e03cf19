"""What a verification found: a verdict for each thing, and how it is told on a terminal and as JSON."""

import json
import math
from collections import Counter
from dataclasses import asdict, dataclass

from analysis.verify.causes import Difference
from analysis.verify.compared import TOLERANCE

IDENTICAL, WITHIN, CHANGED, CANNOT = "identical", "within tolerance", "changed", "cannot be reproduced here"
VERDICTS = (IDENTICAL, WITHIN, CANNOT, CHANGED)  # from the best to the worst
KINDS = ("number", "table", "figure", "page", "brief")
# So many offenders of one kind, and so many differences, stand on the terminal.
SHOWN = 12


@dataclass(frozen=True)
class Item:
    """One thing with its verdict. `causes`: of causes.py; `what`: how it differs; `size`: by what share of its value a number moved."""

    kind: str
    name: str
    verdict: str
    causes: tuple[str, ...] = ()
    what: str = ""
    size: float | None = None


@dataclass(frozen=True)
class Report:
    """`edition`: topic/day-language, empty if the PDF tells none; `differences`: between then and here; `extraction`: what was done about the facts."""

    pdf: str
    edition: str
    differences: list[Difference]
    extraction: str
    items: list[Item]

    @property
    def verdict(self) -> str:
        """The worst of all."""
        return max((item.verdict for item in self.items), key=VERDICTS.index, default=CANNOT)

    def sound(self) -> bool:
        return self.verdict in (IDENTICAL, WITHIN)

    def text(self) -> str:
        """A few lines: what was compared under which conditions, how many of each kind came out how, the offenders."""
        lines = [f"{self.pdf}: {self.edition or 'no edition'}"]
        if self.edition and not self.differences:
            lines.append("  the same data, code, parameters and library versions as then")
        lines += [f"  {each.cause}: {each.what}" for each in self.differences[:SHOWN]]
        lines += [f"  and {len(self.differences) - SHOWN} more differences"] * (len(self.differences) > SHOWN)
        lines += [f"Facts: {self.extraction}"] if self.extraction else []
        for kind in KINDS:
            lines += self._of_kind(kind, [item for item in self.items if item.kind == kind])
        within = f" (a number may move by {TOLERANCE:g} of its value)" if any(item.verdict == WITHIN for item in self.items) else ""
        return "\n".join([*lines, f"Verdict: {self.verdict}{within}"]) + "\n"

    def _of_kind(self, kind: str, items: list[Item]) -> list[str]:
        if not items:
            return []
        counts = Counter(item.verdict for item in items)
        offenders = [item for item in items if item.verdict not in (IDENTICAL, WITHIN)]
        lines = [f"{kind.capitalize()}s: " + ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS if verdict in counts)]
        lines += [f"  {item.name}: {item.verdict} ({', '.join(item.causes)}): {item.what}{_by(item.size)}" for item in offenders[:SHOWN]]
        return lines + [f"  and {len(offenders) - SHOWN} more"] * (len(offenders) > SHOWN)

    def json(self) -> str:
        """All of it; a size without end is null."""
        told = {
            "pdf": self.pdf, "edition": self.edition, "verdict": self.verdict, "tolerance": TOLERANCE, "extraction": self.extraction,
            "differences": [{"cause": each.cause, "what": each.what} for each in self.differences],
            "items": [asdict(item) | {"size": item.size if item.size is not None and math.isfinite(item.size) else None} for item in self.items],
        }  # fmt: skip
        return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def _by(size: float | None) -> str:
    return f" ({100 * size:.3g} per cent)" if size and math.isfinite(size) else ""
