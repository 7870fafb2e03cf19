"""The reports and facts that an edition is made from: the project's own documents, or what a data set of `claimtrail extract` holds on its topic.

A report of a data set is on a topic if it tells of something between two of the topic's actors; all that it tells comes along. A data set is
named as a project folder sees it, so that both can be moved together. Reports without a day of publication belong to no edition.
"""

import os
from pathlib import Path

import pandas as pd

from analysis import corpus, documents, parameters, paths, syndication, topics, vocabulary
from analysis.documents import Document
from analysis.errors import DocumentError, ParameterError
from analysis.extract import facts_table
from analysis.vocabulary import Vocabulary

MOST_FACTS = 250_000  # of one topic, which is what claims are compared among in minutes


def reports_known(topic: str, data_set: str) -> tuple[str, list[str]]:
    """The day (ISO date) of the topic's newest report, and the ids of those that lie outside the project. Raises DocumentError, ParameterError, OutputError."""
    return DataSet(topic, data_set, vocabulary.load()).known() if data_set else (parameters.newest(topic), [])


def source(topic: str, data_set: str, words: Vocabulary) -> "OwnDocuments | DataSet":
    """What an edition of that topic is made from; `data_set` empty: the project's own documents. Raises ParameterError, OutputError, DocumentError."""
    return DataSet(topic, data_set, words) if data_set else OwnDocuments(topic, words)


def folder(data_set: str) -> Path:
    """Where a data set lies that a project folder names."""
    return paths.home() / data_set


class OwnDocuments:
    """The reports of the project's folder."""

    def __init__(self, topic: str, words: Vocabulary):
        self._folder, self._words = paths.documents(topic), words
        self._reports: list[Document] = []

    def documents(self, as_of: str) -> pd.DataFrame:
        """The table "documents" of those that had appeared by that day. Raises DocumentError."""
        self._reports = syndication.marked(documents.read_folder(self._folder, as_of))
        return documents.table(self._reports)

    def facts(self) -> pd.DataFrame:
        """The table "facts" of the documents that were asked for last."""
        return facts_table(self._reports, self._words)


class DataSet:
    """What a data set holds on a topic."""

    def __init__(self, topic: str, place: str, words: Vocabulary):
        if "://" in place or not os.path.isdir(folder(place)):
            raise ParameterError(f"data_set is {place!r}, which is no folder; name one that claimtrail extract has written, copied here if it lies in a store.")
        self._held = corpus.open(folder(place))
        self._actors = topics.load(topic, words).actors
        self._told = self._held.facts(corpus.concerning(self._actors, ("supplier",)) & corpus.concerning(self._actors, ("recipient",)))
        self._told = self._told[self._told["supplier"] != self._told["recipient"]]
        self._listed = self._held.of_documents(set(self._told["doc_id"]))
        self._listed = self._listed[self._listed["published"] != ""].reset_index(drop=True)
        if self._listed.empty:
            raise DocumentError(f"{place} holds no dated report that tells of anything between {' and '.join(self._actors)}; name another data set or topic.")

    def known(self) -> tuple[str, list[str]]:
        """The day (ISO date) of the newest report, and the ids of all."""
        return self._listed["published"].max(), list(self._listed["doc_id"])

    def documents(self, as_of: str) -> pd.DataFrame:
        """The table "documents" of those that had appeared by that day."""
        self._listed = self._listed[self._listed["published"] <= as_of].reset_index(drop=True)
        return self._listed

    def facts(self) -> pd.DataFrame:
        """The table "facts" of the documents that were asked for last. Raises DocumentError if they are too many."""
        found = self._held.facts(corpus.among(set(self._listed["doc_id"])))
        if len(found) > MOST_FACTS:
            raise DocumentError(
                f"The data set holds {len(found):,} facts in reports on this topic, and an edition can hold {MOST_FACTS:,}; name an earlier day with --as-of, "
                "a topic of fewer actors, or extract fewer reports."
            )
        return found

    def reports(self, doc_ids: set[str]) -> list[Document]:
        """Those documents with the texts that their facts were read in."""
        texts = self._held.texts(doc_ids)
        rows = self._held.of_documents(doc_ids).to_dict("records")
        return [Document(**row, retrieved="", text=texts[row["doc_id"]]) for row in rows if row["doc_id"] in texts]
