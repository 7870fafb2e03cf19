"""Items are a tree by their paths: "ammunition.shell" is a kind of "ammunition"."""


def is_kind(item: str, whole: str) -> bool:
    """Whether an item is the other or a kind of it."""
    return item == whole or item.startswith(f"{whole}.")


def akin(one: str, other: str) -> bool:
    """Whether one of two items is the other or a kind of it."""
    return is_kind(one, other) or is_kind(other, one)
