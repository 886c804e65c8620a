"""What operations do, as far as code shows it: effects of functions, carried up the call graph to the handlers."""

from scanner.link.effects.find import find_effects

__all__ = ["find_effects"]
