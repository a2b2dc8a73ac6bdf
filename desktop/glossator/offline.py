"""No network: libraries that would look for one when they are loaded are loaded so that they do not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """While a library is loaded that opens a socket to see whether this machine speaks IPv6, say that it does not.

    Nothing of it is used to fetch anything; it comes along with one that reads web pages from files.
    """
    import socket

    knew = socket.has_ipv6
    socket.has_ipv6 = False
    try:
        yield
    finally:
        socket.has_ipv6 = knew
