package bot

import (
	"testing"
	"testing/synctest"
	"time"

	"attache/briefings"
	"attache/store"
)

// What is set for a channel holds at once, with whichever desk it was set, and
// what is taken back is not held on to.
func TestClearances(t *testing.T) {
	inHarbour(t, func(t *testing.T, h *harbour) {
		set := func(now briefings.ChannelSettings) briefings.ChannelSettings {
			t.Helper()
			kept, err := h.store.SaveChannelSettings(t.Context(), now, store.Stamp{By: "pier/w/owner", At: time.Now()})
			if err != nil {
				t.Fatal(err)
			}
			return kept
		}
		first := set(briefings.ChannelSettings{Channel: channelOf(0), Clearance: briefings.Clear})
		c, err := newClearances(t.Context(), h.store, quietLog(t.Output()))
		if err != nil {
			t.Fatal(err)
		}
		if m, ok := c.of(channelOf(0)); !ok || m != briefings.Clear {
			t.Errorf("before anything is followed the channel shows up to %q, %v", m, ok)
		}
		defer c.kept(t.Context())()
		synctest.Wait()
		set(briefings.ChannelSettings{Channel: channelOf(1), Clearance: briefings.Red})
		first.Clearance = ""
		set(first)
		synctest.Wait()
		if _, ok := c.of(channelOf(0)); ok {
			t.Error("what was taken back still holds")
		}
		if m, ok := c.of(channelOf(1)); !ok || m != briefings.Red {
			t.Errorf("what was set meanwhile is %q, %v", m, ok)
		}
		var none directory
		if _, ok := none.channelClearance(channelOf(1)); ok {
			t.Error("where nothing is kept something is set")
		}
	})
}
