"""What the communities room raises."""


class CommunityError(Exception):
    """A refusal in words that can be shown to the person who asked."""
