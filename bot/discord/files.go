package discord

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// The most files that are fetched for one request.
const maxRequestFiles = 10

// fileTimeout is how long the download of one file may take.
const fileTimeout = 45 * time.Second

// fileHosts are where Discord keeps what is attached. docs.discord.com/developers/reference#signed-attachment-cdn-urls
var fileHosts = []string{"cdn.discordapp.com", "media.discordapp.net"}

// fetch returns the files of a command, a message or a form. The error is the
// sentence for whoever sent them.
func (p *Platform) fetch(ctx context.Context, files []attachmentPayload) ([]commands.File, error) {
	if len(files) > maxRequestFiles {
		return nil, briefings.Errorf(briefings.Limit, "Attach %d files at most; yours are %d.", maxRequestFiles, len(files))
	}
	var out []commands.File
	for _, f := range files {
		data, err := p.fetchOne(ctx, f)
		var told *briefings.Error
		switch {
		case errors.As(err, &told):
			return nil, told
		case err != nil:
			p.log.Warn("discord file not fetched", "file", f.ID, "error", err)
			return nil, briefings.Errorf(briefings.Conflict, "Discord did not hand over %s just now; send it again in a moment.", intake.ShownName(f.Name))
		}
		out = append(out, commands.File{Name: intake.FileName(f.Name), Data: data})
	}
	return out, nil
}

// fetchOne returns the bytes of one file. Its address bears all that is needed to
// read it; the token goes nowhere.
func (p *Platform) fetchOne(ctx context.Context, f attachmentPayload) ([]byte, error) {
	switch {
	case !p.keepsFile(f.URL):
		return nil, briefings.Errorf(briefings.Unsupported, "%s is not kept by Discord and is not fetched; attach the file itself.", intake.ShownName(f.Name))
	case f.Size > intake.MaxFile:
		return nil, intake.TooLarge(f.Name)
	}
	ctx, cancel := context.WithTimeout(ctx, fileTimeout)
	defer cancel()
	client := *p.cfg.HTTPClient
	client.Timeout = 0 // the context ends it
	client.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		if !p.keepsFile(req.URL.String()) || len(via) > 3 {
			return errors.New("the file's address leads away from Discord")
		}
		return nil
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, f.URL, nil)
	if err != nil {
		return nil, intake.Bare(err)
	}
	req.Header.Set("User-Agent", agent)
	resp, err := client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("fetch a file: %w", intake.Bare(err))
	}
	defer resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusOK:
	case http.StatusForbidden, http.StatusNotFound, http.StatusGone:
		return nil, briefings.Errorf(briefings.NotFound, "%s is no longer kept by Discord; attach it again.", intake.ShownName(f.Name))
	default:
		return nil, fmt.Errorf("fetch a file: status %d", resp.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, intake.MaxFile+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("fetch a file: %w", intake.Bare(err))
	case len(data) > intake.MaxFile:
		return nil, intake.TooLarge(f.Name)
	}
	return data, nil
}

// keepsFile reports whether an address is one of Discord's for files, or below
// the host of the API of the settings. What a payload says is not taken for granted: a request
// must not be led into the owner's own network.
func (p *Platform) keepsFile(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.User != nil {
		return false
	}
	if u.Scheme == "https" && slices.Contains(fileHosts, u.Host) {
		return true
	}
	api, err := url.Parse(p.cfg.API)
	return err == nil && u.Scheme == api.Scheme && api.Host != "" && (u.Host == api.Host || strings.HasSuffix(u.Host, "."+api.Host))
}
