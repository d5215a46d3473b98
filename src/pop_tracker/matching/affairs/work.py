"""Jobs, trades, enterprises, markets, tourism, and the land that feeds."""

WORK = """
041 punësim, papun, vend pune/punë/pun, treg pun, punëkërk, zyr pun, punësohen, punëdhën, gjejnë punë, punë
  rinj/gra/grat, panair pun, karrier, aftësim pun, vend pun rinj, pa punë, gjejm pun, gjejë pun, fasoneri, fabrik pun,
  punëtor, punëz, nëna vetme punë, papunësi, integr treg, program punës, rrog, humb pun/punë, humbin pun/punë, pushuar
  pun/punë, kërkoj/kërkojnë pun/punë, punëkërkues, orient punë/karrier, zyra e punës, pa punë rinj/gra, vende pune,
  tregun e punës, ofertë pun
041 praktik, intern., internship, stazh, praktikant, përvoj pun, eksperienc pun, mentor, mësim pun, punë parë, pa
  përvoj, stazhier, fillest, praktikë mësimore/profesionale, fillestar, intern, praktika pun, mësimnxën, nxënie në
  punë
041 biznes, ndërmarrj, sipërmarr, startup, start up, inkubator, fond nis, mikrokredi, iniciativ rinj, ide biznes,
  vetëpunësim, themelo, kooperativ, kompani, firm., firma, dyqan hap, investitor, investoj, zon ekonomik, biznesi
  ri/vogël/familjar, tregtar vogël, ndihmë nis biznes, ide rinj, nis punë vet, hap biznes/dyqan, zejtari biznes,
  ndërmarrës, sipërmarrës, startupe, hub
041 grant, fond, skem, financ, kredi, incentiv, subvencion, mbështetj financ, bashkëfinanc, fonde., fondet.,
  subvencionim, mbështetje monetar, ndihmë financ, financim, hua, huazim
041 ndërmarrj social, punësim mbrojtur/mbështetur, kuota punësim, punëdhënës aftësi
041 artizan, tezgjah, punim dor, qëndis, zejtar, qilim, leshi, punishte, punimet, thurje, punë dore, punë dorë, punë
  dor, sapun dor, gatim trad, mjeshtëri, punëdore, punime dor, argjendar, shajak, grep, veshje popullor, gur skalit,
  bakër, farkëtar
- taks, tatim, tarif, përjashtim, lehtësim, ulje çmim/tarif/taks, faturë, zbrit, ulje fatur/ujë/ujra/uji./ujit./taks,
  tarif pastrim/ujë/ujra/uji./ujit./taks, pagues, borxh, detyrim, faturë pastrim/ujë, haraç, pagoj,
  paguaj/paguajmë/paguajnë taks/tarif/pastrim, tatimor, gjobë taks, kamatë
041 treg., tregu., tregut., tregun., tregje, pazar, agroushqim, banak, tregtar, tregti, shesin, shitj, shesim,
  prodhues, tezg., ambulant, perim, fruta, shes prodhim/perime, tregu fshat, treg fshat, banaqe, tezga, shitës,
  tregtar rrug, zhvendos tregtar/shitës, ambulantë, pazari, shitje prodhim, tregtoj, treg mbuluar, treg fruta,
  prodhime vend, stend shitj, pikë shitj, pika shitj, shesë prodhim
042 markë., marka., markat., markës., markave., markim, prodhim vend, produkt, tradicional, bio., mjalt, djath, çaj.,
  çajra, bimë mjekës, gliko, etiket, origjin, dyqan, degust, panair produkt, trad., gatim trad, agropërpun, prodhim
  bio, vulë origjin, treg produkt, produkt vend, promov produkt, verë., raki, vaj ulliri, turshi, reçel, gjellë trad,
  gastronom
- turis, turiz, vizitor, shteg, bujtin, guid, info point, info pik, kiosk, tabela informues, akomod turis, ekskursion,
  udhërrëfyes, hart turis, itinerar turis, ecje mal, vizitohet, hotel, pelegrin, alpin, liqen, plazh, bilet hyrj,
  turistik, turist, udhërrëf, shtigj, shtigje, ecës, kampist, kamping, pikë vrojt, belveder, kanion, shpell, ujvar,
  ujëvar, ski, rafting, atraks, suvenir, hostel, mikprit, pritje turist, broshur turis, agjenci turis, itinerare
- plazh, bregdet, rërë, vrojtim plazh, kabin, dush., dushe., dushet., stacion plazh, bregdetar, vijë breg, vrojt,
  rojtar plazh/bregdet/not, shezlong, çadra plazh, dalj det, breg det
- digjital, dixhital, marketing, rrjet social, media social, programim, kodim, dizajn, tregti elektron, kompjuter,
  aftësi digjit/kompjut, mësoj kompjuter/internet, program kompjut, programues, faqe web krijim, rrjete social
042 ujit., ujitj, ujitës, vadit, vaditj, vada., vadat., vadash., kanal kullues/vadit/ujit, kullim, rezervuar, dig.,
  digë., diga., digës., tok bujq, ara., arat., arave., misër, misrin, etur ara, kanal fush, pompë ujë/ujra/uji./ujit.
  bujq/ara, trup digë, digave, digat, përforc digë/diga, vaditje, ujëra vadit/ujit, ujë arë/ara/fush/tok/bujq, ujitje,
  kanal, kanale, kanali i ujit, thatësir, than/thahen ara/prodhim/misër, hidrovor, pompë vadit, ujë mbërrin fush
042 veteriner, blegtor, bagëti, qumësht, lopë., lopët., lopëve., dele., deleve., delet., dhi., dhitë., dhive., tufa.,
  tufave., mjaltë, bletë, bletari, stall, baxho, veterin, gjë gjall, gjësë gjall, bagët, sëmundj bagët/kafsh,
  matrikull, dele, lopa., kafshë ferm, gjedh, derr., derrat, pula., shpend, koshere, blet, bletërrit, bar lopë, ushqim
  bagët, brucel, vath, vathë
042 grumbullim qumësht/prodhim/bujq, pikë grumbull, magazin, frigorifer, ftohës, ruajtj prodhim, depo prodhim,
  përpunim, ruajtje frut/prodhim, qumësht mbledh, kazan qumësht, than bimë/fruta, tharj bimë/fruta/frut, linjë
  përpunim/tharj/ftohj, depozit frigorif
042 fermer, bujq, pemtar, pemëtar, ser., sera., serave., serat., fidan, fara., plehra kimik, traktor, ekstension,
  parcel, ullinj, vresht., vreshta., vreshtari, agronom, bimë., perim, fruta, frutikult, mollë, patat, kultiv, mbjell
  bujq, sistem pikim, spërkat, sëmundj bimë/ullin, ullisht, agronomik, mbroj bimë, toka bujqësor, bujqësor, bujqësia,
  hardhi, vreshtar, kultur bujq, pesticid, farëra, farë., fertil, serë, agro, këshill bujq, këshillim fermer, agrar,
  bostan, pemë frutore, bimë medic, bimë aromat
042 naft, rimburs, mekanik bujq, ulliri, kooperativ, shbb, skem mbështet fermer/bujq, subvencion fermer/bujq, grant
  fermer/bujq, aplikim fermer/bujq/grant/ipard, dosje fermer/bujq, kërkesë fermer/bujq, karburant fermer/bujq
042 thertor, therj, inspekt ushqim, siguri ushqim, mish, kasap, kontroll ushqim, ushqim prish, qumësht kontroll
042 rrug bujq/ara/fush/parcel, aks bujq/ara/fush, rrugë tok/toka/pyll/kullot, rrugë fshat/fermer ar
042 pyll, pyje, pyjor, kullot, pyllëzim, prerj dru/pyll/ilegal, shpyllëz, fidan, dru zjarr pyll, kullos, bjeshk,
  prerje, ripyll, pres pyll/dru/lis, pritet pyll, prerë dru/pyll, paligjsh dru/prerj/pyll, lis., lisa., ahu., dru.,
  druve., drurë, drurët, prerja, lisa, sharr, pyjet, mbjell pyll/pisha/fidan, pisha., pishë., pishave, trung,
  pyllnaja, ruajtje pyll, roje pyll, kodër djegur/zhveshur, zhveshur
042 peshk, akuakult, peshkatar, peshkim, rrjeta., varkë, varka., port peshk, mol, troft
"""
