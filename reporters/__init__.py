"""Reports in every format: one pure `render(report) -> str` a file, listed in `reporters.catalogue`."""
