"""The command `extract`: to the terminal or one file, strictly; or to a data set in a folder, however much it is."""

from contextlib import nullcontext
from pathlib import Path

import click

from analysis import arguments, terminal

# What only a data set has.
OF_DATA_SETS = {"processes": "--processes", "engine": "--engine", "scheduler": "--scheduler"}


@click.command()
@click.argument("files", nargs=-1, required=True, type=arguments.Place(), metavar="FILE...")
@click.option("--published", metavar="DATE", callback=arguments.day, help="The day of publication (YYYY-MM-DD) of files that do not say it.")
@click.option("--language", type=click.Choice(["en", "de"]), help="The language of files that do not say it; else it is told by their words.")
@click.option("-o", "output", type=arguments.Place(), callback=arguments.table_or_data_set, metavar="OUT", help="Write to this .csv, .jsonl or .parquet file; or, for an address or any other name, a data set in that folder.")
@click.option("--processes", type=click.IntRange(1, 1024), metavar="N", help="Of a data set: work in so many processes. [default: 1]")
@click.option("--engine", type=click.Choice(["processes", "dask"]), help="Of a data set: who works, processes of this machine or the workers of Dask.")
@click.option("--scheduler", metavar="ADDRESS", help="Of a data set: the scheduler of Dask (tcp://…); by default a cluster on this machine, ended with the command.")
@click.pass_context
def extract(context: click.Context, files: tuple[str, ...], published: str | None, language: str | None, output: Path | str | None, **engine) -> None:
    """Find what reports say, as a table of facts.

    FILE is a text file, with or without front matter, or a folder of such files (.md and .txt), or a file of JSON lines (.jsonl)
    with doc_id, text, language, published and, if known, publisher. A broken one refuses all.

    With -o FOLDER/ a data set of Parquet files is made: of files, archives and addresses, any number of them, in bounded memory. What
    cannot be read is listed there. A run that was broken off goes on where it stopped.

    Control characters in a report are shown as signs in the terminal; a file named with -o holds them as they are.

    \b
    Example:
      claimtrail extract data/documents/2024-02-26-kbs-de-6700-containers.md -o facts.csv
      claimtrail extract news/*.jsonl -o facts/ --processes 8
    """
    given = {name: value for name, value in engine.items() if value is not None}
    if isinstance(output, str):
        _data_set(context, files, published, language, output, given)
    elif given:
        raise click.UsageError(f"{', '.join(OF_DATA_SETS[name] for name in given)} needs a data set to make; name its folder with -o FOLDER/.", context)
    else:
        _table(context, [Path(file) for file in files], published, language, output)


def _table(context: click.Context, files: list[Path], published: str | None, language: str | None, output: Path | None) -> None:
    from analysis import tables, vocabulary
    from analysis.document_lines import read_all
    from analysis.extract import facts_table
    from analysis.table_files import write

    if addresses := [file for file in context.params["files"] if arguments.ADDRESS.match(file)]:
        raise click.UsageError(f"{', '.join(addresses)} can only be read into a data set; name its folder with -o FOLDER/.", context)
    arguments.keep(files, output)
    facts = facts_table(read_all(files, published, language), vocabulary.load())
    if output is None:
        terminal.say(tables.csv_text(facts))
    else:
        write("facts", facts, output)
        terminal.tell(f"{len(facts)} facts in {output}")


def _data_set(context: click.Context, files: tuple[str, ...], published: str | None, language: str | None, output: str, given: dict) -> None:
    from analysis import corpus
    from analysis.corpus import engines, progress
    from analysis.intake import Said

    by_dask, processes = given.get("engine") == "dask", given.get("processes", 1)
    if "scheduler" in given and not by_dask:
        raise click.UsageError("--scheduler is Dask's; add --engine dask.", context)
    if "scheduler" in given and "processes" in given:
        raise click.UsageError("--processes leaves nothing to say beside --scheduler, whose workers do the work; take one away.", context)
    watcher = progress.Told()
    with engines.dask_client(given.get("scheduler", ""), processes) if by_dask else nullcontext() as client:
        made = corpus.extract(files, output, Said(published or "", language or ""), processes, client, watcher)
    watcher.summary(made)
    terminal.say(f"{made.place}\n")
