"""Who comes, who came, and an agency that nobody has seen for a while."""
