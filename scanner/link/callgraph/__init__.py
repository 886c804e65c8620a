"""The Python call graph: what a name stands for across files, and which functions a function runs."""
