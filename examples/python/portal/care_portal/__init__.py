"""A portal of a home-care agency: its own tables, kept in step with WellSky and an appointment service by careweave."""
