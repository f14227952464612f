"""Working through a module: enrolment, steps, quizzes that mark themselves, progress that survives."""
