"""The command line: reads the settings, puts the parts together, offers the commands."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

import click

from bot import __version__
from bot.errors import DocumentError, KnowledgeError, SettingsError, WenshuError
from bot.messages import language, speak, tell

_KNOWLEDGE = click.option(
    "--knowledge",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder with a folder for each document (default: WENSHU_KNOWLEDGE, or the checkout's).",
)
_QUESTIONS = click.argument(
    "files",
    metavar="QUESTIONS...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)

_CHAT = "ask"


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="wenshu", help="Show the version and exit.")
@_KNOWLEDGE
@click.pass_context
def cli(context: click.Context, folder: Path | None) -> None:
    """问数 (Wenshu): the figure a document prints, and the sentence it stands in.

    Without a command: the Telegram bot when TELEGRAM_BOT_TOKEN is set, else a chat in the terminal.
    """
    context.obj = folder
    if context.invoked_subcommand is None:
        from bot.settings import Settings

        command = run if Settings.read().telegram_bot_token else chat
        context.invoke(command, folder=folder)


@cli.command()
@_KNOWLEDGE
@click.pass_context
def run(context: click.Context, folder: Path | None) -> None:
    """Run the Telegram bot until it is stopped."""
    from bot.channels.telegram import app
    from bot.settings import Settings

    settings = Settings.read()
    if settings.telegram_bot_token is None:
        raise SettingsError(
            tell(
                "TELEGRAM_BOT_TOKEN is not set; get a token from @BotFather, or chat here: python -m bot chat"
            )
        )
    assistant = _assistant(context, folder)
    assistant.prepare()
    sys.exit(app.run(assistant, settings))


@cli.command()
@_KNOWLEDGE
@click.pass_context
def chat(context: click.Context, folder: Path | None) -> None:
    """Chat in the terminal; a pipe works as well, one message a line."""
    from bot.channels import terminal

    sys.exit(terminal.run(_assistant(context, folder), sys.stdin, sys.stdout))


@cli.command()
@click.argument("question", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on one line.")
@click.option(
    "--batch",
    type=click.File(encoding="utf-8-sig", errors="replace"),
    help="JSON Lines with id, q and, for follow-ups, context; needs --json. '-' reads standard input.",
)
@click.option("--explain", is_flag=True, help="Say after the answer what each word matched, and how well.")
@_KNOWLEDGE
@click.pass_context
def ask(  # noqa: PLR0913, PLR0917  # one for each option
    context: click.Context,
    question: tuple[str, ...],
    as_json: bool,
    batch: TextIO | None,
    explain: bool,
    folder: Path | None,
) -> None:
    """Ask one question; exit status 0 for an answer, 1 for unknown or choices."""
    if batch and not as_json:
        raise click.UsageError(tell("--batch answers in JSON Lines; add --json"))
    if explain and as_json:
        raise click.UsageError(tell("--explain is for reading; leave --json out"))
    if bool(batch) == bool(question):
        raise click.UsageError(tell("ask one QUESTION, or many with --json --batch FILE"))
    from bot.knowledge.model import Found, Greeting
    from bot.replies import plain
    from bot.replies.structured import as_json as to_data

    assistant = _assistant(context, folder)
    if batch:
        broken = False
        for record in _answers(batch, assistant):
            broken |= "error" in record
            click.echo(json.dumps(record, ensure_ascii=False))
        sys.exit(1 if broken else 0)
    turn = assistant.ask(" ".join(question), _CHAT)
    click.echo(json.dumps({"id": None} | to_data(turn), ensure_ascii=False) if as_json else plain(turn.reply))
    if explain:
        click.echo("\n".join(("", *assistant.why(_CHAT))))
    sys.exit(0 if isinstance(turn.answer, Found | Greeting) else 1)


@cli.command()
@click.argument("question", nargs=-1, required=True)
@_KNOWLEDGE
@click.pass_context
def parse(context: click.Context, question: tuple[str, ...], folder: Path | None) -> None:
    """Show how a question is read: its tokens, what they mention, what it may mean, the query that is answered.

    A clause that asks is marked with ?; what a figure is named by has a score, and what speaks against it.
    """
    click.echo("\n".join(_assistant(context, folder).parse(" ".join(question))))


def _answers(lines: TextIO, assistant: Any) -> Iterator[dict[str, Any]]:
    """The answer to each line; every record is a chat of its own, and a bad one does not stop the rest."""
    from bot.replies.structured import as_json

    about = {"": assistant}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:  # also of a number too long, and of too many brackets
            yield {"id": None, "error": f"line {number} is not JSON: {error}"}
            continue
        if fault := _fault(record):
            yield {
                "id": record.get("id") if isinstance(record, dict) else None,
                "error": f"line {number}: {fault}",
            }
            continue
        name, document = f"record {number}", record.get("document", "")
        if document not in about:
            try:
                about[document] = assistant.about(document)
            except KeyError:
                yield {"id": record.get("id"), "error": f"line {number}: there is no document {document}"}
                continue
        asked = about[document]
        for earlier in record.get("context") or ():
            asked.ask(earlier, name)
        yield {"id": record.get("id")} | as_json(asked.ask(record["q"], name))
        asked.forget(name)


def _fault(record: object) -> str:
    """What is wrong with a record of a batch; empty when nothing is."""
    if not isinstance(record, dict) or not isinstance(record.get("q"), str):
        return 'expected an object with a text "q"'
    if not isinstance(record.get("document", ""), str):
        return '"document" must be the id of one'
    context = record.get("context") or []
    if not isinstance(context, list) or not all(isinstance(earlier, str) for earlier in context):
        return '"context" must be a list of texts'
    return ""


@cli.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option(
    "--into", required=True, type=click.Path(path_type=Path, file_okay=False), help="The knowledge folder."
)
@click.option("--title", default="", help="The title of the document, instead of the one read from it.")
@click.option("--period", default="", help="The time it is about: 2024年, 2024年上半年, 2024年1-8月.")
@click.option("--place", default="", help="The place it is about: 江湾市.")
@click.option("--publisher", default="", help="Who published it: 江湾市统计局.")
@_KNOWLEDGE
def ingest(  # noqa: PLR0913, PLR0917  # click hands over an option an argument
    files: tuple[Path, ...],
    into: Path,
    title: str,
    period: str,
    place: str,
    publisher: str,
    folder: Path | None,
) -> None:
    """Read documents and write the knowledge base of each for review.

    Text, Markdown, HTML, Word (.docx), Excel (.xlsx, .xls), CSV and PDF with a text layer are read. A table on
    each line of a file (.jsonl, .jsonl.gz) is an object with title, columns and rows, and a document of its own.
    """
    from bot.reading.build import build
    from bot.reading.front import Given

    del folder  # accepted by every command; what is read goes into --into
    if title and len(files) > 1:
        raise click.UsageError(tell("--title is the title of one document; read the others by themselves"))
    try:
        given = Given(title.strip(), _time(period), place.strip(), publisher.strip())
        summaries = build(files, into, given, _stage)
    except DocumentError as error:
        _stage("", 0, 0)
        click.echo(f"wenshu: {error}", err=True)
        sys.exit(1)
    for one in summaries:
        click.echo(
            tell(
                "{folder}: {figures} figures, {texts} texts, {tables} tables with {rows} rows, "
                "{doubts} doubts, {seconds:.1f} seconds",
                folder=one.folder,
                figures=one.figures,
                texts=one.texts,
                tables=one.tables,
                rows=one.rows,
                doubts=one.doubts,
                seconds=one.seconds,
            )
        )
        for notice in one.notices:
            click.echo(str(notice), err=True)
    next_step = (
        tell(
            "look it over in {page}, then: python -m bot check --knowledge {into}",
            page=summaries[0].folder / "review.html",
            into=into,
        )
        if len(summaries) == 1
        else tell(
            "look them over in review.html of each folder, then: python -m bot check --knowledge {into}",
            into=into,
        )
    )
    click.echo(next_step)


def _time(period: str) -> str:
    """The time a document is given, in the spelling of the knowledge; refuses what is none."""
    from bot.language import periods

    known = periods.whole(period.strip()).words
    if period.strip() and not known:
        raise click.UsageError(
            tell("--period {period}: say it like 2024年, 2024年上半年 or 2024年1-8月", period=period)
        )
    return known


def _stage(what: str, done: int, total: int) -> None:
    """Show on one line how far the reading has come; the line is gone when all is read."""
    if sys.stderr.isatty():
        words = f"{what} {done}/{total}" if done < total else ""
        click.echo(f"\r\x1b[K{words}", err=True, nl=False)


@cli.command()
@_KNOWLEDGE
@click.pass_context
def check(context: click.Context, folder: Path | None) -> None:
    """Validate the knowledge base and compare it with its sources; exit status 1 with any finding."""
    from bot.evaluation.audit import audit, render

    report = audit(_folder(context, folder))
    click.echo(render(report))
    sys.exit(0 if report.clean else 1)


@cli.command()
@_QUESTIONS
@_KNOWLEDGE
@click.pass_context
def calibrate(context: click.Context, files: tuple[Path, ...], folder: Path | None) -> None:
    """Choose the thresholds on files of judged questions, and write them into the knowledge folder.

    A question is a JSON object on a line, with q, expect and values. Of the thresholds by which 99 of 100
    answers given are right, those with most right ones are written to calibration.yaml. Where there are none,
    nothing is written, and the exit status is 1.
    """
    from bot.evaluation import calibrating, judge

    chosen = _folder(context, folder)
    questions = [question for file in files for question in judge.read(file)]
    if not questions:
        raise click.UsageError(tell("there are no questions in QUESTIONS"))
    choice = calibrating.calibrate(_assistant(context, folder), questions, _progress)
    for name, figures in (
        (tell("before"), choice.before),
        (tell("now"), choice.chosen_on),
        (tell("each half by the other's thresholds"), choice.held_out),
    ):
        click.echo(f"{name}: {figures}")
    if not choice.precise:
        click.echo(
            tell("wenshu: no thresholds are precise on these questions; nothing was written"), err=True
        )
        sys.exit(1)
    click.echo(f"{calibrating.write(choice, chosen, files)}: {choice.thresholds}")


@cli.command()
@_QUESTIONS
@_KNOWLEDGE
@click.pass_context
def fit(context: click.Context, files: tuple[Path, ...], folder: Path | None) -> None:
    """Learn on files of judged questions what speaks for and against a figure, and write it into calibration.yaml.

    A question is a JSON object on a line, with q, expect and values; document is the id of the one document that
    it is asked of. What is learned is judged by leaving out whole documents, and that table is printed. Where no
    figure can be given with precision, the exit status is 1.
    """
    from bot.evaluation import fitting, gathering, judge, learning

    if not learning.available():
        raise click.UsageError(tell("fit needs NumPy and SciPy: pip install 'wenshu-bot[fit]'"))
    chosen = _folder(context, folder)
    assistant = _assistant(context, folder)
    parts = list(gathering.parts({file.stem: judge.read(file) for file in files}, assistant))
    if not parts:
        raise click.UsageError(tell("there are no questions in QUESTIONS"))
    fitted = fitting.fit(gathering.gather(parts, _progress), _progress)
    click.echo(fitting.table(fitted))
    fitting.write(fitted, chosen, [file.as_posix() for file in files])
    sys.exit(0 if fitted.precise else 1)


@cli.command()
@_KNOWLEDGE
@click.pass_context
def versions(context: click.Context, folder: Path | None) -> None:
    """List the last changes to the knowledge: files that were sent to the bot, corrections, what was restored."""
    from bot.knowledge import versions as kept

    found = kept.listed(_of_documents(context, folder))
    if not found:
        click.echo(tell("Nothing was changed yet."))
        return
    click.echo(tell("The last changes, newest first; python -m bot rollback N goes back to before change N:"))
    kinds = {
        "add": tell("added"),
        "replace": tell("replaced"),
        "curate": tell("corrected"),
        "restore": tell("restored"),
    }
    for number, one in enumerate(found, 1):
        of = "" if one.what == "restore" else one.of
        click.echo(f"{number}. {_moment(one.at)} {kinds.get(one.what, one.what)} {of}".rstrip())


@cli.command()
@click.argument("number", metavar="[N]", type=click.IntRange(min=1), default=1)
@_KNOWLEDGE
@click.pass_context
def rollback(context: click.Context, number: int, folder: Path | None) -> None:
    """Take the last change back, or go back to before change N of versions; exit status 1 where there is none."""
    from bot.knowledge import versions as kept

    chosen = _of_documents(context, folder)
    found = kept.listed(chosen)[number - 1 : number]
    if not found or kept.restore(chosen, found[0].name) is None:
        click.echo(
            tell("There is no change {number}; python -m bot versions lists them.", number=number), err=True
        )
        sys.exit(1)
    click.echo(
        tell(
            "Back to before the change of {at}; rollback once more takes this back as well. "
            "A running bot takes it up with /reload.",
            at=_moment(found[0].at),
        )
    )


def _of_documents(context: click.Context, folder: Path | None) -> Path:
    """The knowledge folder; refuses one that is none."""
    from bot.knowledge import store

    chosen = _folder(context, folder)
    store.document_folders(chosen)
    return chosen


def _moment(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _progress(done: int, total: int) -> None:
    """Show how far a long command has come; a file or a pipe has no use for it."""
    if sys.stderr.isatty():
        click.echo(f"\r{done}/{total}", err=True, nl=done == total)


def _folder(context: click.Context, folder: Path | None) -> Path:
    """The knowledge folder: the option of the command, of the program, the setting, or the default."""
    if chosen := folder or context.find_root().obj:
        return Path(chosen)
    from bot.knowledge.store import default_folder

    # Most starts need no settings: reading them costs more than answering a question.
    if os.environ.get("WENSHU_KNOWLEDGE") or Path(".env").exists():
        from bot.settings import Settings

        return Settings.read().wenshu_knowledge or default_folder()
    return default_folder()


def _assistant(context: click.Context, folder: Path | None) -> Any:
    from bot.assistant import Assistant

    assistant = Assistant(_folder(context, folder))
    for problem in assistant.knowledge.problems:
        click.echo(problem, err=True)
    return assistant


def _in_chinese(command: click.Command) -> None:
    """Put the help of a command and of those below it into Chinese; click has its own messages translated."""
    for thing in (command, *command.params):
        if said := getattr(thing, "help", None):
            thing.help = tell(said)  # type: ignore[attr-defined]
    for below in getattr(command, "commands", {}).values():
        _in_chinese(below)


def main() -> None:
    """Run the command line; a fault that a person can mend is one line (or one a fault), not a traceback."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # Questions and answers are Chinese whatever the locale says; broken bytes are shown, not fatal.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    speak()
    if language() == "zh":
        _in_chinese(cli)
    try:
        cli(prog_name="wenshu")
    except KnowledgeError as error:
        click.echo(error, err=True)
        sys.exit(2)
    except WenshuError as error:
        click.echo(f"wenshu: {error}", err=True)
        sys.exit(2)
