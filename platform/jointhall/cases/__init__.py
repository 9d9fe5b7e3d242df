"""Cases (办件): from the first answer to the decision in the applicant's hand."""
