"""The language server: the review inside an editor. It converts positions and calls the engine; it judges nothing itself."""
