"""What a page may do on Facebook, with the effects on the comments and the events that follow."""

from __future__ import annotations

from typing import Final

from moderation_common.vocabulary import Kind, Platform
from moderation_local.simulator.accounts import SimulatedAccount
from moderation_local.simulator.comments import Post, RemovedBy, StoredComment
from moderation_local.simulator.deliveries import Event
from moderation_local.simulator.exchange import Done
from moderation_local.simulator.facebook.errors import (
    ALREADY_REPLIED,
    INVALID_PARAMETER,
    MISSING_PERMISSION,
    NO_PERMISSION,
    NOT_REPLYABLE,
    graph_error,
    no_such_object,
    window_closed,
)
from moderation_local.simulator.facebook.events import comment_event, message_event, post_event
from moderation_local.simulator.facebook.objects import show_comment, show_page, show_post
from moderation_local.simulator.facebook.subscriptions import Subscriptions
from moderation_local.simulator.world import World

PRIVATE_REPLY_DAYS: Final = 7
_DAY_S: Final = 24 * 3600
# Outside a private reply, a page may write only to people who wrote within the last day.
_MESSAGING_WINDOW_S: Final = _DAY_S
_MAX_TEXT: Final = 8000


class FacebookDeeds:
    """Carries out what a page asks; raises `RefusalError` where Facebook would refuse."""

    def __init__(self, world: World, subscriptions: Subscriptions) -> None:
        self._world = world
        self._subscriptions = subscriptions

    def read(self, account: SimulatedAccount, object_id: str, *, fields: str | None) -> Done:
        """Return a page, post or comment; what the token may not see is not there."""
        if object_id in {account.account_id, "me"}:
            return Done(show_page(account, fields))
        post = self._world.comments.find_post(Platform.FACEBOOK, object_id)
        if post is not None and post.account_id == account.account_id:
            return Done(show_post(post, fields))
        comment = self._standing(object_id, verb="get")
        if comment.account_id != account.account_id or comment.kind is Kind.DIRECT_MESSAGE:
            raise no_such_object(object_id, verb="get")
        replies = len(self._world.comments.replies_to(comment))
        return Done(show_comment(comment, fields, replies=replies))

    def list_comments(
        self,
        account: SimulatedAccount,
        object_id: str,
        *,
        fields: str | None,
        newest_first: bool,
        limit: int,
    ) -> Done:
        """Return what stands under a post or comment."""
        self.read(account, object_id, fields=None)
        children = self._world.comments.children_of(Platform.FACEBOOK, object_id)
        if newest_first:
            children.reverse()
        shown = [show_comment(comment, fields, replies=0) for comment in children[:limit]]
        return Done({"data": shown})

    def set_hidden(self, account: SimulatedAccount, comment_id: str, *, hidden: bool) -> Done:
        """Hide a comment, or show it again; a repetition succeeds and changes nothing."""
        comment = self._manageable(account, comment_id, verb="post")
        if comment.by_account:
            raise graph_error(NO_PERMISSION, message="A page's own comment cannot be hidden")
        changed = comment.hidden is not hidden
        if changed:
            self._world.comments.set_hidden(comment, hidden=hidden)
            verb = "hide" if hidden else "unhide"
            self._tell(comment, comment_event(comment, verb, at=self._world.now()))
        return Done({"success": True}, changed=changed)

    def delete(self, account: SimulatedAccount, comment_id: str) -> Done:
        """Delete a comment of anybody's under the page's posts."""
        comment = self._manageable(account, comment_id, verb="delete")
        now = self._world.now()
        self._world.comments.remove(comment, by=RemovedBy.ACCOUNT, now=now)
        self._tell(comment, comment_event(comment, "remove", at=now))
        return Done({"success": True}, changed=True)

    def reply(self, account: SimulatedAccount, object_id: str, *, message: object) -> Done:
        """Answer in public under a post or comment."""
        text = _text(message)
        post = self._world.comments.find_post(Platform.FACEBOOK, object_id)
        if post is not None:
            if post.account_id != account.account_id:
                raise graph_error(MISSING_PERMISSION)
            post_id = post.id
        else:
            parent = self._standing(object_id, verb="post")
            if parent.account_id != account.account_id:
                raise graph_error(MISSING_PERMISSION)
            if parent.kind is Kind.DIRECT_MESSAGE:
                raise no_such_object(object_id, verb="post")
            # Somebody's own post that names the page is a post of its own.
            post_id = parent.post_id or parent.id
        reply = StoredComment(
            platform=Platform.FACEBOOK,
            id=f"{post_id.rpartition('_')[2]}_{self._world.mint.mint()}",
            account_id=account.account_id,
            kind=Kind.REPLY,
            post_id=post_id,
            parent_id=object_id,
            author_id=account.account_id,
            author_name=account.name,
            by_account=True,
            text=text,
            created_at=self._world.now(),
        )
        self._world.comments.add(reply)
        self._tell(reply, comment_event(reply, "add", at=reply.created_at))
        return Done({"id": reply.id}, changed=True, created_id=reply.id)

    def publish(self, account: SimulatedAccount, page_id: str, *, message: object) -> Done:
        """Post on the page."""
        if page_id != account.account_id:
            raise graph_error(MISSING_PERMISSION)
        post = Post(
            platform=Platform.FACEBOOK,
            id=f"{account.account_id}_{self._world.mint.mint()}",
            account_id=account.account_id,
            text=_text(message),
            created_at=self._world.now(),
        )
        self._world.comments.add_post(post)
        self._tell(post, post_event(post, author_name=account.name))
        return Done({"id": post.id}, changed=True, created_id=post.id)

    def reply_privately(
        self, account: SimulatedAccount, comment_id: str, *, message: object
    ) -> Done:
        """Answer a comment by private message: once, within seven days."""
        text = _text(message)
        comment = self._standing(comment_id, verb="post")
        if comment.account_id != account.account_id:
            raise graph_error(MISSING_PERMISSION)
        if comment.by_account or comment.kind is Kind.DIRECT_MESSAGE:
            raise graph_error(NOT_REPLYABLE)
        if comment.private_reply_id is not None:
            raise graph_error(ALREADY_REPLIED)
        if self._world.now() - comment.created_at > PRIVATE_REPLY_DAYS * _DAY_S:
            raise window_closed()
        done = self._send(account, comment.author_id, text=text, answered=comment.id)
        if done.created_id is not None:
            self._world.comments.set_private_reply(comment, done.created_id)
        return done

    def send_message(self, account: SimulatedAccount, person_id: str, *, message: object) -> Done:
        """Write to a person who wrote to the page within the last day."""
        text = _text(message)
        last = self._world.comments.last_message_at(
            Platform.FACEBOOK, account.account_id, person_id=person_id
        )
        if last is None or self._world.now() - last > _MESSAGING_WINDOW_S:
            raise window_closed()
        return self._send(account, person_id, text=text, answered=None)

    def block(self, account: SimulatedAccount, person_id: str, *, blocked: bool) -> Done:
        """Ban a person from the page, or let them back."""
        verb = "INSERT OR IGNORE INTO blocked VALUES (:platform, :account_id, :person_id)"
        if not blocked:
            verb = (
                "DELETE FROM blocked WHERE platform = :platform AND account_id = :account_id"
                " AND person_id = :person_id"
            )
        changed = self._world.storage.execute(
            verb,
            platform=Platform.FACEBOOK,
            account_id=account.account_id,
            person_id=person_id,
        )
        body = {person_id: True} if blocked else {"success": True}
        return Done(body, changed=changed > 0)

    def list_blocked(self, account: SimulatedAccount) -> Done:
        """Return whom the page has banned."""
        rows = self._world.storage.fetch(
            "SELECT person_id FROM blocked WHERE platform = :platform AND account_id = :account_id",
            platform=Platform.FACEBOOK,
            account_id=account.account_id,
        )
        return Done({"data": [{"id": row["person_id"]} for row in rows]})

    def _send(
        self, account: SimulatedAccount, person_id: str, *, text: str, answered: str | None
    ) -> Done:
        message = StoredComment(
            platform=Platform.FACEBOOK,
            id=f"m_{self._world.mint.mint()}",
            account_id=account.account_id,
            kind=Kind.DIRECT_MESSAGE,
            post_id=f"t_{person_id}",
            parent_id=answered,
            author_id=account.account_id,
            author_name=account.name,
            by_account=True,
            text=text,
            created_at=self._world.now(),
        )
        self._world.comments.add(message)
        self._tell(message, message_event(message, recipient_id=person_id))
        body = {"recipient_id": person_id, "message_id": message.id}
        return Done(body, changed=True, created_id=message.id)

    def _standing(self, comment_id: str, *, verb: str) -> StoredComment:
        comment = self._world.comments.find(Platform.FACEBOOK, comment_id)
        if comment is None or not comment.exists:
            raise no_such_object(comment_id, verb=verb)
        return comment

    def _manageable(
        self, account: SimulatedAccount, comment_id: str, *, verb: str
    ) -> StoredComment:
        comment = self._standing(comment_id, verb=verb)
        if comment.account_id != account.account_id:
            raise graph_error(MISSING_PERMISSION)
        match comment.kind:
            case Kind.DIRECT_MESSAGE:
                raise no_such_object(comment_id, verb=verb)
            case Kind.MENTION:
                message = "What stands on somebody else's profile is theirs to manage"
                raise graph_error(NO_PERMISSION, message=message)
            case Kind.COMMENT | Kind.REPLY:
                return comment

    def _tell(self, subject: StoredComment | Post, event: Event) -> None:
        if self._subscriptions.holds(subject.account_id):
            self._world.queue.add(
                Platform.FACEBOOK, subject.account_id, subject_id=subject.id, event=event
            )


def _text(message: object) -> str:
    if not isinstance(message, str) or not message.strip():
        raise graph_error(INVALID_PARAMETER, message="The parameter message is required")
    if len(message) > _MAX_TEXT:
        raise graph_error(INVALID_PARAMETER, message="The message is too long")
    return message
