"""Mingbai 明白: Markdown and YAML in, a multilingual site of legal knowledge out."""
__version__ = "0.1.0"
