"""The page: an article with its highlights, chips and arcs, drawn row by row near the screen only."""
