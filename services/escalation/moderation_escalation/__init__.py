"""Cases, rota, clocks and alerts: whoever must know is told in time."""
