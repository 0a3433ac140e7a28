package commands

import "attache/briefings"

// peopleList is the verb that lists who may do what.
const peopleList = "people list"

// peopleRows returns the verbs that say who may do what.
func peopleRows() []Row {
	return []Row{
		{Name: "people grant", Group: BriefAdmin, Role: briefings.Owner, run: (*Desk).peopleGrant,
			Summary: "give somebody a role",
			Options: []Option{
				personOption("people grant slack/T024BE7LD/U2147483697 role:editor"),
				{Name: "role", Kind: Choice, Choices: roleChoices(), Required: true, Summary: "what they may do from now on; each role may do what those before it may",
					Missing: "Say which role: role:analyst, role:editor, role:approver or role:owner."},
				{Name: "note", Kind: Text, Max: maxQuestion, Summary: "why, for the record"}, wasOption(),
			},
			Examples: []string{"people grant slack/T024BE7LD/U2147483697 role:editor", `people grant person:console/local/maria role:approver note:"stands in for Dana"`,
				"/brief-admin people grant console/local/maria role:analyst"}},
		{Name: "people revoke", Group: BriefAdmin, Role: briefings.Owner, run: (*Desk).peopleRevoke,
			Summary: "take back the role that somebody was given; it asks first",
			Options: []Option{
				personOption("people revoke slack/T024BE7LD/U2147483697"),
				{Name: "note", Kind: Text, Max: maxQuestion, Summary: "why, for the record"}, wasOption(), confirmOption(),
			},
			Examples: []string{"people revoke slack/T024BE7LD/U2147483697", "people revoke person:console/local/maria", "people revoke console/local/maria confirm:yes"}},
		{Name: peopleList, Group: BriefAdmin, Role: briefings.Editor, Bare: true, run: (*Desk).peopleList,
			Summary: "list who may do more than read",
			Options: []Option{
				{Name: "role", Kind: Choice, Choices: roleChoices(), Default: string(briefings.Analyst), Summary: "only those who may do what this role may"},
			},
			Examples: []string{"people list", "people list role:approver", "/brief-admin people list"}},
	}
}

func personOption(example string) Option {
	return Option{Name: "person", Kind: Text, Free: true, Required: true, Max: maxName, Completes: CompletesPerson,
		Summary: "a mention, an ID of this workspace, or platform/workspace/id", Missing: "Say who: " + example + "."}
}

// wasOption lets a button that has gone stale do nothing.
func wasOption() Option {
	return Option{Name: "was", Kind: Choice, Choices: append([]string{string(briefings.Reader)}, roleChoices()...), Summary: "only if this is the role on record", Carried: true}
}

// roleChoices returns the roles above reader, which is what everybody has.
func roleChoices() []string {
	return []string{string(briefings.Analyst), string(briefings.Editor), string(briefings.Approver), string(briefings.Owner)}
}
