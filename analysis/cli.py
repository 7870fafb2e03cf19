"""The command line: arguments in, calls out, no logic.

Exit codes: 0 done, 1 a check or a cell failed, 2 the user's mistake or a place that cannot be written, 130 interrupted (128 and the
number of any other signal that ends it), 141 the reader of the output went away.
Modules that take a second to load are imported by the command that needs them, so that help comes at once.
"""

import io
import sys
from pathlib import Path

import click

import analysis
from analysis import arguments, edition_commands, extract_commands, paths, review_commands, signals, terminal, upkeep_commands
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


@cli.command()
@click.argument("ledger", type=arguments.Place(path_type=Path), metavar="CLAIMS.csv")
@click.option("-o", "output", type=arguments.Place(path_type=Path), required=True, metavar="DIR", help="The folder to write; it must not hold anything else.")
@click.option("--as-of", default="", metavar="DATE", callback=arguments.day, help="Leave out what is stated later (YYYY-MM-DD); by default nothing.")
@click.option("--counted-from", default="", metavar="DATE", callback=arguments.day, help="The first day that totals are counted from; the ledger's earliest start by default.")
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
@click.option("-o", "output", type=arguments.Place(path_type=Path), callback=arguments.table_file, metavar="FILE", help="Write to this .csv, .jsonl or .parquet file, not to the terminal.")
@click.option("--figure", "picture", type=arguments.Place(path_type=Path), callback=arguments.picture_file, metavar="PICTURE", help="Draw it as well, to this .svg or .png file.")
def history(item: str, topic: str, flow: str, lang: str, output: Path | None, picture: Path | None) -> None:
    """Tabulate a range as known at each month's end.

    \b
    Example:
      claimtrail history --item ammunition.shell -o history.csv --figure history.svg
    """
    from analysis.history import asked, deliver

    arguments.keep((paths.review(), *paths.vocabulary().glob("*.csv")), output)
    deliver(asked(topic, item, flow, lang), lang, output, picture)


@cli.command()
@click.argument("source", required=False, type=arguments.Place(path_type=Path), metavar="IN.jsonl")
@click.option("-o", "output", type=arguments.Place(path_type=Path), callback=arguments.output_file, metavar="OUT.jsonl", help="Write to this file, not to standard output.")
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

    arguments.keep([source], output)
    write_layers(source if source != Path("-") else None, output)


@cli.command()
@click.argument("file", type=arguments.Place(path_type=Path), metavar="FILE")
@click.option("--published", metavar="DATE", callback=arguments.day, help="The day of publication (YYYY-MM-DD), if the file does not say it.")
@click.option("--language", type=click.Choice(["en", "de"]), help="The language, if the file does not say it; else it is told by its words.")
@click.option("-o", "output", type=arguments.Place(path_type=Path), callback=arguments.output_file, metavar="PAGE.html", help="Write to this file, not to standard output.")
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

    arguments.keep([file], output)
    html = page(documents.read_file(file, published, language), vocabulary.load())
    terminal.say(html) if output is None else whole_files.write(output, html.encode("utf-8"))


COMMANDS = (
    extract_commands.extract, edition_commands.run, edition_commands.trace, edition_commands.status, upkeep_commands.add, upkeep_commands.changes,
    upkeep_commands.bundle, upkeep_commands.refresh, review_commands.verify,
)  # fmt: skip
for command in COMMANDS:
    cli.add_command(command)


if __name__ == "__main__":
    main()
