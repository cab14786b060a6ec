"""Results beside one another: candidates, one subject over time, sites, and how a form itself is doing."""
