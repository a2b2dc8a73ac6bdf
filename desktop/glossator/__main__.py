"""The program's beginning: decides between the command line and the window, and imports only what that one needs."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

_PROJECT_ENDING = ".gloss"
_QT = (
    "PySide6",
    "shiboken6",
    "lib",
)  # how the name of what is missing begins: a package, or a library of the system


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with these arguments (those of the process where none are given) and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments:
        return _window(None)
    if len(arguments) == 1 and _is_plainly_a_project(arguments[0]):
        return _window(Path(arguments[0]))
    from glossator import cli  # late: a double click must not wait for commands that nobody gave

    if cli.is_project(arguments):
        return _window(Path(arguments[0]))
    if arguments == [cli.SELF_TEST]:
        return _self_test()
    if arguments[0] == "demo":
        wish = cli.parsed(arguments)
        return wish if isinstance(wish, int) else _window(None, demo=True, tagged=wish.tagged)
    return cli.run(arguments)


def _is_plainly_a_project(word: str) -> bool:
    return not word.startswith("-") and Path(word).suffix == _PROJECT_ENDING


def _window(project: Path | None, *, demo: bool = False, tagged: bool = False) -> int:
    gc.disable()  # what the start makes is kept: to look for rubbish among it would take a tenth of the whole time
    try:
        from glossator.ui import features  # late: the command line must not wait for Qt, nor need it

        features.leave_out()
        from glossator.ui import app
    except ImportError as error:
        if not str(error.name or error).startswith(_QT):
            raise
        print(f"glossator: The window cannot be opened, Qt does not load: {error}.", file=sys.stderr)
        return 1
    else:
        return app.main(project, demo=demo, tagged=tagged)
    finally:
        gc.enable()  # the window has done so as soon as it stood


def _self_test() -> int:
    from glossator.ui import selftest  # what Qt lacks is to be seen whole here

    return selftest.main()


if __name__ == "__main__":
    sys.exit(main())
