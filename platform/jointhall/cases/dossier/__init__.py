"""What stands beside a case (卷宗): notes among officers, talk with the applicant, who looks."""
