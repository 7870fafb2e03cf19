"""The command line: arguments in, calls out, no logic.

Exit codes: 0 done, 1 a check or a cell failed, 2 the user's mistake, 130 interrupted, 141 the reader of the output went away.
Modules that take a second to load are imported by the command that needs them, so that help comes at once. What is printed
holds text from outside: characters that would steer a terminal are shown, not obeyed.
"""

import os
import sys
from pathlib import Path
from typing import NoReturn

import click

import analysis
from analysis.errors import ClaimtrailError

INTERRUPTED, READER_GONE = 130, 141

# Control characters get their visible pictures (one for one, so that offsets still fit); those that only steer, a blank sign.
CONTROLS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"} | {0x7F: 0x2421}
STEERING = dict.fromkeys((*range(0x80, 0xA0), 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD)
HARMLESS = CONTROLS | STEERING


def main() -> None:
    """The command `claimtrail`: runs it and ends the process with its exit code."""
    try:
        sys.exit(cli.main(prog_name="claimtrail", standalone_mode=False))
    except ClaimtrailError as mistake:
        _complain(str(mistake))
        sys.exit(mistake.exit_code)
    except click.ClickException as mistake:
        mistake.show()
        sys.exit(mistake.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(analysis.__version__)
def cli() -> None:
    """From a sentence in a news report to a number in a brief, and back.

    \b
    Example:
      claimtrail run --topic kp-ru --lang de
    """


def _assignments(_context, _option, values: tuple[str, ...]) -> dict[str, str]:
    pairs = [value.partition("=") for value in values]
    wrong = [value for value, (name, equals, _) in zip(values, pairs, strict=True) if not (name and equals)]
    names = [name for name, _, _ in pairs]
    if wrong:
        raise click.BadParameter(f"{', '.join(wrong)} is no NAME=VALUE.")
    if len(set(names)) < len(names):
        raise click.BadParameter(f"{', '.join(sorted({name for name in names if names.count(name) > 1}))} is given twice.")
    return {name: value for name, _, value in pairs}


def _table_file(_context, _option, path: Path | None) -> Path | None:
    from analysis.table_files import ENDINGS

    if path and path.suffix not in ENDINGS:
        raise click.BadParameter(f"{path.name} ends in none of {', '.join(ENDINGS)}.")
    return path


@cli.command()
@click.option("--topic", default="kp-ru", show_default=True, help="The topic: a file of data/topics without its ending.")
@click.option("--as-of", default="", metavar="DATE", help="The day as of which to write (YYYY-MM-DD); the newest report's by default.")
@click.option("--lang", default="en", show_default=True, metavar="en|de", help="The language of the brief.")
@click.option("-p", "parameters", multiple=True, metavar="NAME=VALUE", callback=_assignments, help="A parameter of the notebooks; repeat for more.")
def run(topic: str, as_of: str, lang: str, parameters: dict[str, str]) -> None:
    """Write an edition: run the notebooks and set the brief.

    \b
    Example:
      claimtrail run --topic kp-ru --as-of 2024-02-10 --lang de
    """
    from analysis.run import run as make_edition

    _say(f"Brief: {make_edition(topic, as_of, lang, parameters) / 'brief.pdf'}\n")


@cli.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--published", metavar="DATE", help="The day of publication (YYYY-MM-DD) of files that do not say it.")
@click.option("--language", type=click.Choice(["en", "de"]), help="The language of files that do not say it; else it is told by their words.")
@click.option("-o", "output", type=click.Path(path_type=Path), callback=_table_file, metavar="FACTS", help="Write to this .csv, .jsonl or .parquet file, not to the terminal.")
def extract(files: tuple[Path, ...], published: str | None, language: str | None, output: Path | None) -> None:
    """Find what reports say, as a table of facts.

    FILE is a text file, with or without front matter, or a folder of such files (.md and .txt), or a file of JSON lines (.jsonl)
    with doc_id, text, language, published and, if known, publisher.

    Control characters in a report are shown as signs in the terminal; a file named with -o holds them as they are.

    \b
    Example:
      claimtrail extract data/documents/2024-02-26-kbs-de-6700-containers.md -o facts.csv
    """
    from analysis import tables, vocabulary
    from analysis.document_lines import read_all
    from analysis.extract import facts_table
    from analysis.table_files import write

    facts = facts_table(read_all(files, published, language), vocabulary.load())
    if output is None:
        _say(tables.csv_text(facts))
    else:
        write("facts", facts, output)
        click.echo(f"{len(facts)} facts in {output}", err=True)


@cli.command()
@click.argument("source", required=False, type=click.Path(path_type=Path), metavar="IN.jsonl")
@click.option("-o", "output", type=click.Path(path_type=Path), metavar="OUT.jsonl", help="Write to this file, not to standard output.")
def annotate(source: Path | None, output: Path | None) -> None:
    """Annotate numbers, times and who says what, as JSON lines.

    IN.jsonl holds an object a line: doc_id, text, language (de or en), published (YYYY-MM-DD or null); without it, or for "-",
    standard input is read. Each line gives one line, in the same order, with the layers quantities, times and attributions;
    offsets count code points of the text.

    \b
    Example:
      claimtrail annotate reports.jsonl -o layers.jsonl
    """
    from analysis.annotate import annotate as write_layers

    try:
        write_layers(source if source != Path("-") else None, output)
    except BrokenPipeError:
        _leave_quietly()


@cli.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--published", metavar="DATE", help="The day of publication (YYYY-MM-DD), if the file does not say it.")
@click.option("--language", type=click.Choice(["en", "de"]), help="The language, if the file does not say it; else it is told by its words.")
@click.option("-o", "output", type=click.Path(path_type=Path), metavar="PAGE.html", help="Write to this file, not to standard output.")
def show(file: Path, published: str | None, language: str | None, output: Path | None) -> None:
    """Write a page that shows what was read in a report.

    FILE is a text file, with or without front matter. The page is one HTML file that needs nothing else: the text with the spans
    of all layers, and the facts.

    \b
    Example:
      claimtrail show article.txt --published 2024-02-08 --language de -o page.html
    """
    from analysis import documents, tables, vocabulary
    from analysis.show import page

    html = page(documents.read_file(file, published, language), vocabulary.load())
    _say(html) if output is None else tables.write_whole(html, output)


@cli.command()
@click.argument("identifier", metavar="CLAIM_OR_NUMBER_ID")
@click.option("--edition", "folder", type=click.Path(path_type=Path), metavar="PATH", help="The edition's folder; by default the newest.")
def trace(identifier: str, folder: Path | None) -> None:
    """Follow a number back to the sentence and its report.

    CLAIM_OR_NUMBER_ID stands in the brief's ledger, and in tables/claims.csv and tables/numbers.csv of the edition.

    The newest edition is the one with the latest as-of date, whenever it was made; of one day it is the English one. The first
    line says which edition is read. A draft is read only where --edition names it.

    \b
    Example:
      claimtrail trace answer.low --edition reports/kp-ru/2025-11-14-de
    """
    from analysis import editions
    from analysis.trace import trace as way

    _say(way(identifier, editions.at(folder) if folder else editions.newest()))


@cli.command()
def status() -> None:
    """List the editions, and whether a run is under way.

    \b
    Example:
      claimtrail status
    """
    from analysis import editions, lock, paths

    holder = lock.holder(paths.reports())
    _say(editions.overview() + (f"Under way: {holder}.\n" if holder else "No run is under way.\n"))


def _say(text: str) -> None:
    """Prints, in UTF-8 whatever the locale says."""
    stream, left = sys.stdout.buffer, memoryview(text.translate(HARMLESS).encode("utf-8", "surrogateescape"))
    try:
        while left:  # an unbuffered stream writes a part, and the rest only when asked again
            left = left[stream.write(left) :]
        stream.flush()
    except BrokenPipeError:
        _leave_quietly()


def _leave_quietly() -> NoReturn:
    """Ends the command after the reader of its output went away."""
    # The interpreter flushes once more at exit, and must not complain then.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise click.exceptions.Exit(READER_GONE) from None


def _complain(message: str) -> None:
    click.echo(f"Error: {message}".translate(HARMLESS), err=True)


if __name__ == "__main__":
    main()
