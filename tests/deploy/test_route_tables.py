"""The table of routes in a service's README lists the routes that it answers, and no others."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute

from tests.support.infrastructure import REPOSITORY
from tests.support.tables import read_tables

_BUILDER: Final = re.compile(r"(?:build|create)_(?:\w+_)?router")
_SERVICES: Final = ("classifier", "escalation", "audit")


def _builders(service: str) -> dict[str, Any]:
    """Return every function of a service's `api` that makes routes, by its name."""
    package = importlib.import_module(f"moderation_{service}.api")
    found: dict[str, Any] = {}
    for one in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(one.name)
        found |= {
            name: value
            for name, value in vars(module).items()
            if _BUILDER.fullmatch(name) and value.__module__ == module.__name__
        }
    return found


def _answered(service: str) -> Iterator[str]:
    for builder in _builders(service).values():
        # What the routes work with is asked for when they are called, and here none is.
        router: APIRouter = builder(**dict.fromkeys(inspect.signature(builder).parameters))
        for route in router.routes:
            assert isinstance(route, APIRoute)
            yield from (f"{method} {_plain(route.path)}" for method in route.methods or ())


def _listed(service: str) -> Iterator[str]:
    """Yield method and path of each route; several methods may stand before one path."""
    readme = REPOSITORY / "services" / service / "README.md"
    (table,) = (one for one in read_tables(readme) if one.columns[0] == "route")
    for row in table.rows:
        methods: list[str] = []
        for named in re.findall(r"`([^`]+)`", row[0]):
            method, _, path = named.partition(" ")
            methods.append(method)
            if path:
                yield from (f"{each} {_plain(path)}" for each in methods)
                methods = []


def _plain(path: str) -> str:
    """Return a path without the names of its parts, which a reader may know by others."""
    return re.sub(r"{[^}]*}", "{}", path)


@pytest.mark.parametrize("service", _SERVICES)
def test_the_routes_are_listed(service: str) -> None:
    """Whoever reads the table knows every route there is, by method and path."""
    answered, listed = list(_answered(service)), list(_listed(service))

    assert answered
    assert sorted(listed) == sorted(answered)


def test_every_router_of_the_classifier_is_served() -> None:
    """The application takes in each router, so that the table speaks of what is answered."""
    application = importlib.import_module("moderation_classifier.app")

    assert [name for name in _builders("classifier") if not hasattr(application, name)] == []
