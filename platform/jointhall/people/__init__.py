"""People (群众、工作人员): residents of every township, officers of one; how they sign in."""
