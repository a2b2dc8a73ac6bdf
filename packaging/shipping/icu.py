"""The data of ICU, of which Qt uses collation and rules: names of zones, units and moneys, and converters, stay out.

The library that Qt brings holds 32 MB, of which 21 MB are names in all languages that nothing here asks ICU for (Qt has
its own), 5 MB tables of old encodings (Python reads our texts) and 3 MB dictionaries of words (Qt breaks lines itself).
What comes out is the same library with fewer entries, as ICU's own tool makes it.
"""

from __future__ import annotations

from pathlib import Path

from shipping.ground import Broken, Ground

FOLDERS = ("brkitr/", "curr/", "lang/", "rbnf/", "region/", "translit/", "unit/", "zone/")
"""What is taken out, by the folders of the data ..."""
ENDINGS = (".cnv", "unames.icu", "confusables.cfu")
"""... and by the ends of names."""

_SOURCE = """\
.section .rodata
.balign 16
.globl {symbol}
.type {symbol}, @object
{symbol}:
.incbin "{data}"
.size {symbol}, . - {symbol}
.section .note.GNU-stack,"",@progbits
"""


def shrink(ground: Ground, library: Path) -> None:
    """Replace the library of the data by one without the names."""
    folder = ground.fresh("icu")
    symbol, start, size = _symbol(ground, library)
    data = folder / f"{symbol.removesuffix('_dat')}l.dat"
    data.write_bytes(library.read_bytes()[start : start + size])
    entries = ground.run("icupkg", "-l", data).split()
    (folder / "out.txt").write_text(
        "".join(f"{each}\n" for each in entries if each.startswith(FOLDERS) or each.endswith(ENDINGS))
    )
    small = folder / "small" / data.name  # entries are named after the file
    small.parent.mkdir()
    ground.run("icupkg", "-r", folder / "out.txt", data, small)
    (folder / "data.s").write_text(_SOURCE.format(symbol=symbol, data=f"small/{small.name}"))
    made = folder / library.name
    flags = (
        "-shared",
        "-nostdlib",
        f"-Wl,-soname,{library.name}",
        "-Wl,--build-id=none",
        "-Wl,-z,noexecstack",
    )
    ground.run("cc", *flags, "-o", made, "data.s", cwd=folder)
    library.write_bytes(made.read_bytes())


def _symbol(ground: Ground, library: Path) -> tuple[str, int, int]:
    """Return the name of the data in the library, its place in the file and its size, in bytes."""
    told = ground.run("readelf", "--dyn-syms", "-W", library)
    rows = [line.split() for line in told.splitlines() if line.endswith("_dat")]
    if len(rows) != 1:
        raise Broken(f"{library.name} is not the library of the data of ICU.")
    (row,) = rows
    segments = [
        line.split() for line in ground.run("readelf", "-l", "-W", library).splitlines() if " LOAD " in line
    ]
    address, size = int(row[1], 16), int(row[2], 0)
    for segment in segments:
        offset, virtual, in_file = (int(segment[at], 16) for at in (1, 2, 4))
        if virtual <= address < virtual + in_file:
            return row[-1], address - virtual + offset, size
    raise Broken(f"The data in {library.name} is in no segment of the file.")
