"""The sitemap: only what strangers may see."""

SITEMAPS = {}
