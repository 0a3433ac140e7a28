package discord

import (
	"net/url"
	"testing"
)

// The invitation adds bot and commands, and asks for no right that manages,
// mentions everybody or reads along.
func TestInvite(t *testing.T) {
	u, err := url.Parse(Invite("900000000000000100"))
	if err != nil || u.Scheme != "https" || u.Host != "discord.com" || u.Path != "/oauth2/authorize" {
		t.Fatalf("the address is %s, %v", u, err)
	}
	q := u.Query()
	if q.Get("client_id") != "900000000000000100" || q.Get("scope") != "bot applications.commands" || q.Get("permissions") != "274877959168" {
		t.Errorf("it asks for %v", q)
	}
	for name, right := range map[string]int64{"administrator": 1 << 3, "manage server": 1 << 5, "manage messages": 1 << 13, "mention everyone": 1 << 17, "message history": 1 << 16} {
		if neededRights&right != 0 {
			t.Errorf("it asks for the right %q", name)
		}
	}
}
