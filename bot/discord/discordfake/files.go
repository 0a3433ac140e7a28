package discordfake

import (
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// mostFile is how large one file may be.
const mostFile = 10 << 20

// fileLife is how long the address of a file works.
const fileLife = 24 * time.Hour

// An Attachment is a file of a message, or one that somebody chose.
type Attachment struct {
	ID, Name, URL string
	Kind          string // media type
	Description   string
	Data          []byte
}

// An upload is a file that the fake serves.
type upload struct {
	file Attachment
	made time.Time
	sig  string
}

// Upload gives Discord a file of a user, for [Attach], [Discord.Say] or a modal.
// The app can fetch it from its URL for a day.
func (d *Discord) Upload(name string, data []byte) Attachment {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.store("ephemeral-attachments/"+AppID, name, data)
}

// store keeps a file and gives it an address. The caller holds the lock.
func (d *Discord) store(room, name string, data []byte) Attachment {
	kind := mime.TypeByExtension(path.Ext(name))
	if kind == "" {
		kind = "application/octet-stream"
	}
	up := &upload{file: Attachment{ID: d.id(), Name: name, Kind: kind, Data: data}, made: time.Now(), sig: d.secret("")}
	at := room + "/" + up.file.ID + "/" + name
	up.file.URL = fmt.Sprintf("%s/%s?ex=%x&is=%x&hm=%s", d.cdnAt(), at, up.made.Add(fileLife).Unix(), up.made.Unix(), up.sig)
	d.uploads[at] = up
	return up.file
}

// object returns the attachment as Discord's JSON shows it.
func (f Attachment) object() object {
	out := object{"id": f.ID, "filename": f.Name, "size": len(f.Data), "url": f.URL, "proxy_url": f.URL, "content_type": f.Kind}
	if f.Description != "" {
		out["description"] = f.Description
	}
	return out
}

// serveFile answers a download. The address is all it asks for: a token sent
// there would be given away.
func (d *Discord) serveFile(w http.ResponseWriter, r *http.Request, at string) {
	f := d.fault("cdn")
	if f != nil && !f.before(w, r) {
		f.cut()
	}
	if f != nil && f.fails() {
		f.fail(w, r, d.done)
		return
	}
	d.mu.Lock()
	up := d.uploads[at]
	if r.Header.Get("Authorization") != "" {
		d.violate("cdn", "a token was sent to where files are kept")
	}
	d.mu.Unlock()
	switch {
	case up == nil:
		http.NotFound(w, r)
	case r.URL.Query().Get("hm") != up.sig, time.Since(up.made) >= fileLife:
		http.Error(w, "This content is no longer available.", http.StatusNotFound)
	default:
		w.Header().Set("Content-Type", up.file.Kind)
		w.Header().Set("Content-Length", strconv.Itoa(len(up.file.Data)))
		w.Write(up.file.Data)
	}
}

// readForm takes a form of payload_json and files[n].
func (c *call) readForm(r *http.Request, boundary string) error {
	c.files = map[string]Attachment{}
	form := multipart.NewReader(r.Body, boundary)
	for {
		part, err := form.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		name := part.FormName()
		switch number, isFile := strings.CutPrefix(name, "files["); {
		case name == "payload_json":
			if err := c.decode(data); err != nil {
				return err
			}
		case isFile && part.FileName() != "":
			c.files[strings.TrimSuffix(number, "]")] = Attachment{Name: part.FileName(), Kind: part.Header.Get("Content-Type"), Data: data}
		default:
			return fmt.Errorf("a part is called %q, neither payload_json nor files[n]", name)
		}
	}
}

// attached judges the files of a request against the attachments it lists.
func (c *call) attached(data object) []Problem {
	var out []Problem
	listed := map[string]bool{}
	for _, o := range objects(data["attachments"]) {
		id := word(o, "id")
		if n, ok := number(o, "id"); ok {
			id = strconv.Itoa(n)
		}
		listed[id] = true
		if _, sent := c.files[id]; !sent && len(id) < 15 {
			out = append(out, formal("attachments", "attachment %s comes without files[%s]", id, id))
		}
	}
	for n, f := range c.files {
		if len(listed) > 0 && !listed[n] {
			out = append(out, formal("attachments", "files[%s] is not listed", n))
		}
		if len(f.Data) > mostFile {
			out = append(out, formal("attachments", "files[%s] has %d bytes, more than %d", n, len(f.Data), mostFile))
		}
	}
	if len(c.files) > 10 {
		out = append(out, formal("attachments", "%d files, more than 10", len(c.files)))
	}
	return out
}

// attach keeps the files of a request with a message. The caller holds the lock.
func (c *call) attach(m *Message) {
	described := map[string]object{}
	for _, o := range objects(c.payloadAttachments()) {
		id := word(o, "id")
		if n, ok := number(o, "id"); ok {
			id = strconv.Itoa(n)
		}
		described[id] = o
	}
	for i := range 10 {
		f, ok := c.files[strconv.Itoa(i)]
		if !ok {
			continue
		}
		name := f.Name
		if given := word(described[strconv.Itoa(i)], "filename"); given != "" {
			name = given
		}
		kept := c.store("attachments/"+m.Channel, name, f.Data)
		kept.Description = word(described[strconv.Itoa(i)], "description")
		if f.Kind != "" {
			kept.Kind = f.Kind
		}
		m.Attachments = append(m.Attachments, kept)
	}
}

// payloadAttachments returns the list of attachments, which a response keeps
// one level deeper.
func (c *call) payloadAttachments() any {
	if data := child(c.fields(), "data"); data != nil {
		return data["attachments"]
	}
	return c.fields()["attachments"]
}
