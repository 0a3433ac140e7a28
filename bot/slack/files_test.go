package slack

import (
	"bytes"
	"testing"
	"time"

	"attache/bot/intake"
	"attache/bot/slack/slackfake"
	"attache/commands"
)

// sent is a file as a message of a user names it.
func sent(f slackfake.File) map[string]any {
	return map[string]any{"id": f.ID, "name": f.Name, "size": len(f.Data), "mode": "hosted", "url_private": f.URL, "url_private_download": f.URL}
}

// sends has a user send files to the app in their own conversation.
func (s *scene) sends(user, text string, files ...map[string]any) {
	s.t.Helper()
	own := s.fake.Direct(user)
	said := s.fake.Say(user, own, "", text)
	s.after(s.fake.Event("message", map[string]any{"channel": own, "channel_type": "im", "user": user, "text": text, "ts": said.TS, "subtype": "file_share", "files": files}))
}

func TestImport(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		f := s.fake.Upload("harbour review.txt", []byte("The levy was raised."))
		s.sends("U_BEN", "", sent(f))
		r := s.only()
		if r.Text != "import" || len(r.Files) != 1 || r.Files[0].Name != "harbour review.txt" || string(r.Files[0].Data) != "The levy was raised." {
			t.Errorf("request %q with %+v", r.Text, r.Files)
		}
		s.sends("U_BEN", "import publish:yes", sent(f))
		if r := s.desk.requests()[1]; r.Text != "import publish:yes" || len(r.Files) != 1 {
			t.Errorf("request %q with %d files", r.Text, len(r.Files))
		}
		// A question that happens to have a file is a question.
		fetched := len(s.fake.Log("download"))
		s.sends("U_BEN", "who pays?", sent(f))
		if r := s.desk.requests()[2]; len(r.Files) != 0 || len(s.fake.Log("download")) != fetched {
			t.Errorf("request %q with %d files", r.Text, len(r.Files))
		}
	})
}

// Files are fetched for those alone who may import them, from Slack alone, and
// only up to a size.
func TestFilesRefused(t *testing.T) {
	large := bytes.Repeat([]byte("x"), intake.MaxFile+1)
	for _, test := range []struct {
		name, user, says string
		change           func(f map[string]any)
	}{
		{"reader", "U_ANNA", "needs the role editor", nil},
		{"another host", "U_BEN", "is kept outside Slack", func(f map[string]any) {
			f["url_private"], f["url_private_download"] = "https://files.example.org/x", "https://files.example.org/x"
		}},
		{"a host that looks like Slack's", "U_BEN", "is kept outside Slack", func(f map[string]any) {
			f["url_private_download"] = "https://files.slack.com.example.org/x"
		}},
		{"a host that ends like Slack's", "U_BEN", "is kept outside Slack", func(f map[string]any) {
			f["url_private_download"] = "https://notslack.com/x"
		}},
		{"a name before the host", "U_BEN", "is kept outside Slack", func(f map[string]any) {
			f["url_private_download"] = "https://files.slack.com@example.org/x"
		}},
		{"in the clear", "U_BEN", "is kept outside Slack", func(f map[string]any) { f["url_private_download"] = "http://files.slack.com/x" }},
		{"external", "U_BEN", "is kept outside Slack", func(f map[string]any) { f["is_external"] = true }},
		{"gone", "U_BEN", "no longer kept", func(f map[string]any) { f["mode"] = "tombstone" }},
		{"large", "U_BEN", "is larger than 10 MiB", func(f map[string]any) { f["size"] = intake.MaxFile + 1 }},
		{"larger than it says", "U_BEN", "is larger than 10 MiB", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			play(t, Config{}, func(s *scene) {
				data := []byte("The levy was raised.")
				if test.name == "larger than it says" {
					data = large
				}
				f := sent(s.fake.Upload("review.txt", data))
				if f["size"] = 20; test.change != nil {
					test.change(f)
				}
				s.sends(test.user, "", f)
				s.says(s.last(s.fake.Direct(test.user), test.user), test.says)
				for _, r := range s.desk.requests() {
					if len(r.Files) > 0 {
						t.Errorf("the desk was given %d files", len(r.Files))
					}
				}
			})
		})
	}
}

// A file of another organisation names only its ID; the rest is asked for.
func TestFileLookedUp(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		f := s.fake.Upload("review.txt", []byte("The levy was raised."))
		s.sends("U_BEN", "", map[string]any{"id": f.ID, "file_access": "check_file_info"})
		if r := s.only(); len(r.Files) != 1 || r.Files[0].Name != "review.txt" {
			t.Errorf("files %+v", r.Files)
		}
	})
}

// Files of a reply for one person go into their own conversation, those of an
// answer there stand beside it.
func TestReplyFiles(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.desk.reply = func(_ commands.Request, r commands.Reply) commands.Reply {
			r.Files = []commands.File{{Name: "recommendations.csv", Data: []byte("n,who\n1,Seoul\n")}}
			return r
		}
		s.after(s.fake.Command("U_ANNA", "C_DESK", "/brief recs format:csv"))
		s.says(s.last("C_DESK", "U_ANNA"), "File recommendations.csv")
		m := s.last(s.fake.Direct("U_ANNA"), "U_ANNA")
		if len(m.Files) != 1 || string(m.Files[0].Data) != "n,who\n1,Seoul\n" {
			t.Errorf("the conversation holds %+v", m.Files)
		}
		if n := len(s.fake.Seen("C_DESK", "U_BEN")); n != 0 {
			t.Errorf("Ben sees %d messages", n)
		}
		s.after(s.fake.Mention("U_CARA", "C_DESK", "", "recs format:csv"))
		if n := len(s.fake.Seen("C_DESK", "U_BEN")); n != 1 {
			t.Errorf("Ben sees %d messages, want the question alone", n)
		}
		if m := s.last(s.fake.Direct("U_CARA"), "U_CARA"); len(m.Files) != 1 {
			t.Errorf("Cara was sent %+v", m.Files)
		}
	})
}

// An import that is not fetched in time is said to have failed.
func TestFileNotFetched(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.fake.Inject(slackfake.Fault{Method: "files.info", Error: "internal_error"})
		s.sends("U_BEN", "", map[string]any{"id": "F1", "file_access": "check_file_info"})
		time.Sleep(time.Second)
		s.says(s.last(s.fake.Direct("U_BEN"), "U_BEN"), "send it again in a moment")
	})
}
