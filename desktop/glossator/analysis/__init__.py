"""The counts, lists and tables behind every view, as plain values."""
