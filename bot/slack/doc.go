// Package slack is the platform for Slack: it carries what people do there to
// an answer and shows them the reply.
//
// Everything Slack sends comes by one of two roads, a pair of overlapping
// websockets (Socket Mode) or signed HTTP, and becomes an inbound. A door turns
// it into the body of an acknowledgement, decided from memory, and into work,
// which is done after the acknowledgement has been written. Whatever is sent
// again is acknowledged as it was the first time and not done again.
//
// The package answers nothing itself and keeps nothing on disk: replies come
// from the [commands.Answer] that [Platform.Run] is given.
package slack
