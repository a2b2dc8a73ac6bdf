"""Mail: a message with its headers as text, and boxes of many (mbox)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from glossator.core.documents import printable
from glossator.core.errors import GlossatorError
from glossator.formats.documents import web
from glossator.formats.text import decoded

_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_KEPT = ("Date", "Message-ID", "In-Reply-To")
_BEGINNING = re.compile(rb"(?:\A|\n)(?=From [^\n]*\d{4}\s*\n)")
_ESCAPED = re.compile(rb"(?m)^>(>*From )")


class Message(NamedTuple):
    """A message as text, its headers above its body; ``attributes`` are headers that have no place elsewhere, and the
    date as it is written.  ``sent`` is ISO 8601 with the zone.
    """

    text: str
    subject: str
    sender: str
    sent: str
    attributes: dict[str, str]
    told: tuple[str, ...] = ()


def message_of(name: str, content: bytes) -> Message:
    """The message in ``content``; :class:`GlossatorError` where nothing in it is text."""
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    heads = {head: found for head in _SHOWN if (found := _header(message, head))}
    body, told = _body(name, message)
    if not heads and not body.strip():
        raise GlossatorError(f"“{name}” is not a mail: it has neither headers nor text.")
    above = "\n".join(f"{head}: {words}" for head, words in heads.items())
    return Message(
        text=f"{above}\n\n{body}".strip("\n"),
        subject=heads.get("Subject", ""),
        sender=heads.get("From", ""),
        sent=_sent(message),
        attributes={key: found for key in _KEPT if (found := _written(message, key))},
        told=told,
    )


def page_in(name: str, content: bytes) -> tuple[bytes, str, str]:
    """The page of a web archive (MHTML): its bytes, its encoding, and the address it was saved from."""
    message = message_from_bytes(content, policy=default)
    for part in message.walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            payload = part.get_payload(decode=True)
            address = _header(message, "Snapshot-Content-Location") or _header(part, "Content-Location")
            return payload if isinstance(payload, bytes) else b"", part.get_content_charset() or "", address
    raise GlossatorError(f"“{name}” is a web archive without a page in it.")


def messages_in(content: bytes) -> Iterator[bytes]:
    """The messages of a box, each as its bytes, as RFC 4155 divides them: at lines that begin with "From "."""
    starts = [found.end() for found in _BEGINNING.finditer(content)]
    for start, end in zip(starts, [*starts[1:], len(content)], strict=True):
        _, _, message = content[start:end].partition(b"\n")
        yield _ESCAPED.sub(rb"\1", message)


def _header(message: EmailMessage, name: str) -> str:
    try:
        found = message[name]
    except (
        HeaderParseError,
        IndexError,
        ValueError,
        AttributeError,
    ):  # what a bad header makes of the parser
        return ""
    return " ".join(str(found).split()) if found is not None else ""


def _written(message: EmailMessage, name: str) -> str:
    """A header just as it is written."""
    found = next((str(held) for key, held in message.raw_items() if key.lower() == name.lower()), "")
    return " ".join(printable(found).split())


def _sent(message: EmailMessage) -> str:
    words = _header(message, "Date")
    try:
        sent: datetime = parsedate_to_datetime(words)
        return (sent if sent.tzinfo else sent.replace(tzinfo=UTC)).isoformat(timespec="seconds")
    except (TypeError, ValueError, OverflowError):  # some programs write ISO 8601 there
        pass
    try:
        return datetime.fromisoformat(words).isoformat(timespec="seconds")
    except ValueError:
        return ""


def _body(name: str, message: EmailMessage) -> tuple[str, tuple[str, ...]]:
    body = message.get_body(preferencelist=("plain", "html"))
    parts = [body] if isinstance(body, EmailMessage) else list(message.walk())
    texts = [_text_of(name, part) for part in parts if part.get_content_maintype() == "text"]
    attached = message.iter_attachments() if message.is_multipart() else ()
    left = [part.get_filename() or part.get_content_type() for part in attached if part is not body]
    return "\n\n".join(texts), (f"Not taken along: {', '.join(left)}.",) if left else ()


def _text_of(name: str, part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    if not content.strip():
        return ""
    try:
        read = decoded(name, content, encoding=part.get_content_charset() or "")
    except GlossatorError:
        read = decoded(name, content)  # it says what it is not
    if part.get_content_subtype() == "html":
        return web.page_of(name, read.text, whole=True).text
    return read.text.replace("\r\n", "\n").rstrip()
