"""Which links a report may pass on, and that none of them carries a name."""

from __future__ import annotations

from typing import Final

import pytest

from moderation_classifier.domain.themes.nameless_links import nameless_link
from moderation_common.identity import CommentRef
from moderation_common.vocabulary import Platform
from tests.support.timing import LINEAR, growth

_FACEBOOK: Final = "https://www.facebook.com"
_LINKEDIN: Final = "https://www.linkedin.com/feed/update/urn:li"


def _ref(platform: Platform, comment_id: str) -> CommentRef:
    return CommentRef(platform=platform, account_id="301", comment_id=comment_id)


_REFS: Final = {
    Platform.X: _ref(Platform.X, "2089"),
    Platform.FACEBOOK: _ref(Platform.FACEBOOK, "333_444"),
}


def _linked(permalink: str | None, platform: Platform = Platform.YOUTUBE) -> str | None:
    return nameless_link(_REFS.get(platform, _ref(platform, "Ugx")), permalink)


@pytest.mark.parametrize(
    "permalink",
    [
        "https://x.com/joansmith/status/2090",
        "https://x.com/joansmith/status/2090/photo/1?s=20&t=joansmith",
        "http://mobile.twitter.com/joansmith/statuses/2090#joansmith",
        "HTTPS://X.COM./joansmith/status/2090",
        "https://x.com/i/status/2090",
        "https://x.com/i/web/status/2090",
    ],
)
def test_a_post_on_x_is_nobodys(permalink: str) -> None:
    """X shows it without its writer's handle, in the version that the link was made for."""
    assert _linked(permalink, Platform.X) == "https://x.com/i/status/2090"


def test_another_page_of_x_gives_way_to_the_comments_own() -> None:
    """By the id of the comment; where that is none of X, there is no link."""
    assert _linked("https://x.com/joansmith", Platform.X) == "https://x.com/i/status/2089"
    assert _linked("https://x.com/joansmith", Platform.YOUTUBE) is None
    assert nameless_link(_ref(Platform.X, "joansmith"), "https://x.com/joansmith") is None


@pytest.mark.parametrize(
    "permalink,link",
    [
        (f"{_FACEBOOK}/301_333?comment_id=444", f"{_FACEBOOK}/301_333?comment_id=444"),
        ("https://m.facebook.com/99_1", f"{_FACEBOOK}/99_1"),
        (
            f"{_FACEBOOK}/permalink.php?story_fbid=pfbid02Ab&id=301&__tn__=joan",
            f"{_FACEBOOK}/permalink.php?story_fbid=pfbid02Ab&id=301",
        ),
        (f"{_FACEBOOK}/photo/?fbid=7&comment_id=8", f"{_FACEBOOK}/photo/?fbid=7&comment_id=8"),
        (f"{_FACEBOOK}/301/posts/333?id=joan.smith", f"{_FACEBOOK}/301/posts/333"),
        (f"{_FACEBOOK}/groups/fenladies/posts/9", f"{_FACEBOOK}/groups/fenladies/posts/9"),
        (f"{_FACEBOOK}/joan.smith.92/posts/333?comment_id=444", f"{_FACEBOOK}/333_444"),
        (f"{_FACEBOOK}/301/posts/joan-smith-says/333", f"{_FACEBOOK}/333_444"),
        ("https://fb.com/joan.smith.92", f"{_FACEBOOK}/333_444"),
    ],
)
def test_an_address_of_facebook_is_made_of_ids(permalink: str, link: str) -> None:
    """A page with a name gives way to the comment's own address."""
    assert _linked(permalink, Platform.FACEBOOK) == link


@pytest.mark.parametrize(
    "permalink,link",
    [
        (
            "https://www.instagram.com/joan.smith/p/Cx_1-a/c/17/?igsh=joan",
            "https://www.instagram.com/p/Cx_1-a/c/17/",
        ),
        ("https://instagram.com/reel/Cx1", "https://www.instagram.com/reel/Cx1/"),
        (
            "https://uk.linkedin.com/posts/joan-smith-42_nhs-care-activity-71-AbCd?utm=joan",
            f"{_LINKEDIN}:activity:71/",
        ),
        (
            f"{_LINKEDIN}:activity:71?commentUrn=urn%3Ali%3Acomment%3A%28activity%3A71%2C72%29",
            f"{_LINKEDIN}:activity:71?commentUrn=urn:li:comment:(activity:71,72)",
        ),
        (
            "https://m.youtube.com/watch?v=a_b-c&lc=Ugx.1&ab_channel=JoanSmith",
            "https://www.youtube.com/watch?v=a_b-c&lc=Ugx.1",
        ),
        (
            "https://www.youtube.com/watch?v=a_b-c&lc=Ugx1",
            "https://www.youtube.com/watch?v=a_b-c&lc=Ugx1",
        ),
        ("https://www.youtube.com/shorts/a_b-c", "https://www.youtube.com/shorts/a_b-c"),
        (
            "https://example.org/77001?comment_id=88002",
            "https://example.org/77001?comment_id=88002",
        ),
    ],
)
def test_what_points_at_a_comment_stays(permalink: str, link: str) -> None:
    """The link still leads there, without what stands in it for show or for counting."""
    assert _linked(permalink) == link


@pytest.mark.parametrize(
    "permalink",
    [
        None,
        "",
        "javascript:alert(1)",
        "https://",
        "https://[x/1",
        "https://joan@example.org/1",
        "https://social.example.org/@joan/113",
        "https://social.example.org/%40joan/113",
        "https://www.facebook.com/joan.smith.92",
        "https://www.instagram.com/joan.smith/",
        "https://www.instagram.com/stories/joan.smith/17/",
        "https://www.linkedin.com/in/joan-smith-42",
        "https://www.youtube.com/@joansmith",
        "https://www.youtube.com/channel/UCabc/community?lb=1",
        "https://www.tiktok.com/@joansmith/video/71",
        "https://soundcloud.com/joansmith/a-track",
    ],
)
def test_what_cannot_be_made_nameless_is_no_link(permalink: str | None) -> None:
    """Pages of people, addresses that hold a handle, and what is no address at all."""
    assert _linked(permalink) is None


@pytest.mark.parametrize(
    "piece", ["/1", "posts/", "1_", "a-activity-1", "/p/a", "@", "%2540", "&id=1", "/status/1"]
)
@pytest.mark.parametrize(
    "site", ["x.com", "www.facebook.com", "instagram.com", "linkedin.com/posts"]
)
def test_a_link_is_read_in_time_in_line_with_its_length(site: str, piece: str) -> None:
    """Whatever somebody hands in as one."""
    ref = _REFS[Platform.X]
    assert growth(lambda text: nameless_link(ref, f"https://{site}/{text}"), piece) < LINEAR
