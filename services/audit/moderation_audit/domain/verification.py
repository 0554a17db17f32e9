"""Recomputes the whole record from what is stored and says whether anything was altered.

It is written apart from the code that appends: it imports neither the tree nor the canonical form,
and takes nothing stored for granted. It is fed one row at a time and keeps no more than the edge of
the tree, so that a record of any length can be checked.

What it cannot see by itself is a record whose end was cut off, or rewritten, together with all the
heads from there on. For that it takes heads that somebody noted down elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from moderation_audit.domain.facets import Facets, facets_of
from moderation_audit.domain.kind import EntryKind
from moderation_audit.domain.redaction import Openings, commitments_in
from moderation_audit.domain.report import Problem, VerificationReport

_MAX_PROBLEMS: Final = 20
"""Problems that are reported in words; the rest are counted."""


class TextState(StrEnum):
    """What is left of an entry's personal text."""

    NONE = "none"
    """No row is kept for the entry."""
    OPEN = "open"
    ERASED = "erased"
    """The key or the text was destroyed, which leaves the record whole."""
    UNOPENED = "unopened"
    """It was not tried: the verifier has no vault key."""
    SPOILT = "spoilt"
    """It does not open with the key it should."""


@dataclass(frozen=True)
class StoredEntry:
    """One row as it stands in the database, believed in nothing."""

    index: int
    canonical: bytes
    leaf_hash: bytes
    facets: Facets
    text_state: TextState = TextState.NONE
    openings: Openings | None = field(default=None, repr=False)


@dataclass(frozen=True)
class StoredHead:
    """One head as it stands in the database."""

    tree_size: int
    root_hash: bytes
    frontier: bytes
    at: datetime


@dataclass(frozen=True)
class NotedHead:
    """A head that somebody noted outside the database."""

    tree_size: int
    root_hash: bytes


class Verifier:
    """Takes the entries by index, each head as soon as its entries were taken, then the rest."""

    def __init__(self, *, noted: Collection[NotedHead] = ()) -> None:
        self._tree = _Tree()
        self._next_index = 0
        self._noted: defaultdict[int, set[bytes]] = defaultdict(set)
        for head in noted:
            self._noted[head.tree_size].add(head.root_hash)
        self._unguarded: tuple[str, ...] = ()
        self._heads = 0
        self._last_head_size = 0
        self._last_recorded_at: datetime | None = None
        self._last_id: str | None = None
        self._ids = 0
        self._texts: Counter[TextState] = Counter()
        self._kinds: Counter[EntryKind] = Counter()
        self._problems: list[Problem] = []
        self._problem_count = 0
        self._tree_in_doubt = False
        self._check_noted()

    @property
    def entries_taken(self) -> int:
        """How many entries were taken so far."""
        return self._tree.size

    def take_entry(self, entry: StoredEntry) -> None:
        """Check the next entry in order of index."""
        if entry.index != self._next_index:
            self._doubt_tree(
                self._next_index, f"it is missing; the next one stored has index {entry.index}"
            )
        self._next_index = entry.index + 1
        computed = hashlib.sha256(b"\x00" + entry.canonical).digest()
        if computed != entry.leaf_hash:
            self._doubt_tree(entry.index, "its bytes do not give its leaf hash")
        self._tree.add(computed)
        self._check_document(entry)
        self._check_noted()

    def take_head(self, head: StoredHead) -> None:
        """Check a head; all entries below its size must have been taken."""
        self._heads += 1
        size = head.tree_size
        if size <= self._last_head_size:
            self._report(None, f"the head of size {size} is not larger than the one before it")
        elif size > self._tree.size:
            self._doubt_tree(
                self._tree.size,
                f"a head of size {size} stands, but only {self._tree.size} entries are left",
            )
        elif not self._tree_in_doubt:
            first = self._last_head_size
            span = f"one of the entries {first} to {size - 1} or this head was altered"
            if head.root_hash != self._tree.root() or head.frontier != self._tree.edge():
                self._doubt_tree(first, f"the head of size {size} does not fit: {span}")
            elif head.at != self._last_recorded_at:
                self._report(size - 1, f"the head of size {size} bears another time: {span}")
        self._last_head_size = max(size, self._last_head_size)

    def take_id(self, entry_id: str, index: int) -> None:
        """Check the next entry id, in order of ids."""
        self._ids += 1
        if entry_id == self._last_id:
            self._report(index, f"its id {entry_id} stands in another entry too")
        self._last_id = entry_id

    def take_unguarded(self, tables: Collection[str]) -> None:
        """Report the tables that the database would let somebody change."""
        self._unguarded = tuple(tables)
        for table in tables:
            self._report(
                None, f"the table {table} is open to changes: its append_only trigger is not on"
            )

    def report(self) -> VerificationReport:
        """Return the result, when everything was taken."""
        size = self._tree.size
        if size > self._last_head_size:
            self._report(self._last_head_size, "no head covers it, so it was not appended by audit")
        if self._ids != size:
            self._report(None, f"{self._ids} ids stand against {size} entries")
        longest = max(self._noted, default=0)
        if longest > size:
            self._report(
                size,
                f"a head of size {longest} was noted, but only {size} entries are left:"
                " the end of the record was cut off",
            )
        return VerificationReport(
            entries=size,
            heads=self._heads,
            root_hash=self._tree.root().hex(),
            noted_heads=sum(map(len, self._noted.values())),
            unguarded=self._unguarded,
            texts_checked=self._texts[TextState.OPEN],
            texts_erased=self._texts[TextState.ERASED],
            texts_unopened=self._texts[TextState.UNOPENED],
            conflicts=self._kinds[EntryKind.CONFLICT],
            dead_letters=self._kinds[EntryKind.DEAD_LETTER],
            problem_count=self._problem_count,
            problems=tuple(self._problems),
        )

    def _check_noted(self) -> None:
        size = self._tree.size
        if size in self._noted and self._noted[size] != {self._tree.root()}:
            self._report(
                None,
                f"the tree of size {size} has not the root that was noted:"
                " an entry before that was altered",
            )

    def _check_document(self, entry: StoredEntry) -> None:
        try:
            document = json.loads(entry.canonical)
            facets = facets_of(document)
        except (ValueError, KeyError, TypeError, AttributeError):
            self._report(entry.index, "its bytes are no entry's")
            return
        if document.get("index") != entry.index:
            self._report(entry.index, f"its bytes say that it is entry {document.get('index')}")
        if facets != entry.facets:
            wrong = [n for n in vars(facets) if getattr(facets, n) != getattr(entry.facets, n)]
            self._report(entry.index, f"its columns differ from its bytes: {', '.join(wrong)}")
        if self._last_recorded_at is not None and facets.recorded_at < self._last_recorded_at:
            self._report(entry.index, "it was recorded before the entry in front of it")
        self._last_recorded_at = facets.recorded_at
        self._kinds[facets.kind] += 1
        self._check_texts(entry, document)

    def _check_texts(self, entry: StoredEntry, document: Mapping[str, Any]) -> None:
        commitments = dict(commitments_in(document))
        if not commitments and entry.text_state is TextState.NONE:
            return
        self._texts[entry.text_state] += 1
        if not commitments:
            self._report(entry.index, "personal text is kept for it, but it commits to none")
        elif entry.text_state is TextState.NONE:
            self._report(entry.index, "its personal text is gone without having been erased")
        elif entry.text_state is TextState.SPOILT:
            self._report(
                entry.index, "its sealed text does not open: altered, or sealed with another key"
            )
        elif entry.text_state is TextState.OPEN:
            openings = entry.openings or {}
            opened = {path: opening.commitment() for path, opening in openings.items()}
            if opened != commitments:
                self._report(entry.index, "its personal text is not the text it commits to")

    def _doubt_tree(self, index: int | None, what: str) -> None:
        # Every head from here on is wrong as a consequence, which is not worth saying.
        self._tree_in_doubt = True
        self._report(index, what)

    def _report(self, index: int | None, what: str) -> None:
        self._problem_count += 1
        if len(self._problems) < _MAX_PROBLEMS:
            self._problems.append(Problem(index=index, what=what))


class _Tree:
    """The tree of RFC 9162, as complete subtrees by height, like the digits of a binary counter."""

    def __init__(self) -> None:
        self.size = 0
        self._by_height: list[bytes | None] = []

    def add(self, leaf_hash: bytes) -> None:
        self.size += 1
        carried = leaf_hash
        for height, subtree in enumerate(self._by_height):
            if subtree is None:
                self._by_height[height] = carried
                return
            carried = hashlib.sha256(b"\x01" + subtree + carried).digest()
            self._by_height[height] = None
        self._by_height.append(carried)

    def root(self) -> bytes:
        root: bytes | None = None
        for subtree in self._by_height:
            if subtree is not None:
                root = (
                    subtree if root is None else hashlib.sha256(b"\x01" + subtree + root).digest()
                )
        return hashlib.sha256(b"").digest() if root is None else root

    def edge(self) -> bytes:
        return b"".join(subtree for subtree in reversed(self._by_height) if subtree is not None)
