package discord

// koreanDigests are those of [koreanWords] that belong to the verbs of two
// words. The key of what they share is their first word.
var koreanDigests = [...]koreanWord{
	{"watch", "구독", "혼자 받는 메시지로 주제를 따라갑니다"},

	{"watch add", "추가", "주제에 바뀐 것이 있으면 보내 드립니다"},
	{"watch add topic", "주제", "따라갈 주제나 브리핑"},
	{"watch add when", "시각", "언제 살펴볼지: weekdays 08:00, Mon and Thu 17:30"},
	{"watch add zone", "시간대", "Asia/Seoul 같은 IANA 시간대, 비우면 본인의 것"},
	{"watch add here", "이채널", "나 대신 이 채널에 올립니다 (편집자만)"},

	{"watch list", "목록", "따라가는 것과 이 채널이 받는 것을 보여 줍니다"},

	{"watch remove", "삭제", "더는 따라가지 않습니다"},
	{"watch remove of", "구독", "D-0001 같은 번호, 또는 이름"},

	{"watch snooze", "쉬기", "한동안 보내지 않습니다"},
	{"watch snooze of", "구독", "D-0001 같은 번호, 또는 이름"},
	{"watch snooze until", "까지", "이 날까지 또는 이만큼, 오늘이면 바로 끝납니다"},

	{"digest", "정기보고", "정해진 때에 채널에 올라갈 것을 마련합니다"},

	{"digest new", "새로", "바뀐 것을 정해진 때에 채널에 올립니다"},
	{"digest new name", "이름", "무엇이라고 부를지"},
	{"digest new when", "시각", "언제 올지: weekdays 07:30, first Monday 08:30, 30 7 * * 1-5"},
	{"digest new topic", "주제", "이 주제의 브리핑만, 쉼표로 나누고 all은 모두"},
	{"digest new zone", "시간대", "Asia/Seoul 같은 IANA 시간대, 비우면 본인의 것"},
	{"digest new targets", "채널", "올릴 채널: here, me 또는 채널 번호"},
	{"digest new holidays", "휴일", "쉬는 날: 2025-12-25 2025-12-26, none은 모두 지웁니다"},
	{"digest new catchup", "늦음", "장애 뒤에 얼마나 늦게까지 올지: 90m, 6h, 7d"},
	{"digest new idle", "빈날", "바뀐 것이 없어도 한 줄을 올립니다"},

	{"digest edit", "고치기", "정기 보고를 고칩니다. 무엇이 달라지는지 먼저 보여 줍니다"},
	{"digest edit of", "대상", "D-0001 같은 번호, 또는 이름"},
	{"digest edit name", "이름", "다른 이름"},
	{"digest edit when", "시각", "다른 시각"},
	{"digest edit topic", "주제", "이 주제의 브리핑만, 쉼표로 나누고 all은 모두"},
	{"digest edit zone", "시간대", "Asia/Seoul 같은 IANA 시간대, 비우면 본인의 것"},
	{"digest edit targets", "채널", "올릴 채널: here, me 또는 채널 번호"},
	{"digest edit holidays", "휴일", "쉬는 날: 2025-12-25 2025-12-26, none은 모두 지웁니다"},
	{"digest edit catchup", "늦음", "장애 뒤에 얼마나 늦게까지 올지: 90m, 6h, 7d"},
	{"digest edit idle", "빈날", "바뀐 것이 없어도 한 줄을 올립니다"},
	{"digest edit confirm", "확인", "확실하면 예"},

	{"digest preview", "미리보기", "지금 나간다면 무엇이 실릴지 보여 줍니다"},
	{"digest preview of", "대상", "D-0001 같은 번호, 또는 이름"},

	{"digest pause", "멈추기", "다시 시작할 때까지 멈춥니다"},
	{"digest pause of", "대상", "D-0001 같은 번호, 또는 이름"},

	{"digest resume", "다시시작", "멈추거나 쉬던 것을 다시 보냅니다"},
	{"digest resume of", "대상", "D-0001 같은 번호, 또는 이름"},

	{"digest skip-next", "건너뛰기", "다음 한 번을 건너뜁니다"},
	{"digest skip-next of", "대상", "D-0001 같은 번호, 또는 이름"},
	{"digest skip-next undo", "되돌리기", "예라고 하면 건너뛰지 않습니다"},

	{"digest history", "내역", "무엇을 언제 어디로 보냈는지 알려 줍니다"},
	{"digest history of", "대상", "D-0001 같은 번호, 또는 이름"},

	{"digest targets", "받는곳", "정기 보고의 채널을 보여 주거나 더하거나 뺍니다"},
	{"digest targets of", "대상", "D-0001 같은 번호, 또는 이름"},
	{"digest targets add", "더하기", "더할 채널: here 또는 채널 번호"},
	{"digest targets remove", "빼기", "뺄 채널"},

	{"digest send-now", "바로보내기", "차례와 상관없이 바로 보냅니다"},
	{"digest send-now of", "대상", "D-0001 같은 번호, 또는 이름"},
	{"digest send-now confirm", "확인", "확실하면 예"},

	{"channel", "채널", "이 채널의 모든 정기 보고에 해당하는 것을 정합니다"},

	{"channel bind", "묶기", "이 채널에 주제와 시간대를 정해 둡니다"},
	{"channel bind topic", "주제", "여기에서 마련하는 정기 보고의 주제, all은 없음"},
	{"channel bind zone", "시간대", "여기에서 정하는 시각의 시간대, none은 지웁니다"},

	{"channel limits", "한도", "이 채널이 하루에 받을 정기 보고의 최대 개수를 정합니다"},
	{"channel limits per-day", "하루", "1에서 24까지 또는 off, 넘치는 것은 다음에 합칩니다"},

	{"channel quiet-hours", "조용한때", "이 채널에 아무것도 올리지 않을 때를 정합니다"},
	{"channel quiet-hours hours", "시간", "22:00-07:00 또는 off, 그사이의 것은 뒤로 미룹니다"},
	{"channel quiet-hours zone", "시간대", "Asia/Seoul 같은 IANA 시간대, 비우면 본인의 것"},

	{"channel clearance", "공개등급", "채널에 어느 등급까지 보여 줄지 정합니다"},
	{"channel clearance marking", "등급", "보여 줄 가장 높은 등급, default는 되돌립니다"},
	{"channel clearance of", "채널", "here 또는 채널 번호"},
	{"channel clearance confirm", "확인", "확실하면 예"},

	{"source", "출처", "문서를 어떻게 쓸 수 있는지 정합니다"},

	{"source mark", "표시", "문서를 어디까지 보이고 출처를 밝힐지 정합니다"},
	{"source mark of", "문서", "번호, 파일 이름 또는 제목"},
	{"source mark marking", "등급", "문서 자체의 취급 등급"},
	{"source mark attributed", "출처공개", "no이면 누가 쓰고 펴냈는지 밝히지 않습니다 (채텀하우스 규칙)"},
	{"source mark note", "사유", "다른 편집자에게 남길 까닭"},
	{"source mark confirm", "확인", "확실하면 예"},
}
