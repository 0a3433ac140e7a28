package discordfake

import (
	"fmt"
	"strings"
)

// Error codes that the fake answers with.
const (
	codeChannel      = 10003 // unknown channel
	codeGuild        = 10004
	codeMember       = 10007
	codeMessage      = 10008
	codeUser         = 10013
	codeWebhook      = 10015
	codeInteraction  = 10062
	codeCommand      = 10063
	codeDailyCreates = 30034
	codeTooLarge     = 40005
	codeAnswered     = 40060
	codeAccess       = 50001
	codeOthers       = 50005 // edit another user's message
	codeEmpty        = 50006
	codeNoDirect     = 50007
	codePermission   = 50013
	codeToken        = 50027
	codeForm         = 50035
	codeSlowmode     = 20016
	codeArchived     = 50083
	codeHasThread    = 160004
	codeLocked       = 160005
)

// codeText holds what Discord says with a code.
var codeText = map[int]string{
	0: "404: Not Found", codeChannel: "Unknown Channel", codeGuild: "Unknown Guild", codeMember: "Unknown Member",
	codeMessage: "Unknown Message", codeUser: "Unknown User", codeWebhook: "Unknown Webhook",
	codeInteraction: "Unknown interaction", codeCommand: "Unknown application command",
	codeDailyCreates: "Max number of daily application command creates has been reached (200)",
	codeTooLarge:     "Request entity too large", codeAnswered: "Interaction has already been acknowledged.",
	codeAccess: "Missing Access", codeOthers: "Cannot edit a message authored by another user",
	codeEmpty: "Cannot send an empty message", codeNoDirect: "Cannot send messages to this user",
	codePermission: "Missing Permissions", codeToken: "Invalid Webhook Token", codeForm: "Invalid Form Body",
	codeSlowmode: "This action cannot be performed due to slowmode rate limit", codeArchived: "Thread is archived",
	codeHasThread: "A thread has already been created for this message", codeLocked: "Thread is locked",
	50109: "The request body contains invalid JSON.",
}

// refuse answers an error as Discord words it, with what is wrong field by
// field.
func refuse(status, code int, problems ...Problem) answer {
	text := codeText[code]
	if text == "" {
		text = fmt.Sprintf("%d: error", status)
	}
	body := object{"message": text, "code": code}
	if len(problems) > 0 {
		errors := object{}
		for _, p := range problems {
			at := errors
			for _, step := range strings.FieldsFunc(p.Path, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
				next, _ := at[step].(object)
				if next == nil {
					next = object{}
					at[step] = next
				}
				at = next
			}
			have, _ := at["_errors"].(list)
			at["_errors"] = append(have, object{"code": p.code(), "message": p.Rule})
		}
		body["errors"] = errors
	}
	return answer{status: status, body: body}
}
