package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
	"attache/store"
	"attache/store/search"
)

// A pier is a platform that keeps what is posted, and lets a test say what goes
// wrong with the next attempts.
type pier struct {
	mu      sync.Mutex
	name    string
	posted  map[briefings.DeliveryID][]landed
	edits   map[string][]string                // what each message was changed into, by its ID
	next    []func(d briefings.Delivery) error // what goes wrong, in turn; an error of lands is after the effect
	blind   bool                               // it tells nobody what was posted
	again   time.Duration
	shut    string            // why nothing can be posted
	most    briefings.Marking // that is shown there; empty is TLP:GREEN
	told    []string
	calls   int
	tempo   time.Duration // between two posts
	latency time.Duration // of one post
}

// landed is a message that arrived.
type landed struct {
	at      time.Time
	thread  string
	payload string
	message string
}

// lands is an error after the effect.
type lands struct{ error }

func newPier() *pier {
	return &pier{name: "pier", posted: map[briefings.DeliveryID][]landed{}, edits: map[string][]string{}}
}

func (p *pier) Name() string { return p.name }

func (p *pier) Run(ctx context.Context, _ commands.Answer) error {
	<-ctx.Done()
	return nil
}

func (p *pier) Look(context.Context, briefings.Channel) (commands.ChannelFacts, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return commands.ChannelFacts{Clearance: cmp.Or(p.most, briefings.Green), Postable: p.shut == "", Why: p.shut}, nil
}

func (p *pier) Freeze(_ briefings.Delivery, parts []commands.Reply) ([][]byte, error) {
	var out [][]byte
	for _, part := range parts {
		text, err := json.Marshal(part.Text)
		if err != nil {
			return nil, err
		}
		out = append(out, text)
	}
	return out, nil
}

func (p *pier) Turn(ctx context.Context, _ briefings.Channel) error {
	if p.tempo == 0 {
		return nil
	}
	return intake.Sleep(ctx, p.tempo)
}

func (p *pier) Post(ctx context.Context, d briefings.Delivery, until intake.Deadline) (string, error) {
	if p.latency > 0 {
		if err := intake.Sleep(ctx, p.latency); err != nil {
			return "", err
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calls++
	if until.Passed() {
		return "", &intake.PostError{Fate: intake.NotSent, Err: intake.ErrTooLate}
	}
	var wrong error
	if len(p.next) > 0 {
		wrong = p.next[0](d)
		p.next = p.next[1:]
	}
	after, isAfter := wrong.(lands)
	if wrong != nil && !isAfter {
		return "", wrong
	}
	if got := p.posted[d.ID]; len(got) > 0 && p.again > 0 && time.Since(got[0].at) < p.again {
		return got[0].message, nil
	}
	if d.Amends != "" {
		p.edits[d.Amends] = append(p.edits[d.Amends], string(d.Payload))
		if isAfter {
			return "", after.error
		}
		return d.Amends, nil
	}
	m := landed{at: time.Now(), thread: d.Thread, payload: string(d.Payload), message: fmt.Sprintf("m%d", p.calls)}
	p.posted[d.ID] = append(p.posted[d.ID], m)
	if isAfter {
		return "", after.error
	}
	return m.message, nil
}

func (p *pier) Find(_ context.Context, d briefings.Delivery) (string, bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.blind {
		return "", false, &intake.PostError{Fate: intake.Refused, Code: "missing_scope"}
	}
	if got := p.posted[d.ID]; len(got) > 0 {
		return got[0].message, true, nil
	}
	return "", false, nil
}

func (p *pier) Idempotent() time.Duration { return p.again }

func (p *pier) Tell(_ context.Context, person briefings.PersonID, text string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.told = append(p.told, string(person)+": "+text)
	return nil
}

// shows makes its channels show up to a marking from now on.
func (p *pier) shows(m briefings.Marking) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.most = m
}

// fails makes the next attempts go wrong, in turn; nil is one that goes well.
func (p *pier) fails(wrong ...error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, err := range wrong {
		p.next = append(p.next, func(briefings.Delivery) error { return err })
	}
}

// counts returns how many messages there are, and how many of them more than one
// for their delivery.
func (p *pier) counts() (messages, twice int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, got := range p.posted {
		messages += len(got)
		twice += len(got) - 1
	}
	return messages, twice
}

// A harbour is a store with a scheduler and an outbox that post on a pier, in a
// bubble.
type harbour struct {
	t       *testing.T
	store   *store.Store
	pier    *pier
	parts   int // of each digest
	news    bool
	marking briefings.Marking // of each digest
	log     *quay
	ctx     context.Context
	cancel  context.CancelFunc
	done    sync.WaitGroup
}

// bubbleStart is when the clock of a bubble starts.
var bubbleStart = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

func openHarbour(t *testing.T) *harbour {
	t.Helper()
	st, err := store.Open(t.Context(), "mem", store.Options{Index: search.NewScan()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	h := &harbour{t: t, store: st, pier: newPier(), parts: 1, news: true, log: &quay{}}
	t.Cleanup(func() { h.stop() })
	return h
}

// subscribe makes a subscription of the rule that goes to so many channels.
func (h *harbour) subscribe(rule string, channels int, change func(*briefings.Subscription)) briefings.Subscription {
	h.t.Helper()
	sub := briefings.Subscription{Name: "Desk", By: "pier/w/owner", Timing: briefings.Timing{Rule: rule, Zone: "UTC"}, CatchUp: briefings.DefaultCatchUp}
	for i := range channels {
		sub.Targets = append(sub.Targets, briefings.Target{Channel: channelOf(i)})
	}
	if change != nil {
		change(&sub)
	}
	sub.Due, _ = sub.Next(time.Now())
	saved, err := h.store.SaveSubscription(h.t.Context(), sub, store.Stamp{By: sub.By, At: time.Now()})
	if err != nil {
		h.t.Fatal(err)
	}
	return saved
}

func channelOf(i int) briefings.Channel {
	return briefings.Channel{Platform: "pier", Workspace: "w", ID: fmt.Sprintf("c%d", i)}
}

// outbox returns an outbox of the harbour, as a process that has just started has it.
func (h *harbour) outbox() *outbox {
	log := slog.New(slog.NewTextHandler(h.log, nil))
	return newOutbox(h.store, func(_ context.Context, sub briefings.Subscription, d briefings.Delivery, _ commands.Place) ([]commands.Reply, error) {
		var parts []commands.Reply
		if d.About != "" {
			return []commands.Reply{{Text: d.About, Marking: briefings.Green, Citations: []commands.Citation{{Ref: briefings.PassageRef{Source: "S-0001", N: 1}}}}}, nil
		}
		for i := range h.parts {
			parts = append(parts, commands.Reply{Text: fmt.Sprintf("edition %d, changes %d-%d, part %d", d.Edition, d.From, d.To, i), Marking: h.marking})
		}
		return parts, nil
	}, log, h.pier)
}

func (h *harbour) scheduler() *scheduler {
	return &scheduler{store: h.store, log: slog.New(slog.NewTextHandler(h.log, nil)),
		changed: func(context.Context, briefings.Subscription, briefings.Seq, briefings.Seq) (bool, error) {
			return h.news, nil
		}}
}

// start runs a scheduler and an outbox, as a process does.
func (h *harbour) start() {
	h.run(h.scheduler().run, h.outbox().run, func(ctx context.Context) { spreads(ctx, h.store, slog.New(slog.NewTextHandler(h.log, nil))) })
}

// run runs what a process does until it is stopped.
func (h *harbour) run(all ...func(context.Context)) {
	h.ctx, h.cancel = context.WithCancel(h.t.Context())
	for _, do := range all {
		h.done.Go(func() { do(h.ctx) })
	}
}

// stop ends both, and returns when they have.
func (h *harbour) stop() {
	if h.cancel != nil {
		h.cancel()
		h.done.Wait()
	}
}

// states returns how often each state occurs among the deliveries of a subscription.
func (h *harbour) states(id briefings.SubscriptionID) map[briefings.DeliveryState]int {
	h.t.Helper()
	all, err := h.store.DeliveriesOf(h.t.Context(), id, 0)
	if err != nil {
		h.t.Fatal(err)
	}
	got := map[briefings.DeliveryState]int{}
	for _, d := range all {
		got[d.State]++
	}
	return got
}

// A quay is a log that many goroutines write.
type quay struct {
	mu  sync.Mutex
	out strings.Builder
}

func (q *quay) Write(p []byte) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.out.Write(p)
}

// String returns what was logged so far.
func (q *quay) String() string {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.out.String()
}
