"""Nothing takes effect without approval: which versions of a body may be taken up.

A body's first version is exempt, for there is nothing that it could change. Every later one names
who approved it and when, or the version before it goes on. One that was in force before may come
back without a word, but only with the content that it had.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict

from moderation_common.policy.governance import Approved
from moderation_common.policy.loader import LoadedPack
from moderation_common.policy.model import PolicyPack
from moderation_common.policy.problems import PolicyProblem


class TakenUp(BaseModel):
    """A version that came into force, with what it was read from."""

    model_config = ConfigDict(frozen=True)

    reference: str
    """`organisation@version`."""
    sha256: str
    """Of the file's bytes, in hexadecimal."""
    approved: Approved | None = None
    content_sha256: str | None = None
    """Of what the file says, without its remarks; None where a release before this one kept it."""

    @classmethod
    def of(cls, loaded: LoadedPack) -> Self:
        """Return what is remembered of a version."""
        pack, text = loaded.pack, loaded.text
        return cls(
            reference=pack.reference,
            sha256=text.sha256,
            approved=pack.approved,
            content_sha256=text.content_sha256,
        )

    @property
    def organisation(self) -> str:
        """The body's key."""
        return self.reference.partition("@")[0]

    def has_content_of(self, loaded: LoadedPack) -> bool:
        """Say whether it is known to have said what a file says."""
        if self.content_sha256 is None:
            return self.sha256 == loaded.text.sha256
        return self.content_sha256 == loaded.text.content_sha256


def describe_approval(pack: PolicyPack) -> str:
    """Return who approved a version, as the end of a sentence about it."""
    if pack.approved is None:
        return "names nobody who approved it, so that it can only be the body's first version"
    return f"approved by {pack.approved.by} on {pack.approved.on}"


def screen_versions(
    candidates: Iterable[LoadedPack],
    *,
    taken_up: Mapping[str, Sequence[TakenUp]],
    today: date,
) -> tuple[list[LoadedPack], list[tuple[LoadedPack, PolicyProblem]]]:
    """Return the versions that may be in force today or later, and why others may not.

    `taken_up` has what was in force of each body, the latest last. Of a body of which it has
    nothing the oldest version is the first. Versions that a newer one has overtaken are passed
    over without a word.
    """
    bodies: defaultdict[str, list[LoadedPack]] = defaultdict(list)
    for candidate in candidates:
        bodies[candidate.pack.organisation.key].append(candidate)
    allowed: list[LoadedPack] = []
    refused: list[tuple[LoadedPack, PolicyProblem]] = []
    for key, versions in bodies.items():
        versions.sort(key=lambda version: version.pack.effective_from, reverse=True)
        known = taken_up.get(key, ())
        for version, older in zip(versions, [*versions[1:], None], strict=True):
            problem = _screen(version, older=older, known=known, today=today)
            if problem is not None:
                refused.append((version, problem))
                continue
            allowed.append(version)
            if version.pack.effective_from <= today:
                break
    return allowed, refused


def changed_under_its_name(version: LoadedPack) -> PolicyProblem:
    """Return that a version says something else than when it was in force.

    Decisions cite the version, so that one version must never have two contents.
    """
    return version.text.problem(
        ("version",),
        f"the pack changed but is still called {version.pack.reference}",
        mend="count the version up",
    )


def _screen(
    version: LoadedPack,
    *,
    older: LoadedPack | None,
    known: Sequence[TakenUp],
    today: date,
) -> PolicyProblem | None:
    """Return why one version may not be taken up, or `None`."""
    if any(one.reference == version.pack.reference for one in known):
        return None if _is_known(version, known) else changed_under_its_name(version)
    before = [TakenUp.of(older)] if older is not None else []
    before += known[-1:]
    return _object(version, before=before, today=today) if before else None


def _is_known(version: LoadedPack, known: Sequence[TakenUp]) -> bool:
    """Say whether a version comes back with a content that was in force under its name."""
    reference = version.pack.reference
    if any(one.reference == reference and one.has_content_of(version) for one in known):
        return True
    # Of what ran before an upgrade to this release only the bytes are known, which cannot tell a
    # changed remark from a changed rule: it goes on once, and from then on its content is known.
    return known[-1].reference == reference and known[-1].content_sha256 is None


def _object(version: LoadedPack, *, before: Sequence[TakenUp], today: date) -> PolicyProblem | None:
    """Return why a version that changes a policy may not be taken up, or `None`."""
    pack, text = version.pack, version.text
    approved = pack.approved
    if approved is None:
        return text.problem(
            ("version",),
            f"{pack.reference} would replace {before[0].reference}, but names nobody who "
            "approved it",
            mend="add approved: {by: NAME AND ROLE, on: DATE} once somebody has",
        )
    if approved.on > today:
        return text.problem(
            ("approved", "on"),
            f"{pack.reference} is approved on {approved.on}, a day that is still to come",
            mend="write the day on which it was approved",
        )
    written = _day_written(version)
    if written is not None and approved.on < written:
        return text.problem(
            ("approved", "on"),
            f"{pack.reference} was approved on {approved.on}, before it was written",
            mend="have this version approved, and write that day",
        )
    for earlier in before:
        if approved == earlier.approved:
            return text.problem(
                ("approved",),
                f"{pack.reference} has the very approval of {earlier.reference} before it",
                mend="have this version approved, and if it was on the same day say so in by",
            )
    return None


def _day_written(version: LoadedPack) -> date | None:
    """Return the day in the version's name, unless that is just the day of its taking effect."""
    year, month, day = version.pack.version.partition(".")[0].split("-")
    try:
        named = date(int(year), int(month), int(day))
    except ValueError:
        # The pattern lets through a 31 November, which states no day.
        return None
    return None if named == version.pack.effective_from else named
