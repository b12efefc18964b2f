"""Many packs: planned, built in parallel, nothing of it twice."""
