"""What was found of a damaged project written into a new one, and what is missing told by document."""

from glossator.store.rebuilding.account import Salvaged
from glossator.store.rebuilding.documents import is_text
from glossator.store.rebuilding.project import Rebuilding

__all__ = ["Rebuilding", "Salvaged", "is_text"]
