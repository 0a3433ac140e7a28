package discord

// The close codes of the gateway that mean more than that a connection ended.
// discord.com/developers/docs/topics/opcodes-and-status-codes
const (
	closeToken       = 4004 // authentication failed
	closeSequence    = 4007 // a resume named a wrong sequence number
	closeRate        = 4008 // too much was sent
	closeTimeout     = 4009 // the session timed out
	closeShard       = 4010 // there is no such shard
	closeSharded     = 4011 // sharding is required
	closeVersion     = 4012 // of the gateway
	closeIntents     = 4013 // there are no such intents
	closeUnpermitted = 4014 // intents that the application may not have
)
