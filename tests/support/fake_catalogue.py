"""A catalogue in memory, as judges see one."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from judges import Labels, Principal, Reading


class FakeCatalogue:
    """Items given as records; those whose labels the principal may not see answer labels only."""

    def __init__(
        self,
        records: Mapping[str, Mapping[str, Any]],
        labels: Mapping[str, Labels] | None = None,
        readings: Mapping[str, Sequence[Reading]] | None = None,
        principal: Principal | None = None,
    ) -> None:
        self.calls: list[str] = []
        self._labels = {key: Labels() for key in records} | dict(labels or {})
        principal = principal or Principal()
        self._records = {
            key: dict(record)
            for key, record in sorted(records.items())
            if principal.may_see(self._labels[key])
        }
        self._readings = dict(readings or {})

    @property
    def revision(self) -> str:
        content = repr((self._records, self._readings))
        return hashlib.sha256(content.encode()).hexdigest()

    def labels(self, ids: Sequence[str]) -> Mapping[str, Labels]:
        self.calls.append("labels")
        return {key: self._labels[key] for key in ids if key in self._labels}

    def facts(self, fields: Sequence[str]) -> Sequence[tuple[str, Mapping[str, Any]]]:
        self.calls.append("facts")
        return [
            (key, {field: record[field] for field in fields if field in record})
            for key, record in self._records.items()
        ]

    def readings(self, ids: Sequence[str], kind: str) -> Mapping[str, Sequence[Reading]]:
        self.calls.append("readings")
        found = {
            key: [reading for reading in self._readings.get(key, ()) if reading.kind == kind]
            for key in ids
            if key in self._records
        }
        return {key: readings for key, readings in found.items() if readings}
