package discord

// koreanAudit are those of [koreanWords] that belong to the audit and to the
// register of recommendations.
var koreanAudit = [...]koreanWord{
	{"ops", "운영", "서비스를 운영합니다"},

	{"ops audit", "감사", "누가 무엇을 했는지의 기록을 확인하거나 내보냅니다"},
	{"ops audit do", "할일", "확인, 끝 번호, 내보내기, 또는 백업을 되살린 뒤의 승인"},
	{"ops audit since", "부터", "이 날부터 내보냅니다"},
	{"ops audit from", "처음", "이 번호의 기록부터 내보냅니다"},
	{"ops audit to", "끝", "이 번호의 기록까지 내보냅니다"},
	{"ops audit confirm", "확인", "확실하면 예"},
}
