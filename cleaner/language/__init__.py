"""The matching-only view of text: folding, words, dates, names. Nothing here reaches the output."""
