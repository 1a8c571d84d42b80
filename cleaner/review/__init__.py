"""What a person says of the results: marks, what follows from them, and where they are made."""
