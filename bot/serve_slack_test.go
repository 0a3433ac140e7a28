package bot

import (
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"attache/briefings"
)

// inSlack returns settings in which everything about Slack is set.
func inSlack() Config {
	config := DefaultConfig()
	config.People.Owners = []briefings.PersonID{"console/local/maria", "slack/T1/U1", "slack/T1/U2"}
	config.Places = Places{Clearance: briefings.Amber, Direct: briefings.Red}
	config.Slack = Slack{
		BotToken: NewSecret("xoxb-none-such"), AppToken: NewSecret("xapp-none-such"), SigningSecret: NewSecret("none-such"),
		Mode: httpMode, Listen: ":3000", API: "http://127.0.0.1:1/api/", Roles: map[string]briefings.Role{"S1": briefings.Editor},
		External: true, Guests: true, Posts: 300, Ping: 3 * time.Second,
	}
	return config
}

// Every setting reaches the platform: one that is forgotten would be dead.
func TestSlackConfig(t *testing.T) {
	got := slackConfig(inSlack(), slog.New(slog.DiscardHandler))
	of := reflect.ValueOf(got)
	for i := range of.NumField() {
		name := of.Type().Field(i).Name
		if lent := slices.Contains([]string{"HTTPClient", "Dialer", "Shelf", "ChannelClearance", "Posted"}, name); of.Field(i).IsZero() && !lent {
			t.Errorf("%s is not set", name)
		}
	}
	if want := []string{"U1", "U2"}; !slices.Equal(got.Owners, want) {
		t.Errorf("the owners are %q, want %q", got.Owners, want)
	}
	if got.Clearance != briefings.Amber || got.DirectClearance != briefings.Red {
		t.Errorf("the clearances are %s and %s", got.Clearance, got.DirectClearance)
	}
	if string(got.BotToken) != "xoxb-none-such" || string(got.AppToken) != "xapp-none-such" || string(got.SigningSecret) != "none-such" {
		t.Error("the secrets are mixed up")
	}
}

// The process learns from Slack how it is, in words of its own.
func TestSlackReports(t *testing.T) {
	p, err := newSlack(inSlack(), nil, newDirectory(nil, nil), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	var r reporting = p
	if trouble := r.Trouble(); !strings.Contains(trouble, "Not connected") {
		t.Errorf("before it runs its trouble is %q", trouble)
	}
	counts := r.Counts()
	for _, name := range []string{"inbounds", "acks", "duplicates", "reconnects", "calls", "limited", "revoked"} {
		if _, ok := counts[name]; !ok {
			t.Errorf("%s is not counted: %v", name, counts)
		}
	}
}
