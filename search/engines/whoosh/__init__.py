"""Whoosh behind modelsearch's backend API: an index in a folder, nothing to install beside the portal.

    WAGTAILSEARCH_BACKENDS = {"portal": {"BACKEND": "search.engines.whoosh", "PATH": "/var/lib/guildhall/search"}}

One index (a folder below PATH) holds a root model and the models that inherit from it. It serves any modelsearch
`Indexed` model. What goes where: `schema` says what a row looks like in the index, `index` writes, `snapshot` reads,
`compiler` turns queries and filters into Whoosh's, `results` loads the rows.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from modelsearch.backends.base import BaseSearchBackend, get_model_root

from search.engines.whoosh.compiler import AutocompleteCompiler, QueryCompiler
from search.engines.whoosh.index import Rebuilder, WhooshIndex
from search.engines.whoosh.results import SearchResults


class WhooshBackend(BaseSearchBackend):
    """The entry point. Parameters: PATH, the folder that holds the indexes (made with mode 0700), and LOCK_TIMEOUT,
    how many seconds a writer waits for another one (default 30)."""

    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    index_class = WhooshIndex
    results_class = SearchResults
    rebuilder_class = Rebuilder
    catch_indexing_errors = True

    def __init__(self, params):
        super().__init__(params)
        if "PATH" not in params:
            raise ImproperlyConfigured("The Whoosh search backend needs PATH, the folder for its indexes.")
        self.path = Path(params["PATH"])
        self.lock_timeout = float(params.get("LOCK_TIMEOUT", 30))

    def get_index_for_model(self, model):
        """The index of the model's root: a Page and its kinds share one."""
        return self.index_class(self, get_model_root(model))


SearchBackend = WhooshBackend
