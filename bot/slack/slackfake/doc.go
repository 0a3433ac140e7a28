// Package slackfake is a strict fake of Slack: the Web API, Socket Mode,
// signed HTTP callbacks, response URLs and the people who type and press.
//
// It runs inside a [testing/synctest] bubble, where its connections are pipes
// in memory and hours of retries pass in no time, and on a loopback address
// for a program under test.
//
//	fake := slackfake.New(slackfake.Config{})
//	defer fake.Close()
//	cfg.API, cfg.HTTPClient, cfg.Dialer = fake.API(), fake.HTTPClient(), fake.Dialer()
//	...
//	ack := fake.Command("U_ANNA", "C_DESK", "/brief ask who pays?").Wait()
//	seen := fake.Messages("C_DESK")
//
// Three ideas carry it. What an app sends is judged by [Check] and [CheckView],
// which know Slack's documented limits and nothing of the app. What a person
// does is a [Delivery], which can be waited for and knows how long the app took.
// Whatever breaks a rule, of Slack or of good manners in a channel, is answered
// as Slack would answer and also recorded: a test ends by asking for
// [Slack.Violations] and expects none.
//
// It does not draw anything, keeps nothing on disk, and has no OAuth, search or
// administration methods: an unknown method is refused and recorded.
package slackfake
