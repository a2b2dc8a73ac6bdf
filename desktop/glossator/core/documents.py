"""A document: an immutable text with its origin."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from glossator.core.errors import GlossatorError

Reliability = Literal["A", "B", "C", "D", "E", "F"]
"""Admiralty grade of a source; F (not judged) is the default and means "no basis", not "worst"."""
Status = Literal["new", "in work", "done", "dropped"]

RELIABILITIES: tuple[Reliability, ...] = get_args(Reliability)
STATUSES: tuple[Status, ...] = get_args(Status)


_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)T(?P<clock>\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?P<zone>Z|[+-]\d\d:?\d\d)?"
)
VERSION_OF = "version_of"
"""The attribute of a document that names the earlier version: the text form of its id."""


FOLDER = "folder"
"""The attribute of a document that says in which folder its file lay, as far as that was imported with it."""


@dataclass(frozen=True, slots=True)
class Document:
    """What is known of a text; the text itself is kept under its ``digest`` and never changes.

    ``digest`` is the SHA-256 of the text in UTF-8, in hexadecimal; ``source_digest`` that of the bytes it was
    imported from; ``length`` counts code points.  ``published`` and ``retrieved`` are ISO 8601 dates or times as
    the analyst wrote them, empty when unknown.  ``attributes`` holds by its name what has no field of its own: the
    columns of a table, the head of a mail, the pages of a PDF; :data:`FOLDER` where it lay; it is read-only by type and
    never changed.
    """

    id: int
    name: str
    length: int
    digest: str
    source: str = ""
    author: str = ""
    url: str = ""
    published: str = ""
    retrieved: str = ""
    reliability: Reliability = "F"
    reliability_reason: str = ""
    source_descriptor: str = ""
    status: Status = "new"
    origin: str = ""
    source_digest: str = ""
    encoding: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict, hash=False)


def grade_words(document: Document) -> str:
    """The grade of the source in words, as a line of facts says it."""
    return "source not graded" if document.reliability == "F" else f"source graded {document.reliability}"


def digest_of(text: str) -> str:
    """SHA-256 of ``text`` in UTF-8, in hexadecimal."""
    import hashlib  # late: opening a project must not wait for OpenSSL

    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def shown_time(written: str) -> str:
    """A date or time as :class:`Document` has it, for people: without the T and the seconds; other words as they are.

    >>> shown_time("2020-05-26T10:00:00+02:00"), shown_time("2020-05"), shown_time("last May")
    ('2020-05-26 10:00 +02:00', '2020-05', 'last May')
    """
    found = _MOMENT.fullmatch(written)
    if found is None:
        return written
    zone = "UTC" if found["zone"] in ("Z", "+00:00") else found["zone"] or ""
    return f"{found['day']} {found['clock']} {zone}".rstrip()


def printable(name: str) -> str:
    """A name that came from the system (a file's, a user's) without bytes that are no characters, which some systems
    allow and no file of ours could hold.
    """
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def settle(text: str) -> str:
    """``text`` with its line ends settled (CR LF and lone CR become LF) and a leading byte order mark dropped.

    This is done once, at import; afterwards a text never changes.  :class:`GlossatorError` for a lone surrogate,
    which is no character and could not be written as UTF-8.
    """
    settled = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        settled.encode("utf-8")
    except UnicodeEncodeError as error:
        raise GlossatorError(
            f"The text has half of a character (a lone surrogate) at position {error.start}.",
            remedy="Save it again as UTF-8 and import that.",
        ) from error
    return settled
