package discord

import (
	"slices"

	"github.com/bwmarrin/discordgo"
)

// korean returns the Korean name and description of a command, a verb or a
// verb's option, by the key of the tables below; both nil when there is none.
func korean(key string) (names, abouts map[discordgo.Locale]string) {
	for _, words := range slices.Concat(koreanWords[:], koreanBriefs[:], koreanDigests[:], koreanPeople[:], koreanAudit[:], koreanRequests[:], koreanRegister[:]) {
		if words.key != key {
			continue
		}
		names = map[discordgo.Locale]string{discordgo.Korean: words.name}
		if words.about != "" {
			abouts = map[discordgo.Locale]string{discordgo.Korean: words.about}
		}
	}
	return names, abouts
}

// A koreanWord is what stands in the menus of people whose Discord is Korean.
// The key is a slash command, a message command, a verb, or a verb and its option.
type koreanWord struct{ key, name, about string }

var koreanWords = [...]koreanWord{
	{"/brief", "브리핑", "브리핑에 묻고, 브리핑이 담은 것을 찾고 견주고 짚어 봅니다"},
	{"/brief-admin", "브리핑-관리", "문서를 가져오고 브리핑을 발행하거나 철회합니다"},
	{commandCheck, "브리핑과 대조", ""},
	{commandSave, "브리핑 초안에 저장", ""},

	{"ask", "질문", "질문에 근거가 되는 문장을 붙여 답합니다"},
	{"ask question", "물음", "알고 싶은 것을 그대로 쓰세요"},
	{"ask source", "문서", "이 문서에서만: 번호, 이름 또는 제목"},
	{"ask topic", "주제", "이 주제의 브리핑에서만"},
	{"ask limit", "개수", "보여 줄 문장의 최대 개수"},
	{"ask share", "공유", "채널의 모두가 답을 볼 수 있게 합니다"},

	{"find", "찾기", "낱말이 들어 있는 문장을 찾습니다"},
	{"find query", "낱말", "찾을 낱말"},
	{"find type", "종류", "이 종류의 문장만"},
	{"find source", "문서", "이 문서에서만: 번호, 이름 또는 제목"},
	{"find topic", "주제", "이 주제의 브리핑에서만"},
	{"find limit", "개수", "보여 줄 문장의 최대 개수"},
	{"find since", "이후", "이 날짜 이후의 문서만"},

	{"summary", "요약", "문서, 장 또는 주제의 핵심 문장을 보여 줍니다"},
	{"summary of", "대상", "문서, 장 또는 주제"},
	{"summary depth", "길이", "읽는 데 걸려도 되는 시간"},
	{"summary source", "문서", "이 문서에서만: 번호, 이름 또는 제목"},
	{"summary share", "공유", "채널의 모두가 답을 볼 수 있게 합니다"},

	{"recs", "권고", "누구에게 무엇을 권고하는지 보여 줍니다"},
	{"recs topic", "주제", "이 주제에 관한 권고만"},
	{"recs actor", "상대", "이 상대에게 한 권고만"},
	{"recs source", "문서", "이 문서에서만: 번호, 이름 또는 제목"},
	{"recs kind", "구분", "저자 자신의 권고, 또는 다른 이의 요구를 전한 것"},
	{"recs format", "형식", "보여 주는 형식"},

	{"cite", "인용", "문장을 앞뒤 문맥과 각주와 함께 보여 줍니다"},
	{"cite ref", "위치", "답#번호, 문장 또는 각주"},

	{"timeline", "연표", "날짜가 있는 일을 차례대로 보여 줍니다"},
	{"timeline topic", "주제", "이 주제에 관한 일만"},
	{"timeline source", "문서", "이 문서에서만: 번호, 이름 또는 제목"},
	{"timeline since", "이후", "이 날짜 이후의 일만"},

	{"latest", "최신", "새로 나오거나 고쳐지거나 철회된 것을 보여 줍니다"},
	{"latest since", "이후", "이 날짜 이후에 바뀐 것만"},
	{"latest topic", "주제", "이 주제의 브리핑만"},

	{"topics", "주제목록", "효력이 있는 브리핑과 그 주제를 보여 줍니다"},
	{"topics name", "이름", "이 이름이나 주제의 브리핑만"},

	{"help", "도움말", "무엇을 물을 수 있는지, 명령을 어떻게 쓰는지 알려 줍니다"},
	{"help verb", "명령", "설명할 명령"},

	{"whoami", "내정보", "이곳에서 당신이 누구이고 무엇을 할 수 있는지 알려 줍니다"},

	{briefingFile, "파일", "항목 대신 쓸, 마크다운 파일로 된 브리핑"},

	{"import", "가져오기", "첨부한 문서를 읽고 저마다 브리핑 초안을 만듭니다"},
	{"import file", "파일", "읽을 문서"},
	{"import file2", "파일2", "함께 읽을 문서"},
	{"import file3", "파일3", "함께 읽을 문서"},
	{"import file4", "파일4", "함께 읽을 문서"},
	{"import file5", "파일5", "함께 읽을 문서"},
	{"import address", "주소", "가져올 문서의 주소"},
	{"import publish", "발행", "초안을 바로 발행합니다"},
	{"import into", "브리핑", "새로 만들지 않고 이 브리핑에 문서를 더합니다"},
	{"import marking", "등급", "새 브리핑의 취급 등급"},
	{"import attributed", "출처공개", "no이면 누가 쓰고 펴냈는지 밝히지 않습니다 (채텀하우스 규칙)"},

	{"drafts", "초안목록", "아직 발행하지 않은 초안을 보여 줍니다"},

	{"report", "처리보고", "문서를 읽으며 무엇을 남기고 무엇을 버렸는지 알려 줍니다"},
	{"report of", "대상", "문서, 초안 또는 브리핑"},
	{"report show", "내용", "개수만, 또는 버린 글까지"},
}
