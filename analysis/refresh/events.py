"""What a refresh tells: one event for each file that it takes in or refuses and each edition that it makes."""

from dataclasses import dataclass

# Sorts of events after which a refresh has failed.
FAILED = ("rejected", "failed")


@dataclass(frozen=True)
class Event:
    """`what`: taken, known (it stands already), rejected, made or failed; `subject`: an inbox file or an edition; `day`: ISO date of
    the report or edition, `into`: where it stands now, each empty where there is none."""

    what: str
    subject: str
    day: str = ""
    into: str = ""
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.what}: {self.subject}" + (f" → {self.into}" if self.into else "") + (f": {self.reason}" if self.reason else "")
