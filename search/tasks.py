"""Background work of the search room."""

from django_tasks import task


@task()
def catch_up():
    """Describe what has changed and bring the engine up to date. Safe to run at any time, and twice at once."""
    # The services note changes, and noting enqueues this task.
    from search.services import indexing

    indexing.catch_up()
