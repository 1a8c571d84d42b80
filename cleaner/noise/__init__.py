"""What is not the article: rules, scopes, structure, furniture, and the plan of removals."""
