"""Privacy: what is masked, what is erased when, what is handed out to the person it is about."""
