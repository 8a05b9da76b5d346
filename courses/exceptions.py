"""What the courses room refuses, in words that can be shown."""


class LearningError(Exception):
    """A refusal. `errors` maps a field of the service, or a question's id, to a message; "" stands for the whole."""

    def __init__(self, errors):
        self.errors = errors if isinstance(errors, dict) else {"": errors}
        super().__init__(" ".join(str(message) for message in self.errors.values()))
