"""Why what is made again may come out otherwise: what the brief was made from, held against what is here.

Takes the brief's manifest and parameters, gives each difference with its cause: data (a file), code (the package or a notebook),
parameters, environment (a library's version).
"""

from dataclasses import dataclass

from analysis import inputs, provenance, topics
from analysis.topics import Topic
from analysis.verify.given import Brief

DATA, CODE, PARAMETERS, ENVIRONMENT = "data", "code", "parameters", "environment"
# The file itself: changed by someone after it was made.
PDF = "pdf"


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it was. `reports`: a report, which bears on what is extracted and on nothing after it."""

    cause: str
    what: str
    reports: bool = False


def inputs_here(brief: Brief) -> dict[str, str]:
    """The digests of the files that an edition of that topic and day would be made from here. Raises DocumentError."""
    asked = {"topic": brief.topic, "as_of": brief.as_of, "lang": brief.lang}
    files = [path for path in inputs.inputs(brief.topic, brief.as_of, brief.data_set) if path.is_file()]
    return provenance.made_from(files, asked)["inputs"]


def unknown_topic(brief: Brief) -> list[Difference]:
    """The one difference that leaves nothing to compare: the topic's file is not here."""
    return [] if brief.topic in topics.available() else [Difference(DATA, f"data/topics/{brief.topic}.toml is not here")]


def differing(brief: Brief, topic: Topic, here: dict[str, str]) -> list[Difference]:
    """Every difference, data first."""
    return [*_files(brief.manifest["inputs"], here), *_parameters(brief, topic), *_versions(brief.manifest["environment"])]


def _files(then: dict[str, str], here: dict[str, str]) -> list[Difference]:
    found = []
    for name in sorted(then.keys() | here.keys()):
        if then.get(name) != here.get(name):
            code = name == provenance.CODE or name.startswith("notebooks/")
            what = "the package's sources" if name == provenance.CODE else name
            happened = "is not here" if name not in here else "is new" if name not in then else "differ" if name == provenance.CODE else "differs"
            found.append(Difference(CODE if code else DATA, f"{what} {happened}", inputs.is_of_reports(name)))
    return sorted(found, key=lambda each: each.cause == CODE)


def _parameters(brief: Brief, topic: Topic) -> list[Difference]:
    asked = {name: (brief.manifest[name], brief.parameters[name]) for name in ("topic", "as_of", "lang")}
    own = {name: (value, vars(topic).get(name)) for name, value in brief.parameters["topic_parameters"].items()}
    return [Difference(PARAMETERS, f"{name} was {was}, is {now}") for name, (was, now) in (asked | own).items() if was != now]


def _versions(then: dict[str, str]) -> list[Difference]:
    here = provenance.environment()
    changed = [name for name in sorted(then.keys() | here.keys()) if then.get(name) != here.get(name)]
    return [Difference(ENVIRONMENT, f"{name} {then.get(name, 'none')} there, {here.get(name, 'none')} here") for name in changed]
