package discord

import (
	"slices"

	"github.com/bwmarrin/discordgo"
)

// A component is a part of a message, nested or not. It is never changed once
// it is made.
type component = discordgo.MessageComponent

// The most text displays of a message: the head, the sections of the body, and
// the sources with the footer. Groups beyond those share the last section. With
// the container, two lines, a row of passages, two of other buttons and one that
// opens forms that is aimComponents, which leaves room for maxFiles files.
const (
	maxSections = 5
	maxDisplays = maxSections + 2
)

// components draws the page as one container: what it says, a line, what it
// rests on, the files, and what can be pressed.
func (s *sheet) components() []component {
	var parts []component
	add := func(lines section) {
		if len(lines) > 0 {
			parts = append(parts, discordgo.TextDisplay{Content: lines.String()})
		}
	}
	add(slices.Concat(s.headLines(), s.leadLines()))
	body := s.body()
	if len(parts) > 0 && len(body) > 0 {
		parts = append(parts, separator(true))
	}
	for _, lines := range body {
		add(lines)
	}
	foot := s.sourceLines(s.page)
	if !s.footer.empty() {
		foot = append(foot, small+s.footer.escaped)
	}
	if len(parts) > 0 && len(foot) > 0 {
		parts = append(parts, separator(false))
	}
	add(foot)
	for _, f := range s.files {
		parts = append(parts, discordgo.FileComponent{File: discordgo.UnfurledMediaItem{URL: "attachment://" + f.Name}})
	}
	parts = append(parts, s.rows.drawn(s.sources)...)
	return []component{discordgo.Container{Components: parts}}
}

// body draws the statements in at most maxSections sections.
func (s *sheet) body() []section {
	all := sectionsOf(s.page.body)
	if len(all) <= maxSections {
		return all
	}
	last := all[maxSections-1]
	for _, more := range all[maxSections:] {
		last = slices.Concat(last, section{""}, more)
	}
	return append(all[:maxSections-1:maxSections-1], last)
}

// separator is some room between two parts, with a line or without.
func separator(line bool) component {
	spacing := discordgo.SeparatorSpacingSizeSmall
	return discordgo.Separator{Divider: &line, Spacing: &spacing}
}
