package discordfake

import "fmt"

// CheckModal judges a modal, the data of a response of type 9, in the way of
// [CheckMessage].
func CheckModal(modal any) []Problem {
	c, o := newChecker(modal)
	if o == nil {
		return c.problems
	}
	c.modal = true
	c.length("title", word(o, "title"), 1, modalTitle)
	c.length("custom_id", word(o, "custom_id"), 1, customIDText)
	inner := objects(o["components"])
	if len(inner) < 1 || len(inner) > modalComponents {
		c.add("components", "Must be between 1 and %d in length, not %d.", modalComponents, len(inner))
	}
	for i, e := range inner {
		at := fmt.Sprintf("components[%d]", i)
		c.begin(at, e)
		switch kind, _ := number(e, "type"); kind {
		case typeRow:
			c.inputRow(at, e)
		case typeLabel:
			c.label(at, e)
		case typeText:
			c.display(at, e)
		default:
			c.add(at+".type", "component type %d may not stand in a modal by itself", kind)
		}
	}
	return c.problems
}

// inputRow judges a row of a modal: one text input with its own label.
func (c *checker) inputRow(at string, o object) {
	inner := objects(o["components"])
	if len(inner) != 1 {
		c.add(at+".components", "a row of a modal holds one text input, not %d components", len(inner))
	}
	for i, e := range inner {
		below := fmt.Sprintf("%s.components[%d]", at, i)
		c.begin(below, e)
		if kind, _ := number(e, "type"); kind != typeInput {
			c.add(below+".type", "component type %d may not stand in a row of a modal", kind)
			continue
		}
		c.length(below+".label", word(e, "label"), 1, labelText)
		c.input(below, e)
	}
}

// label judges a label and the one field it names.
func (c *checker) label(at string, o object) {
	c.length(at+".label", word(o, "label"), 1, labelText)
	c.length(at+".description", word(o, "description"), 0, labelDescription)
	e := child(o, "component")
	below := at + ".component"
	if e == nil {
		c.add(below, "This field is required")
		return
	}
	c.begin(below, e)
	switch kind, _ := number(e, "type"); kind {
	case typeInput:
		if e["label"] != nil {
			c.add(below+".label", "the label component has it already")
		}
		c.input(below, e)
	case typeSelect, typeUsers, typeRoles, typeMentions, typeChannels:
		c.menu(below, e, kind)
	case typeUpload:
		c.upload(below, e)
	case typeRadio:
		c.group(below, e, radioLeast, radioMost)
	case typeBoxes:
		c.group(below, e, 1, boxesMost)
	case typeCheckbox:
		c.customID(below, e)
	default:
		c.add(below+".type", "component type %d may not stand in a label", kind)
	}
}

// input judges a text input.
func (c *checker) input(at string, o object) {
	c.customID(at, o)
	if style, _ := number(o, "style"); style != 1 && style != 2 {
		c.add(at+".style", "is %v, neither 1 nor 2", o["style"])
	}
	least := c.within(at, o, "min_length", 0, inputText, 0)
	most := c.within(at, o, "max_length", 1, inputText, inputText)
	if least > most {
		c.add(at+".min_length", "is %d, more than max_length %d", least, most)
	}
	c.length(at+".placeholder", word(o, "placeholder"), 0, inputPlaceholder)
	if v := word(o, "value"); v != "" {
		c.length(at+".value", v, least, most)
	}
}

// upload judges a file upload.
func (c *checker) upload(at string, o object) {
	c.customID(at, o)
	least := c.within(at, o, "min_values", 0, uploadFiles, 1)
	most := c.within(at, o, "max_values", 1, uploadFiles, 1)
	if least > most {
		c.add(at+".min_values", "is %d, more than max_values %d", least, most)
	}
	if required, given := o["required"].(bool); least == 0 && (required || !given) {
		c.add(at+".min_values", "is 0, and the field is required")
	}
	if n := len(texts(o["file_types"])); n > uploadFileTypes {
		c.add(at+".file_types", "Must be %d or fewer in length, not %d.", uploadFileTypes, n)
	}
}

// group judges a radio group or checkbox group.
func (c *checker) group(at string, o object, fewest, greatest int) {
	c.customID(at, o)
	options := objects(o["options"])
	if len(options) < fewest || len(options) > greatest {
		c.add(at+".options", "Must be between %d and %d in length, not %d.", fewest, greatest, len(options))
	}
	most := 1
	if kind, _ := number(o, "type"); kind == typeBoxes {
		least := c.within(at, o, "min_values", 0, boxesMost, 1)
		most = c.within(at, o, "max_values", 1, boxesMost, len(options))
		if least > most || most > len(options) {
			c.add(at+".max_values", "%d to %d of %d options cannot be chosen", least, most, len(options))
		}
	}
	if chosen := c.options(at, options); chosen > most {
		c.add(at+".options", "%d are chosen by default, more than %d", chosen, most)
	}
}
