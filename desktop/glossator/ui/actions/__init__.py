"""What the analyst can ask for: the table of actions, the menus, and what each action does."""
