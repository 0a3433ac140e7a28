package bot

import (
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/briefings"
	"attache/store"
	"attache/store/search"
)

// onDiscord returns settings in which everything about Discord is set.
func onDiscord() Config {
	config := DefaultConfig()
	config.People.Owners = []briefings.PersonID{"console/local/maria", "discord/900000000000000001/900000000000000010", "slack/T1/U1"}
	config.Places = Places{Clearance: briefings.Amber, Direct: briefings.Red}
	config.Discord = Discord{
		Token: NewSecret("none-such.none-such.none"), PublicKey: NewSecret(strings.Repeat("0123456789abcdef", 4)),
		Mode: httpMode, Listen: ":3001", API: "http://127.0.0.1:1/api/v10", Render: embedsDrawn,
		Servers: []string{"900000000000000001"}, Roles: map[string]briefings.Role{"900000000000000003": briefings.Editor},
	}
	return config
}

// Every setting reaches the platform: one that is forgotten would be dead.
func TestDiscordConfig(t *testing.T) {
	got := discordConfig(onDiscord(), slog.New(slog.DiscardHandler))
	of := reflect.ValueOf(got)
	for i := range of.NumField() {
		name := of.Type().Field(i).Name
		lent := slices.Contains([]string{"HTTPClient", "Dialer", "Ledger", "Shelf", "ChannelClearance", "Posted"}, name)
		if of.Field(i).IsZero() && !lent {
			t.Errorf("%s is not set", name)
		}
	}
	if want := []string{"900000000000000010"}; !slices.Equal(got.Owners, want) {
		t.Errorf("the owners are %q, want %q", got.Owners, want)
	}
	if got.Clearance != briefings.Amber || got.DirectClearance != briefings.Red {
		t.Errorf("the clearances are %s and %s", got.Clearance, got.DirectClearance)
	}
	if string(got.Token) != "none-such.none-such.none" || !strings.HasPrefix(got.PublicKey, "0123") {
		t.Error("token and key are mixed up")
	}
}

// The process learns from Discord how it is, in words of its own.
func TestDiscordReports(t *testing.T) {
	p, err := newDiscord(onDiscord(), nil, newDirectory(nil, nil), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	var r reporting = p
	if trouble := r.Trouble(); !strings.Contains(trouble, "Not connected") {
		t.Errorf("before it runs its trouble is %q", trouble)
	}
	counts := r.Counts()
	for _, name := range []string{"inbounds", "acks", "duplicates", "identifies", "resumes", "calls", "limited", "invalid", "revoked"} {
		if _, ok := counts[name]; !ok {
			t.Errorf("%s is not counted: %v", name, counts)
		}
	}
}

// inMemory runs a test in virtual time on a store in memory.
func inMemory(t *testing.T, test func(t *testing.T, st *store.Store)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		st, err := store.Open(t.Context(), "mem", store.Options{Index: search.NewScan()})
		if err != nil {
			t.Fatal(err)
		}
		defer st.Close()
		test(t, st)
	})
}

// The sessions of a day are counted in the store, so that another process counts
// on. What a wrong clock has noted counts for nothing.
func TestLedger(t *testing.T) {
	inMemory(t, func(t *testing.T, st *store.Store) {
		opened := func() int {
			all, err := ledger{st}.Opened(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return len(all)
		}
		note := func(at time.Time) {
			if err := (ledger{st}).Note(t.Context(), at); err != nil {
				t.Fatal(err)
			}
		}
		for range 3 {
			note(time.Now())
			time.Sleep(time.Hour)
		}
		if n := opened(); n != 3 {
			t.Errorf("%d sessions were opened, want 3", n)
		}
		time.Sleep(21*time.Hour + time.Minute)
		if n := opened(); n != 2 {
			t.Errorf("after a day %d sessions count, want 2", n)
		}
		note(time.Now().AddDate(40, 0, 0))
		if n := opened(); n != 0 {
			t.Errorf("%d sessions of a wrong clock count", n)
		}
	})
}

// What a button could not hold is found again.
func TestShelf(t *testing.T) {
	inMemory(t, func(t *testing.T, st *store.Store) {
		if _, ok, err := (shelf{st}).Get(t.Context(), "K1"); ok || err != nil {
			t.Errorf("found what nobody put there: %t, %v", ok, err)
		}
		if err := (shelf{st}).Put(t.Context(), "K1", "find query:levy"); err != nil {
			t.Fatal(err)
		}
		if text, ok, err := (shelf{st}).Get(t.Context(), "K1"); text != "find query:levy" || !ok || err != nil {
			t.Errorf("found %q, %t, %v", text, ok, err)
		}
	})
}
