"""Canonical bytes and their digests: the same content gives the same digest on any machine."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from pathlib import Path
from typing import Any

CHUNK = 1 << 20


def canonical_json(value: Any) -> str:
    """Return `value` as canonical JSON: NFC text, sorted keys, no spaces.

    Raises:
        TypeError: The value holds a float, whose text differs between machines, or is not JSON.
    """
    _check(value)
    text = _ENCODE(value)
    # Part of a text in NFC is in NFC, so one look at the whole is enough; few texts need more.
    return text if text.isascii() or unicodedata.is_normalized("NFC", text) else _ENCODE(_normal(value))


_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def _check(value: Any) -> None:
    if value is None or isinstance(value, str | int):
        return
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError("canonical JSON keys are text")
            _check(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _check(item)
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
