"""Principals, items and contexts as Cedar's entities and values."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from judges.errors import FactError
from judges.facts import FactType, as_moment, check_fact
from judges.principal import Labels, Principal

from .cedar import Entity, Uid
from .options import PrincipalOption, ResourceOption


def principal_entities(principal: Principal, option: PrincipalOption) -> list[Entity]:
    """The one who asks, and its groups."""
    groups = _groups(principal.groups, option)
    attributes = {}
    if option.tenant and principal.tenant is not None:
        attributes["tenant"] = principal.tenant
    asker = _entity(principal_uid(principal, option), attributes, groups)
    return [asker, *(_entity(group) for group in groups)]


def principal_uid(principal: Principal, option: PrincipalOption) -> Uid:
    return {"type": option.type, "id": principal.subject}


def item_entity(
    item: str,
    record: Mapping[str, Any],
    labels: Labels | None,
    types: Mapping[str, FactType],
    options: tuple[ResourceOption, PrincipalOption],
) -> Entity:
    """An item with those of the fields ``types`` that it has.

    A value of another type than declared stays as it is, for the schema to refuse.
    """
    resource, principal = options
    attributes = values(record, types)
    if labels is not None:
        attributes["groups"] = [{"__entity": each} for each in _groups(labels.groups, principal)]
        if labels.tenant is not None:
            attributes["tenant"] = labels.tenant
    return _entity({"type": resource.type, "id": item}, attributes)


def values(facts: Mapping[str, Any], types: Mapping[str, FactType]) -> dict[str, Any]:
    """The facts that are present, in Cedar's JSON form. A JSON null is an absent fact."""
    present = ((name, facts.get(name), kind) for name, kind in types.items())
    return {name: _value(value, kind) for name, value, kind in present if value is not None}


def _value(value: Any, kind: FactType) -> Any:
    """In Cedar a double is a ``decimal`` of at most four places, a date a ``datetime``."""
    try:
        check_fact("", value, kind)
        match kind:
            case FactType.DOUBLE:
                return _decimal(value)
            case FactType.DOUBLES:
                return [_decimal(each) for each in value]
            case FactType.DATE:
                moment = as_moment("", value).astimezone(dt.UTC)
                return _extension("datetime", f"{moment:%Y-%m-%dT%H:%M:%S}.{_ms(moment)}Z")
    except (FactError, OverflowError, ValueError):
        return None  # Cedar has no null: the schema refuses it
    return value


def _decimal(value: float) -> Any:
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    text = f"{number:f}"
    return _extension("decimal", text if "." in text else f"{text}.0")


def _ms(moment: dt.datetime) -> str:
    return f"{moment.microsecond // 1000:03d}"


def _extension(function: str, argument: str) -> dict[str, Any]:
    return {"__extn": {"fn": function, "arg": argument}}


def _groups(groups: frozenset[str], option: PrincipalOption) -> list[Uid]:
    if option.groups is None:
        return []
    return [{"type": option.groups, "id": group} for group in sorted(groups)]


def _entity(
    uid: Uid, attributes: Mapping[str, Any] | None = None, parents: list[Uid] | None = None
) -> Entity:
    return {"uid": uid, "attrs": dict(attributes or {}), "parents": parents or []}
