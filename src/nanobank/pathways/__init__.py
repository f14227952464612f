"""*Skræddersy dit forløb*: a goal, a life it has to fit into, and the best plan that there is for both."""
