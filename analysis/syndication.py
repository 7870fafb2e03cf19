"""Who prints whose text again: near-identical reports are one report with copies.

A text becomes a sketch of fixed size: a digest of its words, a mask of the numbers that it tells, and, from LONG words on, the MinHash of
its shingles (Broder 1997), five words each, 16 bits of each of 128 minima (Li and König 2010). Two texts are one report if

- their words are the same, whatever case and punctuation, or
- both are long, at least SIMILAR of their shingles are shared, and one of them tells no number that the other does not tell.

An agency's text under another headline, or with a sentence rewritten, is a copy; the same bulletin with tomorrow's number is a report of
its own. Pairs are looked for by banding, so that the time grows with the texts, not with their pairs.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from analysis.documents import Document

LONG, SHINGLE = 30, 5  # words
# An article of 150 to 250 words with one of its sentences replaced nearly always shares as many of its shingles; at 0.8 every second one would be missed.
# Different news, and our own abstracts, share far less.
SIMILAR = 0.6
PERMUTATIONS, SEED = 128, 1
BANDS, ROWS = 32, 4  # finds a pair that shares 0.6 in 99 of 100 cases, one that shares 0.7 in 9,999 of 10,000
AT_ONCE = 10_000  # shingles: of a very long text not all are held with all their permutations
ROUNDS = 32  # in a band, so many texts at most are compared with all that share it
UNDATED = "9999-99-99"

DIGEST, MASK = 16, 128  # bytes
SIZE = DIGEST + MASK + 2 * PERMUTATIONS
WORD = re.compile(r"\w+")
NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f]\d{3})*")


def sketch(text: str) -> bytes:
    """SIZE bytes that stand for the text: digest, numbers, minima (nothing but zeros where it is not LONG)."""
    words = WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    digest = hashlib.blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=DIGEST).digest()
    minima = _minima(words) if len(words) >= LONG else bytes(2 * PERMUTATIONS)
    return digest + _numbers(text) + minima


def _numbers(text: str) -> bytes:
    """A bit for each number that the text tells in digits, however its thousands are set apart."""
    mask = np.zeros(8 * MASK, dtype=bool)
    for told in {re.sub(r"\D", "", number) for number in NUMBER.findall(text)}:
        mask[int.from_bytes(hashlib.blake2b(told.encode(), digest_size=8).digest(), "little") % mask.size] = True
    return np.packbits(mask).tobytes()


def _minima(words: list[str]) -> bytes:
    minhash = _empty()
    for first in range(0, len(words) - SHINGLE + 1, AT_ONCE):
        starts = range(first, min(first + AT_ONCE, len(words) - SHINGLE + 1))
        minhash.update_batch({" ".join(words[start : start + SHINGLE]).encode("utf-8", "surrogatepass") for start in starts})
    return (minhash.hashvalues & 0xFFFF).astype("<u2").tobytes()


def _empty():
    kind, permutations = _permutations()
    return kind(permutations=permutations, num_perm=PERMUTATIONS, scheme="affine32")


@cache
def _permutations() -> tuple:
    from datasketch import MinHash  # loads for a second, which short texts need not wait for

    return MinHash, MinHash(num_perm=PERMUTATIONS, seed=SEED, scheme="affine32").permutations


def copies(ids: Sequence[str], published: Sequence[str], sketches: Sequence[bytes] | np.ndarray) -> dict[str, str]:
    """By the doc_id of each copy that of its original: of one group the earliest published (undated ones last), then the smallest id.

    `ids` are distinct; `published` ISO dates or empty; `sketches` those of the texts, or an array of so many rows of SIZE bytes.
    What comes out does not depend on the order in which they are given.
    """
    table = sketches if isinstance(sketches, np.ndarray) else np.frombuffer(b"".join(sketches), dtype=np.uint8).reshape(-1, SIZE)
    groups = _groups(table)
    order = np.argsort(groups, kind="stable")
    ends = np.flatnonzero(np.diff(groups[order])) + 1
    found = {}
    for group in np.split(order, ends) if len(order) else ():
        if len(group) > 1:
            original, *others = sorted((published[at] or UNDATED, ids[at]) for at in group)
            found |= {doc_id: original[1] for _, doc_id in others}
    return found


def marked(documents: Iterable[Document]) -> list[Document]:
    """The documents in their order, each that copies another with that one's doc_id as `copy_of`."""
    documents = list(documents)
    found = copies([each.doc_id for each in documents], [each.published for each in documents], [sketch(each.text) for each in documents])
    return [replace(each, copy_of=found[each.doc_id]) if each.doc_id in found else each for each in documents]


def _groups(table: np.ndarray) -> np.ndarray:
    """For each row the number of its group."""
    digests = np.ascontiguousarray(table[:, :DIGEST]).view(np.uint64)
    # By content, so that nothing depends on the order in which the texts came.
    order = np.lexsort((digests[:, 1], digests[:, 0]))
    same = np.flatnonzero((digests[order[1:]] == digests[order[:-1]]).all(axis=1))
    groups = _joined(np.arange(len(table)), order[same], order[same + 1])
    minima = table[:, DIGEST + MASK :]
    ordered = order[_long(minima, order)]
    for band in range(BANDS):
        keys = _keys(minima, ordered, band)
        for left, right in _met(keys, ordered, groups, table):
            groups = _joined(groups, left, right)
    return groups


def _long(minima: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Whether the text of each row, in that order, has minima."""
    return np.concatenate([minima[part].any(axis=1) for part in _parts(order)] or [np.zeros(0, dtype=bool)])


def _keys(minima: np.ndarray, order: np.ndarray, band: int) -> np.ndarray:
    """The four minima of that band as one number, for each row in that order."""
    first = 2 * ROWS * band
    return minima[order, first : first + 2 * ROWS].view(np.uint64)[:, 0]


def _met(keys: np.ndarray, order: np.ndarray, groups: np.ndarray, table: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Rows that share a band and are one report, in pairs: each with the first of those that share it, the rest with the first of the rest."""
    by_key = np.argsort(keys, kind="stable")
    keys, rows = keys[by_key], order[by_key]
    for _ in range(ROUNDS):
        opens = np.concatenate(([True], keys[1:] != keys[:-1])) if len(keys) else np.zeros(0, dtype=bool)
        leaders = rows[np.flatnonzero(opens)][np.cumsum(opens) - 1]
        open_pairs = ~opens & (groups[leaders] != groups[rows])
        left, right = leaders[open_pairs], rows[open_pairs]
        alike = _alike(table, left, right)
        if alike.any():
            yield left[alike], right[alike]
        keys, rows = keys[open_pairs][~alike], rows[open_pairs][~alike]
        if not len(keys):
            return


def _alike(table: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Whether each pair of rows is one report."""
    found = [np.zeros(0, dtype=bool)]
    for one, other in zip(_parts(left), _parts(right), strict=True):
        ours, theirs = table[one], table[other]
        shared = (ours[:, DIGEST + MASK :].copy().view("<u2") == theirs[:, DIGEST + MASK :].copy().view("<u2")).mean(axis=1)
        mine, yours = ours[:, DIGEST : DIGEST + MASK], theirs[:, DIGEST : DIGEST + MASK]
        told = ~(mine & ~yours).any(axis=1) | ~(yours & ~mine).any(axis=1)
        found.append((shared >= SIMILAR) & told)
    return np.concatenate(found)


def _parts(rows: np.ndarray) -> Iterator[np.ndarray]:
    """So many rows at once that a copy of them is small."""
    for first in range(0, len(rows), 50_000):
        yield rows[first : first + 50_000]


def _joined(groups: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The groups after those of each pair became one."""
    if not len(left):
        return groups
    pairs = coo_array((np.ones(len(left), dtype=bool), (groups[left], groups[right])), shape=(len(groups), len(groups)))
    return connected_components(pairs, directed=False)[1][groups]
