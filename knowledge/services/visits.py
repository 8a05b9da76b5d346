"""Counting how often pages are read, and by which searches people came. No person is part of it: a page's own signed
word says that it was shown, and each such word counts once."""

from datetime import timedelta

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from knowledge.models import PageViews, SearchArrival
from knowledge.visit_tokens import SALT, SHOWN_FOR, read_token
from search.words import words as words_of

LONGEST_SEARCH = 120
MOST_SEARCHES = 200  # rows of one page; the least and oldest make room
FORGOTTEN_AFTER = timedelta(days=90)
KEPT_DAYS = timedelta(days=400)
TRIES = 3


def count_visit(*, token, search=""):
    """Count a reading of the page that a token was made for; returns whether it counted.

    A token that is forged, too old or used before counts nothing, and neither does a page that is gone. `search` is
    what the reader had searched for, where a result led them here.
    """
    shown = read_token(token)
    if shown is None or not cache.add(f"{SALT}.{shown[1]}", 1, SHOWN_FOR.total_seconds()):
        return False
    page_id = shown[0]
    if not Page.objects.live().filter(pk=page_id).exists():
        return False
    today = timezone.localdate()
    _add_one(PageViews, page_id=page_id, day=today)
    if words := search_words(search):
        _note_search(page_id, words, today)
    return True


def search_words(search):
    """What somebody searched for, as it is counted: lower case, without signs, cut; empty where no word is in it."""
    return " ".join(words_of(search[: LONGEST_SEARCH * 2].replace("\x00", "").lower()))[:LONGEST_SEARCH].strip()


def _note_search(page_id, words, today):
    rows = SearchArrival.objects.filter(page_id=page_id)
    if not rows.filter(words=words).exists() and rows.count() >= MOST_SEARCHES:
        rows.filter(pk=rows.order_by("count", "last_on", "pk").values_list("pk", flat=True)[0]).delete()
    _add_one(SearchArrival, {"last_on": today}, page_id=page_id, words=words)


def _add_one(model, also=None, **row):
    """Raise a row's count by one, making it where it is not there. Two at once are two, not one and not an error."""
    also = also or {}
    for _attempt in range(TRIES):
        if model.objects.filter(**row).update(count=F("count") + 1, **also):
            return
        try:
            with transaction.atomic():
                model.objects.create(**row, **also, count=1)
                return
        except IntegrityError:
            continue


def forget_old(*, today=None):
    """Drop single searches after a quarter and days of reading after thirteen months; neither is shown by then."""
    today = today or timezone.localdate()
    SearchArrival.objects.filter(count__lt=2, last_on__lt=today - FORGOTTEN_AFTER).delete()
    PageViews.objects.filter(day__lt=today - KEPT_DAYS).delete()
