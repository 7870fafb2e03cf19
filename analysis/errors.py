"""The one family of errors that a user can cause, and the exit code of each.

Takes offenders, gives a sentence: what is wrong, where, what to do. Several offenders make one message, one line each. A
programming error is no member of this family: it keeps its traceback.
"""

from collections.abc import Iterable


class ClaimtrailError(Exception):
    """A mistake that the user can mend. `exit_code` is what the command line ends with."""

    exit_code = 2

    @classmethod
    def of_all(cls, offenders: Iterable[str]) -> "ClaimtrailError":
        """One error that lists every offender, each a sentence of its own."""
        return cls("\n".join(offenders))


class ProjectError(ClaimtrailError):
    """A project folder that is missing, or that lacks a folder of what is given."""


class DocumentError(ClaimtrailError):
    """A document that cannot be read as a report."""


class VocabularyError(ClaimtrailError):
    """A row of data/vocabulary that cannot be used."""


class TableError(ClaimtrailError):
    """A table between two stages that breaks its description."""


class TopicError(ClaimtrailError):
    """A topic file that is missing, malformed, or names what no vocabulary knows."""


class ReviewError(ClaimtrailError):
    """A row of data/review.csv that is malformed or matches no fact."""


class ParameterError(ClaimtrailError):
    """A parameter of a run that is unknown or malformed."""


class EditionError(ClaimtrailError):
    """An edition that does not exist, is incomplete, or cannot be written."""


class OutputError(ClaimtrailError):
    """A file or standard output that cannot be written."""


class RunError(ClaimtrailError):
    """A notebook cell that failed. The last good edition stands. `exit_code`: that of the mistake that the cell told, if it told one."""

    exit_code = 1

    def __init__(self, message: str, exit_code: int = exit_code):
        super().__init__(message)
        self.exit_code = exit_code


class PdfError(ClaimtrailError):
    """A file that is missing, or that cannot be read as a PDF."""


class VerificationError(ClaimtrailError):
    """A brief that does not agree with its own tables."""

    exit_code = 1
