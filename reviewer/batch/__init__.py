"""Scoring an archive of past appeals: letters in from folders and tables, one row a letter out, and what the archive teaches."""
