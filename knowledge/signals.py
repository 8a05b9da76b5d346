"""What the room's services announce. Receivers run inside the transaction: side effects wait for its commit."""

from django.dispatch import Signal

# Sent with `retrospective` when one was written, changed or shared: its practices may have evidence to tell about.
evidence_changed = Signal()
