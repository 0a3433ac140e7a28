package slack

// input checks a field of a modal.
func (c *checker) input(b map[string]any) {
	c.inputs = true
	c.textObject("label", b["label"], maxLabel)
	if b["hint"] != nil {
		c.textObject("hint", b["hint"], maxLabel)
	}
	c.element(object(b["element"]))
}

// element checks a button, a select or a field.
func (c *checker) element(e map[string]any) {
	c.id("action_id", e["action_id"])
	if e["placeholder"] != nil {
		c.textObject("placeholder", e["placeholder"], maxPlaceholder)
	}
	switch kind := str(e["type"]); kind {
	case "button":
		c.textObject("button", e["text"], maxButtonText)
		c.most("value of a button", units(str(e["value"])), maxButtonValue)
		c.most("accessibility_label", units(str(e["accessibility_label"])), maxButtonText)
		if ask := object(e["confirm"]); ask != nil {
			c.textObject("title of a confirmation", ask["title"], maxConfirmTitle)
			c.textObject("text of a confirmation", ask["text"], maxConfirmText)
			c.textObject("confirm", ask["confirm"], maxConfirmLabel)
			c.textObject("deny", ask["deny"], maxConfirmLabel)
		}
	case "static_select":
		c.choices(e)
	case "external_select":
		if e["initial_option"] != nil {
			c.option(object(e["initial_option"]))
		}
	case "plain_text_input":
		limit, _ := e["max_length"].(float64)
		c.check(limit >= 1 && limit <= maxInput, "max_length from 1 to 3000")
		c.check(float64(units(str(e["initial_value"]))) <= limit, "initial_value longer than max_length")
	case "number_input", "checkboxes":
	case "file_input":
		files, _ := e["max_files"].(float64)
		c.check(files >= 1 && files <= maxInputFiles, "max_files from 1 to 10")
	default:
		c.check(false, "an element of type "+kind)
	}
}

// choices checks the options of a select, which may stand in groups.
func (c *checker) choices(e map[string]any) {
	options := list(e["options"])
	groups := list(e["option_groups"])
	c.check(len(options) == 0 || len(groups) == 0, "options and option_groups")
	c.most("option_groups", len(groups), maxOptions)
	for _, g := range groups {
		c.textObject("label of a group", object(g)["label"], maxOptionText)
		members := list(object(g)["options"])
		c.check(len(members) > 0, "a group without options")
		options = append(options, members...)
	}
	c.check(len(options) > 0, "a select without options")
	c.most("options", len(options), maxOptions)
	for _, o := range options {
		c.option(object(o))
	}
	c.initial(e, options)
}

func (c *checker) option(o map[string]any) {
	c.textObject("option", o["text"], maxOptionText)
	c.check(str(o["value"]) != "" && units(str(o["value"])) <= maxOptionValue, "value of an option")
	if o["description"] != nil {
		c.textObject("description of an option", o["description"], maxOptionText)
	}
}

// initial checks that what is chosen at first is one of the options.
func (c *checker) initial(e map[string]any, options []any) {
	chosen := object(e["initial_option"])
	if chosen == nil {
		return
	}
	for _, o := range options {
		if object(o)["value"] == chosen["value"] {
			return
		}
	}
	c.check(false, "initial_option that is no option")
}
