package bot

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"attache/briefings"
	"attache/store"
)

// Audit says what is done with the audit outside the store.
type Audit struct {
	Anchor string `yaml:"anchor"` // a file; empty is beside the store, off is none
}

// problem returns what is wrong with the settings of the audit, empty for
// nothing.
func (a Audit) problem() string {
	if a.Anchor == "" || a.Anchor == store.Nowhere {
		return ""
	}
	if strings.ContainsRune(a.Anchor, 0) || strings.HasSuffix(a.Anchor, string(filepath.Separator)) {
		return "Give the path of a file, or off."
	}
	if info, err := os.Stat(filepath.Dir(a.Anchor)); err != nil || !info.IsDir() {
		return "The folder of this file is not there; make it, or name another file."
	}
	if info, err := os.Stat(a.Anchor); err == nil && info.IsDir() {
		return "This is a folder; name a file in it."
	}
	return ""
}

// headEvery is how often a serving process logs the head of the audit. A log
// that is gathered elsewhere is a second anchor.
const headEvery = time.Hour

// logsHead logs the head of the audit now, every hour and when the function that
// it returns is called, which ends it.
func (o *office) logsHead(ctx context.Context, log *slog.Logger) (end func()) {
	logHead := func(ctx context.Context) {
		head, err := o.store.AuditHead(ctx)
		if err != nil {
			log.Error("audit head not read", "error", err)
			return
		}
		log.Info("audit head", "seq", head.Seq, "hash", head.Hash)
	}
	logHead(ctx)
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(headEvery)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				logHead(ctx)
			case <-ctx.Done():
				return
			}
		}
	}()
	return func() {
		stop()
		<-ended
		logHead(context.WithoutCancel(ctx))
	}
}

// checksAnchor logs when the audit is not what its anchor knows. A backup that
// was restored is such a store and a rightful one, so it is served all the same.
func (o *office) checksAnchor(ctx context.Context, log *slog.Logger) {
	switch err := o.store.CheckAnchor(ctx); {
	case briefings.KindOf(err) == briefings.Unusable:
		log.Warn("audit and anchor differ", "told", err.Error())
	case err != nil:
		log.Error("anchor not read", "error", err)
	}
}

// auditLines returns what there is to say of an audit, a sentence a line.
func auditLines(first uint64, r store.AuditReport) []string {
	if r.Head.Seq < first {
		return []string{"The audit has no entry."}
	}
	lines := []string{fmt.Sprintf("The entries %d to %d, from %s to %s; the last one's hash is %s.",
		first, r.Head.Seq, r.First.UTC().Format(time.RFC3339), r.Last.UTC().Format(time.RFC3339), r.Head.Hash)}
	if r.Anchored.Seq > 0 {
		return append(lines, fmt.Sprintf("The anchor knows entry %d as the last.", r.Anchored.Seq))
	}
	return append(lines, "No anchor knows any of them.")
}
