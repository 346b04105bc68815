"""Markup: Markdown becomes HTML with its facts (headings, references, sections)."""
