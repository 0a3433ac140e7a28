package slack

import (
	"context"
	"encoding/json"
	"testing"
)

func TestTyped(t *testing.T) {
	for _, test := range []struct{ text, bot, want string }{
		{"<@U1> who pays?", "U1", "who pays?"},
		{"<@U1> who pays?", "", "who pays?"},
		{"hey <@U1>, what of <@U2|ben> in <#C1|desk>?", "U1", "hey , what of @U2 in #desk?"},
		{"<@U2> asks <@U1>", "U1", "@U2 asks"},
		{"what of <https://example.org/a?b&amp;c|this>?", "U1", "what of https://example.org/a?b&c?"},
		{"&lt;!channel&gt; &amp;amp; <!channel> <!subteam^S1|@desk>", noBot, "<!channel> &amp;  desk"},
		{"ask <@U9> topic:&quot;port fees&quot;", noBot, `ask @U9 topic:"port fees"`},
		{"<", noBot, "<"},
		{"", "", ""},
	} {
		if got := typed(test.text, test.bot); got != test.want {
			t.Errorf("%q is typed as %q, want %q", test.text, got, test.want)
		}
	}
}

// No payload, however odd, breaks a door, and what it acknowledges can be
// encoded.
func FuzzDoors(f *testing.F) {
	for _, seed := range []string{
		`{}`, `[]`, `null`, `{"type":"block_actions","actions":[{}]}`, `{"type":"block_actions","actions":[null],"user":{"id":"U"}}`,
		`{"type":"view_submission","view":{"callback_id":"verb.find","state":{"values":{"find.query":{"value.query":{"value":"x"}}}}},"user":{"id":"U"}}`,
		`{"type":"view_submission","view":{"callback_id":"verb.gone"}}`, `{"type":"block_suggestion","action_id":"complete.source.of","view":{},"value":"x"}`,
		`{"type":"message_action","callback_id":"check","message":{"text":1}}`, `{"event":{"type":"message","user":7}}`, `{"command":"/brief","text":"find"}`,
	} {
		f.Add(seed)
	}
	p := openPlatform(f, Config{})
	f.Fuzz(func(t *testing.T, payload string) {
		for _, kind := range []string{kindCommand, kindAction, kindEvent, kindOptions, "new"} {
			ack, _ := p.doors()(inbound{Kind: kind, Payload: json.RawMessage(payload)})
			if _, err := json.Marshal(ack); err != nil {
				t.Errorf("%s: %v", kind, err)
			}
		}
	})
	p.room.Close(0)
}

// A field of an unexpected shape costs that field, not the whole payload.
func TestOddField(t *testing.T) {
	p := openPlatform(t, Config{})
	payload := `{"command":"/brief","text":"topics","enterprise_id":7,"user_id":"U","team_id":"T","channel_id":"C"}`
	var work func(context.Context)
	if _, work = p.doors()(inbound{Kind: kindCommand, Payload: json.RawMessage(payload)}); work == nil {
		t.Error("a command with one odd field is dropped")
	}
}
