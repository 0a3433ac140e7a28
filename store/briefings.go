package store

import (
	"context"
	"fmt"
	"slices"

	"attache/briefings"
)

// Draft returns the draft of a briefing, or an error of kind NotFound.
func (s *Store) Draft(ctx context.Context, slug briefings.Slug) (briefings.Draft, error) {
	var r textRecord
	found, err := s.load(ctx, draftKey(slug), &r)
	if err != nil {
		return briefings.Draft{}, damaged(err, fmt.Sprintf("The draft of %q", slug))
	}
	if !found {
		return briefings.Draft{}, noDraft(slug)
	}
	return r.draft(), nil
}

// WakeDrafts returns a channel that is closed once a draft may have changed after
// the call. It may wake for nothing, and closes when the store does.
func (s *Store) WakeDrafts() <-chan struct{} { return s.db.Wake(draftPrefix) }

// Drafts returns all drafts in the order of their slugs, without damaged ones.
func (s *Store) Drafts(ctx context.Context) ([]briefings.Draft, error) {
	records, err := scanAll[textRecord](ctx, s, draftPrefix)
	drafts := make([]briefings.Draft, len(records))
	for i, r := range records {
		drafts[i] = r.draft()
	}
	return drafts, err
}

// Briefing returns a briefing, retired or not, or an error of kind NotFound.
func (s *Store) Briefing(ctx context.Context, slug briefings.Slug) (briefings.Briefing, error) {
	var r briefingRecord
	found, err := s.load(ctx, briefingKey(slug), &r)
	if err != nil {
		return briefings.Briefing{}, damaged(err, fmt.Sprintf("The briefing %q", slug))
	}
	if !found {
		return briefings.Briefing{}, noBriefing(slug)
	}
	return r.briefing(), nil
}

// Briefings returns all briefings, retired or not, in the order of their slugs
// and without damaged ones.
func (s *Store) Briefings(ctx context.Context) ([]briefings.Briefing, error) {
	records, err := scanAll[briefingRecord](ctx, s, briefingPrefix)
	all := make([]briefings.Briefing, len(records))
	for i, r := range records {
		all[i] = r.briefing()
	}
	return all, err
}

// Edition returns edition n of a briefing, or an error of kind NotFound.
func (s *Store) Edition(ctx context.Context, slug briefings.Slug, n int) (briefings.Edition, error) {
	var r textRecord
	found, err := s.load(ctx, editionKey(slug, n), &r)
	if err != nil {
		return briefings.Edition{}, damaged(err, fmt.Sprintf("Edition %d of %q", n, slug))
	}
	if !found {
		return briefings.Edition{}, briefings.Errorf(briefings.NotFound, "There is no edition %d of %q; see its newest one.", n, slug)
	}
	return r.edition(), nil
}

// Published returns the sources of the newest editions of all briefings in
// force, in the order of their IDs and without damaged ones. While nothing
// changes it costs one small read.
//
// The slice and the sources are shared: callers must not change them.
func (s *Store) Published(ctx context.Context) ([]*briefings.Source, error) {
	sources, _, err := s.published(ctx)
	return sources, err
}

// published returns also the change that the sources are in force at.
func (s *Store) published(ctx context.Context) ([]*briefings.Source, briefings.Seq, error) {
	seq, err := s.Seq(ctx)
	if err != nil {
		return nil, 0, err
	}
	for {
		s.mu.Lock()
		sources, at := s.inForce, s.inForceAt
		s.mu.Unlock()
		if sources != nil && at == seq {
			return sources, seq, nil
		}
		records, err := scanAll[briefingRecord](ctx, s, briefingPrefix)
		if err != nil {
			return nil, 0, err
		}
		var ids []briefings.SourceID
		for _, r := range records {
			if r.inForce() {
				ids = append(ids, r.Sources...)
			}
		}
		if sources, err = s.sources(ctx, ids); err != nil {
			return nil, 0, err
		}
		after, err := s.Seq(ctx)
		if err != nil {
			return nil, 0, err
		}
		if after != seq {
			seq = after
			continue
		}
		s.mu.Lock()
		s.inForce, s.inForceAt = append(make([]*briefings.Source, 0, len(sources)), sources...), seq
		s.mu.Unlock()
	}
}

func noDraft(slug briefings.Slug) error {
	return briefings.Errorf(briefings.NotFound, "There is no draft of %q; import a document first.", briefings.Shorten(string(slug), 70))
}

func noBriefing(slug briefings.Slug) error {
	return briefings.Errorf(briefings.NotFound, "There is no briefing %q; the topics command lists them.", briefings.Shorten(string(slug), 70))
}

// without returns the IDs that are in none of the records in force, except the
// record of the slug itself: what goes when that briefing stops using them.
func without(ids []briefings.SourceID, records []briefingRecord, slug briefings.Slug) []briefings.SourceID {
	used := make(map[briefings.SourceID]bool)
	for _, r := range records {
		if r.inForce() && r.Slug != slug {
			for _, id := range r.Sources {
				used[id] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id briefings.SourceID) bool { return used[id] })
}
