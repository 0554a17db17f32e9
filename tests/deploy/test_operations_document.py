"""docs/operations.md lists the settings and the metrics that there are, and no others."""

from __future__ import annotations

from typing import Final

import pytest
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from moderation_common.eventlog.kafka.address import KafkaSecrets
from moderation_common.settings import CommonSettings
from tests.support.declared_metrics import declared_metrics
from tests.support.deployment import PREFIX, SERVICES, kafka_variables, settings_of
from tests.support.infrastructure import REPOSITORY
from tests.support.tables import Table, read_tables

_DOCUMENT: Final = REPOSITORY / "docs/operations.md"


def _table(heading: str) -> Table:
    (found,) = (table for table in read_tables(_DOCUMENT) if table.heading == heading)
    return found


def _default(field: FieldInfo) -> str:
    """Return what the column `default` says about a setting."""
    if field.is_required():
        return "required"
    default = field.get_default(call_default_factory=True)
    if default is None or default is PydanticUndefined:
        return "none"
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, float):
        return f"{default:g}"
    return str(default)


def _documented(heading: str) -> dict[str, str]:
    table = _table(heading)
    return dict(zip(table.column("variable"), table.column("default"), strict=True))


def test_the_settings_of_every_service_are_listed() -> None:
    """The common table has each common variable, with its default, and no other."""
    fields = CommonSettings.model_fields.items()

    assert _documented("Settings of every service") == {
        f"{PREFIX}{name.upper()}": _default(field) for name, field in fields
    }


@pytest.mark.parametrize("service", SERVICES)
def test_the_settings_of_each_service_are_listed(service: str) -> None:
    """A service's table has each variable of its own, with its default, and no other."""
    own = {
        f"{PREFIX}{name.upper()}": _default(field)
        for name, field in settings_of(service).model_fields.items()
        if name not in CommonSettings.model_fields
    }
    if not own:
        headings = [table.heading for table in read_tables(_DOCUMENT)]
        assert f"Settings of {service}" not in headings
        return

    assert _documented(f"Settings of {service}") == own


def test_the_settings_of_the_kafka_engine_are_listed() -> None:
    """Its table has each variable that carries a secret to the broker."""
    assert set(_documented("Secrets of the Kafka engine")) == set(kafka_variables())
    assert len(kafka_variables()) == len(KafkaSecrets.model_fields)


def test_the_metrics_are_listed() -> None:
    """The table has each metric under the name it is queried by, with its labels, and no other."""
    table = _table("Metrics")
    documented = zip(
        table.column("metric"), table.column("kind"), table.column("labels"), strict=True
    )

    assert {name: (kind, labels.replace("`", "")) for name, kind, labels in documented} == {
        metric.name: (metric.kind, ", ".join(metric.labels))
        for metric in declared_metrics().values()
    }
