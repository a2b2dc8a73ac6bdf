"""What a project keeps beside its records: what it remembers by name, and the files its documents were made of."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from glossator.core.errors import GlossatorError
from glossator.store.driver import Damaged, Database, IntegrityError

LARGEST_SOURCE = 900_000_000
"""Bytes that a source may have to be kept: what the file takes in one value."""

_LEVEL = 3  # as in the journal
_TRIED = 1 << 16  # bytes that are deflated to see whether it pays
_PAYS = 0.9


def remembered(database: Database, name: str) -> Any | None:
    """What is remembered under ``name``; ``None`` where that is nothing."""
    found = database.one("SELECT value FROM kept WHERE name=?", (name,))
    if found is None:
        return None
    try:
        return orjson.loads(found[0])
    except orjson.JSONDecodeError as error:
        raise _damaged(f"what is remembered as “{name}”", str(error)) from error


def remember(database: Database, values: Mapping[str, Any]) -> None:
    """Remember these values by their names, all of them or none; ``None`` forgets."""
    told = [(name, orjson.dumps(value).decode()) for name, value in values.items() if value is not None]
    with database.transaction():
        database.run_many("INSERT OR REPLACE INTO kept(name, value) VALUES (?,?)", told)
        database.run_many(
            "DELETE FROM kept WHERE name=?", [(name,) for name, value in values.items() if value is None]
        )
        # Other windows see by it that nothing but this was written.
        database.run(
            "INSERT INTO meta(key, value) VALUES ('kept', 1) ON CONFLICT DO UPDATE SET value=value+1"
        )


def put_sources(database: Database, sources: Mapping[str, bytes]) -> None:
    """Write sources by their digests inside the open transaction, those that are not there yet."""
    for digest, content in sources.items():
        if len(content) > LARGEST_SOURCE:
            raise GlossatorError(
                f"A file of {len(content):,} bytes is too large to be kept in the project.",
                safe="Nothing was changed.",
                remedy="Import it without keeping the file itself.",
            )
        if _digest(content).hex() != digest:
            raise IntegrityError(f"the source is not the one of the digest {digest}")
        key = bytes.fromhex(digest)
        if database.one("SELECT 1 FROM source_bytes WHERE digest=?", (key,)) is None:
            database.run(
                "INSERT INTO source_bytes(digest, size, bytes) VALUES (?,?,?)",
                (key, len(content), _pressed(content)),
            )


def source_bytes(database: Database, digest: str) -> bytes | None:
    """The source with this digest; ``None`` where there is none."""
    try:
        key = bytes.fromhex(digest)
    except ValueError:
        return None
    found = database.one("SELECT size, bytes FROM source_bytes WHERE digest=?", (key,))
    if found is None:
        return None
    content = unpressed(*found)
    if content is None:
        raise _damaged("a file that a document was imported from", digest)
    return content


def unpressed(size: object, kept: object) -> bytes | None:
    """The bytes of a row; ``None`` where it was damaged."""
    if not isinstance(size, int) or not isinstance(kept, bytes):
        return None
    if len(kept) == size:
        return kept
    try:
        content = zlib.decompress(kept)
    except zlib.error:
        return None
    return content if len(content) == size else None


def is_source(digest: object, size: object, kept: object) -> bool:
    """Whether a row holds the bytes that its digest was made of."""
    content = unpressed(size, kept)
    return content is not None and _digest(content) == digest


def faults(database: Database) -> Iterator[str]:
    """What is wrong with it, a sentence each."""
    for name, value in database.each("SELECT name, value FROM kept"):
        try:
            orjson.loads(value)
        except orjson.JSONDecodeError:
            yield f"What is remembered as “{name}” cannot be read."
    for digest, size, kept in database.each("SELECT digest, size, bytes FROM source_bytes"):
        if not is_source(digest, size, kept):
            yield f"The file with the digest {digest.hex()[:12]}…, kept as a source, is not the one that was imported."


def _digest(content: bytes) -> bytes:
    import hashlib  # late: opening a project must not wait for OpenSSL

    return hashlib.sha256(content).digest()


def _pressed(content: bytes) -> bytes:
    """Deflated where that pays."""
    if len(zlib.compress(content[:_TRIED], _LEVEL)) > _PAYS * min(len(content), _TRIED):
        return content
    pressed = zlib.compress(content, _LEVEL)
    return pressed if len(pressed) < len(content) else content


def _damaged(what: str, details: str) -> Damaged:
    return Damaged(
        f"A part of the project is damaged and cannot be read: {what}.",
        safe="Nothing was changed.",
        remedy="Have the project checked, and go back to your last backup.",
        details=details,
    )
