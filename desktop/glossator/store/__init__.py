"""The project file: the only room that knows SQL."""
