"""What an account may do on X, with the effects on the posts and the events that follow."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

from moderation_common.vocabulary import Kind, Platform
from moderation_local.simulator.accounts import SimulatedAccount
from moderation_local.simulator.comments import RemovedBy, StoredComment
from moderation_local.simulator.deliveries import Event
from moderation_local.simulator.exchange import Done
from moderation_local.simulator.world import World
from moderation_local.simulator.x.errors import (
    client_forbidden,
    invalid_request,
    no_such_post,
    not_authorised,
)
from moderation_local.simulator.x.events import (
    delete_event,
    message_event,
    names_account,
    post_events,
    post_object,
)

_ALWAYS: Final = ("id", "text", "edit_history_tweet_ids")
# What X gives a paying author; the ordinary 280 would refuse our longer explanations.
_MAX_TEXT: Final = 25_000


class XDeeds:
    """Carries out what an account asks; raises `RefusalError` where X would refuse."""

    def __init__(self, world: World) -> None:
        self._world = world

    def read_me(self, account: SimulatedAccount) -> Done:
        """Return the account itself."""
        user = {"id": account.account_id, "name": account.name, "username": account.handle}
        return Done({"data": user})

    def read(self, account: SimulatedAccount, post_id: str, *, fields: str | None) -> Done:
        """Return a post, everybody's to read."""
        wanted = {*_ALWAYS, *filter(None, (fields or "").split(","))}
        post = self._world.comments.find_post(Platform.X, post_id)
        if post is not None:
            shown = {
                "id": post.id,
                "text": post.text,
                "author_id": post.account_id,
                "conversation_id": post.id,
                "edit_history_tweet_ids": [post.id],
            }
        else:
            comment = self._standing(post_id)
            versions = self._world.comments.versions_of(comment)
            shown = post_object(comment, account=account, versions=versions)
        return Done({"data": {name: value for name, value in shown.items() if name in wanted}})

    def set_hidden(self, account: SimulatedAccount, post_id: str, *, hidden: object) -> Done:
        """Hide a reply in a conversation that the account began, or show it again."""
        if not isinstance(hidden, bool):
            raise invalid_request("The field hidden must be true or false.")
        comment = self._standing(post_id)
        own = comment.account_id == account.account_id and self._began(account, comment)
        if not own or comment.by_account:
            detail = "Only replies in a conversation that you started can be hidden."
            raise not_authorised(post_id, detail=detail)
        changed = comment.hidden is not hidden
        if changed:
            self._world.comments.set_hidden(comment, hidden=hidden)
        return Done({"data": {"hidden": hidden}}, changed=changed)

    def delete(self, account: SimulatedAccount, post_id: str) -> Done:
        """Delete a post of the account's own; nobody can delete another person's."""
        comment = self._standing(post_id)
        if comment.author_id != account.account_id:
            detail = "You are not the author of this Tweet."
            raise not_authorised(post_id, detail=detail)
        self._world.comments.remove(comment, by=RemovedBy.ACCOUNT, now=self._world.now())
        self._tell(comment, [delete_event(comment, account=account)])
        return Done({"data": {"deleted": True}}, changed=True)

    def post(self, account: SimulatedAccount, *, text: object, reply_to: object) -> Done:
        """Publish a post; as a reply, only where the author wrote to or mentioned the account."""
        words = _text(text)
        conversation_id: str | None = None
        if reply_to is not None:
            conversation_id = self._check_may_answer(account, str(reply_to))
        created_id = self._world.mint.mint()
        reply = StoredComment(
            platform=Platform.X,
            id=created_id,
            account_id=account.account_id,
            kind=Kind.REPLY if reply_to is not None else Kind.COMMENT,
            post_id=conversation_id or created_id,
            parent_id=None if reply_to is None else str(reply_to),
            author_id=account.account_id,
            author_name=account.name,
            by_account=True,
            text=words,
            created_at=self._world.now(),
        )
        self._world.comments.add(reply)
        events = post_events(reply, account=account, versions=(created_id,), answers_account=False)
        self._tell(reply, events)
        shown = {"id": created_id, "text": words, "edit_history_tweet_ids": [created_id]}
        return Done({"data": shown}, status=HTTPStatus.CREATED, changed=True, created_id=created_id)

    def send_message(self, account: SimulatedAccount, person_id: str, *, text: object) -> Done:
        """Write to a person in private."""
        words = _text(text)
        known = self._world.comments.knows_person(
            Platform.X, account.account_id, person_id=person_id
        )
        if not known:
            raise not_authorised(person_id, detail="You cannot send a message to this person.")
        message = StoredComment(
            platform=Platform.X,
            id=self._world.mint.mint(),
            account_id=account.account_id,
            kind=Kind.DIRECT_MESSAGE,
            post_id=conversation_with(account, person_id),
            parent_id=None,
            author_id=account.account_id,
            author_name=account.name,
            by_account=True,
            text=words,
            created_at=self._world.now(),
        )
        self._world.comments.add(message)
        self._tell(message, [message_event(message, account=account, recipient_id=person_id)])
        body = {"dm_conversation_id": message.post_id, "dm_event_id": message.id}
        return Done({"data": body}, status=HTTPStatus.CREATED, changed=True, created_id=message.id)

    def block(self, account: SimulatedAccount, person_id: str) -> Done:
        """Block a person from writing to the account in private."""
        changed = self._world.storage.execute(
            "INSERT OR IGNORE INTO blocked VALUES (:platform, :account_id, :person_id)",
            platform=Platform.X,
            account_id=account.account_id,
            person_id=person_id,
        )
        return Done({"data": {"blocked": True}}, changed=changed > 0)

    def block_everywhere(self, _account: SimulatedAccount) -> Done:
        """Refuse: the full block belongs to the enterprise plan."""
        raise client_forbidden("Blocking is included in the enterprise plan only.")

    def _check_may_answer(self, account: SimulatedAccount, post_id: str) -> str:
        """Return the conversation to answer in."""
        own = self._world.comments.find_post(Platform.X, post_id)
        if own is not None and own.account_id == account.account_id:
            return own.id
        comment = self._standing(post_id)
        invited = self._began(account, comment) or names_account(comment.text, account)
        if not invited or comment.kind is Kind.DIRECT_MESSAGE:
            detail = "You can reply only where the author mentioned or quoted you."
            raise not_authorised(post_id, detail=detail)
        return comment.post_id or comment.id

    def _began(self, account: SimulatedAccount, comment: StoredComment) -> bool:
        if comment.post_id is None or comment.kind is Kind.DIRECT_MESSAGE:
            return False
        post = self._world.comments.find_post(Platform.X, comment.post_id)
        return post is not None and post.account_id == account.account_id

    def _standing(self, post_id: str) -> StoredComment:
        comment = self._world.comments.find(Platform.X, post_id)
        if comment is None or not comment.exists or comment.kind is Kind.DIRECT_MESSAGE:
            raise no_such_post(post_id)
        return comment

    def _tell(self, comment: StoredComment, events: Iterable[Event]) -> None:
        for event in events:
            self._world.queue.add(
                Platform.X, comment.account_id, subject_id=comment.id, event=event
            )


def conversation_with(account: SimulatedAccount, person_id: str) -> str:
    """Return the id of a private conversation: both people's, the smaller first, as X forms it."""
    return "-".join(sorted((account.account_id, person_id), key=lambda one: (len(one), one)))


def _text(text: object) -> str:
    if not isinstance(text, str) or not text.strip():
        raise invalid_request("The field text is required.")
    if len(text) > _MAX_TEXT:
        raise invalid_request("The text is too long.")
    return text
