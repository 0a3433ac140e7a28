package main

import (
	"context"

	"attache/bot"
)

// commandLine is the grammar of the command line: one field for each command.
type commandLine struct {
	Demo     demoCommand     `cmd:"" help:"Read the samples or some files, then answer at a prompt; nothing is kept."`
	Serve    serveCommand    `cmd:"" help:"Answer on the chat platforms that the settings name."`
	Read     readCommand     `cmd:"" help:"Show what would be kept, dropped and found in documents."`
	Import   importCommand   `cmd:"" help:"Read documents into the store and draft or publish a briefing of each."`
	Run      runCommand      `cmd:"" help:"Answer one command, or one for each line of standard input."`
	Check    checkCommand    `cmd:"" help:"Say what is wrong with settings, store, clock, zone and tokens, and how to mend it."`
	Manifest manifestCommand `cmd:"" help:"Print what a chat platform has to be told to make the app."`
	Verify   verifyCommand   `cmd:"" help:"Look for damage in every record of the store."`
	Dump     dumpCommand     `cmd:"" help:"Write the whole store to a text file."`
	Load     loadCommand     `cmd:"" help:"Read a dump into an empty store, of the same kind or another."`
}

type demoCommand struct {
	Files []string `arg:"" optional:"" name:"file" help:"Documents to read in place of the samples."`
}

// Run shows the demonstration.
func (c *demoCommand) Run(ctx context.Context, t bot.Terminal) error {
	return bot.Demo(ctx, t, c.Files)
}

type serveCommand struct {
	Config string `name:"config" placeholder:"FILE" help:"The settings."`
}

// Run serves the chat platforms.
func (c *serveCommand) Run(ctx context.Context, t bot.Terminal) error {
	return bot.Serve(ctx, t, c.Config)
}

type readCommand struct {
	JSON  bool     `name:"json" help:"Print one line of JSON for each file."`
	Files []string `arg:"" name:"file" help:"The documents."`
}

// Run reads the files and keeps nothing.
func (c *readCommand) Run(ctx context.Context, t bot.Terminal) error {
	return bot.Read(ctx, t, c.Files, c.JSON)
}

type importCommand struct {
	Store   string   `name:"store" placeholder:"SPEC" help:"The store: bolt:PATH or mem. Default: a file in your data folder."`
	Publish bool     `name:"publish" help:"Publish each briefing at once; otherwise it stays a draft."`
	Files   []string `arg:"" name:"file" help:"Documents, or folders of documents."`
}

// Run imports the files.
func (c *importCommand) Run(ctx context.Context, t bot.Terminal) error {
	return bot.Import(ctx, t, bot.ImportOptions{Store: c.Store, Publish: c.Publish}, c.Files)
}

type runCommand struct {
	Store string   `name:"store" placeholder:"SPEC" help:"The store: bolt:PATH or mem. Default: a file in your data folder."`
	As    string   `name:"as" placeholder:"PERSON" help:"Who asks: a name, or platform/workspace/id."`
	JSON  bool     `name:"json" help:"Print one line of JSON for each reply."`
	Words []string `arg:"" optional:"" passthrough:"" name:"command" help:"The command, such as: ask Who should pay?"`
}

// Run answers the command, or the lines of standard input.
func (c *runCommand) Run(ctx context.Context, t bot.Terminal) error {
	return bot.Run(ctx, t, bot.RunOptions{Store: c.Store, As: c.As, JSON: c.JSON}, c.Words)
}

type checkCommand struct {
	Config string `name:"config" placeholder:"FILE" help:"The settings."`
}

// Run checks the settings and what they name.
func (c *checkCommand) Run(ctx context.Context, t bot.Terminal) error {
	return bot.Check(ctx, t, c.Config)
}

type manifestCommand struct {
	Address     string `name:"address" placeholder:"URL" help:"Where the platform reaches the listener. Only the mode http needs it."`
	Application string `name:"application" placeholder:"ID" help:"The ID of Discord's application."`
	Platform    string `arg:"" enum:"slack,discord" name:"platform" help:"The platform: slack or discord."`
}

// Run prints the manifest.
func (c *manifestCommand) Run(t bot.Terminal) error {
	return bot.Manifest(t, bot.ManifestOptions{Platform: c.Platform, Address: c.Address, Application: c.Application})
}

type verifyCommand struct {
	Store  string `name:"store" placeholder:"SPEC" help:"The store: bolt:PATH. Default: a file in your data folder."`
	Audit  string `name:"audit" placeholder:"FILE" help:"An export of the audit to look at in place of a store."`
	Anchor string `name:"anchor" placeholder:"FILE" help:"The anchor of the audit. Default: the one beside the store."`
}

// Run verifies the store, or an export of its audit.
func (c *verifyCommand) Run(ctx context.Context, t bot.Terminal) error {
	return bot.Verify(ctx, t, bot.VerifyOptions{Store: c.Store, Audit: c.Audit, Anchor: c.Anchor})
}

type dumpCommand struct {
	Store string `name:"store" placeholder:"SPEC" help:"The store: bolt:PATH. Default: a file in your data folder."`
	File  string `arg:"" name:"file" help:"The file to make."`
}

// Run dumps the store.
func (c *dumpCommand) Run(ctx context.Context, t bot.Terminal) error {
	return bot.Dump(ctx, t, c.Store, c.File)
}

type loadCommand struct {
	Store string `name:"store" placeholder:"SPEC" help:"The empty store: bolt:PATH. Default: a file in your data folder."`
	File  string `arg:"" name:"file" help:"A file that dump made."`
}

// Run loads the dump.
func (c *loadCommand) Run(ctx context.Context, t bot.Terminal) error {
	return bot.Load(ctx, t, c.Store, c.File)
}
