package store

import (
	"context"

	"attache/briefings"
	"attache/store/kv"
)

// Plan keeps what a subscription owes for a time due together with the
// subscription as it is afterwards: its new Due, Seen and Edition. Owed are the
// new deliveries; one whose ID is kept already is left alone, whatever has come
// of it. Superseded are open deliveries that those take the place of, each at
// the Rev at which it was read; one that is among the owed is left alone too.
//
// It is a mistake of kind Conflict when somebody has changed the subscription or
// one of the superseded since, and of kind NotFound when the subscription is
// gone. Who meets Conflict reads both again and plans anew. The audit gets no
// entry.
//
// It is one commit where one can hold it: for 17 channels with something to
// supersede in each, or 31 with nothing. More take several, and the subscription
// goes into the last one. Until then it is due as before: who plans again, for
// the same slot, finds those that are kept and adds the others. A later slot
// must build upon them, so in a channel whose newest delivery reaches beyond
// Seen of the subscription, the next one has to start where that one ends. What
// is owed in a channel is always in one commit with what it supersedes there.
func (s *Store) Plan(ctx context.Context, sub briefings.Subscription, owed, superseded []briefings.Delivery) error {
	steps, err := planSteps(sub.ID, owed, superseded)
	if err != nil {
		return err
	}
	now, commits := subscriptionRecordOf(sub), divide(steps)
	for i, steps := range commits {
		err := s.write(ctx, Stamp{}, func(t *tx) error {
			t.own = true
			was, err := t.subscription(sub.ID, sub.Rev)
			if err != nil {
				return err
			}
			if i == len(commits)-1 {
				t.putSubscription(was, now)
			}
			for _, step := range steps {
				if err := t.plan(step); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// A planStep is one delivery of a plan.
type planStep struct {
	delivery deliveryRecord
	owed     bool   // it is new; otherwise it is superseded
	rev      uint64 // at which the superseded one has to be
}

// The operations of a batch that are needed at most: for a subscription that is
// a condition, a put, and a drop and a put for when it is due.
const (
	advanceOps   = 4
	owedOps      = 4
	supersedeOps = 3
)

func (s planStep) ops() int {
	if s.owed {
		return owedOps
	}
	return supersedeOps
}

// planSteps returns the steps of a plan, those of one channel in a group.
func planSteps(sub briefings.SubscriptionID, owed, superseded []briefings.Delivery) ([][]planStep, error) {
	var groups [][]planStep
	place, mine := map[briefings.Channel]int{}, map[briefings.DeliveryID]bool{}
	add := func(d briefings.Delivery, owed bool) error {
		r, err := deliveryRecordOf(d)
		if err != nil {
			return err
		}
		if d.Subscription != sub {
			return briefings.Errorf(briefings.Invalid, "The delivery %s is one of %s, not of %s.", d.ID, d.Subscription, sub)
		}
		i, known := place[d.Channel]
		if !known {
			i, place[d.Channel] = len(groups), len(groups)
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], planStep{delivery: r, owed: owed, rev: d.Rev})
		return nil
	}
	for _, d := range owed {
		mine[d.ID] = true
		if err := add(d, true); err != nil {
			return nil, err
		}
	}
	for _, d := range superseded {
		if mine[d.ID] {
			continue
		}
		if err := add(d, false); err != nil {
			return nil, err
		}
	}
	return groups, nil
}

// divide returns the steps of each commit, at least one: groups stay together
// where a commit can hold one.
func divide(groups [][]planStep) [][]planStep {
	commits, used := [][]planStep{nil}, advanceOps
	next := func(ops int) {
		if used+ops > kv.MaxOps && used > advanceOps {
			commits, used = append(commits, nil), advanceOps
		}
	}
	for _, group := range groups {
		total := 0
		for _, step := range group {
			total += step.ops()
		}
		next(total)
		for _, step := range group {
			next(step.ops())
			commits[len(commits)-1] = append(commits[len(commits)-1], step)
			used += step.ops()
		}
	}
	return commits
}

// plan does one step of a plan.
func (t *tx) plan(step planStep) error {
	if !step.owed {
		return t.moveDelivery(step.delivery, step.rev)
	}
	found, err := t.get(deliveryKey(step.delivery.ID), new(deliveryRecord))
	if err != nil {
		return damaged(err, "The delivery "+string(step.delivery.ID))
	}
	if !found {
		t.putDelivery(deliveryRecord{}, step.delivery)
	}
	return nil
}
