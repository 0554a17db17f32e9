"""Where something that the public writes comes to stand, and what it then looks like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from moderation_common.vocabulary import Kind, Platform
from moderation_local.simulator.accounts import SimulatedAccount
from moderation_local.simulator.comments import Post, StoredComment
from moderation_local.simulator.ids import person_id
from moderation_local.simulator.world import World
from moderation_local.simulator.x.deeds import conversation_with
from moderation_local.simulator.x.events import names_account

_DEFAULT_POST: Final = "News and events from your local NHS"
_DEFAULT_AUTHOR: Final = "A member of the public"
_OWN_COMMENT: Final = "Tell us what you think in the replies."


class NotPossibleError(ValueError):
    """What was asked makes no sense on the platform; the message says why."""


@dataclass(frozen=True)
class Writing:
    """Something to be written by a member of the public."""

    platform: Platform
    account_id: str
    kind: Kind
    text: str
    author_name: str | None = None
    author_id: str | None = None
    """Derived from the name when left out, so that one name is one person."""
    post: str | None = None
    """The text of the body's post under which it stands."""
    parent_id: str | None = None
    """The comment that a reply answers; the body's own first comment when left out."""
    parent: str | None = None
    """In place of its id, that comment's text; somebody else writes it where it does not stand."""
    created_at: float | None = None
    """Unix seconds; now when left out."""
    ref: str | None = None
    """The caller's name for it: the same name again writes nothing new."""


class Composer:
    """Places what is written; raises `NotPossibleError`."""

    def __init__(self, world: World) -> None:
        self._world = world

    def compose(self, writing: Writing, account: SimulatedAccount) -> StoredComment:
        """Return the comment that the writing makes; the post it stands under is kept at once."""
        name = writing.author_name or _DEFAULT_AUTHOR
        author_id = writing.author_id or person_id(writing.platform, name)
        post_id, parent_id = self._place(writing, account, author_id=author_id)
        return StoredComment(
            platform=writing.platform,
            id=self._new_id(writing, post_id, author_id=author_id),
            account_id=account.account_id,
            kind=writing.kind,
            post_id=post_id,
            parent_id=parent_id,
            author_id=author_id,
            author_name=name,
            by_account=False,
            text=self._addressed(writing, account, parent_id=parent_id, post_id=post_id),
            created_at=self._world.now() if writing.created_at is None else writing.created_at,
            ref=writing.ref,
        )

    def _place(
        self, writing: Writing, account: SimulatedAccount, *, author_id: str
    ) -> tuple[str | None, str | None]:
        """Return the post under which it stands and what it answers."""
        match writing.kind:
            case Kind.DIRECT_MESSAGE if writing.platform is Platform.X:
                return conversation_with(account, author_id), None
            case Kind.DIRECT_MESSAGE:
                return f"t_{author_id}", None
            case Kind.MENTION:
                return None, None
            case Kind.COMMENT:
                post = self.post_for(writing, account)
                return post.id, post.id
            case Kind.REPLY if writing.parent_id is not None:
                parent, owner = self.standing(writing.platform, writing.parent_id)
                if owner != account:
                    msg = f"The comment {writing.parent_id} belongs to another account."
                    raise NotPossibleError(msg)
                return parent.post_id, parent.id
            case Kind.REPLY:
                post = self.post_for(writing, account)
                return post.id, self._own_comment(post, account).id

    def post_for(self, writing: Writing, account: SimulatedAccount) -> Post:
        """Return the post that a writing names; it is made when the account has none such."""
        text = writing.post or _DEFAULT_POST
        comments = self._world.comments
        found = comments.find_post_by_text(writing.platform, account.account_id, text=text)
        if found is not None:
            return found
        number = self._world.mint.mint()
        on_facebook = writing.platform is Platform.FACEBOOK
        post = Post(
            platform=writing.platform,
            id=f"{account.account_id}_{number}" if on_facebook else number,
            account_id=account.account_id,
            text=text,
            created_at=self._world.now(),
        )
        comments.add_post(post)
        return post

    def _own_comment(self, post: Post, account: SimulatedAccount) -> StoredComment:
        """Return the body's own comment under its post, for answers that name no other."""
        for comment in self._world.comments.children_of(post.platform, post.id):
            if comment.by_account:
                return comment
        number = self._world.mint.mint()
        on_facebook = post.platform is Platform.FACEBOOK
        comment = StoredComment(
            platform=post.platform,
            id=f"{post.id.rpartition('_')[2]}_{number}" if on_facebook else number,
            account_id=account.account_id,
            kind=Kind.COMMENT,
            post_id=post.id,
            parent_id=post.id,
            author_id=account.account_id,
            author_name=account.name,
            by_account=True,
            text=_OWN_COMMENT,
            created_at=post.created_at,
        )
        self._world.comments.add(comment)
        return comment

    def _new_id(self, writing: Writing, post_id: str | None, *, author_id: str) -> str:
        number = self._world.mint.mint()
        if writing.platform is Platform.X:
            return number
        match writing.kind:
            case Kind.DIRECT_MESSAGE:
                return f"m_{number}"
            case Kind.MENTION:
                return f"{author_id}_{number}"
            case Kind.COMMENT | Kind.REPLY:
                return f"{(post_id or '').rpartition('_')[2]}_{number}"

    def _addressed(
        self,
        writing: Writing,
        account: SimulatedAccount,
        *,
        parent_id: str | None,
        post_id: str | None,
    ) -> str:
        """Return the text with the account's name where X only then tells the account of it."""
        if writing.platform is not Platform.X or writing.kind is Kind.DIRECT_MESSAGE:
            return writing.text
        told_anyway = self.answers_account(account, parent_id=parent_id, post_id=post_id)
        if told_anyway or names_account(writing.text, account):
            return writing.text
        return f"@{account.handle} {writing.text}"

    def answers_account(
        self, account: SimulatedAccount, *, parent_id: str | None, post_id: str | None
    ) -> bool:
        """Tell whether it answers a post of the account's directly."""
        if parent_id is None:
            return False
        if parent_id == post_id:
            post = self._world.comments.find_post(account.platform, parent_id)
            return post is not None and post.account_id == account.account_id
        parent = self._world.comments.find(account.platform, parent_id)
        return parent is not None and parent.author_id == account.account_id

    def standing(
        self, platform: Platform, comment_id: str
    ) -> tuple[StoredComment, SimulatedAccount]:
        """Return a comment that is still there and its account; raises `NotPossibleError`."""
        comment = self._world.comments.find(platform, comment_id)
        if comment is None or not comment.exists:
            raise NotPossibleError(f"There is no comment {comment_id} on {platform}.")
        account = self._world.accounts.find(platform, comment.account_id)
        if account is None:
            msg = f"The account {comment.account_id} is no longer in the credentials file."
            raise NotPossibleError(msg)
        return comment, account

    def compose_version(
        self, comment: StoredComment, account: SimulatedAccount, *, text: str, now: float
    ) -> StoredComment:
        """Return the new post that X makes of an edit."""
        if comment.kind is Kind.DIRECT_MESSAGE:
            raise NotPossibleError("X has no edits of private messages.")
        return StoredComment(
            platform=Platform.X,
            id=self._world.mint.mint(),
            account_id=account.account_id,
            kind=comment.kind,
            post_id=comment.post_id,
            parent_id=comment.parent_id,
            author_id=comment.author_id,
            author_name=comment.author_name,
            by_account=False,
            text=text,
            created_at=now,
            edit_of=comment.edit_of or comment.id,
        )
