"""The pages about exams: the learner's, the examiner's and the exam office's."""
