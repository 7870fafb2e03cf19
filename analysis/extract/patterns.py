"""Word lists as regular expressions.

Takes the words of a vocabulary, gives the source of one alternation, factored by common beginnings: a scan looks at each
character once, however long the list is. A list of three hundred words tried one by one slows a scan to a tenth.
"""

import re
from collections.abc import Iterable

BEFORE, AFTER = r"(?<!\w)", r"(?!\w)"
END, SPACE = "", " "


def alternation(words: Iterable[str], exact: Iterable[str] = ()) -> str:
    """Any of the words, the longest that fits. Each is also found with a capital, one in lower case also in capitals,
    an exact one only as it is written; a space stands for any white space. Without words it matches nothing."""
    tree: dict = {}
    for form in sorted({form for word in words for form in _forms(word)} | set(exact)):
        node = tree
        for sign in form:
            node = node.setdefault(sign, {})
        node[END] = {}
    return _source(tree) if tree else r"(?!)"


def _forms(word: str) -> set[str]:
    capital = {word[:1].upper() + word[1:], " ".join(part[:1].upper() + part[1:] for part in word.split(" "))}
    return {word} | capital | ({word.upper()} if len(word) > 2 and word == word.lower() else set())


def _source(node: dict) -> str:
    """The alternatives below a node; those that go on alike are one branch with a set of signs."""
    branches: dict[tuple[str, bool], list[str]] = {}
    for sign in sorted(node):
        if sign != END:
            rest = _source(node[sign])
            branches.setdefault((rest, sign == SPACE), []).append(sign)
    sources = [_one_of(signs) + rest for (rest, _), signs in branches.items()]
    if not sources:
        return ""
    joined = sources[0] if len(sources) == 1 and END not in node else f"(?:{'|'.join(sources)})"
    return f"{joined}?" if END in node else joined


def _one_of(signs: list[str]) -> str:
    if signs == [SPACE]:
        return r"\s++"
    return re.escape(signs[0]) if len(signs) == 1 else "[" + "".join(re.escape(sign) for sign in signs) + "]"
