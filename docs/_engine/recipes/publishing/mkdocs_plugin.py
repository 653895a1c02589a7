"""MkDocs, and nothing but MkDocs: when to run, which files to add, what to watch."""

import os
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from markupsafe import escape
from mkdocs.config import base
from mkdocs.config import config_options as option
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc

from recipes import project as project_module
from recipes.problem import Problem, ProblemError
from recipes.reading.document import Finder
from recipes.rendering import citation, finder, paths, plain_markdown
from recipes.rendering.conversion import Conversion, completed
from recipes.rendering.extension import RecipeExtension, UnprovedPageError
from recipes.rendering.katex.npm import InstallError
from recipes.rendering.katex.renderer import Katex, TexError
from recipes.rendering.markup import failure
from recipes.running.runner import prepare

from . import files as site_files
from . import (
    navigation,
    notebook_page,
    search_index,
    serving,
    structured_data,
    stylesheets,
    theme_fixes,
)
from .compiled_templates import CompiledTemplates
from .converted_pages import ConvertedPages
from .digests import Digests, fixed
from .first_page import FirstPage
from .kept_files import KeptFile, KeptFiles

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer  # which takes long to import

log = get_plugin_logger("recipes")
_ANCHOR = re.compile(r'\bid="([^"]+)"')
RECIPE_BOOST = 2  # search puts a recipe above the pages that mention it


class RecipesConfig(base.Config):
    """The names of the settings; `project.Settings` says what they may be."""

    time_limit = option.Optional(option.Type(object))
    memory_limit = option.Optional(option.Type(object))
    snippets = option.Optional(option.Type(object))
    executor = option.Optional(option.Type(object))
    cache_dir = option.Optional(option.Type(object))


class RecipesPlugin(BasePlugin[RecipesConfig]):
    """Brings a project's files to the site, and stops a build that is not proved."""

    def __init__(self) -> None:
        self.serving = False
        self.mkdocs: MkDocsConfig | None = None
        self.problems: list[Problem] = []
        self.late: dict[str, dict[str, str]] = {}
        self.notebooks: dict[str, notebook_page.Prepared] = {}
        self.tasks: list[dict[str, str]] = []
        self.converted: ConvertedPages | None = None
        self.first: FirstPage | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether a person is watching; this also keeps the plugin between builds."""
        self.serving = command == "serve"
        # MkDocs stamps what it packs with the time, unless told otherwise: same bytes each day.
        os.environ.setdefault("SOURCE_DATE_EPOCH", "0")

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Open the project that the configuration stands in."""
        if self.serving and self.mkdocs is None:
            serving.expect_free(*config.dev_addr)
        self.mkdocs = config
        try:
            self.project = project_module.open(Path(config.config_file_path), log.info)
        except ProblemError as error:
            raise PluginError(str(error)) from None
        self.katex = Katex(self.project.cache, log.info)
        self.extension = RecipeExtension(self.project, self.katex)
        self.extension.site = config.site_url or ""
        named = [one for one in config.markdown_extensions if one != "recipes"]  # for others
        config.markdown_extensions = [*named, self.extension]  # type: ignore[list-item]
        config.extra_css.insert(0, f"{paths.KATEX}/katex.min.css")
        # The theme prints these as they stand.
        config.site_name = escape(config.site_name)
        if config.site_description:
            config.site_description = escape(" ".join(config.site_description.split()))
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Read the pages and run what they show."""
        self.project.load(run=False)
        if self.serving:  # whichever snippet is saved next, its imports are there
            prepare(self.project.families.values(), least=1)
        self.digests = Digests(self.project)
        self.sheet = stylesheets.SiteSheet(self.project.runner.store)
        site = self._site(config)

        def ended(path: str) -> None:
            for page in site_files.made_ahead(self.project, path, self.digests):
                structured_data.card_file(self.project, site, page).make()

        self.project.run(ended=ended, meanwhile=self._make_fonts)
        self.problems = list(self.project.problems)
        self.kept = KeptFiles(Path(config.site_dir), self.project.cache / "site.json")
        try:
            self.extension.work = citation.read(self.project.root)
        except ProblemError as error:
            self.problems.append(error.problem)
        self.kept.set_aside()  # MkDocs empties the site next

    def _make_fonts(self) -> None:
        """Put the fonts that the pages will probably need into the store."""
        katex = self.katex
        with suppress(InstallError):  # reported with the first formula
            for page in self.project.pages.values():
                for tex, display in page.mathematics:
                    with suppress(TexError):  # reported with the page
                        katex.render(tex, display=display)
            site_files.katex_files(katex.assets(), self.project.runner.store, katex.characters)
        katex.characters = set()  # those count that are rendered later

    @event_priority(100)  # before mkdocs-jupyter, which looks for notebooks
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add pictures, downloads, notebooks and the fonts of the mathematics."""
        self.converted, self.tasks = None, []
        self.kept.bring_back()
        added = {
            **site_files.figure_files(self.project, self.digests),
            **site_files.download_files(self.project, config.site_url, self.digests),
            **structured_data.card_files(self.project, self._site(config)),
        }
        folder = self.project.cache / "notebooks"
        for path, content in site_files.chapter_notebooks(self.project, self.digests).items():
            added[f"downloads/{path}"] = fixed(content)
            prepared = self.notebooks[path] = notebook_page.prepare(content)
            self.project.runner.store.write(folder / path, prepared.book)
            if (folder / path).is_file():
                files.append(
                    File(path, str(folder), config.site_dir, bool(config.use_directory_urls))
                )
        kept = {path for path, content in added.items() if self.kept.holds(path, content.key)}
        # A notebook with a place on the disk would become a page to mkdocs-jupyter.
        kept = {path for path in kept if not path.endswith(".ipynb")}
        self.kept.remove_others(kept)
        for path in kept:
            place = str(self.kept.site / path)
            files.append(KeptFile.generated(config, path, abs_src_path=place))
        wanted = {path: content for path, content in added.items() if path not in kept}
        with ThreadPoolExecutor() as threads:  # packing and drawing let others run
            made = threads.map(lambda one: one.make(), wanted.values())
            for path, content in zip(wanted, made, strict=True):
                files.append(File.generated(config, path, content=content))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Escape the titles in the navigation, which the theme prints as they stand."""
        theme_fixes.escape_titles(nav)
        return nav

    def on_page_read_source(self, *, page: MkDocsPage, config: MkDocsConfig) -> str | None:
        """Keep what could not be read from MkDocs, which would end with a traceback."""
        path = page.file.src_uri
        ours = path.endswith(".md") and page.file.generated_by is None
        return "" if ours and path not in self.project.pages else None

    def on_page_markdown(
        self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Say to the extension which page comes."""
        path = page.file.src_uri

        def href(target: str) -> str:
            file = files.get_file_from_path(target)
            return file.url_relative_to(page.file) if file else target

        own = self.project.pages.get(path)
        if own is None:
            self.extension.conversion = None
            return failure(f"docs/{path} could not be read; see the build's messages")
        late = self.late[path] = {}
        conversion = Conversion(own, href, self.problems, late)
        self.extension.conversion = conversion
        if self.converted is None:  # now that all files of the site are known
            self.converted = ConvertedPages(self.extension, self.digests, config, files)
        convert = self.converted.convert
        # MkDocs asks the page next, when the other plugins have had its text.
        page.render = lambda *_: convert(page, conversion)  # type: ignore[method-assign]
        page.meta["title"] = escape(own.short_title or own.title)
        page.meta["description"] = escape(own.description)
        if own.is_recipe:
            page.meta.setdefault("search", {"boost": RECIPE_BOOST})
            answers = self.project.answers(own)  # the search has them first
            page.meta["tags"] = [*answers, *finder.synonyms(self.project, answers)]
        return own.body

    def on_page_content(
        self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Render the mathematics of a notebook page, which Python-Markdown never sees."""
        path = page.file.src_uri
        if path not in self.notebooks:
            # MkDocs knows no anchor in HTML that is stashed, such as an equation's.
            anchors = page.present_anchor_ids or set()
            page.present_anchor_ids = anchors | set(_ANCHOR.findall(html))
            return html
        published = notebook_page.published(
            self.project, path, html, self.notebooks[path], self._tex
        )
        html, tokens, title = published
        page.toc = get_toc(tokens)  # type: ignore[arg-type]
        page.meta["title"] = escape(f"{title} (notebook)")
        about = f"All recipes of the chapter in one notebook, as it ran: {title}"
        page.meta["description"] = escape(about)
        page.meta["search"] = {"exclude": True}  # search finds the recipes themselves
        return html

    @event_priority(1)  # before the search
    def _before_search(self, context: Any, *, page: MkDocsPage, **_: Any) -> Any:
        self.blocks = search_index.PlainBlocks(page.content or "")
        page.content = self.blocks.html
        return context

    @event_priority(-1)  # after it
    def _after_search(self, context: Any, *, page: MkDocsPage, **_: Any) -> Any:
        page.content = self.blocks.restored(page.content or "")
        return context

    def _told_to_machines(
        self, context: Any, *, page: MkDocsPage, config: MkDocsConfig, nav: Any
    ) -> Any:
        """Give the template what a page tells machines of itself."""
        if self.first:
            self.first.show(page.file.dest_uri)
        own = self.project.pages.get(page.file.src_uri)
        if own and own.of_kind(Finder):
            self.tasks += finder.entries(self.project, own, page.url)
        if own:
            context["card"] = structured_data.card(own)
            context["json_ld"] = structured_data.json_ld(self.project, own, self._site(config))
        return context

    on_page_context = CombinedEvent(_before_search, _told_to_machines, _after_search)

    def _site(self, config: MkDocsConfig) -> structured_data.Site:
        name, description = unescape(config.site_name), unescape(config.site_description or "")
        return structured_data.Site(name, description, config.site_url or "", self.extension.work)

    def _tex(self, tex: str, display: bool) -> str:
        try:
            return self.katex.render(tex, display=display)
        except (InstallError, TexError):
            return ""  # reported with the page that it comes from

    @event_priority(-100)  # when the others have done what they do
    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Put the mathematics in, which the search index is better without."""
        late = self.late.pop(page.file.src_uri, {})
        return self._finished(page.file.dest_uri, completed(output, late))

    def _finished(self, path: str, html: str) -> str:
        html = theme_fixes.named(html)
        return html if self.serving else self.sheet.of_page(path, html)

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Finish the error page, which is no page to MkDocs."""
        is_page = template_name.endswith(".html")
        return self._finished(template_name, output_content) if is_page else output_content

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:
        """Stop a build that has problems, after all of them are known."""
        self.extension.conversion = None
        if self.first:
            self.first.put_first(files)
        navigation.Once().install(env)
        env.bytecode_cache = CompiledTemplates(env, self.project.runner.store)
        try:
            mathematics, store = self.katex.assets(), self.project.runner.store
        except InstallError as error:
            raise PluginError(str(error)) from None
        self.katex.close()
        added = site_files.katex_files(mathematics, store, self.katex.characters)
        for path, content in added.items():
            files.append(File.generated(config, path, content=content))
        if not self.problems:
            return
        unproved = str(UnprovedPageError(self.problems))
        if not self.serving:
            raise PluginError(unproved)
        log.error(unproved)

    @event_priority(-100)  # after the search, which writes its index
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the pages as text: a Markdown file among the site's files would be a page."""
        site = self._site(config)
        texts = plain_markdown.files(self.project, site.name, site.description, site.address)
        if site.address:
            texts["robots.txt"] = f"User-agent: *\nSitemap: {site.address}sitemap.xml\n"
        if not self.serving:
            texts |= self.sheet.files(Path(config.site_dir))
        search_index.split(Path(config.site_dir), self.tasks)
        for path, content in texts.items():
            file = Path(config.site_dir, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8")
        self.kept.note()

    def on_serve(
        self, server: "LiveReloadServer", *, config: MkDocsConfig, builder: Any
    ) -> "LiveReloadServer":
        """Build again when a snippet or a test changes."""
        for folder in (self.project.snippets, self.project.tests):
            if folder.is_dir():
                server.watch(str(folder))
        self.first = FirstPage(server)
        serving.follow(server, Path(config.config_file_path), self.first)
        return server

    def on_build_error(self, *, error: Exception) -> None:
        """Say in a sentence what a disk wants."""
        if isinstance(error, OSError):
            folder = self.mkdocs.site_dir if self.mkdocs else ""
            raise PluginError(serving.sentence(error, folder)) from error
