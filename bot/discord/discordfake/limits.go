package discordfake

// Discord's limits, in characters where nothing else is said, from its
// reference. Where the reference and the servers disagree the stricter number
// stands.
const (
	contentText = 2_000

	embedCount, embedTotal            = 10, 6_000
	embedTitle, embedDescription      = 256, 4_096
	embedFields, fieldName, fieldText = 25, 256, 1_024
	embedFooter, embedAuthor          = 2_048, 256

	v2Components = 40     // with everything inside
	v2Text       = 4_000  // all text displays; no longer stated, kept as the servers once did
	v2Bytes      = 10_170 // UTF-8 of all text displays, and v2Each for each; above it the servers fail
	v2Each       = 12
	rowCount     = 5 // rows of a message without components v2

	customIDText = 100
	nonceText    = 25

	rowButtons, buttonLabel, linkText  = 5, 80, 512
	selectOptions, optionText          = 25, 100
	placeholderText                    = 150
	sectionTexts, galleryItems         = 3, 10
	mediaDescription, separatorSpacing = 1_024, 2

	modalTitle, modalComponents  = 45, 5
	labelText, labelDescription  = 45, 100
	inputText, inputPlaceholder  = 4_000, 100
	radioLeast, radioMost        = 2, 10
	boxesMost                    = 10
	uploadFiles, uploadFileTypes = 10, 10

	choiceCount, choiceText = 25, 100

	commandName, commandDescription = 32, 100
	commandOptions, commandText     = 25, 8_000
	stringOptionLength              = 6_000
	threadName                      = 100
)

// Types of component, as Discord numbers them.
const (
	typeRow       = 1
	typeButton    = 2
	typeSelect    = 3
	typeInput     = 4
	typeUsers     = 5
	typeRoles     = 6
	typeMentions  = 7
	typeChannels  = 8
	typeSection   = 9
	typeText      = 10
	typeThumbnail = 11
	typeGallery   = 12
	typeFile      = 13
	typeSeparator = 14
	typeContainer = 17
	typeLabel     = 18
	typeUpload    = 19
	typeRadio     = 21
	typeBoxes     = 22
	typeCheckbox  = 23
)

// locales are the languages that a command can be named in.
var locales = map[string]bool{
	"id": true, "da": true, "de": true, "en-GB": true, "en-US": true, "es-ES": true, "es-419": true, "fr": true,
	"hr": true, "it": true, "lt": true, "hu": true, "nl": true, "no": true, "pl": true, "pt-BR": true, "ro": true,
	"fi": true, "sv-SE": true, "vi": true, "tr": true, "cs": true, "el": true, "bg": true, "ru": true, "uk": true,
	"hi": true, "th": true, "zh-CN": true, "ja": true, "zh-TW": true, "ko": true,
}
