package bot

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"attache/briefings"
	"attache/store"
	"attache/store/search"
)

var long = flag.Bool("long", false, "kill and pause the process that delivers for as long as it takes to be sure")

// A course is one run of the driver.
type course struct {
	platform   string // slack or discord
	strategy   string // how the child delivers
	deliveries int
	kills      int // at least so many, while anything is left to do
	pauses     int
	seed       uint64
}

// The strategies of a child: the outbox as it is, and those that are to be convicted.
const (
	exactly      = "exactly"
	postThenMark = "post, then mark"
	markThenPost = "mark, then post"
	hasty        = "no quarantine"
)

// A tally is what the platform's side counts.
type tally struct {
	messages, duplicates, lost, stuck, parked int
	kills, pauses                             int
	took                                      time.Duration
}

func (c tally) String() string {
	return fmt.Sprintf("%d messages after %d kills and %d pauses in %v: %d duplicates, %d lost, %d stuck, %d parked",
		c.messages, c.kills, c.pauses, c.took.Round(time.Second), c.duplicates, c.lost, c.stuck, c.parked)
}

// TestDeliveryUnderKills kills and pauses the process that delivers at random
// moments, while the platform drops, delays and repeats what it likes, and counts
// the messages on the platform's side. The same driver convicts the ways of
// delivering that are not good enough.
func TestDeliveryUnderKills(t *testing.T) {
	if testing.Short() {
		t.Skip("no processes are killed in short runs")
	}
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be paused here")
	}
	seed := uint64(time.Now().UnixNano())
	n, kills, pauses := 400, 5, 2
	if *long {
		n, kills, pauses = 10_000, 150, 50
	}
	for _, platform := range []string{"slack", "discord"} {
		t.Run(platform, func(t *testing.T) {
			n := n
			if platform == "discord" && !*long {
				n /= 2 // it takes longer to begin after each kill
			}
			got := course{platform, exactly, n, kills, pauses, seed}.run(t)
			if got.duplicates != 0 || got.lost != 0 || got.stuck != 0 || got.parked != 0 || got.kills < kills || got.pauses < pauses {
				t.Errorf("%v", got)
			}
		})
	}
	for _, c := range []struct {
		strategy string
		guilty   func(tally) bool
	}{
		{postThenMark, func(c tally) bool { return c.duplicates*100 >= 5*c.messages }},
		{markThenPost, func(c tally) bool { return c.lost*100 >= 2*c.messages }},
		{hasty, func(c tally) bool { return c.duplicates*100 >= c.messages }},
	} {
		t.Run("control/"+c.strategy, func(t *testing.T) {
			if got := (course{"slack", c.strategy, 400, 4, 1, seed}).run(t); !c.guilty(got) {
				t.Errorf("not convicted: %v", got)
			}
		})
	}
}

// run plans the deliveries, lets children deliver them, and counts.
func (c course) run(t *testing.T) tally {
	t.Helper()
	t.Logf("seed %d", c.seed)
	rng := rand.New(rand.NewPCG(c.seed, uint64(c.deliveries)))
	quayside := landing(t, c.platform, rng, c.deliveries)
	path := filepath.Join(t.TempDir(), "attache.db")
	id := planAll(t, path, quayside.channels(), c.deliveries)
	job := courier{Store: "bolt:" + path, API: quayside.api(), Platform: c.platform, Strategy: c.strategy, Journal: filepath.Join(t.TempDir(), "journal")}
	start := time.Now()
	got := c.harass(t, job, rng)
	quayside.settle()
	c.count(t, &got, job, id, quayside.arrived())
	got.took = time.Since(start)
	t.Log(c.strategy, "on", c.platform, got)
	return got
}

// harass starts a child again and again, and kills or pauses it at random, until
// one has nothing left to do.
func (c course) harass(t *testing.T, job courier, rng *rand.Rand) (got tally) {
	t.Helper()
	var child *exec.Cmd
	var ended chan error
	deadline := time.Now().Add(time.Duration(c.deliveries)*150*time.Millisecond + 4*time.Minute)
	for time.Now().Before(deadline) {
		if child == nil {
			child, ended = job.start(t)
		}
		timer := time.NewTimer(c.least() + upTo(rng, c.spread()))
		select {
		case err := <-ended:
			timer.Stop()
			if err != nil {
				t.Fatalf("a child ended with %v", err)
			}
			return got
		case <-timer.C:
		}
		if got.pauses*c.kills < got.kills*c.pauses {
			child.Process.Signal(syscall.SIGSTOP)
			<-time.After(courierQuarantine + upTo(rng, 1200*time.Millisecond))
			child.Process.Signal(syscall.SIGCONT)
			got.pauses++
			continue
		}
		if child.Process.Kill() == nil {
			got.kills++
		}
		<-ended
		child = nil
	}
	if child != nil {
		child.Process.Kill()
		<-ended
	}
	t.Errorf("not done after %v", time.Until(deadline))
	return got
}

// least is how long a child is left alone at least: until it has begun to post.
func (c course) least() time.Duration {
	if c.platform == "discord" {
		return 700 * time.Millisecond // it asks first for the channels of the server and what it may do there
	}
	return 200 * time.Millisecond
}

// spread is how much longer than the least a child is left alone at most. Discord
// takes two calls for a digest and bounds all calls together, so that in a long run
// children that are killed at once would never come to an end.
func (c course) spread() time.Duration {
	if c.platform == "discord" && *long {
		return 5 * time.Second
	}
	return 1200 * time.Millisecond
}

// count compares what the store says with what arrived.
func (c course) count(t *testing.T, got *tally, job courier, id briefings.SubscriptionID, arrived map[briefings.DeliveryID][]time.Time) {
	t.Helper()
	st, err := store.Open(t.Context(), job.Store, store.Options{Index: search.NewScan()})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	all, err := st.DeliveriesOf(t.Context(), id, 0)
	if err != nil {
		t.Fatal(err)
	}
	known := map[briefings.DeliveryID]bool{}
	for _, d := range all {
		n := len(arrived[d.ID])
		known[d.ID] = true
		got.messages += n
		got.duplicates += max(n-1, 0)
		if n > 1 && c.strategy == exactly {
			t.Logf("%v: %+v\n%s", arrived[d.ID], d, job.journalOf(t, d.ID))
		}
		switch {
		case d.State.Open():
			got.stuck++
		case d.State == briefings.Parked:
			got.parked++
		case n == 0:
			got.lost++
			if c.strategy == exactly {
				t.Logf("lost: %+v\n%s", d, job.journalOf(t, d.ID))
			}
		}
	}
	for id, at := range arrived {
		if !known[id] {
			t.Errorf("%d messages of a delivery %s that nobody knows", len(at), id)
		}
	}
	if problems, err := st.Verify(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("the store after it all: %v, %v", problems, err)
	}
}

// planAll makes a store with so many deliveries, spread over the channels.
func planAll(t *testing.T, path string, channels []briefings.Channel, n int) briefings.SubscriptionID {
	t.Helper()
	st, err := store.Open(t.Context(), "bolt:"+path, store.Options{Index: search.NewScan()})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	sub := briefings.Subscription{Name: "Desk", By: "slack/T/U", Timing: briefings.Timing{Rule: "daily 09:00", Zone: "UTC"}, CatchUp: briefings.MaxCatchUp}
	for _, ch := range channels {
		sub.Targets = append(sub.Targets, briefings.Target{Channel: ch})
	}
	sub, err = st.SaveSubscription(t.Context(), sub, store.Stamp{At: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	var batch []briefings.Delivery
	for i := range n {
		// The slots lie ahead, so that no delivery counts as late; NotBefore alone
		// says when it is due.
		slot, ch := time.Now().Add(24*time.Hour+time.Duration(i)*time.Second).Truncate(time.Second), channels[i%len(channels)]
		batch = append(batch, briefings.Delivery{ID: briefings.NewDeliveryID(sub.ID, slot, ch, 0), Subscription: sub.ID, Slot: slot, Channel: ch,
			Edition: i + 1, State: briefings.Planned, NotBefore: time.Now()})
		if len(batch) == 25 || i == n-1 {
			if _, err := st.Move(t.Context(), batch...); err != nil {
				t.Fatal(err)
			}
			batch = batch[:0]
		}
	}
	return sub.ID
}

// A courier is what a child is told.
type courier struct {
	Store, API, Platform, Strategy string
	Journal                        string // the file in which the children note what they do
}

// courierVariable holds a courier for the child.
const courierVariable = "ATTACHE_TEST_COURIER"

// start starts a child. What it ends with comes through the channel.
func (j courier) start(t *testing.T) (*exec.Cmd, chan error) {
	t.Helper()
	told, err := json.Marshal(j)
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(os.Args[0], "-test.run=^TestCourier$", "-test.timeout=30m")
	child.Env = append(os.Environ(), courierVariable+"="+string(told))
	out := &quay{}
	child.Stdout, child.Stderr = out, out
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		err := child.Wait()
		if err != nil && child.ProcessState.ExitCode() > 0 {
			err = fmt.Errorf("%w:\n%s", err, out)
		}
		ended <- err
	}()
	return child, ended
}
