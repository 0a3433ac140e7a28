package discordfake_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"attache/bot/discord/discordfake"
)

// A nonce is remembered for a while, and the earlier message is the answer.
func TestNonce(t *testing.T) {
	in(t, discordfake.Config{NonceWindow: time.Minute}, func(a *app) {
		first := a.say(discordfake.Desk, "one", "n1")
		time.Sleep(time.Minute - time.Millisecond)
		if again := a.say(discordfake.Desk, "two", "n1"); again.ID != first.ID || again.Content != "one" {
			t.Errorf("within the window: %+v, want message %s", again, first.ID)
		}
		if other := a.say(discordfake.News, "two", "n1"); other.ID == first.ID {
			t.Error("the nonce of another channel counts")
		}
		time.Sleep(time.Millisecond)
		if late := a.say(discordfake.Desk, "three", "n1"); late.ID == first.ID {
			t.Error("past the window the earlier message came")
		}
		a.violations()
		bare := func(more object) answered {
			return a.call("POST", "/channels/"+discordfake.Desk+"/messages", with(quiet("x"), more))
		}
		bare(nil)
		bare(object{"nonce": "n2"})
		a.violations("could come twice", "could come twice")
	})
}

// What a message may do to its readers: nobody is called.
func TestManners(t *testing.T) {
	in(t, discordfake.Config{}, func(a *app) {
		post := func(mentions any) {
			body := object{"content": "@everyone", "nonce": fmt.Sprint(time.Now().UnixNano()), "enforce_nonce": true}
			if mentions != nil {
				body["allowed_mentions"] = mentions
			}
			if got := a.call("POST", "/channels/"+discordfake.Desk+"/messages", body); got.Status != 200 {
				t.Errorf("%v: %d %s", mentions, got.Status, got.raw)
			}
			time.Sleep(5 * time.Second)
		}
		post(object{"parse": list{}})
		a.violations()
		post(nil)
		post(object{})
		post(object{"parse": list{"everyone"}})
		post(object{"parse": list{}, "users": list{discordfake.Anna}})
		post(object{"parse": list{}, "replied_user": true})
		a.violations("is missing", "no list parse", "calls somebody", "calls somebody", "calls somebody")
	})
}

// What the bot may do follows its permissions, and says so in Discord's codes.
func TestPermissions(t *testing.T) {
	post := func(a *app, channel string) answered { return a.say(channel, "x", channel) }
	for _, tt := range []struct {
		name         string
		do           func(a *app) answered
		status, code int
	}{
		{"open", func(a *app) answered { return post(a, discordfake.Desk) }, 200, 0},
		{"let in", func(a *app) answered { return post(a, discordfake.Closed) }, 200, 0},
		{"unseen", func(a *app) answered { return post(a, discordfake.Quiet) }, 403, 50001},
		{"read only", func(a *app) answered { return post(a, discordfake.ReadOnly) }, 403, 50013},
		{"none", func(a *app) answered { return post(a, "1599999999999999999") }, 404, 10003},
		{"kicked", func(a *app) answered { a.fake.Kick(discordfake.GuildID); return post(a, discordfake.Desk) }, 403, 50001},
		{"lost", func(a *app) answered {
			a.fake.RemovePermission(discordfake.Desk, discordfake.SendMessages)
			return post(a, discordfake.Desk)
		}, 403, 50013},
		{"given", func(a *app) answered {
			a.fake.GrantPermission(discordfake.ReadOnly, discordfake.SendMessages)
			return post(a, discordfake.ReadOnly)
		}, 200, 0},
		{"deleted", func(a *app) answered { a.fake.DeleteChannel(discordfake.Desk); return post(a, discordfake.Desk) }, 404, 10003},
		{"refused", func(a *app) answered {
			a.fake.SetUser(discordfake.User{ID: discordfake.Anna, Name: "anna", NoDirect: true})
			return post(a, a.fake.Direct(discordfake.Anna))
		}, 403, 50007},
		{"direct", func(a *app) answered {
			opened := a.call("POST", "/users/@me/channels", object{"recipient_id": discordfake.Anna})
			return post(a, opened.ID)
		}, 200, 0},
		{"nothing in common", func(a *app) answered {
			a.fake.RemoveMember(discordfake.OtherGuildID, discordfake.Stranger)
			return a.call("POST", "/users/@me/channels", object{"recipient_id": discordfake.Stranger})
		}, 403, 50278},
		{"other's message", func(a *app) answered {
			m := a.fake.Say(discordfake.Anna, discordfake.Desk, "mine")
			return a.call("PATCH", "/channels/"+discordfake.Desk+"/messages/"+m.ID, quiet("ours"))
		}, 403, 50005},
		{"slow mode", func(a *app) answered {
			a.fake.SetChannel(discordfake.Channel{ID: discordfake.Desk, Guild: discordfake.GuildID, Slowmode: time.Minute})
			post(a, discordfake.Desk)
			return a.say(discordfake.Desk, "y", "other")
		}, 429, 20016},
		{"member", func(a *app) answered {
			return a.call("GET", "/guilds/"+discordfake.GuildID+"/members/"+discordfake.Ben, nil)
		}, 200, 0},
		{"no member", func(a *app) answered {
			return a.call("GET", "/guilds/"+discordfake.GuildID+"/members/"+discordfake.Stranger, nil)
		}, 404, 10007},
		{"no server", func(a *app) answered { return a.call("GET", "/guilds/1", nil) }, 404, 10004},
		{"no token", func(a *app) answered { return a.callAs("", "GET", "/users/@me", nil) }, 401, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in(t, discordfake.Config{}, func(a *app) {
				if got := tt.do(a); got.Status != tt.status || got.Code != tt.code {
					t.Errorf("%d %d, want %d %d: %s", got.Status, got.Code, tt.status, tt.code, got.raw)
				}
				want := 0
				if tt.status == 401 || tt.status == 403 || tt.status == 429 {
					want = 1
				}
				if n := len(a.fake.InvalidRequests()); n != want {
					t.Errorf("%d invalid requests, want %d", n, want)
				}
				a.violations()
			})
		})
	}
}

// A form body that breaks a rule names the field, and is recorded.
func TestFormBody(t *testing.T) {
	in(t, discordfake.Config{}, func(a *app) {
		got := a.call("POST", "/channels/"+discordfake.Desk+"/messages", with(quiet(letters(2001)), object{"nonce": "1", "enforce_nonce": true}))
		content, _ := got.Errors["content"].(object)
		if got.Status != 400 || got.Code != 50035 || content["_errors"] == nil {
			t.Errorf("%d %d %s", got.Status, got.Code, got.raw)
		}
		got = a.call("POST", "/channels/"+discordfake.Desk+"/messages", object{"nonce": "2", "enforce_nonce": true})
		if got.Status != 400 || got.Code != 50006 {
			t.Errorf("empty: %d %d, want 400 50006", got.Status, got.Code)
		}
		heavy := v2(display(strings.Repeat("€", 3400)))
		got = a.call("POST", "/channels/"+discordfake.Desk+"/messages", with(heavy, object{"nonce": "3", "enforce_nonce": true, "allowed_mentions": object{"parse": list{}}}))
		if got.Status != 500 {
			t.Errorf("heavy: %d, want 500", got.Status)
		}
		if n := len(a.fake.Messages(discordfake.Desk)); n != 0 {
			t.Errorf("%d messages", n)
		}
		a.violations("between 0 and 2000", "is empty", "10170")
	})
}

// The flag for components v2 cannot be taken away, and excludes what stood
// there before.
func TestV2Edits(t *testing.T) {
	in(t, discordfake.Config{}, func(a *app) {
		mute := object{"allowed_mentions": object{"parse": list{}}}
		plain := a.say(discordfake.Desk, "plain", "1")
		at := "/channels/" + discordfake.Desk + "/messages/" + plain.ID
		if got := a.call("PATCH", at, with(v2(display("rich")), mute)); got.Status != 400 {
			t.Errorf("components over content: %d, want 400", got.Status)
		}
		if got := a.call("PATCH", at, with(with(v2(display("rich")), mute), object{"content": ""})); got.Status != 200 || got.Flags&(1<<15) == 0 {
			t.Errorf("components instead of content: %d %s", got.Status, got.raw)
		}
		if got := a.call("PATCH", at, with(quiet("plain"), object{"flags": 0, "components": list{}})); got.Status != 400 {
			t.Errorf("back to content: %d, want 400", got.Status)
		}
		m, _ := a.fake.Message(plain.ID)
		if m.Text() != "rich" || !m.V2() || m.Edits != 1 {
			t.Errorf("message %+v", m)
		}
		a.violations("content field cannot be used", "content field cannot be used")
	})
}

func TestThreads(t *testing.T) {
	in(t, discordfake.Config{}, func(a *app) {
		m := a.say(discordfake.Desk, "digest", "1")
		start := "/channels/" + discordfake.Desk + "/messages/" + m.ID + "/threads"
		if got := a.call("POST", start, object{"name": letters(101)}); got.Code != 50035 {
			t.Errorf("a name of 101: %d, want 50035", got.Code)
		}
		thread := a.call("POST", start, object{"name": "Digest"})
		if thread.Status != 201 || thread.ID != m.ID {
			t.Errorf("thread %d %s, want the ID of its message", thread.Status, thread.ID)
		}
		if got := a.call("POST", start, object{"name": "Digest"}); got.Code != 160004 {
			t.Errorf("a second thread: %d, want 160004", got.Code)
		}
		a.violations("between 1 and 100")
		in := a.say(thread.ID, "inside", "2")
		if got := a.call("GET", "/channels/"+thread.ID+"/messages?limit=5", nil); !strings.Contains(got.raw, in.ID) {
			t.Errorf("the thread holds %s", got.raw)
		}
		a.call("PATCH", "/channels/"+thread.ID, object{"archived": true})
		if got := a.call("PATCH", "/channels/"+thread.ID+"/messages/"+in.ID, quiet("x")); got.Code != 50083 {
			t.Errorf("edit in an archived thread: %d, want 50083", got.Code)
		}
		if got := a.say(thread.ID, "wakes it", "3"); got.Status != 200 {
			t.Errorf("a message wakes an archived thread: %d", got.Status)
		}
		a.fake.SetChannel(discordfake.Channel{ID: thread.ID, Guild: discordfake.GuildID, Kind: discordfake.PublicThread, Parent: discordfake.Desk, Archived: true, Locked: true})
		if got := a.say(thread.ID, "locked", "4"); got.Code != 160005 {
			t.Errorf("a locked thread: %d, want 160005", got.Code)
		}
	})
}

// A list is newest first, from after an ID or before one.
func TestListMessages(t *testing.T) {
	in(t, discordfake.Config{}, func(a *app) {
		var ids []string
		for i := range 4 {
			ids = append(ids, a.say(discordfake.Desk, fmt.Sprint("m", i), fmt.Sprint(i)).ID)
			time.Sleep(time.Second)
		}
		for query, want := range map[string]string{
			"": "3 2 1 0", "?limit=2": "3 2", "?limit=2&after=" + ids[0]: "2 1", "?before=" + ids[2]: "1 0", "?after=0&limit=1": "0",
		} {
			got := a.call("GET", "/channels/"+discordfake.Desk+"/messages"+query, nil)
			var order []string
			for len(got.raw) > 0 {
				_, rest, found := strings.Cut(got.raw, `"content":"m`)
				if !found {
					break
				}
				order, got.raw = append(order, rest[:1]), rest
			}
			if strings.Join(order, " ") != want {
				t.Errorf("%q: %v, want %s", query, order, want)
			}
		}
		if got := a.call("GET", "/channels/"+discordfake.Desk+"/messages?limit=101", nil); got.Status != 400 {
			t.Errorf("limit 101: %d, want 400", got.Status)
		}
		a.violations("not 1 to 100")
	})
}

// upload posts a form with files.
func (a *app) upload(path, payload string, files ...string) answered {
	a.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	form.WriteField("payload_json", payload)
	for i, f := range files {
		part, err := form.CreateFormFile(fmt.Sprintf("files[%d]", i), "table.csv")
		if err != nil {
			a.Fatal(err)
		}
		io.WriteString(part, f)
	}
	form.Close()
	r := a.request("POST", path, nil)
	r.Body, r.ContentLength = io.NopCloser(&body), int64(body.Len())
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Authorization", "Bot "+discordfake.BotToken)
	return a.do(r)
}

func TestFiles(t *testing.T) {
	in(t, discordfake.Config{}, func(a *app) {
		path := "/channels/" + discordfake.Desk + "/messages"
		const mute = `"allowed_mentions":{"parse":[]},"nonce":"%d","enforce_nonce":true`
		got := a.upload(path, `{"attachments":[{"id":0,"description":"all rows"}],`+fmt.Sprintf(mute, 1)+`}`, "a,b\n1,2\n")
		m, _ := a.fake.Message(got.ID)
		if got.Status != 200 || len(m.Attachments) != 1 || string(m.Attachments[0].Data) != "a,b\n1,2\n" || m.Attachments[0].Description != "all rows" {
			t.Fatalf("%d %s: %+v", got.Status, got.raw, m.Attachments)
		}
		fetch := func(url string) (int, string) {
			r, err := http.NewRequest("GET", url, nil)
			if err != nil {
				t.Fatal(err)
			}
			response, err := a.web.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			data, _ := io.ReadAll(response.Body)
			return response.StatusCode, string(data)
		}
		if status, data := fetch(m.Attachments[0].URL); status != 200 || data != "a,b\n1,2\n" {
			t.Errorf("download: %d %q", status, data)
		}
		if status, _ := fetch(strings.Replace(m.Attachments[0].URL, "hm=", "hm=x", 1)); status != 404 {
			t.Errorf("download with a forged signature: %d, want 404", status)
		}
		time.Sleep(24 * time.Hour)
		if status, _ := fetch(m.Attachments[0].URL); status != 404 {
			t.Errorf("download after a day: %d, want 404", status)
		}
		a.violations()
		if got := a.upload(path, `{"attachments":[{"id":1}],`+fmt.Sprintf(mute, 2)+`}`, "x"); got.Status != 400 {
			t.Errorf("a file that is not listed: %d, want 400", got.Status)
		}
		if got := a.upload(path, `{"attachments":[{"id":0}],`+fmt.Sprintf(mute, 3)+`}`, strings.Repeat("x", 10<<20+1)); got.Status != 400 {
			t.Errorf("a file of more than 10 MiB: %d, want 400", got.Status)
		}
		if got := a.upload(path, `{}`, strings.Repeat("x", 26<<20)); got.Status != 413 || got.Code != 40005 {
			t.Errorf("a request of 26 MiB: %d %d, want 413 40005", got.Status, got.Code)
		}
	})
}

// Discord strips what stands around a text, and a reply names a message that is
// there.
func TestStripsAndReplies(t *testing.T) {
	in(t, discordfake.Config{}, func(a *app) {
		first := a.say(discordfake.Desk, "\n text \n", "1")
		if first.Content != "text" {
			t.Errorf("content %q, want it stripped", first.Content)
		}
		reply := func(nonce, to string, more object) answered {
			ref := with(object{"message_id": to}, more)
			return a.call("POST", "/channels/"+discordfake.Desk+"/messages", with(quiet("x"), object{"nonce": nonce, "enforce_nonce": true, "message_reference": ref}))
		}
		got := reply("2", first.ID, nil)
		if m, _ := a.fake.Message(got.ID); got.Status != 200 || m.Reply != first.ID {
			t.Errorf("a reply: %d %+v", got.Status, m)
		}
		if got := reply("3", "1", nil); got.Code != 50035 {
			t.Errorf("a reply to nothing: %d, want 50035", got.Code)
		}
		if got := reply("4", "1", object{"fail_if_not_exists": false}); got.Status != 200 {
			t.Errorf("a reply to what may be gone: %d, want 200", got.Status)
		}
		a.violations()
	})
}

// Roles add up, overwrites take and give, and the owner may do everything.
func TestOverwrites(t *testing.T) {
	in(t, discordfake.Config{AnyCommand: true}, func(a *app) {
		m := a.say(discordfake.Closed, "x", "1")
		a.call("PATCH", "/channels/"+discordfake.Closed+"/messages/"+m.ID, with(quiet("x"), rows(button(nil))))
		for user, sees := range map[string]bool{discordfake.Anna: false, discordfake.Ben: true, discordfake.Cara: false, discordfake.Owen: true} {
			if d := a.fake.Press(user, m.ID, "go"); (d.Refused == "") != sees {
				t.Errorf("user %s: %q, want them to see the channel: %t", user, d.Refused, sees)
			}
		}
		a.fake.SetRole(discordfake.Role{ID: discordfake.RoleApprovers, Guild: discordfake.GuildID, Permissions: discordfake.Administrator})
		if d := a.fake.Press(discordfake.Cara, m.ID, "go"); d.Refused != "" {
			t.Errorf("an administrator: %q", d.Refused)
		}
	})
}
