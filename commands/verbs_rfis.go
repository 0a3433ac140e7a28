package commands

// askDeskRows returns the verb with which everybody can ask the desk.
func askDeskRows() []Row { return nil }

// rfiRows returns the verbs with which the desk answers what it was asked.
func rfiRows() []Row { return nil }
