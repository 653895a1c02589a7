"""The settings of the plugin in ``mkdocs.yml``: what they do, and what is refused."""

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError, PluginError
from recipes.running.runner import Limits

OPTIONS = "site_name: S\nplugins:\n  - recipes:\n      {}\n"


@pytest.fixture
def plugin(scratch):
    """The plugin of a project with a setting, opened as a build opens it."""

    def opened(setting: str):
        scratch.write("mkdocs.yml", OPTIONS.format(setting))
        scratch.write("snippets/a/one.py", "x = 1")
        scratch.write("docs/a/one.md", "# Page\n\n```snippet\nonly\n```\n")
        config = load_config(str(scratch.root / "mkdocs.yml"))
        found = config.plugins["recipes"]
        found.on_config(config)
        found.on_pre_build(config=config)
        return found

    return opened


def test_a_snippet_may_have_limits_of_its_own(plugin):
    setting = "time_limit: 9\n      snippets: {a/one.py: {memory_limit: 500 MiB}}"
    settings = plugin(setting).project.runner.settings
    assert settings.limits_of("a/one.py") == Limits(9, 500 * 2**20)
    assert settings.limits_of("a/two.py") == Limits(9, 2 * 2**30)


REFUSED = {
    "memory_limit: plenty": ["plenty", "2 GiB"],
    "time_limit: soon": ["time_limit"],
    "snippets: {a/one.py: 7}": ["a/one.py"],
    "snippets: {a/one.py: {memory_limit: 7}}": ["a/one.py"],
    "snippets: {a/one.py: {time_limits: 7}}": ["time_limits"],
    "snippets: {a/none.py: {time_limit: 7}}": ["a/none.py"],
}


@pytest.mark.parametrize(("setting", "words"), REFUSED.items(), ids=REFUSED)
def test_a_wrong_setting_is_refused_with_its_name(plugin, caplog, setting, words):
    with pytest.raises((Abort, ConfigurationError, PluginError)) as raised:
        plugin(setting)
    said = f"{raised.value}\n{caplog.text}"
    for word in words:
        assert word in said
