"""Content and country files -> the session as one country sees it, checked."""
