"""MkDocs, and nothing but MkDocs: when to run, which files to add, what to watch."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from mkdocs.config import base, load_config
from mkdocs.config import config_options as option
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc

from recipes.checking import unfinished
from recipes.problem import Problem, ProblemError
from recipes.project import Library
from recipes.reading import prose
from recipes.rendering import citation, markup, paths, plain_markdown
from recipes.rendering.conversion import Conversion, completed
from recipes.rendering.extension import RecipeExtension
from recipes.rendering.katex.npm import InstallError
from recipes.rendering.katex.renderer import Katex, TexError
from recipes.running.runner import Limits, Runner, Settings, prepare, size
from recipes.running.store import Store

from . import files as site_files
from . import notebook_page, structured_data, stylesheets

log = get_plugin_logger("recipes")
SHEETS = "assets/stylesheets"
LIMITS = ("time_limit", "memory_limit")
_ICON = '<svg xmlns="http://www.w3.org/2000/svg"'  # of Material; our pictures are files
RECIPE_BOOST = 2  # search puts a recipe above the pages that mention it


class RecipesConfig(base.Config):
    """The settings of the plugin in ``mkdocs.yml``."""

    time_limit = option.Type((int, float), default=60)
    memory_limit = option.Type(str, default="2 GiB")
    snippets = option.Type(dict, default={})
    executor = option.Type(str, default="")
    cache_dir = option.Type(str, default=".cache")


class RecipesPlugin(BasePlugin[RecipesConfig]):
    """Run the snippets before the pages are read, and check the pages against them."""

    def __init__(self) -> None:
        self.serving = False
        self.problems: list[Problem] = []
        self.late: dict[str, dict[str, str]] = {}
        self.notebooks: dict[str, notebook_page.Prepared] = {}

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether a person is watching; this also keeps the plugin between builds."""
        self.serving = command == "serve"
        # MkDocs stamps what it packs with the time, unless told otherwise: same bytes each day.
        os.environ.setdefault("SOURCE_DATE_EPOCH", "0")

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Open the project that the configuration stands in."""
        self.mkdocs = config
        root = Path(config.config_file_path).resolve().parent
        self.cache = root / self.config.cache_dir
        snippets = root / "snippets"
        store = Store(self.cache / "results", log.info)
        runner = Runner(snippets, store, self._settings(snippets), log.info)
        self.library = Library(root, runner)
        self.katex = Katex(self.cache, log.info)
        self.extension = RecipeExtension(self.library, self.katex)
        self.extension.site = config.site_url or ""
        config.markdown_extensions.append(self.extension)  # type: ignore[arg-type]
        config.extra_css.insert(0, f"{paths.KATEX}/katex.min.css")
        return config

    def _settings(self, snippets: Path) -> Settings:
        limits = _limits("", {name: self.config[name] for name in LIMITS}, Limits())
        overrides = {}
        for path, own in self.config.snippets.items():
            if not (snippets / path).is_file():
                raise PluginError(f"mkdocs.yml: recipes.snippets: there is no snippets/{path}")
            overrides[path] = _limits(path, own, limits)
        return Settings(limits, overrides, self.config.executor)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Read the pages and run what they show."""
        self.library.load(run=False)
        if self.serving:  # whichever snippet is saved next, its imports are there
            prepare(self.library.families.values(), least=1)
        self.library.run()
        self.problems = list(self.library.problems)
        for page in self.library.pages.values():
            self.problems += unfinished.unfinished(self.library.root, page)
        try:
            self.extension.work = citation.read(self.library.root)
        except ProblemError as error:
            self.problems.append(error.problem)

    @event_priority(100)  # before mkdocs-jupyter, which looks for notebooks
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add pictures, downloads, notebooks and the fonts of the mathematics."""
        added = {
            **site_files.figure_files(self.library),
            **site_files.download_files(self.library, config.site_url),
            **structured_data.card_files(self.library, self._site(config)),
        }
        for path, content in added.items():
            files.append(File.generated(config, path, content=content))
        folder = self.cache / "notebooks"
        for path, content in site_files.chapter_notebooks(self.library).items():
            files.append(File.generated(config, f"downloads/{path}", content=content))
            prepared = self.notebooks[path] = notebook_page.prepare(content)
            self.library.runner.store.write(folder / path, prepared.book)
            if (folder / path).is_file():
                files.append(
                    File(path, str(folder), config.site_dir, bool(config.use_directory_urls))
                )
        return files

    def on_page_markdown(
        self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Tell the extension which page comes."""
        path = page.file.src_uri

        def href(target: str) -> str:
            file = files.get_file_from_path(target)
            return file.url_relative_to(page.file) if file else target

        own = self.library.pages.get(path)
        if own is None:
            self.extension.conversion = None
            return markup.failure(f"docs/{path} could not be read; see the build's messages")
        late = self.late[path] = {}
        self.extension.conversion = Conversion(own, href, self.problems, late)
        page.meta.setdefault("title", prose.without_facts(own.title))
        if own.is_recipe:
            page.meta.setdefault("search", {"boost": RECIPE_BOOST})
        return own.body

    def on_page_content(
        self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Render the mathematics of a notebook page, which Python-Markdown never sees."""
        path = page.file.src_uri
        if path not in self.notebooks:
            return html
        chapter = path.rpartition("/")[0]
        index = self.library.pages.get(f"{chapter}/index.md")
        title = index.title if index else chapter
        page.meta["title"] = f"{title} (notebook)"
        page.meta["description"] = f"All recipes of the chapter in one notebook, as it ran: {title}"
        page.meta["search"] = {"exclude": True}  # search finds the recipes themselves
        functions = {}
        recipes = self.library.recipes(chapter)
        for recipe in recipes:
            functions.update(self.library.functions(recipe))
        names = [PurePosixPath(recipe.path).stem for recipe in recipes]
        html, tokens = notebook_page.contents(html, self.notebooks[path], names)
        page.toc = get_toc(tokens)  # type: ignore[arg-type]
        html = notebook_page.finish(html, self.notebooks[path], self._tex)
        return markup.link_functions(html, functions)

    def on_page_context(
        self, context: Any, *, page: MkDocsPage, config: MkDocsConfig, nav: Any
    ) -> Any:
        """Give the template what a page tells machines of itself."""
        own = self.library.pages.get(page.file.src_uri)
        if own:
            context["card"] = structured_data.card(own)
            context["json_ld"] = structured_data.json_ld(self.library, own, self._site(config))
        return context

    def _site(self, config: MkDocsConfig) -> structured_data.Site:
        description = " ".join((config.site_description or "").split())
        work = self.extension.work
        return structured_data.Site(config.site_name, description, config.site_url or "", work)

    def _tex(self, tex: str, display: bool) -> str:
        try:
            return self.katex.render(tex, display=display)
        except TexError:
            return ""  # reported with the page that it comes from

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Put the mathematics in, which the search index is better without."""
        late = self.late.pop(page.file.src_uri, {})
        return _named(completed(output, late))

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Finish the error page, which is no page to MkDocs."""
        return _named(output_content)

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:
        """Stop a build that has problems, after all of them are known."""
        self.extension.conversion = None
        try:
            mathematics, store = self.katex.assets(), self.library.runner.store
        except InstallError as error:
            raise PluginError(str(error)) from None
        self.katex.close()
        added = site_files.katex_files(mathematics, store, self.katex.characters)
        for path, content in added.items():
            files.append(File.generated(config, path, content=content))
        problems = sorted(set(self.problems))
        if not problems:
            return
        listed = "\n\n".join(str(problem) for problem in problems)
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        if not self.serving:
            raise PluginError(f"{count} to fix:\n\n{listed}")
        log.error(f"{count} to fix:\n\n{listed}")

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the pages as text: a Markdown file among the site's files would be a page."""
        site = config.site_url or ""
        description = " ".join((config.site_description or "").split())
        texts = plain_markdown.files(self.library, config.site_name, description, site)
        if site:
            texts["robots.txt"] = f"User-agent: *\nSitemap: {site}sitemap.xml\n"
        if not self.serving:
            texts |= self._sheets(Path(config.site_dir))
        for path, content in texts.items():
            file = Path(config.site_dir, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8")

    def _sheets(self, site: Path) -> dict[str, str]:
        """One style sheet for all pages, with what they use; its name changes with it."""
        pages = {file: file.read_text(encoding="utf-8") for file in sorted(site.rglob("*.html"))}
        scripts = [file.read_text(encoding="utf-8") for file in sorted(site.rglob("*.js"))]
        known = stylesheets.words([*pages.values(), *scripts])
        linked = dict.fromkeys(path for html in pages.values() for path in stylesheets.linked(html))
        sheets = {path: (site / path).read_text(encoding="utf-8") for path in linked}
        store = self.library.runner.store
        whole = stylesheets.kept(store, stylesheets.merged(sheets, SHEETS), known)
        path = f"{SHEETS}/site.{hashlib.sha256(whole.encode()).hexdigest()[:8]}.css"
        for sheet in linked:
            (site / sheet).unlink()
            (site / f"{sheet}.map").unlink(missing_ok=True)
        return {path: whole} | {
            file.relative_to(site).as_posix(): stylesheets.relinked(html, path)
            for file, html in pages.items()
        }

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Build again when a snippet or a test changes."""
        for folder in (self.library.snippets, self.library.tests):
            if folder.is_dir():
                server.watch(str(folder))
        return server


def opened(pages: Sequence[str] = (), run: bool = True) -> RecipesPlugin:
    """Open the project in this folder without building it: all of it, or some pages below ``docs``.

    Raises
    ------
    MkDocsException
        If there is none, or its settings are wrong.
    """
    if not Path("mkdocs.yml").is_file():
        raise PluginError("there is no mkdocs.yml here; run this in the project's folder")
    config = load_config("mkdocs.yml")
    if "recipes" not in config.plugins:
        raise PluginError("mkdocs.yml has no “recipes” under plugins; add it")
    plugin = config.plugins["recipes"]
    assert isinstance(plugin, RecipesPlugin)
    plugin.on_config(config)
    plugin.library.load(run, pages)
    return plugin


def _named(html: str) -> str:
    """Name what Material leaves without a name, or calls the same as another part."""
    html = html.replace('role="dialog"', 'role="dialog" aria-label="Search"', 1)
    html = html.replace(_ICON, f'{_ICON} aria-hidden="true"')
    # The contents lead to each part; a heading is not called “Pitfall ¶”.
    html = html.replace('class="headerlink"', 'class="headerlink" aria-hidden="true" tabindex="-1"')
    return html.replace(
        'class="md-path" aria-label="Navigation"', 'class="md-path" aria-label="Breadcrumbs"'
    )


def _limits(path: str, own: object, default: Limits) -> Limits:
    """Read the limits of one snippet, or of all where there is no path."""
    where = f"mkdocs.yml: recipes.snippets: {path}" if path else "mkdocs.yml: recipes"
    if not isinstance(own, dict) or set(own) - set(LIMITS):
        raise PluginError(f"{where}: expected {' and '.join(LIMITS)}, not {own!r}")
    try:
        seconds = float(own.get("time_limit", default.seconds))
        memory = size(str(own["memory_limit"])) if "memory_limit" in own else default.memory
    except (TypeError, ValueError) as error:
        raise PluginError(f"{where}: {error}") from None
    return Limits(seconds, memory)
