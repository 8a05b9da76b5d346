"""What the assessments room refuses, in words that can be shown."""


class AssessmentError(Exception):
    """A refusal. `errors` maps where it is (a field of the service, or "dimensions.0.items.2.id") to a message."""

    def __init__(self, errors):
        self.errors = errors
        super().__init__("; ".join(f"{where}: {text}" if where else str(text) for where, text in errors.items()))

    @property
    def text(self):
        """The messages alone, for a person who filled in a form."""
        return " ".join(str(text) for text in self.errors.values())
