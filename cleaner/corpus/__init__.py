"""Reading and writing: a module a format, one way in and one way out.

``read`` for everything in order; ``plan`` and ``read_chunk`` for engines, whose workers read
chunks on their own and have their ids settled by a ``Ledger``.
"""

from cleaner.corpus.fields import Fields
from cleaner.corpus.ids import IdColumns, Ledger
from cleaner.corpus.places import Chunk, Placed
from cleaner.corpus.planning import Plan, chunks, fingerprint, plan
from cleaner.corpus.reading import read, read_chunk

__all__ = [
    "Chunk",
    "Fields",
    "IdColumns",
    "Ledger",
    "Placed",
    "Plan",
    "chunks",
    "fingerprint",
    "plan",
    "read",
    "read_chunk",
]
