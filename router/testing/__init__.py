"""What authors of spaces and tests of searches need: a contract to keep, doubles without models."""

from .random_space import RandomSpace
from .space_contract import SpaceContract
from .space_sample import SpaceSample

__all__ = ["RandomSpace", "SpaceContract", "SpaceSample"]
