"""The names of the cookies that let somebody in, or speak."""

from pop_tracker.settings import Settings

SESSION_COOKIE = "pop_session"
CSRF_COOKIE = "pop_csrf"


def cookie_name(settings: Settings, name: str) -> str:
    """Over https with the prefix that makes a browser refuse such a cookie from a neighbour below our domain, and over
    plain http (RFC 6265bis)."""
    return f"__Host-{name}" if settings.is_https else name
