"""Annotations in other formats: import and export with --format, convert, and the table of what each format carries."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from glossator.cli.arguments import Commands, whose
from glossator.cli.passphrases import key_for
from glossator.cli.terminal import complain, print_json, progress
from glossator.core.errors import GlossatorError
from glossator.core.titles import counted

if TYPE_CHECKING:
    from glossator.arrivals import ImportReport
    from glossator.exchange import Format, Wishes
    from glossator.formats.conveying import Exported
    from glossator.formats.mapping import NameTable
    from glossator.formats.survey import Survey
    from glossator.protection import Key
    from glossator.workbench import Workbench

_ALSO = {"csv": "tables", "html": "html-report", "excel": "xlsx"}
"""What people call formats beside their names."""
_SHOWN = 100  # findings and differences that are told one by one


def add_to(commands: Commands[argparse.ArgumentParser]) -> None:
    """The commands of this room."""
    convert = commands.add_parser(
        "convert", help="write annotations of one format in another, without a project, and read them again"
    )
    convert.add_argument("source", type=Path, metavar="FROM", help="a file or folder with annotations")
    convert.add_argument("target", type=Path, metavar="TO", help="the file or folder to make")
    convert.add_argument(
        "--from", dest="read_as", metavar="FORMAT", default="", help="default: found by looking"
    )
    convert.add_argument("--to", dest="write_as", metavar="FORMAT", default="", help="default: by the ending")
    convert.add_argument("--skip-bad", action="store_true", help="leave out what does not fit, and list it")
    convert.add_argument("--force", action="store_true", help="replace what is there already")
    add_wishes(convert)
    convert.set_defaults(do=_convert)


def format_name(text: str) -> str:
    """The name of a format, as an argument."""
    from glossator.formats.catalogue import formats

    known = ("text", "jsonl", *formats())
    return _one_of(text, known)


def written_format(text: str) -> str:
    """The name of a format that can be written, as an argument."""
    from glossator.formats.catalogue import formats

    known = ("jsonl", *(each.name for each in formats().values() if each.write is not None))
    if text not in known and (text in formats() or text == "text"):
        raise argparse.ArgumentTypeError(f"“{text}” is only read; there are: {', '.join(known)}.")
    return _one_of(text, known)


def _one_of(text: str, known: Sequence[str]) -> str:
    name = _ALSO.get(text.casefold(), text)
    if name not in known:
        raise argparse.ArgumentTypeError(f"There is no format “{text}”; there are: {', '.join(known)}.")
    return name


def with_ending(target: Path, ending: str) -> Path:
    """``target`` with the ending by which its format is known, where it has none and is no pipe or device."""
    is_plain = not target.exists() or target.is_file()
    return (
        target.with_name(target.name + ending) if is_plain and not target.suffix and target.name else target
    )


def add_wishes(command: argparse.ArgumentParser) -> None:
    """Let a command take what may be chosen for reading annotations."""
    command.add_argument(
        "--mapping", type=Path, metavar="FILE", help="a JSON file that says what each label becomes"
    )
    command.add_argument(
        "--accept-nearest",
        action="store_true",
        help="put quotations that do not stand where the file says to the nearest place where they do",
    )


def wishes_of(arguments: argparse.Namespace) -> Wishes:
    """What was chosen for reading annotations."""
    from glossator import exchange
    from glossator.formats import mapping, standoff
    from glossator.formats.doctor import all_accepted, none_accepted

    return exchange.Wishes(
        names=mapping.read(arguments.mapping) if arguments.mapping else mapping.NO_NAMES,
        options=standoff.Options(
            encoding=getattr(arguments, "encoding", ""),
            text_field=getattr(arguments, "column", ""),
            overwrite=getattr(arguments, "force", False),
        ),
        accept=all_accepted if arguments.accept_nearest else none_accepted,
        skip_bad=arguments.skip_bad,
        keeps_sources=not getattr(arguments, "no_sources", False),
    )


def format_for(path: Path, named: str | None) -> Format | None:
    """The format of annotations in which a file or folder is to be read; ``None`` where it is to be read as a text."""
    from glossator import exchange

    if named in ("text", "jsonl"):
        return None
    return exchange.format_named(named) if named else exchange.detected(path)


def bring_in(
    bench: Workbench, path: Path, form: Format, arguments: argparse.Namespace
) -> ImportReport | None:
    """Bring the annotations in ``path`` into the project, or, with ``--dry-run``, say what they hold."""
    from glossator import exchange

    wishes = wishes_of(arguments)
    if arguments.mapping and not arguments.dry_run:
        exchange.keep_names(bench, form.name, "import", wishes.names)
    elif not arguments.mapping:
        wishes = replace(wishes, names=_remembered(bench, form, "import"))
    if arguments.dry_run:
        with progress(f"Reading {path.name}") as tell:
            preview = exchange.look(bench, [path], form, wishes, tell)
        _tell_survey(path, form, preview.survey)
        print(f"New in the label scheme: {', '.join(each.id for each in preview.plan.added) or 'nothing'}.")
        return None
    with progress(f"Reading {path.name}") as tell:
        return exchange.import_files(bench, [path], form, wishes, tell)


def _remembered(bench: Workbench, form: Format, way: str) -> NameTable:
    """The names that were chosen last for a format, in the window or here; that they are taken is told."""
    from glossator import exchange

    names = exchange.kept_names(bench.ask, form.name, way)
    if not names.is_empty:
        complain(f"Names as they were chosen last for {form.title}; --mapping FILE chooses others.")
    return names


def write_out(arguments: argparse.Namespace) -> None:
    """Write the project in the format that was asked for, or, with ``--dry-run``, say what would be lost."""
    from glossator import exchange, projects
    from glossator.formats import mapping

    form = exchange.format_named(arguments.format)
    suffix = "" if form.writes_folder else form.endings[0]
    target = (
        Path(arguments.output) if arguments.output else arguments.project.with_suffix(f".{form.name}{suffix}")
    )
    if arguments.output == "-":
        raise GlossatorError(f"{form.title} cannot be written to stdout, as it is read again afterwards.")
    target = with_ending(target, suffix)
    if not arguments.dry_run and target.exists() and not arguments.force:
        raise GlossatorError(f"There is “{target}” already.", remedy="Replace it with --force.")
    key = key_for(arguments)
    if arguments.mapping:
        names = mapping.read(arguments.mapping)
    else:
        bench = projects.open(arguments.project, author="", read_only=True, key=key)
        with contextlib.closing(bench):
            names = _remembered(bench, form, "export")
    doing = "Looking through" if arguments.dry_run else f"Writing {target.name}"
    with progress(doing) as tell:
        found = exchange.export(
            arguments.project,
            target,
            form,
            tell,
            names=names,
            overwrite=arguments.force,
            dry_run=arguments.dry_run,
            key=key,
            whose=whose(arguments, key),
        )
    _tell_export(found, target, dry_run=arguments.dry_run)
    if arguments.mapping and not arguments.dry_run:
        _remember(arguments, form, names, key)
    _refuse_differences(found)


def _remember(arguments: argparse.Namespace, form: Format, names: NameTable, key: Key | None) -> None:
    """Keep the names of an export in the project, for the next one here or in the window."""
    from glossator import exchange, projects

    try:
        bench = projects.open(arguments.project, author="", key=key, plan=None)
    except GlossatorError as error:  # what was asked for is done all the same
        complain(f"The project does not remember these names: {error}")
        return
    with contextlib.closing(bench):
        exchange.keep_names(bench, form.name, "export", names)


def formats_table(*, as_json: bool) -> None:
    """Print what each format carries."""
    from glossator.formats.catalogue import formats, table

    if as_json:
        print_json({each.name: dict(each.carries.told()) for each in formats().values()})
        return
    from glossator.analysis.tables import table as drawn

    head, *rows = table()
    columns = list(zip(head, *rows, strict=True))
    names = ["", *columns[0][1:]]
    print(drawn(tuple(names), [tuple(column) for column in columns[1:]]))


def _convert(arguments: argparse.Namespace) -> int:
    from glossator import exchange

    source = arguments.source
    is_ours_in = _is_ours(source, arguments.read_as)
    is_ours_out = arguments.write_as == "jsonl"
    into = exchange.format_named(arguments.read_as) if arguments.read_as and not is_ours_in else None
    out = exchange.format_named(arguments.write_as) if arguments.write_as and not is_ours_out else None
    target = arguments.target
    if out is None or not out.writes_folder:
        target = with_ending(target, ".jsonl" if is_ours_out else out.endings[0] if out else "")
    if target.exists() and not arguments.force:
        raise GlossatorError(f"There is “{target}” already.", remedy="Replace it with --force.")
    if target.resolve() == source.resolve():
        raise GlossatorError("What is read cannot be written over.")
    convert = exchange.convert
    if is_ours_in or is_ours_out:
        into = None if is_ours_in else into or exchange.format_of(source)
        out = None if is_ours_out else out or exchange.by_ending(target)
        convert = exchange.convert_ours
    with progress(f"Converting {source.name}") as tell:
        found = convert(
            source,
            target,
            into,
            out,
            wishes=wishes_of(arguments),
            overwrite=arguments.force,
            progress=tell,
        )
    for each in found.faults:
        complain(f"left out: {each}")
    _tell_export(found, target, dry_run=False)
    _refuse_differences(found)
    return 0


def _is_ours(source: Path, read_as: str | None) -> bool:
    from glossator import exchange, intake

    if read_as:
        return read_as == "jsonl"
    return source.is_file() and exchange.detected(source) is None and intake.is_ours(source)


def _refuse_differences(found: Exported) -> None:
    if found.differences:
        raise GlossatorError(
            "What was written does not read back as it should.", details="\n".join(found.differences)
        )


def _tell_export(found: Exported, target: Path, *, dry_run: bool) -> None:
    what = f"{counted(found.documents, 'document')}, {counted(found.mentions, 'mention')}"
    what += f" and {counted(found.relations, 'relation')}"
    print(f"{'Would write' if dry_run else 'Wrote'} {what} to {target}.")
    if found.losses:
        print("It cannot carry:")
        for each in found.losses:
            print(f"  {each}")
    elif dry_run:
        print("It carries everything.")


def _tell_survey(path: Path, form: Format, survey: Survey) -> None:
    print(
        f"“{path.name}” is {form.title}: {counted(survey.documents, 'document')}, {counted(survey.spans, 'mention')},"
    )
    print(f"{counted(survey.relations, 'relation')}, {counted(survey.groups, 'identity group')}.")
    for unit, count in survey.units.most_common():
        print(f"Offsets count {unit}, in {counted(count, 'document')}.")
    _tell_all("does not fit", [str(each) for each in survey.findings])
    _tell_all("fault", [str(each) for each in survey.faults])
    _tell_all("remark", [str(each) for each in survey.remarks.values()])
    print(
        "Labels: "
        + (", ".join(f"{name} ({count:,})" for name, count in survey.labels.most_common()) or "none")
    )


def _tell_all(what: str, told: Sequence[str]) -> None:
    for each in told[:_SHOWN]:
        complain(f"{what}: {each}")
    if len(told) > _SHOWN:
        complain(f"… and {len(told) - _SHOWN:,} more")
