"""How people say in other languages that they or others are in danger; a table alone.

All hand-made, in lower case, with the accents that the language has: a text is matched with them
and without. They are what people write in the present, so that what is told as past or clinical
seldom holds one; and each is long enough that no English does. The main languages of England come
first, as the Census of 2021 counts them (ONS, table TS024). The module is as long as its table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from moderation_common.vocabulary import Label

FOREIGN_DANGER: Final[Mapping[str, Mapping[Label, str]]] = {
    "Polish": {
        Label.SELF_HARM: "chcę umrzeć, chcę już umrzeć, chcę się zabić, zabiję się, nie chcę żyć, "
        "nie chcę już żyć, nie chcę dłużej żyć, nie chce mi się żyć, mam dość życia, popełnię "
        "samobójstwo, chcę popełnić samobójstwo, mam myśli samobójcze",
        Label.EMERGENCY: "nie oddycha, przestał oddychać, przestała oddychać, jest nieprzytomny, "
        "jest nieprzytomna, stracił przytomność, straciła przytomność, wykrwawia się, nie mogę "
        "zatamować krwi, nie mogę oddychać, połknął tabletki, połknęła tabletki, wzięłam wszystkie "
        "tabletki, wziąłem wszystkie tabletki, połknęłam całe opakowanie, połknąłem całe "
        "opakowanie, wezwijcie karetkę, dzwońcie po karetkę, potrzebna karetka",
        Label.SAFEGUARDING: "mąż mnie bije, on mnie bije, partner mnie bije, chłopak mnie bije, "
        "tata mnie bije, mama mnie bije, bije dziecko, bije dzieci, bije mnie i dzieci, bije moje "
        "dzieci, krzywdzi dziecko, boję się męża, zamknął mnie w domu, dziecko jest w "
        "niebezpieczeństwie",
    },
    "Romanian": {
        Label.SELF_HARM: "vreau să mor, mă sinucid, vreau să mă sinucid, nu mai vreau să trăiesc, "
        "nu vreau să mai trăiesc, m-am săturat de viață, îmi iau zilele, îmi pun capăt zilelor, "
        "vreau să mă omor, o să mă omor, am să mă omor",
        Label.EMERGENCY: "nu respiră, nu mai respiră, nu pot să respir, nu mai pot respira, este "
        "inconștient, este inconștientă, e inconștient, e inconștientă, sângerează mult, a luat "
        "toate pastilele, am luat toate pastilele, chemați o ambulanță, sunați la ambulanță, "
        "chemați ambulanța, chemați salvarea",
        Label.SAFEGUARDING: "soțul mă bate, soțul meu mă bate, bărbatul meu mă bate, iubitul mă "
        "bate, tata mă bate, tatăl meu mă bate, mă bate acasă, îmi bate copiii, își bate copiii, "
        "bate copilul, copilul este în pericol, m-a încuiat în casă",
    },
    "Punjabi": {
        Label.SELF_HARM: "main marna chaunda, main marna chaundi, marna chaunda haan, marna "
        "chaundi haan, mar jana chaunda, mar jana chaundi, jeena nahi chaunda, jeena nahi chaundi, "
        "nahi jeena chaunda, nahi jeena chaundi, khudkushi karan, ਮੈਂ ਮਰਨਾ ਚਾਹੁੰਦਾ, ਮੈਂ ਮਰਨਾ "
        "ਚਾਹੁੰਦੀ, ਮਰ ਜਾਣਾ ਚਾਹੁੰਦਾ, ਮਰ ਜਾਣਾ ਚਾਹੁੰਦੀ, ਜੀਣਾ ਨਹੀਂ ਚਾਹੁੰਦਾ, ਜੀਣਾ ਨਹੀਂ ਚਾਹੁੰਦੀ, ਜਿਊਣਾ "
        "ਨਹੀਂ ਚਾਹੁੰਦਾ, ਜਿਊਣਾ ਨਹੀਂ ਚਾਹੁੰਦੀ, ਖੁਦਕੁਸ਼ੀ ਕਰਨ",
        Label.EMERGENCY: "saah nahi aa reha, saah nahi lai reha, saah nahi lai rahi, behosh ho "
        "gaya hai, behosh ho gayi hai, ambulance bulao, ambulance sado, ਸਾਹ ਨਹੀਂ ਆ ਰਿਹਾ, ਸਾਹ ਨਹੀਂ "
        "ਲੈ ਰਿਹਾ, ਸਾਹ ਨਹੀਂ ਲੈ ਰਹੀ, ਬੇਹੋਸ਼ ਹੋ ਗਿਆ, ਬੇਹੋਸ਼ ਹੋ ਗਈ, ਐਂਬੂਲੈਂਸ ਬੁਲਾਓ",
        Label.SAFEGUARDING: "mainu kutda, mainu marda hai, mera gharwala mainu, bacheyan nu kutda, "
        "ਮੈਨੂੰ ਕੁੱਟਦਾ, ਮੈਨੂੰ ਮਾਰਦਾ, ਬੱਚਿਆਂ ਨੂੰ ਕੁੱਟਦਾ",
    },
    "Hindi or Urdu": {
        Label.SELF_HARM: "main marna chahta, main marna chahti, marna chahta hun, marna chahti "
        "hun, marna chahta hoon, marna chahti hoon, mar jana chahta, mar jana chahti, mujhe marna "
        "hai, mujhe mar jana, jeena nahi chahta, jeena nahi chahti, jina nahi chahta, jina nahi "
        "chahti, khudkushi karna, khudkushi kar, khud kushi kar, مرنا چاہتا ہوں, مرنا چاہتی ہوں, "
        "مر جانا چاہتا, مر جانا چاہتی, جینا نہیں چاہتا, جینا نہیں چاہتی, خودکشی کرنا, خودکشی کرنے, "
        "خودکشی کر لوں, मरना चाहता हूं, मरना चाहता हूँ, मरना चाहती हूं, मरना चाहती हूँ, मर जाना "
        "चाहता, मर जाना चाहती, जीना नहीं चाहता, जीना नहीं चाहती, आत्महत्या करना चाहता, आत्महत्या "
        "करना चाहती, आत्महत्या कर लूंगा, आत्महत्या कर लूंगी",
        Label.EMERGENCY: "saans nahi le raha, saans nahi le rahi, saans nahi aa rahi, saans nahi "
        "aa raha, behosh ho gaya hai, behosh ho gayi hai, behosh ho gaya, behosh ho gayi, "
        "ambulance bulao, ambulance bulaen, khoon nahi ruk raha, سانس نہیں لے رہا, سانس نہیں لے "
        "رہی, سانس نہیں آ رہا, سانس نہیں آ رہی, بے ہوش ہو گیا, بے ہوش ہو گئی, بیہوش ہو گیا, بیہوش "
        "ہو گئی, ایمبولینس بلائیں, ایمبولینس بلاؤ, خون نہیں رک رہا, सांस नहीं ले रहा, सांस नहीं ले "
        "रही, साँस नहीं ले रहा, साँस नहीं ले रही, सांस नहीं आ रही, बेहोश हो गया, बेहोश हो गई, "
        "एम्बुलेंस बुलाओ, खून नहीं रुक रहा",
        Label.SAFEGUARDING: "mujhe marta hai, mujhe maarta hai, mujhe roz marta, mujhe roz maarta, "
        "mera shohar mujhe marta, mera shohar mujhe maarta, shohar marta hai, shohar maarta hai, "
        "pati mujhe marta, pati mujhe maarta, bachon ko marta, bachon ko maarta, مجھے مارتا ہے, "
        "مجھے مارتے ہیں, شوہر مارتا ہے, بچوں کو مارتا, मुझे मारता है, मुझे पीटता है, पति मारता है, "
        "बच्चों को मारता, बच्चों को पीटता",
    },
    "Portuguese": {
        Label.SELF_HARM: "quero morrer, só quero morrer, quero me matar, quero matar-me, vou me "
        "matar, vou matar-me, não quero viver, não quero mais viver, já não quero viver, cansei de "
        "viver, cansado de viver, cansada de viver, penso em suicídio, penso em me matar, tirar a "
        "minha própria vida, tirar minha própria vida",
        Label.EMERGENCY: "não respira, não está respirando, não está a respirar, parou de "
        "respirar, não consigo respirar, não consigo respirar pelo nariz nem, está "
        "inconsciente, está a sangrar muito, está sangrando "
        "muito, tomei todos os comprimidos, tomou todos os comprimidos, tomei uma caixa de "
        "comprimidos, chamem uma ambulância, chame uma ambulância, chamem a ambulância",
        Label.SAFEGUARDING: "meu marido me bate, o meu marido bate-me, marido bate-me, meu "
        "namorado me bate, ele me bate, ele bate-me, meu pai me bate, o meu pai bate-me, bate nos "
        "filhos, bate nas crianças, bate na criança, a criança está em perigo, tenho medo do meu "
        "marido",
    },
    "Spanish": {
        Label.SELF_HARM: "quiero morir, quiero morirme, me quiero morir, quiero matarme, me quiero "
        "matar, quiero suicidarme, me quiero suicidar, voy a matarme, me voy a matar, voy a "
        "suicidarme, me voy a suicidar, no quiero vivir, no quiero seguir viviendo, ya no quiero "
        "vivir, quitarme la vida, me he cortado las venas, no quiero vivir más",
        Label.EMERGENCY: "no respira, no está respirando, dejó de respirar, ha dejado de respirar, "
        "no puedo respirar, no puedo respirar por la nariz ni, está inconsciente, se está "
        "desangrando, está sangrando mucho, se ha "
        "tomado todas las pastillas, se tomó todas las pastillas, me he tomado todas las "
        "pastillas, me tomé todas las pastillas, llamen a una ambulancia, llamad a una ambulancia, "
        "llama a una ambulancia, necesito una ambulancia, necesitamos una ambulancia",
        Label.SAFEGUARDING: "mi marido me pega, mi esposo me pega, mi pareja me pega, mi novio me "
        "pega, me pega mi marido, mi padre me pega, mi papá me pega, mi madre me pega, pega a los "
        "niños, pega a mis hijos, le pega a los niños, le pega a mis hijos, le pega al niño, mi "
        "hijo está en peligro, mi hija está en peligro, el niño está en peligro, mi marido me "
        "maltrata, mi pareja me maltrata",
    },
    "Arabic": {
        Label.SELF_HARM: "أريد أن أموت, اريد الموت, أريد ان انتحر, أريد الانتحار, سأنتحر, سوف "
        "أنتحر, أفكر في الانتحار, لا أريد أن أعيش, ما أريد أعيش, عايز أموت, عايزة أموت, عاوز أموت, "
        "عاوزة أموت, أبغى أموت, ابي اموت, بدي موت, بدي أموت, نفسي أموت, سأقتل نفسي, أقتل نفسي, مش "
        "عايز أعيش, مش عايزة أعيش, ayez amoot, ayza amoot, abgha amoot, biddi moot, ureed an "
        "amoot, orid an amoot, mish ayez aeesh, mish ayza aeesh, baddi moot",
        Label.EMERGENCY: "لا يتنفس, لا تتنفس, ما يتنفس, ما تتنفس, مش بيتنفس, مش بتتنفس, ما عم "
        "يتنفس, توقف عن التنفس, لا أستطيع التنفس, لا أقدر أتنفس, مش قادر أتنفس, مش قادرة أتنفس, "
        "فاقد الوعي, فاقدة الوعي, فقد الوعي, فقدت الوعي, مغمى عليه, مغمى عليها, ينزف بشدة, تنزف "
        "بشدة, النزيف لا يتوقف, تناول كل الحبوب, تناولت كل الحبوب, بلع كل الحبوب, اتصلوا بالإسعاف, "
        "اطلبوا الإسعاف, أحتاج سيارة إسعاف, نحتاج سيارة إسعاف, ما بيتنفس, ma yetnafas, la "
        "yatanaffas",
        Label.SAFEGUARDING: "زوجي يضربني, جوزي بيضربني, زوجي بيضربني, أبي يضربني, أبوي يضربني, "
        "بابا بيضربني, هو يضربني, يضربني كل يوم, يضرب الأطفال, يضرب أطفالي, بيضرب الأولاد, يضرب "
        "أولادي, طفلي في خطر, أطفالي في خطر, zawji yadribni, gozi byedrabni, jozi byedrebni",
    },
    "Bengali": {
        Label.SELF_HARM: "ami morte chai, more jete chai, bachte chai na, ami ar bachte chai na, "
        "atmohotta korbo, attohotta korbo, আমি মরতে চাই, মরে যেতে চাই, বাঁচতে চাই না, আর বাঁচতে "
        "চাই না, আত্মহত্যা করব, আত্মহত্যা করবো, আত্মহত্যা করতে চাই, বেঁচে থাকতে চাই না",
        Label.EMERGENCY: "shash nicche na, shash nite parche na, shash nite parchi na, nishash "
        "nicche na, ambulance dakun, oggan hoye geche, শ্বাস নিচ্ছে না, শ্বাস নিতে পারছে না, শ্বাস "
        "নিতে পারছি না, নিঃশ্বাস নিচ্ছে না, অজ্ঞান হয়ে গেছে, রক্ত বন্ধ হচ্ছে না, অ্যাম্বুলেন্স "
        "ডাকুন, অ্যাম্বুলেন্স ডাকো",
        Label.SAFEGUARDING: "amake mare, amake marche, amar shami amake mare, amar swami amake "
        "mare, bacchader mare, আমাকে মারে, আমাকে মারধর করে, স্বামী আমাকে মারে, বাচ্চাদের মারে",
    },
    "Gujarati": {
        Label.SELF_HARM: "mare marvu che, mare mari javu che, mare marvu chhe, mare jivvu nathi, "
        "mare jeevvu nathi, aapghat karvo, મારે મરવું છે, મારે મરી જવું છે, મારે જીવવું નથી, "
        "જીવવું નથી, આપઘાત કરવો છે, આત્મહત્યા કરવી છે",
        Label.EMERGENCY: "shwas nathi leto, shwas nathi leti, shwas nathi levato, behosh thai "
        "gaya, behosh thai gayo, behosh thai gayi, ambulance bolavo, શ્વાસ નથી લેતો, શ્વાસ નથી "
        "લેતી, શ્વાસ નથી લેવાતો, શ્વાસ લેતા નથી, બેભાન થઈ ગયા, બેભાન થઈ ગયો, બેભાન થઈ ગઈ, "
        "એમ્બ્યુલન્સ બોલાવો",
        Label.SAFEGUARDING: "mane mare che, mane mare chhe, maro pati mane mare, chokrao ne mare, "
        "મને મારે છે, પતિ મને મારે, બાળકોને મારે છે, છોકરાઓને મારે છે",
    },
    "Italian": {
        Label.SELF_HARM: "voglio morire, voglio solo morire, voglio uccidermi, voglio ammazzarmi, "
        "voglio suicidarmi, mi voglio uccidere, mi voglio ammazzare, mi ammazzo, mi uccido, mi "
        "suicido, non voglio vivere, non voglio più vivere, togliermi la vita, voglio farla "
        "finita, vorrei farla finita",
        Label.EMERGENCY: "non respira, non respira più, ha smesso di respirare, non riesco a "
        "respirare, non riesco a respirare dal naso né, è incosciente, ha perso i sensi, ha "
        "perso conoscenza, perde molto sangue, sta "
        "perdendo molto sangue, ha preso tutte le pastiglie, ha preso tutte le pillole, ho preso "
        "tutte le pastiglie, ho preso tutte le pillole, chiamate un'ambulanza, chiamate "
        "l'ambulanza, chiamate un ambulanza, serve un'ambulanza",
        Label.SAFEGUARDING: "mio marito mi picchia, mio marito mi mena, il mio compagno mi "
        "picchia, il mio ragazzo mi picchia, mio padre mi picchia, mi picchia tutti i giorni, mi "
        "picchia ogni giorno, lui mi picchia, picchia i bambini, picchia i miei figli, picchia il "
        "bambino, il bambino è in pericolo, ho paura di mio marito",
    },
    "Turkish": {
        Label.SELF_HARM: "ölmek istiyorum, kendimi öldüreceğim, kendimi öldürmek istiyorum, "
        "intihar edeceğim, intihar etmek istiyorum, intiharı düşünüyorum, yaşamak istemiyorum, "
        "artık yaşamak istemiyorum, canıma kıyacağım",
        Label.EMERGENCY: "nefes almıyor, nefes alamıyor, nefes alamıyorum, bilinci kapalı, bilinci "
        "yerinde değil, bayıldı ambulans, kan durmuyor, çok kan kaybediyor, bütün hapları içti, "
        "bütün hapları içtim, ambulans çağırın, ambulans çağır, ambulans lazım",
        Label.SAFEGUARDING: "kocam beni dövüyor, eşim beni dövüyor, beni dövüyor, babam beni "
        "dövüyor, sevgilim beni dövüyor, çocukları dövüyor, çocuğu dövüyor, çocuklarımı dövüyor, "
        "çocuk tehlikede, çocuğum tehlikede, bana şiddet uyguluyor",
    },
    "French": {
        Label.SELF_HARM: "je veux mourir, je veux juste mourir, veux plus vivre, envie de mourir, "
        "vais me suicider, veux me suicider, envie de me suicider, vais me tuer, veux me tuer, "
        "vais me foutre en l'air, mettre fin à mes jours, envie d'en finir, veux en finir",
        Label.EMERGENCY: "il ne respire plus, elle ne respire plus, ne respire plus, il ne respire "
        "pas, elle ne respire pas, bébé ne respire pas, il respire plus, elle respire plus, "
        "n'arrive pas à respirer, n'arrive plus à respirer, "
        "n'arrive plus à respirer par le nez ni, est inconscient, est inconsciente, a "
        "perdu connaissance, perd beaucoup de sang, avalé tous les cachets, avalé tous les "
        "médicaments, pris tous les cachets, pris tous les médicaments, appelez une ambulance, "
        "appelez le samu, appelez les secours, besoin d'une ambulance, il saigne beaucoup, elle "
        "saigne beaucoup",
        Label.SAFEGUARDING: "mon mari me frappe, mon mari me bat, mon copain me frappe, mon "
        "compagnon me frappe, mon père me frappe, mon père me bat, il me frappe, il me bat, il me "
        "tape dessus, frappe les enfants, frappe mes enfants, bat les enfants, bat mes enfants, "
        "bat ses enfants, mon enfant est en danger, les enfants sont en danger, j'ai peur de mon "
        "mari",
    },
    "Russian, Ukrainian or Bulgarian": {
        Label.SELF_HARM: "хочу умереть, я хочу умереть, не хочу жить, не хочу больше жить, больше "
        "не хочу жить, покончить с собой, покончу с собой, убью себя, хочу убить себя, наложить на "
        "себя руки, хочу померти, не хочу жити, не хочу більше жити, більше не хочу жити, "
        "вкоротити собі віку, покінчити з собою, вб'ю себе, искам да умра, не искам да живея, не "
        "искам повече да живея, ще се самоубия, искам да се самоубия, ще се убия, hochu umeret, "
        "khochu umeret, ne hochu zhit, ne khochu zhit, ne hochu bolshe zhit, pokonchit s soboy, "
        "ubyu sebya, hochu pomerty, ne hochu zhyty, iskam da umra, ne iskam da zhiveya",
        Label.EMERGENCY: "не дышит, перестал дышать, перестала дышать, не могу дышать, потерял "
        "сознание, потеряла сознание, без сознания, истекает кровью, кровь не останавливается, "
        "выпил все таблетки, выпила все таблетки, наглотался таблеток, наглоталась таблеток, "
        "вызовите скорую, нужна скорая, не дихає, перестав дихати, перестала дихати, не можу "
        "дихати, втратив свідомість, втратила свідомість, непритомний, непритомна, стікає кров'ю, "
        "випив усі таблетки, випила усі таблетки, викличте швидку, потрібна швидка, не диша, спря "
        "да диша, не мога да дишам, в безсъзнание, изпадна в безсъзнание, изпи всички хапчета, "
        "повикайте линейка, извикайте линейка, ne dyshit, ne dihae, vyzovite skoruyu, ne disha, "
        "povikayte lineyka",
        Label.SAFEGUARDING: "муж меня бьет, муж бьет меня, меня бьет муж, папа меня бьет, отец "
        "меня бьет, отец бьет меня, он меня бьет, он бьет меня, бьет детей, бьет ребенка, избивает "
        "детей, избивает ребенка, избивает меня, ребенок в опасности, чоловік мене б'є, мене б'є "
        "чоловік, чоловік б'є мене, батько мене б'є, тато мене б'є, він мене б'є, б'є дітей, б'є "
        "дитину, дитина в небезпеці, мъжът ми ме бие, съпругът ми ме бие, баща ми ме бие, бие ме "
        "всеки ден, бие децата, бие детето, детето е в опасност, muzh menya byet, muzh menya bet, "
        "mazhat mi me bie",
    },
    "Chinese": {
        Label.SELF_HARM: "我想死, 我好想死, 我想自杀, 我想自殺, 我要自杀, 我要自殺, 不想活了, "
        "不想活下去, 活不下去了, 想结束自己的生命, 想結束自己的生命, 想结束生命, 我唔想活, "
        "我唔想做人, 打算自杀, 打算自殺",
        Label.EMERGENCY: "没有呼吸了, 沒有呼吸了, 没呼吸了, 沒呼吸了, 停止呼吸, 不能呼吸, "
        "无法呼吸, 無法呼吸, 冇呼吸, 失去意识, 失去意識, 昏迷不醒, 叫不醒, 流血不止, 吞了很多药, "
        "吞了很多藥, 吃了一整瓶药, 叫救护车, 叫救護車, 快叫救护",
        Label.SAFEGUARDING: "老公打我, 丈夫打我, 我爸打我, 我妈打我, 我媽打我, 爸爸打我, 妈妈打我, "
        "媽媽打我, 男朋友打我, 他打孩子, 打我的孩子, 家暴我, 被家暴, 孩子有危险, 孩子有危險",
    },
    "Tamil": {
        Label.SELF_HARM: "saaga venum, saga venum, saaganum pola iruku, saaganum pola irukku, naan "
        "saaganum, vaazha pidikkala, vaala pidikala, tharkolai panna, tharkolai seiya, thatkolai "
        "panna, சாக வேண்டும், சாகணும் போல, நான் சாகணும், சாகப் போகிறேன், வாழ பிடிக்கவில்லை, வாழப் "
        "பிடிக்கவில்லை, வாழ பிடிக்கல, வாழ விரும்பவில்லை, தற்கொலை செய்து, தற்கொலை பண்ண",
        Label.EMERGENCY: "moochu vidala, moochu vida mudiyala, moochu varala, mayangi vizhunthu, "
        "ambulance koopidunga, மூச்சு விடவில்லை, மூச்சு விடல, மூச்சு விட முடியவில்லை, மூச்சு விட "
        "முடியல, மூச்சு வரல, மயங்கி விழுந்து, ரத்தம் நிற்கவில்லை, ஆம்புலன்ஸ் கூப்பிடுங்க, "
        "ஆம்புலன்ஸை அழையுங்கள்",
        Label.SAFEGUARDING: "enna adikiran, enna adikkiran, ennai adikiraan, ennai adikkiraan, "
        "ennai adikiraar, ennai adikkiraar, என்னை அடிக்கிறான், என்னை அடிக்கிறார், என்ன "
        "அடிக்கிறான், கணவர் அடிக்கிறார், குழந்தையை அடிக்கிறான், குழந்தையை அடிக்கிறார், குழந்தைகளை "
        "அடிக்கிறார், kuzhandhaiyai adikkiraan",
    },
    "Somali": {
        Label.SELF_HARM: "inaan dhinto ayaan rabaa, waxaan rabaa inaan dhinto, waxaan doonayaa "
        "inaan dhinto, inaan dhinto, waan is dilayaa, is dilayaa, inaan isdilo, inaan is dilo, ma "
        "rabo inaan noolaado, nolosha ma rabo",
        Label.EMERGENCY: "ma neefsanayo, ma neefsanayso, neefsan kari maayo, ma neefsan karo, waa "
        "miyir beelay, way miyir beeshay, waa suuxay, dhiig badan ayaa, ambalaas u yeer, u yeera "
        "ambalaas, ambalaas wac",
        Label.SAFEGUARDING: "ninkaygu wuu i garaacaa, ninkayga ayaa i garaaca, wuu i garaacaa, i "
        "garaacaa, aabbahay wuu i garaacaa, carruurta ayuu garaacaa, ilmaha wuu garaacaa",
    },
    "Lithuanian": {
        Label.SELF_HARM: "noriu mirti, noriu numirti, nebenoriu gyventi, nenoriu gyventi, nenoriu "
        "daugiau gyventi, nusižudysiu, noriu nusižudyti, galvoju apie savižudybę",
        Label.EMERGENCY: "nekvėpuoja, nustojo kvėpuoti, negaliu kvėpuoti, be sąmonės, prarado "
        "sąmonę, labai kraujuoja, nesustoja kraujas, išgėrė visas tabletes, išgėriau visas "
        "tabletes, kvieskite greitąją, iškvieskite greitąją, reikia greitosios",
        Label.SAFEGUARDING: "vyras mane muša, mane muša vyras, jis mane muša, mane muša, tėvas "
        "mane muša, muša vaikus, muša vaiką, vaikas pavojuje, vaikai pavojuje",
    },
    "Hungarian": {
        Label.SELF_HARM: "meg akarok halni, megölöm magam, meg akarom ölni magam, nem akarok élni, "
        "nem akarok tovább élni, öngyilkos leszek, öngyilkos akarok lenni",
        Label.EMERGENCY: "nem lélegzik, nem vesz levegőt, nem kapok levegőt, elvesztette az "
        "eszméletét, nagyon vérzik, nem áll el a vérzés, bevette az összes gyógyszert, bevettem az "
        "összes gyógyszert, hívjatok mentőt, hívjon mentőt, mentőt hívni, eszméletlenül fekszik, "
        "nem tér magához",
        Label.SAFEGUARDING: "a férjem ver, a férjem megver, engem ver a férjem, ver a férjem, apám "
        "ver, ver az apám, veri a gyereket, veri a gyerekeket, veri a gyerekeimet, bántalmaz a "
        "férjem, veszélyben van a gyerek",
    },
    "Persian or Dari": {
        Label.SELF_HARM: "می خواهم بمیرم, می‌خواهم بمیرم, میخواهم بمیرم, میخوام بمیرم, می‌خوام "
        "بمیرم, دلم میخواد بمیرم, نمیخوام زنده باشم, نمی‌خواهم زنده باشم, نمی‌خواهم زندگی کنم, "
        "نمیخوام زندگی کنم, خودمو میکشم, خودم را می‌کشم, خودم را میکشم, خودمو بکشم, خودم را بکشم, "
        "خودکشی میکنم, خودکشی می‌کنم, خودکشی کنم, mikham bemiram, mikhaham bemiram, mikhaam "
        "bemiram, nemikham zende, khodamo bokosham, khodamo mikosham, khodkoshi konam, khodkoshi "
        "mikonam",
        Label.EMERGENCY: "نفس نمی‌کشد, نفس نمیکشد, نفس نمیکشه, نفس نمی‌کشه, نمی‌توانم نفس بکشم, "
        "نمیتونم نفس بکشم, بیهوش شده, بی‌هوش شده, از هوش رفته, خونریزی شدید, خونش بند نمیاد, همه "
        "قرص‌ها را خورده, همه قرصها رو خورده, زنگ بزنید اورژانس, زنگ بزنید آمبولانس, آمبولانس خبر "
        "کنید, آمبولانس لازم, nafas nemikeshe, nafas nemikeshad, nemitoonam nafas bekesham, "
        "bihoosh shode, zang bezanid ambulans",
        Label.SAFEGUARDING: "شوهرم مرا می‌زند, شوهرم منو میزنه, شوهرم من را می‌زند, شوهرم مرا "
        "میزند, پدرم مرا می‌زند, پدرم منو میزنه, بابام منو میزنه, منو کتک میزنه, مرا کتک می‌زند, "
        "مرا لت میکند, مرا لت می‌کند, بچه‌ها را می‌زند, بچه ها رو میزنه, بچه‌ام در خطر است, "
        "shoharam mano mizane, pedaram mano mizane, mano mizane, mano kotak mizane, shawharam mara "
        "mizana",
    },
    "Kurdish": {
        Label.SELF_HARM: "dixwazim bimirim, ez dixwazim bimirim, naxwazim bijîm, êdî naxwazim "
        "bijîm, xwe bikujim, xwe dikujim, ezê xwe bikujim, دەمەوێت بمرم, دەمەوێ بمرم, ئەمەوێ بمرم, "
        "نامەوێت بژیم, نامەوێ بژیم, خۆم دەکوژم, خۆم ئەکوژم, خۆم بکوژم",
        Label.EMERGENCY: "bêhn nastîne, bêhnê nastîne, nefesê nastîne, nefes nastîne, bêhiş "
        "ketiye, bêhiş ket, gazî ambulansê bikin, gazî ambulans, ambulansê bixwazin, هەناسە نادات, "
        "هەناسە نادا, ناتوانم هەناسە بدەم, بێهۆش بووە, ئەمبولانس بانگ بکەن",
        Label.SAFEGUARDING: "mêrê min li min dixe, li min dixe, bavê min li min dixe, li zarokan "
        "dixe, zarok di xetereyê de, مێردەکەم لێم دەدات, لێم دەدات, لێم ئەدات, لە منداڵەکان دەدات",
    },
    "German": {
        Label.SELF_HARM: "ich will sterben, will nur noch sterben, will sterben, möchte sterben, "
        "moechte sterben, will nicht mehr leben, möchte nicht mehr leben, moechte nicht mehr "
        "leben, bringe mich um, bring mich um, will mich umbringen, mir das leben nehmen, denke an "
        "selbstmord, denke an suizid",
        Label.EMERGENCY: "atmet nicht, atmet nicht mehr, hört auf zu atmen, ich kriege keine luft, "
        "ich bekomme keine luft, ist bewusstlos, ist ohnmächtig, blutet stark, hört nicht auf zu "
        "bluten, alle tabletten geschluckt, alle tabletten genommen, ruft einen krankenwagen, "
        "rufen sie einen krankenwagen, brauche einen krankenwagen, brauchen einen krankenwagen",
        Label.SAFEGUARDING: "mein mann schlägt mich, mein freund schlägt mich, mein vater schlägt "
        "mich, er schlägt mich, schlägt mich zu hause, schlägt die kinder, schlägt meine kinder, "
        "schlägt das kind, mein kind ist in gefahr, die kinder sind in gefahr",
    },
    "Greek": {
        Label.SELF_HARM: "θέλω να πεθάνω, δεν θέλω να ζω, δε θέλω να ζω, δεν θέλω να ζήσω, θα "
        "αυτοκτονήσω, θέλω να αυτοκτονήσω, θα σκοτωθώ, thelo na pethano, thelw na pethanw, den "
        "thelo na zo, den thelw na zw, tha aftoktoniso, tha autoktonisw",
        Label.EMERGENCY: "δεν αναπνέει, δεν ανασαίνει, δεν μπορώ να αναπνεύσω, είναι αναίσθητος, "
        "είναι αναίσθητη, λιποθύμησε, έχασε τις αισθήσεις, αιμορραγεί, πήρε όλα τα χάπια, πήρα όλα "
        "τα χάπια, καλέστε ασθενοφόρο, φωνάξτε ασθενοφόρο, den anapneei, kaleste asthenoforo",
        Label.SAFEGUARDING: "ο άντρας μου με χτυπάει, ο άντρας μου με δέρνει, με χτυπάει ο άντρας "
        "μου, ο πατέρας μου με χτυπάει, με χτυπάει κάθε μέρα, χτυπάει τα παιδιά, δέρνει τα παιδιά, "
        "το παιδί κινδυνεύει, o antras mou me xtipaei, o andras mou me xtipaei",
    },
    "Dutch": {
        Label.SELF_HARM: "ik wil dood, wil dood, ik wil sterven, wil niet meer leven, ik ga "
        "zelfmoord plegen, wil zelfmoord plegen, maak mezelf van kant, een eind aan mijn leven",
        Label.EMERGENCY: "ademt niet, ademt niet meer, ik krijg geen lucht, is bewusteloos, bloedt "
        "hevig, alle pillen geslikt, alle pillen ingenomen, bel een ambulance, bel de ambulance",
        Label.SAFEGUARDING: "mijn man slaat me, mijn man slaat mij, mijn vriend slaat me, mijn "
        "vader slaat me, mijn vader slaat mij, hij slaat me, hij slaat mij, slaat de kinderen, "
        "slaat mijn kinderen, mijn kind is in gevaar",
    },
    "Albanian": {
        Label.SELF_HARM: "dua të vdes, nuk dua të jetoj, nuk dua të jetoj më, do vras veten, do të "
        "vras veten, dua të vras veten",
        Label.EMERGENCY: "nuk merr frymë, nuk po merr frymë, nuk marr dot frymë, ka humbur "
        "ndjenjat, është pa ndjenja, thirrni ambulancën, thërrisni ambulancën, thirrni një "
        "ambulancë",
        Label.SAFEGUARDING: "burri më rreh, burri im më rreh, më rreh burri, babai më rreh, më "
        "rreh, rreh fëmijët, fëmija është në rrezik",
    },
    "Czech": {
        Label.SELF_HARM: "chci umřít, chci zemřít, nechci žít, nechci už žít, zabiju se, chci se "
        "zabít, spáchám sebevraždu",
        Label.EMERGENCY: "přestal dýchat, přestala dýchat, nemůžu dýchat, je v bezvědomí, silně "
        "krvácí, spolykal všechny prášky, spolykala všechny prášky, zavolejte sanitku, zavolejte "
        "záchranku",
        Label.SAFEGUARDING: "manžel mě bije, bije mě manžel, přítel mě bije, táta mě bije, otec mě "
        "bije, bije děti, dítě je v nebezpečí",
    },
    "Slovak": {
        Label.SELF_HARM: "chcem zomrieť, chcem umrieť, nechcem žiť, nechcem už žiť, zabijem sa, "
        "chcem sa zabiť, spácham samovraždu",
        Label.EMERGENCY: "prestal dýchať, prestala dýchať, nemôžem dýchať, je v bezvedomí, silno "
        "krváca, zavolajte sanitku, zavolajte záchranku",
        Label.SAFEGUARDING: "manžel ma bije, bije ma manžel, priateľ ma bije, otec ma bije, bije "
        "deti, dieťa je v nebezpečenstve",
    },
    "Czech or Slovak": {
        Label.EMERGENCY: "nedýchá, nedejchá",
    },
    "Croatian, Serbian or Bosnian": {
        Label.SELF_HARM: "želim umrijeti, želim da umrem, hoću umrijeti, hoću da umrem, ne želim "
        "živjeti, ne želim više živjeti, ne želim da živim, ne želim više da živim, ubit ću se, "
        "ubiću se, hoću da se ubijem, želim se ubiti, хоћу да умрем, желим да умрем, не желим да "
        "живим, убићу се",
        Label.EMERGENCY: "ne diše, prestao je disati, prestala je disati, ne mogu disati, ne mogu "
        "da dišem, bez svijesti je, bez svesti je, u nesvijesti je, popio sve tablete, popila sve "
        "tablete, zovite hitnu, pozovite hitnu, не дише, зовите хитну, позовите хитну",
        Label.SAFEGUARDING: "muž me tuče, tuče me muž, otac me tuče, dečko me tuče, muž me bije, "
        "tuče djecu, tuče decu, tuče dijete, dijete je u opasnosti, dete je u opasnosti, муж ме "
        "туче, туче децу",
    },
    "Slovenian": {
        Label.SELF_HARM: "hočem umreti, želim umreti, nočem več živeti, nočem živeti, ubil se bom, "
        "ubila se bom",
        Label.EMERGENCY: "ne diha, ne diha več, je nezavesten, je nezavestna, pokličite rešilca, "
        "pokličite reševalce",
        Label.SAFEGUARDING: "mož me tepe, tepe me mož, oče me tepe, tepe otroke, otrok je v "
        "nevarnosti",
    },
    "Latvian": {
        Label.SELF_HARM: "gribu mirt, gribu nomirt, negribu dzīvot, vairs negribu dzīvot, izdarīšu "
        "pašnāvību",
        Label.EMERGENCY: "neelpo, pārstāja elpot, nevaru paelpot, ir bez samaņas, zaudēja samaņu, "
        "stipri asiņo, izsauciet ātro, sauciet ātro",
        Label.SAFEGUARDING: "vīrs mani sit, mani sit vīrs, viņš mani sit, tēvs mani sit, sit "
        "bērnus, bērns ir briesmās",
    },
    "Estonian": {
        Label.SELF_HARM: "tahan surra, ei taha elada, ei taha enam elada, tapan ennast, tapan end",
        Label.EMERGENCY: "ei hinga, ei saa hingata, on teadvuseta, kutsuge kiirabi",
        Label.SAFEGUARDING: "mees peksab mind, mees lööb mind, isa peksab mind, peksab lapsi",
    },
    "Finnish": {
        Label.SELF_HARM: "haluan kuolla, en halua elää, en halua enää elää, tapan itseni",
        Label.EMERGENCY: "ei hengitä, en saa henkeä, on tajuton, soittakaa ambulanssi",
        Label.SAFEGUARDING: "mieheni hakkaa minua, mieheni lyö minua, isä hakkaa minua, lyö "
        "lapsia, hakkaa lapsia",
    },
    "Swedish": {
        Label.SELF_HARM: "jag vill dö, vill inte leva, vill inte leva längre, orkar inte leva, ta "
        "mitt liv, ta livet av mig",
        Label.EMERGENCY: "andas inte, andas inte längre, jag kan inte andas, är medvetslös, blöder "
        "kraftigt, ring en ambulans, ring ambulans",
        Label.SAFEGUARDING: "min man slår mig, min pojkvän slår mig, min pappa slår mig, han slår "
        "mig, slår barnen",
    },
    "Danish": {
        Label.SELF_HARM: "tage livet af mig, tage mit eget liv",
        Label.EMERGENCY: "trækker ikke vejret, kan ikke trække vejret",
    },
    "Norwegian": {
        Label.SELF_HARM: "ta livet av meg, ta mitt eget liv",
        Label.EMERGENCY: "puster ikke, får ikke puste, får ikke pusten",
    },
    "Danish or Norwegian": {
        Label.SELF_HARM: "jeg vil dø, vil ikke leve, vil ikke leve mere, orker ikke leve, begår "
        "selvmord",
        Label.EMERGENCY: "er bevidstløs, er bevisstløs, ring efter en ambulance, ring ambulanse",
        Label.SAFEGUARDING: "min mand slår mig, mannen min slår meg, han slår mig, han slår meg, "
        "far slår mig, slår børnene, slår barna",
    },
    "Vietnamese": {
        Label.SELF_HARM: "tôi muốn chết, muốn chết quá, không muốn sống, không muốn sống nữa, tôi "
        "muốn tự tử, sẽ tự tử, muốn tự sát",
        Label.EMERGENCY: "không thở được, không thở nữa, ngừng thở, bất tỉnh rồi, đang bất tỉnh, "
        "chảy máu nhiều quá, gọi xe cấp cứu, gọi cấp cứu",
        Label.SAFEGUARDING: "chồng tôi đánh tôi, chồng đánh tôi, bố tôi đánh tôi, bố đánh tôi, "
        "đánh con tôi, con tôi đang gặp nguy hiểm",
    },
    "Tagalog or Filipino": {
        Label.SELF_HARM: "gusto kong mamatay, gusto ko mamatay, gusto ko nang mamatay, gusto ko na "
        "mamatay, gusto ko na pong mamatay, ayoko na mabuhay, ayoko nang mabuhay, ayaw ko nang "
        "mabuhay, magpapakamatay ako, magpakamatay na ako",
        Label.EMERGENCY: "hindi humihinga, hindi na humihinga, hindi ako makahinga, walang malay, "
        "nawalan ng malay, tumawag ng ambulansya, tumawag kayo ng ambulansya",
        Label.SAFEGUARDING: "sinasaktan ako ng asawa, binubugbog ako, sinasaktan ako, binubugbog "
        "ng asawa, sinasaktan ang mga bata, sinasaktan ang bata",
    },
    "Welsh": {
        Label.SELF_HARM: "dwi eisiau marw, eisiau marw, isio marw, moyn marw, ddim eisiau byw, "
        "ddim isio byw, lladd fy hun",
        Label.EMERGENCY: "ddim yn anadlu, methu anadlu, yn anymwybodol, ffoniwch ambiwlans",
        Label.SAFEGUARDING: "fy ngŵr yn fy nghuro, yn fy nghuro, yn curo'r plant",
    },
    "Swahili": {
        Label.SELF_HARM: "nataka kufa, nataka kujiua, sitaki kuishi, nitajiua",
        Label.EMERGENCY: "hapumui, siwezi kupumua, amepoteza fahamu, amezimia, anatoka damu "
        "nyingi, iteni ambulansi, piga simu ambulansi",
        Label.SAFEGUARDING: "mume wangu ananipiga, ananipiga, baba ananipiga, anapiga watoto, "
        "anawapiga watoto",
    },
    "Shona": {
        Label.SELF_HARM: "ndoda kufa, ndinoda kufa, ndoda kuzviuraya, ndinoda kuzviuraya, "
        "handichada kurarama",
        Label.EMERGENCY: "haasi kufema, haachafemi, handikwanise kufema, daidzai ambulance",
        Label.SAFEGUARDING: "murume wangu anondirova, anondirova, anorova vana",
    },
    "Yoruba": {
        Label.SELF_HARM: "mo fẹ́ kú, mi ò fẹ́ wà láàyè, mo fẹ́ pa ara mi",
        Label.EMERGENCY: "ó ti dákú",
        Label.SAFEGUARDING: "ọkọ mi ń lù mí",
    },
    "Igbo": {
        Label.SELF_HARM: "achọrọ m ịnwụ, achọghị m ịdị ndụ, achọrọ m igbu onwe m, aga m egbu onwe "
        "m",
        Label.EMERGENCY: "ọ naghị eku ume",
        Label.SAFEGUARDING: "di m na-eti m ihe, di m na eti m",
    },
    "Malayalam": {
        Label.SELF_HARM: "enikku marikkanam, enikk marikkanam, enikku jeevikkanda, aathmahathya "
        "cheyyum, aathmahathya cheyyan, എനിക്ക് മരിക്കണം, എനിക്കു മരിക്കണം, എനിക്ക് ജീവിക്കണ്ട, "
        "എനിക്ക് ജീവിക്കേണ്ട, ആത്മഹത്യ ചെയ്യും, ആത്മഹത്യ ചെയ്യാൻ",
        Label.EMERGENCY: "shwasam edukkunnilla, shwasam kittunnilla, bodham illa, bodham poyi, "
        "ambulance vilikku, ശ്വാസം എടുക്കുന്നില്ല, ശ്വാസം കിട്ടുന്നില്ല, ശ്വസിക്കുന്നില്ല, ബോധം "
        "പോയി, ബോധമില്ല, ആംബുലൻസ് വിളിക്കൂ",
        Label.SAFEGUARDING: "bharthavu enne adikkunnu, enne adikkunnu, enne thallunnu, ഭർത്താവ് "
        "എന്നെ അടിക്കുന്നു, എന്നെ അടിക്കുന്നു, എന്നെ തല്ലുന്നു, കുട്ടികളെ അടിക്കുന്നു",
    },
    "Indonesian or Malay": {
        Label.SELF_HARM: "saya ingin mati, ingin mati, aku mau mati, mau mati saja, saya nak mati, "
        "tidak mau hidup, tidak ingin hidup lagi, tak nak hidup, ingin bunuh diri, mau bunuh diri, "
        "nak bunuh diri",
        Label.EMERGENCY: "tidak bernapas, tidak bernafas, tak bernafas, tidak bisa bernapas, tidak "
        "sadarkan diri, panggil ambulans, panggilkan ambulans, telepon ambulans",
        Label.SAFEGUARDING: "suami saya memukul saya, suami saya pukul saya, suami pukul saya, "
        "ayah memukul saya, memukul anak saya, memukul anak-anak",
    },
    "Japanese": {
        Label.SELF_HARM: "死にたい, しにたい, 自殺したい, 自殺します, 生きていたくない, "
        "もう生きたくない, 消えてしまいたい",
        Label.EMERGENCY: "息をしていない, 息してない, 呼吸していない, 呼吸がない, 息ができない, "
        "意識がない, 血が止まらない, 救急車を呼んで, 救急車呼んで",
        Label.SAFEGUARDING: "夫に殴られ, 旦那に殴られ, 父に殴られ, 彼氏に殴られ, 子供を殴る, "
        "子供が危ない, 虐待されてい",
    },
    "Korean": {
        Label.SELF_HARM: "죽고 싶어, 죽고 싶다, 죽고싶어, 죽고싶다, 죽고 싶어요, 죽고싶어요, 죽고 "
        "싶습니다, 살기 싫어, 살기 싫다, 살고 싶지 않아, 자살하고 싶어, 자살할 거야",
        Label.EMERGENCY: "숨을 안 쉬어요, 숨을 안 쉬어, 숨을 쉬지 않아요, 숨을 못 쉬겠어요, 의식이 "
        "없어요, 피가 멈추지 않아요, 구급차 불러주세요, 구급차 좀 불러, 구급차를 불러주세요",
        Label.SAFEGUARDING: "남편이 때려요, 남편이 저를 때려요, 남편이 나를 때려, 아빠가 때려요, "
        "아빠가 저를 때려요, 아이를 때려요",
    },
    "Thai": {
        Label.SELF_HARM: "อยากตาย, ไม่อยากมีชีวิตอยู่, ไม่อยากอยู่แล้ว, อยากฆ่าตัวตาย, จะฆ่าตัวตาย",
        Label.EMERGENCY: "ไม่หายใจ, หายใจไม่ออก, เลือดไหลไม่หยุด, เรียกรถพยาบาล, เขาหมดสติ, "
        "หมดสติแล้ว, หมดสติไปแล้ว, หมดสติอยู่",
        Label.SAFEGUARDING: "สามีทำร้าย, แฟนทำร้าย, ทำร้ายลูก, พ่อทุบตีฉัน",
    },
    "Hindi or Nepali": {
        Label.SELF_HARM: "म मर्न चाहन्छु, मर्न मन लाग्यो, मर्न मन लागेको, बाँच्न मन छैन, बाँच्न "
        "चाहन्न, आत्महत्या गर्छु, आत्महत्या गर्न मन, मला मरायचं आहे, मला जगायचं नाही",
        Label.EMERGENCY: "सास फेरेको छैन, सास फेर्न सकेन, बेहोस भयो, बेहोस भएको, एम्बुलेन्स "
        "बोलाउनुहोस्, एम्बुलेन्स बोलाइदिनुस्",
        Label.SAFEGUARDING: "मलाई कुट्छ, मलाई पिट्छ, श्रीमानले कुट्छ, श्रीमानले कुट्नुहुन्छ, बच्चालाई कुट्छ",
    },
    "Telugu": {
        Label.SELF_HARM: "నాకు చావాలని ఉంది, చనిపోవాలని ఉంది, నేను చనిపోవాలి, నాకు బతకాలని లేదు, "
        "బ్రతకాలని లేదు, ఆత్మహత్య చేసుకుంటాను, ఆత్మహత్య చేసుకోవాలని",
        Label.EMERGENCY: "ఊపిరి తీసుకోవడం లేదు, ఊపిరి ఆడటం లేదు, స్పృహ కోల్పోయారు, స్పృహ లేదు, అంబులెన్స్ పిలవండి",
        Label.SAFEGUARDING: "నన్ను కొడుతున్నాడు, నా భర్త కొడుతున్నాడు, పిల్లలను కొడుతున్నాడు",
    },
    "Sinhala": {
        Label.SELF_HARM: "මට මැරෙන්න ඕන, මට මැරෙන්න ඕනේ, මට ජීවත් වෙන්න ඕන නෑ, සිය දිවි නසා",
        Label.EMERGENCY: "හුස්ම ගන්නේ නෑ, හුස්ම ගන්න බෑ, සිහිය නෑ, ඇම්බියුලන්ස් එකක්",
        Label.SAFEGUARDING: "මට ගහනවා, මගේ මහත්තයා මට ගහනවා, ළමයින්ට ගහනවා",
    },
    "Pashto": {
        Label.SELF_HARM: "زه غواړم مړ شم, غواړم مړ شم, ژوند نه غواړم, ځان وژنم, ځان ووژنم",
        Label.EMERGENCY: "ساه نه اخلي, ساه نشم اخیستی, بې هوښه شوی, بې هوښه دی, امبولانس ته زنګ",
        Label.SAFEGUARDING: "خاوند مې وهي, مېړه مې وهي, پلار مې وهي, ماشومان وهي",
    },
    "Hebrew": {
        Label.SELF_HARM: "אני רוצה למות, רוצה למות, לא רוצה לחיות, אני אתאבד, רוצה להתאבד, להרוג "
        "את עצמי",
        Label.EMERGENCY: "לא נושם, לא נושמת, הפסיק לנשום, הפסיקה לנשום, לא יכול לנשום, לא יכולה "
        "לנשום, חסר הכרה, חסרת הכרה, איבד הכרה, איבדה הכרה, תזמינו אמבולנס, תקראו לאמבולנס",
        Label.SAFEGUARDING: "בעלי מרביץ לי, בעלי מכה אותי, אבא מרביץ לי, הוא מרביץ לי, הוא מכה "
        "אותי, מכה את הילדים, מרביץ לילדים",
    },
    "Amharic or Tigrinya": {
        Label.SELF_HARM: "መሞት እፈልጋለሁ, መሞት ነው የምፈልገው, መኖር አልፈልግም, ራሴን አጠፋለሁ, ራሴን ማጥፋት እፈልጋለሁ, ክመውት "
        "ይደሊ, ክነብር ኣይደልን",
        Label.EMERGENCY: "አይተነፍስም, አትተነፍስም, መተንፈስ አልቻለም, መተንፈስ አልቻለችም, ራሱን ስቷል, ራሷን ስታለች, አምቡላንስ "
        "ጥሩ, አምቡላንስ ጥሩልኝ, ኣይተንፍስን",
        Label.SAFEGUARDING: "ባሌ ይመታኛል, ባለቤቴ ይመታኛል, አባቴ ይመታኛል, ልጆቼን ይመታል, ልጆቹን ይመታል",
    },
}
"""By the name of a language, then by the label: phrases with a comma between them."""
