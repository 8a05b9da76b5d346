"""Pages of the communities room: communities and coaches, and what is said about things."""
