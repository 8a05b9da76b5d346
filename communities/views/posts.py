"""What is done with one post: changing it, taking it away, finding it useful, saying that it answered."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from communities import permissions, services
from communities.exceptions import CommunityError
from communities.forms import EditForm, RemovalForm
from communities.models import Post
from communities.subjects import subject_of
from communities.views.discussions import REFUSED, done
from people.unsent import sign_in_first


def _find(request, pk):
    """A standing post and what it is about, for somebody who may see that."""
    post = get_object_or_404(Post.objects.standing().for_reading(request.user).select_related("discussion"), pk=pk)
    subject = subject_of(post.discussion, request.user)
    if subject is None:
        raise Http404
    return post, subject


def _allow(allowed):
    if not allowed:
        raise PermissionDenied(_("This is not open to you, or somebody has answered meanwhile."))


def _ask(request, template, **context):
    """A form about a post: in its place on the page for htmx, else as a page."""
    status = REFUSED if context["form"].errors and not request.htmx else 200
    if request.htmx:
        form = render(request, f"communities/partials/{template}.html", context)
        return reswap(retarget(form, f"#slot-{context['post'].pk}"), "innerHTML")
    page = {"template": f"communities/partials/{template}.html", "section": "communities", "alone": True}
    return render(request, "communities/post_form.html", {**context, **page}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_first
def edit(request, pk):
    """Change one's own words, until somebody else has written below them."""
    post, subject = _find(request, pk)
    _allow(permissions.can_edit_post(request.user, post, is_answered=post.is_answered))
    form = EditForm(request.POST if request.method == "POST" else None, initial={"text": post.text})
    if request.method == "POST" and form.is_valid():
        try:
            services.edit(post=post, text=form.cleaned_data["text"])
        except CommunityError as refusal:
            form.add_error("text", str(refusal))
        else:
            return done(request, subject, beside=post.pk, text=_("Your comment is changed."))
    return _ask(request, "edit_form", form=form, post=post, subject=subject)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_first
def remove(request, pk):
    """Take away one's own words, or somebody else's with a reason."""
    post, subject = _find(request, pk)
    moderates = permissions.can_moderate_post(request.user, post, owner=subject.owner)
    _allow(moderates or permissions.can_remove_post(request.user, post))
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (form.is_valid() or not moderates):
        root = post.root_id
        services.remove(post=post, by=request.user, because=form.cleaned_data.get("because", ""))
        return done(request, subject, beside=root, text=_("The comment is removed."))
    return _ask(request, "removal_form", form=form, post=post, subject=subject, moderates=moderates)


@require_POST
@sign_in_first
def useful(request, pk):
    """Find a post useful, or take that back: `useful` is "yes" or "no"."""
    post, subject = _find(request, pk)
    _allow(permissions.can_find_useful(request.user, post))
    change = services.take_back_useful if request.POST.get("useful") == "no" else services.find_useful
    change(post=post, user=request.user)
    return done(request, subject, beside=post.pk)


@require_POST
@sign_in_first
def accept(request, pk):
    """Say that a reply answered it, or take that back: `accepted` is "yes" or "no"."""
    post, subject = _find(request, pk)
    _allow(permissions.can_accept(request.user, post, owner=subject.owner))
    if request.POST.get("accepted") == "no":
        services.take_back_acceptance(post=post)
    else:
        services.accept(post=post, by=request.user)
    return done(request, subject, beside=post.pk)
