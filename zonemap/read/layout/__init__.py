"""Where a sheet's header stands, what its headings mean and what each row is."""
