"""How citizens and offices name the same affair of a municipality, in Albanian.

A line is one affair: the code of its budget programme (as Albanian municipalities number them; "-" where none fits),
then its expressions, separated by commas; a line that is set in goes on with the one above. A word stands for all
words that begin so ("ndriç" is ndriçim, ndriçues, ndriçohet); with a full stop, or of two letters, it is that word
alone; a slash parts alternatives. The words of an expression may stand in any order with others between them. Two
texts that use a line, each by whatever expression, speak of the same affair. Narrow affairs have lines of their own
beside the wide ones: sharing both weighs more than sharing one.

To teach the site a word, add it to the line it belongs to, and see with `make bench` that nothing got worse.
"""

AFFAIRS = """
104 çerdhe, 0 3 vjeç, fëmijëri hershm, kujdes/përkujdes/edukim/rritje foshnj/fëmij vjeç/vogël, foshnj, nën tre/3.
  vjeç, nën tre, tre vjeç fëmij, nëna punoj, ku lëmë/lënë fëmij, orar çerdhe/edukim, edukim 0 3
091 kopsht, kopësht, parashkoll, edukatore, 3 6 vjeç, institucion parashkoll, klas përgatitor, fëmij para shkoll,
  tarif kopsht/parashkoll, pagesë kopsht/parashkoll, edukator
091 shkoll, arsim, nxënës, mësim, mësues, gjimnaz, parauniversitar, klas./klasa./klasë./klasat./klasave./klasën.,
  didaktik, maturant, auditor, institucion edukim, lëndë., provim, abetar, dy turne, klas kolektiv, kolektiv
  mësim/klas, dhomë klas/mësim, shtesë klas/kat, mësimor, mësimdhën, personel arsim, arsimor
092 gjimnaz, shkoll mesme, arsim mes, konvikt, shkoll profesional, maturant, arsim profesional, degë/drejtim
  bujqësi/mekanik/ekonomik
091 mësues ndihmës, arsim gjithëpërfshir, edukim special, mësues mbështetës, asistent nxënës, nxënës aftësi,
  vështirësi nxën/mësim, nevoj veçant arsim, orë plotës, mbështet individual, mësim plotës, ndihmo mësim/detyr,
  edukator ndihmës
082 bibliotek, libra., librat., libër., librar, lexim, lexues, vendlexim, sallë leximi
091 autobus/furgon/transport/makin/udhëto/mjet/linj/largësi/këmbë shkoll/nxënës/mësim/arsimor, mësues
  transport/udhët/vij/paguaj, personel arsimor udhët/transport, shpenzim udhët
091 gardh, rrethim, rrethoj, mur rrethues, oborr, siguri shkoll/kopsht, roje shkoll
- mobil, orendi, karrige., karriget., tavolina., bank shkoll, dërras, raft, inventar, mobilje, shtretër, dritare,
  dyer., dyert., dysheme, parket, lyerj, lyhet, amortiz, vjetrua, pajisje re
- ndërtes/godin/objekt/infrastruktur shkoll/arsim/kopsht/çerdh, rikonstruk/riparim/ndërtim/meremet/rehabilit
  shkoll/arsim/kopsht/çerdh/gjimnaz, rregull shkoll/kopsht
- universitet, fakultet, student, akademi
- gjuhë huaj, gjuhë amtar, anglisht, gjerman, italisht, mësim gjuh
091 braktis, rikthim mësim/shkoll, kthehen/kthim shkoll, frekuent shkoll/mësim, lypin, lyps, fëmij rrug, ndjek
  shkoll/mësim, regjistro shkoll, punë fëmij
- ngroh, kaldaj, pelet, dru. zjarr., stuf, sob./soba./sobë., radiator, kondicion, ftoht, termik, centrale termike,
  pallto, dridh, akull klas, dimër klas/shkoll/kopsht, sistem ngroh, pompë nxehtësi, dru. shkoll
- lagësht, lagështir, myk, hidroizol, izol, termoizol, pikon, pikim, çati, tarrac, mbules, suvat, termik, rrjedh
  tavan/çati, kapotë, kulm, ulluk, tavan, lagët, infiltr, mbulesës, rrjedh, rreshj tavan
- tualet, banjë., banja., banjat., banjave., banjën., wc, nyje higjien/sanitar/hidro, higjieno, hidrosanitar,
  nevojtor, pastërt shkoll, lavaman, ujë/ujra/uji./ujit. rrjedhshm, sapun, gropë tualet
- palestr, mjedis/ambient sportiv, gjimnastik, palestër, sal/sallë
  sport./sporti./sportit./sporteve./sportiv, mjedis mbyllur sport./sporti./sportit./sporteve./sportiv
- bulliz, rrahj, ngacm, përleshj, sherr., sherre, dhun/konflikt shkoll/nxënës, kërcën internet, dhun mes nxënës,
  siguri internet/online, sjellj nxënës
- psikolog, psikik, psikosocial, psiko social, punonjës social, këshillim psiko, shërbim social shkoll, oficer siguri
  shkoll, traum, stres, ankth, këshill emocional, mbështet emocional/psiko, mendor, linjë këshillim
- pas mësim/shkoll/orar, pasdite, pasdrek, jashtëshkoll, jashtëkurrikul, qend komunit, kohë lir, fundjav, kurs fëmij,
  kamp., kampe., kampi., detyra shtëp, program veror
- laborator, kompjuter, tablet, laptop, projektor, internet, wifi, wi fi, teknologji informac, tabel interaktiv,
  kabinet, pajisje didaktik/elektronik
- internet, fibër, fibra, rrjet optik, sinjal/mbulim celular/telefon/internet, wifi, wi fi, valë., antenë, rrjet
  wi/internet/telefon, falas internet, zon wi/wifi, internet falas/park/publik
- burs, mjete shkollor, libra falas/shkoll, çant, kit shkoll, libra nxënës, tekst shkoll, fletor, uniform, përkrenare
  shkoll
104 mens, vakt, kuzhin, ushqim, ushqe, drek./drekë./dreka., gatim, katering, racion, pjat, gjell, bukë., buk., ngrën,
  uri., ushqej, dietë, uritur, urie, ha. bukë, vakti, mësim zgjatur, ngrënë
041 kurs, zanat, formim, kualifik, aftësim, profesion, trajn, certifik, çertifik, mjeshtër, çirak, mësoj zanat, dualo,
  dual
041 hidraulik, elektricist, elektrik instal, saldator, saldim, rrobaqep, konfeksion, parukeri, berber, pastiçer,
  kuzhinier, kamarier, marangoz, murator, zanat, profesion
- shëndet, ambulanc, autoambulanc, poliklinik, mjek, infermier, spital, klinik, mami., kardiolog, pediat, stomatolog,
  dentist, dentar, urgjenc, sëmur, aparat mjek, eko., ekografi, radiolog, dializ, maternitet, shtatzën, gjinekolog,
  ndihm par, pacient, sëmund, konsultor, aparatur, mjekës, familj mjek, barnator, operac, lindj, zem., zemra, zemër,
  infarkt, oksigjen, inventar mjek, 24 orë mjek/urgjenc/ambulanc
- qend shëndet, ambulanc, mjek fshat, infermier, poliklinik, klinik lëviz, karvan mjek, kontroll/vizit mjek/shëndet
- ilaç, barna, barnave, farmac, medikament, barnator, recet, barnash, mjekim, ilaçe
- lëvizsh/lëvizës/mobil/banes/shtëpi/derë shërbim/kujdes/ekip/ndihm/infermier/asistenc/karvan/vizit
  moshuar/pleq/shtri/paaft/vetm/vetëm/fshat/kujdes/infermier/social/shtëpi, derë më derë, kujdes banes/shtëpi/banesë,
  ndihmë/kujdes në shtëpi/banesë, shkojnë shtëpi, shtëpi më shtëpi, infermier shtëp, terren shërbim/ekip, vizit
  banes/shtëpi, telekujdes
- shtrir, lëviz pa/nuk/dot, vetmuar, mbetur vetëm, paaftë lëviz, kujdestar, pa njeri, vetmi, pa familj, vetmitar, kanë
  njeri, nuk ka kush, palëvizsh
- mendor, psikik, depresion, psikiatr, shëndet mendor, vetëvras, ankth, stres, psikolog, linjë këshillim, konsult
  psiko
- drog, narkotik, varësi, bast., baste., bastesh., kumar, lojëra fat, alkool, substanc, duhan, përdorues, lëndë
  narkotik, rehabilitim përdor, bixhoz, lojra fat, hashash, kanabis
- vaksin, imuniz
- mamograf, depist, screening, ekzamin, kontroll shëndet/mjek, analiza gjak, kancer, check up, shëndet grua/gra/grave,
  gji., diabet, tension gjak
101 autiz, autik, spektr, logoped, fizioterap, terapi zhvill, terapi, terapist, zhvillimor, daun, ergoterap,
  multidisiplin, sindrom, down., zhvillim fëmij, çrregull
101 protez, ortoped, mjete ndihm/lëviz, karrig rrot, karroc invalid, asistent person, pajisj ndihmës
- juridik, ligjor, avokat, jurist, ndihm ligj
104 azil, shtëpi moshuar/pleq, rezidencial, institucion moshuar, klub pension/moshuar, qend moshuar/pension/pleq,
  shtëpi moshuar, azili, banor moshuar
101 gjuh shenj, interpret, shurdh, nuk dëgjoj, dëgjim, memec, pa dëgjim, shurdhmem, gjuhë shenj
101 verbër, verbërit, verbëri, braille, brail, shikim, taktil, nuk shohin, reliev, verb., verbr, pllak, zë semafor,
  semafor zë, bastun, pa shikim, zanor, lajmërim zë, shikim kufiz
101 ramp, akses ndërtes/godin/hyrje/publik/karroc/fizik/lëviz, aksesueshm, ashensor, parmak, pengesa arkitekt,
  barrier, karrig rrot, karroc, hyrje përshtat, hyjnë dot, shkallë invalid/karroc/hyrje, lëvizshmëri, lëvizshm kufiz,
  pengesa, ngjit karroc/shkall, hyj karroc/ndërtes, përshtat godin/ndërtes/objekt/hyrje/tualet/trotuar
104 qend dit, ditor qend/shërbim/komunit, qend multifunks, qend komunit, shërbim komunit, qend social, qend shërbim,
  qend zhvillim, ditore, qend pleq/moshuar/fëmij/rinj/PAK
104 dhun, mbijetuar, viktim, rrahin grua/gra, dhunshëm, urdhër mbrojtj, mekaniz referim, maltrajt, abuzim, me bazë
  gjinore, burr dhun, kërcënoj, divorc dhun, frik burr/familj, viktimizim, rreh., rrahin, rrahje grua/familj
104 streh sigurt/grat/vajz/dhun/emergjen, strehëz dhun/gra/vajz/grat/sigurt, akomod emergj/viktim/mbijet, qend prit,
  pritëse, 72 orë, shtëpi sigurt, strehëz për, strehim emergj/përkohsh, natën shkojnë
104 burra dhun, dhunues, këshillim burr/djem/dhun, program burr, zemërim, autor dhun, alkool, rrahin familj, rreh
  grua/familj/fëmij, rrah grua/familj, pinë rrahin, autorë, rehabilitim autor/burra/dhun, burri dhun, kurohen burr,
  këshillim detyr
104 trafik viktim/qenie/njerëz, trafikim, shfrytëzim
104 rom./romë./rome./romët./romëve., egjiptian, minoritet, rom komunit, pakic, barak, ballkano, magjyp,
  ballkanegjiptian, vendbanim lum, komunitet rom, tenda, kasolle, mbledhës skrap
- mediator, ndërmjetës, ndërmjetësim
- gjend civil, paregjistruar, regjistr lindj, dokument identit, certifikat lindj
104 ndihm ekonomik, varfër, varfëri, skem ndihm, nevoj familj, grup nevoj, të ardhura ulët/pa, asistenc
  ekonomik/sociale, mbështetje financiar familj, jetik, vulnerabël, nevojtar, vobekt, skamj, pa të ardhura, numëror,
  shumë fëmij, shtresa, në nevojë, përfitues ndihm, fond social, kriter ndihm, të ardhura, të ardhurave, shtres,
  përfituesit
104 mens social, kuzhin social, pako ushqim, ushqim falas/ngroht/varfër/nevoj, vakt ngroht, bank ushqim, dyqan social,
  veshmbathj
062 streh, banes, apartament, qira, shtëpi kusht/rom/familj/pastreh/re/barak, banim, kredi but, pastreh, barak, pa
  shtëpi, banim social, kredi strehim, kredi butë, shtëpi social, banes social, banesa sociale, list përfitues/pritje,
  kriter strehim/banes, radh shtëpi/banes
062 qira, qiraj, bonus strehim, bonus qira, qiradhën
062 kusht jetes/banim/strehim/normal, banes ndërhyrj/riparim/rikonstruk/përmirës, shtëpi riparim/kusht, çati
  banes/familj/shtëpi, barak, izolim shtëp, riparim shtëp, shtëpi vjetër/rrëz/rrezik/pikon, çati shtëp, godin dëmtuar
104 jetim, pa prind, institucion përkujdes, kujdes alternativ, familj kujdestar, rezidencial, bonjak, qendër jetim,
  moshë mbush institucion
104 një prind, kryefamiljar, nëna vetme, prind vetëm/vetme, rrit vetëm, rritin vetëm, nënë vetme, divorcuar, vejush,
  të vej
- emigr, imigr, riatdhes, riintegr, migrant, migrac, diaspor, kthyer/kthyerit/kthehen
  emigr/jasht/atdhe/greqi/itali/gjermani, rikthyer emigr/migrant/shtetas, grek, greqi, gjermani, itali, refugjat,
  azilkërk, remitanc, kthim, rikthim shtetas
- sezonal, punë jasht, kontrat/siguri pun, emigrim punë
104 mbrojtj fëmij, fëmij rrezik, menaxhim rast, njmf, abuzim fëmij, punonjës mbrojtj, njësi fëmij, lype, lypje,
  shfrytëz fëmij, fëmij punë, martes hersh, martoh hersh, fëmij rrug, fëmijë në rrezik
041 punësim, papun, vend pune/punë/pun, treg pun, punëkërk, zyr pun, punësohen, punëdhën, gjejnë punë, punë
  rinj/gra/grat, panair pun, karrier, aftësim pun, vend pun rinj, pa punë, gjejm pun, gjejë pun, fasoneri, fabrik pun,
  punëtor, punëz, nëna vetme punë, papunësi, integr treg, program punës
041 praktik, intern., internship, stazh, praktikant, përvoj pun, eksperienc pun, mentor, mësim pun, punë parë, pa
  përvoj, stazhier, fillest
041 biznes, ndërmarrj, sipërmarr, startup, start up, inkubator, fond nis, mikrokredi, iniciativ rinj, ide biznes,
  vetëpunësim, themelo, kooperativ, kompani, firm., firma, dyqan hap, investitor, investoj, zon ekonomik
041 grant, fond, skem, financ, kredi, incentiv, subvencion, mbështetj financ, bashkëfinanc
041 ndërmarrj social, punësim mbrojtur/mbështetur, kuota punësim, punëdhënës aftësi
041 artizan, tezgjah, punim dor, qëndis, zejtar, qilim, leshi, punishte, punimet, thurje, punë dore, punë dorë, punë
  dor, sapun dor, gatim trad, mjeshtëri
- taks, tatim, tarif, përjashtim, lehtësim, ulje çmim/tarif/taks, faturë, zbrit, ulje fatur/ujë/ujra/uji./ujit./taks,
  tarif pastrim/ujë/ujra/uji./ujit./taks, pagues, borxh
041 treg., tregu., tregut., tregun., tregje, pazar, agroushqim, banak, tregtar, tregti, shesin, shitj, shesim,
  prodhues, tezg., ambulant, perim, fruta, shes prodhim/perime, tregu fshat, treg fshat, banaqe, tezga, shitës,
  tregtar rrug, zhvendos tregtar/shitës, ambulantë
042 markë., marka., markat., markës., markave., markim, prodhim vend, produkt, tradicional, bio., mjalt, djath, çaj.,
  çajra, bimë mjekës, gliko, etiket, origjin, dyqan, degust, panair produkt, trad., gatim trad, agropërpun, prodhim
  bio
- turis, turiz, vizitor, shteg, bujtin, guid, info point, info pik, kiosk, tabela informues, akomod turis, ekskursion,
  udhërrëfyes, hart turis, itinerar turis, ecje mal, vizitohet, hotel, pelegrin, alpin, liqen, plazh, bilet hyrj,
  turistik
- plazh, bregdet, rërë, vrojtim plazh, kabin, dush., dushe., dushet., stacion plazh, bregdetar, vijë breg, vrojt
- digjital, dixhital, marketing, rrjet social, media social, programim, kodim, dizajn, tregti elektron, kompjuter
042 ujit., ujitj, ujitës, vadit, vaditj, vada., vadat., vadash., kanal kullues/vadit/ujit, kullim, rezervuar, dig.,
  digë., diga., digës., tok bujq, ara., arat., arave., misër, misrin, etur ara, kanal fush, pompë ujë/ujra/uji./ujit.
  bujq/ara, trup digë, digave, digat, përforc digë/diga
042 veteriner, blegtor, bagëti, qumësht, lopë., lopët., lopëve., dele., deleve., delet., dhi., dhitë., dhive., tufa.,
  tufave., mjaltë, bletë, bletari, stall, baxho, veterin, gjë gjall, gjësë gjall, bagët, sëmundj bagët/kafsh,
  matrikull
042 grumbullim qumësht/prodhim/bujq, pikë grumbull, magazin, frigorifer, ftohës, ruajtj prodhim, depo prodhim,
  përpunim
042 fermer, bujq, pemtar, pemëtar, ser., sera., serave., serat., fidan, fara., plehra kimik, traktor, ekstension,
  parcel, ullinj, vresht., vreshta., vreshtari, agronom, bimë., perim, fruta, frutikult, mollë, patat, kultiv, mbjell
  bujq, sistem pikim, spërkat, sëmundj bimë/ullin, ullisht, agronomik, mbroj bimë
042 naft, rimburs, mekanik bujq, ulliri, kooperativ, shbb, skem mbështet fermer/bujq, subvencion fermer/bujq, grant
  fermer/bujq
042 thertor, therj, inspekt ushqim, siguri ushqim, mish
042 rrug bujq/ara/fush/parcel, aks bujq/ara/fush
042 pyll, pyje, pyjor, kullot, pyllëzim, prerj dru/pyll/ilegal, shpyllëz, fidan, dru zjarr pyll, kullos, bjeshk,
  prerje, ripyll, pres pyll/dru/lis, pritet pyll, prerë dru/pyll, paligjsh dru/prerj/pyll, lis., lisa., ahu.
042 peshk, akuakult
045 rrug, asfalt, aks., aksi., akse., akset., akseve., segment, kalldrëm, rrugic, autostrad, tombino, kunet, gropa.,
  gropat., gropave., balt, kubëz, zhavor, bllokohet, shtroj, shtrim, plot gropa, çakëll, pllaka, rrugë e keqe, unazë,
  rrugor, rrugës, rrugëve, mirëmbajt rrug, sfalt, gropë., grop., shtresë, shtresa, asfaltik
045 rrethrrotull, unaz, kryqëzim, by pass, bypass, tunel, korsi
045 taksi, minibus, furgon, çmim bilet
045 trotuar, këmbësor, karroc, bordur, kalimtar, ecim, ecin këmb/rrug/sigur, kalldërm, pllak trotuar
031 liroj/lirim/liro/lirohen/zën/zëna/zaptuar/okupuar trotuar/hapësir/publik/shesh, tavolin lokal/bar, hapësir
  publik/zënë lirim/zën/automjet/tregtar, makin/automjet trotuar/lokal/parkuar/hapësir
045 parkim, parkoh, parkuar, parking, vendparkim, parkoj, vend makin, makina kudo
045 biçiklet, çiklis, korsi
045 semafor, sinjal, vij bardh/këmbësor/ngritur, shpejtësi, kufizues, ngadalës, tabel rrugor, qarkullim, kalim
  këmbësor, aksident, siguri rrugor, kryqëzim, trafik makin/polic, kaloj rrug, kalojnë rrug, kalim rrug, pa vijë, vijë
  këmb, ndalo makin, makina shpejt, xhiro makin, çmend makin, shpejtë makin, nyje rrezik/kryqëz, rrezik këmbë, përplas
045 urë., ura., urën., urës., urat., urave., urëza, pasarel, mbikalim, nënkalim, kalojnë
  lum/përro/ujë/ujra/uji./ujit., ura drur, kaloj lum/përro, kalim lum/përro, kalim mbi, kalim këmbësor lum/përro, ura
  varur, var. urë/ura
045 autobus, autobuz, transport publik/urban/qytet/rrethqytet, linj
  urban/autobus/ndërqytet/transport/rrethqytet/furgon, furgon, itinerar, vendqëndrim, vendndal, terminal, pasagjer,
  biletë, abone, urban linj/transport, udhëto, stacion autobus, frekuenc, frekuencë, qytetas, minibus, kalon rrall,
  nuk kalon, herë orë
045 falas/kart/abone/biletë/gratis/pagesë/ulje udhët/transport/urban/autobus/linj, kart udhët
045 vendqëndrim, vendndal, stacion autobus, strehë autobus/stacion/stacione, stol, orar autobus/afish/tabel, orare.,
  orareve., oraret., tabel orar
045 terminal, agjenci autobus, vend nis, nisj autobus, stacion qendror, pasagjer
045 bor., borë., bora., borës., dëbor, akull, kripë, dimëror, izoluar dimër/fshat/bor, pastrim dimër
064 ndriç, drita., drit., dritë., llamb, led., errët, errësir, natën rrug/lagj/err, fener, shtylla elektr, ndricim,
  terr., frik natën/err, pa drita, lampa, lampë, ndriçues, elektrifik, drita varr/rrug/park/shesh/lagj, shtrirj ndriç,
  shtylla, shtyllë
- kamera., kamerë, kamerat., kamerave., monitorim kamer, vëzhgim, polic, vjedh, patrull, rend., siguri publik, krim,
  roje, sigurt, frik, rrezik natën, policë, polici bashki, dhun rrug, grabit, siguri lagj/qytet/shkoll, patrullim,
  oficer siguri, zihen, zënk, grindj, prezenc polic/siguri, siguri gjimnaz
- rrëshqit, shpati., shpatit., shpate., shpatet., shpateve., mur mbajt, erozion, gabion, shkarje, inklin, masiv dhe,
  argjinatur, mbrojtës lum, lumi gërryen, lum ha/tok, breg lum, pritë., prita., gërryer, shkarje dheu
063 ujësjell, furnizim ujë/ujra/uji./ujit., çezm, pijsh, pa ujë/ujra/uji./ujit., ujë/ujra/uji./ujit. 24,
  ujë/ujra/uji./ujit. orë, depo ujë/ujra/uji./ujit., depo., pompim, stacion pomp, tubacion, rrjet shpërndar, shpim,
  mungesë ujë/ujra/uji./ujit., krua., kroi., kroje., ndërprerj ujë/ujra/uji./ujit., defekt ujë/ujra/uji./ujit.,
  rrjedhj ujë/ujra/uji./ujit., ujëmbledh, burim ujë/ujra/uji./ujit., linj jashtm, ujë/ujra/uji./ujit.
  mbrëmj/mëngjes/verë/pakt, presion ujë/ujra/uji./ujit., ujë/ujra/uji./ujit. vjen/vij, nuk vjen ujë/ujra/uji./ujit.,
  bidon, autobot, rrjet ujë/ujra/uji./ujit., gyp., tubac, ujë/ujra/uji./ujit. pakët, furniz ujë/ujra/uji./ujit., çez,
  ujë/ujra/uji./ujit. shtëp, rrjedhj rrjet/ujë, rrjet vjetër/amortiz, zëvendës tubac, humbj teknik
063 cilësi ujë/ujra/uji./ujit., analiza., analizat., analizave., klor, turbull, bakteriolog, monitor
  ujë/ujra/uji./ujit., ujë/ujra/uji./ujit. pastër/ndotur/pist, laborator ujë/ujra/uji./ujit., testim, gurë
  ujë/ujra/uji./ujit., ujë/ujra/uji./ujit. kripur/shije/erë, dezinfekt ujë/ujra/uji./ujit./depo, filtr
063 kanalizim, ujë/ujra/uji./ujit. zez, ujë/ujra/uji./ujit. ndot, grop septik, kolektor, impiant trajt, septik, kuz.,
  rrjet kanaliz, ujra zeza, fekal, largim ujë/ujra/uji./ujit., derdhen zeza, tubac zeza, pus septik, derdhen
  lum/kanal, ujëra zi, ujra ndot
063 matës, sahat ujë/ujra/uji./ujit., faturim, humbje ujë/ujra/uji./ujit./rrjet, konsumator
- përmbyt, puset, kanal shi/lart, ujë/ujra/uji./ujit. bardh, reshj, pusi., puse., puset., pusetat., drenazh, kanal
  kulluesv/reshj/bardh, shtëpi mbush, stuhi, kanal pastroh/pastrim, shtrat përro/lum, ujë/ujra/uji./ujit.
  oborr/rrug/shtëpi hyn, mbush ujë/ujra/uji./ujit., mbytj, mbytet, drenaz, kolektor bardh, vërshim
051 mbetj, plehr, kazan, kontejn, mbeturin, kosh., kosha., koshat., koshë., largim mbetj/plehr, urë pastër, venddepoz,
  vendgrumbull, landfill, pastrim qytet/rrug/urban, ndotj mbetj, inert, plehëra, hedhurin, pis., pisllëk, ndyr,
  papastërt, i pastër qytet, mbledhj mbetj/plehr, koshat, asnjë kosh, mbledhj mbetur, mbulim pastrim, kosha
051 kazan, kontejn, kosh., kosha., koshat., pikë grumbullim mbetj
051 marrj plehr/mbetj, herë javë plehr/mbetj/kazan, grafik, shpeshtësi, largim mbetj, frekuenc, mbulim mbetj/shërbim,
  evadim
051 vendgrumbull, venddepoz, hidhen plehr/mbetj, hedh plehr/mbetj, mbyll plehr/mbetj/landfill/vend, eliminim,
  informal, landfill, vatër ndot/mbetj, pika nxehta, hedhurin, djeg mbetj/plehr, djeg, tym plehr/mbetj, fush
  mbetj/plehr, mbyllj fush, hedhj mbetj, gropë plehr
051 ricikl, diferenc, ndarj burim/mbetj, letr plastik, plastik, xham., xhami., xhamin., xhamit., qelq, ambalazh,
  kompost, veçant kosh/mbetj, kanaç, riciklues, skrap, mbledhës material, shishe
051 pastrim rrug/qytet/lagj/urban, fshirj, larj, dezinfekt, dezinsekt, mushkonj, deratiz, minj, larj rrug, higjien
  qytet, insekt, miz., larg insekt, spërkat, bar pastr, pastroh rrug/qytet/breg/plazh/park
- erë keq, qelb, aroma, kutërb, kanal hapur
- guror, hec., hidrocentral, minier, industri
- ajër, ajrit, tym., tymi., ndotje ajr/mjedis, zhurm, pluhur, mjedis mbrojt/ndot, ndotj, fabrik, ndotet, merr frym,
  muzik lart, kontroll zhurm, cilësi ajr, gaz., gazra
062 park., parku., parqe, parkun., parkut., lulisht, gjelbër, pemë, fidan, dekorativ bim/dru, stol., stola, ulëse,
  hapësir gjelbër, lodra., kënd loj, kurora, mbjellj, shesh lojë, rekreativ, shesh., sheshi., sheshit., sheshin.,
  sheshe, shatërvan, mobilim urban, mbill pem, fidan rrug/dekor, luleshtrydh, lule., gjelbërim, park lagj
081 lodra., lodrash., lodrave., kënd loj, shesh loj, fëmij luaj/loj, lojëra., lojërash., rekreativ, kolovajz, rekreac,
  lojë fëmij, kënd fëmij, park fëmij, lodër, shilarës, lëvizj fëmij
081 sport., sporti., sportin., sportit., sporte., sportet., sporteve., sportiv, sportist, sportdash, terren,
  palestr, stadium, futboll, basketboll, volejboll, tapet, kampionat, pishin, vrapim, maraton, shah., shahu.,
  shahut., fush mini, atlet, ekip loj, klub futboll, fush loj/drita/rrethim, gara., stërvit, peshëngrit,
  mundj, boks, kalçeto, notim, fushë loje, fushë tenis, aktivitet fizik, minifutboll, fush. futboll, piscin, pishinë,
  not., femra sport./sporti./sportin./sportit./sporte./sportiv, ekip vajz/femra/futboll,
  skuadr, skuadër, kompleks sport./sporti./sportit./sporteve./sportiv
062 rinj mblidh/hapësir/qend/vend/kohë, qend rin, hapësir rin/multifunk/15, klub rin, 15 29 vjeç, multifunk,
  mjedis/ambient rin, djem vajza mblidh, hapësir pun, coworking, mblidhemi, rinj dal, rinj ku, qend multifunksional
  rin
- këshill rin, këshill vendor, forum rin, parlament rin, grup rinor, përfaqësim rin, zëri rin, politik rin, vullnetar
  rin, rinj vendos, zë rin, votoj rin, djem vajza votoj/vendos, organizat rin, buxhetim rin
- sektor/drejtori/zyr/specialist/koordinator/struktur/linj rin, politik rin, buxhet rin, strategji rin, plan rin
082 koncert, teat, kinema, film., filma., filmi., artist, ekspozit, festival, muzik, valle, pallat kultur, kulturor,
  kultur., kultura., kulturë., kulturës., shfaqj, art., artit., arti., artet, karnaval, kukull, skenë, trup teat,
  folklor, estrad, shtëpi kultur, vatër kultur, vatra, kukulla, letërsi, poet, libër panair, aktivitet kultur,
  kalendar kultur, fest., festa., festë, verore kinema, ambient hapur film, spektakël, skenar, humor, këng
082 piktur, balet, instrument, kurs fëmij/art/muzik/valle, qend kulturor, vizatim, kitar, kor., pallat kultur
082 amator, joprofesion, grup artist, trup., trupa., kostum, skenë, skena., artist
082 monument, trashëgimi, restaur, muze, kala., kalaja, kalasë., kalanë., kalatë., objekt histor, qend histor, ndërtes
  histor, arkeolog, kull., kullë., kullës., kullat., shtëpi vjetër, shembet., shemben., shembj, shembur, mësonjëtor,
  memorial, bust, lapidar, mozaik, konserv, kish vjetër, ikon, rrënoj, antik, kullë, muzeum, banes karakteristik,
  kujtes, traditë
- varrez, varr., varre., varrim
- qen., qentë., qenve., qeni., qensh., endac, kaf pa, kafsh, steriliz, pa pronar, strehëz kafsh/qen, sulmoj qen,
  kafshoj, kafshoi
032 zjarr, digjet., digjen., djeg, brez mbrojt, hidrant, flak, zjarrfik, zjarrvën, djegie pyll, makin zjarr,
  zjarrfikëse, shuarj, shuaj
- emergjenc civil, tërmet, fatkeqësi, paralajmër, mbrojtj civil, evaku, përmbytj, krizë, rrezik natyr, banes tërmet,
  strehim emergj, rrezik përmbyt, sirena, strehim pas, ku mblidhemi, pika grumbullim civil/emergj/tërmet, alarm,
  simulim, evakuim, rrezik tërmet
011 transparen, tender, prokur, kontrat, fatur, shpenzim, paratë, parave., llogaridh, auditim financ,
  botim/botoj/publik vendim/buxhet/kontrat/shpenz, korrupsion, ryshfet, integritet, deklarim, konflikt interes, raport
  vjetor/publik, raportoj/raportim qytetar/publik, buxhet hapur, të dhëna hapur, lekët, lekë bashki, ku shkoj/shkojnë,
  para bashki, pasqyr, të dhëna publik, buxhet qytet, llogari
011 faqe internet/zyrtar/bashki/saj/web, portal, website, sajt, uebsajt, ueb, faqe, faqja, aplikacion, rrjet social
  bashki, versioni gjuh
011 dëgjes, konsult, takim publik/banor/qytetar/lagj/fshat, mbledhj, forum, pjesëmarrj, vendimmarrj, përfshir vendim,
  na pyes, mendim, kalendar, konsultim, pyes, pyet., pyetur., na pyet, pyesin, dëgjoj qytetar/banor/zë, zë qytetar,
  anketim, referendum, tryez, takoj kryetar/banor/qytetar, kryetar dëgjoj/vij/takoj, na dëgjoj, dëgjoj kryetar,
  drejtues bashki, ditë hapur, takim kryetar/drejtues/komunitet/banor/qytetar, komunitet takim, vijnë lagj/fshat,
  zgjedhës
011 njofto, lajmëro, lajmër, njoftim, shpallj, informoh, sms, mesazh, stend, fletëpalos, afish, mediat vendor, media
  lokal, paraprak, dit përpara, jav përpara, facebook, dijeni, marrim vesh, altoparlant, radio, televizion
011 buxhetim pjes, buxhet, propozim, projektbuxhet, pjesëmarrës buxhet
011 këshill bashki, seanc këshill, mbledhj këshill, transmet, drejtpërdrejt, regjistrim mbledhj, procesverbal, arkiv
  video, këshilltar, këshilltarët, anëtar këshill
011 sportel, një ndal, zyr informac, zyr prit, formular, radh, aplikim, aplikant, kiosk, shërbim online/elektron,
  onlin, e albania, qr, distanc, pritj qytetar, presim, burokraci, dokument, letra., vërtetim, zyrë shërbim, punonj
  sportel, digjitalizim shërbim, integruar ofrim
011 ankes, ankoh, sondazh, anket, kërkes qytet, kuti ankes, aplikacion, raport problem, numër gjelb, linj telefon/pa
  pages, përgjigj, kënaqësi, ankim, ankohem, ankohemi, përgjigje, kthim përgjigj, whatsapp, problem raport, gjurm
  kërkes, dorëz kërkes, përgjigje kërkes
011 informac, informim, komunikim, informues, fletëpalos, kanal komunik, strategji komunik, koordinator informim
011 trajn nëpunës/administrat/punonjës, nëpunës, administrat vendor, punonjës bashki, etik, sjellj, burim njerëz
011 bord qytet/këshill, grup këshillim/pun, komitet, komision, këshill komunit, kryetar fshat, kryeplak, përfaqësues
  komunit/fshat/qytet
- këshill siguri, siguri publik, siguri vendor, policim komunit
- strategji, plan veprim, politik
- barazi gjinor, gjinor, përkatësi gjinor, gjini
- vullnetar, vullnetariz, organizat, shoqëri civile, ojf, shoqat, shoqatat, ojq, jofitim
062 rikualifik, rijetëz, rivitaliz, fasad, bllok banes/pallat, pallat., pallate, pallatet, hapësir përbashkët pallat,
  bashkëpronës, pedonal, bulevard, shesh qendr, urban ndërhyrj, oborr pallat, lule., hapësir përbashkët, mes
  pallat/blloqe, bimë dekorativ, shkallë pallat, dritat shkallë, bashkëpron, asamble, ambient përbashkët, administrim
  pallat/ambient
- leje ndërtim, pa leje, legaliz, urban plan, territor plan, pronësi, hipotek, kadastër, truall, trojet, letra pron,
  pron, tapi, pasuri, legalizim, zënë tok/lum/hapësir, ndërtim zënë/lum, prish ndërtim, prishen ndërtim, ndërtime,
  abuziv, shemb ndërtim
- energji, diellor, panel, fotovoltaik, efiçenc, efikasitet, elektrik, elektricit, tension, kabin elektrik,
  hidrocentral, hec., drit çmim, fatur energji, iks dritash, ndërprerj drita
- ndërgjegjës, sensibiliz, fushat, aktiviz, informim dhun, edukim shëndet/mjedis, leksion, informues, broshur
- falas, pa pages, pa lekë, gratis, pa para, subvencion, pages bashki, pa kosto, pa tarif, bonus, mbulim kost, zbrit,
  rimbursim
- inspekt, kontroll, gjob, polici bashki
- lumë., lumi., lumit., lumin., përro, përrua, breg lum, shtrat
- restaurant, lokaleve., lokalet., kafe., bar kafe, biznes vogël
- kish., kisha., kishë, xhamia, fetar, kult.
- lgbt, diskrimin, paragjykim, stigm, të drejta njeri, barazi
- rindërt, banes dëmt, tërmet banes/shtëpi, dëmt tërmet
- mujor pages/bonus, rroga., rrogë., pag., paga., pagë., pagesë mujor, sigurim shoqëror
- identitet, rikthim funksion, rikthy, rihapj, rihapet, riaktiviz, mbyllur, vënie funksion, funksional, nuk punon,
  jashtë funksion, braktisur, ndërtes braktis, i mbyllur
- dhënie gji, jap gji, ushqy gji, nënat foshnj, dhom nën, laktac, nëna fëmij, nëna të reja
- martes hersh, martoh, fejes, vajz shkoll lë
041 kuot, mbështetur punësim, punësim PAK/aftësi/mbështet, punë aftësi/rom/gra/paaft, punësim grup
081 klub, talent, trajner, fanell, kampion
- automjet, furgon, makin pastrim/zjarr/borë, blerj mjet/makin/automjet, eskavator, skrep, flot
- liqen, kallam, ndotj liqen/lum/det, mbrojtj liqen/lum, zon mbrojt, park komb, natyr, biodiversitet
- klim, ngrohj global, ndryshim klim, qëndruesh
- burg, dënuar, ish dënuar, provë liri
- dru, kopsht botanik, kosit, krasit, krasitj pem, pem rrëz/thar/rrezik
"""
