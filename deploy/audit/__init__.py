"""What `sozialraum verify` checks, straight from the database: nothing that runs is trusted."""
