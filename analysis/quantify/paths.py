"""Shortest paths from one node to all: how long, and on whose word.

Where several paths are as short, the one of the fewest claims is named, and of these the one of the newest: a bound is shown
with no more claims than it needs, whatever the order in which they came.
"""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from analysis.quantify.differences import Edges


def shortest(edges: Edges, source: int, nodes: int) -> tuple[np.ndarray, list[tuple[int, ...]]]:
    """Length of the shortest path from `source` to each node (infinity where none leads), and the claims on it, by rank.

    `gain` is read as the length of an edge and must be a whole number, not negative: Dijkstra's algorithm asks for that."""
    edges = _shortest_of_parallels(edges)
    length = dijkstra(_matrix(edges, edges.gain, nodes), indices=source)
    with np.errstate(invalid="ignore"):
        tight = np.isfinite(length[edges.tail]) & (length[edges.tail] + edges.gain == length[edges.head])
    edges = Edges(*(column[tight] for column in edges))
    price = np.where(edges.claim < 0, 0, edges.claim + edges.claim.max(initial=0) + 1)
    _, before = dijkstra(_matrix(edges, price, nodes), indices=source, return_predecessors=True)
    return length, _claims(edges, before)


def _shortest_of_parallels(edges: Edges) -> Edges:
    """One edge between two nodes: the shortest, of equal ones the one that needs no claim, then the newest claim's."""
    order = np.lexsort((edges.claim, edges.gain, edges.head, edges.tail))
    edges = Edges(*(column[order] for column in edges))
    new = np.ones(len(order), bool)
    new[1:] = (np.diff(edges.tail) != 0) | (np.diff(edges.head) != 0)
    return Edges(*(column[new] for column in edges))


def _matrix(edges: Edges, lengths: np.ndarray, nodes: int) -> csr_array:
    return csr_array((lengths.astype(float), (edges.tail, edges.head)), shape=(nodes, nodes))


def _claims(edges: Edges, before: np.ndarray) -> list[tuple[int, ...]]:
    """For each node the claims on the way from the source, each once, in ascending order."""
    said = dict(zip(zip(edges.tail.tolist(), edges.head.tolist()), edges.claim.tolist()))
    behind: list[tuple[int, ...] | None] = [() if node < 0 else None for node in before.tolist()]
    for end in range(len(before)):
        way = [end]
        while behind[way[-1]] is None:
            way.append(int(before[way[-1]]))
        for tail, head in zip(way[:0:-1], way[-2::-1]):
            claim = said[tail, head]
            behind[head] = behind[tail] if claim < 0 else tuple(sorted({*behind[tail], claim}))
    return behind
