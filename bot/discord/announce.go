package discord

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"strconv"
	"strings"
)

// flagSilent is the flag of a message that notifies nobody.
const flagSilent = 1 << 12

// announce posts a message in a channel of its own accord, with what it
// continues with, and returns the ID of the first. The same nonce, of at most 25
// characters, within some minutes posts nothing twice.
//
// A message of components notifies of nothing, so that it is created as the one
// line that a notification shows, and changed then. If Discord does not take the
// change, the line stands.
func (p *Platform) announce(ctx context.Context, channel string, m message, nonce string) (id string, err error) {
	line := message{Content: m.notification(), Flags: flagQuietLinks}
	id, err = p.rest.createMessage(ctx, channel, line, nonce, false)
	if err != nil {
		if barred(err) {
			p.lostChannel(channel, codeOf(err))
		}
		return "", err
	}
	p.troubles.mended(channel)
	taken, err := p.plainer(m, func(form message, last bool) error {
		return p.rest.editMessage(ctx, channel, id, form, !last)
	})
	if err != nil {
		p.log.Warn("discord message left as one line", "error", err)
		return id, nil
	}
	for i, part := range taken.More {
		again := nonceFor(nonce, strconv.Itoa(i+1))
		_, err := p.plainer(part, func(form message, last bool) error {
			form.Flags |= flagSilent
			_, err := p.rest.createMessage(ctx, channel, form, again, !last)
			return err
		})
		if err != nil {
			p.log.Warn("discord message left without its end", "error", err)
			break
		}
	}
	return id, nil
}

// nonceFor returns the nonce of something that belongs to something else.
func nonceFor(whole, part string) string {
	sum := sha256.Sum256([]byte(whole + " " + part))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:maxNonce]
}
