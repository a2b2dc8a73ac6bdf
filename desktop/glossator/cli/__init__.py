"""The command line: every command that needs no window, its sentences and its exit codes."""

from glossator.cli.program import (
    INTERRUPTED,
    READER_GONE,
    SELF_TEST,
    guarded,
    is_project,
    parsed,
    parser,
    run,
)

__all__ = ["INTERRUPTED", "READER_GONE", "SELF_TEST", "guarded", "is_project", "parsed", "parser", "run"]
