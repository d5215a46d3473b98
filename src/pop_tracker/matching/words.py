"""Small word lists beside the affairs (`affairs` has the notation).

GROUPS are people that a measure is for, DEEDS kinds of things done. PLAIN are words that say nothing about the affair.
After one of PLACE_NOUNS stands a name.
"""

GROUPS = """
fëmijë: fëmij, foshnj, vogëlush, bebe, mitur
nxënës: nxënës, shkollar, maturant
të rinj: rinj., rinjtë., rinjve., rinisë., rinia., rini., rinor, rinore, student, djem vajza, çift ri/re, adoleshent
studentë: student, praktikant, diplomuar, universitet
të moshuar: moshuar, pleq, plak, pensionist, mosh tret, gjysh, moshuara
persona me aftësi të kufizuara: aftësi kufiz, aftësi ndryshe, PAK, paaft, invalid, verbër, verbërit, shurdh, nuk
  dëgjoj, karrig rrot, autiz, autik, vështirësi lëviz, tetrapleg, parapleg, daun, nevoja veçant
gra: gra., grat., grate., gratë., grave., grua, gruaja, vajza., vajzat., vajzave., vajz, nëna., nënat., nënave., nënë,
  gjinor
romë dhe egjiptianë: rom., romë., rome., romët., romëve., egjiptian, ballkano
fermerë: fermer, bujq, blegtor, pemtar, pemëtar, prodhues vend
emigrantë: emigr, migrant, kthyer emigr/jasht/atdhe/greqi/itali/gjermani, riatdhes, diaspor
viktima të dhunës: dhun, mbijetuar, viktim dhun
familje në nevojë: varfër, nevoj familj, ndihm ekonomik, grup nevoj, papun, pastreh, jetim, një prind
vizitorë: turist, vizitor, pushues
sipërmarrës: biznes, sipërmarr, ndërmarrj, tregtar
"""

DEEDS = """
trajnim: trajn, kualifik
festë: fest, drekë, ekskursion, panair, turne, konkurs, ditën, përvjetor, ceremoni, maraton, piknik, ekspozit
ndërgjegjësim: ndërgjegjës, sensibiliz, fushat, seanc informues, edukues, veprimtari, ditë informim, takime, broshur,
  fletëpalos
zbukurim: dekorativ, zbukur, lyerj
"""

PLAIN = """
administrative akoma anë anës aq arrij as ashtu asnjë ata atje atë banor banorë banorët banorëve bashki bashkia
bashkinë bashkisë bashkive bashkë bie bien bëhen bëhet bëj bëjnë bëjë bën bërë cila cilat cili cilën cilët dal deri
dhe di dikë disa ditë diçka do drejt drejtori drejtorisë dua duam duan duhen duhet duke dukem duket dy dëshiroj edhe
ende etj fare fillim filloj forcim fshat fshati fshatin fshatit fshatra fshatrat fshatrave fund fuqizim fuqizimi
gjatë gjej gjitha gjithnjë gjithçka gjithë gjë godina godinë hapja hapje hartim hartimi herë hyj hyrje ia ik iki
individ investim investimi ish janë jap jashtë jave javë jenë jep jetë jetës jo ju ka kaloj kam kanë kategori kenë
keq kohë krijim krijimi kryesisht kthej ku kundër kur kush kusht kushte kushtet kushteve kërkohen kërkohet kërkoj
kërkojmë kërkojnë kësaj këta këto këtu këtë lagje lagjen lagjes lagjeve lagjja lidhje lë lëmë ma madh madhe majë
malor marr marrë masa masë mbaj mbaroj mbet mbetem mbetur mbi menjëherë merr merren mes mirë mirëmbajtja mirëmbajtje
mos muaj mujor mund mundësi mundësohet më na ndaj ndodh ndërhyrje ndërsa ndërtesa ndërtesë ndërtim ndërtimi ne neve
nevojitet nevojë nga ngre ngritja ngritje nis njerëz njerëzit njoh një njësi njësia njësisë njësitë njësive nuk
numër në nën nëpër objekt objekte ofrim ofrimi ofruar organizim organizimi ose pa pajisja pajisje pak para paraqitur
pas pasi person persona personat pikë pjesë plan planit po por pra pranë prej prioritet prioritizimi program
programe projekt publik publike publikë për përballë përfshirja përfshirë përmes përmirësim përmirësimi përpara qark
qe qendra qendrës qendër qenë qytet qytetar qytetarë qytetarët qytetarëve qyteti qytetin qytetit që rast raste re
rehabilitim rehabilitimi reja ri rikonstruksion rikonstruksioni rinj rinjtë rinjve rri rritja rritje s sa se secili
sepse shkoj shkojnë shkon shoh shtim shtimi shumë shërbim shërbime shërbimet shërbimeve shërbimi shërbimit si
sidomos sigurim sigurimi siguruar sipas situatë so sot së ta tani te tej tek territor territori territorin them
thonë thotë tjera tjerë tjetër tre tri tuaj tyre të vazhdim ve vend vende vendi vendin vendor vendore vendosja
vendosje vet vetë vetëm veçantë vihet vij vijnë vit viti vitin vitit vjen vjetra vjetrit vjetër vonë vë vënë zbatim
zgjerim zgjerimi zona zonat zonave zonë zonën zonës çdo çfarë është
"""

PLACE_NOUNS = """
fshat fshati fshatit fshatin fshatra fshatrat fshatrave lagje lagjja lagjes lagjen lagjet lagjeve rruga rrugës rrugën
rruge rrugët qytet qyteti qytetit qytetin njësia njësi njësisë njësive njësitë njësinë administrative zona zonës zonën
zonave zonat bashkia bashkisë bashkinë vendbanimi blloku blloqe bulevardi bulevardit lgj
"""

OFFICES = """
këshill kryetar drejtori ministri polici agjenci komision komitet prefekt sekretar bashkiak
"""
"""Beginnings of words that name an office, also with a capital: no place is called so."""
