"""An interpretation becomes an answer: what is worked out, what is decided, and why."""
