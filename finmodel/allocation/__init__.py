"""What comes out: tables in whole money units, saved, loaded, explained."""
