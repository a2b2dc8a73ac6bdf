"""The link chart: how nodes are connected, and by whose word."""
