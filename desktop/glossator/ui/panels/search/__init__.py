"""What is found in the texts of the project: a field, and the hits in their lines, grouped by document."""

from glossator.ui.panels.search.panel import SearchPanel

__all__ = ["SearchPanel"]
