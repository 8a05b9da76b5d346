"""The index: one document per findable thing, and links between documents."""
