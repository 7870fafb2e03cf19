"""Makes an edition, where it is not there as it would be made: the five notebooks, in order, published as a whole or not at all.

Takes topic, date, language and parameters; gives the folder. An edition whose records still hold is left as it is, which takes no more
than digests (`standing`); else its stages run, as far as something changed for them (`making`).
"""

from collections.abc import Mapping
from pathlib import Path

from analysis import records, standing, terminal
from analysis.stages import STAGES

__all__ = ["STAGES", "run"]


def run(topic: str = "kp-ru", as_of: str = "", lang: str = "en", given: Mapping[str, object] | None = None, why: bool = False) -> Path:
    """The folder of the edition. `as_of` is an ISO date, by default that of the topic's newest report; `given` sets the notebooks' parameters.

    `why`: whether to say of each stage for what reason it runs. A date after the newest report's is allowed, and said. Raises, before
    any kernel starts, ProjectError, ParameterError, TopicError, VocabularyError, ReviewError, TableError, DocumentError or EditionError
    (a notebook is missing, another run is under way, nothing can be written); RunError if a cell fails.
    """
    if found := standing.edition(topic, as_of, lang, given or {}):
        for remark in (*found.records.remarks, *(records.told(stage, []) for stage in STAGES if why)):
            terminal.tell(remark)
        return found.folder
    # What follows loads for more than a second: on the one side here, on the other in the process that kernels are forked from.
    from analysis import warm

    with warm.Parent() as parent:
        from analysis.making import make

        return make(topic, as_of, lang, given or {}, parent, why)
