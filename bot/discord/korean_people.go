package discord

// koreanPeople are those of [koreanWords] that belong to the verbs that say who
// may do what.
var koreanPeople = [...]koreanWord{
	{"people", "사람", "누가 무엇을 할 수 있는지 정합니다"},

	{"people grant", "부여", "역할을 줍니다"},
	{"people grant person", "사람", "멘션, 이 서버의 번호 또는 platform/workspace/id"},
	{"people grant role", "역할", "앞으로 할 수 있는 것. 뒤의 역할은 앞의 역할이 하는 것도 합니다"},
	{"people grant note", "사유", "기록에 남길 까닭"},
	{"people grant was", "지금역할", "기록된 역할이 이것일 때만"},

	{"people revoke", "회수", "주었던 역할을 거둡니다. 먼저 물어봅니다"},
	{"people revoke person", "사람", "멘션, 이 서버의 번호 또는 platform/workspace/id"},
	{"people revoke note", "사유", "기록에 남길 까닭"},
	{"people revoke was", "지금역할", "기록된 역할이 이것일 때만"},
	{"people revoke confirm", "확인", "확실하면 예"},

	{"people list", "목록", "읽는 것보다 더 할 수 있는 사람을 보여 줍니다"},
	{"people list role", "역할", "이 역할이 하는 것을 할 수 있는 사람만"},
}
