"""What the knowledge room refuses, in words that can be shown beside the field."""


class KnowledgeError(Exception):
    """A refusal. `errors` maps field names of the service to a message; rows of a list are "practices.0.outcome"."""

    def __init__(self, errors):
        self.errors = errors
        super().__init__(" ".join(str(message) for message in errors.values()))
