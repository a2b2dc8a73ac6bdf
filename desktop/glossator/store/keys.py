"""The key of a protected project: derived from a passphrase once, and the sentences where one is wanted or wrong."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import NoReturn

from glossator.core.errors import GlossatorError

ROUNDS = 256_000
"""How often PBKDF2 is repeated: what SQLCipher does, so that other programs open the file with the same passphrase."""

SALT_BYTES = 16
_KEY_BYTES = 32
_PLAIN_HEAD = b"SQLite format 3\0"
_PAGE = 4096
_FEWEST_DIFFERENT = 9  # of 16 random bytes fewer are different once in a hundred million files
_SIGNS = (  # how files begin that are often mistaken for a project
    *(b"PK\x03\x04", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ"),
    *(b"7z\xbc\xaf", b"Rar!", b"\xd0\xcf\x11\xe0", b"\x7fELF", b"MZ\x90\0", b"\xca\xfe\xba\xbe"),
    *(b"\x28\xb5\x2f\xfd", b"RIFF"),
)


class Key:
    """What opens a protected file.  It holds no passphrase, shows nothing of itself and cannot be pickled.

    ``salt`` is the beginning of each file that the key opens; a copy of a file has the same one.
    """

    __slots__ = ("_raw", "salt")

    def __init__(self, raw: bytes, salt: bytes) -> None:
        self._raw = raw
        self.salt = salt

    @classmethod
    def derive(cls, passphrase: str, salt: bytes | None = None) -> Key:
        """The key that ``passphrase`` makes with ``salt``, or with a new one; it takes a fifth of a second.

        :class:`GlossatorError` for a passphrase that cannot be one.
        """
        import hashlib  # slow to load, and few projects are protected

        salt = _new_salt() if salt is None else salt
        typed = prepared(passphrase).encode("utf-8")
        return cls(hashlib.pbkdf2_hmac("sha512", typed, salt, ROUNDS, _KEY_BYTES), salt)

    @classmethod
    def passing(cls) -> Key:
        """A key that nobody knows, for a file that shall be gone before we are."""
        return cls(os.urandom(_KEY_BYTES), _new_salt())

    def spell(self) -> str:
        """The key as the driver wants it; never to be shown or written anywhere."""
        return f"x'{self._raw.hex()}{self.salt.hex()}'"

    def for_pages(self) -> tuple[bytes, bytes]:
        """The keys that SQLCipher 4 makes of this one: with which pages are ciphered, and with which they are digested;
        never to be shown or written anywhere.
        """
        import hashlib

        salt = bytes(each ^ 0x3A for each in self.salt)
        return self._raw, hashlib.pbkdf2_hmac("sha512", self._raw, salt, 2, _KEY_BYTES)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and (self._raw, self.salt) == (other._raw, other.salt)

    def __hash__(self) -> int:
        return hash(self.salt)

    def __repr__(self) -> str:
        return "Key(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key stays in the memory of this process")


class NeedsPassphrase(GlossatorError):
    """The file is protected, or looks so, and no key was given."""

    def __init__(self, path: Path, what: str = "", remedy: str = "") -> None:
        super().__init__(
            what or f"The project “{path.name}” is protected by a passphrase.",
            safe="Nothing was written to it.",
            remedy=remedy or "Open it with its passphrase.",
            details=str(path),
        )


class WrongPassphrase(NeedsPassphrase):
    """The key that was given does not open the file."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            f"This passphrase does not open “{path.name}”.",
            "Type it again, and look at Caps Lock and the keyboard layout. Where you are sure of it, the file is not a "
            "Glossator project or its beginning is damaged: go back to a backup.",
        )


def prepared(passphrase: str) -> str:
    """``passphrase`` in the one form in which it counts; :class:`GlossatorError` when it cannot be one.

    An “é” may be typed as one character or as two, and which of them is decided by the keyboard; a space typed with
    Alt looks like any other.  Both are brought to one form (as RFC 8265 has it), so that a passphrase chosen on a Mac
    opens the project on Windows.  Nothing else is changed: capitals and spaces at the ends count.
    """
    spaced = "".join(" " if unicodedata.category(each) == "Zs" else each for each in passphrase)
    told = unicodedata.normalize("NFC", spaced)
    if not told:
        raise GlossatorError("A passphrase must not be empty.")
    if any(unicodedata.category(each) in {"Cc", "Cs"} for each in told):
        raise GlossatorError(
            "This passphrase holds a character that cannot be typed everywhere, as a tab or a line break.",
            remedy="Choose one of letters, digits, signs and spaces.",
        )
    return told


def is_plain(head: bytes) -> bool:
    """Whether a file that begins with ``head`` is one of SQLite that everybody can read."""
    return head[: len(_PLAIN_HEAD)] == _PLAIN_HEAD


def may_be_protected(head: bytes, size: int) -> bool:
    """Whether a file of ``size`` bytes that begins with ``head`` may be a protected project, one cut short included.

    Such a file cannot be told from chance, but most others can: by how they begin, and by being text.
    """
    salt = head[:SALT_BYTES]
    if size < _PAGE or len(salt) < SALT_BYTES or is_plain(head) or salt.startswith(_SIGNS):
        return False
    return len(set(salt)) >= _FEWEST_DIFFERENT and not _is_text(salt)


def _new_salt() -> bytes:
    while not may_be_protected(salt := os.urandom(SALT_BYTES), _PAGE):
        pass  # as it would be taken for something else
    return salt


def _is_text(head: bytes) -> bool:
    if head.startswith(b"\xef\xbb\xbf") or all(32 <= each < 127 or each in b"\t\n\r\f" for each in head):
        return True
    return head[1::2].count(0) > 3 or head[0::2].count(0) > 3  # UTF-16 of a script that has few letters
