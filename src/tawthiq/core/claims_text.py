"""An account as canonical text, written fast: a list of a million rows repeats most of its claims.

The text is that of `canonical_json(account.body())` and the digest that of `content_digest`, which stay the
definition; tests hold the two ways against each other. What saves the time: the text of a claim is remembered
by what it says, and the claims are written once for the body and the digest.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from tawthiq.core.claims import (
    CONSTANT,
    CONTENT_LENGTH,
    DOCUMENTED,
    Account,
    Claim,
    bounds,
    bounds_shortened,
    shortened,
)
from tawthiq.core.digests import canonical_json

REMEMBERED = 1 << 14
"""How many different claims are remembered: names and notes pass through, codes and places stay."""
PLAIN = frozenset((str, int, type(None)))
"""The values by which a claim can be remembered; a list or an open range is written each time."""


def written(account: Account) -> tuple[bytes, str]:
    """Return the content digest of an account, and the canonical text of its body.

    Raises:
        TypeError: A value is a bare number, or not canonical JSON.
    """
    said = compared = claims_text(account.claims)
    if f'"{DOCUMENTED}"]' in said:
        compared = claims_text(claim for claim in account.claims if claim.basis != DOCUMENTED)
    count = {"min": account.count_min, "max": account.count_max}
    rest = canonical_json([account.key, account.kind, count])
    digest = blake2b(f"{compared}{rest}".encode(), digest_size=CONTENT_LENGTH).digest()
    # no key of a body comes before the claims
    return digest, f'{{"claims":{said},{canonical_json(account.frame())[1:]}'


def claims_text(claims: Iterable[Claim]) -> str:
    """Return `canonical_json(words_once(claims))`.

    Raises:
        TypeError: A value is a bare number, or not canonical JSON.
    """
    places: dict[tuple[str, str], int] = {}
    runs: list[list[str]] = []
    thing = None
    for number, claim in enumerate(claims):
        on, name, value, verbatim, locator, basis = claim
        if on != thing:
            thing, run = on, [_json(on)]
            runs.append(run)
        is_constant = basis == CONSTANT and not verbatim and not locator
        earlier = number if is_constant else places.setdefault((locator, verbatim), number)
        short = value if type(value) is str else bounds_shortened(value)
        if earlier == number:
            run.append(
                _first(name, short, verbatim, locator, basis) if type(short) in PLAIN else _first_of(claim)
            )
        else:
            before, after = (
                _again(name, short, verbatim, locator, basis) if type(short) in PLAIN else _again_of(claim)
            )
            run.append(f"{before}{earlier}{after}")
    return f"[{','.join([_run_text(run) for run in runs])}]"


def _run_text(run: list[str]) -> str:
    return f"[{','.join(run)}]"


@lru_cache(REMEMBERED)
def _json(text: str) -> str:
    return canonical_json(text)


@lru_cache(REMEMBERED)
def _first(name: str, short: Any, verbatim: str, locator: str, basis: str) -> str:
    return _first_of(Claim("", name, bounds(short), verbatim, locator, basis))


@lru_cache(REMEMBERED)
def _again(name: str, short: Any, verbatim: str, locator: str, basis: str) -> tuple[str, str]:
    return _again_of(Claim("", name, bounds(short), verbatim, locator, basis))


def _first_of(claim: Claim) -> str:
    """Return the text of a claim whose words stand for the first time."""
    return canonical_json(shortened(claim, {}))


def _again_of(claim: Claim) -> tuple[str, str]:
    """Return what stands before and after the earlier claim's number, where a claim repeats words."""
    text = canonical_json(shortened(claim, {(claim.locator, claim.verbatim): 0}))
    before = f"[{_json(claim.field)},"
    return before, text[len(before) + 1 :]
