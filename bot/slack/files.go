package slack

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// The most that is fetched for one request.
const maxFiles = 10

// fileTimeout is how long the download of one file may take.
const fileTimeout = 45 * time.Second

// fetch returns the files of a message or a form. The error is the sentence for
// whoever sent them.
func (p *Platform) fetch(ctx context.Context, files []fileOf) ([]commands.File, error) {
	if len(files) > maxFiles {
		return nil, briefings.Errorf(briefings.Limit, "Attach %d files at most; yours are %d.", maxFiles, len(files))
	}
	var out []commands.File
	for _, f := range files {
		got, err := p.fetchOne(ctx, f)
		var told *briefings.Error
		switch {
		case errors.As(err, &told):
			return nil, told
		case err != nil:
			p.log.Warn("slack file not fetched", "file", f.ID, "error", err)
			return nil, briefings.Errorf(briefings.Conflict, "Slack did not hand over %s just now; send it again in a moment.", intake.ShownName(f.Name))
		}
		out = append(out, got)
	}
	return out, nil
}

// fetchOne downloads one file. The token goes to Slack's own hosts and nowhere
// else: the address of a file kept elsewhere is whatever its owner chose.
func (p *Platform) fetchOne(ctx context.Context, f fileOf) (commands.File, error) {
	none := commands.File{}
	if f.Access == "check_file_info" || f.Download == "" && f.Private == "" && f.ID != "" {
		info, err := p.fileInfo(ctx, f.ID)
		if err != nil {
			return none, err
		}
		f = info
	}
	address := f.Download
	if address == "" {
		address = f.Private
	}
	switch {
	case f.External || f.Mode == "external" || !p.own(address):
		return none, briefings.Errorf(briefings.Unsupported, "%s is kept outside Slack and is not fetched; save it and attach the file itself.", intake.ShownName(f.Name))
	case f.Mode == "tombstone" || f.Mode == "hidden_by_limit":
		return none, briefings.Errorf(briefings.NotFound, "%s is no longer kept by Slack; attach it again.", intake.ShownName(f.Name))
	case f.Size > intake.MaxFile:
		return none, intake.TooLarge(f.Name)
	}
	data, err := p.download(ctx, f, address)
	if err != nil {
		return none, err
	}
	return commands.File{Name: intake.FileName(f.Name), Data: data}, nil
}

func (p *Platform) fileInfo(ctx context.Context, id string) (fileOf, error) {
	var out fileOf
	err := p.call(ctx, "files.info", func(ctx context.Context) error {
		f, _, _, err := p.api.GetFileInfoContext(ctx, id, 1, 1)
		if err == nil {
			out = fileOf{ID: f.ID, Name: f.Name, Size: int64(f.Size), Mode: f.Mode, External: f.IsExternal, Private: f.URLPrivate, Download: f.URLPrivateDownload}
		}
		return err
	})
	if slackWord(err) == "file_not_found" || slackWord(err) == "file_deleted" {
		return out, briefings.Errorf(briefings.NotFound, "That file is no longer there; attach it again.")
	}
	return out, err
}

// download reads the bytes at an address of Slack's.
func (p *Platform) download(ctx context.Context, f fileOf, address string) ([]byte, error) {
	client := *p.http
	if client.Timeout > 0 {
		client.Timeout = max(client.Timeout, fileTimeout)
	}
	client.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		if !p.own(req.URL.String()) || len(via) > 3 {
			return errors.New("the file's address leads away from Slack")
		}
		return nil
	}
	var data []byte
	err := p.call(ctx, "download", func(ctx context.Context) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return intake.Bare(err)
		}
		if r := p.health.refusal(); r != nil {
			return r
		}
		req.Header.Set("Authorization", "Bearer "+string(p.cfg.BotToken))
		resp, err := client.Do(req)
		if err != nil {
			return intake.Bare(err)
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			return &hookError{status: resp.StatusCode}
		}
		if resp.Request.URL.Query().Get("redir") != "" || signIn(resp, f.Name) {
			return errors.New("the token may not read the file")
		}
		data, err = io.ReadAll(io.LimitReader(resp.Body, intake.MaxFile+1))
		if err != nil {
			return intake.Bare(err)
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, fmt.Errorf("fetch a file: %w", err)
	case len(data) > intake.MaxFile:
		return nil, intake.TooLarge(f.Name)
	}
	return bytes.Clone(data), nil
}

// signIn reports whether Slack answered with a page to sign in on in place of
// the file.
func signIn(resp *http.Response, name string) bool {
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	wanted := strings.HasPrefix(strings.ToLower(path.Ext(name)), ".htm")
	return kind == "text/html" && !wanted && resp.Header.Get("Content-Disposition") == ""
}
