"""Access logs: lines of web servers and application servers → requests. Streams; nothing is kept."""
