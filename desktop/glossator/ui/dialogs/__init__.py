"""Dialogs and popups: what opens over the window, asks one thing, and answers by a signal."""
