"""Reports of a few words in files, whole or broken."""

from pathlib import Path

FRONT = "---\ndoc_id: a\npublished: 2024-02-10\nlanguage: en\n---\n\n"


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def front(**changes: str) -> str:
    said = {"doc_id": "a", "published": "2024-02-10", "language": "en"} | changes
    lines = "".join(f"{key}: {value}\n" for key, value in said.items() if value is not None)
    return f"---\n{lines}---\n\nA report.\n"
