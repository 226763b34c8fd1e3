"""How a Report is printed. A format only prints: it decides nothing."""
