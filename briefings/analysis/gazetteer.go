package analysis

import "strings"

// State returns the common name of the state that a name stands for: its own
// name, another form of it, its capital or its people. It returns false for
// anything else.
func State(name string) (string, bool) { return stateOf(strings.ToLower(strings.TrimSpace(name))) }

// stateOf returns the state that a name, an alias or a demonym in lower case
// stands for, or false.
func stateOf(low string) (string, bool) {
	name, ok := stateNames[low]
	return name, ok
}

// demonym reports whether the word in lower case is an adjective or a people
// and not the name of a state.
func demonym(low string) bool { return demonyms[low] }

var stateNames, demonyms = gazetteer()

// gazetteer reads the table of states: name, aliases and demonyms, parted by
// semicolons; several of one sort are parted by commas.
func gazetteer() (names map[string]string, people map[string]bool) {
	names, people = map[string]string{}, map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(states), "\n") {
		parts := strings.Split(line, ";")
		names[strings.ToLower(parts[0])] = parts[0]
		for i, list := range parts[1:] {
			for _, alias := range strings.Split(list, ",") {
				low := strings.ToLower(alias)
				if low == "" {
					continue
				}
				if _, taken := names[low]; !taken {
					names[low] = parts[0]
				}
				if i == 1 {
					people[low] = true
				}
			}
		}
	}
	return names, people
}

// states is general knowledge: the members of the United Nations, and the
// places that are commonly written about as actors beside them.
const states = `
United States;US,U.S.,USA,U.S.A.,United States of America,America,Washington,White House;American,Americans
China;People's Republic of China,PRC,Beijing;Chinese,Sino
South Korea;Republic of Korea,ROK,Korea,Seoul;South Korean,South Koreans,Korean,Koreans
North Korea;DPRK,Democratic People's Republic of Korea,Pyongyang;North Korean,North Koreans
Japan;Tokyo;Japanese
Russia;Russian Federation,Moscow,Kremlin;Russian,Russians
Taiwan;Taipei,Republic of China;Taiwanese
United Kingdom;UK,U.K.,Britain,Great Britain,London,Downing Street;British,Britons
France;Paris;French
Germany;Berlin;German,Germans
Italy;Rome;Italian,Italians
Spain;Madrid;Spanish,Spaniards
Portugal;Lisbon;Portuguese
Netherlands;Holland,The Hague,Amsterdam;Dutch
Belgium;;Belgian,Belgians
Luxembourg;;Luxembourger
Ireland;Dublin;Irish
Denmark;Copenhagen;Danish,Danes
Norway;Oslo;Norwegian,Norwegians
Sweden;Stockholm;Swedish,Swedes
Finland;Helsinki;Finnish,Finns
Iceland;Reykjavik;Icelandic
Estonia;Tallinn;Estonian,Estonians
Latvia;Riga;Latvian,Latvians
Lithuania;Vilnius;Lithuanian,Lithuanians
Poland;Warsaw;Polish,Poles
Czech Republic;Czechia,Prague;Czech,Czechs
Slovakia;Bratislava;Slovak,Slovaks
Hungary;Budapest;Hungarian,Hungarians
Austria;Vienna;Austrian,Austrians
Switzerland;Bern;Swiss
Romania;Bucharest;Romanian,Romanians
Bulgaria;Sofia;Bulgarian,Bulgarians
Greece;Athens;Greek,Greeks
Cyprus;Nicosia;Cypriot,Cypriots
Malta;Valletta;Maltese
Croatia;Zagreb;Croatian,Croats
Slovenia;Ljubljana;Slovenian,Slovenes
Serbia;Belgrade;Serbian,Serbs
Bosnia and Herzegovina;Bosnia,Sarajevo;Bosnian,Bosnians
Montenegro;Podgorica;Montenegrin
North Macedonia;Macedonia,Skopje;Macedonian
Albania;Tirana;Albanian,Albanians
Kosovo;Pristina;Kosovar
Moldova;Chisinau;Moldovan,Moldovans
Ukraine;Kyiv,Kiev;Ukrainian,Ukrainians
Belarus;Minsk;Belarusian,Belarusians
Georgia;Tbilisi;Georgian,Georgians
Armenia;Yerevan;Armenian,Armenians
Azerbaijan;Baku;Azerbaijani,Azeri
Turkey;Türkiye,Ankara;Turkish,Turks
Kazakhstan;Astana;Kazakh,Kazakhs
Uzbekistan;Tashkent;Uzbek,Uzbeks
Turkmenistan;Ashgabat;Turkmen
Kyrgyzstan;Bishkek;Kyrgyz
Tajikistan;Dushanbe;Tajik
Mongolia;Ulaanbaatar;Mongolian,Mongolians
India;New Delhi,Delhi;Indian,Indians
Pakistan;Islamabad;Pakistani,Pakistanis
Bangladesh;Dhaka;Bangladeshi
Sri Lanka;Colombo;Sri Lankan
Nepal;Kathmandu;Nepali,Nepalese
Bhutan;Thimphu;Bhutanese
Maldives;Malé;Maldivian
Afghanistan;Kabul;Afghan,Afghans
Iran;Islamic Republic of Iran,Tehran;Iranian,Iranians
Iraq;Baghdad;Iraqi,Iraqis
Syria;Damascus;Syrian,Syrians
Lebanon;Beirut;Lebanese
Israel;Jerusalem,Tel Aviv;Israeli,Israelis
Palestine;Ramallah,Palestinian Authority;Palestinian,Palestinians
Jordan;Amman;Jordanian
Saudi Arabia;Riyadh;Saudi,Saudis
Yemen;Sanaa;Yemeni,Yemenis
Oman;Muscat;Omani
United Arab Emirates;UAE,U.A.E.,Abu Dhabi;Emirati,Emiratis
Qatar;Doha;Qatari
Bahrain;Manama;Bahraini
Kuwait;Kuwait City;Kuwaiti
Egypt;Cairo;Egyptian,Egyptians
Libya;Tripoli;Libyan,Libyans
Tunisia;Tunis;Tunisian
Algeria;Algiers;Algerian
Morocco;Rabat;Moroccan
Sudan;Khartoum;Sudanese
South Sudan;Juba;South Sudanese
Ethiopia;Addis Ababa;Ethiopian,Ethiopians
Eritrea;Asmara;Eritrean
Djibouti;;Djiboutian
Somalia;Mogadishu;Somali,Somalis
Kenya;Nairobi;Kenyan,Kenyans
Uganda;Kampala;Ugandan
Tanzania;Dodoma;Tanzanian
Rwanda;Kigali;Rwandan
Burundi;Gitega;Burundian
Democratic Republic of the Congo;DRC,Kinshasa;Congolese
Republic of the Congo;Brazzaville;
Nigeria;Abuja;Nigerian,Nigerians
Niger;Niamey;Nigerien
Ghana;Accra;Ghanaian
Ivory Coast;Côte d'Ivoire,Abidjan,Yamoussoukro;Ivorian
Senegal;Dakar;Senegalese
Mali;Bamako;Malian
Burkina Faso;Ouagadougou;Burkinabe
Guinea;Conakry;Guinean
Guinea-Bissau;Bissau;
Sierra Leone;Freetown;Sierra Leonean
Liberia;Monrovia;Liberian
Gambia;Banjul;Gambian
Togo;Lomé;Togolese
Benin;Porto-Novo;Beninese
Cameroon;Yaoundé;Cameroonian
Chad;N'Djamena;Chadian
Central African Republic;Bangui;
Gabon;Libreville;Gabonese
Equatorial Guinea;Malabo;
Angola;Luanda;Angolan
Zambia;Lusaka;Zambian
Zimbabwe;Harare;Zimbabwean
Malawi;Lilongwe;Malawian
Mozambique;Maputo;Mozambican
Namibia;Windhoek;Namibian
Botswana;Gaborone;Botswanan
South Africa;Pretoria;South African,South Africans
Lesotho;Maseru;Basotho
Eswatini;Swaziland,Mbabane;Swazi
Madagascar;Antananarivo;Malagasy
Mauritius;Port Louis;Mauritian
Seychelles;Victoria;
Comoros;Moroni;Comorian
Cape Verde;Cabo Verde,Praia;
Mauritania;Nouakchott;Mauritanian
Canada;Ottawa;Canadian,Canadians
Mexico;Mexico City;Mexican,Mexicans
Guatemala;Guatemala City;Guatemalan
Belize;Belmopan;Belizean
Honduras;Tegucigalpa;Honduran
El Salvador;San Salvador;Salvadoran
Nicaragua;Managua;Nicaraguan
Costa Rica;San José;Costa Rican
Panama;Panama City;Panamanian
Cuba;Havana;Cuban,Cubans
Haiti;Port-au-Prince;Haitian,Haitians
Dominican Republic;Santo Domingo;Dominican
Jamaica;Kingston;Jamaican
Trinidad and Tobago;Port of Spain;Trinidadian
Bahamas;Nassau;Bahamian
Barbados;Bridgetown;Barbadian
Colombia;Bogotá,Bogota;Colombian,Colombians
Venezuela;Caracas;Venezuelan,Venezuelans
Guyana;Georgetown;Guyanese
Suriname;Paramaribo;Surinamese
Ecuador;Quito;Ecuadorian
Peru;Lima;Peruvian
Bolivia;La Paz;Bolivian
Brazil;Brasília,Brasilia;Brazilian,Brazilians
Paraguay;Asunción;Paraguayan
Uruguay;Montevideo;Uruguayan
Argentina;Buenos Aires;Argentine,Argentinian,Argentines
Chile;Santiago;Chilean,Chileans
Australia;Canberra;Australian,Australians
New Zealand;Wellington;New Zealander,New Zealanders
Papua New Guinea;Port Moresby;
Fiji;Suva;Fijian
Solomon Islands;Honiara;
Vanuatu;Port Vila;
Samoa;Apia;Samoan
Tonga;Nuku'alofa;Tongan
Kiribati;Tarawa;
Tuvalu;Funafuti;
Nauru;Yaren;
Palau;Ngerulmud;Palauan
Marshall Islands;Majuro;Marshallese
Micronesia;Palikir;Micronesian
Indonesia;Jakarta;Indonesian,Indonesians
Malaysia;Kuala Lumpur,Putrajaya;Malaysian,Malaysians
Singapore;;Singaporean
Brunei;Bandar Seri Begawan;Bruneian
Philippines;Manila;Philippine,Filipino,Filipinos
Vietnam;Viet Nam,Hanoi;Vietnamese
Laos;Vientiane;Lao,Laotian
Cambodia;Phnom Penh;Cambodian
Thailand;Bangkok;Thai,Thais
Myanmar;Burma,Naypyidaw;Burmese
East Timor;Timor-Leste,Dili;Timorese
Hong Kong;;
Vatican;Holy See;
`
