"""What MkDocs loads. Each event goes straight to the site; see mingbai/mkdocs_site.py."""
import sys
from pathlib import Path

# MkDocs puts this folder on the path while it loads the file; the worker and late imports need it to stay.
if str(Path(__file__).parent) not in sys.path:
    sys.path.insert(0, str(Path(__file__).parent))

from mkdocs.plugins import CombinedEvent

from mingbai.mkdocs_site import Site

site = Site()
on_startup = site.on_startup
on_config = site.on_config
on_pre_build = site.on_pre_build
on_files = site.on_files
on_page_read_source = site.on_page_read_source
on_env = site.on_env
on_page_context = site.on_page_context
on_post_build = CombinedEvent(site.on_post_build, site.on_site_finished)
on_build_error = site.on_build_error
