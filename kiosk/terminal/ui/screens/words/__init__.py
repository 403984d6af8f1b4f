"""What people said and what holds for them: appraisals, voting, policies, the week."""
