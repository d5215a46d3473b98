"""Sport, youth, culture, heritage, and what keeps a town from harm."""

LEISURE = """
081 sport., sporti., sportin., sportit., sporte., sportet., sporteve., sportiv, sportist, sportdash, terren, palestr,
  stadium, futboll, basketboll, volejboll, tapet, kampionat, pishin, vrapim, maraton, shah., shahu., shahut., fush
  mini, atlet, ekip loj, klub futboll, fush loj/drita/rrethim, gara., stërvit, peshëngrit, mundj, boks, kalçeto,
  notim, fushë loje, fushë tenis, aktivitet fizik, minifutboll, fush. futboll, piscin, pishinë, not., femra
  sport./sporti./sportin./sportit./sporte./sportiv, ekip vajz/femra/futboll, skuadr, skuadër, kompleks
  sport./sporti./sportit./sporteve./sportiv, futbollist, top., topi., topit, basket, volej, ping pong, karate, mundje,
  not, noti., notit., garë, ushtrim fizik, fitnes, vrapoj, çiklizëm, bërtham, sportistë, fusha
  sport./sporti./sportit./sportiv, ekip, ekipi, skuadra, licencë trajner, tenis, gjimnast
062 rinj mblidh/hapësir/qend/vend/kohë, qend rin, hapësir rin/multifunk, klub rin, multifunk, mjedis/ambient rin, djem
  vajza mblidh, hapësir pun, coworking, mblidhemi, rinj dal, rinj ku, qend multifunksional rin, qendër rinor, hapësirë
  rinor, mjedis rinj, vend rinj/rinjve/rini, shtëpi rinis, ku dal/dalim/mblidhemi, klub rinia, kafe rinj, vend takim
  rinj/moshë, aktivitet rinj/rinor/rini, program rinj/rinor/rini
- këshill rin, këshill vendor, forum rin, parlament rin, grup rinor, përfaqësim rin, zëri rin, politik rin, vullnetar
  rin, rinj vendos, zë rin, votoj rin, djem vajza votoj/vendos, organizat rin, buxhetim rin, zëri i të rinjve,
  dëgjohen rinj, rini pyet/vendos/përfshi, nisma rinj, mendim rinj, rinjtë pyet/vendos/dëgjo/përfshi
- sektor/drejtori/zyr/specialist/koordinator/struktur/linj rin, politik rin, buxhet rin, strategji rin, plan rin,
  specialist rin, zyra rin, fond rin, buxhet rinj
082 koncert, teat, kinema, film., filma., filmi., artist, ekspozit, festival, muzik, valle, pallat kultur, kulturor,
  kultur., kultura., kulturë., kulturës., shfaqj, art., artit., arti., artet, karnaval, kukull, skenë, trup teat,
  folklor, estrad, shtëpi kultur, vatër kultur, vatra, kukulla, letërsi, poet, libër panair, aktivitet kultur,
  kalendar kultur, fest., festa., festë, verore kinema, ambient hapur film, spektakël, skenar, humor, këng, artisti,
  kulturë qytet, galeri, muzikor, orkest, aktor, dramë, komed, teatri, film, kinem, folklorik, vallet, këngë,
  këngëtar, kor fëmij, ansambël, kalendar aktivitet, pallati kultur, art pamor, skulptur, murale, piktor, festë qytet
082 piktur, balet, instrument, kurs fëmij/art/muzik/valle, qend kulturor, vizatim, kitar, kor., pallat kultur, mësoj
  vizatim/muzik/instrument/piktur/kërcim, kërcim, violin, piano, kurse art, shkollë muzik/art/balet
082 amator, joprofesion, grup artist, trup., trupa., kostum, skenë, skena., artist
082 monument, trashëgimi, restaur, muze, kala., kalaja, kalasë., kalanë., kalatë., objekt histor, qend histor, ndërtes
  histor, arkeolog, kull., kullë., kullës., kullat., shtëpi vjetër, shembet., shemben., shembj, shembur, mësonjëtor,
  memorial, bust, lapidar, mozaik, konserv, kish vjetër, ikon, rrënoj, antik, kullë, muzeum, banes karakteristik,
  kujtes, traditë, monumentet, trashëgimia, histori qytet, muzeale, shtëpi karakteristik, gurë vjetër, arkeologji,
  restauro, ruajtj trashëg/monument/histor, kulla, kalldrëm vjetër, porta kala, mur kala, ikona, objekt kultur, kishe
  vjetër, xhami vjetër, objekt kulti
- varrez, varr., varre., varrim, varrezat, varrimi, funeral, vend varr, morg, mort
- qen., qentë., qenve., qeni., qensh., endac, kaf pa, kafsh, steriliz, pa pronar, strehëz kafsh/qen, sulmoj qen,
  kafshoj, kafshoi, qentë, kafshë endac, kafshë rrug, kafshët, mace., macet, strehë qen, azil qen/kafsh, kafshim, tufa
  qen, sterilizim
032 zjarr, digjet., digjen., djeg, brez mbrojt, hidrant, flak, zjarrfik, zjarrvën, djegie pyll, makin zjarr,
  zjarrfikëse, shuarj, shuaj, zjarret, zjarri., djegia, digjemi, zjarrfikës, shuajnë, shuarje, pompier, makinë uj
  zjarr, djegur mal/kodër/pyll
- emergjenc civil, tërmet, fatkeqësi, paralajmër, mbrojtj civil, evaku, përmbytj, krizë, rrezik natyr, banes tërmet,
  strehim emergj, rrezik përmbyt, sirena, strehim pas, ku mblidhemi, pika grumbullim civil/emergj/tërmet, alarm,
  simulim, evakuim, rrezik tërmet, fatkeqësi natyr, katastrof, dëme natyr, dëm përmbyt/stuhi/tërmet/rrebesh,
  humb/humbëm/humbur shtëpi/gjë përmbyt/tërmet, kompens, dëmshpërblim, dëmshpërbl, rrebesh, strehim përkohshëm, plan
  evakuim, gatishmëri, plan emergj, çadra, ndihmë pas tërmet/përmbyt, prekur fatkeq/tërmet/përmbyt
"""
