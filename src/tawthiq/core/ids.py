"""Opaque identifiers and salts. Randomness is passed in, so that the demo is the same everywhere."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base 32: no I, L, O, U to misread
ID_LENGTH = 12  # 60 bits: a collision among 44 million is less likely than one in a thousand
SALT_BYTES = 16
AT_ONCE = 16
"""How many identifiers are drawn with one call to the system."""
_PAIRS = [first + second for second in ALPHABET for first in ALPHABET]


@dataclass(frozen=True, slots=True)
class Draw:
    """Where identifiers and salts come from."""

    bits: Callable[[int], int]
    prefix: str = ""

    @classmethod
    def system(cls, prefix: str = "") -> Draw:
        """Return the operating system's randomness: what every real archive uses."""
        return cls(bits=secrets.randbits, prefix=prefix)

    @classmethod
    def seeded(cls, seed: str, prefix: str = "") -> Draw:
        """Return repeatable randomness, for the invented archive and for tests only."""
        return cls(bits=random.Random(seed).getrandbits, prefix=prefix)  # noqa: S311  # invented data

    def identifier(self, kind: str) -> str:
        """Return a new identifier such as ``P-7F3K9QX2MBAC``; `kind` is its letter or short word."""
        return f"{self.prefix}{kind}-{_token(self.bits(5 * ID_LENGTH))}"

    def identifiers(self, kind: str) -> Iterator[str]:
        """Yield new identifiers without end: those that as many calls of `identifier` would give."""
        begin = f"{self.prefix}{kind}-"
        if self.bits is not secrets.randbits:
            while True:
                yield begin + _token(self.bits(5 * ID_LENGTH))
        while True:
            drawn = self.bits(64 * AT_ONCE)
            for shift in range(0, 64 * AT_ONCE, 64):
                yield begin + _token(drawn >> shift)

    def salt(self) -> str:
        """Return a new salt of 128 bits, in hexadecimal."""
        return f"{self.bits(8 * SALT_BYTES):0{2 * SALT_BYTES}x}"

    def salts(self, count: int) -> list[str]:
        """Return so many new salts: those that as many calls of `salt` would give."""
        if self.bits is not secrets.randbits:
            return [self.salt() for _ in range(count)]
        drawn = secrets.token_hex(SALT_BYTES * count)
        return [drawn[at : at + 2 * SALT_BYTES] for at in range(0, len(drawn), 2 * SALT_BYTES)]


def _token(value: int) -> str:
    return "".join([_PAIRS[(value >> shift) & 1023] for shift in range(0, 5 * ID_LENGTH, 10)])
