package discord

// limitsAsOf is the version of the numbers below: the month in which they were
// last compared with their sources. Where two sources differ the stricter
// number stands. Lengths are in UTF-16 code units, the measure of Discord's own
// clients, which is never less than the number of characters.
const limitsAsOf = "2026-08"

// The limits of Discord's API, version 10.
const (
	maxContent     = 2000 // docs.discord.com/developers/resources/message: content; the OpenAPI document allows 4,000
	maxNotice      = 300  // ours: what a phone shows of a notification
	maxFiles       = 10   // attachments; the OpenAPI document: MessageCreateRequest
	maxFileName    = 1024 // same schema: MessageAttachmentRequest
	maxDescription = 1024 // of an attachment: what a screen reader says of it

	// A message of components. All components count, nested ones too.
	maxComponents    = 40   // docs.discord.com/developers/components/reference
	aimComponents    = 30   // ours: what a phone can show without a second thought
	maxComponentText = 4000 // all text displays together; no longer stated, still enforced in reports (#7528)
	aimComponentText = 3600 // ours

	// cliffBytes is where Discord answers 500 although each component is legal:
	// the UTF-8 bytes of all text displays and cliffEach for every one of them
	// (discord-api-docs#8554; undocumented), so that a margin is kept.
	cliffBytes = 10170
	cliffEach  = 12
	aimBytes   = 9500 // ours

	maxRowButtons  = 5   // docs.discord.com/developers/components/reference#action-row
	maxRows        = 5   // rows of a message without components v2
	maxCustomID    = 100 // same page: custom_id, from 1
	maxButtonText  = 80  // same page: button
	maxButtonLabel = 24  // ours: what a phone shows of a button
	maxOptions     = 25  // same page: string select
	maxOptionText  = 100 // label, value and description of an option
	maxPlaceholder = 150 // of a select

	maxEmbeds      = 10   // docs.discord.com/developers/resources/message#embed-object-embed-limits
	maxEmbedText   = 6000 // all embeds together: titles, descriptions, fields, footers and authors
	maxEmbedTitle  = 256
	maxEmbedBody   = 4096 // description
	maxEmbedFooter = 2048

	maxModalTitle  = 45   // docs.discord.com/developers/components/reference#label, and interactions
	maxModalParts  = 5    // components of a modal
	maxLabel       = 45   // of a label
	maxLabelHint   = 100  // description of a label
	maxInput       = 4000 // max_length of a text input
	maxInputHint   = 100  // placeholder of a text input
	maxInputFiles  = 10   // files of a file upload
	maxURL         = 2048 // the OpenAPI document: UnfurledMediaRequest
	maxTextDisplay = 4000 // the OpenAPI document: TextDisplayComponentForMessageRequest
)

// The flags of a message that are used.
const (
	flagQuietLinks = 1 << 2  // SUPPRESS_EMBEDS: no link in the text is unfurled
	flagEphemeral  = 1 << 6  // only who asked sees it
	flagComponents = 1 << 15 // IS_COMPONENTS_V2: components take the place of content and embeds
)
