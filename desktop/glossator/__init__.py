"""Glossator: an analyst's desk for tagging what an article says, and the one place of its version."""

__version__ = "0.1.0"
