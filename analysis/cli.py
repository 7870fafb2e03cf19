"""The command line: arguments in, calls out, no logic.

Exit codes: 0 done, 1 a check or a cell failed, 2 the user's mistake or a place that cannot be written, 130 interrupted (128 and the
number of any other signal that ends it), 141 the reader of the output went away.
Modules that take a second to load are imported by the command that needs them, so that help comes at once.
"""

import io
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import click

import analysis
from analysis import paths, signals, terminal
from analysis.errors import ClaimtrailError

INTERRUPTED = 130


def main() -> None:
    """The command `claimtrail`: runs it and ends the process with its exit code."""
    try:
        terminal.prepare()
        with signals.heeded():
            sys.exit(cli.main(prog_name="claimtrail", standalone_mode=False))
    except ClaimtrailError as mistake:
        terminal.tell(f"Error: {mistake}")
        sys.exit(mistake.exit_code)
    except click.ClickException as mistake:
        said = io.StringIO()
        mistake.show(said)
        terminal.tell(said.getvalue().rstrip())
        sys.exit(mistake.exit_code)
    except OSError as broken:
        # What no command foresaw names its file; what names none is the help, which click prints by itself, or a current folder that is gone.
        terminal.give_up(sys.stdout)
        what = broken.filename or ("The current folder" if isinstance(broken, FileNotFoundError) else "Standard output")
        terminal.tell(f"Error: {what} cannot be used: {broken.strerror}; check what it is, who may use it, and its disk.")
        sys.exit(ClaimtrailError.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    except SystemExit as end:
        if end.code == INTERRUPTED:
            terminal.tell("")  # the shell's prompt begins a line of its own
        raise


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(analysis.__version__)
def cli() -> None:
    """From a sentence in a news report to a number in a brief, and back.

    \b
    Example:
      claimtrail run --topic kp-ru --lang de
    """


class _Place(click.Path):
    """A path. An empty one, as an unset variable of a shell leaves it, would mean the folder that one happens to stand in."""

    def convert(self, value, param, ctx):
        if value == "":
            self.fail("the name is empty; name a file or a folder, which may be '.'.", param, ctx)
        return super().convert(value, param, ctx)


def _assignments(_context, _option, values: tuple[str, ...]) -> dict[str, str]:
    pairs = [value.partition("=") for value in values]
    wrong = [value for value, (name, equals, _) in zip(values, pairs, strict=True) if not (name and equals)]
    names = [name for name, _, _ in pairs]
    if wrong:
        raise click.BadParameter(f"{', '.join(wrong)} is no NAME=VALUE.")
    if len(set(names)) < len(names):
        raise click.BadParameter(f"{', '.join(sorted({name for name in names if names.count(name) > 1}))} is given twice.")
    return {name: value for name, _, value in pairs}


def _day(_context, _option, day: str | None) -> str | None:
    from analysis import days

    if day and days.fault(day):
        raise click.BadParameter(f"{day!r} {days.fault(day)}.")
    return day


def _output_file(_context, _option, path: Path | None) -> Path | None:
    """Refuses, before any work is done, a place where no file can be put. What a link leads to is written, not the link replaced."""
    if path is None:
        return None
    place = Path(os.path.realpath(path))
    if not os.path.isdir(place.parent):
        raise click.BadParameter(f"the folder {path.parent} does not exist; make it, or choose another place.")
    if os.path.exists(place) and not os.path.isfile(place):
        raise click.BadParameter(f"{path} is a folder, a pipe or a device; name a file.")
    return place if path.is_symlink() else path


def _table_file(context, option, path: Path | None) -> Path | None:
    from analysis.table_files import ENDINGS

    if path and path.suffix not in ENDINGS:
        raise click.BadParameter(f"{path.name} ends in none of {', '.join(ENDINGS)}.")
    return _output_file(context, option, path)


def _picture_file(context, option, path: Path | None) -> Path | None:
    from analysis.figures.style import UNSAID

    if path and path.suffix not in UNSAID:
        raise click.BadParameter(f"{path.name} ends in none of {', '.join(UNSAID)}.")
    return _output_file(context, option, path)


def _keep(inputs: Iterable[Path | None], output: Path | None) -> None:
    """Refuses an output that would replace what is read."""
    same = [path for path in inputs if path and output and os.path.realpath(path) == os.path.realpath(output)]
    if same:
        raise click.BadParameter(f"{output} is read, and would be replaced; name another file.", param_hint="'-o'")


@cli.command()
@click.option("--topic", default="kp-ru", show_default=True, help="The topic: a file of data/topics without its ending.")
@click.option("--as-of", default="", metavar="DATE", help="The day as of which to write (YYYY-MM-DD); by default the day of the topic's newest report.")
@click.option("--lang", default="en", show_default=True, metavar="en|de", help="The language of the brief.")
@click.option("-p", "parameters", multiple=True, metavar="NAME=VALUE", callback=_assignments, help="A parameter of the notebooks; repeat for more.")
def run(topic: str, as_of: str, lang: str, parameters: dict[str, str]) -> None:
    """Write an edition: run the notebooks and set the brief.

    \b
    Example:
      claimtrail run --topic kp-ru --as-of 2024-02-10 --lang de
    """
    from analysis.run import run as make_edition

    terminal.say(f"Brief: {make_edition(topic, as_of, lang, parameters) / 'brief.pdf'}\n")


@cli.command()
@click.argument("files", nargs=-1, required=True, type=_Place(path_type=Path), metavar="FILE...")
@click.option("--published", metavar="DATE", callback=_day, help="The day of publication (YYYY-MM-DD) of files that do not say it.")
@click.option("--language", type=click.Choice(["en", "de"]), help="The language of files that do not say it; else it is told by their words.")
@click.option("-o", "output", type=_Place(path_type=Path), callback=_table_file, metavar="FACTS", help="Write to this .csv, .jsonl or .parquet file, not to the terminal.")
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

    _keep(files, output)
    facts = facts_table(read_all(files, published, language), vocabulary.load())
    if output is None:
        terminal.say(tables.csv_text(facts))
    else:
        write("facts", facts, output)
        terminal.tell(f"{len(facts)} facts in {output}")


@cli.command()
@click.argument("ledger", type=_Place(path_type=Path), metavar="CLAIMS.csv")
@click.option("-o", "output", type=_Place(path_type=Path), required=True, metavar="DIR", help="The folder to write; it must not hold anything else.")
@click.option("--as-of", default="", metavar="DATE", callback=_day, help="Leave out what is stated later (YYYY-MM-DD); by default nothing.")
@click.option("--counted-from", default="", metavar="DATE", callback=_day, help="The first day that totals are counted from; the ledger's earliest start by default.")
@click.option("--start-tolerance", type=click.IntRange(0, 36_500), default=31, show_default=True, metavar="DAYS", help="How far from that day a claim may start and still count as a total.")
@click.option("--stale-after", type=click.IntRange(0, 36_500), default=180, show_default=True, metavar="DAYS", help="Without a statement for longer, an origin is silent.")
def quantify(ledger: Path, output: Path, as_of: str, counted_from: str, start_tolerance: int, stale_after: int) -> None:
    """Find what ranges the claims of a ledger leave.

    CLAIMS.csv has a claim a line, with the columns of the record that you have: item, low or high, stated, and claimant or origin are
    needed. DIR gets estimates.csv, conflicts.csv, constraints.csv and figures/, whole or not at all.

    \b
    Example:
      claimtrail quantify claims.csv -o ranges --counted-from 2023-08-01
    """
    from analysis.estimating import estimate

    terminal.say(f"Ranges: {estimate(ledger, output, as_of, counted_from, start_tolerance, stale_after)}\n")


@cli.command()
@click.option("--item", required=True, metavar="ITEM", help="The item, as items.csv has it.")
@click.option("--topic", default="kp-ru", show_default=True, help="The topic: a file of data/topics without its ending.")
@click.option("--flow", default="", metavar="FROM>TO", help="The flow; by default the one that the topic leads with.")
@click.option("--lang", default="en", show_default=True, metavar="en|de", help="The language of the figure.")
@click.option("-o", "output", type=_Place(path_type=Path), callback=_table_file, metavar="FILE", help="Write to this .csv, .jsonl or .parquet file, not to the terminal.")
@click.option("--figure", "picture", type=_Place(path_type=Path), callback=_picture_file, metavar="PICTURE", help="Draw it as well, to this .svg or .png file.")
def history(item: str, topic: str, flow: str, lang: str, output: Path | None, picture: Path | None) -> None:
    """Tabulate a range as known at each month's end.

    \b
    Example:
      claimtrail history --item ammunition.shell -o history.csv --figure history.svg
    """
    from analysis.history import asked, deliver

    _keep((paths.review(), *paths.vocabulary().glob("*.csv")), output)
    deliver(asked(topic, item, flow, lang), lang, output, picture)


@cli.command()
@click.argument("source", required=False, type=_Place(path_type=Path), metavar="IN.jsonl")
@click.option("-o", "output", type=_Place(path_type=Path), callback=_output_file, metavar="OUT.jsonl", help="Write to this file, not to standard output.")
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

    _keep([source], output)
    write_layers(source if source != Path("-") else None, output)


@cli.command()
@click.argument("file", type=_Place(path_type=Path), metavar="FILE")
@click.option("--published", metavar="DATE", callback=_day, help="The day of publication (YYYY-MM-DD), if the file does not say it.")
@click.option("--language", type=click.Choice(["en", "de"]), help="The language, if the file does not say it; else it is told by its words.")
@click.option("-o", "output", type=_Place(path_type=Path), callback=_output_file, metavar="PAGE.html", help="Write to this file, not to standard output.")
def show(file: Path, published: str | None, language: str | None, output: Path | None) -> None:
    """Write a page that shows what was read in a report.

    FILE is a text file, with or without front matter. The page is one HTML file that needs nothing else: the text with the spans
    of all layers, and the facts.

    \b
    Example:
      claimtrail show article.txt --published 2024-02-08 --language de -o page.html
    """
    from analysis import documents, vocabulary, whole_files
    from analysis.show import page

    _keep([file], output)
    html = page(documents.read_file(file, published, language), vocabulary.load())
    terminal.say(html) if output is None else whole_files.write(output, html.encode("utf-8"))


@cli.command()
@click.argument("identifier", metavar="CLAIM_OR_NUMBER_ID")
@click.option("--edition", "folder", type=_Place(path_type=Path), metavar="PATH", help="The edition's folder; by default the newest.")
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

    terminal.say(way(identifier, editions.at(folder) if folder else editions.newest()))


@cli.command()
def status() -> None:
    """List the editions, and whether a run is under way.

    \b
    Example:
      claimtrail status
    """
    from analysis import editions, lock, paths

    listed, holder = editions.overview(), lock.holder(paths.reports())
    terminal.say(listed + (f"Under way: {holder}.\n" if holder else "No run is under way.\n"))


if __name__ == "__main__":
    main()
