"""A whole import in one go, as the command runs it: `runs` does the same in steps."""

from knowledge.exchange.taking_in import REFUSED


def run(import_, *, dry, say=lambda done, total, row: None):
    """Read all files and, unless `dry`, take them in. Gives the report's rows; `say` is told of each file."""
    rows = {}
    for path in import_.paths:
        rows[path] = import_.read(path)
    rows |= {row.file: row for row in import_.compare()}
    for row in rows.values():
        if row.state == REFUSED:
            say(0, len(rows), row)
    waiting = [path for path in import_.paths if path in import_.library.cards]
    if dry:
        for number, path in enumerate(waiting, start=1):
            rows[path] = import_.foresee(path)
            say(number, len(waiting), rows[path])
        return [*rows.values(), *import_.foresee_glossary()]
    with import_.at_work():
        import_.begin()
        for path in waiting:
            if refused := import_.make_room(path):
                rows[path] = refused
        for number, path in enumerate(waiting, start=1):
            if path in import_.library.cards:
                rows |= {row.file: row for row in _with_those_again(import_, path)}
                say(number, len(waiting), rows[path])
        return [*rows.values(), *import_.finish()]


def _with_those_again(import_, path):
    """The row of a file, and of those that have to be taken in again because this one was refused."""
    row = import_.take_in(path)
    yield row
    for again in row.again:
        if again in import_.library.cards:
            yield import_.take_in(again)
