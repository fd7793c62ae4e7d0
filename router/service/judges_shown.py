"""The judges of a config as anybody who searches may see them: their YAML without secrets."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import yaml

from router.config import Config

HIDDEN = "***"
_SECRET = re.compile(r"header|token|password|secret|credential|authori[sz]|api_?key", re.IGNORECASE)


def judges_shown(config: Config, counts: Mapping[str, Mapping[str, int]] | None) -> dict[str, Any]:
    """All judges in the order in which they are asked; ``counts`` of what each found, if any."""
    return {
        "judges": [
            {
                "judge": name,
                "use": config.judges[name].options.use,
                "covers": sorted(map(str, config.judges[name].covers)),
                "cost": config.judges[name].cost,
                "yaml": yaml.safe_dump(
                    redacted(config.spec.judges[name]), sort_keys=False, allow_unicode=True
                ),
                "counts": None if counts is None else dict(counts.get(name, {})),
            }
            for name in config.proof.order
        ]
    }


def redacted(value: Any, key: str = "") -> Any:
    """Options without what opens doors: of a URL its scheme and host, of a secret nothing."""
    match value:
        case Mapping():
            inside = key if _SECRET.search(key) else ""
            return {name: redacted(each, f"{inside} {name}") for name, each in value.items()}
        case list() | tuple():
            return [redacted(each, key) for each in value]
        case str() if "://" in value:
            return _host_of(value)
        case str() if value.startswith("/"):
            return value.rpartition("/")[2]
        case _:
            return HIDDEN if _SECRET.search(key) else value


def _host_of(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return HIDDEN
    return f"{parts.scheme}://{host}/{HIDDEN}"
