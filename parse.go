package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"attache/bot"
)

// parse returns what the arguments ask for. It returns nil without an error
// when they ask for help, which it has then printed.
func parse(args []string, t bot.Terminal) (func(context.Context, bot.Terminal) error, error) {
	helped := false
	parser, err := kong.New(&commandLine{},
		kong.Name("attache"),
		kong.Description("A briefing officer: reads documents and answers from them, each sentence with its source."),
		kong.Writers(t.Out, t.Err),
		kong.Exit(func(int) { helped = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		panic(fmt.Sprintf("grammar of the command line: %v", err))
	}
	asked, err := parser.Parse(doubleDashes(args, parser.Model))
	if helped {
		return nil, nil
	}
	if err != nil {
		return nil, bot.UsageError(usage(err))
	}
	return func(ctx context.Context, t bot.Terminal) error {
		asked.BindTo(ctx, (*context.Context)(nil))
		return asked.Run(t)
	}, nil
}

// usage returns a mistake on the command line with where to look it up.
func usage(err error) error {
	help := "attache -help"
	var wrong *kong.ParseError
	if errors.As(err, &wrong) && wrong.Context != nil {
		if node := wrong.Context.Selected(); node != nil {
			help = "attache " + node.Name + " -help"
		}
	}
	text := err.Error()
	if missing, ok := strings.CutPrefix(text, "expected "); ok {
		text = "something is missing: " + missing
	}
	if flag, _, ok := strings.Cut(text, ": expected "); ok {
		text = flag + " needs a value"
	}
	return fmt.Errorf("%s (%s explains)", text, help)
}

// doubleDashes returns the arguments with every long flag that was written with
// one dash, as Go programs write them, written with the two that kong expects.
// Values of flags stay as they are, and so does all that a command passes on.
func doubleDashes(args []string, model *kong.Application) []string {
	takesValue, passesOn := map[string]bool{}, map[string]bool{}
	for _, command := range model.Children {
		for _, flag := range command.Flags {
			takesValue[flag.Name] = !flag.IsBool()
		}
		for _, arg := range command.Positional {
			passesOn[command.Name] = passesOn[command.Name] || arg.Passthrough
		}
	}
	var out []string
	command := ""
	for i := 0; i < len(args); i++ {
		arg := args[i]
		name := strings.TrimLeft(arg, "-")
		isFlag := name != arg && len(name) > 1
		switch {
		case arg == "--", !isFlag && passesOn[command]:
			return append(out, args[i:]...)
		case !isFlag:
			if command == "" {
				command = arg
			}
			out = append(out, arg)
			continue
		}
		out = append(out, "--"+name)
		if takesValue[name] && i+1 < len(args) {
			i++
			out = append(out, args[i])
		}
	}
	return out
}
