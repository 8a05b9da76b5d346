"""What the services announce. Receivers run inside the transaction: side effects wait for its commit."""

from django.dispatch import Signal

# Sent with `registrations` (pks) and `news`: "confirmed", "waiting", "promoted" or "cancelled", and `by`, who did it.
registrations_changed = Signal()

# Sent with `event` when its dates or its place changed.
event_moved = Signal()
