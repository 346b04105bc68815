"""The MkDocs door: events of a MkDocs build become calls into the house. Nothing else imports mkdocs.

static-i18n builds every language after the first *inside* `on_post_build` of the first, so the events of one build are
nested; `_depth` counts them (`notes`: on_pre_build +1, on_post_build at -150 -1).
"""
from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

import mkdocs.utils
from jinja2 import Environment
from markupsafe import Markup
from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from mingbai.cache import Cache
from mingbai.edition import Edition, open_cache, read_edition
from mingbai.outputs.rendering import Renderer
from mingbai.outputs.site_writer import SiteWriter
from mingbai.problems import Problem, Problems
from mingbai.publishing.refusal import PublishingRefused
from mingbai.publishing.stage import Stage
from mingbai.publishing.verify import verify_site

log = get_plugin_logger("mingbai")

SINCE = "MINGBAI_SINCE"
"""Environment variable: folder of a released site whose readers get a search delta instead of new shards."""

_CLEAN_DIRECTORY = mkdocs.utils.clean_directory  # static-i18n replaces it for nested builds and may not put it back


@dataclass
class Report:
    """What the last build did, for the command line."""

    problems: Problems = field(default_factory=Problems)
    counts: dict[str, int] = field(default_factory=dict)
    bytes: int = 0
    files: int = 0
    seconds: float = 0.0
    site: Path | None = None
    refusal: str = ""


report = Report()
"""Of the last build in this process."""


class Site:
    """One per process; every build under `serve` starts again at `_begin`."""

    def __init__(self) -> None:
        self._depth = 0
        self._relaxed = False
        self._began = 0.0
        self._stage: Stage | None = None
        self._cache: Cache | None = None
        self._edition: Edition | None = None
        self._writer: SiteWriter | None = None
        self._renderer: Renderer | None = None

    def on_startup(self, *, command: str, dirty: bool) -> None:
        self._depth = 0
        self._relaxed = command == "serve"

    @event_priority(-150)  # after static-i18n (-100) has set the language
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if self._depth == 0:
            self._begin(config)
        # We convert Markdown ourselves, in a worker with limits; MkDocs' own conversion has nothing to do.
        config.markdown_extensions = []
        config.mdx_configs = {}
        config.theme.static_templates.clear()  # 404 and sitemap are ours
        # Only our templates: MkDocs would list the theme's fourteen thousand icons for every language.
        config.theme.dirs = [config.theme.custom_dir]
        return config

    def _begin(self, config: MkDocsConfig) -> None:
        """Read and check everything, then open the stage; problems stop the build before anything is written."""
        mkdocs.utils.clean_directory = _CLEAN_DIRECTORY
        self._close()
        self._began = time.monotonic()
        root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        report.__init__()  # type: ignore[misc]
        self._cache = open_cache(root)
        self._edition = read_edition(root, self._cache, report.problems)
        if self._edition is not None:
            _compare_languages(config, self._edition, report.problems)
        _log_problems(report.problems)
        if self._edition is None or report.problems.errors:
            raise PluginError(_refusal(report.problems))
        try:
            self._stage = Stage.open(Path(config.site_dir))
        except PublishingRefused as refusal:
            report.refusal = str(refusal)
            raise PluginError(str(refusal)) from refusal
        config.site_dir = str(self._stage.folder)
        report.site = self._stage.site
        since = os.environ.get(SINCE)
        self._writer = SiteWriter(self._edition, self._stage.folder, self._cache, report.problems, Path(since) if since else None)

    def on_pre_build(self, config: MkDocsConfig) -> None:
        self._depth += 1

    @event_priority(-150)  # after static-i18n has chosen this language's files
    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Keep planned pages and pictures; the theme's files are not used."""
        assert self._edition is not None
        planned, assets = self._edition.plan.by_url, self._edition.library.assets
        for file in list(files):
            is_ours = file.dest_uri in planned if file.is_documentation_page() else f"docs/{file.src_uri}" in assets
            if not is_ours or file.src_dir != config.docs_dir:
                files.remove(file)
        return files

    def on_page_read_source(self, page: Page, config: MkDocsConfig) -> str:
        return ""  # already read, with limits; MkDocs' front matter reader would take anchors and tags

    @event_priority(-150)
    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> Environment:
        assert self._edition is not None and self._cache is not None
        language = self._edition.library.languages[_language_of(config)]
        self._renderer = Renderer(self._edition, language, env, self._cache, self._relaxed)
        return env

    def on_page_context(self, context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any) -> dict[str, Any]:
        assert self._edition is not None and self._renderer is not None
        return {"page_html": Markup(self._renderer.page(self._edition.plan.by_url[page.file.dest_uri]))}

    @event_priority(50)  # before static-i18n (-100) starts the next language inside this event
    def on_post_build(self, config: MkDocsConfig) -> None:
        assert self._writer is not None and self._renderer is not None
        self._writer.write_language(self._renderer)

    @event_priority(-150)  # after static-i18n: only the outermost build comes back to depth 0
    def on_site_finished(self, config: MkDocsConfig) -> None:
        self._depth -= 1
        if self._depth == 0:
            self._finish(config)

    def _finish(self, config: MkDocsConfig) -> None:
        assert self._writer is not None and self._stage is not None and self._cache is not None
        told = set(report.problems)
        files = self._writer.finish()
        pages = [page.url for page in self._writer.edition.plan.pages]
        if not report.problems.errors:
            report.problems.extend(verify_site(self._stage.folder, pages, self._cache, relaxed=self._relaxed))
        _log_problems(problem for problem in report.problems if problem not in told)
        if report.problems.errors:
            raise PluginError(_refusal(report.problems))
        report.counts = self._writer.counts
        report.files, report.bytes = len(files), sum(entry["bytes"] for entry in files.values())
        config.site_dir = str(self._stage.site)
        try:
            self._stage.publish(durable=not self._relaxed)
        except PublishingRefused as refusal:
            report.refusal = str(refusal)
            raise PluginError(str(refusal)) from refusal
        self._close()
        report.seconds = time.monotonic() - self._began
        for language, count in report.counts.items():
            log.info("%s: %d 页 pages", language, count)

    def on_build_error(self, error: Exception) -> None:
        self._depth = 0
        self._close()

    def _close(self) -> None:
        if self._stage is not None:
            self._stage.drop()
        if self._cache is not None:  # what was computed stays right even where the build failed
            self._cache.save()
            self._cache.close()
        self._stage = self._cache = self._writer = self._renderer = self._edition = None


def _log_problems(problems: Iterable[Problem]) -> None:
    for problem in problems:
        log.log(logging.WARNING if problem.severity == "warning" else logging.ERROR, "%s", problem.line_text())


def _refusal(problems: Problems) -> str:
    return f"{len(problems.errors)} 处错误，网站没有改动 / errors, the site stays as it was"


def _language_of(config: MkDocsConfig) -> str:
    """The language that static-i18n builds now; Chinese where the plug-in is not in use."""
    plugin: Any = config.plugins.get("i18n")
    return str(plugin.current_language) if plugin and plugin.current_language else "zh"


def _compare_languages(config: MkDocsConfig, edition: Edition, problems: Problems) -> None:
    """mkdocs.yml and data/languages.yml list the same page languages in the same order."""
    plugin: Any = config.plugins.get("i18n")
    configured = [language.locale for language in plugin.config.languages if language.build] if plugin else ["zh"]
    listed = [language.id for language in edition.library.page_languages]
    if configured != listed:
        problems.add("mkdocs.yml", 0, "languages-differ", configured=" ".join(configured), listed=" ".join(listed))


def build_site(root: Path, since: Path | None = None) -> int:
    """Build the site of the project at `root` as `mkdocs build` does; 0 right, 1 problems. See `report`."""
    if since is not None:
        os.environ[SINCE] = str(since)
    logging.getLogger("mkdocs").setLevel(logging.CRITICAL)  # the command line prints the report itself
    try:
        config = load_config(str(root / "mkdocs.yml"))
    except ConfigurationError as error:
        report.refusal = str(error)
        return 1
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build.build(config)
    except (Abort, SystemExit):
        return 1
    finally:
        config.plugins.on_shutdown()
    return 0


def serve_site(root: Path, address: str, open_page: bool = False) -> None:
    """Serve the project with live reload at `address` until interrupted."""
    mkdocs_serve.serve(str(root / "mkdocs.yml"), livereload=True, dev_addr=address, open_in_browser=open_page)
