"""Python: `ast` reads, LibCST lowers syntax newer than the running interpreter, and one walk gives the facts."""
