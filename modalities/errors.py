"""Everything that can go wrong between a file and a vector.

ModalityError
├── MediumError            one input cannot be used; the message names it
│   ├── UnreadableError    it cannot be opened, or is not what it was said to be
│   ├── LimitError         it is larger than the limits allow
│   └── EmptyMediumError   it opens, but holds nothing: silence, no text, no depth
├── SpaceError             a space cannot embed: no weights here, a modality it does not take
│   └── WeightsError       weights are missing, incomplete or not what they should be
└── RegistryError          a name that no registry knows, or that two packages claim
"""


class ModalityError(Exception):
    """Root of all errors of this package."""


class MediumError(ModalityError):
    """One input cannot be used."""


class UnreadableError(MediumError):
    """The input cannot be opened, or is not the kind of medium it was said to be."""


class LimitError(MediumError):
    """The input is larger than the limits allow."""


class EmptyMediumError(MediumError):
    """The input opens, but there is nothing in it to embed or to read."""


class SpaceError(ModalityError):
    """A space cannot embed what it was given."""


class WeightsError(SpaceError):
    """Weights are missing, incomplete or not what they should be."""


class RegistryError(ModalityError):
    """A registered name is unknown, claimed twice, or its code cannot be imported."""
