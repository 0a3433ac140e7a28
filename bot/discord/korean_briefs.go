package discord

// koreanBriefs are the words of the verbs with which briefings are written.
var koreanBriefs = [...]koreanWord{
	{"brief", "브리핑", "브리핑을 쓰고 검토하고 발행하고 거둡니다"},

	{"brief new", "새로", "브리핑을 시작하거나 마크다운 파일로 초안을 만듭니다"},
	{"brief new title", "제목", "무엇에 관한 것인지"},
	{"brief new topics", "주제", "주제를 쉼표로 나누어"},
	{"brief new marking", "등급", "취급 등급"},
	{"brief new sources", "문서", "바탕이 되는 문서: S-0001 S-0002"},
	{"brief new note", "사유", "기록에 남길 까닭"},

	{"brief edit", "고치기", "초안을 보여 주거나 고칩니다. 달라지는 것을 먼저 보여 줍니다"},
	{"brief edit of", "브리핑", "브리핑의 짧은 이름. 첨부한 파일에는 들어 있습니다"},
	{"brief edit title", "제목", "다른 제목"},
	{"brief edit bottom-line", "결론", "맨 앞에 둘 한두 문장과 근거: 비용이 는다. [S-0001#3]"},
	{"brief edit judgements", "판단", "핵심 판단을 한 줄에 하나씩, 신뢰도는 다음 줄에"},
	{"brief edit recommendations", "권고", "한 줄에 하나씩. 상대: 할 일 [S-0001#9] (by 2027)"},
	{"brief edit watch", "지켜볼-일", "한 줄에 하나씩. 2026-12-03: 이사회가 표결한다. [S-0001#9]"},
	{"brief edit topics", "주제", "주제를 쉼표로 나누어. 없애려면 none"},
	{"brief edit marking", "등급", "취급 등급"},
	{"brief edit sources", "문서", "바탕이 되는 문서: S-0001 S-0002"},
	{"brief edit review-by", "다시-볼-날", "다시 살펴볼 날: 2027-03-31 또는 6m. 없애려면 none"},
	{"brief edit owner", "책임자", "책임지는 사람: me, 이곳 사람 또는 none"},
	{"brief edit embargo", "공개-시각", "이때 전에는 내지 않습니다: 2026-03-31 09:00. 바로 내려면 none"},
	{"brief edit scale", "척도", "가능성을 나타내는 낱말의 척도"},
	{"brief edit own", "자체-판단", "데스크 자체 판단인 문장의 번호: 2,5 또는 all"},
	{"brief edit note", "사유", "기록에 남길 까닭"},
	{"brief edit revision", "개정", "고칠 때 보고 있던 개정"},
	{"brief edit edition", "판", "초안이 없을 때 고칠 바탕이 된 판"},
	{"brief edit proposal", "제안", "저장할, 보여 드린 고침"},
	{"brief edit forget", "버림", "버릴, 보여 드린 고침"},
	{"brief edit confirm", "확인", "그사이 달라진 것이 없으면 바로 저장합니다"},

	{"brief review", "검토", "초안을 검토에 넘깁니다"},
	{"brief review of", "초안", "초안의 짧은 이름"},
	{"brief review revision", "개정", "살펴본 개정"},
	{"brief review note", "사유", "기록에 남길 까닭"},

	{"brief return", "돌려주기", "초안을 까닭과 함께 쓴 사람에게 돌려줍니다"},
	{"brief return of", "초안", "초안의 짧은 이름"},
	{"brief return revision", "개정", "살펴본 개정"},
	{"brief return note", "할-일", "무엇을 해야 하는지"},

	{"brief approve", "발행", "초안을 그 브리핑의 최신판으로 냅니다"},
	{"brief approve of", "초안", "초안의 짧은 이름"},
	{"brief approve revision", "개정", "살펴본 개정"},
	{"brief approve confirm", "확인", "확실하면 예"},

	{"brief discard", "버리기", "초안을 버립니다. 개정은 기록에 남습니다"},
	{"brief discard of", "초안", "초안의 짧은 이름"},
	{"brief discard revision", "개정", "살펴본 개정"},
	{"brief discard note", "사유", "기록에 남길 까닭"},
	{"brief discard confirm", "확인", "확실하면 예"},

	{"brief history", "이력", "브리핑의 판과 개정을 새것부터 보여 줍니다"},
	{"brief history of", "브리핑", "브리핑의 짧은 이름"},
	{"brief history limit", "개수", "보여 줄 최대 개수"},
	{"brief history before", "이전", "이 개정보다 앞선 것만"},

	{"brief export", "내보내기", "고쳐서 다시 첨부할 마크다운 파일로 줍니다"},
	{"brief export of", "브리핑", "브리핑의 짧은 이름"},
	{"brief export edition", "판", "이 판. 비우면 초안, 없으면 최신판"},

	{"brief verify", "확인", "브리핑이 여전히 맞다고 하고 다시 볼 날을 정합니다"},
	{"brief verify of", "브리핑", "브리핑의 짧은 이름"},
	{"brief verify review-by", "다시-볼-날", "다시 살펴볼 날: 2027-03-31 또는 6m. 없애려면 none"},
	{"brief verify edition", "판", "살펴본 판"},
	{"brief verify note", "사유", "기록에 남길 까닭"},

	{"brief rollback", "되돌리기", "예전 판의 내용을 새 판으로 되살립니다"},
	{"brief rollback of", "브리핑", "브리핑의 짧은 이름"},
	{"brief rollback to", "되살릴-판", "내용을 되살릴 판"},
	{"brief rollback edition", "판", "마지막으로 본 최신판"},
	{"brief rollback note", "사유", "기록에 남길 까닭"},
	{"brief rollback confirm", "확인", "확실하면 예"},

	{"brief retire", "철회", "브리핑의 효력을 끝냅니다"},
	{"brief retire of", "브리핑", "브리핑의 짧은 이름"},
	{"brief retire note", "사유", "기록에 남길 까닭"},
	{"brief retire confirm", "확인", "확실하면 예"},
}
