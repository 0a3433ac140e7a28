package discord

import (
	"context"
	"crypto/ed25519"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/discord/discordfake"
)

// FuzzFrames sends one frame of any content: nothing breaks, and a command
// afterwards is answered, be it on another connection or in another session.
func FuzzFrames(f *testing.F) {
	for _, seed := range []string{"", "{", "null", "[]", `{"op":null}`, `{"op":1}`, `{"op":7}`, `{"op":9,"d":true}`, `{"op":9,"d":false}`,
		`{"op":9,"d":"x"}`, `{"op":10,"d":{"heartbeat_interval":0}}`, `{"op":11}`, `{"op":-1}`, `{"op":1e3}`,
		`{"op":0,"t":"READY","s":9223372036854775807,"d":{"session_id":"x","resume_gateway_url":"ws://elsewhere"}}`,
		`{"op":0,"t":"READY","s":-1,"d":{"session_id":"x","resume_gateway_url":"\u0000"}}`, `{"op":0,"t":"READY","d":[]}`,
		`{"op":0,"t":"RESUMED","s":3}`, `{"op":0,"t":"GUILD_CREATE","s":3,"d":{"id":7,"features":{}}}`, `{"op":0,"t":"GUILD_UPDATE","d":null}`,
		`{"op":0,"t":"GUILD_DELETE","d":{"id":"1200000000000000001"}}`, `{"op":0,"t":"GUILD_DELETE","d":{"id":{},"unavailable":7}}`,
		`{"op":0,"t":"INTERACTION_CREATE","d":{"id":"1","token":"x","type":2}}`,
		`{"op":0,"t":"INTERACTION_CREATE","d":{"id":"/../..","token":"/","type":3,"member":7,"user":[],"data":0}}`,
		`{"op":0,"t":"INTERACTION_CREATE","d":{"id":"-1","token":"x","type":5,"data":{"components":[{"component":{}}]}}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		if len(frame) > 4096 {
			t.Skip("the size of a frame has a test of its own")
		}
		synctest.Test(t, func(t *testing.T) {
			k := &cable{fake: discordfake.New(discordfake.Config{AnyCommand: true}), log: &diary{}, done: make(chan struct{})}
			defer k.fake.Close()
			k.p = openPlatform(t, cabled(k.fake, k.log))
			k.p.answer = (&counter{}).answer
			ctx, cancel := context.WithCancel(t.Context())
			go func() {
				defer close(k.done)
				k.p.connect(ctx, k.p.doors())
				k.p.room.Close(0)
			}()
			defer func() {
				cancel()
				<-k.done
			}()
			time.Sleep(2 * time.Minute)
			k.fake.Raw(0, frame)
			time.Sleep(3 * time.Minute)
			if m := k.p.Metrics(); m.Broken != 0 || !k.p.Health().Connected {
				t.Errorf("health %+v, %+v", k.p.Health(), m)
			}
			if r := k.ask().Wait(); !r.OK {
				t.Errorf("a command afterwards got %+v", r)
			}
		})
	})
}

// FuzzVerify shows that nothing but what was signed is taken for it.
func FuzzVerify(f *testing.F) {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	public, now := key.Public().(ed25519.PublicKey), time.Unix(1764000000, 0)
	f.Add("1764000000", "00", []byte("{}"))
	f.Add("1764000000.5", "zz", []byte(nil))
	f.Add("", "", []byte("{}"))
	f.Fuzz(func(t *testing.T, stamp, signature string, body []byte) {
		header := http.Header{stampHeader: {stamp}, signatureHeader: {signature}}
		if verify(public, header, body, now) == nil {
			t.Errorf("%q and %q sign %q", stamp, signature, body)
		}
	})
}

// FuzzInbound reads any payload as an interaction.
func FuzzInbound(f *testing.F) {
	f.Add([]byte(`{"id":"1","token":"t","type":2,"member":{"user":{"id":"7"}}}`))
	f.Add([]byte(`{"id":1,"token":[],"type":"2"}`))
	f.Add([]byte(` [`))
	f.Fuzz(func(t *testing.T, payload []byte) {
		in, h, err := inboundOf(payload, time.Now())
		if err == nil && (in.ID == "" || in.Token == "" || in.Type == 0) {
			t.Errorf("%q is read as %+v of %q", payload, in, h.who())
		}
		var a ages
		a.late(in.ID, in.Received, true)
		a.late(in.ID, in.Received, false)
	})
}
