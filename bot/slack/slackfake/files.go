package slackfake

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// A File is a file that somebody shared.
type File struct {
	ID, Name, Title, URL string
	Data                 []byte
}

// An upload is a file on its way, in the three steps that Slack asks for.
type upload struct {
	file     File
	length   int
	received bool
	shared   bool
}

// Upload gives the workspace a file of a user, which the app can download from
// its URL with the bot token.
func (s *Slack) Upload(name string, data []byte) File {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.newFile(name)
	f.Data = data
	s.uploads[f.ID] = &upload{file: f, length: len(data), received: true, shared: true}
	return f
}

// newFile names a file. The caller holds the lock.
func (s *Slack) newFile(name string) File {
	id := s.id("F")
	return File{ID: id, Name: name, Title: name, URL: s.base + "/files/" + id + "/" + name}
}

func (c *call) uploadAddress() (reply, string) {
	name, length := c.args.text("filename"), c.args.number("length", 0)
	if name == "" || length <= 0 {
		c.violate(c.method, "filename and a length above 0 are required")
		return nil, "invalid_arguments"
	}
	f := c.newFile(name)
	c.uploads[f.ID] = &upload{file: f, length: length}
	return reply{"upload_url": c.base + "/upload/" + f.ID, "file_id": f.ID}, ""
}

// serveUpload takes the bytes of a file: raw, or as one part of a form.
func (s *Slack) serveUpload(w http.ResponseWriter, r *http.Request, id string) {
	c := &call{Slack: s, method: "upload", args: args{}}
	if fault := s.fault(c.method); fault != nil && !fault.before(w, r) {
		s.record(c, fault.name(), fault)
		fault.cut()
		return
	}
	data, err := uploaded(r)
	s.mu.Lock()
	up := s.uploads[id]
	status := http.StatusOK
	switch {
	case err != nil || up == nil || up.received:
		s.violate("upload", "no upload is expected here, or its form cannot be read")
		status = http.StatusBadRequest
	case len(data) != up.length:
		s.violate("upload", "%d bytes came where %d were announced", len(data), up.length)
		status = http.StatusBadRequest
	default:
		up.file.Data, up.received = data, true
	}
	s.mu.Unlock()
	s.record(c, "", &Fault{Status: status})
	w.WriteHeader(status)
	fmt.Fprintf(w, "OK - %d", len(data))
}

// maxFile is more than the fake's tests upload.
const maxFile = 64 << 20

func uploaded(r *http.Request) ([]byte, error) {
	r.Body = http.MaxBytesReader(nil, r.Body, maxFile)
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		return io.ReadAll(r.Body)
	}
	if err := r.ParseMultipartForm(maxFile); err != nil {
		return nil, err
	}
	for _, parts := range r.MultipartForm.File {
		f, err := parts[0].Open()
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return io.ReadAll(f)
	}
	return nil, http.ErrMissingFile
}

func (c *call) completeUpload() (reply, string) {
	var files []struct{ ID, Title string }
	if err := json.Unmarshal(c.args["files"], &files); err != nil || len(files) == 0 {
		c.violate(c.method, "files is not a list of files")
		return nil, "invalid_arguments"
	}
	m := c.message()
	m.Via, m.From = c.method, c.world.BotUser
	for _, f := range files {
		up := c.uploads[f.ID]
		if up == nil || up.shared {
			c.violate(c.method, "file %q was not announced or was completed before", f.ID)
			return nil, "file_not_found"
		}
		if !up.received {
			c.violate(c.method, "file %q has no bytes yet", f.ID)
			return nil, "file_not_found"
		}
		if f.Title != "" {
			up.file.Title = f.Title
		}
		m.Files = append(m.Files, up.file)
	}
	channel := c.args.text("channel_id")
	if channel != "" {
		c.args["channel"] = c.args["channel_id"]
		ch, code := c.openChannel()
		if code != "" {
			return nil, code
		}
		m.Channel, m.Text = ch.ID, c.args.text("initial_comment")
		c.post(m, "")
		c.happen(Effect{Kind: "file", Channel: m.Channel, TS: m.TS})
	}
	out := []any{}
	for _, f := range m.Files {
		c.uploads[f.ID].shared = true
		out = append(out, map[string]any{"id": f.ID, "title": f.Title})
	}
	return reply{"files": out}, ""
}

func (c *call) fileInfo() (reply, string) {
	up := c.uploads[c.args.text("file")]
	if up == nil || !up.received {
		return nil, "file_not_found"
	}
	return reply{"file": fileObject(up.file)}, ""
}

// fileObject returns a file as Slack's JSON shows it.
func fileObject(f File) map[string]any {
	return map[string]any{
		"id": f.ID, "name": f.Name, "title": f.Title, "size": len(f.Data),
		"url_private": f.URL, "url_private_download": f.URL,
	}
}

// serveFile gives the bytes of a file to whoever shows the bot token.
func (s *Slack) serveFile(w http.ResponseWriter, r *http.Request, rest string) {
	id, _, _ := strings.Cut(rest, "/")
	c := &call{Slack: s, method: "download", args: args{}}
	c.token = s.tokenKind(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
	s.mu.Lock()
	up := s.uploads[id]
	s.mu.Unlock()
	switch {
	case up == nil || !up.received:
		s.record(c, "file_not_found", &Fault{Status: http.StatusNotFound})
		http.NotFound(w, r)
	case c.token != "bot":
		s.record(c, "not_authed", nil)
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, "<html>Sign in to see this file.</html>")
	default:
		s.record(c, "", nil)
		w.Write(up.file.Data)
	}
}
