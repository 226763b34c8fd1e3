"""The warm service that `reviewer serve` runs: one process that talks HTTP in front of a few that review."""
