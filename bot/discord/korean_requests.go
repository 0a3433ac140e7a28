package discord

// koreanRequests are those of [koreanWords] that belong to corrections and to what
// people ask the desk.
var koreanRequests = [...]koreanWord{
	{"ask-desk", "편집부질문", "편집부에 알아봐 달라고 하거나, 맡긴 것이 어떻게 되었는지 봅니다"},
	{"ask-desk question", "물음", "알아봐 달라고 할 것, 비우면 내가 맡긴 것을 보여 줍니다"},
	{"ask-desk needed-by", "기한", "언제까지 필요한지: 날짜, 또는 3d처럼 지금부터"},

	{"correction", "정정", "이미 올린 것을 바로잡습니다"},

	{"correction list", "목록", "더는 맞지 않는 것에 기댄 메시지를 보여 줍니다"},
	{"correction list of", "대상", "브리핑이나 문서, 철회된 것도 됩니다"},
	{"correction list since", "이후", "이 날짜 이후에 올린 메시지만"},

	{"correction post", "올리기", "그 메시지들을 답글이나 고쳐쓰기로 바로잡습니다"},
	{"correction post of", "대상", "브리핑이나 문서, 철회된 것도 됩니다"},
	{"correction post how", "방법", "저마다의 스레드에 답글로, 또는 글을 고쳐서"},
	{"correction post note", "덧붙임", "바뀐 것 말고 읽는 이가 알아야 할 것"},
	{"correction post only", "하나만", "목록에서 이 번호의 메시지만"},
	{"correction post confirm", "확인", "확실하면 예"},

	{"rfi", "요청", "사람들이 편집부에 물은 것에 답합니다"},

	{"rfi list", "목록", "편집부가 받은 물음과 가장 많이 묻는 것을 보여 줍니다"},
	{"rfi list state", "상태", "이만큼 나아간 것만, waiting은 아직 답하지 않은 것"},
	{"rfi list mine", "내것", "내가 맡은 것만"},

	{"rfi assign", "맡기기", "누가 이 요청을 맡을지 정합니다"},
	{"rfi assign of", "요청", "RFI-0001 같은 번호"},
	{"rfi assign to", "담당", "me, nobody 또는 그 사람의 번호"},

	{"rfi answer", "답하기", "요청에 답합니다. 물은 이가 볼 것을 먼저 보여 줍니다"},
	{"rfi answer of", "요청", "RFI-0001 같은 번호"},
	{"rfi answer text", "답", "스스로의 말로 쓴 답"},
	{"rfi answer refs", "근거", "근거가 되는 문장: S-0001#12 S-0002#3"},
	{"rfi answer own", "자체판단", "예라고 하면 어느 문장도 하지 않은 편집부의 판단이라는 뜻"},
	{"rfi answer confirm", "확인", "확실하면 예"},

	{"rfi close", "닫기", "요청을 닫습니다. 아직 답을 기다리는 이에게는 까닭을 알립니다"},
	{"rfi close of", "요청", "RFI-0001 같은 번호"},
	{"rfi close note", "사유", "물은 이에게 하는 말로 쓴 까닭"},
	{"rfi close confirm", "확인", "확실하면 예"},
}
