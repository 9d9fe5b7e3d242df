"""What every subject stands on and that knows no subject itself, nor the web."""
