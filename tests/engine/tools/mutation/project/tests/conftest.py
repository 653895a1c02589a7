pytest_plugins = ["recipes.checking.pytest_plugin"]
