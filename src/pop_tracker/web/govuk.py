"""The GOV.UK Frontend macros, called by name from templates/components/forms.html.

They stand in an environment of their own: they ask for parameters that nobody passed, which our templates,
where an undefined name is always a mistake, refuse.
"""

from typing import Any

from jinja2 import Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

_ENVIRONMENT = Environment(
    loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    autoescape=True,
    auto_reload=False,
    cache_size=-1,
)


def govuk(component: str, params: dict[str, Any]) -> Markup:
    """`govuk("error-summary", {...})` is the package's `govukErrorSummary({...})`."""
    macro = "govuk" + component.title().replace("-", "")
    template = _ENVIRONMENT.get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
    return Markup(getattr(template.module, macro)(params))
