package analysis

// functionWords never belong to a name and carry no subject matter.
var functionWords = set(`a an the this that these those such some any each every either neither both all many much more most
few several other another own same no nor not only even just also too very so as at by for from in into of off on onto
out over per to toward towards under until up upon via vis-à-vis with within without about above across after against
along amid amidst among amongst around before behind below beneath beside besides between beyond despite down during
except inside like near notwithstanding opposite outside past regarding regardless irrespective since through throughout
till underneath unlike and or but yet if then than because although though while whilst whereas when whenever where
wherever whether which who whom whose what why how i me my we us our you your he him his she her it its they them their
one's there here is are was were be been being am do does did done has have had having can could may might must shall
should will would ought need cannot can't won't don't doesn't didn't isn't aren't wasn't weren't once now still already
yes indeed however moreover furthermore nevertheless nonetheless meanwhile therefore thus hence instead additionally
similarly likewise conversely consequently accordingly finally firstly secondly thirdly fourthly first second third
lastly next today yesterday tomorrow again always never often sometimes perhaps maybe ultimately overall particularly
especially given following according prior let take see make far long let's that's it's i'm we're they're there's
rather well new`)

// calendarWords are capitalised without being names.
var calendarWords = set(`january february march april may june july august september october november december monday
tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec spring summer autumn
winter table figure chapter section appendix box chart note source`)

// prepositions open a phrase that says more about what stands before it.
var prepositions = set(`of in on at by for from with to between among amongst across within without under over against about
into through throughout toward towards during before after since despite like near around beyond behind amid via outside
inside upon along regarding concerning including`)

// openers begin a phrase or clause that may stand before the subject of the
// clause it belongs to.
var openers = set(`in on at by for from with to under over after before during since despite amid without within beyond given
as while although though when whenever where if unless because whereas once until following regardless irrespective
notwithstanding according rather instead like unlike considering facing today now currently going moving looking`)

// subordinators begin a clause that describes and does not advise.
var subordinators = set(`if unless whether although though while whilst whereas because since when whenever where wherever why
until till once lest than as`)

// relatives begin a clause that says more about a noun.
var relatives = set(`which who whom whose that what whatever whoever`)

// attributions are the verbs and nouns that give somebody else's words or
// thoughts, in every form in which they govern a clause.
var attributions = set(`say says said saying state states stated stating argue argues argued arguing claim claims claimed
claiming warn warns warned warning warnings stress stresses stressed stressing insist insists insisted insisting emphasize
emphasizes emphasized emphasizing emphasise emphasises emphasised emphasising underscore underscores underscored
underscoring underline underlines underlined underlining assert asserts asserted asserting affirm affirms affirmed
affirming reaffirm reaffirms reaffirmed reiterate reiterates reiterated reiterating declare declares declared declaring
announce announces announced announcing believe believes believed believing think thinks thought feel feels felt fear
fears feared hope hopes hoped hoping know knows knew recognize recognizes recognized recognizing recognise recognises
recognised recognising acknowledge acknowledges acknowledged acknowledging agree agrees agreed agreeing accept accepts
accepted maintain maintains maintained maintaining contend contends contended note notes noted noting observe observes
observed observing remark remarks remarked add adds added adding explain explains explained explaining suggest suggested
suggesting propose proposes proposed proposing recommend recommends recommended recommending demand demands demanded
demanding ask asks asked asking request requests requested urge urges urged urging call calls called calling advise
advises advised advising tell tells told telling write writes wrote written writing report reports reported reporting
view views viewed consider considers considered decide decides decided deciding conclude concludes concluded concluding
pledge pledges pledged promise promises promised vow vows vowed express expressed expresses indicate indicated confirm
confirmed confirms deny denied denies complain complained complains admit admits admitted concede concedes conceded
caution cautions cautioned counter countered retort retorted reply replied replies respond responded realise realised
realize realized understand understands understood remind reminded reminds signal signalled signaled signals require
requires required belief conviction view views position opinion argument claim insistence warning recognition assumption
expectation hope fear consensus suggestion proposal call calls demand demands idea notion principle message assertion
statement doctrine`)

// authorNouns name the document or the people who wrote it.
var authorNouns = set(`paper report brief briefing study article essay analysis commentary memo memorandum chapter section
author authors we i review note testimony submission book column op-ed editorial policy-brief backgrounder piece`)

// agentNouns name those who can be told to act.
var agentNouns = set(`government governments administration administrations cabinet cabinets regime regimes leadership state
states country countries nation nations president presidents presidency minister ministers ministry ministries premier
chancellor leader leaders policymaker policymakers policy-makers lawmaker lawmakers legislator legislators legislature
legislatures parliament parliaments congress senate senators official officials authority authorities agency agencies
regulator regulators department departments commission commissions commissioner council councils committee committees
party parties opposition politicians diplomats diplomat diplomacy ally allies partner partners alliance alliances coalition
coalitions bloc union unions military armed forces army navy police court courts judges bank banks lender lenders investor
investors company companies firm firms business businesses corporations corporation industry industries manufacturers
producers exporters employers operators operator donors donor organisation organisations organization organizations
institutions institution agencies university universities schools school hospitals researchers scientists planners
negotiators mediators envoys envoy summit secretariat body bodies members member-states stakeholders community communities
society activists citizens voters public side sides power powers capitals capital neighbours neighbors city cities
municipality municipalities mayor mayors governor governors executive executives board boards team management managers
strategists commanders general west europe ministers' west's trustees funders port ports broker brokers insurer insurers
platforms media journalists ngos churches farmers growers utilities utility authorities' taskforce task-force`)

// hardships are the verbs that, after must or should, describe a plight, an
// expectation or the text itself and give no advice.
var hardships = set(`contend face grapple reckon cope navigate endure weather wrestle juggle suffer wonder live wait
note mention come prove suffice arrive seem appear matter belong know`)

// outcomes are the verbs that, after should and a thing, tell what to expect.
var outcomes = set(`help lead boost bring ease reduce increase improve result yield prove come happen emerge arrive suffice
follow allow enable give make produce become grow rise fall decline last work benefit remain continue hold pass reach
cause provide offer show begin start end mean see get`)

// remarks are the words that, after should be or must be, comment on the text
// or on what is likely.
var remarks = set(`noted remembered stressed emphasized emphasised said recalled mentioned acknowledged clear obvious apparent
surprising surprised surprise possible enough available sufficient familiar read understood underlined pointed added borne
evident true able easy easier straightforward plain safe fine done over ready interpreted regarded-as assumed admitted
conceded observed highlighted underscored reiterated repeated pleased proud glad happy`)

// degreeWords are the adverbs without -ly that stand between subject and verb.
var degreeWords = set(`also now then therefore thus still never always first both all not indeed instead too even just soon
ever again once together alone rather itself themselves himself herself at least further better well next urgently more`)
