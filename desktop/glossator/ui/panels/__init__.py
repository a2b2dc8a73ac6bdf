"""Rows, columns and forms beside the text; panels are strangers to one another."""
