package store

import (
	"fmt"
	"math"
	"strings"
	"time"

	"attache/briefings"
	"attache/store/kv"
)

// The keys, flat text and the same bytes in every engine. Numbers have leading
// zeros so that byte order is number order.
//
//	meta/schema           version of the stored forms, and the store's identity
//	meta/seq              last number of the change log
//	meta/audit            number and hash of the last audit entry
//	meta/sources          how many source IDs have been given
//	meta/subscriptions    how many subscription IDs have been given
//	meta/corrections      how many corrections were ordered
//	meta/rfis             how many requests for information were made
//	meta/loading          present while a dump is being loaded
//	source/<id>           a source without its body; it makes the source visible
//	source/<id>/<part>    its body, compressed, in parts of at most 512 KiB
//	digest/<sha256>       the source with that digest
//	handling/<id>         how a source may be used, where that was set after its import
//	briefing/<slug>       a briefing and the sources of its newest edition
//	edition/<slug>/<n>    never rewritten
//	draft/<slug>
//	revision/<slug>/<n>   never rewritten; what was done to a briefing, step by step
//	revised/<slug>        how many revisions it has; outlives its drafts
//	proposal/<id>         an edit that was shown and not yet saved
//	change/<seq>          never rewritten; the index and the digests follow it
//	person/<platform>/<workspace>/<id>
//	answer/<id>           what was asked and cited, for later references
//	meter/<name>          when the process itself did what is rationed
//	text/<key>            what did not fit on a button
//	channel/<platform>/<workspace>/<id>      what an editor has set for a channel
//	subscription/<id>                        a standing order for digests
//	due/<time>/<id>                          the subscriptions by when they fall due
//	delivery/<id>                            a message that a channel is owed, or was
//	pending/<time>/<id>                      the deliveries to take up, by when
//	history/<subscription>/<slot>/<id>       the deliveries of each, newest first
//	posting/<platform>/<workspace>/<channel>/<message>   a message that others can see
//	correction/<id>                          an order to set messages right
//	rfi/<id>                                 what somebody has asked the desk
//	recommendation/<id>/<n>                  never rewritten; what the register says of it
//	audit/<seq>           never rewritten; each entry holds the hash of the last
const (
	keySchema        = "meta/schema"
	keySeq           = "meta/seq"
	keyAudit         = "meta/audit"
	keySources       = "meta/sources"
	keySubscriptions = "meta/subscriptions"
	keyCorrections   = "meta/corrections"
	keyRFIs          = "meta/rfis"
	keyLoading       = "meta/loading"

	metaPrefix         = "meta/"
	sourcePrefix       = "source/"
	digestPrefix       = "digest/"
	handlingPrefix     = "handling/"
	briefingPrefix     = "briefing/"
	editionPrefix      = "edition/"
	draftPrefix        = "draft/"
	revisionPrefix     = "revision/"
	revisedPrefix      = "revised/"
	proposalPrefix     = "proposal/"
	changePrefix       = "change/"
	personPrefix       = "person/"
	answerPrefix       = "answer/"
	meterPrefix        = "meter/"
	textPrefix         = "text/"
	channelPrefix      = "channel/"
	subscriptionPrefix = "subscription/"
	duePrefix          = "due/"
	deliveryPrefix     = "delivery/"
	pendingPrefix      = "pending/"
	historyPrefix      = "history/"
	postingPrefix      = "posting/"
	correctionPrefix   = "correction/"
	rfiPrefix          = "rfi/"
	recPrefix          = "recommendation/"
	auditPrefix        = "audit/"
)

func sourceKey(id briefings.SourceID) string      { return sourcePrefix + escape(string(id)) }
func partsPrefix(id briefings.SourceID) string    { return sourceKey(id) + "/" }
func partKey(id briefings.SourceID, n int) string { return fmt.Sprintf("%s%06d", partsPrefix(id), n) }
func handlingKey(id briefings.SourceID) string    { return handlingPrefix + escape(string(id)) }
func digestKey(sha256 string) string              { return digestPrefix + escape(sha256) }
func briefingKey(slug briefings.Slug) string      { return briefingPrefix + escape(string(slug)) }
func draftKey(slug briefings.Slug) string         { return draftPrefix + escape(string(slug)) }
func revisionsOf(slug briefings.Slug) string      { return revisionPrefix + escape(string(slug)) + "/" }
func revisedKey(slug briefings.Slug) string       { return revisedPrefix + escape(string(slug)) }
func proposalKey(id string) string                { return proposalPrefix + escape(id) }
func changeKey(seq briefings.Seq) string          { return fmt.Sprintf("%s%020d", changePrefix, seq) }
func answerKey(id string) string                  { return answerPrefix + escape(id) }
func meterKey(name string) string                 { return meterPrefix + escape(name) }
func textKey(key string) string                   { return textPrefix + escape(key) }
func auditKey(seq uint64) string                  { return fmt.Sprintf("%s%020d", auditPrefix, seq) }

func editionKey(slug briefings.Slug, n int) string {
	return fmt.Sprintf("%s%s/%09d", editionPrefix, escape(string(slug)), n)
}

func revisionKey(slug briefings.Slug, n int) string {
	return fmt.Sprintf("%s%09d", revisionsOf(slug), n)
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

func channelKey(c briefings.Channel) string {
	return channelPrefix + escape(c.Platform) + "/" + escape(c.Workspace) + "/" + escape(c.ID)
}

func subscriptionKey(id briefings.SubscriptionID) string {
	return subscriptionPrefix + escape(string(id))
}

func dueKey(due time.Time, id briefings.SubscriptionID) string {
	return duePrefix + timeComponent(due) + "/" + escape(string(id))
}

func deliveryKey(id briefings.DeliveryID) string { return deliveryPrefix + escape(string(id)) }

func pendingKey(from time.Time, id briefings.DeliveryID) string {
	return pendingPrefix + timeComponent(from) + "/" + escape(string(id))
}

func postingKey(c briefings.Channel, message string) string {
	return postingPrefix + escape(c.Platform) + "/" + escape(c.Workspace) + "/" + escape(c.ID) + "/" + escape(message)
}

func correctionKey(id briefings.CorrectionID) string { return correctionPrefix + escape(string(id)) }
func rfiKey(id briefings.RFIID) string               { return rfiPrefix + escape(string(id)) }
func recsOf(id briefings.RecID) string               { return recPrefix + escape(string(id)) + "/" }

func recKey(id briefings.RecID, n int) string { return fmt.Sprintf("%s%09d", recsOf(id), n) }

func historyOf(id briefings.SubscriptionID) string { return historyPrefix + escape(string(id)) + "/" }

func historyKey(sub briefings.SubscriptionID, slot time.Time, id briefings.DeliveryID) string {
	return historyOf(sub) + ageComponent(slot) + "/" + escape(string(id))
}

// timeForm has one length, so that the order of bytes is that of the years 0 to
// 9999.
const timeForm = "2006-01-02T15:04:05.000000000Z"

func timeComponent(t time.Time) string { return t.UTC().Format(timeForm) }

// ageComponent runs backwards: of two times the later stands first. Engines scan
// forwards only, and the newest is what is asked for. Times before 1678 and after
// 2261 all stand at its ends.
func ageComponent(t time.Time) string {
	nano := t.UnixNano()
	if first := time.Unix(0, math.MinInt64); t.Before(first) {
		nano = math.MinInt64
	} else if last := time.Unix(0, math.MaxInt64); t.After(last) {
		nano = math.MaxInt64
	}
	return fmt.Sprintf("%020d", uint64(math.MaxInt64)-uint64(nano))
}

// upTo returns the end of a scan of all keys under the prefix whose component,
// which comes next, is the given one at most.
func upTo(prefix, component string) string { return kv.PrefixEnd(prefix + component + "/") }

// timeOf returns the time in a key of the form <prefix><time>/<id>, or the zero
// time when it has another form.
func timeOf(key, prefix string) time.Time {
	text, _, _ := strings.Cut(strings.TrimPrefix(key, prefix), "/")
	t, err := time.Parse(timeForm, text)
	if err != nil {
		return time.Time{}
	}
	return t
}

// lastComponent returns what follows the last slash: in an index, the escaped ID
// of the record that an entry leads to.
func lastComponent(key string) string { return key[strings.LastIndexByte(key, '/')+1:] }

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
