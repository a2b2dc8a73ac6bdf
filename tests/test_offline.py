"""No socket is opened, whatever is loaded."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from glossator import offline

_WATCHED = """
import sys
asked = []
sys.addaudithook(lambda name, told: asked.append((name, told)) if name.startswith("socket.") else None)
{work}
print([each for each in asked if each[0] != "socket.gethostname"])
"""
_WORKS = {
    "every library at its work": "from glossator import libraries; assert not libraries.at_work()",
    "a web page from a file": (
        "from glossator.formats.documents import web; "
        "assert 'Libya' in web.page_of('a.html', '<p>' + 'Libya has a coast. ' * 40 + '</p>').text"
    ),
}


@pytest.mark.parametrize("work", _WORKS.values(), ids=_WORKS)
def test_no_socket_is_asked_for(work: str) -> None:
    done = subprocess.run([sys.executable, "-c", _WATCHED.format(work=work)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


def test_what_the_machine_can_is_known_again_afterwards() -> None:
    knew = socket.has_ipv6
    with offline.loading():
        assert not socket.has_ipv6
    assert socket.has_ipv6 is knew
