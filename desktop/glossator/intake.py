"""Texts on their way into a project: out of files, folders and archives, new, known, or a newer version."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from glossator.arrivals import Ahead, DoesNotFit, ImportReport, already_there, bring, described
from glossator.core.documents import FOLDER, Document, digest_of, printable
from glossator.core.errors import GlossatorError
from glossator.core.ids import to_text
from glossator.core.titles import and_others, short
from glossator.core.versions import VERSION_OF
from glossator.workbench import Workbench

if TYPE_CHECKING:  # who opens a project does not wait for the formats
    from glossator.formats.documents import reading
    from glossator.formats.text import TextFile

Progress = Callable[[int, int], object]
"""Hears how much is done and how much there is in all."""

_LINE = 1_000_000  # bytes of a first line that are looked at
_FORMAT = "glossator-jsonl"
_OURS = _FORMAT.encode()
_NAMED = 3  # endings that a sentence names
_SAME_TEXT = 0.3  # share of its lines that a newer version has in common with the earlier one at least
_CANDIDATES = 5  # earlier documents of the same name that are looked at


class Options(NamedTuple):
    """How files are read: ``encoding`` (empty: found out), web pages as a ``whole_page`` instead of their article, the
    ``column`` of tables that is the text (empty: found out; ``columns`` say it by their headings), whether the project
    keeps the bytes of the files, whether every file is plain text, whatever it looks like, and the ``fallback`` for
    encodings that would be guessed.
    """

    encoding: str = ""
    whole_page: bool = False
    column: str = ""
    keeps_sources: bool = True
    as_text: bool = False
    fallback: str = ""
    columns: tuple[tuple[tuple[str, ...], str], ...] = ()

    @property
    def reading(self) -> reading.Options:
        """What of it the readers have to know."""
        from glossator.formats.documents import reading

        return reading.Options(self.encoding, self.whole_page, self.column, self.fallback, self.columns)


DEFAULTS = Options()
"""Everything found out, and the bytes kept."""


class Found(NamedTuple):
    """Files to read, and a sentence on those in folders that are of no kind that can be read (empty: none)."""

    files: tuple[Path, ...]
    left_out: str = ""


def _no_progress(done: int, total: int) -> None:
    """Nobody wants to hear."""


def files_in(paths: Iterable[Path]) -> Found:
    """``paths`` with the files of each folder, and of those within it, in its place, by name.

    A file that is named is taken whatever its ending is; in folders only those that can hold texts are, and hidden
    ones are not.
    """
    from glossator.formats.documents.reading import ENDINGS

    files: list[Path] = []
    left: Counter[str] = Counter()
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        for each in _below(path):
            if each.suffix.lower() in ENDINGS or not each.suffix:
                files.append(each)
            else:
                left[each.suffix.lower()] += 1
    return Found(tuple(files), _in_words(left))


def _below(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(where, name) for name in sorted(names) if not name.startswith("."))


def _in_words(left: Counter[str]) -> str:
    if not left:
        return ""
    if left.total() == 1:
        return f"1 file of another kind ({next(iter(left))})"
    kinds = ", ".join(f"{count:,} {ending}" for ending, count in left.most_common(_NAMED))
    more = ", …" if len(left) > _NAMED else ""
    return f"{left.total():,} files of other kinds ({kinds}{more})"


def is_ours(path: Path) -> bool:
    """Whether a file is Glossator's own JSONL, or is called so and is damaged from its first line on; other JSONL is a
    table of texts.
    """
    import orjson

    if path.suffix.lower() != ".jsonl":
        return False
    try:
        with path.open("rb") as file:
            line = file.readline(_LINE).removeprefix(b"\xef\xbb\xbf")
        first = orjson.loads(line)
    except OSError:
        return True  # reading it tells what is wrong
    except orjson.JSONDecodeError:
        return _OURS in line or not line.startswith(b"{") or len(line) < _LINE
    return not isinstance(first, dict) or _FORMAT in first.values()


def original(bench: Workbench, document: Document) -> bytes | None:
    """The bytes of the file that a document was imported from; ``None`` where the project does not keep them."""
    kept = bench.ask.source_bytes(document.source_digest) if document.source_digest else None
    if kept is None and document.source_digest == document.digest:
        return bench.ask.text_of(document.id).encode()
    return kept


def save_original(content: bytes, target: Path) -> None:
    """Write the bytes of a file to ``target``, whole or not at all."""
    from glossator.formats.whole import written_whole

    with written_whole(target, overwrite=True) as out:
        out.write(content)


def import_texts(
    bench: Workbench,
    files: Sequence[Path],
    progress: Progress = _no_progress,
    options: Options = DEFAULTS,
    *,
    skip_bad: bool = True,
) -> ImportReport:
    """Read ``files`` and bring their texts in as one Change; what cannot be read is told in the report, or without
    ``skip_bad`` raises :class:`DoesNotFit`, and nothing comes in.

    However many there are, memory holds few of them, and each step but the last, short one may be the end of it
    (``progress`` may raise): then nothing has come in.
    """
    texts = _Texts(bench, keeps_sources=options.keeps_sources)
    refused: list[str] = []
    folders = folders_of(files)
    for done, path in enumerate(files, 1):
        for read in _read(path, options):
            if isinstance(read, GlossatorError):
                refused.append(str(read))
            else:
                texts.take(read, folders[path.parent])
        progress(done, len(files))
    if refused and not skip_bad:
        count = f"{len(refused)} files cannot be read." if len(refused) > 1 else refused[0]
        raise DoesNotFit(count, safe="Nothing was imported.", details="\n".join(refused))
    said = texts.bring()
    return ImportReport(
        tuple(texts.documents.values()),
        faults=(*refused, *texts.known),
        known=len(texts.known),
        told=(*texts.told, said) if said else tuple(texts.told),
        versions=tuple(texts.versions),
    )


def folders_of(files: Iterable[Path]) -> dict[Path, str]:
    """What the folders of these files are called in the project: as they lie below one another, from the one that all
    have in common on.  What is above that is nobody's business: projects travel, and a home says whose it is.
    """
    parents = {each.parent for each in files}
    below = {each: each.resolve() for each in parents}
    try:
        common = Path(os.path.commonpath(below.values())) if below else Path()
    except ValueError:  # on several drives
        common = Path()
    home = Path.home().resolve()
    is_private = not common.name or common == home or common in home.parents

    def called(folder: Path) -> str:
        if folder == home:
            return ""
        return printable(folder.name if is_private else folder.relative_to(common.parent).as_posix())

    return {each: called(found) for each, found in below.items()}


def _read(path: Path, options: Options) -> Iterator[TextFile | GlossatorError]:
    from glossator.formats import text
    from glossator.formats.documents import reading

    try:
        if options.as_text:
            yield text.read(path, encoding=options.encoding, fallback=options.fallback)
        else:
            yield from reading.read(path, options.reading)
    except GlossatorError as error:
        yield error


class _Texts:
    """Texts on their way into the project on ``bench``, as one Change.

    Many or long ones are written ahead in short steps, so that the Change itself stays short and memory holds few.
    ``documents`` are the new ones by their digests, ``known`` has a sentence for each text that the project has,
    ``told`` one for what of a file is not in its text, ``versions`` are new ones with the id of an earlier version.
    """

    def __init__(self, bench: Workbench, *, keeps_sources: bool) -> None:
        self._bench = bench
        self._keeps_sources = keeps_sources
        self._ahead = Ahead(bench)
        self.documents: dict[str, Document] = {}
        self.known: list[str] = []
        self.told: list[str] = []
        self.versions: list[tuple[Document, int]] = []

    def take(self, read: TextFile, folder: str) -> None:
        """Take a text that lay in ``folder``, unless the project has it already or it came before."""
        digest = digest_of(read.text)
        there = self.documents.get(digest) or self._bench.ask.find_document(digest)
        if there is not None:
            self.known.append(already_there(read.file_name, there))
            return
        made = described(read, digest, self._bench)
        if folder:
            made = replace(made, attributes={FOLDER: folder, **made.attributes})
        earlier = self._earlier(made, read.text)
        if earlier is not None:
            made = replace(made, attributes={**made.attributes, VERSION_OF: to_text(earlier)})
            self.versions.append((made, earlier))
        self.documents[digest] = made
        self.told += read.told
        # a file that is the text, byte for byte, need not be kept twice
        is_kept = self._keeps_sources and read.content != read.text.encode()
        content = read.content if is_kept else b""
        self._ahead.put(digest, read.text, read.source_digest, content)

    @cached_property
    def _there(self) -> dict[str, list[int]]:
        """The documents that the project had, by address and by the name of their file."""
        found: dict[str, list[int]] = defaultdict(list)
        for row in self._bench.ask.documents():
            for key in _keys(row.document):
                found[key].append(row.document.id)
        return found

    def _earlier(self, made: Document, text: str) -> int | None:
        """The document of which this is a newer version: from the same address or a file of the same name, and with
        much of its text.
        """
        lines = _lines(text)
        for key in _keys(made):
            for each in reversed(self._there.get(key, ())[-_CANDIDATES:]):
                earlier = _lines(self._bench.ask.text_of(each))
                if len(lines & earlier) >= _SAME_TEXT * min(len(lines), len(earlier)):
                    return each
        return None

    def bring(self) -> str:
        """Bring in what was taken, as one Change; a sentence where a backup before a large one could not be kept."""
        if not self.documents:
            return ""
        added = tuple(self.documents.values())
        title = f"Import “{short(added[0].name)}”" + and_others(len(added))
        change = self._bench.hand.change(title, added=added)
        return bring(self._bench, replace(change, texts=self._ahead.texts, sources=self._ahead.sources))


def _keys(document: Document) -> list[str]:
    return [key for key in (document.url, document.origin.removesuffix(", encoding guessed")) if key]


def _lines(text: str) -> set[str]:
    return {line for line in map(str.strip, text.split("\n")) if line}
