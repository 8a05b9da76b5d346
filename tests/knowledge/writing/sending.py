"""Writing and sending, as the portal's pages do it."""

from django.urls import reverse

from knowledge.models import Draft, LessonLearnedPage


def lesson_values(practice=None, **values):
    """What the form of a lesson learned sends."""
    typed = {
        "title": "The spare pump was in the wrong depot",
        "summary": "Two hours lost to a form that nobody reads.",
        "situation": "A burst main at Skell.",
        "did": "We rang *four* depots.",
        "happened": "",
        "again": "",
        "outcome": "hurt",
        "audience": "members",
        "note": "",
        "window": "w1",
        "version": "",
        "base": "",
    }
    if practice:
        typed["practices"] = [str(practice.pk)]
    return typed | values


def send_lesson(client, author, practice, **values):
    """The page of a lesson that `author` sent for a review."""
    client.force_login(author)
    answer = client.post(reverse("knowledge:lesson_new"), lesson_values(practice, action="send", **values))
    assert answer.status_code == 302, answer.content.decode()
    return LessonLearnedPage.objects.latest("pk")


def change_values(client, page, **values):
    """What the form of a change sends, with some of it changed."""
    form = client.get(reverse("knowledge:page_change", args=[page.pk]), follow=True).context
    typed = {name: value for name, value in form["form"].initial.items() if value is not None}
    hidden = {name: form[name] for name in ("window", "version", "base")}
    return typed | hidden | {"note": ""} | values


def send_change(client, author, page, **values):
    """The answer to a change that `author` sends."""
    client.force_login(author)
    typed = change_values(client, page, **values)
    draft = Draft.objects.filter(author=author, page=page).first()
    address = draft.get_absolute_url() if draft else reverse("knowledge:page_change", args=[page.pk])
    return client.post(address, {"action": "send", **typed})
