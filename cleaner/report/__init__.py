"""What a person looks at: explained articles, diffs, summaries, and ``report.html``."""
