"""What the room's services announce. Receivers run inside the transaction: side effects wait for its commit."""

from django.dispatch import Signal

# Sent with `retrospective` when one was written, changed or shared: its practices may have evidence to tell about.
evidence_changed = Signal()

# Sent with `page` and `by` when somebody changed, retired, or brought back a page of written knowledge.
page_updated = Signal()
page_retired = Signal()
page_brought_back = Signal()
# Sent with `page`, `to` and `by` when a page was given to another person to keep.
page_handed_over = Signal()
# Sent with `report` when a reader reported a problem with a page, and when its owner answered.
problem_reported = Signal()
problem_answered = Signal()
