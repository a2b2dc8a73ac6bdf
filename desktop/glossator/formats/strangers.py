"""What a folder holds that its format does not read: annotations in other formats, texts that nothing is said of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from glossator.core.documents import printable
from glossator.formats.limits import head_of

if TYPE_CHECKING:
    from glossator.formats.catalogue import Format

_LOOKED_AT = 300  # files with other endings that are looked into
_MOST_TOLD = 5
_NEVER = frozenset((".txt", ".conf", ".log", ".md", ".ser", ".zip", ""))
"""Endings of files that lie beside annotations without being any."""
_ON_TEXTS = frozenset(("brat", "bionlp"))
"""Formats that say in a file what stands in another, a text."""
_PACKED = b"PK\x03\x04"


def told(form: Format, folder: Path) -> Iterator[str]:
    """Sentences for annotations in ``folder`` that are in another format than ``form``, and for texts without any."""
    endings = frozenset(Path(f"a{each}").suffix for each in form.endings)
    files = [each for each in sorted(folder.rglob("*")) if each.is_file() and not each.name.startswith(".")]
    others = (each for each in files if each.suffix.lower() not in _NEVER | endings)
    strange: dict[str, list[str]] = {}
    for _, each in zip(range(_LOOKED_AT), others, strict=False):
        found = form_of(each)
        if found is not None and found.name != form.name:
            strange.setdefault(found.title, []).append(_name(each, folder))
    for title, names in strange.items():
        held, are = ("holds", "is") if len(names) == 1 else ("hold", "are")
        yield (
            f"{_listed(names)} {held} annotations in another format ({title}) and {are} not read with this one: "
            "bring the folder in as “folder or ZIP of annotations”, or these by themselves."
        )
    if form.name in _ON_TEXTS:
        known = {each.with_suffix("") for each in files if each.suffix.lower() in endings}
        bare = [each for each in files if each.suffix.lower() == ".txt" and each.with_suffix("") not in known]
        if bare and known:
            one = len(bare) == 1
            yield (
                f"{_listed([_name(each, folder) for each in bare])} {'has' if one else 'have'} no annotations beside"
                f" {'it' if one else 'them'}, and {'is' if one else 'are'} not brought in."
            )


def form_of(path: Path) -> Format | None:
    """The format of a file that holds annotations; never that of an archive, nor of what only lies beside."""
    from glossator.formats import catalogue  # which knows the modules that use this one

    head = head_of(path)
    if not head or (head.startswith(_PACKED) and path.suffix.lower() != ".xlsx"):
        return None
    found = (each for each in catalogue.formats().values() if each.name != "archive" and each.reads)
    return next((each for each in found if each.sniff(head, path)), None)


def _name(path: Path, folder: Path) -> str:
    return printable(path.relative_to(folder).as_posix())


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _MOST_TOLD:,} more" if len(names) > _MOST_TOLD else ""
    return f"{', '.join(names[:_MOST_TOLD])}{more}"
