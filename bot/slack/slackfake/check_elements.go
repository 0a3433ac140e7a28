package slackfake

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// What may stand where.
func inActions() []string {
	return []string{
		"button", "static_select", "external_select", "users_select", "conversations_select", "channels_select",
		"multi_static_select", "multi_external_select", "multi_users_select", "multi_conversations_select", "multi_channels_select",
		"overflow", "radio_buttons", "checkboxes", "datepicker", "timepicker", "datetimepicker", "rich_text_input", "workflow_button",
	}
}

func inSections() []string {
	return append(slices.DeleteFunc(inActions(), func(kind string) bool {
		return kind == "rich_text_input" || kind == "datetimepicker"
	}), "image")
}

func inInputs() []string {
	return []string{
		"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input", "file_input",
		"static_select", "external_select", "users_select", "conversations_select", "channels_select",
		"multi_static_select", "multi_external_select", "multi_users_select", "multi_conversations_select", "multi_channels_select",
		"radio_buttons", "checkboxes", "datepicker", "timepicker", "datetimepicker",
	}
}

// elements judges a list of elements.
func (c *checker) elements(path string, v any, most int, kinds []string) {
	for i, e := range c.count(path, v, 1, most) {
		c.element(fmt.Sprintf("%s[%d]", path, i), e, kinds)
	}
}

// element judges one element.
func (c *checker) element(path string, v any, kinds []string) {
	e, ok := v.(map[string]any)
	kind := word(e, "type")
	if !ok || !slices.Contains(kinds, kind) {
		c.add(path, "", "%q may not stand here", kind)
		return
	}
	if kind == "image" {
		c.image(path, e, 0)
		return
	}
	c.known(path, kind, e)
	c.length(path+".action_id", word(e, "action_id"), identifier)
	if e["placeholder"] != nil {
		c.plain(path+".placeholder", e["placeholder"], placeholder)
	}
	if e["confirm"] != nil {
		c.confirm(path+".confirm", e["confirm"])
	}
	switch kind {
	case "button":
		c.button(path, e)
	case "feedback_buttons":
		for _, name := range []string{"positive_button", "negative_button"} {
			c.button(path+"."+name, child(e, name))
		}
	case "static_select", "multi_static_select":
		c.choices(path, e, 1, false)
	case "external_select", "multi_external_select":
		c.number(path+".min_query_length", e["min_query_length"], 0, 1_000)
	case "radio_buttons", "checkboxes":
		c.options(path+".options", e["options"], 1, checkOptions, true)
		c.initially(path, e, objects(e["options"]))
	case "overflow":
		c.options(path+".options", e["options"], 1, overflowOptions, false)
	default:
		c.field(path, kind, e)
	}
}

var (
	dateForm = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	timeForm = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)
)

// field judges an element that is typed into or picked from.
func (c *checker) field(path, kind string, e map[string]any) {
	switch kind {
	case "plain_text_input":
		most := float64(inputText)
		c.number(path+".min_length", e["min_length"], 0, most)
		c.number(path+".max_length", e["max_length"], 1, most)
		if n, ok := e["max_length"].(float64); ok && n < most {
			most = n
		}
		c.length(path+".initial_value", word(e, "initial_value"), int(most))
		if n, ok := e["min_length"].(float64); ok && n > most {
			c.add(path+".min_length", "", "is more than max_length")
		}
	case "file_input":
		c.number(path+".max_files", e["max_files"], 1, fileInputs)
	case "datepicker":
		if v, ok := e["initial_date"].(string); ok && !dateForm.MatchString(v) {
			c.add(path+".initial_date", "", "is %q, not YYYY-MM-DD", v)
		}
	case "timepicker":
		if v, ok := e["initial_time"].(string); ok && !timeForm.MatchString(v) {
			c.add(path+".initial_time", "", "is %q, not HH:MM", v)
		}
	case "number_input":
		if _, ok := e["is_decimal_allowed"].(bool); !ok {
			c.add(path+".is_decimal_allowed", "", "is missing")
		}
	}
}

func (c *checker) button(path string, e map[string]any) {
	c.plain(path+".text", e["text"], buttonText)
	c.length(path+".value", word(e, "value"), buttonValue)
	if v, ok := e["url"].(string); ok {
		c.length(path+".url", v, buttonURL)
		if !strings.Contains(v, ":") {
			c.add(path+".url", "", "%q is no address", v)
		}
	}
	c.length(path+".accessibility_label", word(e, "accessibility_label"), buttonText)
	c.style(path, e)
}

func (c *checker) style(path string, e map[string]any) {
	if v, ok := e["style"]; ok && v != "primary" && v != "danger" {
		c.add(path+".style", "", "is %q, neither primary nor danger", v)
	}
}

// confirm judges a confirmation dialog.
func (c *checker) confirm(path string, v any) {
	o, ok := v.(map[string]any)
	if !ok {
		c.add(path, "", "is not an object")
		return
	}
	c.plain(path+".title", o["title"], confirmTitle)
	c.text(path+".text", o["text"], confirmText)
	c.plain(path+".confirm", o["confirm"], confirmButton)
	c.plain(path+".deny", o["deny"], confirmButton)
	c.style(path, o)
}

// choices judges the options or option groups of a select menu.
func (c *checker) choices(path string, e map[string]any, least int, formatted bool) {
	dot := path
	if dot != "" {
		dot += "."
	}
	if (e["options"] == nil) == (e["option_groups"] == nil) {
		c.add(path, "", "needs either options or option_groups")
		return
	}
	list := objects(e["options"])
	if e["options"] != nil {
		c.options(dot+"options", e["options"], least, selectOptions, formatted)
	} else {
		for i, g := range c.count(dot+"option_groups", e["option_groups"], least, selectGroups) {
			at := fmt.Sprintf("%soption_groups[%d]", dot, i)
			o, _ := g.(map[string]any)
			c.plain(at+".label", o["label"], groupLabel)
			c.options(at+".options", o["options"], 1, selectOptions, formatted)
			list = append(list, objects(o["options"])...)
		}
	}
	c.initially(path, e, list)
}

// options judges a list of options. Only those of checkboxes and radio buttons
// may be formatted.
func (c *checker) options(path string, v any, least, most int, formatted bool) {
	for i, item := range c.count(path, v, least, most) {
		at := fmt.Sprintf("%s[%d]", path, i)
		o, _ := item.(map[string]any)
		if formatted {
			c.text(at+".text", o["text"], optionText)
		} else {
			c.plain(at+".text", o["text"], optionText)
		}
		if o["description"] != nil {
			c.plain(at+".description", o["description"], optionInfo)
		}
		c.length(at+".value", word(o, "value"), optionValue)
		if word(o, "value") == "" {
			c.add(at+".value", "", "is empty")
		}
	}
}

// initially records an initial choice that is not offered.
func (c *checker) initially(path string, e map[string]any, offered []map[string]any) {
	chosen := objects(e["initial_options"])
	if o := child(e, "initial_option"); o != nil {
		chosen = append(chosen, o)
	}
	for _, o := range chosen {
		same := func(have map[string]any) bool {
			return word(have, "value") == word(o, "value") && caption(have, "text") == caption(o, "text")
		}
		if !slices.ContainsFunc(offered, same) {
			c.add(path+".initial_option", "", "%q is not among the options", word(o, "value"))
		}
	}
}
