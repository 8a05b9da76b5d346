"""Tests of the look: what a reader gets on the page, and what an editor may set."""
