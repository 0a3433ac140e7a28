package slackfake

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// oneTable records a second table of a message.
func (c *checker) oneTable(path string) {
	if c.tables++; c.tables > tablesPerMessage {
		c.add(path, "only_one_table_allowed", "is table %d of the message, which may have %d", c.tables, tablesPerMessage)
	}
}

func (c *checker) table(path string, b map[string]any) {
	c.oneTable(path)
	rows := c.count(path+".rows", b["rows"], 1, tableRows)
	c.cells(path, rows, []string{"raw_text", "raw_number", "rich_text"})
	if b["column_settings"] != nil {
		c.count(path+".column_settings", b["column_settings"], 0, tableColumns)
	}
}

func (c *checker) dataTable(path string, b map[string]any) {
	c.oneTable(path)
	caption := word(b, "caption")
	if strings.TrimSpace(caption) == "" {
		c.add(path+".caption", "", "is empty")
	}
	c.total += utf8.RuneCountInString(caption)
	rows := c.count(path+".rows", b["rows"], 2, tableRows+1)
	c.number(path+".page_size", b["page_size"], 1, pageSize)
	widths := c.cells(path, rows, []string{"raw_text", "raw_number", "rich_text", "action_cell"})
	for i, w := range widths {
		if w != widths[0] {
			c.add(fmt.Sprintf("%s.rows[%d]", path, i), "", "has %d cells where the header has %d", w, widths[0])
		}
	}
	if len(widths) == 0 {
		return
	}
	c.number(path+".row_header_column_index", b["row_header_column_index"], 0, float64(widths[0]-1))
	header, _ := rows[0].([]any)
	for i, cell := range header {
		if o, _ := cell.(map[string]any); word(o, "type") != "raw_text" {
			c.add(fmt.Sprintf("%s.rows[0][%d]", path, i), "", "a header cell is %q, not raw_text", word(o, "type"))
		}
	}
}

// cells judges the cells of a table and returns how many each row has.
func (c *checker) cells(path string, rows []any, kinds []string) []int {
	var widths []int
	characters := 0
	for i, row := range rows {
		at := fmt.Sprintf("%s.rows[%d]", path, i)
		cells := c.count(at, row, 1, tableColumns)
		widths = append(widths, len(cells))
		for j, cell := range cells {
			characters += c.cell(fmt.Sprintf("%s[%d]", at, j), cell, kinds)
		}
	}
	c.total += characters
	if characters > tableText {
		c.add(path+".rows", "", "hold %d characters, more than %d", characters, tableText)
	}
	return widths
}

// cell judges one cell and returns its characters.
func (c *checker) cell(path string, v any, kinds []string) int {
	o, _ := v.(map[string]any)
	kind := word(o, "type")
	if !slices.Contains(kinds, kind) {
		c.add(path, "", "is of type %q, not one of %v", kind, kinds)
		return 0
	}
	text := word(o, "text")
	switch kind {
	case "rich_text":
		text = strings.Join(gather(nil, o["elements"]), "")
	case "raw_number":
		if _, ok := o["value"].(float64); !ok {
			c.add(path+".value", "", "is not a number")
		}
		text = fmt.Sprint(o["value"]) + text
	case "action_cell":
		c.element(path+".element", o["element"], []string{"button"})
		text = caption(child(o, "element"), "text")
	}
	if strings.TrimSpace(text) == "" {
		c.add(path, "", "is an empty cell")
	}
	return utf8.RuneCountInString(text)
}

func (c *checker) chart(path string, b map[string]any) {
	if c.charts++; c.charts > chartsPerMessage {
		c.add(path, "", "is chart %d of the message, which may have %d", c.charts, chartsPerMessage)
	}
	c.within(path+".title", word(b, "title"), chartTitle)
	chart := child(b, "chart")
	at := path + ".chart"
	if word(chart, "type") == "pie" {
		c.points(at+".segments", chart["segments"])
		return
	}
	for i, s := range c.count(at+".series", chart["series"], 1, chartSeries) {
		o, _ := s.(map[string]any)
		c.within(fmt.Sprintf("%s.series[%d].name", at, i), word(o, "name"), chartLabel)
		c.points(fmt.Sprintf("%s.series[%d].data", at, i), o["data"])
	}
	for i, name := range c.count(at+".axis_config.categories", child(chart, "axis_config")["categories"], 1, chartPoints) {
		text, _ := name.(string)
		c.within(fmt.Sprintf("%s.axis_config.categories[%d]", at, i), text, chartLabel)
	}
}

// points judges the points of one series.
func (c *checker) points(path string, v any) {
	for i, p := range c.count(path, v, 1, chartPoints) {
		o, _ := p.(map[string]any)
		c.within(fmt.Sprintf("%s[%d].label", path, i), word(o, "label"), chartLabel)
	}
}
