"""Videos elsewhere: whose they are, and where their player is. Nothing is asked of a provider before a click."""

import re
from urllib.parse import urlsplit

PROVIDERS = {
    "youtube.com": "YouTube",
    "youtu.be": "YouTube",
    "vimeo.com": "Vimeo",
    "microsoft.com": "Microsoft",
    "sharepoint.com": "SharePoint",
    "loom.com": "Loom",
}

# Where a video plays on the page itself once it is asked for: what its address looks like, and that of its player.
# The hosts of the players stand in CONTENT_SECURITY_POLICY["frame-src"].
PLAYERS = [
    (re.compile(r"(?:youtube\.com/(?:watch\?(?:.*&)?v=|embed/|shorts/)|youtu\.be/)([\w-]{11})(?![\w-])"), "youtube"),
    (re.compile(r"vimeo\.com/(?:video/)?(\d{6,12})(?!\d)"), "vimeo"),
]
PLAYER_ADDRESSES = {
    "youtube": "https://www.youtube-nocookie.com/embed/{}?autoplay=1",
    "vimeo": "https://player.vimeo.com/video/{}?dnt=1&autoplay=1",
}
LONGEST_ADDRESS = 500


def provider(url: str) -> str:
    """The name of the provider, or the host where it is none of the known ones; nothing for what is no address."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    names = (name for domain, name in PROVIDERS.items() if host == domain or host.endswith(f".{domain}"))
    return next(names, host)


def player(url: str) -> str:
    """The address of a player that can stand on the page, or nothing where the provider has none that we know."""
    if len(url) > LONGEST_ADDRESS or provider(url) not in ("YouTube", "Vimeo"):
        return ""
    for pattern, kind in PLAYERS:
        if found := pattern.search(url):
            return PLAYER_ADDRESSES[kind].format(found[1])
    return ""
