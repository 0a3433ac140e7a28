package discord

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"attache/bot/discord/discordfake"
	"attache/bot/intake"
)

// imports has Ben import files with the command.
func (s *scene) imports(files ...discordfake.Attachment) {
	s.t.Helper()
	var options []discordfake.Opt
	for n, f := range files {
		name := "file"
		if n > 0 {
			name = fmt.Sprint("file", n+1)
		}
		options = append(options, discordfake.Attach(name, f))
	}
	s.ask(discordfake.Ben, discordfake.Desk, "import", options...)
}

func TestImport(t *testing.T) {
	play(t, home(), func(s *scene) {
		s.imports(s.fake.Upload("a.md", []byte("A")), s.fake.Upload("b.md", []byte("B")))
		r := s.only()
		if r.Text != "import" || len(r.Files) != 2 || r.Files[0].Name != "a.md" || string(r.Files[1].Data) != "B" {
			t.Errorf("%q with %+v", r.Text, r.Files)
		}
	})
}

// What cannot be fetched is said in one sentence, and the desk hears nothing.
func TestFilesRefused(t *testing.T) {
	for name, test := range map[string]struct {
		fault discordfake.Fault
		size  int
		says  string
	}{
		"too large":  {size: intake.MaxFile + 1, says: "is larger than 10 MiB"},
		"gone":       {fault: discordfake.Fault{Route: "cdn", Status: 404}, says: "no longer kept by Discord"},
		"expired":    {fault: discordfake.Fault{Route: "cdn", Status: 403}, says: "no longer kept by Discord"},
		"failing":    {fault: discordfake.Fault{Route: "cdn", Status: 502}, says: "did not hand over"},
		"cut off":    {fault: discordfake.Fault{Route: "cdn", Drop: true}, says: "did not hand over"},
		"never ends": {fault: discordfake.Fault{Route: "cdn", Hang: true}, says: "did not hand over"},
		"swollen":    {fault: discordfake.Fault{Route: "cdn", Huge: intake.MaxFile + 100}, says: "is larger than 10 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, home(), func(s *scene) {
				if test.fault.Route != "" {
					s.fake.Inject(test.fault)
				}
				s.imports(s.fake.Upload("paper.md", make([]byte, max(test.size, 10))))
				time.Sleep(fileTimeout)
				s.says(s.last(discordfake.Desk, discordfake.Ben), "paper.md", test.says)
				if n := len(s.desk.requests()); n != 0 {
					t.Errorf("the desk heard %d requests", n)
				}
				if s.log.count("hm=") != 0 {
					t.Error("the log holds the address of a file")
				}
			})
		})
	}
}

// Files are fetched from where Discord keeps them and from nowhere else,
// whatever a payload says and wherever an address leads.
func TestFileAddresses(t *testing.T) {
	p := openPlatform(t, Config{API: "https://api.example:8443/api/v10"})
	for address, want := range map[string]bool{
		"https://cdn.discordapp.com/attachments/1/2/a.md?ex=1": true,
		"https://media.discordapp.net/attachments/1/2/a.png":   true,
		"https://api.example:8443/attachments/1/2/a.md":        true,
		"https://cdn.api.example:8443/a":                       true,
		"http://cdn.discordapp.com/attachments/1/2/a.md":       false,
		"https://cdn.discordapp.com.evil.example/a.md":         false,
		"https://evil.example/cdn.discordapp.com":              false,
		"https://cdn.discordapp.com@evil.example/a.md":         false,
		"https://user@cdn.discordapp.com/a.md":                 false,
		"https://evilapi.example:8443/a.md":                    false,
		"http://169.254.169.254/latest":                        false,
		"file:///etc/passwd":                                   false,
		"":                                                     false,
		"https://\x00":                                         false,
	} {
		if got := p.keepsFile(address); got != want {
			t.Errorf("%q is fetched: %t", address, got)
		}
	}
}

func TestFileLeadsAway(t *testing.T) {
	asked := []string{}
	client := &http.Client{Transport: trip(func(r *http.Request) (*http.Response, error) {
		asked = append(asked, r.URL.Host)
		if r.Header.Get("Authorization") != "" {
			t.Error("the token is sent along")
		}
		return &http.Response{StatusCode: http.StatusFound, Header: http.Header{"Location": {"https://evil.example/"}}, Body: http.NoBody, Request: r}, nil
	})}
	p := openPlatform(t, Config{HTTPClient: client})
	_, err := p.fetch(t.Context(), []attachmentPayload{{Name: "a.md", URL: "https://cdn.discordapp.com/a"}})
	if err == nil || strings.Join(asked, " ") != "cdn.discordapp.com" {
		t.Errorf("asked %v: %v", asked, err)
	}
	if _, err := p.fetch(t.Context(), []attachmentPayload{{Name: "a.md", URL: "https://evil.example/a"}}); err == nil || !strings.Contains(err.Error(), "not kept by Discord") {
		t.Errorf("elsewhere: %v", err)
	}
	if _, err := p.fetch(t.Context(), make([]attachmentPayload, maxRequestFiles+1)); err == nil || !strings.Contains(err.Error(), "10 files at most") {
		t.Errorf("too many: %v", err)
	}
}

// trip is a network of a function.
type trip func(*http.Request) (*http.Response, error)

func (f trip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Files that come with something else than an import are not fetched.
func TestFilesNotAskedFor(t *testing.T) {
	p := openPlatform(t, Config{HTTPClient: &http.Client{Transport: trip(func(r *http.Request) (*http.Response, error) {
		t.Error("fetched from", r.URL.Host)
		return nil, http.ErrServerClosed
	})}})
	files, err := p.filesFor(t.Context(), ask{text: "ask levy", files: []attachmentPayload{{URL: "https://cdn.discordapp.com/a"}}}, p.stranger(interaction{}))
	if len(files) != 0 || err != nil {
		t.Errorf("%v, %v", files, err)
	}
	if _, err := p.filesFor(t.Context(), ask{text: "import", files: []attachmentPayload{{URL: "https://cdn.discordapp.com/a"}}}, p.stranger(interaction{})); err == nil {
		t.Error("a reader may import")
	}
	if _, err := p.fetch(t.Context(), []attachmentPayload{{Name: "a.md", URL: "https://cdn.discordapp.com/a", Size: intake.MaxFile + 1}}); err == nil {
		t.Error("what is too large is fetched")
	}
}
