"""What the platforms hold: posts of the bodies, and comments and messages with their state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from moderation_common.vocabulary import Kind, Platform
from moderation_local.simulator.storage import Row, Storage


class RemovedBy(StrEnum):
    """Whose hand removed a comment."""

    AUTHOR = "author"
    ACCOUNT = "account"


@dataclass(frozen=True)
class Post:
    """Something that a body published."""

    platform: Platform
    id: str
    account_id: str
    text: str
    created_at: float
    """Unix seconds, as every time in this module."""


@dataclass(frozen=True)
class StoredComment:
    """A comment, reply, mention or message, by the public or by the account itself."""

    platform: Platform
    id: str
    account_id: str
    """The body's account that it concerns."""
    kind: Kind
    post_id: str | None
    parent_id: str | None
    author_id: str
    author_name: str
    by_account: bool
    text: str
    created_at: float
    edited_at: float | None = None
    edits: int = 0
    hidden: bool = False
    removed_at: float | None = None
    removed_by: RemovedBy | None = None
    private_reply_id: str | None = None
    """The private message that answered it; a platform allows one."""
    edit_of: str | None = None
    """On X, the first version, of which this is a later one."""
    ref: str | None = None
    """The name that the control side's caller gave it."""

    @property
    def exists(self) -> bool:
        """False once somebody removed it."""
        return self.removed_at is None


class CommentStore:
    """Reads and writes posts and comments."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def add_post(self, post: Post) -> None:
        """Keep a new post."""
        self._storage.execute(
            "INSERT INTO post VALUES (:platform, :id, :account_id, :text, :created_at)",
            platform=post.platform,
            id=post.id,
            account_id=post.account_id,
            text=post.text,
            created_at=post.created_at,
        )

    def find_post(self, platform: Platform, post_id: str) -> Post | None:
        """Return a post by its id."""
        row = self._storage.fetch_one(
            "SELECT * FROM post WHERE platform = :platform AND id = :id",
            platform=platform,
            id=post_id,
        )
        return None if row is None else _post(row)

    def find_post_by_text(self, platform: Platform, account_id: str, *, text: str) -> Post | None:
        """Return the account's post with this text."""
        row = self._storage.fetch_one(
            "SELECT * FROM post WHERE platform = :platform AND account_id = :account_id"
            " AND text = :text",
            platform=platform,
            account_id=account_id,
            text=text,
        )
        return None if row is None else _post(row)

    def posts_of(self, platform: Platform, account_id: str) -> list[Post]:
        """Return the account's posts, newest first."""
        rows = self._storage.fetch(
            "SELECT * FROM post WHERE platform = :platform AND account_id = :account_id"
            " ORDER BY created_at DESC, id DESC",
            platform=platform,
            account_id=account_id,
        )
        return [_post(row) for row in rows]

    def add(self, comment: StoredComment) -> None:
        """Keep a new comment."""
        self._storage.execute(
            "INSERT INTO comment (platform, id, account_id, kind, post_id, parent_id, author_id,"
            " author_name, by_account, text, created_at, edit_of, ref) VALUES (:platform, :id,"
            " :account_id, :kind, :post_id, :parent_id, :author_id, :author_name, :by_account,"
            " :text, :created_at, :edit_of, :ref)",
            platform=comment.platform,
            id=comment.id,
            account_id=comment.account_id,
            kind=comment.kind,
            post_id=comment.post_id,
            parent_id=comment.parent_id,
            author_id=comment.author_id,
            author_name=comment.author_name,
            by_account=int(comment.by_account),
            text=comment.text,
            created_at=comment.created_at,
            edit_of=comment.edit_of,
            ref=comment.ref,
        )

    def find(self, platform: Platform, comment_id: str) -> StoredComment | None:
        """Return a comment by its id, also one that was removed."""
        row = self._storage.fetch_one(
            "SELECT * FROM comment WHERE platform = :platform AND id = :id",
            platform=platform,
            id=comment_id,
        )
        return None if row is None else _comment(row)

    def find_by_ref(self, platform: Platform, account_id: str, *, ref: str) -> StoredComment | None:
        """Return the comment that a control call named so."""
        row = self._storage.fetch_one(
            "SELECT * FROM comment WHERE platform = :platform AND account_id = :account_id"
            " AND ref = :ref",
            platform=platform,
            account_id=account_id,
            ref=ref,
        )
        return None if row is None else _comment(row)

    def find_by_text(self, post: Post, *, text: str) -> StoredComment | None:
        """Return the oldest comment with this text that still stands under a post."""
        row = self._storage.fetch_one(
            "SELECT * FROM comment WHERE platform = :platform AND account_id = :account_id"
            " AND text = :text AND post_id = :post_id AND removed_at IS NULL"
            " ORDER BY created_at, id LIMIT 1",
            platform=post.platform,
            account_id=post.account_id,
            post_id=post.id,
            text=text,
        )
        return None if row is None else _comment(row)

    def replies_to(self, comment: StoredComment) -> list[StoredComment]:
        """Return the answers to a comment that still stand, oldest first."""
        return self.children_of(comment.platform, comment.id)

    def children_of(self, platform: Platform, parent_id: str) -> list[StoredComment]:
        """Return what stands directly under a post or comment, oldest first."""
        rows = self._storage.fetch(
            "SELECT * FROM comment WHERE platform = :platform AND parent_id = :parent_id"
            " AND removed_at IS NULL ORDER BY created_at, id",
            platform=platform,
            parent_id=parent_id,
        )
        return [_comment(row) for row in rows]

    def versions_of(self, comment: StoredComment) -> list[str]:
        """Return the ids of every version of an X post, oldest first."""
        rows = self._storage.fetch(
            "SELECT id FROM comment WHERE platform = :platform AND (id = :root OR edit_of = :root)"
            " ORDER BY created_at, id",
            platform=comment.platform,
            root=comment.edit_of or comment.id,
        )
        return [row["id"] for row in rows]

    def page(
        self,
        *,
        platform: Platform | None = None,
        account_id: str | None = None,
        after: int = 0,
        limit: int = 1000,
    ) -> list[tuple[int, StoredComment]]:
        """Return comments in the order they came, each with the cursor that follows it."""
        rows = self._storage.fetch(
            "SELECT rowid AS place, * FROM comment WHERE rowid > :after"
            " AND (:platform IS NULL OR platform = :platform)"
            " AND (:account_id IS NULL OR account_id = :account_id) ORDER BY rowid LIMIT :limit",
            after=after,
            platform=platform,
            account_id=account_id,
            limit=limit,
        )
        return [(row["place"], _comment(row)) for row in rows]

    def latest(self, platform: Platform, account_id: str, *, limit: int) -> list[StoredComment]:
        """Return the account's newest comments, newest first."""
        rows = self._storage.fetch(
            "SELECT * FROM comment WHERE platform = :platform AND account_id = :account_id"
            " ORDER BY created_at DESC, id DESC LIMIT :limit",
            platform=platform,
            account_id=account_id,
            limit=limit,
        )
        return [_comment(row) for row in rows]

    def knows_person(self, platform: Platform, account_id: str, *, person_id: str) -> bool:
        """Tell whether the person ever wrote to or about the account."""
        row = self._storage.fetch_one(
            "SELECT 1 FROM comment WHERE platform = :platform AND account_id = :account_id"
            " AND author_id = :person_id LIMIT 1",
            platform=platform,
            account_id=account_id,
            person_id=person_id,
        )
        return row is not None

    def last_message_at(
        self, platform: Platform, account_id: str, *, person_id: str
    ) -> float | None:
        """Return when the person last wrote to the account in private."""
        row = self._storage.fetch_one(
            "SELECT max(created_at) AS at FROM comment WHERE platform = :platform"
            " AND account_id = :account_id AND author_id = :person_id AND kind = :kind",
            platform=platform,
            account_id=account_id,
            person_id=person_id,
            kind=Kind.DIRECT_MESSAGE,
        )
        return None if row is None else row["at"]

    def set_hidden(self, comment: StoredComment, *, hidden: bool) -> StoredComment:
        """Hide or show a comment."""
        self._storage.execute(
            "UPDATE comment SET hidden = :hidden WHERE platform = :platform AND id = :id",
            hidden=int(hidden),
            platform=comment.platform,
            id=comment.id,
        )
        return replace(comment, hidden=hidden)

    def set_text(self, comment: StoredComment, *, text: str, now: float) -> StoredComment:
        """Replace the text in place, as Facebook does."""
        self._storage.execute(
            "UPDATE comment SET text = :text, edited_at = :now, edits = edits + 1"
            " WHERE platform = :platform AND id = :id",
            text=text,
            now=now,
            platform=comment.platform,
            id=comment.id,
        )
        return replace(comment, text=text, edited_at=now, edits=comment.edits + 1)

    def set_private_reply(self, comment: StoredComment, message_id: str) -> None:
        """Remember that the one private answer was given."""
        self._storage.execute(
            "UPDATE comment SET private_reply_id = :message_id"
            " WHERE platform = :platform AND id = :id",
            message_id=message_id,
            platform=comment.platform,
            id=comment.id,
        )

    def remove(self, comment: StoredComment, *, by: RemovedBy, now: float) -> StoredComment:
        """Remove a comment; its text stays for the control side, and the answers go with it."""
        self._storage.execute(
            "UPDATE comment SET removed_at = :now, removed_by = :by WHERE platform = :platform"
            " AND (id = :id OR (parent_id = :id AND :platform = 'facebook'))"
            " AND removed_at IS NULL",
            now=now,
            by=by,
            platform=comment.platform,
            id=comment.id,
        )
        return replace(comment, removed_at=now, removed_by=by)


def _post(row: Row) -> Post:
    return Post(
        platform=Platform(row["platform"]),
        id=row["id"],
        account_id=row["account_id"],
        text=row["text"],
        created_at=row["created_at"],
    )


def _comment(row: Row) -> StoredComment:
    removed_by = row["removed_by"]
    return StoredComment(
        platform=Platform(row["platform"]),
        id=row["id"],
        account_id=row["account_id"],
        kind=Kind(row["kind"]),
        post_id=row["post_id"],
        parent_id=row["parent_id"],
        author_id=row["author_id"],
        author_name=row["author_name"],
        by_account=bool(row["by_account"]),
        text=row["text"],
        created_at=row["created_at"],
        edited_at=row["edited_at"],
        edits=row["edits"],
        hidden=bool(row["hidden"]),
        removed_at=row["removed_at"],
        removed_by=None if removed_by is None else RemovedBy(removed_by),
        private_reply_id=row["private_reply_id"],
        edit_of=row["edit_of"],
        ref=row["ref"],
    )
