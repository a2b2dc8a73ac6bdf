"""Countries by what texts call them: a name, the word for their people, their capital.

>>> libya = Country("LY", "LBY", "Libya", demonyms=("Libyan",), capitals=("Tripoli",))
>>> found = Countries([libya])
>>> [found.meant_by(name) for name in ("the Libyans", "TRIPOLI", "Leptis")]
[('LY', 'demonym'), ('LY', 'capital'), None]
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from glossator.core.names import plain_name

Way = Literal["name", "demonym", "capital"]
"""How a word means a country."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country with its codes of ISO 3166-1 (two and three letters; Kosovo has the usual XK and XKX) and its English
    names.  ``demonyms`` are the words for its people and for what is of it, in the singular.
    """

    code: str
    code3: str
    name: str
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()


class Countries:
    """Countries, found by name.  A word that means two countries (Congolese, Dominican) means neither here."""

    def __init__(self, countries: Iterable[Country]) -> None:
        self.by_code = {each.code: each for each in countries}
        self._meant: dict[str, set[tuple[str, Way]]] = {}
        for each in self.by_code.values():
            for name in (each.name, *each.aliases):
                self._add(name, each.code, "name")
            for name in each.demonyms:
                self._add(name, each.code, "demonym")
                self._add(f"{name}s", each.code, "demonym")
            for name in each.capitals:
                self._add(name, each.code, "capital")

    def _add(self, name: str, code: str, way: Way) -> None:
        self._meant.setdefault(_plain(name), set()).add((code, way))

    def meant_by(self, name: str) -> tuple[str, Way] | None:
        """The two-letter code of the country that ``name`` means, and how; ``None`` for none or for several.  A name of
        a country goes before everything else: Georgia is one, and so is Singapore, its own capital.
        """
        found = self._meant.get(_plain(name), set())
        names = {each for each in found if each[1] == "name"}
        chosen = names or found
        return next(iter(chosen)) if len(chosen) == 1 else None


def _plain(name: str) -> str:
    return plain_name(name.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
