"""The pages of pathways: saying the goal and the life, the plan, living with it, and mentors looking along."""
