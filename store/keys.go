package store

import (
	"fmt"
	"strings"

	"attache/briefings"
)

// The keys, flat text and the same bytes in every engine. Numbers have leading
// zeros so that byte order is number order.
//
//	meta/schema           version of the stored forms, and the store's identity
//	meta/seq              last number of the change log
//	meta/audit            number and hash of the last audit entry
//	meta/sources          how many source IDs have been given
//	meta/loading          present while a dump is being loaded
//	source/<id>           a source without its body; it makes the source visible
//	source/<id>/<part>    its body, compressed, in parts of at most 512 KiB
//	digest/<sha256>       the source with that digest
//	briefing/<slug>       a briefing and the sources of its newest edition
//	edition/<slug>/<n>    never rewritten
//	draft/<slug>
//	change/<seq>          never rewritten; the index and the digests follow it
//	person/<platform>/<workspace>/<id>
//	answer/<id>           what was asked and cited, for later references
//	meter/<name>          when the process itself did what is rationed
//	text/<key>            what did not fit on a button
//	audit/<seq>           never rewritten; each entry holds the hash of the last
const (
	keySchema  = "meta/schema"
	keySeq     = "meta/seq"
	keyAudit   = "meta/audit"
	keySources = "meta/sources"
	keyLoading = "meta/loading"

	metaPrefix     = "meta/"
	sourcePrefix   = "source/"
	digestPrefix   = "digest/"
	briefingPrefix = "briefing/"
	editionPrefix  = "edition/"
	draftPrefix    = "draft/"
	changePrefix   = "change/"
	personPrefix   = "person/"
	answerPrefix   = "answer/"
	meterPrefix    = "meter/"
	textPrefix     = "text/"
	auditPrefix    = "audit/"
)

func sourceKey(id briefings.SourceID) string      { return sourcePrefix + escape(string(id)) }
func partsPrefix(id briefings.SourceID) string    { return sourceKey(id) + "/" }
func partKey(id briefings.SourceID, n int) string { return fmt.Sprintf("%s%06d", partsPrefix(id), n) }
func digestKey(sha256 string) string              { return digestPrefix + escape(sha256) }
func briefingKey(slug briefings.Slug) string      { return briefingPrefix + escape(string(slug)) }
func draftKey(slug briefings.Slug) string         { return draftPrefix + escape(string(slug)) }
func changeKey(seq briefings.Seq) string          { return fmt.Sprintf("%s%020d", changePrefix, seq) }
func answerKey(id string) string                  { return answerPrefix + escape(id) }
func meterKey(name string) string                 { return meterPrefix + escape(name) }
func textKey(key string) string                   { return textPrefix + escape(key) }
func auditKey(seq uint64) string                  { return fmt.Sprintf("%s%020d", auditPrefix, seq) }

func editionKey(slug briefings.Slug, n int) string {
	return fmt.Sprintf("%s%s/%09d", editionPrefix, escape(string(slug)), n)
}

// personKey keeps the slashes of the ID, which part platform, workspace and
// person.
func personKey(id briefings.PersonID) string {
	parts := strings.Split(string(id), "/")
	for i, part := range parts {
		parts[i] = escape(part)
	}
	return personPrefix + strings.Join(parts, "/")
}

// escape returns s as one component of a key: white space, control characters,
// slash and percent become %XX, and nothing at all becomes a lone percent. No
// two strings have the same form.
func escape(s string) string {
	if s == "" {
		return "%"
	}
	plain := func(c byte) bool { return c > ' ' && c != '/' && c != '%' && c != 0x7f }
	var b strings.Builder
	for i := range len(s) {
		if plain(s[i]) {
			b.WriteByte(s[i])
		} else {
			fmt.Fprintf(&b, "%%%02X", s[i])
		}
	}
	return b.String()
}
