"""The pages on which a person sees what the public sees."""

from __future__ import annotations

from tests.integration.simulator.conftest import Caller
from tests.support.simulated_platforms import PAGE, USER


async def test_account_page_shows_each_state(call: Caller) -> None:
    """Shown, hidden, deleted and removed comments are told apart in words, replies beside them."""
    texts = ("stays here", "is hidden", "is deleted", "is taken back")
    shown, hidden, deleted, removed = [await call.write(text) for text in texts]
    await call.graph("POST", f"/{hidden['comment_id']}", {"is_hidden": True})
    await call.graph("DELETE", f"/{deleted['comment_id']}")
    await call.control("POST", f"/comments/facebook/{removed['comment_id']}/remove", {})
    await call.graph("POST", f"/{shown['comment_id']}/comments", {"message": "Thank you all."})
    page = (await call.client.get(f"/accounts/facebook/{PAGE}")).text
    for words in (*texts, "Hidden", "Deleted by the account", "Removed by its author"):
        assert words in page
    assert page.index("stays here") < page.index("Thank you all.")


async def test_text_of_the_public_cannot_become_markup(call: Caller) -> None:
    """Texts, names and posts are shown as they were written, never as HTML."""
    nasty = "<script>alert(1)</script>"
    await call.write(nasty, author={"name": nasty}, post=nasty)
    answer = await call.client.get(f"/accounts/facebook/{PAGE}")
    assert nasty not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_overview_counts_by_account(call: Caller) -> None:
    """The first page lists every account by name with its counts and leads to its page."""
    await call.write(kind="direct_message")
    await call.write(platform="x", kind="mention")
    page = (await call.client.get("/")).text
    assert "NHS Nottingham and Nottinghamshire ICB, Facebook" in page
    for address in (f"/accounts/facebook/{PAGE}", f"/accounts/x/{USER}"):
        assert address in page
        assert (await call.client.get(address)).is_success
    assert (await call.client.get("/accounts/x/5")).status_code == 404


async def test_messages_and_mentions_have_their_place(call: Caller) -> None:
    """Private messages and mentions stand under headings of their own."""
    await call.write("in private", kind="direct_message")
    await call.write("on my wall", kind="mention")
    page = (await call.client.get(f"/accounts/facebook/{PAGE}")).text
    assert page.index("On other people") < page.index("on my wall")
    assert page.index("Private messages") < page.index("in private")


async def test_a_reply_names_what_it_answers(call: Caller) -> None:
    """Author and words of the parent stand beside the reply; a comment answers nobody."""
    parent = await call.write("Is there parking?", author={"name": "Sam"})
    await call.write("Yes, behind it.", kind="reply", parent_id=parent["comment_id"])
    page = (await call.client.get(f"/accounts/facebook/{PAGE}")).text
    answers = "Answers Sam: “Is there parking?”"
    assert page.count("Answers ") == 1
    assert page.index("Is there parking?") < page.index(answers) < page.index("Yes, behind it.")


async def test_a_reply_to_an_old_comment_is_shown_with_its_parent(call: Caller) -> None:
    """Where the parent is too old for the page, the reply stands under the post and names it."""
    old = await call.write("the first of all", author={"name": "Sam"}, post="Flu jabs")
    many = [{"platform": "facebook", "account_id": PAGE, "text": f"more {n}"} for n in range(500)]
    await call.control("POST", "/comments/bulk", {"comments": many})
    await call.write("a late answer", kind="reply", parent_id=old["comment_id"])
    page = (await call.client.get(f"/accounts/facebook/{PAGE}")).text
    assert "<p>the first of all</p>" not in page
    assert (
        page.index("Flu jabs")
        < page.index("Answers Sam: “the first of all”")
        < page.index("a late answer")
    )


async def test_a_parent_named_by_its_text_is_written_once(call: Caller) -> None:
    """Two replies to the same words answer one comment, of which the platform tells, too."""
    asked = {"kind": "reply", "post": "Flu jabs", "parent": "Is there parking?"}
    first = await call.write("Yes, behind it.", **asked)
    second = await call.write("No, all full.", **asked)
    assert first["parent_id"] == second["parent_id"]
    parent = await call.control("GET", f"/comments/facebook/{first['parent_id']}")
    assert (parent["text"], parent["kind"], parent["by_account"]) == (
        "Is there parking?",
        "comment",
        False,
    )
    elsewhere = await call.write("Same here.", **(asked | {"post": "Our new clinic"}))
    assert elsewhere["parent_id"] != first["parent_id"]
