"""Forms of discussions. Limits are checked where posts are written; no field cuts off what somebody pastes."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PostForm(forms.Form):
    """A post, or the change of one."""

    text = forms.CharField(
        label=_("Your comment"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Say what you tried and what happened. Markdown works."),
        error_messages={"required": _("Write a few words first.")},
    )


class ReplyForm(PostForm):
    """An answer to one post."""

    prefix = "reply"
    reply_to = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)

    def __init__(self, *args, to=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.to = to
        self.fields["text"].widget.attrs["autofocus"] = True
        self.fields["text"].label = _("Your answer")
        if to is not None and to.author:
            self.fields["text"].label = _("Your answer to %(name)s") % {"name": to.author.display_name}
            self.initial["reply_to"] = to.pk


class CommentForm(PostForm):
    """A new comment on the thing itself."""

    prefix = "comment"


class EditForm(PostForm):
    """The change of a post."""

    prefix = "edit"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Change your comment")
        self.fields["text"].widget.attrs["autofocus"] = True


class RemovalForm(forms.Form):
    """Why somebody else's post is taken away."""

    because = forms.CharField(
        label=_("Why it is removed"),
        max_length=300,
        help_text=_("The author is told, and it stands in the comment's place."),
        error_messages={"required": _("Say why, in a few words: the author is told.")},
    )
