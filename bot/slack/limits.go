package slack

// limitsAsOf is the version of the numbers below: the month in which they were
// last compared with their sources. Where two sources differ the stricter
// number stands. Lengths are in UTF-16 code units, the measure of Slack's own
// clients, which is never less than the number of characters.
const limitsAsOf = "2026-08"

// The limits of Slack's Web API and Block Kit.
const (
	maxMessageBlocks = 50         // docs.slack.dev/reference/block-kit/blocks
	maxViewBlocks    = 100        // same page: modals and App Home
	maxViewBytes     = 250000     // docs.slack.dev/reference/views: about 250 kB
	maxAckBytes      = 20<<10 - 1 // slack-go socketmode: a socket response of 20 KiB or more is dropped without a word

	// maxMessageText is the sum of all text in the blocks of one message. Slack
	// answers msg_blocks_too_long near 13,200 characters although each block is
	// legal (bolt-js#2509; undocumented), so that a margin is kept.
	maxMessageText  = 11000
	cliffText       = 13200 // where that error was seen
	maxFallbackText = 40000 // docs.slack.dev/reference/methods/chat.postMessage: text is cut above
	maxNotice       = 300   // ours: what a phone shows of a notification

	maxSectionText = 3000 // docs.slack.dev/reference/block-kit/blocks/section-block
	maxFieldText   = 2000 // same page: each of at most 10 fields
	maxFields      = 10
	maxHeader      = 150  // docs.slack.dev/reference/block-kit/blocks/header-block
	maxRichText    = 3000 // ours: rich_text has no documented limit; a section's is kept
	maxContext     = 10   // elements; docs.slack.dev/reference/block-kit/blocks/context-block
	maxContextText = 2000 // ours: below the 3,000 of any text object
	maxActions     = 25   // elements; docs.slack.dev/reference/block-kit/blocks/actions-block

	maxButtonText   = 75   // docs.slack.dev/reference/block-kit/block-elements/button-element
	maxButtonLabel  = 24   // ours: what a phone shows of a button
	maxButtonValue  = 2000 // same page as the button's text
	maxID           = 255  // action_id, block_id and callback_id
	maxConfirmTitle = 100  // docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
	maxConfirmText  = 300
	maxConfirmLabel = 30

	maxOptions     = 100 // docs.slack.dev/reference/block-kit/block-elements/select-menu-element
	maxOptionText  = 75
	maxOptionValue = 150 // docs.slack.dev/reference/block-kit/composition-objects/option-object
	maxPlaceholder = 150
	maxInput       = 3000 // docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element: max_length
	maxLabel       = 2000 // docs.slack.dev/reference/block-kit/blocks/input-block: label and hint
	maxInputFiles  = 10   // docs.slack.dev/reference/block-kit/block-elements/file-input-element
	maxModalTitle  = 24   // docs.slack.dev/reference/views/modal-views: title, submit and close
	maxMetadata    = 3000 // same page: private_metadata
	maxURL         = 3000 // a button's url

	maxTableRows  = 100   // docs.slack.dev/reference/block-kit/blocks/data-table-block: beside the header; a newer client says 200
	maxTableCols  = 20    // same page, and table-block
	maxTableText  = 10000 // all cells together; a newer reference says 20,000
	maxTables     = 1     // a message; vellum#36219, nao#1141
	maxPhoneCols  = 4     // ours: wider tables cannot be read on a phone
	maxTablePage  = 100   // page_size, from 1
	maxCaption    = 150   // ours: no number is documented
	maxBlockDepth = 4     // ours: no block nests deeper
)
