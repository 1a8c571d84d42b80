"""Sets that are joined one by one (Galler and Fischer 1964): each is known by its root."""

from __future__ import annotations


def root_of(roots: dict[int, int], node: int) -> int:
    """Give the root of a node's set; ways to it become shorter."""
    while roots[node] != node:
        roots[node] = roots[roots[node]]
        node = roots[node]
    return node


def connect(roots: dict[int, int], one: int, other: int) -> None:
    """Join the sets of two nodes, either of which may be new: the second one's root stays."""
    first, second = (root_of(roots, roots.setdefault(node, node)) for node in (one, other))
    roots[first] = second
