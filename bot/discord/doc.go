// Package discord is the platform for Discord: it carries what people do there
// to an answer and shows them the reply.
//
// Everything Discord sends comes by one of two roads, the gateway's websocket or
// signed HTTP, and becomes an inbound. A door decides from memory what is done
// about it: a response at once, or work, whose answer is the first response when
// it is quick and an edit of a deferred one when it is not. Whatever is sent
// again is not done again.
//
// The package answers nothing itself and keeps nothing on disk: replies come
// from the [commands.Answer] that [Platform.Run] is given, and what has to
// outlive the process goes into the [Ledger] and the [Shelf] of its settings.
package discord
