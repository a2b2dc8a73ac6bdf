"""Versions of a document: which is the earlier one, what became of its annotations, and its file read anew."""

from __future__ import annotations

import codecs
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from glossator import intake
from glossator.arrivals import already_there
from glossator.core import ids, versions
from glossator.core.annotations import AnnotationSet
from glossator.core.changes import Record
from glossator.core.documents import Document, digest_of
from glossator.core.errors import GlossatorError, Refused
from glossator.core.spans import Span, normalise
from glossator.core.titles import and_others, short
from glossator.core.versions import VERSION_OF, Followed
from glossator.workbench import Workbench

if TYPE_CHECKING:  # who opens a window does not wait for the formats
    from glossator.formats.documents import reading
    from glossator.formats.text import TextFile

Progress = Callable[[int, int], object]
"""Hears how much is done and how much there is in all."""

_GUESSED = ", encoding guessed"
_PARTS = (", row ", ", message ")
_MOST_COLUMNS = 50  # of a table that are tried to find the one that a text came from


class Renewal(NamedTuple):
    """A newer version of a document, its text, and where each mention of the ``earlier`` one stands in it."""

    document: Document
    text: str
    earlier: Document
    followed: tuple[Followed, ...]

    def count(self, state: versions.State) -> int:
        """How many mentions are in this state."""
        return sum(each.state == state for each in self.followed)


class Original(NamedTuple):
    """The file that a document was made of, under its name, and the way in which it was read."""

    document: Document
    name: str
    part: str
    content: bytes
    how: reading.Options


def earlier_of(bench: Workbench, document: Document) -> Document:
    """The version before a document: the one that it names, else the last other one with its name; :class:`Refused`
    where none is known.
    """
    named = document.attributes.get(VERSION_OF, "")
    if named:
        try:
            found = bench.ask.document(ids.from_text(named))
        except ValueError:
            found = None
        if found is not None:
            return found
    mine = ids.to_text(document.id)
    same = [
        row.document
        for row in bench.ask.documents(text=document.name)
        if row.document.name == document.name
        and row.document.id != document.id
        and row.document.attributes.get(VERSION_OF) != mine  # that is a newer one
    ]
    if not same:
        raise Refused(
            "No earlier version of this document is known.",
            remedy="One is known by its address, the name of its file or its own name.",
        )
    return same[-1]


def follow(
    bench: Workbench, pairs: Sequence[tuple[Document, int]], progress: Progress = lambda done, total: None
) -> list[Renewal]:
    """What became of the mentions of earlier versions, for each new document with the id of its earlier one; those of
    which nothing was said are left out.
    """
    found: list[Renewal] = []
    for done, (document, earlier) in enumerate(pairs, 1):
        old = bench.annotations(earlier)
        if old.mentions:
            text = bench.ask.text_of(document.id)
            found.append(Renewal(document, text, old.document, tuple(versions.follow(old, text))))
        progress(done, len(pairs))
    return found


def take_over(bench: Workbench, chosen: Iterable[Renewal]) -> int:
    """Take over what is said of earlier versions, as one step; how many records came.  :class:`Refused` where all of it
    is there already.
    """
    taken = list(chosen)
    added: list[Record] = []
    for each in taken:
        old, here = bench.annotations(each.earlier.id), bench.annotations(each.document.id)
        change = versions.take_over(old, each.followed, here, by=bench.hand).change
        added += change.added if change else ()
    if not added:
        raise Refused("All of it is there already.")
    title = f"Take over annotations of “{short(taken[0].earlier.name)}”" + and_others(len(taken))
    bench.do(bench.hand.change(title, added=added))
    return len(added)


# --- a file read anew


def original_of(bench: Workbench, document: Document) -> Original:
    """The file of a document, as the project keeps it; :class:`Refused` where it does not or where it is no text in
    some encoding.
    """
    if not document.encoding:
        raise Refused("The kind of its file settles how its letters are to be read.")
    content = intake.original(bench, document)
    if content is None:
        raise Refused("The project does not keep the file of this document.", remedy="Import the file again.")
    part = document.origin.removeprefix("file ").removesuffix(_GUESSED)
    name = part
    for each in _PARTS:
        name = name.partition(each)[0]
    how = next(
        (each for each in _ways(name, content, document) if _is_it(document, name, part, content, each)), None
    )
    if how is None:
        raise Refused("The text can no longer be made of the file that the project keeps.")
    return Original(document, name, part, content, how)


def read_as(original: Original, encoding: str) -> TextFile:
    """The text of a document out of its file, read in another encoding; raises what reading that file may raise."""
    return _read(original.name, original.part, original.content, original.how._replace(encoding=encoding))


def renew(bench: Workbench, original: Original, read: TextFile) -> Renewal:
    """Bring in what was read anew as a newer version, with the annotations of the document, as one step."""
    old = bench.annotations(original.document.id)
    digest = digest_of(read.text)
    there = bench.ask.find_document(digest)
    if there is not None:
        raise Refused(already_there(read.name, there))
    before = _read(original.name, original.part, original.content, original.how)
    document = replace(
        old.document,
        id=bench.hand.new_id(),
        name=read.name if old.document.name == before.name else old.document.name,
        author=read.author if old.document.author == before.author else old.document.author,
        length=len(read.text),
        digest=digest,
        encoding=read.encoding,
        origin=old.document.origin.removesuffix(_GUESSED),
        attributes={**old.document.attributes, VERSION_OF: ids.to_text(old.document.id)},
    )
    followed = tuple(follow_letters(old, read.text, was=old.document.encoding, now=read.encoding))
    taken = versions.take_over(old, followed, AnnotationSet(document, read.text), by=bench.hand).change
    change = bench.hand.change(
        f"Read “{short(document.name)}” as {read.encoding}", added=[document, *(taken.added if taken else ())]
    )
    bench.do(replace(change, texts={digest: read.text}))
    return Renewal(document, read.text, old.document, followed)


def follow_letters(old: AnnotationSet, new: str, *, was: str, now: str) -> Iterator[Followed]:
    """Where each mention stands in ``new``, whose bytes are those of the old text, read in another encoding.

    The new text is misread as the old one was, so that the two can be compared, and the bytes tell where each letter
    of what was misread belongs.
    """
    try:
        misread, begins = _misread(new, _codec(now), _codec(was))
    except (LookupError, UnicodeError):
        yield from versions.follow(old, new)
        return
    for each in versions.follow(old, misread):
        places = (begins.back(span) for span in each.fragments)
        fragments = [place for place in places if not place.is_empty]
        yield each._replace(fragments=normalise(fragments)) if fragments else Followed(each.mention, "lost")


class _Begins(NamedTuple):
    """At which byte each character begins, and at the end where the last one ends."""

    new: list[int]
    misread: list[int]

    def back(self, span: Span) -> Span:
        """Where a stretch of what was misread stands in the text."""
        first, last = self.misread[span.start], self.misread[span.end]
        return Span(bisect_right(self.new, first) - 1, bisect_left(self.new, last))


def _misread(text: str, now: str, was: str) -> tuple[str, _Begins]:
    pieces = [each.encode(now, "replace") for each in text]
    misread = b"".join(pieces).decode(was, "replace")
    lengths = [len(each.encode(was, "replace")) if each != "\ufffd" else 1 for each in misread]
    return misread, _Begins([0, *accumulate(map(len, pieces))], [0, *accumulate(lengths)])


def _codec(shown: str) -> str:
    """The name of the codec, without a byte order mark of its own, of an encoding as people write it."""
    name = codecs.lookup(shown.removesuffix(" with BOM")).name
    return {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(name, name)


def _ways(name: str, content: bytes, document: Document) -> Iterator[reading.Options]:
    """Ways in which the file may have been read, the likeliest first."""
    from glossator.formats.documents import reading

    encoding = document.encoding.removesuffix(" with BOM")
    for known in dict.fromkeys(("", encoding)):  # a mark at its beginning tells more than a name
        plain = reading.Options(known)
        yield plain
        kind = reading.kind_of(name, content)
        if kind in reading.PAGES:
            yield plain._replace(whole_page=True)
        if kind in reading.TABLES:
            table, _ = reading.table_of(name, content, plain)
            yield from (plain._replace(column=each) for each in table.columns[:_MOST_COLUMNS])


def _is_it(document: Document, name: str, part: str, content: bytes, how: reading.Options) -> bool:
    try:
        return digest_of(_read(name, part, content, how).text) == document.digest
    except GlossatorError:
        return False


def _read(name: str, part: str, content: bytes, how: reading.Options) -> TextFile:
    from glossator.formats.documents import reading

    fault = GlossatorError(f"“{part}” is not in the file that the project keeps.")
    for each in reading.from_bytes(name, content, how):
        if isinstance(each, GlossatorError):
            fault = each
        elif each.file_name == part:
            return each
    raise fault
