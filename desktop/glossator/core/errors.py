"""What the world did to us, told to the user in sentences."""

from __future__ import annotations


class GlossatorError(Exception):
    """Something that is not a bug: the file is locked, the disk is full, line 12 is broken.

    ``what`` says what happened in one sentence, ``safe`` what is not lost, ``remedy`` what to do;
    ``details`` is for the fold below (a driver's message, a list of lines).  Each may be shown as it stands.
    """

    def __init__(self, what: str, *, safe: str = "", remedy: str = "", details: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.safe = safe
        self.remedy = remedy
        self.details = details

    def __str__(self) -> str:
        """All sentences in one line, as the command line prints them (without the details)."""
        return " ".join(part for part in (self.what, self.safe, self.remedy) if part)


class Refused(GlossatorError):
    """An edit that the laws of annotation do not allow, with the reason."""
