"""What the events room refuses, in words that can be shown beside the field."""


class EventError(Exception):
    """A refusal. `errors` maps field names of the service to a message; "" stands for the whole request."""

    def __init__(self, errors):
        self.errors = errors if isinstance(errors, dict) else {"": errors}
        super().__init__(" ".join(str(message) for message in self.errors.values()))
