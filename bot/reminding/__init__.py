"""Plans at work: what comes due, who is reminded of it when, and what supervisors hear."""
