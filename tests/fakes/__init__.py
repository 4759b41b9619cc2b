"""Stand-ins for what is outside our house: Teams' connector, its login server, its clients."""
