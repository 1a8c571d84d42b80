"""How fast copies are found, and how well, beside other tools on one planted corpus."""
