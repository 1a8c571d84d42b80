"""One hash of a text's bytes that kernels work out as they pass by, and numpy where none runs."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: The base of the polynomial, and a factor that spreads its value; both odd.
BASE, SPREAD = 0xD6E8FEB86659FD93, 0xBF58476D1CE4E5B9
#: By so many bits the value is folded onto itself, before it is spread and after.
FOLDED = 32
_ALL = (1 << 64) - 1
#: Bytes that are summed at once.
_BLOCK = 1 << 14


def hash_of(data: bytes) -> int:
    """Hash bytes to 64 bits: their polynomial in ``BASE`` modulo 2 ** 64, spread over all bits.

    Texts that differ in one byte differ; others are alike by chance alone. It is no safeguard
    against texts made to collide.
    """
    import numpy as np

    values, powers, state = np.frombuffer(data, np.uint8), _powers(), 0
    for start in range(0, len(data), _BLOCK):
        block = values[start : start + _BLOCK][::-1]
        state *= pow(BASE, len(block), 1 << 64)
        state = state + int(np.dot(block, powers[: len(block)])) & _ALL
    state ^= len(data)
    state = (state ^ state >> FOLDED) * SPREAD & _ALL
    return state ^ state >> FOLDED


@cache
def _powers() -> NDArray[np.uint64]:
    import numpy as np

    powers = np.full(_BLOCK, BASE, np.uint64)
    powers[0] = 1
    return np.cumprod(powers)
