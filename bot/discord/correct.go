package discord

import (
	"context"
	"encoding/json"
	"maps"

	"attache/bot/intake"
	"attache/briefings"
)

// correct makes one attempt to set a message right: by changing it, or by an
// answer to it.
func (p *Platform) correct(ctx context.Context, d briefings.Delivery, f frozen, until intake.Deadline) (string, error) {
	channel, err := p.conversationOf(ctx, d.Channel)
	if err != nil {
		return "", err
	}
	if d.Amends != "" {
		err := p.amend(ctx, channel, d, f, until)
		return d.Amends, err
	}
	f.Line["nonce"], f.Line["enforce_nonce"] = json.RawMessage(`"`+string(d.ID)+`"`), json.RawMessage("true")
	id, err := "", error(nil)
	if _, direct := d.Channel.Person(); !direct {
		// A thread that was started at a message bears its ID. Without one there is
		// no such channel, and nothing has been posted.
		if id, err = p.rest.createOnce(ctx, d.Thread, f.Line, until); err == nil {
			p.dress(ctx, d.Thread, id, d.ID, f.Forms)
			return id, nil
		}
		if codeOf(err) != codeNoChannel {
			return "", aboutMessage(fateOf(err))
		}
	}
	if id, err = p.rest.createOnce(ctx, channel, answerTo(f.Line, d.Thread), until); err != nil {
		return "", aboutMessage(fateOf(err))
	}
	p.dress(ctx, channel, id, d.ID, f.Forms)
	return id, nil
}

// answerTo returns a message as an answer to another, which pings nobody, not even
// who wrote that. If the other has been deleted it stands alone.
func answerTo(line map[string]json.RawMessage, message string) map[string]json.RawMessage {
	line = maps.Clone(line)
	line["message_reference"] = json.RawMessage(`{"message_id":"` + message + `","fail_if_not_exists":false}`)
	line["allowed_mentions"] = json.RawMessage(`{"parse":[],"replied_user":false}`)
	return line
}

// amend changes a message into the best form that Discord takes. It stands in its
// thread, or in the channel where there could be none.
func (p *Platform) amend(ctx context.Context, channel string, d briefings.Delivery, f frozen, until intake.Deadline) error {
	places := []string{channel}
	if _, direct := d.Channel.Person(); !direct && d.Thread != "" {
		places = []string{d.Thread, channel}
	}
	forms := f.Forms
	if line, err := json.Marshal(f.Line); err == nil {
		forms = append(forms[:len(forms):len(forms)], line)
	}
	var err error
	for _, place := range places {
		for _, form := range forms {
			if err = p.rest.editOnce(ctx, place, d.Amends, form, until); err == nil || !tooRich(err) {
				break
			}
			p.counts.fallbacks.Add(1)
		}
		if code := codeOf(err); code != codeNoChannel && code != codeNoMessage {
			break
		}
	}
	if err != nil {
		return aboutMessage(fateOf(err))
	}
	return nil
}

// aboutMessage says in words for people what Discord does not take about the
// message that is to be set right.
func aboutMessage(e *intake.PostError) *intake.PostError {
	if e.Fate != intake.Refused {
		return e
	}
	switch codeOf(e) {
	case codeNoMessage:
		e.Code = briefings.MessageGone
	case 160005:
		e.Code = "the thread is locked"
	case 50083:
		e.Code = "the thread is archived"
	case 50005:
		e.Code = "the message cannot be changed any more"
	}
	return e
}
