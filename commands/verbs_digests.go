package commands

import "attache/briefings"

// The most characters of a schedule, of a zone and of a list of channels.
const (
	maxWhen    = 100
	maxZone    = 64
	maxTargets = 1000
)

// watchRows returns the verbs with which anybody follows a topic.
func watchRows() []Row {
	return []Row{
		{Name: "watch add", Group: Brief, Role: briefings.Reader, run: (*Desk).watchAdd,
			Summary: "send you what changes on a topic",
			Options: []Option{
				topicOption("what to follow: a topic or a briefing", free, func(o *Option) {
					o.Required, o.Missing = true, "Say what to follow: watch add port inspections."
				}),
				{Name: "when", Kind: Text, Max: maxWhen, Default: "weekdays 08:00", Summary: "when to look: weekdays 08:00, Mon and Thu 17:30"},
				zoneOption(),
				{Name: "here", Kind: YesNo, Default: "no", Summary: "post to this channel instead, which editors may order"},
			},
			Examples: []string{"watch add inspections", `watch add topic:inspections when:"Monday 09:00"`, `watch add fisheries when:"daily 18:00" zone:Asia/Seoul`}},
		{Name: "watch list", Group: Brief, Role: briefings.Reader, Bare: true, run: (*Desk).watchList,
			Summary:  "list what you follow and what this channel gets",
			Examples: []string{"watch list", "/brief watch list", "@attache watch list"}},
		{Name: "watch remove", Group: Brief, Role: briefings.Reader, run: (*Desk).watchRemove,
			Summary:  "stop following",
			Options:  []Option{ofOption("Say which: watch remove D-0001. The verb watch list shows them.")},
			Examples: []string{"watch remove D-0001", "watch remove of:D-0001", "/brief watch remove D-0001"}},
		{Name: "watch snooze", Group: Brief, Role: briefings.Reader, run: (*Desk).watchSnooze,
			Summary: "be left in peace for a while",
			Options: []Option{
				ofOption("Say which: watch snooze D-0001 until:3d. The verb watch list shows them."),
				{Name: "until", Kind: Date, Default: "1w", Summary: "until this day, or for so long; today ends it"},
			},
			Examples: []string{"watch snooze D-0001", "watch snooze D-0001 until:3d", "watch snooze of:D-0001 until:2026-01-05"}},
	}
}

// digestRows returns the verbs that set up digests.
func digestRows() []Row {
	rows := []Row{
		{Name: "digest new", Group: BriefAdmin, Role: briefings.Editor, run: (*Desk).digestNew,
			Summary: "post what changes to channels, on a schedule",
			Options: append([]Option{
				{Name: "name", Kind: Text, Free: true, Required: true, Max: maxName, Summary: "what it is called",
					Missing: `Say what to call it and when it comes: digest new "Fisheries desk" when:"weekdays 07:30".`},
				{Name: "when", Kind: Text, Required: true, Max: maxWhen, Summary: "when it comes: weekdays 07:30, first Monday 08:30, 30 7 * * 1-5",
					Missing: `Say when it comes: when:"weekdays 07:30", when:"first Monday 08:30" or the five fields of cron.`},
			}, orderOptions()...),
			Examples: []string{`digest new "Fisheries desk" when:"weekdays 07:30"`, `digest new "Ports" when:"first Monday 08:30" topic:ports zone:Europe/London`,
				`digest new name:"Weekly" when:"Fri 16:00" holidays:2025-12-26 catchup:1d idle:yes`}},
		{Name: "digest edit", Group: BriefAdmin, Role: briefings.Editor, run: (*Desk).digestEdit,
			Summary: "change a digest; it shows the difference first",
			Options: append([]Option{
				ofOption("Say which: digest edit D-0001 when:\"daily 08:00\". The verb watch list shows those of a channel."),
				{Name: "name", Kind: Text, Max: maxName, Summary: "another name"},
				{Name: "when", Kind: Text, Max: maxWhen, Summary: "another time"},
			}, append(withoutDefaults(orderOptions()), confirmOption())...),
			Examples: []string{`digest edit D-0001 when:"daily 08:00"`, "digest edit of:D-0001 zone:Asia/Seoul", "digest edit D-0001 topic:all holidays:none confirm:yes"}},
	}
	return append(rows, digestRunRows()...)
}

// digestRunRows returns the verbs that steer a digest that there is.
func digestRunRows() []Row {
	one := func(name, does string, run handler) Row {
		return Row{Name: "digest " + name, Group: BriefAdmin, Role: briefings.Editor, run: run, Summary: does,
			Options:  []Option{ofOption("Say which: digest " + name + " D-0001. The verb watch list shows those of a channel.")},
			Examples: []string{"digest " + name + " D-0001", "digest " + name + " of:D-0001", "/brief-admin digest " + name + " D-0001"}}
	}
	send := one("send-now", "send a digest at once, out of turn", (*Desk).digestSendNow)
	send.Role, send.Options = briefings.Approver, append(send.Options, confirmOption())
	skip := one("skip-next", "leave out the next time", (*Desk).digestSkipNext)
	skip.Options = append(skip.Options, Option{Name: "undo", Kind: YesNo, Default: "no", Summary: "yes takes the skipping back"})
	targets := one("targets", "list, add or remove the channels of a digest", (*Desk).digestTargets)
	targets.Options = append(targets.Options,
		Option{Name: "add", Kind: Text, Max: maxTargets, Summary: "channels to add: here, or their IDs"},
		Option{Name: "remove", Kind: Text, Max: maxTargets, Summary: "channels to remove"})
	targets.Examples[1] = "digest targets of:D-0001 add:here"
	return []Row{
		one("preview", "show what a digest would say now", (*Desk).digestPreview),
		one("pause", "stop a digest until it is resumed", (*Desk).digestPause),
		one("resume", "let a paused or snoozed digest come again", (*Desk).digestResume), skip,
		one("history", "say what was sent, where and when", (*Desk).digestHistory), targets, send,
	}
}

// channelRows returns the verbs that set up a channel.
func channelRows() []Row {
	return []Row{
		{Name: "channel bind", Group: BriefAdmin, Role: briefings.Editor, run: (*Desk).channelBind,
			Summary: "give this channel a topic and a time zone of its own",
			Options: []Option{
				topicOption("the topic of digests ordered here; all for none", free),
				{Name: "zone", Kind: Text, Max: maxZone, Summary: "the time zone of schedules set up here; none to clear"},
			},
			Examples: []string{"channel bind", "channel bind topic:fisheries", "channel bind fisheries zone:Europe/London"}},
		{Name: "channel limits", Group: BriefAdmin, Role: briefings.Editor, run: (*Desk).channelLimits,
			Summary: "say how many digests a day this channel gets at most",
			Options: []Option{
				{Name: "per-day", Kind: Text, Free: true, Max: 3, Summary: "1 to 24, or off; those beyond are merged into the next"},
			},
			Examples: []string{"channel limits", "channel limits per-day:2", "channel limits per-day:off"}},
		{Name: "channel quiet-hours", Group: BriefAdmin, Role: briefings.Editor, run: (*Desk).channelQuietHours,
			Summary: "say when nothing is posted to this channel",
			Options: []Option{
				{Name: "hours", Kind: Text, Free: true, Max: 20, Summary: "22:00-07:00, or off; what falls due then waits"},
				zoneOption(),
			},
			Examples: []string{"channel quiet-hours", "channel quiet-hours hours:22:00-07:00 zone:Europe/London", "channel quiet-hours hours:off"}},
		{Name: "channel clearance", Group: BriefAdmin, Role: briefings.Approver, run: (*Desk).channelClearance,
			Summary: "say up to which label a channel shows things",
			Options: []Option{
				{Name: "marking", Kind: Choice, Free: true, Choices: append(markingChoices(), asSettings), Summary: "the highest label shown there; default takes it back"},
				{Name: "of", Kind: Text, Max: maxName, Default: "here", Summary: "the channel: here, or its ID"},
				confirmOption(),
			},
			Examples: []string{"channel clearance", "channel clearance amber", "channel clearance marking:clear of:here confirm:yes"}},
	}
}

// orderOptions returns the options that a new digest and a changed one share.
func orderOptions() []Option {
	return []Option{
		topicOption("only briefings on these topics, with commas between them; all for every one"), zoneOption(),
		{Name: "targets", Kind: Text, Max: maxTargets, Default: "here", Summary: "the channels: here, me, or their IDs"},
		{Name: "holidays", Kind: Text, Max: maxTargets, Summary: "days without: 2025-12-25 2025-12-26; none clears them"},
		{Name: "catchup", Kind: Text, Max: 5, Default: "6h", Summary: "how late it may still come after an outage: 90m, 6h, 7d"},
		{Name: "idle", Kind: YesNo, Default: "no", Summary: "post a line when nothing has changed"},
	}
}

// withoutDefaults returns the options so that one left out says nothing.
func withoutDefaults(options []Option) []Option {
	for i := range options {
		options[i].Default = ""
	}
	return options
}

func ofOption(missing string) Option {
	return Option{Name: "of", Kind: Text, Free: true, Required: true, Max: maxName, Completes: CompletesSubscription,
		Summary: "its ID, such as D-0001, or its name", Missing: missing}
}

func zoneOption() Option {
	return Option{Name: "zone", Kind: Text, Max: maxZone, Summary: "an IANA time zone such as Europe/London; left out is yours"}
}

func confirmOption() Option {
	return Option{Name: "confirm", Kind: YesNo, Default: "no", Summary: "yes once you are sure"}
}
