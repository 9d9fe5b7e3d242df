"""What follows a decision, and what undoes one (决定以后): brought, mended, revoked, passed on."""
