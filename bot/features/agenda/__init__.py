"""The agenda: proposed by anybody, ordered by the host, posted as agreed, carried over."""
