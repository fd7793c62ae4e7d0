"""The access judge: may the asker see the item, by its labels as they stand now?"""

from collections.abc import Sequence
from typing import ClassVar

from .candidate import Candidate
from .errors import JudgeError
from .judge import Judge, Options
from .query import Query
from .truth import Truth
from .verdict import Evidence, Verdict, confirm, reject


class Access(Judge[Options]):
    """Confirms what the principal may see, from the live record, one statement a batch.

    Its evidence names the principal only: a verdict must not tell what an item's labels are.
    """

    default_covers: ClassVar[frozenset[Truth]] = frozenset({Truth.PERMISSION})
    may_cover: ClassVar[frozenset[Truth]] = frozenset({Truth.PERMISSION})

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        """Reject with ``gone`` or ``not_permitted``, confirm with ``permitted``.

        Raises JudgeError where the query brings no catalogue: nothing can then be permitted.
        """
        if not candidates:
            return []
        if query.catalogue is None:
            raise JudgeError(f"judges.{self.name}: the query has no catalogue to ask for labels")
        labels = query.catalogue.labels([candidate.id for candidate in candidates])
        asker = Evidence("query", "principal", query.principal.subject)
        permitted, refused = confirm("permitted", asker), reject("not_permitted", asker)
        gone = reject("gone", Evidence("catalogue", "item", None))
        # Few distinct labels stand behind many items: the rule is asked once for each object.
        known: dict[int, Verdict] = {id(None): gone}
        for each in labels.values():
            if id(each) not in known:
                known[id(each)] = permitted if query.principal.may_see(each) else refused
        return [known[id(labels.get(candidate.id))] for candidate in candidates]
