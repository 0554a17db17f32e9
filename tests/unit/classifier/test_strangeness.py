"""Which few words are suspected of being in another language."""

from __future__ import annotations

from typing import Final

import pytest

from moderation_classifier.adapters.engine import open_engine
from moderation_classifier.adapters.known_words import KNOWN_WORDS, load_packaged_words
from moderation_classifier.domain.languages.language import recognise_language
from moderation_classifier.domain.languages.strangeness import suspect_language
from tests.support.labelling import policy_pack, utterance
from training.known_words import known_words
from training.lines import TUNING, UNSEEN, read_folder

WORDS = load_packaged_words()

SENTENCES: Final = {
    "Polish": (
        "znowu sie pocielam i krew nie przestaje leciec",
        "w szkole wszyscy sie ze mnie smieja i wole zniknac",
        "Gdzie mogę oddać wypełniony formularz",
        "Autobus pod przychodnię znowu nie przyjechał",
        "nie daje rady",
    ),
    "Romanian": (
        "m-am taiat iar si nu se opreste sangele",
        "la scoala toti rad de mine si as vrea sa dispar",
        "Unde pot preda formularul completat",
        "Autobuzul spre spital iar nu a venit",
    ),
    "Punjabi": (
        "mere bhra ne mainu pauriyan ton dhakka ditta",
        "school vich saare mera mazaak udaunde ne",
        "Eh form kithe jama karauna hai",
        "Hospital wali bus ajj vi nahi aayi",
    ),
    "Hindi or Urdu": (
        "maine phir se apna haath kaat liya khoon ruk nahi raha",
        "school mein sab mera mazaak udate hain ab sehan nahi hota",
        "Yeh form kahan jama karna hai",
        "Aspatal wali bus aaj bhi nahi aayi",
    ),
    "Portuguese": (
        "cortei-me outra vez e o sangue nao para",
        "na escola todos gozam comigo e queria sumir",
        "Onde devo entregar o formulário preenchido",
        "O autocarro para o hospital voltou a não passar",
    ),
    "Spanish": (
        "no puedo parar de llorar ni de pensar en la muerte",
        "en el colegio todos se rien de mi y quiero desaparecer",
        "Dónde tengo que entregar el formulario",
        "El autobús al hospital tampoco pasó hoy",
    ),
    "Arabic": (
        "garaht nafsi tani wel dam mesh biye2af",
        "kollohom beyedhaku 3alaya fel madrasa",
        "Asallem el estemara di fein",
        "El otobis beta3 el mustashfa magash tani",
    ),
    "Bengali": (
        "ami abar hat kete felechi rokto thamche na",
        "school e shobai amake niye hashe ar shojjo hoy na",
        "Ei form ta kothay joma dite hobe",
        "Hashpataler bus ajkeo ashe nai",
    ),
    "Gujarati": (
        "me fari hath kapi nakhyo lohi bandh nathi thatu",
        "nishal ma badha mari majak kare chhe",
        "Aa form kyan aapvanu chhe",
        "Hospital ni bus aaje pan na aavi",
    ),
    "Italian": (
        "mi sono tagliata di nuovo e il sangue non si ferma",
        "a scuola ridono tutti di me e vorrei sparire",
        "Dove devo consegnare il modulo compilato",
        "L'autobus per l'ospedale non è passato nemmeno oggi",
    ),
    "Tamil": (
        "marupadiyum kaiya aruthukitten ratham nikkala",
        "pallikoodathula ellarum ennai kindal pannuraanga",
        "Indha padivathai enga kodukkanum",
        "Maruthuvamanai perundhu innaikkum varala",
    ),
    "Malayalam": (
        "njan veendum kai murichu raktham nilkkunnilla",
        "schoolil ellavarum enne kaliyakkunnu",
        "Ee form evideyanu kodukkendathu",
        "Aashupathriyilekkulla bus innum vannilla",
    ),
    "French": (
        "je me suis encore coupee et le sang ne s'arrete pas",
        "au college ils se moquent tous de moi et je veux disparaitre",
        "Où dois-je déposer le formulaire rempli",
        "Le bus pour l'hôpital n'est encore pas passé",
    ),
    "Lithuanian": (
        "vel susipjausciau ir kraujas nesustoja",
        "mokykloje visi is manes juokiasi, nebeturiu jegu",
        "Kur man atiduoti užpildytą formą",
        "Autobusas į ligoninę ir vėl neatvažiavo",
    ),
    "Russian, Ukrainian or Bulgarian": (
        "ya opyat porezala ruku i krov ne ostanavlivaetsya",
        "v shkole vse smeyutsya nado mnoy",
        "Kuda otdat zapolnennuyu anketu",
        "Avtobus do bolnitsy opyat ne priehal",
        "pak se poryazah i kravta ne spira",
        "v uchilishte vsichki mi se podigravat",
        "Kade da predam popalneniya formulyar",
        "Avtobusat do bolnitsata pak ne doide",
    ),
    "Hungarian": (
        "megint megvagtam magam es nem all el a verzes",
        "az iskolaban mindenki rajtam nevet",
        "Hol adhatom le a kitöltött űrlapot",
        "A kórházi busz ma sem jött meg",
    ),
    "Turkish": (
        "yine kolumu kestim kan durmuyor",
        "okulda herkes benimle alay ediyor",
        "Doldurduğum formu nereye vereceğim",
        "Hastane otobüsü bugün de gelmedi",
    ),
    "Greek": (
        "kopika pali kai to aima den stamataei",
        "sto sxoleio oloi me koroidevoun",
        "Pou prepei na paradoso tin aitisi",
        "To leoforeio gia to nosokomeio den irthe pali",
    ),
    "Albanian": (
        "jam prere perseri dhe gjaku nuk ndalet",
        "ne shkolle te gjithe tallen me mua",
        "Ku duhet ta dorëzoj formularin",
        "Autobusi për në spital prapë nuk erdhi",
    ),
    "Kurdish": (
        "min disa deste xwe biri u xwin nasekine",
        "li dibistane hemu bi min dikenin",
        "Ez forma xwe bidim kê",
        "Otobusa nexweşxaneyê îro jî nehat",
    ),
    "Somali": (
        "mar kale ayaan isjaray dhiigguna ma istaagayo",
        "iskuulka dhexdiisa dhammaan way igu qoslaan",
        "Halkee baan foomkan geeyaa",
        "Baskii isbitaalka maantana ma imaan",
    ),
    "Persian or Dari": (
        "dobare dastamo boridam khoon band nemiad",
        "too madrese hame maskharam mikonan",
        "In form ro koja bayad tahvil bedam",
        "Otoboose bimarestan emrooz ham nayoomad",
    ),
    "Vietnamese": (
        "toi lai cat tay va mau khong ngung chay",
        "o truong ai cung cuoi nhao toi",
        "Tôi phải nộp mẫu đơn này ở đâu",
        "Hôm nay xe buýt đến bệnh viện lại không tới",
    ),
    "Slovak": (
        "znova som sa porezala a krv neprestava tiect",
        "v skole sa mi vsetci smeju a nemam silu",
        "Sestrička mi pekne prevliekla posteľ",
        "Jedlo na oddelení bolo celkom dobré",
    ),
    "Czech": (
        "zase jsem se porezala a krev neprestava tect",
        "ve skole se mi vsichni smejou a nemam silu",
        "Sanitka přijela až za dvě hodiny",
        "Jídlo na oddělení bylo docela dobré",
    ),
    "Latvian": (
        "es atkal sagriezu roku un asinis neapstajas",
        "klasesbiedri mani visu laiku apsauka",
        "Kur man jāatdod aizpildītā veidlapa",
        "Autobuss uz slimnīcu atkal neatbrauca",
    ),
    "Tagalog or Filipino": (
        "hiniwa ko na naman ang braso ko at ayaw tumigil ng dugo",
        "pinagtatawanan ako ng lahat sa eskwela",
        "Saan ko po ipapasa itong papel",
        "Hindi na naman dumaan ang bus papuntang ospital",
    ),
    "Swahili": (
        "nimejikata tena na damu haikomi",
        "shuleni wote wananicheka",
        "Niwasilishe wapi fomu hii",
        "Basi la hospitali halikuja leo tena",
    ),
    "Swedish": (
        "jag har skurit mig igen och det slutar inte bloda",
        "alla i skolan skrattar at mig",
        "Var lämnar jag in den ifyllda blanketten",
        "Bussen till sjukhuset kom inte idag heller",
        "Jag vill inte leva längre",
    ),
    "Danish": (
        "jeg har skåret mig igen og det holder ikke op med at bløde",
        "alle i skolen griner ad mig",
        "Hvor skal jeg aflevere den udfyldte blanket",
        "Bussen til sygehuset kom heller ikke i dag",
    ),
    "Norwegian": (
        "jeg har kuttet meg igjen og det slutter ikke å blø",
        "alle på skolen ler av meg",
        "Bestemor venter fortsatt på ny hofte",
        "Bussen til sykehuset kom ikke i dag heller",
    ),
    "Finnish": (
        "viilsin taas ranteeni eika verenvuoto lopu",
        "koulussa kaikki nauravat minulle",
        "Minne palautan täytetyn lomakkeen",
        "Sairaalan bussi ei tullut tänäänkään",
    ),
    "Estonian": (
        "loikasin jalle katt ja verejooks ei lope",
        "koolis naeravad koik minu ule",
        "Kuhu ma pean täidetud vormi viima",
        "Haigla buss ei tulnud täna jälle",
    ),
    "Indonesian or Malay": (
        "aku menyayat tanganku lagi dan darahnya tidak berhenti",
        "di sekolah semua menertawakan saya",
        "Ke mana saya harus menyerahkan borang ini",
        "Bus ke rumah sakit tidak datang lagi hari ini",
    ),
    "Shona": (
        "ndazvicheka zvakare uye ropa harisi kumira",
        "kuchikoro vese vanondiseka",
        "Fomu iri ndinoriendesa kupi",
        "Bhazi rekuchipatara harina kuuya nhasi",
    ),
    "Yoruba": (
        "mo tun ti ge ara mi eje ko si duro",
        "gbogbo won n fi mi se yeye ni ile iwe",
        "Nibo ni ki n fi foomu yii si",
        "Oko akero ile iwosan ko wa loni",
    ),
    "Igbo": (
        "e bere m onwe m mma ozo obara anaghi akwusi",
        "n'ulo akwukwo ha niile na-achi m ochi",
        "Ebee ka m ga-enye akwukwo a",
        "Bosi ulo ogwu abiaghi taa ozo",
    ),
    "Slovenian": (
        "spet sem se porezala in kri se ne ustavi",
        "v šoli se mi vsi smejijo",
        "Kje oddam izpolnjen obrazec",
        "Avtobus do bolnišnice danes spet ni pripeljal",
    ),
    "Croatian, Serbian or Bosnian": (
        "opet sam se porezala i krv ne prestaje",
        "u razredu me svi zadirkuju i tuku",
        "Gdje trebam predati ispunjeni obrazac",
        "Autobus do bolnice ni danas nije došao",
    ),
    "Dutch": (
        "ik heb mezelf weer gesneden en het bloeden stopt niet",
        "op school lacht iedereen mij uit",
        "Waar moet ik het ingevulde formulier inleveren",
        "De bus naar het ziekenhuis kwam vandaag weer niet",
    ),
    "German": (
        "ich habe mich wieder geritzt und es hoert nicht auf zu bluten",
        "in der Schule lachen alle über mich",
        "Wo gebe ich das ausgefüllte Formular ab",
        "Der Bus zum Krankenhaus kam heute wieder nicht",
    ),
    "Welsh": (
        "dwi wedi torri fy hun eto a dydy'r gwaed ddim yn stopio",
        "mae pawb yn yr ysgol yn chwerthin am fy mhen",
        "Ble dwi'n rhoi'r ffurflen yma",
        "Ddaeth y bws i'r ysbyty ddim eto heddiw",
    ),
    "Danish or Norwegian": (
        "jeg vil bare være alene",
        "han har kniv og er gal",
        "Hvor langt er det hjem",
        "Vi venter på bussen hjemme",
    ),
    "Danish, Norwegian or Swedish": ("Vi har ingen bil",),
    "Czech or Slovak": ("syn nema kde spat", "otec zase pije", "kde je sestra", "dnes je zima"),
}
"""Two sentences of distress and two of every day by language, half of them without accents.

No table was made with them."""


@pytest.mark.parametrize(
    "text",
    [
        "me quiero matar",
        "Quiero desaparecer ya",
        "Papa maarte hai",
        "zindagi khatam",
        "nie daje rady",
        "dayanamiyorum artik",
        "BOMBA W SZPITALU",
        "Thanks for nothing. me quiero matar",
        "please somebody ring me now, mujhe bahut dard",
        "nobody on this ward speaks to her dua te vdes sonte",
        "Moja mama umiera",
        "Cov nyob zoo",
        "jebać was wszystkich",
        "Nienawidzę was",
        "Thanks for nothing. Nienawidzę was wszystkich",
    ],
)
def test_a_few_foreign_words_are_suspected(text: str) -> None:
    """They are too few for a table of common words, and may say that somebody is in danger."""
    assert suspect_language(text, WORDS) != "English"


@pytest.mark.parametrize(
    "text,language",
    [
        ("Bardzo długo czekałam na wizytę u lekarza", "Polish"),
        ("Lekarz powiedział że muszę czekać rok", "Polish"),
        ("Dlaczego nikt nie odbiera telefonu", "Polish"),
        ("Boli mnie w klatce", "Polish"),
        ("Nie moge oddychac", "Polish"),
        ("Fiica mea are febră", "Romanian"),
        ("Sunteti niste hoti", "Romanian"),
        ("Mainu chhati vich dard hunda", "Punjabi"),
        ("Mere bete ko bukhar hai", "Hindi or Urdu"),
        ("Minha mãe foi internada ontem", "Portuguese"),
        ("Onde fica a farmácia", "Portuguese"),
        ("Me duele el pecho", "Spanish"),
        ("Ummi mareeda jiddan", "Arabic"),
        ("Amar buke betha korche", "Bengali"),
        ("Mane chhati ma dukhe che", "Gujarati"),
        ("Mia madre sta molto male", "Italian"),
        ("Où se trouve la pharmacie", "French"),
        ("Der Arzt sagt ich muss warten", "German"),
        ("Nefes alamıyorum", "Turkish"),
        ("Neden kimse telefona bakmıyor", "Turkish"),
        ("Waxaan u baahanahay turjumaan", "Somali"),
        ("Hooyaday aad bay u xanuunsan tahay", "Somali"),
        ("Man skauda krūtinę", "Lithuanian"),
        ("Bakit walang sumasagot sa telepono", "Tagalog or Filipino"),
        ("Nëna ime është shumë e sëmurë", "Albanian"),
        ("Kam nevoje per perkthyes", "Albanian"),
        ("Nem kapok levegőt", "Hungarian"),
        ("Nikdo mi nepomáhá", "Czech"),
        ("Pochemu nikto ne otvechaet", "Russian, Ukrainian or Bulgarian"),
        ("Roedd y nyrsys yn garedig", "Welsh"),
    ],
)
def test_the_languages_most_spoken_in_england_are_named(text: str, language: str) -> None:
    """So that whoever reads the queue knows whom to ask."""
    assert _named(text) == language


@pytest.mark.parametrize(
    "text,language", [(text, language) for language in SENTENCES for text in SENTENCES[language]]
)
def test_a_short_sentence_names_its_language(text: str, language: str) -> None:
    """However little it says, and with or without accents."""
    assert _named(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "mijina yana dukana kullum",
        "ngiyabonga kakhulu bahlengikazi",
        "umugabo wanjye arankubita",
        "mwen pa vle viv anko",
        "eskerrik asko erizain guztiei",
    ],
)
def test_a_language_without_a_table_is_not_said_to_be_one_that_has(text: str) -> None:
    """A wrong name sends the queue to somebody who cannot read it."""
    assert _named(text) == "another language"


def _named(text: str) -> str:
    named = recognise_language(text)
    return named if named != "English" else suspect_language(text, WORDS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Gracias!",
        "muchas gracias",
        "diolch yn fawr",
        "dziękuję bardzo",
        "Eid Mubarak",
        "hahaha lololol",
        "brill xx",
        "waste o space",
        "Sharon Hussain",
        "@pete.ashworth look at this",
        "wer is the wating room",
        "i wnt to dye plz hlp me",
        "My tablets are furosemide, bisoprolol, ramipril and apixaban",
        "https://zzz.example/qwe-rty asap please",
        "ѕhіt hospital",
        "fυck nυrses",
        "ꜰᴜᴄᴋ ᴛʜɪꜱ",
        "fück off cünts",
        "fvck off cvnts",
        "sat sri akal doctor sahib",
        "Nadolig llawen",
        "XXXX is so confident",
    ],
)
def test_what_people_write_in_english_is_not(text: str) -> None:
    """Nor is what stands in disguise, thanks in any language, laughter, slang or a list."""
    assert suspect_language(text, WORDS) == "English"


def test_english_by_others_is_practically_never_suspected() -> None:
    """By authors of whose words none were counted; fewer than 2 in 1,000."""
    lines = [line.text for folder in (TUNING, UNSEEN) for line in read_folder(folder)]
    suspected = [text for text in lines if suspect_language(text, WORDS) != "English"]
    assert len(suspected) < 0.002 * len(lines)


def test_a_person_reads_what_is_suspected_and_the_model_reads_on_for_danger() -> None:
    """A cry typed in haste looks foreign, and is still routed as what it is."""
    engine, pack = open_engine(), policy_pack("bsw")
    foreign = engine.decide(utterance("me quiero matar"), pack)
    hasty = engine.decide(utterance("cnt brthe inhalr empty"), pack)
    assert foreign.review
    assert foreign.language == "Spanish"
    assert hasty.review
    assert [str(label) for label in (*hasty.labels, *hasty.doubtful)] == ["emergency"]


def test_the_packaged_words_are_those_that_the_command_writes() -> None:
    """The file is never edited by hand: `python -m training.known_words` makes it."""
    assert KNOWN_WORDS.read_text("utf-8").split("\n") == [*known_words(), ""]
