"""What the room's services announce. Receivers run inside the transaction: side effects wait for its commit."""

from django.dispatch import Signal

# Sent with `post` when one was written.
posted = Signal()
# Sent with `post` and `by` when a reply was marked as what answered it.
accepted = Signal()
# Sent with `post`, `by` and `because` before somebody else's post is taken away.
removed = Signal()
