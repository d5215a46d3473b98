"""What the municipality itself is asked for: to tell, to listen, to answer, to serve; and affairs of no one field."""

OFFICES = """
011 transparen, tender, prokur, kontrat, fatur, shpenzim, paratë, parave., llogaridh, auditim financ,
  botim/botoj/publik vendim/buxhet/kontrat/shpenz, korrupsion, ryshfet, integritet, deklarim, konflikt interes, raport
  vjetor/publik, raportoj/raportim qytetar/publik, buxhet hapur, të dhëna hapur, lekët, lekë bashki, ku shkoj/shkojnë
  lek/lekë/lekët/para/paratë/taks/fond, pasqyr, të dhëna publik, buxhet qytet, llogari, fsheh, fshehur, para publike,
  shpenzohen lekët/para/paratë/taksat, si harxho, harxho, harxhohen, llogari dhën, blerje publik, kontratat,
  prokurimet, tenderat, auditim, vendim botuar/botohen/publik, vetëdeklarim, abuzim fond, vjedhje fond, dokumente
  publike, realizim buxhet
011 faqe internet/zyrtar/bashki/saj/web, portal, website, sajt, uebsajt, ueb, faqe, faqja, aplikacion, rrjet social
  bashki, versioni gjuh, faqja zyrtar, faqja bashki, faqe zyrtare, website bashki, app., aplikacion celular, platform
011 dëgjes, konsult, takim publik/banor/qytetar/lagj/fshat, mbledhj, forum, pjesëmarrj, vendimmarrj, përfshir vendim,
  na pyes, mendim, kalendar, konsultim, pyes, pyet., pyetur., na pyet, pyesin, dëgjoj qytetar/banor/zë, zë qytetar,
  anketim, referendum, tryez, takoj kryetar/banor/qytetar, kryetar dëgjoj/vij/takoj, na dëgjoj, dëgjoj kryetar,
  drejtues bashki, ditë hapur, takim kryetar/drejtues/komunitet/banor/qytetar, komunitet takim, vijnë lagj/fshat,
  zgjedhës, pyesin popull/banor/qytetar, na pyesin, të na pyetet, mendimi ynë, zëri ynë, na dëgjo, na dëgjojnë,
  takim/takime kryetar/banor/komunitet/lagje/fshat, diskutim publik/banor/qytetar, diskuto fshat/lagj/banor, debat
  publik, dëgjesa, takohet banor, përfshij/përfshihen/përfshirje banor/qytetar/gra/rinj/komunitet vendim/buxhet/plan,
  vendosin pa ne
011 njofto, lajmëro, lajmër, njoftim, shpallj, informoh, sms, mesazh, stend, fletëpalos, afish, mediat vendor, media
  lokal, paraprak, dit përpara, jav përpara, facebook, dijeni, marrim vesh, altoparlant, radio, televizion, na njofto,
  na lajmëro, dimë, ta dimë, e dimë, di/dinë qytetar/banor, informacion kohë, njoftime, mësojm, buletin, gazet,
  poster, tabel njoftim, në kohë njoftim
011 buxhetim pjes, buxhet, propozim, projektbuxhet, pjesëmarrës buxhet, buxhetit pjesëmarrje, vendosim bashkë
  para/buxhet, propozojmë, projekt buxhet, pba, buxheti qytetar, buxheti gjinor
011 këshill bashki, seanc këshill, mbledhj këshill, transmet, drejtpërdrejt, regjistrim mbledhj, procesverbal, arkiv
  video, këshilltar, këshilltarët, anëtar këshill, mbledhje hapur këshill, seanca, këshilltarë, video mbledhj, shohim
  mbledhj, live., drejtpërdrejt mbledhj, vendosin/vendos ata/sallë/lart/këshill, salla këshill, transmetim mbledhj
011 sportel, një ndal, zyr informac, zyr prit, formular, radh, aplikim, aplikant, kiosk, shërbim online/elektron,
  onlin, e albania, qr, distanc, pritj qytetar, presim, burokraci, dokument, letra., vërtetim, zyrë shërbim, punonj
  sportel, digjitalizim shërbim, integruar ofrim, zyra shërbim, radhë sportel, radha, letra shërbim,
  dokument/dokumente marr/nxjerr/pajis, formularë, punonjës sportel, aplikoj, aplikim online, nga shtëpia aplikim,
  zyrë kërkes, shërbim administrativ, shërbime qytetar, një vend shërbim
011 ankes, ankoh, sondazh, anket, kërkes qytet, kuti ankes, aplikacion, raport problem, numër gjelb, linj telefon/pa
  pages, përgjigj, kënaqësi, ankim, ankohem, ankohemi, përgjigje, kthim përgjigj, whatsapp, problem raport, gjurm
  kërkes, dorëz kërkes, përgjigje kërkes, na përgjigj, përgjigje ankes/kërkes, kthejnë përgjigj, merr përgjigj,
  shqetësim, hall., hallet, halli., telefon falas, numër telefon, numër kontakt, linjë kontakt/gjelb/telefon, e
  gjelbër linj, dëgjon ankes, pa përgjigj, problem lajmëro
011 informac, informim, komunikim, informues, fletëpalos, kanal komunik, strategji komunik, koordinator informim, na
  inform, informohen, informacion publik/qytetar, e drejta informim, kush di, dimë ku
011 trajn nëpunës/administrat/punonjës, nëpunës, administrat vendor, punonjës bashki, etik, sjellj, burim njerëz, staf
  bashki, trajn punonj, punonjës kualifik, sjellje punonj, sjellj punonjës, mirësjell
011 bord qytet/këshill, grup këshillim/pun, komitet, komision, këshill komunit, kryetar fshat, kryeplak, përfaqësues
  komunit/fshat/qytet, kryetarë fshat, përfaqësi banor, komitet lagj, këshilla lagj/fshat/qytetar, bordi, grup qytetar
- këshill siguri, siguri publik, siguri vendor, policim komunit
- strategji, plan veprim, politik
- barazi gjinor, gjinor, përkatësi gjinor, gjini, barazi, gra burra njëlloj/barabart, grua drejtu, grua vendimmarr,
  gra vendos/vendim/drejtim, pjesëmarrj gra, përfaqësim gra
- vullnetar, vullnetariz, organizat, shoqëri civile, ojf, shoqat, shoqatat, ojq, jofitim, shoqatë, organizatë,
  organizatat, fondacion, ngo, iniciativ qytet, nismë komunit, aktivist
062 rikualifik, rijetëz, rivitaliz, fasad, bllok banes/pallat, pallat., pallate, pallatet, hapësir përbashkët pallat,
  bashkëpronës, pedonal, bulevard, shesh qendr, urban ndërhyrj, oborr pallat, lule., hapësir përbashkët, mes
  pallat/blloqe, bimë dekorativ, shkallë pallat, dritat shkallë, bashkëpron, asamble, ambient përbashkët, administrim
  pallat/ambient, fasada, pallati vjetër, pallate vjetra, oborr përbashkët, hyrje pallat, shkalla pallat, ashensor
  pallat, administrator pallat, dekor, rijetëzim, rigjall, rilind
- leje ndërtim, pa leje, legaliz, urban plan, territor plan, pronësi, hipotek, kadastër, truall, trojet, letra pron,
  pron, tapi, pasuri, legalizim, zënë tok/lum/hapësir, ndërtim zënë/lum, prish ndërtim, prishen ndërtim, ndërtime,
  abuziv, shemb ndërtim, leje, ndërtime pa leje, planifikim, plan rregull, prona., pronat, tokë letra, certifikatë
  pronë, ligjëroj, shtëpi pa letra, prishje ndërtim
- energji, diellor, panel, fotovoltaik, efiçenc, efikasitet, elektrik, elektricit, tension, kabin elektrik,
  hidrocentral, hec., drit çmim, fatur energji, iks dritash, ndërprerj drita, dritat ikin, ikin/iku drita/dritat, pa
  energji, transformator, kabllo, shtylla elektr, linjë elektr, energji elektrik, panele diell, kursim energji, termo
  energji
- ndërgjegjës, sensibiliz, fushat, aktiviz, informim dhun, edukim shëndet/mjedis, leksion, informues, broshur
- falas, pa pages, pa lekë, gratis, pa para, subvencion, pages bashki, pa kosto, pa tarif, bonus, mbulim kost, zbrit,
  rimbursim, pa pagesë, pa pagu, çmim ulët/përballueshm, përgjysm, përjashtim tarif/pagesë, përjashtuar, subvencionuar
- inspekt, kontroll, gjob, polici bashki, kontrolle, inspektor, inspektim, ndëshk, ndëshkues, gjobit, gjobitj, penal,
  masa ndëshk, sanksion, kundërvajtj
- lumë., lumi., lumit., lumin., përro, përrua, breg lum, shtrat, lumenj, shtrat lum, breg lumi, përrenj, përroi
- restaurant, lokaleve., lokalet., kafe., bar kafe, biznes vogël
- kish., kisha., kishë, xhamia, fetar, kult., besim, komunitet fetar, objekte kulti
- lgbt, diskrimin, paragjykim, stigm, të drejta njeri, barazi, diskriminim, të drejtat, barabart, paragjykime,
  urrejtj, gjuhë urrejt
- rindërt, banes dëmt, tërmet banes/shtëpi, dëmt tërmet, rindërto, dëmtuar tërmet, pas tërmet
- mujor pages/bonus, rroga., rrogë., pag., paga., pagë., pagesë mujor, sigurim shoqëror, rrogë, pagesa mujor,
  kujdestar pagesë, pension, pensione, pensioni, pagesë aftësi/paaft/invalid, invaliditet
- identitet, rikthim funksion, rikthy, rihapj, rihapet, riaktiviz, mbyllur, vënie funksion, funksional, nuk punon,
  jashtë funksion, braktisur, ndërtes braktis, i mbyllur, vihet punë, funksionon, prishur, prish., nuk funksion,
  rivihet, riparim, rindez, rinis, hapet sërish/përsëri, rihap
- dhënie gji, jap gji, ushqy gji, nënat foshnj, dhom nën, laktac, nëna fëmij, nëna të reja, lindje nën, nëna lehon,
  lehon, shtatzëna, mami viz, vizitë nën/foshnj/lehon, këshill/këshillim nën/foshnj
- martes hersh, martoh, fejes, vajz shkoll lë
041 kuot, mbështetur punësim, punësim PAK/aftësi/mbështet, punë aftësi/rom/gra/paaft, punësim grup,
  pun/punë/punësim/vend PAK/aftësi, punë për invalid, punësim mbështetur, kuotë ligj
081 klub, talent, trajner, fanell, kampion
- automjet, furgon, makin pastrim/zjarr/borë, blerj mjet/makin/automjet, eskavator, skrep, flot, makinë, makina
  shërbim, mjet, mjete, autoveturë, kamionçin, blerje makin/mjet, traktor borë
- liqen, kallam, ndotj liqen/lum/det, mbrojtj liqen/lum, zon mbrojt, park komb, natyr, biodiversitet, kallamishte,
  zogj, mbrojtje natyr, zona mbrojtur, gjueti, faun, flor, peshk mbaro/ngordh
- klim, ngrohj global, ndryshim klim, qëndruesh, klimë, klimatik, thatësir, vapë, valë nxehti
- burg, dënuar, ish dënuar, provë liri, burgosur, ish burg, dënuarit, lirim burg, rehabilit dënuar
- dru, kopsht botanik, kosit, krasit, krasitj pem, pem rrëz/thar/rrezik, kosis, barishte, krasit pemë, degë pemë, pemë
  bie/rrezik
045 kamion, tonazh, mjete rënda, makina rënda, kufizim tonazh, devijim trafik/kamion, mjet rënd, pluhur rrugë/makin
- adres, adresar, emërtim/emra rrug, numër shtëpi/ndërtes, tabela rrugësh emër
- reklam, tabela reklam, afishim
- veteran, invalid luft, dëshmor, ish përndjek, përndjekur politik
- dhurim gjak, dhuro gjak, gjak
- konsumator mbrojtj, çmim kontroll, mashtrim treg
- bashkëpunim ndërkomb/ndërkufi, binjak, projekt evropian, fonde evropian, bashkim evropian, integrim evrop, eu
- pronë/prona/pasuri/ndërtes/godin/objekt bashki/publik përdor/braktis/lir/bosh, ndërtesa bosh, godinë bosh
"""
