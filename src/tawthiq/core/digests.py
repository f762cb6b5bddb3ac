"""Canonical bytes and their digests: the same content gives the same digest on any machine."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from pathlib import Path
from typing import Any, NoReturn

import orjson

CHUNK = 1 << 20


def canonical_json(value: Any) -> str:
    """Return `value` as canonical JSON: NFC text, sorted keys, no spaces.

    Raises:
        TypeError: The value holds a float, whose text differs between machines, or is not JSON.
    """
    text = _encoded(value) if _is_plain(value) else _ENCODE(value)
    # Part of a text in NFC is in NFC, so one look at the whole is enough; few texts need more.
    return text if text.isascii() or unicodedata.is_normalized("NFC", text) else _ENCODE(_normal(value))


_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_TEXT = frozenset((str,))
_SCALARS = frozenset((str, int, bool, type(None)))


def _encoded(value: Any) -> str:
    """Return the same text as `_ENCODE`, several times as fast."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    except orjson.JSONEncodeError:
        return _ENCODE(value)  # a number above 64 bits, half of a letter, or a very deep nesting


def read_canonical(text: str) -> Any:
    """Return what a text says that must be canonical JSON, to the letter.

    It asks what comparing with `canonical_json` of the value asks, without a look at every part: a value
    that was read from JSON can only hold too much where it holds a float.

    Raises:
        ValueError: `canonical_json` would not have written this text.
    """
    try:
        value = _DECODE(text)
        is_canonical = _encoded(value) == text
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not is_canonical or not (text.isascii() or unicodedata.is_normalized("NFC", text)):
        raise ValueError("not canonical JSON")
    return value


def _refuse_float(_text: str) -> NoReturn:
    raise ValueError("canonical JSON holds no float")


_DECODE = json.JSONDecoder(parse_float=_refuse_float, parse_constant=_refuse_float).decode


def _is_plain(value: Any) -> bool:
    """Check that the value is JSON without floats, and say whether every part is of JSON's own types."""
    kind = type(value)
    if kind in _SCALARS:
        return True
    if kind is dict:
        is_plain, items = _has_plain_keys(value), value.values()
    elif kind is list or kind is tuple:
        is_plain, items = True, value
    else:
        _check(value)
        return False
    for item in items:
        if type(item) not in _SCALARS and not _is_plain(item):
            is_plain = False
    return is_plain


def _has_plain_keys(value: dict[Any, Any]) -> bool:
    if set(map(type, value)) <= _TEXT:
        return True
    if not all(isinstance(key, str) for key in value):
        raise TypeError("canonical JSON keys are text")
    return False


def _check(value: Any) -> None:
    """Check a value that is not of JSON's own types, but of a kind of one of them."""
    if isinstance(value, str | int):
        return
    if isinstance(value, dict):
        _has_plain_keys(value)
        for item in value.values():
            _is_plain(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _is_plain(item)
    else:
        raise TypeError(f"canonical JSON does not hold {type(value).__name__}")


def _normal(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {_normal(key): _normal(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_normal(item) for item in value]
    return value


def sha256_text(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def sha256_file(path: Path) -> str:
    """Return the SHA-256 of the file's bytes, in hexadecimal.

    Raises:
        OSError: The file cannot be read.
    """
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def commitment(body: str, salt: str) -> str:
    """Return SHA-256(salt || body): it binds the body and, without the salt, tells nothing of it."""
    return hashlib.sha256(bytes.fromhex(salt) + body.encode()).hexdigest()
