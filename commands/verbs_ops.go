package commands

import "attache/briefings"

// mostEntry is the highest number of an audit entry that can be asked for.
const mostEntry = 1 << 31

// opsRows returns the verbs of those who run the service.
func opsRows() []Row {
	return []Row{
		{Name: "ops audit", Group: BriefAdmin, Role: briefings.Owner, run: (*Desk).opsAudit,
			Summary: "verify or export the record of who did what",
			Options: []Option{
				{Name: "do", Kind: Choice, Free: true, Choices: []string{"verify", "head", "export", "accept"}, Default: "verify",
					Summary: "verify it, name its end, export it, or accept it after a backup was restored"},
				{Name: "since", Kind: Date, Summary: "export from this day on"},
				{Name: "from", Kind: Number, Max: mostEntry, Summary: "export from this entry on"},
				{Name: "to", Kind: Number, Max: mostEntry, Summary: "export up to this entry"},
				confirmOption(),
			},
			Examples: []string{"ops audit", "ops audit do:export since:30d", "ops audit head"}},
	}
}
