"""The commands that make and read editions: arguments in, calls out, no logic. `cli` puts them beside those that read texts and ledgers."""

from pathlib import Path

import click

from analysis import arguments, terminal


@click.command()
@click.option("--topic", default="kp-ru", show_default=True, help="The topic: a file of data/topics without its ending.")
@click.option("--as-of", default="", metavar="DATE", help="The day as of which to write (YYYY-MM-DD); by default the day of the topic's newest report.")
@click.option("--lang", default="en", show_default=True, metavar="en|de", help="The language of the brief.")
@click.option("--facts", "data_set", type=arguments.Place(path_type=Path), metavar="DIR", help="Start from what this data set of `claimtrail extract -o DIR` holds on the topic.")
@click.option("-p", "parameters", multiple=True, metavar="NAME=VALUE", callback=arguments.assignments, help="A parameter of the notebooks; repeat for more.")
@click.option("--why", is_flag=True, help="Say of each stage for what reason it runs, or that nothing changed for it.")
@click.option("--editions", "many", type=arguments.Place(path_type=Path), metavar="FILE", help="Write those listed in this .toml or .csv file (topic, as_of, lang), side by side.")
@click.pass_context
def run(context: click.Context, topic: str, as_of: str, lang: str, data_set: Path | None, parameters: dict[str, str], why: bool, many: Path | None) -> None:
    """Write an edition: run the notebooks and set the brief.

    Only what changed is run again. An edition that stands as it would be made now is left as it is.

    \b
    Example:
      claimtrail run --topic kp-ru --as-of 2024-02-10 --lang de
    """
    if data_set:
        parameters = arguments.with_data_set(parameters, data_set)
    if many:
        arguments.alone(context, "many", ("topic", "as_of", "lang", "why"))
        return _run_all(many, parameters)
    from analysis.run import run as make_edition

    terminal.say(f"Brief: {make_edition(topic, as_of, lang, parameters, why) / 'brief.pdf'}\n")


def _run_all(file: Path, parameters: dict[str, str]) -> None:
    from analysis import edition_lists
    from analysis.batch import failure, make_all

    made = []
    for each in make_all(edition_lists.read(file), parameters):
        made.append(each)
        if each.folder:
            terminal.say(f"Brief: {Path(each.folder) / 'brief.pdf'}\n")
        if each.remarks:
            terminal.tell(f"{each.name}: {each.remarks}")
    if failed := failure(made):
        raise failed


@click.command()
@click.argument("identifier", metavar="CLAIM_OR_NUMBER_ID")
@click.option("--edition", "folder", type=arguments.Place(path_type=Path), metavar="PATH", help="The edition's folder; by default the newest.")
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


@click.command()
def status() -> None:
    """List the editions, and whether a run is under way.

    \b
    Example:
      claimtrail status
    """
    from analysis import editions, lock, paths

    listed, holder = editions.overview(), lock.holder(paths.reports())
    terminal.say(listed + (f"Under way: {holder}.\n" if holder else "No run is under way.\n"))
