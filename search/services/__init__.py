"""What the index offers to the rooms above.

Writing: `refresh`, `remove`, `deferred`, `drain`, `rebuild`. Asking: `search`, `suggest`. Relating: `about`,
`related_targets`, `document_of`. `health` for the health check.
"""

from search.changes import deferred, silently
from search.services.asking import Hit, Results, search, suggest
from search.services.documents import refresh, remove
from search.services.indexing import catch_up, drain, health, rebuild
from search.services.relating import about, document_of, related_targets

__all__ = [
    "Hit",
    "Results",
    "about",
    "catch_up",
    "deferred",
    "document_of",
    "drain",
    "health",
    "rebuild",
    "refresh",
    "related_targets",
    "remove",
    "search",
    "silently",
    "suggest",
]
