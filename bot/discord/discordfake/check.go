package discordfake

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A Problem is one rule that a payload breaks.
type Problem struct {
	Path   string // where, such as "components[2].options"
	Rule   string // one sentence
	Code   string // Discord's name of the error; "" is its usual one
	Status int    // the HTTP status Discord answers; 0 when it takes it and good manners do not
}

// String returns the problem as one line.
func (p Problem) String() string { return p.Path + ": " + p.Rule }

// code returns Discord's name of the error.
func (p Problem) code() string {
	if p.Code == "" {
		return "BASE_TYPE_BAD_VALUE"
	}
	return p.Code
}

// formal returns a problem that Discord answers with 400.
func formal(path, format string, args ...any) Problem {
	return Problem{Path: path, Rule: fmt.Sprintf(format, args...), Status: 400}
}

// length returns a problem of a text that is too short or too long, or none.
func length(path, text string, least, most int) []Problem {
	if n := utf8.RuneCountInString(text); n < least || n > most {
		p := formal(path, "Must be between %d and %d in length, not %d.", least, most, n)
		p.Code = "BASE_TYPE_BAD_LENGTH"
		return []Problem{p}
	}
	return nil
}

// CheckMessage judges a message as Discord would: any value that encodes to the
// JSON of one, or its JSON as bytes or string. It returns every problem, none
// for a valid message. An edit is judged as the message it makes.
func CheckMessage(message any) []Problem {
	c, o := newChecker(message)
	if o == nil {
		return c.problems
	}
	flags, _ := number(o, "flags")
	c.v2 = flags&flagV2 != 0
	content, embeds, components := word(o, "content"), objects(o["embeds"]), objects(o["components"])
	if v := o["content"]; v != nil {
		if _, ok := v.(string); !ok {
			c.add("content", "is no text")
		}
	}
	c.length("content", content, 0, contentText)
	if n := word(o, "nonce"); n != "" {
		c.length("nonce", n, 1, nonceText)
	}
	if c.v2 {
		for name, there := range map[string]bool{
			"content": content != "", "embeds": len(embeds) > 0,
			"poll": o["poll"] != nil, "sticker_ids": len(texts(o["sticker_ids"])) > 0,
		} {
			if there {
				c.add(name, "The %s field cannot be used when using MessageFlags.IS_COMPONENTS_V2", name)
			}
		}
	}
	attachments, _ := o["attachments"].(list)
	if strings.TrimSpace(content) == "" && len(embeds)+len(components)+len(attachments) == 0 && o["poll"] == nil && len(texts(o["sticker_ids"])) == 0 {
		c.problems = append(c.problems, Problem{Path: "content", Rule: "the message is empty", Code: "EMPTY_MESSAGE", Status: 400})
	}
	c.embeds(embeds)
	c.components(components)
	return c.problems
}

// manners judges what a message may do to those who read it: nobody is called,
// whatever the text says.
func manners(data object) []Problem {
	shows := word(data, "content") != "" || len(objects(data["embeds"])) > 0 || len(objects(data["components"])) > 0
	mentions, given := data["allowed_mentions"]
	o, _ := mentions.(object)
	switch parse, isList := o["parse"].(list); {
	case !given && !shows:
		return nil
	case !given:
		return []Problem{{Path: "allowed_mentions", Rule: `is missing: without {"parse":[]} whatever the text names is called`}}
	case !isList:
		return []Problem{{Path: "allowed_mentions", Rule: "has no list parse"}}
	case len(parse) > 0 || len(texts(o["users"])) > 0 || len(texts(o["roles"])) > 0 || flag(o, "replied_user"):
		return []Problem{{Path: "allowed_mentions", Rule: "calls somebody"}}
	}
	return nil
}

// CheckChoices judges the answer to an autocomplete.
func CheckChoices(data any) []Problem {
	c, o := newChecker(data)
	if o == nil {
		return c.problems
	}
	choices, ok := o["choices"].(list)
	if !ok {
		c.add("choices", "This field is required")
		return c.problems
	}
	if len(choices) > choiceCount {
		c.add("choices", "Must be %d or fewer in length, not %d.", choiceCount, len(choices))
	}
	c.choices("choices", choices, false)
	return c.problems
}

// choices judges choices of an option: named, of one type, each once.
func (c *checker) choices(path string, choices list, onlyText bool) {
	names := map[string]bool{}
	for i, o := range objects(choices) {
		at := fmt.Sprintf("%s[%d]", path, i)
		name := word(o, "name")
		c.length(at+".name", name, 1, choiceText)
		if names[name] {
			c.add(at+".name", "the name %q is there twice", name)
		}
		names[name] = true
		c.localised(at, o, "name_localizations", "name", choiceText, false)
		switch v := o["value"].(type) {
		case string:
			c.length(at+".value", v, 1, choiceText)
		case float64:
			if onlyText {
				c.add(at+".value", "is a number, and the option is text")
			}
		default:
			c.add(at+".value", "This field is required")
		}
	}
}

// A checker collects the problems of one payload.
type checker struct {
	problems []Problem
	v2       bool
	ids      map[string]bool // custom_ids
	numbers  map[int]bool    // ids of components
	count    int             // components
	text     int             // characters of text displays
	bytes    int             // bytes of text displays
	displays int
	modal    bool
}

func newChecker(payload any) (*checker, object) {
	c := &checker{ids: map[string]bool{}, numbers: map[int]bool{}}
	v, err := encode(payload)
	o, ok := v.(object)
	if err == nil && ok {
		// What is built in Go holds ints and typed lists; JSON knows neither.
		v, err = encode(mustJSON(o))
		o, ok = v.(object)
	}
	if err != nil || !ok {
		c.add("", "is not a JSON object (%v)", err)
		return c, nil
	}
	return c, o
}

func (c *checker) add(path, format string, args ...any) {
	c.problems = append(c.problems, formal(path, format, args...))
}

func (c *checker) length(path, text string, least, most int) {
	c.problems = append(c.problems, length(path, text, least, most)...)
}

// within records a whole number that is outside its bounds; a missing one is
// right. It returns the number, or the other one.
func (c *checker) within(path string, o object, field string, least, most, other int) int {
	v, given := o[field]
	if !given || v == nil {
		return other
	}
	n, ok := number(o, field)
	if !ok || n < least || n > most {
		c.add(path+"."+field, "is %v, not a whole number from %d to %d", v, least, most)
		return other
	}
	return n
}

// embeds judges the embeds of a message, each alone and together.
func (c *checker) embeds(embeds []object) {
	if len(embeds) > embedCount {
		c.add("embeds", "Must be %d or fewer in length, not %d.", embedCount, len(embeds))
	}
	total := 0
	for i, e := range embeds {
		at := fmt.Sprintf("embeds[%d]", i)
		text := func(path, v string, least, most int) {
			c.length(at+path, v, least, most)
			total += utf8.RuneCountInString(v)
		}
		fields := objects(e["fields"])
		text(".title", word(e, "title"), 0, embedTitle)
		text(".description", word(e, "description"), 0, embedDescription)
		text(".footer.text", word(child(e, "footer"), "text"), 0, embedFooter)
		text(".author.name", word(child(e, "author"), "name"), 0, embedAuthor)
		if len(fields) > embedFields {
			c.add(at+".fields", "Must be %d or fewer in length, not %d.", embedFields, len(fields))
		}
		for j, f := range fields {
			text(fmt.Sprintf(".fields[%d].name", j), strings.TrimSpace(word(f, "name")), 1, fieldName)
			text(fmt.Sprintf(".fields[%d].value", j), strings.TrimSpace(word(f, "value")), 1, fieldText)
		}
		if n, given := number(e, "color"); given && (n < 0 || n > 0xFFFFFF) {
			c.add(at+".color", "is %d, not 0 to 16777215", n)
		}
		if word(e, "title")+word(e, "description") == "" && len(fields) == 0 && e["image"] == nil && e["author"] == nil && e["footer"] == nil && e["thumbnail"] == nil {
			c.add(at, "the embed is empty")
		}
	}
	if total > embedTotal {
		c.add("embeds", "Embed size exceeds maximum size of %d: %d", embedTotal, total)
	}
}
