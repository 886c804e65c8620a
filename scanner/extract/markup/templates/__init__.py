"""Template engines: text cut into segments, segments into a tree, tags and expressions read; nothing is rendered."""
