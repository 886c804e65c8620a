"""What is neither Python, script nor markup: documentation, shell, configuration, API descriptions, mobile code."""
