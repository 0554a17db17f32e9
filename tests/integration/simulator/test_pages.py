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
