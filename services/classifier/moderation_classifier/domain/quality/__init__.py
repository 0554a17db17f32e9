"""What people's decisions tell of the machine's: examples, figures, drift and better thresholds."""
