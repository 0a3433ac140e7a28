package discord

// koreanRegister are those of [koreanWords] that belong to the register of
// recommendations.
var koreanRegister = [...]koreanWord{
	{"recs status", "상태", "등록부에서 이 상태인 권고만"},
	{"recs horizon", "시한", "당장, 열두 달 안에, 또는 그 뒤에 할 것만"},

	{"rec", "권고등록", "권고가 어떻게 되었는지 기록합니다"},

	{"rec set", "기록", "권고가 어떻게 되었는지 적습니다"},
	{"rec set of", "권고", "권고 문장의 번호, 또는 recs CSV의 ID"},
	{"rec set status", "상태", "어떻게 되었는지"},
	{"rec set owner", "담당", "맡는 사람, me 또는 none"},
	{"rec set due", "기한", "이 날까지. 2026-06-30이나 3m, 또는 none"},
	{"rec set note", "메모", "까닭이나 다음에 할 일, 또는 none"},

	{"rec history", "이력", "등록부가 이 권고를 두고 적은 것을 보여 줍니다"},
	{"rec history of", "권고", "권고 문장의 번호, 또는 recs CSV의 ID"},
}
