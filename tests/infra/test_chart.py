"""The chart says what a cluster must hold to: probes, limits, no root, secrets by name only."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from jointhall.kernel.yaml_files import plain_documents
from jointhall.settings import read_settings
from tests.infra.chart import CHART, rendered, yaml

OBJECTS = rendered()


def of_kind(kind: str, objects: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    return [one for one in (objects or OBJECTS) if one["kind"] == kind]


def pods() -> list[tuple[str, dict[str, Any]]]:
    return [
        (one["metadata"]["name"], one["spec"]["template"]["spec"])
        for one in OBJECTS
        if one["kind"] in ("Deployment", "Job")
    ]


def test_what_is_in_it() -> None:
    assert sorted((one["kind"], one["metadata"]["name"]) for one in OBJECTS) == [
        ("ConfigMap", "hall-jointhall"),
        ("Deployment", "hall-jointhall-web"),
        ("Deployment", "hall-jointhall-worker"),
        ("Ingress", "hall-jointhall"),
        ("Job", "hall-jointhall-migrate"),
        ("PersistentVolumeClaim", "hall-jointhall-keys"),
        ("PodDisruptionBudget", "hall-jointhall-web"),
        ("PodDisruptionBudget", "hall-jointhall-worker"),
        ("Service", "hall-jointhall"),
    ]


@pytest.mark.parametrize(("name", "pod"), pods())
def test_no_pod_may_more_than_it_needs(name: str, pod: dict[str, Any]) -> None:
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert {"cpu", "memory"} <= container["resources"]["requests"].keys()
    assert "memory" in container["resources"]["limits"]
    assert container["image"] == "jointhall:0.1.0"


def test_selectors_find_their_pods_and_nobody_elses() -> None:
    labels = {
        one["metadata"]["name"]: one["spec"]["template"]["metadata"]["labels"]
        for one in OBJECTS
        if one["kind"] in ("Deployment", "Job")
    }
    selectors = [one["spec"]["selector"]["matchLabels"] for one in of_kind("Deployment")]
    selectors += [one["spec"]["selector"]["matchLabels"] for one in of_kind("PodDisruptionBudget")]
    selectors += [one["spec"]["selector"] for one in of_kind("Service")]
    for selector in selectors:
        found = [name for name, said in labels.items() if selector.items() <= said.items()]
        assert len(found) == 1
        assert selector["app.kubernetes.io/component"] in found[0]


def test_the_settings_can_be_read_by_the_service() -> None:
    (settings,) = of_kind("ConfigMap")
    secret = {
        "DATABASE_URL": "postgresql://hall_app:x@db/hall",
        "BROKER_URL": "amqps://hall:x@mq/",
        "S3_ACCESS_KEY": "k",
        "S3_SECRET_KEY": "s",
    }
    assert all(isinstance(value, str) for value in settings["data"].values())
    read = read_settings(settings["data"] | secret)
    assert (read.port, read.public_url) == (8000, "https://hall.example.gov.cn")
    assert read.store is not None


def test_secrets_come_by_name_and_the_owner_only_migrates() -> None:
    names = {}
    for name, pod in pods():
        entries = pod["containers"][0]["env"]
        names[name] = {one["name"] for one in entries}
        for one in entries:
            if one["name"] != "MASTER_KEY_FILE":
                assert one["valueFrom"]["secretKeyRef"]["name"] == "jointhall"
    assert "OWNER_DATABASE_URL" in names["hall-jointhall-migrate"]
    assert "OWNER_DATABASE_URL" not in names["hall-jointhall-web"] | names["hall-jointhall-worker"]
    documented = (CHART / "values.yaml").read_text()
    for name in set().union(*names.values()) - {"MASTER_KEY_FILE"}:
        assert name in documented


def test_every_mount_has_its_volume() -> None:
    for _name, pod in pods():
        volumes = {volume["name"] for volume in pod["volumes"]}
        assert {mount["name"] for mount in pod["containers"][0]["volumeMounts"]} == volumes


def test_web_is_probed_where_the_service_answers() -> None:
    web = next(one for one in of_kind("Deployment") if one["metadata"]["name"].endswith("-web"))
    container = web["spec"]["template"]["spec"]["containers"][0]
    paths = {
        probe: container[probe]["httpGet"]["path"]
        for probe in ("startupProbe", "livenessProbe", "readinessProbe")
    }
    # A part that is away must take the pod out of the service, and must not have it killed.
    assert paths == {
        "startupProbe": "/healthz", "livenessProbe": "/healthz", "readinessProbe": "/readyz",
    }  # fmt: skip
    (service,) = of_kind("Service")
    assert service["spec"]["ports"][0]["targetPort"] == container["ports"][0]["name"]


def test_values_that_change_the_chart() -> None:
    changed = rendered(
        {
            "ingress": {"moreHosts": ["huashi.example.gov.cn"]},
            "keys": {"existingClaim": "ours"},
            "image": {"tag": "1.2.3"},
            "settings": {"SMS_SIGN_NAME": "湘潭县政务"},
            "secretSettings": ["SMS_SECRET_KEY"],
            "tolerations": [{"key": "gov", "operator": "Exists"}],
        }
    )
    assert of_kind("PersistentVolumeClaim", changed) == []
    (ingress,) = of_kind("Ingress", changed)
    hosts = ["hall.example.gov.cn", "huashi.example.gov.cn"]
    assert [rule["host"] for rule in ingress["spec"]["rules"]] == hosts
    assert ingress["spec"]["tls"][0]["hosts"] == hosts
    for one in of_kind("Deployment", changed):
        pod = one["spec"]["template"]["spec"]
        container = pod["containers"][0]
        assert container["image"] == "jointhall:1.2.3"
        assert "SMS_SECRET_KEY" in {one["name"] for one in container["env"]}
        assert pod["tolerations"] == [{"key": "gov", "operator": "Exists"}]
        assert {"name": "keys", "persistentVolumeClaim": {"claimName": "ours"}} in pod["volumes"]
    assert of_kind("ConfigMap", changed)[0]["data"]["SMS_SIGN_NAME"] == "湘潭县政务"
    closed = rendered({"ingress": {"enabled": False}})
    assert of_kind("Ingress", closed) == []


def test_every_value_is_used_and_every_used_value_is_there() -> None:
    text = "".join(path.read_text() for path in (CHART / "templates").iterdir())
    values = yaml((CHART / "values.yaml").read_text())
    for path in set(re.findall(r"\.Values\.([A-Za-z.]+)", text)):
        found: Any = values
        for key in path.split("."):
            assert key in found, f"values.yaml has no {path}"
            found = found[key]
    for key in values:
        assert re.search(rf"\.Values\.{key}\b|index \$\.Values", text), f"{key} is not used"


@pytest.mark.skipif(shutil.which("helm") is None, reason="helm is not on this machine")
def test_helm_says_the_same() -> None:
    run = subprocess.run(
        ["helm", "template", "hall", str(CHART)], capture_output=True, text=True, check=True
    )
    theirs = [one for one in plain_documents(run.stdout) if one]
    key = str
    assert sorted(map(key, theirs)) == sorted(map(key, OBJECTS))


def test_the_chart_names_the_version_of_the_platform() -> None:
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text()
    version = re.search(r'^version = "(.+)"', project, re.M)
    assert version is not None
    assert yaml((CHART / "Chart.yaml").read_text())["appVersion"] == version[1]
