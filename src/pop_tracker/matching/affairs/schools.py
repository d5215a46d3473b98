"""Nurseries, kindergartens, schools, and what children learn and need there."""

SCHOOLS = """
104 çerdhe, fëmijëri hershm, kujdes/përkujdes/edukim/rritje foshnj/fëmij vjeç/vogël, foshnj, nën tre vjeç, nën tre,
  tre vjeç fëmij, nëna punoj, ku lëmë/lënë fëmij, orar çerdhe/edukim, dado, bebe, vogëlush, ditor fëmij, nënë kthehet
  pun
091 kopsht, kopësht, parashkoll, edukatore, institucion parashkoll, klas përgatitor, fëmij para shkoll, tarif
  kopsht/parashkoll, pagesë kopsht/parashkoll, edukator, grup moshë parashkollor
091 shkoll, arsim, nxënës, mësim, mësues, gjimnaz, parauniversitar, klas./klasa./klasë./klasat./klasave./klasën.,
  didaktik, maturant, auditor, institucion edukim, lëndë., provim, abetar, dy turne, klas kolektiv, kolektiv
  mësim/klas, dhomë klas/mësim, shtesë klas/kat, mësimor, mësimdhën, personel arsim, arsimor, nëntëvjeçar, 9 vjeçar,
  bankë shkoll, drejtor shkoll, zile, nxënie
092 gjimnaz, shkoll mesme, arsim mes, konvikt, shkoll profesional, maturant, arsim profesional, degë/drejtim
  bujqësi/mekanik/ekonomik, liceu, shkoll bujqësore/teknike/artistike, arsim teknik
091 mësues ndihmës, arsim gjithëpërfshir, edukim special, mësues mbështetës, asistent nxënës, nxënës aftësi,
  vështirësi nxën/mësim, nevoj veçant arsim, orë plotës, mbështet individual, mësim plotës, ndihmo mësim/detyr,
  edukator ndihmës, plan edukativ individual, mësues mbështetj, ndihmësmësues, përfshirje nxënës aftësi, nuk flet/ecën
  djal/vajz/fëmij
082 bibliotek, libra., librat., libër., librar, lexim, lexues, vendlexim, sallë leximi, botim., lexoj, dhomë leximi,
  fond libra/libri
091 autobus/furgon/transport/makin/udhëto/mjet/linj/largësi/këmbë shkoll/nxënës/mësim/arsimor, mësues
  transport/udhët/vij/paguaj, personel arsimor udhët/transport, shpenzim udhët, minibus nxënës/shkoll, fëmij
  ecin/këmbë km/kilometra, karburant mësues, abone nxënës
091 gardh, rrethim, rrethoj, mur rrethues, oborr, siguri shkoll/kopsht, roje shkoll, kangjell, portë shkoll/kopsht,
  portier, roje objekt, rojtar
- mobil, orendi, karrige., karriget., tavolina., bank shkoll, dërras, raft, inventar, mobilje, shtretër, dritare,
  dyer., dyert., dysheme, parket, lyerj, lyhet, amortiz, vjetrua, pajisje re, banka., bankat., banka shkoll, dollap,
  komod, krevat, dyshek, rolet, xham dritar
- ndërtes/godin/objekt/infrastruktur shkoll/arsim/kopsht/çerdh, rikonstruk/riparim/ndërtim/meremet/rehabilit
  shkoll/arsim/kopsht/çerdh/gjimnaz, rregull shkoll/kopsht, ndërhyrje/investim shkoll/kopsht/çerdh, gjendje
  shkoll/kopsht, mur shkoll/kopsht çar, godinë re shkoll/kopsht
- universitet, fakultet, student, akademi, tezë, diplomë, degë universitet, konvikt student
- gjuhë huaj, gjuhë amtar, anglisht, gjerman, italisht, mësim gjuh
091 braktis, rikthim mësim/shkoll, kthehen/kthim shkoll, frekuent shkoll/mësim, lypin, lyps, fëmij rrug, ndjek
  shkoll/mësim, regjistro shkoll, punë fëmij, mungojnë/mungon/mungesa shkoll/mësim, analfabet, shkollim detyr
- ngroh, kaldaj, pelet, dru. zjarr., stuf, sob./soba./sobë., radiator, kondicion, ftoht, termik, centrale termike,
  pallto, dridh, akull klas, dimër klas/shkoll/kopsht, sistem ngroh, pompë nxehtësi, dru. shkoll, oxhak, briket,
  ngrohtë, ngrohta, mërdhi, mërdhij, të ftoht, pompa nxeht, klimë klas, kondicioner
- lagësht, lagështir, myk, hidroizol, izol, termoizol, pikon, pikim, çati, tarrac, mbules, suvat, termik, rrjedh
  tavan/çati, kapotë, kulm, ulluk, tavan, lagët, infiltr, mbulesës, rrjedh, rreshj tavan, tjegull, llamarin,
  kullon/kullojnë tavan/çati/mur, mur çar/lag, hyn shi/ujë çati/tavan/klas, ujë bie klas/tavan, veshje mur, fasadë
  termo
- tualet, banjë., banja., banjat., banjave., banjën., wc, nyje higjien/sanitar/hidro, higjieno, hidrosanitar,
  nevojtor, pastërt shkoll, lavaman, ujë/ujra/uji./ujit. rrjedhshm, sapun, gropë tualet, banjo, shtrat higjien,
  hidraulike shkoll, dush shkoll, peceta
- palestr, mjedis/ambient sportiv, gjimnastik, palestër, sal/sallë sport./sporti./sportit./sporteve./sportiv, mjedis
  mbyllur sport./sporti./sportit./sporteve./sportiv, parket sport./sporti./sportiv,
  mjedis fizkultur, fizkultur, edukim fizik
- bulliz, rrahj, ngacm, përleshj, sherr., sherre, dhun/konflikt shkoll/nxënës, kërcën internet, dhun mes nxënës,
  siguri internet/online, sjellj nxënës, tall, tallj, kërcënim nxënës/rrjet, dhunë bashkëmoshatar, bashkëmoshatar,
  agresiv, zënka nxënës, ndërmjetës shkoll
- psikolog, psikik, psikosocial, psiko social, punonjës social, këshillim psiko, shërbim social shkoll, oficer siguri
  shkoll, traum, stres, ankth, këshill emocional, mbështet emocional/psiko, mendor, linjë këshillim, psikoterap,
  këshilltar, terapi psiko, vetëvlerësim, dikush flas, flasim dikë, besim vete, shërbim psikologj
- pas mësim/shkoll/orar, pasdite, pasdrek, jashtëshkoll, jashtëkurrikul, qend komunit, kohë lir, fundjav, kurs fëmij,
  kamp., kampe., kampi., detyra shtëp, program veror, orë/orët lir/lira, pas dite, kohë lirë, klub
  shkoll/nxënës/fëmij, kurse vere/verë, verë fëmij, kampe verore, aktivitet jashtëmësim, jashtëmësim
- laborator, kompjuter, tablet, laptop, projektor, internet, wifi, wi fi, teknologji informac, tabel interaktiv,
  kabinet, pajisje didaktik/elektronik, mikroskop, robotik, kabinet informat, informatik, smart, kimi, fizik.,
  fizikë., tabela elektronik, pajisje mësimor
- internet, fibër, fibra, rrjet optik, sinjal/mbulim celular/telefon/internet, wifi, wi fi, valë., antenë, rrjet
  wi/internet/telefon, falas internet, zon wi/wifi, internet falas/park/publik, brezgjer, lidhje internet, pa
  internet, shpejtë internet
- burs, mjete shkollor, libra falas/shkoll, çant, kit shkoll, libra nxënës, tekst shkoll, fletor, uniform, përkrenare
  shkoll, bursë, ekselenc, mbështet nxënës talent, fletore, këpucë shkoll, çanta, veshje shkoll, kosto libra
104 mens, vakt, kuzhin, ushqim, ushqe, drek./drekë./dreka., gatim, katering, racion, pjat, gjell, bukë., buk., ngrën,
  uri., ushqej, dietë, uritur, urie, ha. bukë, vakti, mësim zgjatur, ngrënë, ushqim shkoll/nxënës/fëmij, menu, gatua,
  gatuaj, pa ngrën, mëngjes fëmij/nxënës, drekë ngroht
041 kurs, zanat, formim, kualifik, aftësim, profesion, trajn, certifik, çertifik, mjeshtër, çirak, mësoj zanat, dualo,
  dual, mëso/mësoj/mësojmë zanat/profesion, kualifikim, rikualifikim pun, aftësi re, shkollë zanat
041 hidraulik, elektricist, elektrik instal, saldator, saldim, rrobaqep, konfeksion, parukeri, berber, pastiçer,
  kuzhinier, kamarier, marangoz, murator, zanat, profesion
"""
