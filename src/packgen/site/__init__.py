"""The download page: packs of an output folder -> static HTML that finds, checks and previews them."""
