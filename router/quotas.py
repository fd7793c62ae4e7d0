"""Quotas: how many candidates each lane proposes, wider where alignment is indirect."""

from collections.abc import Sequence

from modalities import Modality, Space

from .config import Config
from .errors import ConfigError


class Quotas:
    """Each lane's share of ``k``, as a config states it or as its space's alignments suggest."""

    def __init__(self, config: Config, spaces: Sequence[Space]) -> None:
        """Raises ConfigError for a quota that names no lane of these spaces."""
        self._fanout = config.spec.fanout
        if self._fanout.lanes:
            _check_names(config, spaces)

    def share(self, space: Space, asked: Modality, indexed: Modality) -> float:
        """How many times ``k`` the lane proposes in every round.

        A quota in the config counts, the one that names the space before the one that does not.
        Without any, a lane whose ends were only ever paired with a third modality gets as many
        times ``k`` as there are alignments between them.
        """
        pair = f"{asked}->{indexed}"
        for name in (f"{space.name}:{pair}", pair):
            if name in self._fanout.lanes:
                return self._fanout.lanes[name] / self._fanout.k
        return max(1, space.hops(asked, indexed))


def _check_names(config: Config, spaces: Sequence[Space]) -> None:
    known = {
        name
        for space in spaces
        for asked in space.modalities
        for indexed in space.modalities
        for name in (f"{asked}->{indexed}", f"{space.name}:{asked}->{indexed}")
    }
    for name in config.spec.fanout.lanes:
        if name not in known:
            pairs = ", ".join(sorted(each for each in known if ":" not in each))
            raise ConfigError(
                f"{config.source}: fanout.lanes: no space has a lane {name!r}; expected one of "
                f"{pairs}, alone or after the name of a space and a colon"
            )
