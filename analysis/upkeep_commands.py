"""The commands for what stands: take reports in, compare two editions, keep them up to date, hand one on. Arguments in, calls out, no logic."""

from pathlib import Path

import click

from analysis import arguments, terminal


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--topic", default="", help="The topic whose folder of reports they go to; by default that of all topics without their own.")
@click.option("--url", default="", metavar="ADDRESS", help="The web address of files that do not say it.")
@click.option("--publisher", default="", metavar="NAME", help="The publisher of files that do not say it.")
@click.option("--published", default="", metavar="DATE", callback=arguments.day, help="The day of publication (YYYY-MM-DD) of files that do not say it.")
@click.option("--language", type=click.Choice(["en", "de"]), help="The language of files that do not say it; else it is told by their words.")
@click.option("--title", default="", metavar="TITLE", help="The title of files that do not say it.")
def add(files: tuple[str, ...], topic: str, url: str, publisher: str, published: str, language: str | None, title: str) -> None:
    """Take files in as reports of the project.

    FILE is a text, a web page as it was saved, a PDF, or a file of many reports (JSON lines, CSV, Parquet, WARC); a folder, a pattern, or an
    address of a store. Each report becomes a Markdown file with front matter that says what it was taken from. All are taken, or none.

    \b
    Example:
      claimtrail add report.pdf --published 2024-02-26 --publisher "An Institute"
    """
    from analysis.adding import add as take_in
    from analysis.intake import Said

    terminal.say("".join(f"{line}\n" for line in take_in(files, topic, Said(published, language or "", publisher, url), title)))


@click.command()
@click.argument("old", type=arguments.Place(), metavar="OLD")
@click.argument("new", type=arguments.Place(), metavar="NEW")
@click.option("--json", "as_json", is_flag=True, help="Say it as a JSON object, for programs.")
def changes(old: str, new: str, as_json: bool) -> None:
    """Tell what changed from one edition to another.

    OLD and NEW are editions of one topic: by name as `status` lists them, by folder, or by the PDF of the brief. What moved most
    comes first: judgements that turned, ranges, claims; each with the reports that caused it.

    \b
    Example:
      claimtrail changes kp-ru/2024-02-10-en reports/kp-ru/2025-11-14-en/brief.pdf
    """
    from analysis import told_changes

    sides = told_changes.sides(old, new)
    terminal.say(told_changes.json_text(*sides) if as_json else told_changes.text(*sides))


@click.command()
@click.argument("edition", type=arguments.Place(), metavar="EDITION")
@click.option("-o", "output", type=arguments.Place(path_type=Path), required=True, callback=arguments.archive_file, metavar="FILE.zip", help="The archive to write.")
def bundle(edition: str, output: Path) -> None:
    """Pack an edition with all that it was made from.

    EDITION is named as `status` lists it, or by its folder. The archive holds the edition, its reports, vocabulary and notebooks, the
    package's sources and lock, and describes itself as RO-Crate, as Frictionless data package and in CITATION.cff. The same edition
    gives the same bytes.

    \b
    Example:
      claimtrail bundle kp-ru/2025-11-14-en -o kp-ru-2025-11-14-en.zip
    """
    from analysis import editions, release

    terminal.say(f"Archive: {release.bundle(editions.named(edition), output)}\n")


@click.command()
def refresh() -> None:
    """Take new reports in and bring the editions up to date.

    New reports lie in data/inbox, or data/inbox/TOPIC: Markdown with front matter, or JSON lines. What cannot be taken goes to
    data/inbox/rejected with the reason beside it. data/schedule/editions.toml says which editions are made, each as of the day
    that it names, or else of its newest report. reports/index.html and reports/feed.xml list them, reports/log.jsonl says what happened. It ends with 0 when all is well or
    nothing is new, with 1 when something failed, which leaves the last good edition, with 2 when it is set up wrongly.

    \b
    Example:
      claimtrail refresh
    """
    from analysis.refresh import refresh as bring_up_to_date

    terminal.say("Up to date.\n" if bring_up_to_date() else "Nothing is new.\n")
