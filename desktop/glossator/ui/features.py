"""Optional features of Qt for Python, which nothing here uses: no module is looked through for them."""

from __future__ import annotations

import sys

import PySide6.QtCore  # noqa: F401 - which brings what is told to leave us alone


def leave_out() -> None:
    """Have modules imported from now on without a look into their source for the use of such features.

    Qt for Python asks for the source of every module after its import, which takes a twentieth of the start, and
    where there is none it searches for it.  Where a version of it does so in another way, all stays as it is.
    """
    looking = sys.modules.get("shibokensupport.feature")
    if looking is not None and "_mod_uses_pyside" in vars(looking):
        vars(looking)["_mod_uses_pyside"] = lambda module: False
