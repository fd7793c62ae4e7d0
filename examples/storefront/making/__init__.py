"""How the storefront is made: shapes, artwork, sounds and forms, all drawn by this code."""
