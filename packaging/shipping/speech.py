"""The manual page and the completions of the shells, made from the parser of the command line."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping
from typing import NamedTuple

FILES = "FILES"
"""Stands for files where a shell completes them."""


class Word(NamedTuple):
    """What may be typed: an option or a command, with its sentence."""

    text: str
    says: str


class Command(NamedTuple):
    """A command with its usage, its options and its sentence."""

    name: str
    says: str
    usage: str
    options: tuple[argparse.Action, ...]
    places: tuple[argparse.Action, ...]


def commands(parser: argparse.ArgumentParser) -> list[Command]:
    """Return every command of the parser; those of commands in commands stand as two words."""
    return list(_commands(parser, ""))


def _commands(parser: argparse.ArgumentParser, before: str) -> Iterator[Command]:
    for action in parser._actions:  # noqa: SLF001 - argparse tells nobody else
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            helps = {each.dest: each.help or "" for each in action._choices_actions}  # noqa: SLF001
            for name, inner in action.choices.items():
                own = [each for each in inner._actions if not isinstance(each, argparse._SubParsersAction)]  # noqa: SLF001
                full = f"{before}{name}"
                yield Command(
                    full,
                    helps.get(name, ""),
                    inner.format_usage().removeprefix("usage: ").strip(),
                    tuple(each for each in own if each.option_strings),
                    tuple(each for each in own if not each.option_strings),
                )
                yield from _commands(inner, f"{full} ")


def options(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """Return the options that stand before any command."""
    return [each for each in parser._actions if each.option_strings]  # noqa: SLF001


# --- the manual page


def manual(parser: argparse.ArgumentParser, version: str, epoch: int) -> str:
    """Return the manual page, section 1."""
    day = time.strftime("%Y-%m-%d", time.gmtime(epoch))
    lines = [
        f'.TH GLOSSATOR 1 "{day}" "Glossator {version}" "User Commands"',
        ".SH NAME",
        "glossator \\- tag what an article says, see it, export it",
        ".SH SYNOPSIS",
        ".B glossator",
        "[\\fIPROJECT\\fR]",
        ".br",
        ".B glossator",
        "\\fICOMMAND\\fR \\fIARGUMENT\\fR ...",
        ".br",
        ".B glossator \\-\\-self\\-test",
        ".SH DESCRIPTION",
        "Glossator shows articles, lets analysts highlight and tag what they say as entities, relations and events,",
        "keeps all of it in one project file and draws summary views. Without a command the window opens.",
        ".SH OPTIONS",
    ]
    for option in options(parser):
        lines += [".TP", f".B {_roff(', '.join(option.option_strings))}", _roff(option.help or "")]
    lines.append(".SH COMMANDS")
    for command in commands(parser):
        lines += [
            ".SS " + _roff(command.name),
            _roff(_sentence(command.says)),
            ".PP",
            f"\\fB{_roff(command.usage)}\\fR",
        ]
        for each in (*command.places, *command.options):
            if each.help and each.help != argparse.SUPPRESS and "--help" not in each.option_strings:
                lines += [".TP", f".B {_roff(_names(each))}", _roff(_sentence(each.help % _known(each)))]
    lines += [
        ".SH EXIT STATUS",
        "0 success; 1 something outside the program is wrong, told in a sentence; 2 wrong usage; 130 interrupted.",
        ".SH FILES",
        ".TP",
        ".I *.gloss",
        "A project: one SQLite database.",
        ".TP",
        ".I ~/.config/glossator, ~/.local/share/glossator, ~/.cache/glossator",
        "Settings, what is kept between two starts, and what may be deleted at any time, with the log in it.",
        ".SH ENVIRONMENT",
        ".TP",
        ".B GLOSSATOR_HOME",
        "A folder that all of these lie beneath instead.",
    ]
    return "\n".join(lines) + "\n"


def _known(action: argparse.Action) -> Mapping[str, object]:
    return {"default": action.default, "prog": "glossator", "choices": action.choices, "dest": action.dest}


def _names(action: argparse.Action) -> str:
    if action.option_strings:
        metavar = f" {action.metavar or action.dest.upper()}" if action.nargs != 0 else ""
        return ", ".join(action.option_strings) + metavar
    return str(action.metavar or action.dest)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}" if text else ""


def _roff(text: str) -> str:
    plain = " ".join(text.split()).replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain


# --- completions


def bash(parser: argparse.ArgumentParser) -> str:
    """Return the completions for bash."""
    cases = "\n".join(
        f'        "{command.name}") words="{" ".join(_words(command))}" ;;' for command in commands(parser)
    )
    first = " ".join([*_top(parser), *(each.name for each in commands(parser) if " " not in each.name)])
    return f"""\
# bash completion for glossator; made from its parser
_glossator() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} words="" command=""
    if [ "$COMP_CWORD" -gt 1 ]; then
        command=${{COMP_WORDS[1]}}
        case "$command ${{COMP_WORDS[2]}}" in
{_nested(parser)}
        esac
    fi
    case "$command" in
        "") words="{first}" ;;
{cases}
    esac
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
    if [[ $cur != -* ]]; then
        local IFS=$'\\n'
        COMPREPLY+=($(compgen -f -- "$cur"))
        compopt -o filenames 2>/dev/null
    fi
}}
complete -F _glossator glossator
"""


def _nested(parser: argparse.ArgumentParser) -> str:
    names = [each.name for each in commands(parser) if " " in each.name]
    lines = [f'            "{name}") [ "$COMP_CWORD" -le 2 ] || command="{name}" ;;' for name in names]
    return "\n".join(lines or ["            *) ;;"])


def zsh(parser: argparse.ArgumentParser) -> str:
    """Return the completions for zsh."""
    listed = "\n".join(
        f"    '{each.name}:{_quoted(each.says)}'" for each in commands(parser) if " " not in each.name
    )
    cases = "\n".join(
        f"        {each.name.replace(' ', '-')}) _arguments -s {_zsh_options(each.options)} '*:file:_files' ;;"
        for each in commands(parser)
    )
    return f"""\
#compdef glossator
# zsh completion for glossator; made from its parser
local -a commands
commands=(
{listed}
)
if (( CURRENT == 2 )); then
    _describe -t commands 'command' commands
    _arguments -s {_zsh_options(tuple(options(parser)))} '*:project:_files -g "*.gloss"'
else
    local command=$words[2]
    shift words
    (( CURRENT-- ))
    case $command in
{cases}
        *) _files ;;
    esac
fi
"""


def _zsh_options(actions: tuple[argparse.Action, ...]) -> str:
    found = []
    for action in actions:
        says = _quoted((action.help or "").replace("[", "(").replace("]", ")").replace("%%", "%"))
        more = "" if action.nargs == 0 else f":{action.metavar or action.dest}:_files"
        found += [f"'{name}[{says}]{more}'" for name in action.option_strings]
    return " ".join(found)


def fish(parser: argparse.ArgumentParser) -> str:
    """Return the completions for fish."""
    lines = ["# fish completion for glossator; made from its parser"]
    lines += [
        f"complete -c glossator -n __fish_use_subcommand -a {each.name} -d '{_quoted(each.says)}'"
        for each in commands(parser)
        if " " not in each.name
    ]
    lines += [_fish_option("__fish_use_subcommand", each) for each in options(parser)]
    for command in commands(parser):
        seen = f"'__fish_seen_subcommand_from {command.name.split()[0]}'"
        if " " in command.name:
            lines.append(
                f"complete -c glossator -n {seen} -a {command.name.split()[1]} -d '{_quoted(command.says)}'"
            )
        lines += [_fish_option(seen, each) for each in command.options]
    return "\n".join(lines) + "\n"


def _fish_option(when: str, action: argparse.Action) -> str:
    words = [
        f"-l {each[2:]}" if each.startswith("--") else f"-s {each[1:]}" for each in action.option_strings
    ]
    needs = "" if action.nargs == 0 else " -r"
    return f"complete -c glossator -n {when} {' '.join(words)}{needs} -d '{_quoted(action.help or '')}'"


def _words(command: Command) -> list[str]:
    return [name for each in command.options for name in each.option_strings]


def _top(parser: argparse.ArgumentParser) -> list[str]:
    return [name for each in options(parser) for name in each.option_strings]


def _quoted(text: str) -> str:
    return " ".join(text.replace("%%", "%").split()).replace("'", "’").replace(":", " –")
