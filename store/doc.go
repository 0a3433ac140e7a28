// Package store keeps sources, briefings and everything people do with them,
// and finds passages again.
//
// Three ideas carry it. Every write is one conditional commit, and what somebody
// does leaves an audit entry in it, so nothing happens half or unseen. Sources,
// editions, changes and audit entries are never rewritten. And whatever can be
// derived (the search index, decoded sources) follows the change log and may be
// thrown away.
//
// Keys are spelled in keys.go, stored forms in records.go, and old forms are
// brought up to date in migrate.go. The package does not read documents, judge
// who may do what, or compose answers.
package store
