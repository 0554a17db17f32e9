"""Looking things up in rendered Kubernetes manifests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Manifest = dict[str, Any]


@dataclass(frozen=True)
class Manifests:
    """The documents of one base or overlay."""

    documents: tuple[Manifest, ...]

    def of_kind(self, kind: str) -> list[Manifest]:
        """Return the documents of a kind."""
        return [document for document in self.documents if document["kind"] == kind]

    def one(self, kind: str, name: str) -> Manifest:
        """Return the document of a kind and name."""
        (found,) = (d for d in self.of_kind(kind) if d["metadata"]["name"] == name)
        return found

    def container(self, service: str) -> Manifest:
        """Return the only container of a service's deployment."""
        pod = self.one("Deployment", service)["spec"]["template"]["spec"]
        (container,) = pod["containers"]
        found: Manifest = container
        return found

    def environment(self, service: str) -> dict[str, str | None]:
        """Return a service's environment variables; the value of one from a secret is None."""
        container = self.container(service)
        variables: dict[str, str | None] = {}
        for source in container["envFrom"]:
            variables |= self.one("ConfigMap", source["configMapRef"]["name"])["data"]
        for variable in container["env"]:
            variables[variable["name"]] = variable.get("value")
        return variables

    def optional_variables(self, service: str) -> set[str]:
        """Return the variables that a service's deployment may come up without."""
        return {
            variable["name"]
            for variable in self.container(service)["env"]
            if variable.get("valueFrom", {}).get("secretKeyRef", {}).get("optional")
        }
