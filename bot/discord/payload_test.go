package discord

import (
	"encoding/json"
	"fmt"
	"testing"
)

// Whatever a payload is, it is read as far as it goes, and a door decides about it.
func TestOddPayloads(t *testing.T) {
	p := openPlatform(t, Config{Servers: []string{"1"}})
	for _, payload := range []string{
		`{}`, `[]`, `null`, `7`, `{`, `{"data":[]}`, `{"data":{"options":{}}}`, `{"member":7,"user":{"id":"9"},"data":{"name":"brief","options":[{"name":"ask","options":[{"name":"question","value":{}}]}]}}`,
		`{"user":{"id":"9"},"context":"x","channel":{"type":"x"},"data":{"custom_id":"run.0:topics","values":[null]}}`,
		`{"user":{"id":"9"},"data":{"custom_id":"open.1:find?%zz"}}`, `{"user":{"id":"9"},"data":{"custom_id":"form.1:find","components":7}}`,
		`{"user":{"id":"9"},"data":{"name":"Check against briefings","type":3,"target_id":"1","resolved":{"messages":{"1":{"content":7,"embeds":"x"}}}}}`,
		`{"guild_id":"1","app_permissions":"many","member":{"user":{"id":"9"},"permissions":-1},"data":{"custom_id":"share.0:topics"}}`,
	} {
		for kind := typeCommand; kind <= typeModal; kind++ {
			r := p.doors()(inbound{ID: fmt.Sprint(kind), Type: kind, Payload: json.RawMessage(payload)})
			if r.Now == nil && r.Work == nil {
				t.Errorf("type %d, %s: nothing is done", kind, payload)
			}
			if kind == typeAutocomplete && (r.Now == nil || r.Now.Type != responseChoices) {
				t.Errorf("%s: completed with %+v", payload, r.Now)
			}
		}
	}
}

// FuzzDoors holds the doors to deciding about any payload.
func FuzzDoors(f *testing.F) {
	f.Add(2, []byte(`{"user":{"id":"9"},"data":{"name":"brief","options":[{"name":"ask","options":[{"name":"question","value":"x"}]}]}}`))
	f.Add(3, []byte(`{"user":{"id":"9"},"data":{"custom_id":"open.1:find?query=x"}}`))
	f.Add(4, []byte(`{"member":{"user":{"id":"9"}},"guild_id":"1","data":{"options":[{"name":"ask","options":[{"name":"source","focused":true,"value":"x"}]}]}}`))
	f.Add(5, []byte(`{"user":{"id":"9"},"data":{"custom_id":"form.2:find?query=x","components":[{"type":18,"component":{"type":4,"custom_id":"since","value":"2024"}}]}}`))
	p := openPlatform(f, Config{Servers: []string{"1"}})
	f.Fuzz(func(t *testing.T, kind int, payload []byte) {
		if r := p.doors()(inbound{ID: "1", Type: kind, Payload: payload}); r.Now == nil && r.Work == nil {
			t.Error("nothing is done")
		}
	})
}

// Permissions are read as Discord writes them; what is not said allows, what
// cannot be read does not.
func TestPermissions(t *testing.T) {
	for text, want := range map[string]bool{`"3072"`: true, `3072`: true, `"8"`: true, `"1024"`: false, `"x"`: false, `-1`: false, `"18446744073709551616"`: false} {
		var of struct{ May *permissions }
		if err := json.Unmarshal([]byte(`{"May":`+text+`}`), &of); err != nil {
			t.Fatal(err)
		}
		if got := of.May.has(mayView | maySend); got != want {
			t.Errorf("%s allows: %t", text, got)
		}
	}
	var unsaid *permissions
	if !unsaid.has(maySend) {
		t.Error("what is not said forbids")
	}
}

// Where something was done decides how it is answered.
func TestWhere(t *testing.T) {
	own, other := inDirect, 2
	for name, test := range map[string]struct {
		i         interaction
		direct    bool
		bot, mine bool // the bot may post there; the person may
	}{
		"server":          {interaction{GuildID: "1", Owners: map[string]string{"0": "1"}}, false, true, true},
		"brought along":   {interaction{GuildID: "1", Owners: map[string]string{"1": "9"}}, false, false, true},
		"own":             {interaction{Context: &own, Owners: map[string]string{"0": "0"}}, true, false, true},
		"among others":    {interaction{Context: &other, Channel: channelPayload{Type: channelDirect}}, false, false, true},
		"unsaid, own":     {interaction{Channel: channelPayload{Type: channelDirect}}, true, false, true},
		"unsaid, of two":  {interaction{Channel: channelPayload{Type: channelDirect}, Owners: map[string]string{"1": "9"}}, false, false, true},
		"silenced":        {interaction{GuildID: "1", Member: &memberPayload{May: allows(mayView)}}, false, true, false},
		"bot silenced":    {interaction{GuildID: "1", May: allows(mayView)}, false, false, true},
		"thread":          {interaction{GuildID: "1", Channel: channelPayload{Type: 11}, May: allows(mayView | maySend)}, false, false, true},
		"thread, allowed": {interaction{GuildID: "1", Channel: channelPayload{Type: 11}, May: allows(mayView | maySendInThreads)}, false, true, true},
	} {
		bot, person := test.i.sendsInto()
		if got := test.i.direct(); got != test.direct || bot != test.bot || person != test.mine {
			t.Errorf("%s: direct %t, the bot posts %t, the person %t", name, got, bot, person)
		}
	}
}

func allows(all permissions) *permissions { return &all }
