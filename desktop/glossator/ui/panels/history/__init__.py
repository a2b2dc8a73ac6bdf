"""The steps that were made in the project, the newest first: looked through, taken back, done again."""

from glossator.ui.panels.history.panel import HistoryPanel

__all__ = ["HistoryPanel"]
