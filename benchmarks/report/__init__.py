"""How large the report is, how long it takes to make, and how quickly a browser opens it."""
