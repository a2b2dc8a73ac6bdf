"""Plain text files: their encoding found and named, their line ends settled, everything else refused in a sentence."""

from __future__ import annotations

import codecs
import hashlib
import re
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from types import MappingProxyType
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


_NOTHING: Mapping[str, str] = MappingProxyType({})


class TextFile(NamedTuple):
    """A text as it was taken out of a file.

    ``name`` is what the file calls it, or the file's name without its ending; ``file_name`` the whole of that,
    ``text`` has its line ends settled, ``encoding`` is the one it was read in (empty where the kind of file settles
    that), ``source_digest`` the SHA-256 of the file's bytes in hexadecimal, ``content`` those bytes.
    ``was_guessed``: the file did not say its encoding and is not UTF-8, so the user should look; ``confidence`` (0 to
    1) is how sure the guess is.  ``author``, ``source`` (who publishes it), ``url`` and ``published`` (ISO 8601) are
    what the file says of itself, ``attributes`` what else it says, ``told`` sentences on what of the file is not in
    the text.
    """

    name: str
    file_name: str
    text: str
    encoding: str
    source_digest: str
    was_guessed: bool = False
    confidence: float = 1.0
    author: str = ""
    source: str = ""
    url: str = ""
    published: str = ""
    attributes: Mapping[str, str] = _NOTHING
    told: tuple[str, ...] = ()
    content: bytes = b""


class Decoded(NamedTuple):
    """Bytes as text: the encoding they were read in, how sure that is (0 to 1), and whether it had to be guessed."""

    text: str
    encoding: str
    confidence: float = 1.0
    was_guessed: bool = False


def read(path: Path, *, encoding: str = "", fallback: str = "") -> TextFile:
    """The text in the file at ``path``, in ``encoding`` where the user named one, or in ``fallback`` where its own is
    not said and would have to be guessed.

    :class:`GlossatorError` says in a sentence what is wrong: missing, a folder, not readable, too large, empty,
    not a text, or in no encoding that could be found.
    """
    return from_bytes(path.name, bytes_of(path), encoding=encoding, fallback=fallback)


def from_bytes(name: str, content: bytes, *, encoding: str = "", fallback: str = "") -> TextFile:
    """As :func:`read`, out of the bytes of a file that is called ``name``."""
    _refuse_other_kinds(content, name)
    found = decoded(name, content, encoding=encoding, fallback=fallback)
    text = settle(found.text)
    if not text.strip():
        raise GlossatorError(f"“{name}” is empty: there is no text in it.")
    if _share_of(_CONTROL, text) > _MOST_CONTROL or "\x00" in text:
        raise GlossatorError(
            f"“{name}” is not a text file: it is full of control characters.", remedy=AS_TEXT
        )
    return TextFile(
        name=printable(PurePath(name).stem),
        file_name=printable(name),
        text=text,
        encoding=found.encoding,
        source_digest=hashlib.sha256(content).hexdigest(),
        was_guessed=found.was_guessed,
        confidence=found.confidence,
        content=content,
    )


def decoded(name: str, content: bytes, *, encoding: str = "", fallback: str = "") -> Decoded:
    """The bytes of the file ``name`` as text: in ``encoding``, or in what they say or look like; what would have to be
    guessed is read in ``fallback`` where its bytes fit that.
    """
    if encoding:
        return _decode_as(content, encoding, name)
    if not fallback:
        return _decode(content, name)
    try:
        found = _decode(content, name)
    except GlossatorError:
        return _decode_as(content, fallback, name)
    if not found.was_guessed:
        return found
    try:
        return _decode_as(content, fallback, name)
    except GlossatorError:
        return found


def bytes_of(path: Path) -> bytes:
    """What is in the file at ``path``; :class:`GlossatorError` where that is no file, not readable or too large."""
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


def _refuse_other_kinds(content: bytes, name: str) -> None:
    if not content:
        raise GlossatorError(f"“{name}” is empty: there is no text in it.")
    for beginning, kind in _OTHER_KINDS:
        if content.startswith(beginning):
            raise GlossatorError(f"“{name}” is {kind}, not a plain text file.", remedy=AS_TEXT)


def _decode(content: bytes, name: str) -> Decoded:
    for mark, codec, called in _MARKS:
        if content.startswith(mark):
            return Decoded(_strictly(content[len(mark) :], codec, called, name), called)
    if b"\x00" in content:
        return _decode_wide(content, name)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _detect(content, name)
    is_shifted = text.isascii() and _SHIFTED.search(content)
    return _detect(content, name) if is_shifted else Decoded(text, "UTF-8")


def _decode_as(content: bytes, encoding: str, name: str) -> Decoded:
    try:
        known = codecs.lookup(encoding)
        return Decoded(_strictly(content, known.name, encoding, name), _display_name(known.name))
    except LookupError as error:  # not known, or no encoding of text (such as "base64")
        raise GlossatorError(f"No text encoding is called “{encoding}”.") from error


def _strictly(content: bytes, codec: str, called: str, name: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        raise GlossatorError(
            f"“{name}” cannot be read as {called}: byte {error.start + 1:,} does not fit.", remedy=AS_TEXT
        ) from error


def _decode_wide(content: bytes, name: str) -> Decoded:
    """Two or four bytes a character without a mark: the order in which the text has the most ordinary letters."""
    best, best_share = None, 0.01
    for codec, called in _UNMARKED:
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        share = _share_of(_PLAIN, text)
        if share > best_share and "\x00" not in text:
            best, best_share = Decoded(text, called, was_guessed=True, confidence=round(share, 2)), share
    if best is None:
        raise GlossatorError(f"“{name}” is not a text file: it holds zero bytes.", remedy=AS_TEXT)
    return best


def _detect(content: bytes, name: str) -> Decoded:
    from charset_normalizer import from_bytes  # late: most files are UTF-8 and need no guess

    matches = list(from_bytes(content))
    if not matches:
        raise GlossatorError(
            f"The encoding of “{name}” could not be found, so its letters cannot be read.",
            remedy=AS_TEXT,
        )
    found = _best(matches)
    western = found.language in _WESTERN and _WESTERN_CODEC in found.could_be_from_charset
    called = _display_name(_WESTERN_CODEC if western else found.encoding)
    return Decoded(str(found), called, was_guessed=True, confidence=round(1 - found.chaos, 2))


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
