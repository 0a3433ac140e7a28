package slack

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"attache/commands"

	"attache/bot/intake"
)

// homeOpts are what the App Home shows one person.
type homeOpts struct {
	Fresh []string // a line for each briefing published lately, newest first
	// Watches is what the desk says of what they follow; a zero reply says nothing.
	Watches commands.Reply
	Steps   []homeStep // the set-up checklist; only admins see one
	Admin   bool       // may use the verbs of editors
}

// A homeStep is one line of the set-up checklist.
type homeStep struct {
	Done bool
	Text string
	How  string // what to do; shown while it is not done
}

// The most lines of the parts of App Home.
const (
	mostFresh = 15
	mostSteps = 20
	maxLine   = 300
)

// homeView returns the App Home.
func homeView(opts homeOpts) slack.HomeTabViewRequest {
	open := func(n int, label, verb string) *slack.ButtonBlockElement {
		return button{id: actionID(actionOpen, n), label: inertOf(label), value: verb}.element()
	}
	buttons := []slack.BlockElement{
		open(0, "Ask a question", "ask").WithStyle(slack.StylePrimary),
		open(1, "Find passages", "find"), open(2, "Sum up", "summary"), open(3, "Recommendations", "recs"),
	}
	buttons = append(buttons, open(6, "Follow a topic", "watch add"))
	if opts.Admin {
		buttons = append(buttons, open(4, "Import a document", intake.Import), open(5, "Publish a draft", "publish"))
	}
	blocks := []slack.Block{
		slack.NewHeaderBlock(inertOf("Attaché").object()),
		textBlock("Ask what your briefings say; every sentence of an answer names the passage it comes from. Type /" + commands.Brief +
			" in any channel, mention Attaché in a thread, or start here."),
		slack.NewActionBlock("", buttons...),
		slack.NewDividerBlock(),
		slack.NewHeaderBlock(inertOf("What is new").object()),
	}
	if len(opts.Fresh) == 0 {
		blocks = append(blocks, textBlock("Nothing is published here yet; an editor can import a document and publish it."))
	}
	var lines []piece
	for _, line := range opts.Fresh[:min(len(opts.Fresh), mostFresh)] {
		lines = append(lines, piece{text: inertOf(line).shortened(maxLine), bullet: true})
	}
	blocks = append(blocks, sections(lines)...)
	blocks = append(blocks, watchBlocks(opts.Watches)...)
	if opts.Admin && len(opts.Steps) > 0 {
		blocks = append(blocks, slack.NewDividerBlock(), slack.NewHeaderBlock(inertOf("Set-up").object()))
		blocks = append(blocks, sections(stepLines(opts.Steps))...)
	}
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, CallbackID: "home", Blocks: slack.Blocks{BlockSet: blocks}}
}

// mostWatches is how many subscriptions App Home lists.
const mostWatches = 20

// watchBlocks says what a person follows.
func watchBlocks(reply commands.Reply) []slack.Block {
	if reply.Error != nil || reply.Title == "" {
		return nil
	}
	blocks := []slack.Block{slack.NewDividerBlock(), slack.NewHeaderBlock(inertOf("What you follow").object())}
	var lines []piece
	for _, t := range reply.Tables {
		for _, row := range t.Rows[:min(len(t.Rows), mostWatches-len(lines))] {
			cells := slices.DeleteFunc(slices.Clone(row), func(cell string) bool { return cell == "" || cell == "–" })
			lines = append(lines, piece{text: inertOf(strings.Join(cells, " · ")).shortened(maxLine), bullet: true})
		}
	}
	if len(lines) == 0 {
		return append(blocks, textBlock("Nothing yet; a press on Follow a topic brings its changes to our own conversation."))
	}
	return append(blocks, sections(lines)...)
}

// stepLines says of each step in words whether it is done.
func stepLines(steps []homeStep) []piece {
	var lines []piece
	for _, s := range steps[:min(len(steps), mostSteps)] {
		line := "Done: " + s.Text
		if !s.Done {
			line = "To do: " + s.Text
			if s.How != "" {
				line += " — " + s.How
			}
		}
		lines = append(lines, piece{text: inertOf(line).shortened(maxLine), bullet: true})
	}
	return lines
}

func textBlock(text string) slack.Block {
	return slack.NewSectionBlock(inertOf(text).shortened(maxSectionText).object(), nil, nil)
}
