package analysis

// organisations are the bodies that are known by a short name; the key is the
// short name or the common form in lower case.
var organisations = map[string]string{
	"nato": "NATO", "north atlantic treaty organization": "NATO", "north atlantic alliance": "NATO",
	"un": "United Nations", "u.n.": "United Nations", "united nations": "United Nations",
	"un security council": "UN Security Council", "security council": "UN Security Council",
	"eu": "European Union", "e.u.": "European Union", "european union": "European Union", "brussels": "European Union",
	"european commission": "European Commission", "european parliament": "European Parliament",
	"european council": "European Council", "european central bank": "European Central Bank", "ecb": "European Central Bank",
	"asean": "ASEAN", "association of southeast asian nations": "ASEAN",
	"apec": "APEC", "asia-pacific economic cooperation": "APEC",
	"aukus": "AUKUS", "quad": "Quad", "quadrilateral security dialogue": "Quad",
	"brics": "BRICS", "g7": "G7", "group of seven": "G7", "g20": "G20", "group of twenty": "G20", "g-7": "G7", "g-20": "G20",
	"imf": "International Monetary Fund", "international monetary fund": "International Monetary Fund",
	"world bank": "World Bank", "wto": "World Trade Organization", "world trade organization": "World Trade Organization",
	"who": "World Health Organization", "world health organization": "World Health Organization",
	"iaea": "IAEA", "international atomic energy agency": "IAEA",
	"opec": "OPEC", "oecd": "OECD", "osce": "OSCE", "icc": "International Criminal Court",
	"international criminal court": "International Criminal Court",
	"african union":                "African Union", "arab league": "Arab League", "mercosur": "Mercosur",
	"gulf cooperation council": "Gulf Cooperation Council", "gcc": "Gulf Cooperation Council",
	"pentagon": "Pentagon", "congress": "Congress", "usfk": "US Forces Korea", "us forces korea": "US Forces Korea",
	"u.s. forces korea": "US Forces Korea", "united states forces korea": "US Forces Korea",
	"federal reserve": "Federal Reserve", "european court of justice": "European Court of Justice",
	"red cross": "Red Cross", "amnesty international": "Amnesty International", "unesco": "UNESCO", "unicef": "UNICEF",
	"unhcr": "UNHCR", "hamas": "Hamas", "hezbollah": "Hezbollah", "taliban": "Taliban", "houthis": "Houthis",
}

// bodyNouns end the name of an organisation.
var bodyNouns = set(`party assembly council ministry committee institute university bank forces navy army union organization
organisation agency commission court dialogue corporation inc ltd group association department office foundation
alliance authority bureau board force command congress parliament senate house league federation confederation
community society chamber fund trust college school centre center laboratory company guard corps police front movement
coalition network initiative secretariat academy times post journal airlines airways motors electronics heavy industries
partnership cabinet tribunal service services conference club`)

// numberNouns end the name of a group of states such as a Visegrad Four.
var numberNouns = set(`three four five six seven eight nine ten eleven twelve twenty`)

// bodyHeads open a name that goes on with "of", such as Ministry of Defence.
var bodyHeads = set(`ministry department institute bank republic council university office association organisation
organization committee house court kingdom board federation league union secretary minister centre center society
academy college group bureau chamber confederation commission`)

// thingNouns end the name of what cannot act: places, events, texts.
var thingNouns = set(`sea strait straits peninsula island islands ocean river bay war wars day summit forum act agreement
agreements strategy street treaty accord accords declaration charter programme program plan agenda report review policy
doctrine law pact protocol convention talks statement order line zone province region coast valley mountain mountains
gulf canal desert republic constitution bill code age era pandemic crisis revolution spring prize cup games chain
theatre theater road route belt corridor festival process system missile square avenue airport east west north south
asia africa europe america pacific atlantic orient hemisphere world memorandum paper index survey table figure`)

// commonParts are capitalised words that are part of no person's name.
var commonParts = set(`cold camp new old north south east west northern southern eastern western central white black red green
blue great national international united republic royal democratic people's global world pacific atlantic indo-pacific
asia-pacific euro-atlantic first second third sixth general special grand high upper lower middle free soviet christian
islamic six-party security economic foreign defence defense military nuclear digital air african asian european arab
latin federal supreme chief deputy common joint strategic northeast southeast northwest southwest trans-pacific`)

// titles stand before the name of a person.
var titles = set(`president vice-president prime minister chancellor secretary minister general admiral senator sen
representative rep governor mayor king queen prince princess sultan emir pope ambassador professor prof dr mr mrs ms sir
lord lady colonel captain chairman chairwoman commissioner judge justice premier marshal congressman congresswoman
supreme leader foreign-minister ex-president`)

// roleNouns stand beside the name of a person, in small letters.
var roleNouns = set(`president minister chancellor secretary premier leader predecessor successor advisor adviser counterpart
governor mayor ambassador envoy senator king queen spokesman spokeswoman spokesperson director chief chairman chair
commissioner general professor economist analyst scholar author candidate dictator strongman officer then-president
ex-president ruler head lawmaker diplomat expert historian founder billionaire journalist party rival giant ally`)
