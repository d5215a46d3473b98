"""Health, disability, old age, violence, poverty, housing, and people who came or came back."""

CARE = """
- shëndet, ambulanc, autoambulanc, poliklinik, mjek, infermier, spital, klinik, mami., kardiolog, pediat, stomatolog,
  dentist, dentar, urgjenc, sëmur, aparat mjek, eko., ekografi, radiolog, dializ, maternitet, shtatzën, gjinekolog,
  ndihm par, pacient, sëmund, konsultor, aparatur, mjekës, familj mjek, barnator, operac, lindj, zem., zemra, zemër,
  infarkt, oksigjen, inventar mjek, 24 orë mjek/urgjenc/ambulanc, doktor, sanitar ambulanc, pajisje mjek, recetë,
  skaner, rezonanc, kirurg, kujdes parësor, kujdesi shëndetësor, ambulator, vdes/vdesin/vdesim rrug/pritje, ndihma
  shpejt, ndihmë shpejtë, autoambul
- qend shëndet, ambulanc, mjek fshat, infermier, poliklinik, klinik lëviz, karvan mjek, kontroll/vizit mjek/shëndet,
  mjek i përhershëm, mjek përherë, mjek çdo ditë, mjek banor/vend, mjek vjen, infermiere banor, mjek familje
- ilaç, barna, barnave, farmac, medikament, barnator, recet, barnash, mjekim, ilaçe
- lëvizsh/lëvizës/mobil/banes/shtëpi/derë shërbim/kujdes/ekip/ndihm/infermier/asistenc/karvan/vizit
  moshuar/pleq/shtri/paaft/vetm/vetëm/fshat/kujdes/infermier/social/shtëpi, derë më derë, kujdes banes/shtëpi/banesë,
  ndihmë/kujdes në shtëpi/banesë, shkojnë shtëpi, shtëpi më shtëpi, infermier shtëp, terren shërbim/ekip, vizit
  banes/shtëpi, telekujdes, kujdes derë, në derë/dyert ilaç/barna/ushqim/infermier/shërbim, shërbim afër/pranë shtëpi,
  kujdes familjar, asistencë banesë, ndihmës shtëpiak, ndihmëse shtëpie, pazar/blerje moshuar/pleq
- shtrir, lëviz pa/nuk/dot, vetmuar, mbetur vetëm, paaftë lëviz, kujdestar, pa njeri, vetmi, pa familj, vetmitar, kanë
  njeri, nuk ka kush, palëvizsh, vetëm moshuar/plak/pleq/gjysh/nëna/jetoj/jeton/jetojnë, askush
  moshuar/plak/pleq/gjysh, braktisur moshuar/prindër/pleq, telefonat moshuar, pa kujdes moshuar/pleq
- mendor, psikik, depresion, psikiatr, shëndet mendor, vetëvras, ankth, stres, psikolog, linjë këshillim, konsult
  psiko
- drog, narkotik, varësi, bast., baste., bastesh., kumar, lojëra fat, alkool, substanc, duhan, përdorues, lëndë
  narkotik, rehabilitim përdor, bixhoz, lojra fat, hashash, kanabis, lojra, lojëra, kazino, lëndë, cigare, pirje,
  pinë, alkooli, detoks, bastet
- vaksin, imuniz, vaksinë, epidemi, infeks, mushkonja malar
- mamograf, depist, screening, ekzamin, kontroll shëndet/mjek, analiza gjak, kancer, check up, shëndet grua/gra/grave,
  gji., diabet, tension gjak, analizë, analiza mjek, kontrolle periodik, parandalim sëmund, gjiri, pap test, diagnoz,
  ekzaminim
101 autiz, autik, spektr, logoped, fizioterap, terapi zhvill, terapi, terapist, zhvillimor, daun, ergoterap,
  multidisiplin, sindrom, down., zhvillim fëmij, çrregull, nuk flet fëmij/djal/vajz, vonesë zhvill, zhvillim vonuar,
  asd, pedagog special, qendër zhvill
101 protez, ortoped, mjete ndihm/lëviz, karrig rrot, karroc invalid, asistent person, pajisj ndihmës, dëgjues aparat,
  aparat dëgjim, patericë, shtrat ortoped, pelena
- juridik, ligjor, avokat, jurist, ndihm ligj, gjykat, padi, ankim ligj, këshill ligj, noter, përfaqësim ligj
104 azil, shtëpi moshuar/pleq, rezidencial, institucion moshuar, klub pension/moshuar, qend moshuar/pension/pleq,
  shtëpi moshuar, azili, banor moshuar, mosha/moshës/moshën/moshë tret/thyer/vjetër klub/qendër/shtëpi, klub
  gjysh/plak
101 gjuh shenj, interpret, shurdh, nuk dëgjoj, dëgjim, memec, pa dëgjim, shurdhmem, gjuhë shenj
101 verbër, verbërit, verbëri, braille, brail, shikim, taktil, nuk shohin, reliev, verb., verbr, pllak, zë semafor,
  semafor zë, bastun, pa shikim, zanor, lajmërim zë, shikim kufiz
101 ramp, akses ndërtes/godin/hyrje/publik/karroc/fizik/lëviz, aksesueshm, ashensor, parmak, pengesa arkitekt,
  barrier, karrig rrot, karroc, hyrje përshtat, hyjnë dot, shkallë invalid/karroc/hyrje, lëvizshmëri, lëvizshm kufiz,
  pengesa, ngjit karroc/shkall, hyj karroc/ndërtes, përshtat godin/ndërtes/objekt/hyrje/tualet/trotuar, pjerrët,
  pjerrësi hyrje, platform ngritës, ngritës karroc, hyrje pa shkall, shesh/tualet përshtat, pa pengesa, pengesë, lëviz
  lir karroc/rrota, ngjitet/ngjiten/ngjitem/hyn/hyj/hyjmë dot karroc/rrota/karrig
104 qend dit, ditor qend/shërbim/komunit, qend multifunks, qend komunit, shërbim komunit, qend social, qend shërbim,
  qend zhvillim, ditore, qend pleq/moshuar/fëmij/rinj/PAK, qendër ditore, qendra ditore, shërbim ditor, qendër
  komunitare, qendra komunitare, qendër sociale, shërbim multidisipl
104 dhun, mbijetuar, viktim, rrahin grua/gra, dhunshëm, urdhër mbrojtj, mekaniz referim, maltrajt, abuzim, me bazë
  gjinore, burr dhun, kërcënoj, divorc dhun, frik burr/familj, viktimizim, rreh., rrahin, rrahje grua/familj, burri
  godit/rreh/kërcënon, burri i rrezikshëm, viktimë, përndjek, persekut, sulm grua/gra, urdhër mbrojtje
104 streh sigurt/grat/vajz/dhun/emergjen, strehëz dhun/gra/vajz/grat/sigurt, akomod emergj/viktim/mbijet, qend prit,
  pritëse, 72 orë, shtëpi sigurt, strehëz për, strehim emergj/përkohsh, natën shkojnë, ku të shkoj
  grua/gra/vajz/vajza, hedh/dëbo/përzë/nxjerr shtëpi, pa strehë gra/vajza/viktim, mbuloj/strehoj gra/vajza, strehëz
  emergj
104 burra dhun, dhunues, këshillim burr/djem/dhun, program burr, zemërim, autor dhun, alkool, rrahin familj, rreh
  grua/familj/fëmij, rrah grua/familj, pinë rrahin, autorë, rehabilitim autor/burra/dhun, burri dhun, kurohen burr,
  këshillim detyr
104 trafik viktim/qenie/njerëz, trafikim, shfrytëzim, trafikuar, tregti njerëz/qenie, punë detyruar, prostituc
104 rom./romë./rome./romët./romëve., egjiptian, minoritet, rom komunit, pakic, barak, ballkano, magjyp,
  ballkanegjiptian, vendbanim lum, komunitet rom, tenda, kasolle, mbledhës skrap, komunitet egjiptian, lagje rome,
  romë barak, evgjit, arli
- mediator, ndërmjetës, ndërmjetësim
- gjend civil, paregjistruar, regjistr lindj, dokument identit, certifikat lindj, certifikat, çertifikat,
  letërnjoftim, pasaport, regjistrim fëmij, ofiqari
104 ndihm ekonomik, varfër, varfëri, skem ndihm, nevoj familj, grup nevoj, të ardhura ulët/pa, asistenc
  ekonomik/sociale, mbështetje financiar familj, jetik, vulnerabël, nevojtar, vobekt, skamj, pa të ardhura, numëror,
  shumë fëmij, shtresa, në nevojë, përfitues ndihm, fond social, kriter ndihm, të ardhura, të ardhurave, shtres,
  përfituesit, skemë ndihm, pagesë papun, bukën goj, pa bukë, mbijetes, të varfër, buxhet familj, jetik minimal,
  minimum jetik, mbështetj nevoj, kupon, pako ndihm, pako
104 mens social, kuzhin social, pako ushqim, ushqim falas/ngroht/varfër/nevoj, vakt ngroht, bank ushqim, dyqan social,
  veshmbathj, ushqim shkoll/nxënës/fëmij, menu, gatua, gatuaj, pa ngrën, mëngjes fëmij/nxënës, drekë ngroht
062 streh, banes, apartament, qira, shtëpi kusht/rom/familj/pastreh/re/barak, banim, kredi but, pastreh, barak, pa
  shtëpi, banim social, kredi strehim, kredi butë, shtëpi social, banes social, banesa sociale, list përfitues/pritje,
  kriter strehim/banes, radh shtëpi/banes, strehuar, çati kokë, shtëpi vet, kredi shtëpi, çift shtëpi, banesa
  përballueshm, kosto ulët banes/shtëpi, apartamente social, dhomë qira
062 qira, qiraj, bonus strehim, bonus qira, qiradhën, qeraj, qera., qira ulët/përballueshm/lir, pagesë qira,
  subvencion qira
062 kusht jetes/banim/strehim/normal, banes ndërhyrj/riparim/rikonstruk/përmirës, shtëpi riparim/kusht, çati
  banes/familj/shtëpi, barak, izolim shtëp, riparim shtëp, shtëpi vjetër/rrëz/rrezik/pikon, çati shtëp, godin dëmtuar,
  ndërhyrje banes/shtëpi, riparo shtëpi/banes, rikonstruksion banes/shtëpi, dysheme shtëpi, shtëpi lag/fëlliq
104 jetim, pa prind, institucion përkujdes, kujdes alternativ, familj kujdestar, rezidencial, bonjak, qendër jetim,
  moshë mbush institucion, birësim, familje zëvendës, pa kujdes prind, dalë institucion/jetimor, jetimor
104 një prind, kryefamiljar, nëna vetme, prind vetëm/vetme, rrit vetëm, rritin vetëm, nënë vetme, divorcuar, vejush,
  të vej, baba vetëm, nënë divorc, vetëm rrit/rrisin, familje një prind, vejusha, vetëm fëmij rrit
- emigr, imigr, riatdhes, riintegr, migrant, migrac, diaspor, kthyer/kthyerit/kthehen
  emigr/jasht/atdhe/greqi/itali/gjermani, rikthyer emigr/migrant/shtetas, grek, greqi, gjermani, itali, refugjat,
  azilkërk, remitanc, kthim, rikthim shtetas, mërgim, mërgat, larguar jasht, kthim atdhe,
  ikin/ikën/ikur/iku/largohen/largim rinj/rinjtë/djem/jashtë, ikje, shpopull, rritje/mbaj/mbetj rinj vendlind,
  vendlindj
- sezonal, punë jasht, kontrat/siguri pun, emigrim punë
104 mbrojtj fëmij, fëmij rrezik, menaxhim rast, njmf, abuzim fëmij, punonjës mbrojtj, njësi fëmij, lype, lypje,
  shfrytëz fëmij, fëmij punë, martes hersh, martoh hersh, fëmij rrug, fëmijë në rrezik, lypës fëmij, punë e rëndë
  fëmij, shfrytëzim fëmij, rast fëmij, njësi mbrojtje fëmij, fëmijë të rrezikuar, keqtrajt fëmij
"""
