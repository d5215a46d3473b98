"""Writes routes.txt, public.txt and public_pages.txt anew (`python -m tests.site.write_lists`); look at the
difference first: what changed in the last is what readers will see changed."""

import tempfile
from pathlib import Path

from pop_tracker.database import Database
from pop_tracker.settings import Settings
from tests.conftest import Site
from tests.site import public_pages
from tests.site.doors import HERE, doors

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(var=Path(folder), secret_key="0" * 64)
        found = doors(Site(settings, Database(settings.url)))
    (HERE / "routes.txt").write_text("".join(f"{method} {path}\n" for method, path, _ in found), encoding="utf-8")
    public = [f"{method} {path}\n" for method, path, opt in found if opt.get("public")]
    (HERE / "public.txt").write_text("".join(public), encoding="utf-8")
    public_pages.LIST.write_text(public_pages.as_list(public_pages.of_real_seeds()), encoding="utf-8")
