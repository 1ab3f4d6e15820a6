"""Our own rules, for what no ready-made linter knows of this project: `python -m scripts.lint`."""
