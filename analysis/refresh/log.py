"""The log of what refreshes did: JSON lines, an event each. No clock is asked: a number says the order, `day` is that of the data."""

import json
from dataclasses import asdict
from pathlib import Path

from analysis import whole_files
from analysis.errors import OutputError
from analysis.refresh.events import Event

NAME = "log.jsonl"


def append(path: Path, event: Event) -> None:
    """Adds the event as the last line. The file is written anew, so that no line is ever half there. Raises OutputError."""
    try:
        before = path.read_bytes() if path.exists() else b""
    except OSError as broken:
        raise OutputError(f"{path} cannot be read: {broken.strerror}; move it away, the next refresh begins another.") from None
    before += b"" if before.endswith(b"\n") or not before else b"\n"
    told = {"number": before.count(b"\n") + 1} | {name: value for name, value in asdict(event).items() if value}
    # Half of a surrogate pair, of a file's name that is no UTF-8, becomes JSON's own escape.
    whole_files.write(path, before + (json.dumps(told, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace"))
