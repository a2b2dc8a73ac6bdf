"""Plain text files: their encoding found and named, their line ends settled, everything else refused in a sentence."""

from __future__ import annotations

import codecs
import hashlib
import re
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from glossator.core.documents import printable, settle
from glossator.core.errors import GlossatorError

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatch

LARGEST = 200_000_000
"""Bytes of the largest text file that is read."""

AS_TEXT = "Save it as plain text in UTF-8 and import that."

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8 with BOM"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32LE"),  # before UTF-16LE, whose mark begins in the same way
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32BE"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16LE"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16BE"),
)
_UNMARKED = (
    ("utf-16-le", "UTF-16LE"),
    ("utf-16-be", "UTF-16BE"),
    ("utf-32-le", "UTF-32LE"),
    ("utf-32-be", "UTF-32BE"),
)
_OTHER_KINDS = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x89PNG\r\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b\x08", "a compressed file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
)
_CONTROL = re.compile("[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_SHIFTED = re.compile(rb"\x1b[$(]")  # ISO-2022 hides its characters behind escape sequences of plain ASCII
_PLAIN = re.compile("[A-Za-z0-9 \n\r\t.,]")
_WESTERN_CODEC = "cp1252"
_WESTERN = frozenset(
    "English German French Spanish Portuguese Italian Dutch Danish Swedish Norwegian Finnish".split()
)
_SAMPLE = 1_000_000  # characters looked at to tell a text from something else
_MOST_CONTROL = 0.05  # share of control characters that a text may have


class TextFile(NamedTuple):
    """A text file as it was read.

    ``name`` is the file's name without its ending, ``file_name`` the whole of it, ``text`` has its line ends settled,
    ``encoding`` is the one it was read in, ``source_digest`` the SHA-256 of its bytes in hexadecimal.
    ``was_guessed``: the file did not say its encoding and is not UTF-8, so the user should look; ``confidence`` (0 to
    1) is how sure the guess is.
    """

    name: str
    file_name: str
    text: str
    encoding: str
    source_digest: str
    was_guessed: bool = False
    confidence: float = 1.0


class _Decoded(NamedTuple):
    text: str
    encoding: str
    confidence: float = 1.0
    was_guessed: bool = False


def read(path: Path, *, encoding: str = "") -> TextFile:
    """The text in the file at ``path``, in ``encoding`` where the user named one.

    :class:`GlossatorError` says in a sentence what is wrong: missing, a folder, not readable, too large, empty,
    not a text, or in no encoding that could be found.
    """
    content = _bytes_of(path)
    _refuse_other_kinds(content, path)
    decoded = _decode_as(content, encoding, path) if encoding else _decode(content, path)
    text = settle(decoded.text)
    if not text.strip():
        raise GlossatorError(f"“{path.name}” is empty: there is no text in it.")
    if _share_of(_CONTROL, text) > _MOST_CONTROL or "\x00" in text:
        raise GlossatorError(
            f"“{path.name}” is not a text file: it is full of control characters.", remedy=AS_TEXT
        )
    return TextFile(
        name=printable(path.stem),
        file_name=printable(path.name),
        text=text,
        encoding=decoded.encoding,
        source_digest=hashlib.sha256(content).hexdigest(),
        was_guessed=decoded.was_guessed,
        confidence=decoded.confidence,
    )


def _bytes_of(path: Path) -> bytes:
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise GlossatorError(f"“{path.name}” is a folder, not a text file.")
        if not stat.S_ISREG(about.st_mode):
            raise GlossatorError(f"“{path.name}” is a pipe or a device, not a text file.")
        if about.st_size > LARGEST:
            raise GlossatorError(
                f"“{path.name}” is too large: it has {about.st_size / 1e6:,.0f} MB, and a text may have"
                f" {LARGEST // 1_000_000} MB at most.",
                remedy="Split it into several files.",
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise GlossatorError(f"There is no file “{path}”.") from error
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        reason = getattr(error, "strerror", None) or str(error)
        raise GlossatorError(f"“{path}” cannot be read: {reason}.") from error


def _refuse_other_kinds(content: bytes, path: Path) -> None:
    if not content:
        raise GlossatorError(f"“{path.name}” is empty: there is no text in it.")
    for beginning, kind in _OTHER_KINDS:
        if content.startswith(beginning):
            raise GlossatorError(f"“{path.name}” is {kind}, not a plain text file.", remedy=AS_TEXT)


def _decode(content: bytes, path: Path) -> _Decoded:
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            return _Decoded(_strictly(content[len(mark) :], codec, name, path), name)
    if b"\x00" in content:
        return _decode_wide(content, path)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _detect(content, path)
    is_shifted = text.isascii() and _SHIFTED.search(content)
    return _detect(content, path) if is_shifted else _Decoded(text, "UTF-8")


def _decode_as(content: bytes, encoding: str, path: Path) -> _Decoded:
    try:
        known = codecs.lookup(encoding)
        return _Decoded(_strictly(content, known.name, encoding, path), _display_name(known.name))
    except LookupError as error:  # not known, or no encoding of text (such as "base64")
        raise GlossatorError(f"No text encoding is called “{encoding}”.") from error


def _strictly(content: bytes, codec: str, name: str, path: Path) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        raise GlossatorError(
            f"“{path.name}” cannot be read as {name}: byte {error.start + 1:,} does not fit.", remedy=AS_TEXT
        ) from error


def _decode_wide(content: bytes, path: Path) -> _Decoded:
    """Two or four bytes a character without a mark: the order in which the text has the most ordinary letters."""
    best, best_share = None, 0.01
    for codec, name in _UNMARKED:
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        share = _share_of(_PLAIN, text)
        if share > best_share and "\x00" not in text:
            best, best_share = _Decoded(text, name, was_guessed=True, confidence=round(share, 2)), share
    if best is None:
        raise GlossatorError(f"“{path.name}” is not a text file: it holds zero bytes.", remedy=AS_TEXT)
    return best


def _detect(content: bytes, path: Path) -> _Decoded:
    from charset_normalizer import from_bytes  # late: most files are UTF-8 and need no guess

    matches = list(from_bytes(content))
    if not matches:
        raise GlossatorError(
            f"The encoding of “{path.name}” could not be found, so its letters cannot be read.",
            remedy=AS_TEXT,
        )
    found = _best(matches)
    western = found.language in _WESTERN and _WESTERN_CODEC in found.could_be_from_charset
    name = _display_name(_WESTERN_CODEC if western else found.encoding)
    return _Decoded(str(found), name, was_guessed=True, confidence=round(1 - found.chaos, 2))


def _best(matches: Sequence[CharsetMatch]) -> CharsetMatch:
    """The detector's first choice, unless another is as tidy and reads at least as well as its language.

    Several encodings often fit a Western language equally; then the one that such files have most often is meant.
    """
    best = min(matches, key=lambda each: (each.chaos, -each.coherence))  # the first of those that are equal
    if best.coherence < matches[0].coherence:
        best = matches[0]
    for each in matches:
        is_equal = (each.chaos, each.coherence) == (best.chaos, best.coherence)
        if is_equal and best.language in _WESTERN and _WESTERN_CODEC in each.could_be_from_charset:
            return each
    return best


def _display_name(codec: str) -> str:
    """A codec's name as people write it: ``cp1251`` → ``windows-1251``, ``iso8859_2`` → ``ISO-8859-2``."""
    name = codec.replace("_", "-")
    name = re.sub(r"^cp(125\d)$", r"windows-\1", name)
    name = re.sub(r"^iso-?8859-", "iso-8859-", name)
    return name if name.startswith("windows-") else name.upper()


def _share_of(kind: re.Pattern[str], text: str) -> float:
    sample = text[:_SAMPLE]
    return len(kind.findall(sample)) / max(1, len(sample))
