"""What comments of many, or of one over time, amount to: groups, offences, strikes and measures."""
