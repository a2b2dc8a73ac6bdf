"""Readers of annotations and files for them: sound ones, and such as chance makes of these."""

from __future__ import annotations

import io
import random
import shutil
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from glossator.core.errors import GlossatorError
from glossator.formats.catalogue import Format, detected
from tests.formats.exchange import CORPORA, Read

LONGEST = 8_000
"""Bytes of the samples."""
_SAMPLES = 12
_LOOKED_AT = 150
_WORDS = (
    *(
        b"\x00",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\r\n",
        b"\n",
        b"\t",
        b"\xed\xa0\x80",
        b"{",
        b"[",
        b'"',
        b"}",
        b"]",
    ),
    *(
        b"-1",
        b"99999999999999999999",
        b"1e999",
        b"NaN",
        b"null",
        b"\\ud800",
        b"T1",
        b"E1",
        b"*",
        b"[1]",
        b"->1-1",
    ),
    *(
        b"<!DOCTYPE a>",
        b"<!ENTITY b 'c'>",
        b"&b;",
        b"<a>",
        b"]]>",
        b"../../x",
        b"0-3",
        b"#Text=",
        b"PK\x03\x04",
    ),
)


class Target:
    """A reader, and a place where files lie for it: ``try_one`` raises what it should not raise."""

    def __init__(self, form: Format, folder: Path) -> None:
        self._form = form
        self._folder = folder
        self.tried = self.imports = 0
        self.samples = [each for each in samples(form, folder / "samples") if each[1]]

    def try_one(self, content: bytes, place: int) -> None:
        """Read ``content`` in the place of a file of the format."""
        self.tried += 1
        name = self.samples[place % len(self.samples)][0]
        root = self._folder / "tried"
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        target = root if self._form.writes_folder and "/" not in name and self._beside(path) else path
        try:
            detected(target)
            Read(self._form.name, target)
            self.imports += 1
        except GlossatorError as error:
            if not error.what or "\n" in error.what:
                raise ValueError(f"this is no sentence: {error.what!r}") from error

    def _beside(self, path: Path) -> bool:
        """Lay the other files of a folder beside one of them."""
        written = self._folder / "samples" / "written"
        if not written.is_dir():
            return False
        for each in written.iterdir():
            if each.is_file() and each.name != path.name:
                shutil.copyfile(each, path.parent / each.name)
        return True


def samples(form: Format, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Sound files of a format: what we write, and the small ones of the corpora; their names and contents."""
    from tests.formats.test_archive import MIXED, packed
    from tests.formats.test_tables import written

    folder.mkdir(parents=True, exist_ok=True)
    if form.write is not None:
        made = written(folder, form.name, "" if form.writes_folder else form.endings[0])
        if made.is_dir():
            made = made.rename(folder / "written")
            yield from ((each.name, each.read_bytes()) for each in sorted(made.iterdir()) if each.is_file())
        else:
            yield f"a{form.endings[0]}", made.read_bytes()
    if form.name == "archive":
        yield "a.zip", packed(folder / "a.zip", MIXED).read_bytes()
    yield f"a{form.endings[0]}", b"\n"
    ending = form.endings[0]
    small = (each for each in sorted(CORPORA.rglob(f"*{ending}")) if each.stat().st_size < LONGEST)
    found = (each for _, each in zip(range(_LOOKED_AT), small, strict=False))
    known = (each for each in found if form.sniff(each.read_bytes(), each))
    for _, each in zip(range(_SAMPLES), known, strict=False):
        yield f"a{ending}", each.read_bytes()


def turned(content: bytes, others: list[bytes], dice: random.Random) -> bytes:
    """A file with some of its bytes changed, taken out, doubled, or put in from others."""
    made = bytearray(content)
    for _ in range(dice.choice((1, 1, 2, 4, 12))):
        at = dice.randrange(len(made) + 1)
        size = dice.choice((1, 2, 8, 60, 400))
        match dice.randrange(6):
            case 0 if at < len(made):
                made[at] = dice.randrange(256)
            case 1:
                del made[at : at + size]
            case 2:
                made[at:at] = made[at : at + size] * dice.choice((1, 1, 30))
            case 3:
                other = dice.choice(others)
                start = dice.randrange(len(other) + 1)
                made[at:at] = other[start : start + size]
            case 4:
                made[at : at + dice.randrange(3)] = dice.choice(_WORDS)
            case _:
                made[at:] = b"" if not dice.randrange(8) else made[at:]
    return bytes(made[: 4 * LONGEST])


def turned_within(content: bytes, others: list[bytes], dice: random.Random) -> bytes:
    """As :func:`turned`; of a packed file half of the time what is in it, as else hardly any is unpacked."""
    if dice.randrange(2):
        return turned(content, others, dice)
    if content[:1] == b"\x78":
        return zlib.compress(turned(zlib.decompress(content), others, dice))
    if content[:4] != b"PK\x03\x04":
        return turned(content, others, dice)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        chosen = dice.choice(source.namelist())
        for each in source.namelist():
            held = source.read(each)
            made.writestr(each, turned(held, [held], dice) if each == chosen else held)
    return out.getvalue()


def by_chance(target: Target, count: int, seed: int) -> float:
    """Try ``count`` turned files; the seconds that the slowest took."""
    dice = random.Random(seed)
    slowest = 0.0
    contents = [content for _, content in target.samples]
    for _ in range(count):
        place = dice.randrange(len(contents))
        content = turned_within(contents[place], contents, dice)
        begun = time.perf_counter()
        try:
            target.try_one(content, place)
        except BaseException:
            print(f"the file: {content[:3000]!r}")
            raise
        slowest = max(slowest, time.perf_counter() - begun)
    return slowest
