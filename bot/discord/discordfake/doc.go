// Package discordfake is a strict fake of Discord: the REST interface, the
// gateway with resume and replay, signed HTTP interactions, the attachment
// store and the people who type, press and choose.
//
// It runs inside a [testing/synctest] bubble, where its connections are pipes
// in memory and days of heartbeats pass in no time, and on a loopback address
// for a program under test.
//
//	fake := discordfake.New(discordfake.Config{})
//	defer fake.Close()
//	cfg.API, cfg.HTTPClient, cfg.Dialer = fake.API(), fake.HTTPClient(), fake.Dialer()
//	...
//	d := fake.Command(discordfake.Anna, discordfake.Desk, "brief", discordfake.Sub("ask", discordfake.Str("question", "who pays?")))
//	response := d.Wait()
//	seen := fake.Messages(discordfake.Desk)
//
// Three ideas carry it. What an app sends is judged by [CheckMessage],
// [CheckModal], [CheckChoices] and [CheckCommands], which know Discord's
// documented limits and nothing of the app, and by Discord's own OpenAPI
// document where a [Schema] is given. What a person does is a [Delivery], which
// can be waited for and knows how long the app took. Whatever breaks a rule, of
// Discord or of good manners in a channel, is answered as Discord would answer
// and also recorded: a test ends by asking for [Discord.Violations] and expects
// none.
//
// It draws nothing, keeps nothing on disk, and has no voice, moderation or
// server administration: an unknown route is refused and recorded.
package discordfake
