"""The commands for who has a brief in hand and did not make it: arguments in, calls out, no logic. `cli` puts them beside the others."""

import sys
from pathlib import Path

import click

from analysis import terminal


@click.command()
@click.argument("pdf", type=click.Path(path_type=Path), metavar="BRIEF.pdf")
@click.option("--json", "as_json", is_flag=True, help="Print every verdict, with cause and size, as JSON.")
def verify(pdf: Path, as_json: bool) -> None:
    """Check a brief by making it again from what it carries.

    Beside this project BRIEF.pdf is all that is needed. Each number, table, figure and page is identical, within tolerance (a relative
    1e-9), changed, or cannot be reproduced here, with the cause: data, code, parameters, environment, or the PDF itself. Exits with 1
    where anything but the first two is found.

    \b
    Example:
      claimtrail verify reports/kp-ru/2025-11-14-en/brief.pdf
    """
    from analysis.verify import verify as verdicts

    report = verdicts(pdf)
    terminal.say(report.json() if as_json else report.text())
    if not report.sound():
        sys.exit(1)
