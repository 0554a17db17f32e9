"""A classifier's database, for tests of what is kept of judgements and examples."""

from __future__ import annotations

from dataclasses import dataclass

from moderation_classifier.adapters.example_store import ExampleStore
from moderation_classifier.adapters.store import ClassifierStore
from moderation_common.postgres import Database
from moderation_common.vault import Vault


@dataclass
class LearningDatabase:
    """The database and its vault, with the two ways in."""

    url: str
    database: Database
    vault: Vault

    @property
    def store(self) -> ClassifierStore:
        """Its transactions."""
        return ClassifierStore(self.database, self.vault)

    @property
    def examples(self) -> ExampleStore:
        """What was learnt."""
        return ExampleStore(self.database, self.vault)
