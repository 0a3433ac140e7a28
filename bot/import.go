package bot

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"attache/bot/console"
	"attache/briefings"
	"attache/commands"
	"attache/commands/documents"
)

// ImportOptions say where documents are imported to. The zero value drafts them
// in the store of the settings.
type ImportOptions struct {
	Store   string // a store specification
	Publish bool   // publish each briefing at once
}

// Import reads the files, and the documents in the folders, into the store and
// reports on each. A file that fails is named in one sentence and the rest are
// imported all the same; the error is as for [Read].
func Import(ctx context.Context, t Terminal, o ImportOptions, paths []string) (err error) {
	all, err := findDocuments(t, paths)
	if err != nil {
		return err
	}
	office, err := openOffice(ctx, terminalConfig(), o.Store, quietLog(t.Err))
	if err != nil {
		return err
	}
	defer func() { err = office.close(err) }()
	seat, err := office.seat(ctx, "")
	if err != nil {
		return err
	}
	in := importing{t: t, desk: office.desk, by: seat.Person, publish: o.Publish}
	return in.all(ctx, all)
}

// A document is a file that is still to be opened.
type document struct {
	name string
	open func() (commands.File, error)
}

// findDocuments returns what the paths name: files as they are, and of a folder
// all documents below it, in the order of their paths. Hidden files and formats
// that are not offered are named and left out. The only error is a folder that
// cannot be walked or that holds no document.
func findDocuments(t Terminal, paths []string) ([]document, error) {
	var all []document
	add := func(path string) {
		all = append(all, document{name: path, open: func() (commands.File, error) {
			return console.OpenFile(path, documents.MaxBytes)
		}})
	}
	for _, path := range paths {
		if info, err := os.Stat(path); err != nil || !info.IsDir() {
			add(path) // opening says what is wrong with it, in its turn
			continue
		}
		before := len(all)
		if err := walk(t, path, add); err != nil {
			return nil, err
		}
		if len(all) == before {
			return nil, briefings.Errorf(briefings.Invalid, "The folder %s holds no document that can be read; the formats are %s.",
				path, strings.Join(documents.Extensions(), ", "))
		}
	}
	return all, nil
}

// walk calls add for every document below a folder.
func walk(t Terminal, folder string, add func(path string)) error {
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		hidden := path != folder && strings.HasPrefix(entry.Name(), ".")
		switch {
		case err != nil:
			return err
		case entry.IsDir() && hidden:
			t.Warn("Left out %s: hidden.", path)
			return fs.SkipDir
		case entry.IsDir():
		case hidden:
			t.Warn("Left out %s: hidden.", path)
		case !entry.Type().IsRegular():
			t.Warn("Left out %s: no regular file.", path)
		case !slices.Contains(documents.Extensions(), strings.ToLower(filepath.Ext(path))):
			t.Warn("Left out %s: not a format that is read.", path)
		default:
			add(path)
		}
		return nil
	})
	var detail *fs.PathError
	if errors.As(err, &detail) {
		return briefings.Errorf(briefings.Invalid, "The folder %s cannot be read (%v); change its permissions.", detail.Path, detail.Err)
	}
	return err
}

// An importing is the work of one import: the desk that keeps documents, and
// how far it is.
type importing struct {
	t        Terminal
	desk     *commands.Desk
	by       briefings.Person
	publish  bool
	imported int
}

// all imports the documents one after the other.
func (in *importing) all(ctx context.Context, documents []document) error {
	var failed failures
	progress := console.NewProgress(in.t, len(documents))
	defer progress.Close()
	for _, d := range documents {
		if err := ctx.Err(); err != nil {
			return stopped(err)
		}
		progress.Next(d.name)
		report, err := in.one(ctx, d)
		progress.Clear()
		switch {
		case err != nil && ctx.Err() != nil:
			return stopped(ctx.Err())
		case err != nil:
			failed.add(in.t, len(documents), err)
		default:
			if err := in.t.Print("%s\n", report); err != nil {
				return fmt.Errorf("write the report: %w", err)
			}
		}
		progress.Step()
	}
	return failed.err("imported")
}

// one imports one document and returns the report on it.
func (in *importing) one(ctx context.Context, d document) (string, error) {
	file, err := d.open()
	if err != nil {
		return "", err
	}
	report, err := in.desk.Import(ctx, file, in.by, time.Now(), in.publish)
	if err != nil {
		return "", err
	}
	in.imported++
	return console.Render(report.Reply()), nil
}
