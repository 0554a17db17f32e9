"""Words and phrases by which `language` tells languages apart; tables alone.

All hand-made, in lower case. The danger phrases are without accents, since most people type them
so. None of them judges anything: they only show that a text is not in English.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

COMMON_WORDS: Final[Mapping[str, str]] = {
    "English": "completely satisfied some time times sometimes care good excellent service staff "
    "always nice well come came more late slow quick friendly helpful the and to of a "
    "in is it you that was for on are with they be this have from or but not your all "
    "my we me so at i he she his her our their there what when can no do if will has "
    "had been would very just how who get go need help please thanks thank good great "
    "out up why them us an by as about more like nhs im its dont",
    "Polish": "nie się jest że na jak ale czy tak mam dla jestem bardzo dziękuję proszę moja "
    "mój gdzie kiedy co po przez są tylko był była już lekarz szpitalu nie sie ze prosze dziekuje "
    "mnie chcę chce mi boję boje życie",
    "Romanian": "este sunt nu și să cu pentru mai dar foarte mulțumesc din mea meu unde cum "
    "doar fost până acum spital multumesc pentru si sa va rog fara imi îmi vreau mă copii",
    "Spanish": "el los las que en una es por para con muy gracias pero mi está como qué dónde "
    "cuándo hola porque tengo hospital del necesito ayuda esta quiero ya yo voy marido miedo noche",
    "Portuguese": "os que em um uma é por para com muito obrigado obrigada mas meu minha está "
    "como onde quando não porque tenho do da nao voce ajuda preciso quero vou mais eu marido medo",
    "French": "le les des et est une je ne pas vous que qui dans pour avec très merci mais mon ma "
    "où comment quand suis besoin c'est bonjour du sur veux vais plus mari ce moi peur",
    "German": "der die das und ist ich nicht ein eine sie mit für auf sehr danke aber mein meine "
    "wo wie wann bitte wir haben zu im krankenhaus will mich mir habe mehr heute kann mann",
    "Italian": "il che di è un una per con molto grazie ma mio mia sono non dove come quando ho "
    "bisogno della del gli questo ospedale voglio piu più mi ti marito paura ancora stasera",
    "Turkish": "ve bir bu için çok ama ne nasıl nerede değil var yok ben teşekkürler lütfen mi "
    "hastane gibi daha bana artık artik beni kendimi gece istemiyorum istiyorum",
    "Lithuanian": "ir yra ne kad labai bet kaip mano kur aš ačiū prašau buvo tik man ligoninė "
    "noriu nenoriu mane as",
    "Somali": "waa iyo ma in ka ku aan waxaan mahadsanid fadlan isbitaalka caawimaad xagee rabaa "
    "inaan qof waan",
    "Welsh": "yn mae ar ac diolch gyda fy am wedi iawn chi sut ble pryd dim ond yr o ysbyty "
    "dwi ddim eisiau mwy arna",
    "Dutch": "de het een ik niet en van wil meer mij mijn zijn dat je hij zij wij maar voor met "
    "aan was veel naar ga geen alsjeblieft dank ziekenhuis niemand leven vanavond op",
    "Hindi or Urdu": "mujhe mera meri mere main nahi nahin hai hain hoon hun ka ki ko se koi kya "
    "aur bahut bohat karo karta kar madad chahta chahti ab apni apna ne mai jaan",
    "Tagalog or Filipino": "ang ng mga ako ko na sa hindi po ninyo niyo siya ay kami gusto akong "
    "ayoko salamat tulungan lang nang kong",
    "Albanian": "dua te të nuk me më jam është eshte nga per për dhe një nje kam ju faleminderit "
    "im jetoj spital cdo",
    "Hungarian": "a az nem és hogy meg akarok ma este van egy kérem kerem köszönöm koszonom vagyok "
    "nagyon kórház csak már neki",
    "Czech or Slovak": "je na se že ze už uz to jsem som ale prosím prosim nechci nechcem děkuji "
    "ďakujem mi si nemocnice mám dnes kde",
    "Swahili": "na ya wa ni kwa sana tafadhali asante nataka sitaki mimi yangu hospitali tena "
    "nisaidieni nisaidie",
}
"""Words of a language that make up a third of ordinary prose, or open a cry for help."""

_ENGLISH: Final = (
    "a about above after afternoon again against ago all almost alone already also although "
    "always am an and another any anybody anyone anything anyway appointment are around arse as "
    "ask asked asking at away back bad badly be because become bed been before behind being "
    "believe best bet better between big birthday bit bloody book both bought box boy bring "
    "brought building but buy by call called calls came can cannot cant car card care carer "
    "cash change cheap check cheers child children clean clear click clinic close closed cold "
    "come comes coming complete cos cost could couldnt council country course coz crying cut "
    "daily day days dead deaf death did didnt died different dinner dirty do does doesnt dog "
    "doing done dont door doors down drink drive driver drives drop dying each early eat eight "
    "either else end enough even evening ever every everybody everyone everything example eye "
    "eyes face family far father feel feeling feels feet fell female few find fine finish fire "
    "first five fix folk follow food foot for forget forgot forty found four free friday friend "
    "friends from front fuck full funny gave get gets giant girl girls give given gives go god "
    "goes gone gonna good goodbye got gotta great ground group guess guy had half hand hands "
    "happen happened happy hard has hasnt hate have havent he head health hear heard heart "
    "heavy hello her here hers hes high him himself his hit hold home hope hospitals hour hours "
    "house how huge hurt hurts i if im in inside into is isnt it its itself ive job join joke "
    "just keep keeps kept kill kind kiss knew know known knows lady last late later laugh law "
    "learn leave left legs less let lets letter lies life lift light like line little live "
    "lives lol long longer look looked looks lose lost lot lots love loved lovely low luck "
    "lunch mad made make makes male many may maybe me mean means meant meet men message met "
    "might mind mine minute minutes miss missed money month months more morning most mother "
    "mouth move moved much must my myself name near nearly neck need needed needs never new "
    "next nice night nights nine no nobody nobodys none noone nope nor normal not note nothing "
    "now number of off office often oh ok okay old on once one ones only open opens or order "
    "other others our ours out outside over own page paid pain paper park parking pass past "
    "patient patients pay people perfect person phone piss place plain play pls plz poor post "
    "pretty probably proper proud pull push put queue quick quiet quite quote radio rather read "
    "ready real really reason red rest retires ride right ring rip road room round rubbish run "
    "running runs sad safe said same sat save saw say says scan school second see seem seems "
    "seen sell send sent seven several shall shame she shes shift shirt shit shop short should "
    "shouldnt show shut sick side sign since single sit six sleep slow small smile so some "
    "somebody someone something sometimes somewhere soon sorry sort speak staff stand start "
    "started stay steal still stood stop story street stuff stupid such sunday sure surgery "
    "take taken takes talking tbh tea teeth tell ten than thanks that thats the their them "
    "themselves then there theres these they theyd theyll theyre theyve thing things think "
    "third thirty this tho those though thought three through till time times tired to today "
    "together told tomorrow tonight too took top total town tried trolley trust truth try turn "
    "turned twelve twenty twice two type ugly uncle under until up upon upset ur us use used "
    "using very video visit wait waited wake walk walked wall wanna want wanted wants warm was "
    "wash wasnt waste watch water way we week weekend weeks well went were werent weve what "
    "whatever whats when where which while white who whoever whole whos why wide will window "
    "wish with within without woman women won wonder wont word words work worked worker workers "
    "works world worse worst worth would wouldnt write written wrong wrote yea yeah year years "
    "yep yer yes yesterday yet you youd youll young your youre yours yourself youve"
)
ENGLISH_WORDS: Final = frozenset(_ENGLISH.split())
"""Words of which hardly an English text of five words has none; apostrophes are left out.

Left out are words that other languages share or borrow: man, die, son, doctor, hospital, please.
"""

DANGER_PHRASES: Final[Mapping[str, tuple[str, ...]]] = {
    "Polish": (
        "chce umrzec",
        "chce sie zabic",
        "zabije sie",
        "nie chce zyc",
        "nie chce juz zyc",
        "mam dosc zycia",
        "pomocy",
        "ratunku",
        "mnie bije",
        "zabije cie",
        "nie oddycha",
    ),
    "Romanian": (
        "vreau sa mor",
        "nu mai vreau sa traiesc",
        "ma omor",
        "ma sinucid",
        "ajutati ma",
        "ajutor",
        "ma bate",
        "te omor",
        "nu respira",
    ),
    "Spanish": (
        "quiero morir",
        "quiero morirme",
        "quiero matarme",
        "quiero suicidarme",
        "voy a matarme",
        "me voy a matar",
        "te voy a matar",
        "no quiero vivir",
        "ayudenme",
        "ayudame",
        "auxilio",
        "me pega",
        "no respira",
    ),
    "Portuguese": (
        "quero morrer",
        "quero me matar",
        "vou me matar",
        "vou te matar",
        "nao quero viver",
        "nao quero mais viver",
        "socorro",
        "me ajude",
        "me ajudem",
        "me bate",
        "nao respira",
    ),
    "French": (
        "veux mourir",
        "envie de mourir",
        "veux plus vivre",
        "me suicider",
        "vais me tuer",
        "vais te tuer",
        "aidez moi",
        "au secours",
        "il me frappe",
        "il me bat",
        "ne respire plus",
        "ne respire pas",
    ),
    "German": (
        "will sterben",
        "mochte sterben",
        "moechte sterben",
        "will nicht mehr leben",
        "mich umbringen",
        "bringe mich um",
        "bring mich um",
        "bringe dich um",
        "bring dich um",
        "helft mir",
        "hilfe",
        "schlagt mich",
        "atmet nicht",
    ),
    "Italian": (
        "voglio morire",
        "voglio uccidermi",
        "mi uccido",
        "mi ammazzo",
        "non voglio vivere",
        "aiutatemi",
        "aiutami",
        "aiuto",
        "mi picchia",
        "ti ammazzo",
        "ti uccido",
    ),
    "Turkish": (
        "olmek istiyorum",
        "kendimi oldurecegim",
        "intihar edecegim",
        "yasamak istemiyorum",
        "imdat",
        "yardim edin",
        "beni dovuyor",
        "seni oldurecegim",
        "nefes almiyor",
    ),
    "Lithuanian": (
        "noriu mirti",
        "nenoriu gyventi",
        "nusizudysiu",
        "padekite",
        "gelbekite",
        "mane musa",
        "uzmusiu tave",
        "nekvepuoja",
    ),
    "Hindi or Urdu": (
        "marna chahta",
        "marna chahti",
        "mar jana chahta",
        "mar jana chahti",
        "mujhe marna",
        "jeena nahi",
        "jina nahi",
        "khudkushi",
        "khud kushi",
        "madad karo",
        "bachao",
        "mujhe marta",
        "mar dunga",
        "maar dunga",
        "saans nahi",
    ),
    "Punjabi": ("marna chaunda", "marna chaundi", "jeena nahi chaunda", "meri madad karo"),
    "Dutch": (
        "ik wil dood",
        "wil dood",
        "wil sterven",
        "wil niet meer leven",
        "zelfmoord",
        "help mij",
        "hij slaat me",
        "hij slaat mij",
        "maak je dood",
        "ademt niet",
    ),
    "Tagalog or Filipino": (
        "gusto kong mamatay",
        "gusto ko mamatay",
        "gusto ko nang mamatay",
        "gusto ko na mamatay",
        "ayoko na mabuhay",
        "ayoko nang mabuhay",
        "magpapakamatay",
        "tulungan niyo",
        "tulungan ninyo",
        "tulong po",
        "saklolo",
        "papatayin kita",
        "sinasaktan ako",
        "hindi humihinga",
    ),
    "Albanian": (
        "dua te vdes",
        "nuk dua te jetoj",
        "vras veten",
        "do te vras",
        "ndihme",
        "me ndihmoni",
        "me rreh",
        "nuk merr fryme",
    ),
    "Somali": (
        "inaan dhinto",
        "i caawi",
        "i caawiya",
        "is dilayaa",
        "waan ku dili",
        "i garaacaa",
        "ma neefsanayo",
    ),
    "Welsh": (
        "eisiau marw",
        "isio marw",
        "moyn marw",
        "ddim eisiau byw",
        "ddim isio byw",
        "lladd fy hun",
        "helpwch fi",
        "yn fy nghuro",
        "ddim yn anadlu",
    ),
    "Hungarian": (
        "meg akarok halni",
        "meghalni",
        "megolom magam",
        "segitseg",
        "segitsetek",
        "megollek",
        "nem lelegzik",
    ),
    "Czech or Slovak": (
        "chci umrit",
        "chci zemrit",
        "nechci zit",
        "zabiju se",
        "zabiju te",
        "chcem zomriet",
        "nechcem zit",
        "zabijem sa",
        "pomozte",
        "pomozte mi",
        "nedycha",
    ),
    "Croatian, Serbian or Bosnian": (
        "zelim umrijeti",
        "zelim da umrem",
        "hocu umrijeti",
        "ubit cu se",
        "ubicu se",
        "upomoc",
    ),
    "Russian, Ukrainian or Bulgarian": (
        "hochu umeret",
        "khochu umeret",
        "ne hochu zhit",
        "ne khochu zhit",
        "hochu pomerty",
        "iskam da umra",
        "pomogite",
    ),
    "Bengali": ("ami morte chai", "more jete chai", "amake sahajjo"),
    "Gujarati": ("marvu che", "jivvu nathi"),
    "Arabic or Urdu": ("ayez amoot", "ayza amoot", "abgha amoot", "biddi moot"),
    "Persian or Dari": ("mikham bemiram", "mikhaham bemiram"),
    "Kurdish": ("dixwazim bimirim", "alikariya min"),
    "Swahili": ("nataka kufa", "nataka kujiua", "nisaidie", "nisaidieni", "atanipiga"),
    "Shona": ("ndoda kufa", "ndibatsireiwo", "ndibatsirei"),
    "Yoruba": ("mo fe ku", "e gba mi"),
    "Igbo": ("achoro m inwu", "nyere m aka"),
    "Vietnamese": ("muon chet", "cuu toi", "cuu voi"),
    "Indonesian or Malay": ("ingin mati", "mau mati", "nak mati", "bunuh diri", "tolong saya"),
    "Swedish": ("jag vill do", "ta mitt liv", "hjalp mig"),
    "Danish or Norwegian": ("jeg vil do", "vil ikke leve", "hjelp meg", "hjaelp mig"),
    "Finnish": ("haluan kuolla", "tapan itseni", "auttakaa"),
    "Latvian": ("gribu mirt", "negribu dzivot", "palidziet"),
    "Estonian": ("tahan surra", "ei taha elada", "aidake mind"),
    "Greek": ("thelo na pethano", "voithia"),
}
"""How somebody says in a few words that they or others are in danger, without accents.

They are for a cry too short for its common words to give the language away.
"""
