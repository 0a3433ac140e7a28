package discordfake

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// components judges the components of a message.
func (c *checker) components(components []object) {
	for i, o := range components {
		at := fmt.Sprintf("components[%d]", i)
		switch kind, _ := number(o, "type"); {
		case kind == typeRow:
			c.row(at, o)
		case !c.v2 && (kind == typeSection || kind == typeText || kind == typeGallery || kind == typeFile || kind == typeSeparator || kind == typeContainer):
			c.add(at+".type", "component type %d cannot be used without MessageFlags.IS_COMPONENTS_V2", kind)
		case kind == typeContainer:
			c.container(at, o)
		default:
			c.block(at, o, kind)
		}
	}
	if !c.v2 {
		if len(components) > rowCount {
			c.add("components", "Must be %d or fewer in length, not %d.", rowCount, len(components))
		}
		return
	}
	if c.count > v2Components {
		c.add("components", "the total number of components is %d, more than %d", c.count, v2Components)
	}
	if c.text > v2Text {
		c.add("components", "the displayable text has %d characters, more than %d", c.text, v2Text)
	}
	if cost := c.bytes + v2Each*c.displays; cost > v2Bytes {
		c.problems = append(c.problems, Problem{
			Path: "components", Status: 500,
			Rule: fmt.Sprintf("the text displays cost %d bytes, more than the %d that the servers bear", cost, v2Bytes),
		})
	}
}

// begin counts a component and judges its number.
func (c *checker) begin(at string, o object) {
	c.count++
	if id, given := o["id"]; given && id != nil {
		n, ok := number(o, "id")
		switch {
		case !ok || n < 0:
			c.add(at+".id", "is %v, not a whole number", id)
		case n > 0 && c.numbers[n]:
			c.add(at+".id", "the id %d is there twice", n)
		default:
			c.numbers[n] = true
		}
	}
}

// container judges a container and what it holds.
func (c *checker) container(at string, o object) {
	c.begin(at, o)
	c.within(at, o, "accent_color", 0, 0xFFFFFF, 0)
	inner := objects(o["components"])
	if len(inner) == 0 {
		c.add(at+".components", "This field is required")
	}
	for i, o := range inner {
		below := fmt.Sprintf("%s.components[%d]", at, i)
		if kind, _ := number(o, "type"); kind == typeRow {
			c.row(below, o)
		} else {
			c.block(below, o, kind)
		}
	}
}

// block judges what stands in a message or container by itself.
func (c *checker) block(at string, o object, kind int) {
	c.begin(at, o)
	switch kind {
	case typeText:
		c.display(at, o)
	case typeSection:
		c.section(at, o)
	case typeGallery:
		items := objects(o["items"])
		if len(items) < 1 || len(items) > galleryItems {
			c.add(at+".items", "Must be between 1 and %d in length, not %d.", galleryItems, len(items))
		}
		for i, item := range items {
			c.media(fmt.Sprintf("%s.items[%d]", at, i), item, "media")
		}
	case typeFile:
		if address := word(child(o, "file"), "url"); !strings.HasPrefix(address, "attachment://") {
			c.add(at+".file.url", "%q is no attachment://", address)
		}
	case typeSeparator:
		c.within(at, o, "spacing", 1, separatorSpacing, 1)
	default:
		c.add(at+".type", "component type %d may not stand here", kind)
	}
}

// display judges a text display and counts its text.
func (c *checker) display(at string, o object) {
	text := word(o, "content")
	c.length(at+".content", text, 1, v2Text)
	if text != "" && strings.TrimSpace(text) == "" {
		c.add(at+".content", "is blank")
	}
	c.text += utf8.RuneCountInString(text)
	c.bytes += len(text)
	c.displays++
}

// media judges an item of media.
func (c *checker) media(at string, o object, field string) {
	address := word(child(o, field), "url")
	if u, err := url.Parse(address); err != nil || !slices.Contains([]string{"http", "https", "attachment"}, u.Scheme) {
		c.add(at+"."+field+".url", "%q is no address of http, https or attachment", address)
	}
	if v := word(o, "description"); v != "" {
		c.length(at+".description", v, 1, mediaDescription)
	}
}

// section judges a section: text beside a button or a thumbnail.
func (c *checker) section(at string, o object) {
	inner := objects(o["components"])
	if len(inner) < 1 || len(inner) > sectionTexts {
		c.add(at+".components", "Must be between 1 and %d in length, not %d.", sectionTexts, len(inner))
	}
	for i, t := range inner {
		below := fmt.Sprintf("%s.components[%d]", at, i)
		c.begin(below, t)
		if kind, _ := number(t, "type"); kind != typeText {
			c.add(below+".type", "component type %d may not stand in a section", kind)
			continue
		}
		c.display(below, t)
	}
	accessory := child(o, "accessory")
	kind, _ := number(accessory, "type")
	switch kind {
	case typeButton:
		c.begin(at+".accessory", accessory)
		c.button(at+".accessory", accessory)
	case typeThumbnail:
		c.begin(at+".accessory", accessory)
		c.media(at+".accessory", accessory, "media")
	default:
		c.add(at+".accessory", "has to be a button or a thumbnail")
	}
}

// row judges an action row: up to five buttons, or one select.
func (c *checker) row(at string, o object) {
	c.begin(at, o)
	inner := objects(o["components"])
	if len(inner) < 1 || len(inner) > rowButtons {
		c.add(at+".components", "Must be between 1 and %d in length, not %d.", rowButtons, len(inner))
	}
	for i, e := range inner {
		below := fmt.Sprintf("%s.components[%d]", at, i)
		c.begin(below, e)
		kind, _ := number(e, "type")
		switch {
		case kind == typeButton:
			c.button(below, e)
		case kind == typeSelect || kind >= typeUsers && kind <= typeChannels:
			c.menu(below, e, kind)
			if len(inner) > 1 {
				c.add(at+".components", "a select menu takes a row for itself")
			}
		default:
			c.add(below+".type", "component type %d may not stand in a row", kind)
		}
	}
}

// customID judges an identifier: there, short enough, and once in a payload.
func (c *checker) customID(at string, o object) {
	id := word(o, "custom_id")
	c.length(at+".custom_id", id, 1, customIDText)
	if id != "" && c.ids[id] {
		p := formal(at+".custom_id", "Component custom id cannot be duplicated: %s", shortened(id, 40))
		p.Code = "COMPONENT_CUSTOM_ID_DUPLICATED"
		c.problems = append(c.problems, p)
	}
	c.ids[id] = true
}

// Styles of a button.
const (
	linkButton    = 5
	premiumButton = 6
)

// button judges a button.
func (c *checker) button(at string, o object) {
	style, _ := number(o, "style")
	c.length(at+".label", word(o, "label"), 0, buttonLabel)
	emoji := child(o, "emoji")
	switch {
	case style == premiumButton:
		if word(o, "sku_id") == "" {
			c.add(at+".sku_id", "a premium button needs it")
		}
		return
	case style == linkButton:
		address := word(o, "url")
		c.length(at+".url", address, 1, linkText)
		if u, err := url.Parse(address); err != nil || !slices.Contains([]string{"http", "https", "discord"}, u.Scheme) || u.Host == "" {
			c.add(at+".url", "%q is no address of http, https or discord", shortened(address, 80))
		}
		if o["custom_id"] != nil {
			c.add(at+".custom_id", "a link button has none")
		}
	case style >= 1 && style < linkButton:
		c.customID(at, o)
		if o["url"] != nil {
			c.add(at+".url", "only a link button has one")
		}
	default:
		c.add(at+".style", "is %v, not 1 to 6", o["style"])
	}
	if word(o, "label") == "" && emoji == nil {
		c.add(at+".label", "a button needs a label or an emoji")
	}
}

// menu judges a select menu of any kind.
func (c *checker) menu(at string, o object, kind int) {
	c.customID(at, o)
	c.length(at+".placeholder", word(o, "placeholder"), 0, placeholderText)
	least := c.within(at, o, "min_values", 0, selectOptions, 1)
	most := c.within(at, o, "max_values", 1, selectOptions, 1)
	if least > most {
		c.add(at+".min_values", "is %d, more than max_values %d", least, most)
	}
	if c.modal && flag(o, "disabled") {
		c.add(at+".disabled", "a select menu of a modal cannot be disabled")
	}
	if required, given := o["required"].(bool); c.modal && least == 0 && (required || !given) {
		c.add(at+".min_values", "is 0, and the field is required")
	}
	if kind != typeSelect {
		if n := len(objects(o["default_values"])); n > most || n > 0 && n < least {
			c.add(at+".default_values", "has %d entries, not %d to %d", n, least, most)
		}
		return
	}
	options := objects(o["options"])
	if len(options) < 1 || len(options) > selectOptions {
		c.add(at+".options", "Must be between 1 and %d in length, not %d.", selectOptions, len(options))
	}
	if most > len(options) && len(options) > 0 {
		c.add(at+".max_values", "is %d, and there are %d options", most, len(options))
	}
	if chosen := c.options(at, options); chosen > most {
		c.add(at+".options", "%d are chosen by default, more than %d", chosen, most)
	}
}

// options judges the options of a select or group, and returns how many are
// chosen by default.
func (c *checker) options(at string, options []object) int {
	values, chosen := map[string]bool{}, 0
	for i, option := range options {
		below := fmt.Sprintf("%s.options[%d]", at, i)
		c.length(below+".label", word(option, "label"), 1, optionText)
		c.length(below+".value", word(option, "value"), 1, optionText)
		c.length(below+".description", word(option, "description"), 0, optionText)
		if v := word(option, "value"); values[v] {
			p := formal(below+".value", "The specified option value is already used: %s", shortened(v, 40))
			p.Code = "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"
			c.problems = append(c.problems, p)
		} else {
			values[v] = true
		}
		if flag(option, "default") {
			chosen++
		}
	}
	return chosen
}
