package slackfake_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/slack/slackfake"
)

// A late call is cut off, and its message comes all the same.
func TestLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := slackfake.New(slackfake.Config{})
		defer fake.Close()
		fake.Inject(slackfake.Fault{Method: "chat.postMessage", Late: 400 * time.Millisecond})
		req, err := http.NewRequest(http.MethodPost, fake.API()+"chat.postMessage", strings.NewReader(`{"channel":"C_DESK","text":"late","unfurl_links":false,"unfurl_media":false}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json; charset=utf-8")
		req.Header.Set("Authorization", "Bearer "+slackfake.BotToken)
		if resp, err := fake.HTTPClient().Do(req); err == nil {
			resp.Body.Close()
			t.Error("the call was answered")
		}
		if n := len(fake.Messages("C_DESK")); n != 0 {
			t.Errorf("%d messages at once", n)
		}
		time.Sleep(400 * time.Millisecond)
		synctest.Wait()
		if n := len(fake.Messages("C_DESK")); n != 1 {
			t.Errorf("%d messages in the end", n)
		}
		fake.HTTPClient().CloseIdleConnections()
	})
}
