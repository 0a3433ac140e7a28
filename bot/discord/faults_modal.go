package discord

import "fmt"

// modalFaults is faults for a modal.
func modalFaults(m modal) []string {
	c := &checker{ids: map[string]bool{}}
	o := object(tree(m))
	id := str(o["custom_id"])
	c.check(id != "", "a modal without custom_id")
	c.most("custom_id of a modal", units(id), maxCustomID)
	c.label("title of a modal", o["title"], maxModalTitle)
	parts := list(o["components"])
	c.check(len(parts) > 0, "a modal without fields")
	c.most("fields of a modal", len(parts), maxModalParts)
	for _, part := range parts {
		l := object(part)
		c.check(number(l["type"]) == typeLabel, "a field without a label")
		c.label("label", l["label"], maxLabel)
		if l["description"] != nil {
			c.label("description of a label", l["description"], maxLabelHint)
		}
		c.field(object(l["component"]))
	}
	return c.found
}

// field checks what stands in a label.
func (c *checker) field(o map[string]any) {
	least, given := o["min_values"].(float64)
	most := number(o["max_values"])
	switch kind := number(o["type"]); kind {
	case typeSelect:
		c.selecting(o)
		c.check(given && (least > 0) == (o["required"] == true), "a select that need not be answered asks for a value")
		c.check(most >= int(least) && most <= maxOptions, "max_values of a select")
	case typeInput:
		c.id(o["custom_id"])
		limit := number(o["max_length"])
		c.check(limit >= 1 && limit <= maxInput, "max_length from 1 to 4000")
		c.most("value of an input", units(str(o["value"])), limit)
		c.most("placeholder of an input", units(str(o["placeholder"])), maxInputHint)
		c.check(number(o["style"]) == styleShort || number(o["style"]) == styleParagraph, "style of an input")
		c.check(o["label"] == nil, "an input with a label of its own")
	case typeUpload:
		c.id(o["custom_id"])
		c.check(most >= 1 && most <= maxInputFiles && int(least) <= most, "max_values of a file upload")
	default:
		c.check(false, fmt.Sprintf("a field of type %d", kind))
	}
}
