"""Rich Text Format, as text."""

from __future__ import annotations

from glossator.core.errors import GlossatorError


def text_of(name: str, content: bytes) -> str:
    """What the document says; :class:`GlossatorError` where its groups and control words cannot be read."""
    from striprtf.striprtf import rtf_to_text

    try:
        found = str(rtf_to_text(content.decode("latin-1"), errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, IndexError, RecursionError) as error:
        raise GlossatorError(f"“{name}” is not a sound RTF document.", details=str(error)) from error
    return "\n".join(line.rstrip() for line in found.splitlines()).strip("\n")
