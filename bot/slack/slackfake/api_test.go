package slackfake_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/slack/slackfake"
)

func TestTokens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{Scopes: []string{"chat:write", "channels:read"}})
		for _, c := range []struct{ token, method, want string }{
			{slackfake.BotToken, "auth.test", ""},
			{slackfake.AppToken, "auth.test", ""},
			{"", "auth.test", "not_authed"},
			{"xoxb-else", "auth.test", "invalid_auth"},
			{slackfake.BotToken, "apps.connections.open", "not_allowed_token_type"},
			{slackfake.AppToken, "users.info", "not_allowed_token_type"},
			{slackfake.BotToken, "users.info", "missing_scope"},
			{slackfake.BotToken, "rtm.start", "unknown_method"},
		} {
			if got := a.callAs(c.token, c.method, object{"user": "U_ANNA"}); got.Error != c.want {
				t.Errorf("%s with %q: %q, want %q", c.method, c.token, got.Error, c.want)
			}
		}
		if got := a.call("users.info", object{"user": "U_ANNA"}); got.Needed != "users:read" {
			t.Errorf("needed %q", got.Needed)
		}
		if got := a.call("conversations.info", object{"channel": "C_DESK"}); !got.OK {
			t.Errorf("a public channel: %s", got.Error)
		}
		if got := a.call("conversations.info", object{"channel": "G_CLOSED"}); got.Needed != "groups:read" {
			t.Errorf("a private channel needs %q", got.Needed)
		}
		a.fake.Revoke("token_revoked")
		if got := a.call("auth.test", nil); got.Error != "token_revoked" {
			t.Errorf("revoked: %q", got.Error)
		}
		a.violations("the bot token does not work here", "the app token does not work here", "no such method")
	})
}

func TestRates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{Rates: map[string]int{"users.info": 2}})
		look := func() answered { return a.call("users.info", object{"user": "U_ANNA"}) }
		look()
		look()
		got := look()
		if got.Status != http.StatusTooManyRequests || got.RetryAfter != "31" {
			t.Fatalf("call 3 of 2 a minute: %d, Retry-After %q", got.Status, got.RetryAfter)
		}
		if other := a.call("auth.test", nil); !other.OK {
			t.Errorf("another method: %s", other.Error)
		}
		time.Sleep(10 * time.Second)
		if got := look(); got.Status != http.StatusTooManyRequests {
			t.Errorf("in the pause: %d", got.Status)
		}
		time.Sleep(21 * time.Second)
		if got := look(); !got.OK {
			t.Errorf("after the pause: %d %s", got.Status, got.Error)
		}
		a.violations("called 10s after an answer with Retry-After: 31s")
	})
}

func TestChannelRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		for i := range 5 {
			if got := a.say("C_DESK", "news"); !got.OK {
				t.Fatalf("message %d: %s", i, got.Error)
			}
		}
		if got := a.say("C_DESK", "news"); got.Status != http.StatusTooManyRequests || got.RetryAfter != "2" {
			t.Errorf("message 6 at once: %d, Retry-After %q", got.Status, got.RetryAfter)
		}
		if got := a.say("G_CLOSED", "news"); !got.OK {
			t.Errorf("another channel: %s", got.Error)
		}
		for range 100 {
			time.Sleep(2 * time.Second)
			if got := a.say("C_DESK", "news"); !got.OK {
				t.Fatalf("one every other second: %s", got.Error)
			}
		}
		a.violations()
	})
}

func TestFaults(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		a.fake.Inject(slackfake.Fault{Method: "chat.postMessage", Error: "internal_error"})
		a.fake.Inject(slackfake.Fault{Method: "chat.postMessage", Status: 503})
		a.fake.Inject(slackfake.Fault{Method: "chat.postMessage", Drop: true, AfterEffect: true})
		a.fake.Inject(slackfake.Fault{Method: "chat.postMessage", Delay: time.Minute})
		start := time.Now()
		var got []string
		for range 5 {
			r := a.say("C_DESK", "news")
			got = append(got, fmt.Sprintf("%d %s %v", r.Status, r.Error, len(a.fake.Messages("C_DESK"))))
			time.Sleep(2 * time.Second)
		}
		want := []string{"200 internal_error 0", "503  0", "0 Post", "200  2", "200  3"}
		for i := range want {
			if !strings.HasPrefix(got[i], want[i]) {
				t.Errorf("call %d: %q, want %q", i, got[i], want[i])
			}
		}
		if took := time.Since(start); took != 70*time.Second {
			t.Errorf("took %v, want a minute and the pauses", took)
		}
		if log := a.fake.Log("chat.postMessage"); len(log) != 5 || log[0].Error != "internal_error" || log[1].Status != 503 || log[2].Error != "dropped" || log[4].Error != "" {
			t.Errorf("log %+v", log)
		}
		a.fake.Inject(slackfake.Fault{RetryAfter: 30 * time.Second, Method: "auth.test"})
		if got := a.call("auth.test", nil); got.RetryAfter != "30" {
			t.Errorf("Retry-After %q, want 30", got.RetryAfter)
		}
		time.Sleep(30 * time.Second)
		if got := a.call("auth.test", nil); !got.OK {
			t.Errorf("after the pause: %s", got.Error)
		}
		a.violations()
	})
}

func TestPosting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{Rates: map[string]int{"chat.postMessage": 0}})
		direct := a.fake.Direct("U_ANNA")
		said := a.fake.Say("U_ANNA", "C_DESK", "", "hello")
		quiet := object{"unfurl_links": false, "unfurl_media": false}
		for _, c := range []struct {
			method string
			args   object
			want   string
		}{
			{"chat.postMessage", object{"channel": "C_DESK", "text": "x", "thread_ts": said.TS}, ""},
			{"chat.postMessage", object{"channel": direct, "text": "x"}, ""},
			{"chat.postMessage", object{"channel": "C_NONE", "text": "x"}, "channel_not_found"},
			{"chat.postMessage", object{"channel": "C_OLD", "text": "x"}, "is_archived"},
			{"chat.postMessage", object{"channel": "C_QUIET", "text": "x"}, "not_in_channel"},
			{"chat.postMessage", object{"channel": "C_DESK"}, "no_text"},
			{"chat.postMessage", object{"channel": "C_DESK", "text": "x", "markdown_text": "y"}, "markdown_text_conflict"},
			{"chat.postMessage", object{"channel": "C_DESK", "text": "x", "thread_ts": "1.000001"}, "thread_not_found"},
			{"chat.postMessage", object{"channel": "C_DESK", "text": "x", "blocks": list{object{"type": "section"}}}, "invalid_blocks"},
			{"chat.postEphemeral", object{"channel": "C_DESK", "user": "U_BEN", "text": "x"}, ""},
			{"chat.postEphemeral", object{"channel": "G_CLOSED", "user": "U_CARA", "text": "x"}, "user_not_in_channel"},
			{"chat.postEphemeral", object{"channel": "C_DESK", "user": "U_NONE", "text": "x"}, "user_not_found"},
			{"chat.update", object{"channel": "C_DESK", "ts": said.TS, "text": "x"}, "cant_update_message"},
			{"chat.update", object{"channel": "C_DESK", "ts": "1.000001", "text": "x"}, "message_not_found"},
			{"chat.delete", object{"channel": "C_DESK", "ts": said.TS}, "cant_delete_message"},
		} {
			if got := a.call(c.method, with(quiet, c.args)); got.Error != c.want {
				t.Errorf("%s %v: %q, want %q", c.method, c.args, got.Error, c.want)
			}
		}
		a.violations("is empty", "excludes text and blocks", "in a thread", "neither text nor fields", "another author's", "another author's")
	})
}

func TestManners(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		a.call("chat.postMessage", object{"channel": "C_DESK", "text": "unfurls"})
		a.call("chat.postMessage", object{"channel": "C_DESK", "text": "<!channel> lunch", "unfurl_links": false, "unfurl_media": false, "link_names": true})
		a.call("chat.postMessage", object{"channel": "C_DESK", "blocks": list{section(nil)}, "unfurl_links": false, "unfurl_media": false, "reply_broadcast": true})
		if shown := a.fake.Messages("C_DESK"); len(shown) != 3 {
			t.Errorf("%d messages, want 3: bad manners are no error", len(shown))
		}
		if active := a.fake.Actives(); len(active) != 1 || active[0].Text != "<!channel>" {
			t.Errorf("active %v, want <!channel>", active)
		}
		a.violations("unfurl_links", "link_names", "reply_broadcast", "needs a text for notifications")
	})
}

func TestUpdates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		posted := a.say("C_DESK", "one")
		if got := a.call("chat.update", object{"channel": "C_DESK", "ts": posted.TS, "text": "two"}); !got.OK {
			t.Fatal(got.Error)
		}
		if m := a.fake.Messages("C_DESK")[0]; m.Text != "two" || !m.Edited || m.TS != posted.TS {
			t.Errorf("message %+v", m)
		}
		private := a.call("chat.postEphemeral", object{"channel": "C_DESK", "user": "U_BEN", "text": "psst"})
		if got := a.call("chat.update", object{"channel": "C_DESK", "ts": private.MessageTS, "text": "x"}); got.Error != "message_not_found" {
			t.Errorf("editing what one person sees: %q", got.Error)
		}
		a.call("chat.delete", object{"channel": "C_DESK", "ts": posted.TS})
		if left := a.fake.Seen("C_DESK", "U_ANNA"); len(left) != 0 {
			t.Errorf("Anna still sees %+v", left)
		}
		var kinds []string
		for _, e := range a.fake.Effects() {
			kinds = append(kinds, e.Kind+e.User)
		}
		if got := strings.Join(kinds, " "); got != "message update ephemeralU_BEN delete" {
			t.Errorf("effects %q", got)
		}
		a.violations()
	})
}

func TestHistory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{Rates: map[string]int{"chat.postMessage": 0}})
		var stamps []string
		for i := range 5 {
			got := a.call("chat.postMessage", object{
				"channel": "C_DESK", "text": fmt.Sprint("m", i), "unfurl_links": false, "unfurl_media": false,
				"metadata": object{"event_type": "delivery", "event_payload": object{"d": fmt.Sprint("d", i)}},
			})
			stamps = append(stamps, got.TS)
			time.Sleep(time.Second)
		}
		a.call("chat.postMessage", object{"channel": "C_DESK", "text": "reply", "thread_ts": stamps[1], "unfurl_links": false, "unfurl_media": false})
		texts := func(got answered) string {
			var out []string
			for _, m := range got.Messages {
				out = append(out, fmt.Sprint(m["text"]))
			}
			return strings.Join(out, " ")
		}
		if got := texts(a.call("conversations.history", object{"channel": "C_DESK", "oldest": stamps[1], "latest": stamps[3]})); got != "m2" {
			t.Errorf("between: %q", got)
		}
		if got := texts(a.call("conversations.history", object{"channel": "C_DESK", "oldest": stamps[1], "latest": stamps[3], "inclusive": true})); got != "m3 m2 m1" {
			t.Errorf("with the ends: %q", got)
		}
		first := a.call("conversations.history", object{"channel": "C_DESK", "limit": 3})
		second := a.call("conversations.history", object{"channel": "C_DESK", "limit": 3, "cursor": first.Metadata.NextCursor})
		if got := texts(first) + "|" + texts(second); got != "m4 m3 m2|m1 m0" {
			t.Errorf("pages %q", got)
		}
		if got := texts(a.call("conversations.replies", object{"channel": "C_DESK", "ts": stamps[1]})); got != "m1 reply" {
			t.Errorf("thread %q", got)
		}
		bare := a.call("conversations.history", object{"channel": "C_DESK", "limit": 1})
		full := a.call("conversations.history", object{"channel": "C_DESK", "limit": 1, "include_all_metadata": true})
		if bare.Messages[0]["metadata"] != nil || full.Messages[0]["metadata"] == nil {
			t.Errorf("metadata %v and %v", bare.Messages[0]["metadata"], full.Messages[0]["metadata"])
		}
		a.violations()
	})
}

func TestPeopleAndPlaces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		for _, c := range []struct{ method, arg, id, want string }{
			{"users.info", "user", "U_GUEST", `"is_restricted":true`},
			{"users.info", "user", "U_STRANGER", `"team_id":"T_ELSEWHERE"`},
			{"users.info", "user", "U_OTHERBOT", `"is_bot":true`},
			{"users.info", "user", "U_CARA", `"tz":"Asia/Seoul"`},
			{"users.info", "user", "U_NONE", `user_not_found`},
			{"conversations.info", "channel", "C_SHARED", `"is_ext_shared":true`},
			{"conversations.info", "channel", "C_QUIET", `"is_member":false`},
			{"conversations.info", "channel", "G_CLOSED", `"is_private":true`},
			{"conversations.info", "channel", a.fake.Direct("U_ANNA"), `"is_im":true`},
			{"conversations.members", "channel", "G_CLOSED", `["U_ANNA","U_ATTACHE","U_BEN"]`},
			{"conversations.open", "users", "U_BEN", `"D_U_BEN"`},
			{"usergroups.users.list", "usergroup", "S_EDITORS", `"users":["U_BEN"]`},
			{"usergroups.users.list", "usergroup", "S_NONE", `no_such_subteam`},
			{"usergroups.list", "include_users", "true", `"handle":"approvers"`},
		} {
			if got := a.call(c.method, object{c.arg: c.id}); !strings.Contains(got.raw, c.want) {
				t.Errorf("%s %s: %s, want %s", c.method, c.id, got.raw, c.want)
			}
		}
		a.violations()
	})
}

func TestFormArguments(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		form := url.Values{
			"token": {slackfake.BotToken}, "channel": {"C_DESK"}, "text": {"x"}, "unfurl_links": {"false"}, "unfurl_media": {"false"},
			"blocks": {`[{"type":"section","text":{"type":"mrkdwn","text":"in a *form*"}}]`},
		}
		response, err := a.web.PostForm(a.fake.API()+"chat.postMessage", form)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if got := a.fake.Messages("C_DESK"); len(got) != 1 || got[0].Plain() != "in a *form*" {
			t.Errorf("messages %+v", got)
		}
		a.violations()
	})
}

func TestUpload(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		ticket := a.call("files.getUploadURLExternal", object{"filename": "recs.csv", "length": 7})
		if status, _ := a.post(ticket.UploadURL, "who,wha"); status != http.StatusOK {
			t.Fatalf("upload: %d", status)
		}
		done := object{"files": list{object{"id": ticket.FileID, "title": "Recommendations"}}, "channel_id": "C_DESK"}
		if got := a.call("files.completeUploadExternal", done); !got.OK {
			t.Fatal(got.Error)
		}
		shown := a.fake.Messages("C_DESK")
		if len(shown) != 1 || len(shown[0].Files) != 1 || string(shown[0].Files[0].Data) != "who,wha" {
			t.Fatalf("messages %+v", shown)
		}
		fetch := func(token string) string {
			r, _ := http.NewRequest(http.MethodGet, shown[0].Files[0].URL, nil)
			r.Header.Set("Authorization", "Bearer "+token)
			response, err := a.web.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			data, _ := io.ReadAll(response.Body)
			return string(data)
		}
		if got := fetch(slackfake.BotToken); got != "who,wha" {
			t.Errorf("download %q", got)
		}
		if got := fetch("nobody"); !strings.HasPrefix(got, "<html>") {
			t.Errorf("download without the token %q", got)
		}
		short := a.call("files.getUploadURLExternal", object{"filename": "a.csv", "length": 9})
		a.post(short.UploadURL, "four")
		a.call("files.completeUploadExternal", done)
		a.violations("4 bytes came where 9 were announced", "was completed before")
	})
}
