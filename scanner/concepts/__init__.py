"""The vocabulary: frozen values that every stage and every reporter shares. No I/O, no third-party imports."""
