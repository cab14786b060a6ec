"""The real process, killed and troubled: nothing acknowledged is lost, and no tap in flight."""
