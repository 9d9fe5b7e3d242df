"""What changes the course of a case (办理中的变化): longer, standing still, ended early."""
