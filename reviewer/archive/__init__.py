"""What an archive of past appeals teaches: passages that are pasted again and again, frequent findings, trends, and how outcomes differ."""
