package slackfake

import "strings"

// Slack's limits, in characters where nothing else is said. Where the reference
// and the servers disagree the stricter number stands.
const (
	messageBlocks = 50     // docs: blocks
	viewBlocks    = 100    // docs: views
	messageText   = 40_000 // docs: chat.postMessage, truncated above
	totalText     = 13_200 // all blocks of a message together; undocumented, seen on live servers
	viewBytes     = 250_000
	metadataBytes = 8_000 // docs: metadata

	sectionText, sectionFields, fieldText = 3_000, 10, 2_000
	headerText, headerLevels              = 150, 4
	contextElements, contextText          = 10, 3_000
	actionElements, contextActions        = 25, 5
	markdownText                          = 12_000 // all markdown blocks together
	imageURL, imageAlt, imageTitle        = 3_000, 2_000, 2_000
	inputLabel, inputHint, inputText      = 2_000, 2_000, 3_000
	placeholder                           = 150

	buttonText, buttonValue, buttonURL      = 75, 2_000, 3_000
	optionText, optionValue, optionInfo     = 75, 150, 75
	selectOptions, selectGroups, groupLabel = 100, 100, 75
	checkOptions, overflowOptions           = 10, 5
	fileInputs                              = 10

	confirmTitle, confirmText, confirmButton = 100, 300, 30
	identifier                               = 255 // block_id, action_id, callback_id, external_id
	modalTitle, modalButton, privateMetadata = 24, 24, 3_000

	tableRows, tableColumns, tableText   = 100, 20, 10_000
	tablesPerMessage                     = 1
	pageSize                             = 100
	containerBlocks, containerTitle      = 10, 150
	cardTitle, cardSubtitle, cardBody    = 150, 150, 200
	carouselCards                        = 10
	chartsPerMessage, chartTitle         = 2, 50
	chartSeries, chartPoints, chartLabel = 12, 20, 20
)

// places lists where each block may stand: m in messages, v in modals, h in the
// App Home.
var places = map[string]string{
	"section": "mvh", "divider": "mvh", "image": "mvh", "actions": "mvh", "context": "mvh", "header": "mvh",
	"rich_text": "mvh", "input": "mvh", "video": "mvh", "context_actions": "m", "markdown": "m", "file": "m",
	"table": "m", "data_table": "m", "data_visualization": "m", "card": "m", "carousel": "m", "container": "m",
	"plan": "m", "task_card": "m", "alert": "v",
}

// fields lists what each block and element may hold beside its type; Slack
// refuses anything else. Kinds that are not listed are not judged in this way.
func fields() map[string]map[string]bool {
	const choice = "action_id placeholder confirm focus_on_load "
	const many = choice + "max_selected_items "
	lists := map[string]string{
		"section": "block_id text fields accessory expand", "divider": "block_id", "header": "block_id text level",
		"image": "block_id image_url slack_file alt_text title", "actions": "block_id elements",
		"context": "block_id elements", "context_actions": "block_id elements", "markdown": "block_id text",
		"input": "block_id label element hint optional dispatch_action", "rich_text": "block_id elements",
		"table":      "block_id rows column_settings",
		"data_table": "block_id caption rows page_size row_header_column_index",
		"container":  "block_id title rich_text_title subtitle icon child_blocks is_collapsible default_collapsed has_header_divider width",
		"alert":      "block_id text level",

		"button":                     "action_id text url value confirm style accessibility_label agent_prompt agent_prompt_display visible_to_user_ids",
		"static_select":              choice + "options option_groups initial_option",
		"external_select":            choice + "initial_option min_query_length",
		"users_select":               choice + "initial_user",
		"channels_select":            choice + "initial_channel response_url_enabled",
		"conversations_select":       choice + "initial_conversation default_to_current_conversation response_url_enabled filter",
		"multi_static_select":        many + "options option_groups initial_options",
		"multi_external_select":      many + "initial_options min_query_length",
		"multi_users_select":         many + "initial_users",
		"multi_channels_select":      many + "initial_channels",
		"multi_conversations_select": many + "initial_conversations default_to_current_conversation filter",
		"overflow":                   "action_id options confirm",
		"checkboxes":                 "action_id options initial_options confirm focus_on_load visible_to_user_ids",
		"radio_buttons":              "action_id options initial_option confirm focus_on_load",
		"datepicker":                 choice + "initial_date", "timepicker": choice + "initial_time timezone",
		"datetimepicker":   "action_id initial_date_time confirm focus_on_load",
		"plain_text_input": "action_id initial_value multiline min_length max_length dispatch_action_config focus_on_load placeholder",
		"file_input":       "action_id filetypes max_files",
		"plain_text":       "text emoji", "mrkdwn": "text verbatim",
	}
	out := map[string]map[string]bool{}
	for kind, list := range lists {
		out[kind] = map[string]bool{"type": true}
		for _, name := range strings.Fields(list) {
			out[kind][name] = true
		}
	}
	return out
}

// known is what fields returns.
var known = fields()
