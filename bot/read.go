package bot

import (
	"context"

	"attache/bot/console"
	"attache/briefings"
	"attache/briefings/analysis"
	"attache/commands"
	"attache/commands/documents"
)

// Read shows what would be kept of the files: for each, in order, one line of
// JSON or a report for people on Out. A file that cannot be read is named on Err in
// one sentence and the rest are read all the same. The error then says how many
// failed, or is that sentence itself when there was only one file.
func Read(ctx context.Context, t Terminal, paths []string, asJSON bool) error {
	var failed failures
	for _, path := range paths {
		if err := ctx.Err(); err != nil {
			return stopped(err)
		}
		src, err := readSource(path)
		if err != nil {
			failed.add(t, len(paths), err)
			continue
		}
		if asJSON {
			err = console.WriteJSON(t.Out, readingOf(src))
		} else {
			err = t.Print("%s\n", console.Render(report(src).Reply()))
		}
		if err != nil {
			return err
		}
	}
	return failed.err("read")
}

// readSource reads one file of the machine as a document.
func readSource(path string) (*briefings.Source, error) {
	file, err := console.OpenFile(path, documents.MaxBytes)
	if err != nil {
		return nil, err
	}
	return documents.Read(file.Name, file.Data)
}

// proposed is how many statements an import proposes for a briefing.
const proposed = 5

// report returns what an import of the source would report.
func report(src *briefings.Source) commands.ImportReport {
	r := commands.NewReport(src)
	r.Recommendations = len(analysis.Recommendations(src))
	r.Statements = len(analysis.Summary(src, proposed))
	return r
}
