"""The YAML keys of the policy judge."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from judges.judge import Options
from judges.settings import SettingOption

_Type = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_]\w*(::[A-Za-z_]\w*)*$")]


class PrincipalOption(BaseModel):
    """How the one who asks becomes an entity."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: _Type = "User"
    """The entity's type; its id is the subject."""
    groups: _Type | None = None
    """The type of its groups, which are its parents; without it, policies see no groups."""
    tenant: bool = False
    """Whether it has an attribute ``tenant``, where the principal has one."""


class ResourceOption(BaseModel):
    """How an item becomes an entity."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: _Type = "Item"
    fields: frozenset[str] = frozenset()
    """Fields of the record that are attributes of the same name, where they are present."""
    labels: bool = False
    """Whether it has the live access labels: ``tenant``, if any, and ``groups``, a set of entities
    of the principal's type of groups."""


class PolicyOptions(Options):
    """YAML: ``{use: policy, policies: shop.cedar, schema: shop.cedarschema, action: view}``."""

    policies: SettingOption
    """A file of policies in Cedar's own syntax, relative to the config's folder."""
    schema_: SettingOption
    """A file with their schema: in Cedar's own syntax, or in JSON where it is named so."""
    action: Annotated[str, StringConstraints(min_length=1)]
    principal: PrincipalOption = PrincipalOption()
    resource: ResourceOption = ResourceOption()
    context: frozenset[str] = frozenset()
    """Facts of the request's context that policies may look at."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=lambda name: name.removesuffix("_"),  # pydantic has a method ``schema``
    )
