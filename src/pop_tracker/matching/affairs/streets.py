"""Roads, pavements, buses, lights, water, waste, and green places."""

STREETS = """
045 rrug, asfalt, aks., aksi., akse., akset., akseve., segment, kalldrëm, rrugic, autostrad, tombino, kunet, gropa.,
  gropat., gropave., balt, kubëz, zhavor, bllokohet, shtroj, shtrim, plot gropa, çakëll, pllaka, rrugë e keqe, unazë,
  rrugor, rrugës, rrugëve, mirëmbajt rrug, sfalt, gropë., grop., shtresë, shtresa, asfaltik, rrugica, rruga keqe,
  rrugë prish/shkatërr/amortiz/vjetër, gropa rrugë, makina prish/dëmto gropa, rrugë kryesor/dytësor, shteg fshat,
  hyrje fshat rrugë, urë rrugë, shtrohet, shtruar, shtrua, shtrimi, mjete rënda rrugë, kamion, tonazh, makin rënd,
  qarkull rënd
045 rrethrrotull, unaz, kryqëzim, by pass, bypass, tunel, korsi, rrethi., rrethrrotullim, shmangie qytet, bllokim
  trafik, trafik qytet, devijim, mbikalim makin
045 taksi, minibus, furgon, çmim bilet, taksisti, taksist, vend taksi, licenc taksi
045 trotuar, këmbësor, karroc, bordur, kalimtar, ecim, ecin këmb/rrug/sigur, kalldërm, pllak trotuar, pllak rrug,
  ecin/ecim/ecje makin/rrug, hapësir/hapësira këmbësor, shëtitor, shëtitore, korzë, vend eci/ecim, ecje rrugë
031 liroj/lirim/liro/lirohen/zën/zëna/zaptuar/okupuar trotuar/hapësir/publik/shesh, tavolin lokal/bar, hapësir
  publik/zënë lirim/zën/automjet/tregtar, makin/automjet trotuar/lokal/parkuar/hapësir, zaptim, makin mbi trotuar,
  karrige lokal, zënë trotuar, hapësira zënë, parkim trotuar, pronë publike zënë
045 parkim, parkoh, parkuar, parking, vendparkim, parkoj, vend makin, makina kudo, vend/vende makin/parkim, parkojmë,
  sheshparkim, parkim nëntok, makina parkuar, ku lë/lëmë makin, garazh, garazhd
045 biçiklet, çiklis, korsi, biçikleta, velo, trotinet, pedal
045 semafor, sinjal, vij bardh/këmbësor/ngritur, shpejtësi, kufizues, ngadalës, tabel rrugor, qarkullim, kalim
  këmbësor, aksident, siguri rrugor, kryqëzim, trafik makin/polic, kaloj rrug, kalojnë rrug, kalim rrug, pa vijë, vijë
  këmb, ndalo makin, makina shpejt, xhiro makin, çmend makin, shpejtë makin, nyje rrezik/kryqëz, rrezik këmbë,
  përplas, shenja rrug, shenjë rrug, ulj/ulin shpejt, rrezik makin, fëmij kaloj/kalojnë rrugë, bardha vij, kthesë
  rrezik, parmak rrug, guardrail, barrier anësor, pasqyr rrugë, aksidente, ngasin, vrapojnë makin
045 urë., ura., urën., urës., urat., urave., urëza, pasarel, mbikalim, nënkalim, kalojnë
  lum/përro/ujë/ujra/uji./ujit., ura drur, kaloj lum/përro, kalim lum/përro, kalim mbi, kalim këmbësor lum/përro, ura
  varur, var. urë/ura, urë/ura/urës/urën këmb/gurta/shemb/bie/bjerë/rrezik/vjetër, kaloj/kalojmë/kalojnë
  lumë/lumin/përrua/përroin, shtylla ur, themel ur, betonim ur
045 autobus, autobuz, transport publik/urban/qytet/rrethqytet, linj
  urban/autobus/ndërqytet/transport/rrethqytet/furgon, furgon, itinerar, vendqëndrim, vendndal, terminal, pasagjer,
  biletë, abone, urban linj/transport, udhëto, stacion autobus, frekuenc, frekuencë, qytetas, minibus, kalon rrall,
  nuk kalon, herë orë, udhëtim/udhëtime qytet/fshat/ditë, lidhje transport, transport fshat/fshatra, makina linje, pa
  transport, mjet/mjete udhëtar, furgonë, linja/linjë re
045 falas/kart/abone/biletë/gratis/pagesë/ulje udhët/transport/urban/autobus/linj, kart udhët, bileta falas/lirë,
  abone zbritj, zbritje udhët
045 vendqëndrim, vendndal, stacion autobus, strehë autobus/stacion/stacione, stol, orar autobus/afish/tabel, orare.,
  orareve., oraret., tabel orar, kabinë autobus, strehë pritj, presim autobus, kohë/orë vjen autobus, mbuluar stacion
045 terminal, agjenci autobus, vend nis, nisj autobus, stacion qendror, pasagjer
045 bor., borë., bora., borës., dëbor, akull, kripë, dimëror, izoluar dimër/fshat/bor, pastrim dimër, ngrica, ngricë,
  dimri bllok, bllokuar dimër, bllok bor, plug bore, kripos
064 ndriç, drita., drit., dritë., llamb, led., errët, errësir, natën rrug/lagj/err, fener, shtylla elektr, ndricim,
  terr., frik natën/err, pa drita, lampa, lampë, ndriçues, elektrifik, drita varr/rrug/park/shesh/lagj, shtrirj ndriç,
  shtylla, shtyllë, dritë, pa dritë, errësira, errësirë, llamba, poç, poça, fenerë, nuk duket/shihet/shohim natën,
  natën duket, s duket, frikshme/frikë natën/natë rrug, diellor ndriç, elektrik shtyll, feneri, ndriçim rrugor
- kamera., kamerë, kamerat., kamerave., monitorim kamer, vëzhgim, polic, vjedh, patrull, rend., siguri publik, krim,
  roje, sigurt, frik, rrezik natën, policë, polici bashki, dhun rrug, grabit, siguri lagj/qytet/shkoll, patrullim,
  oficer siguri, zihen, zënk, grindj, prezenc polic/siguri, siguri gjimnaz, vjedhj, vjedhin, hajdut, grabitj, mbikqyr,
  mbikëqyr, vëzhgues, sigur lagj, polici lagj, ruajtj qytet, huligan, vandal, shkatërro, dëmtim publik, trazir
- rrëshqit, shpati., shpatit., shpate., shpatet., shpateve., mur mbajt, erozion, gabion, shkarje, inklin, masiv dhe,
  argjinatur, mbrojtës lum, lumi gërryen, lum ha/tok, breg lum, pritë., prita., gërryer, shkarje dheu, rrëshqitj, mal
  bie, gur bien, gurë bie, guror rrug, mbrojtje breg, mur gurësh, ha/hëngri/gërryen lum tok, gërryerj, përforc shpat,
  shpat, mur betoni
063 ujësjell, furnizim ujë/ujra/uji./ujit., çezm, pijsh, pa ujë/ujra/uji./ujit., ujë/ujra/uji./ujit. 24,
  ujë/ujra/uji./ujit. orë, depo ujë/ujra/uji./ujit., depo., pompim, stacion pomp, tubacion, rrjet shpërndar, shpim,
  mungesë ujë/ujra/uji./ujit., krua., kroi., kroje., ndërprerj ujë/ujra/uji./ujit., defekt ujë/ujra/uji./ujit.,
  rrjedhj ujë/ujra/uji./ujit., ujëmbledh, burim ujë/ujra/uji./ujit., linj jashtm, ujë/ujra/uji./ujit.
  mbrëmj/mëngjes/verë/pakt, presion ujë/ujra/uji./ujit., ujë/ujra/uji./ujit. vjen/vij, nuk vjen ujë/ujra/uji./ujit.,
  bidon, autobot, rrjet ujë/ujra/uji./ujit., gyp., tubac, ujë/ujra/uji./ujit. pakët, furniz ujë/ujra/uji./ujit., çez,
  ujë/ujra/uji./ujit. shtëp, rrjedhj rrjet/ujë, rrjet vjetër/amortiz, zëvendës tubac, humbj teknik, pikë ujë, ujë
  shtëpi/çezm/pall, s ka ujë, nuk ka ujë, mbetem/mbetemi/mbet ujë, rubinet, kova, rrjedh tub, tub, tuba., tubat,
  tubave, linjë uji/ujë, puse ujë, cistern, depozit ujë, ujë bollshëm, ujë rregull, pompat, elektropomp
063 cilësi ujë/ujra/uji./ujit., analiza., analizat., analizave., klor, turbull, bakteriolog, monitor
  ujë/ujra/uji./ujit., ujë/ujra/uji./ujit. pastër/ndotur/pist, laborator ujë/ujra/uji./ujit., testim, gurë
  ujë/ujra/uji./ujit., ujë/ujra/uji./ujit. kripur/shije/erë, dezinfekt ujë/ujra/uji./ujit./depo, filtr, helm ujë, ujë
  pis/zverdh/verdh/turbull/pijshëm sëmur, pastërti uj, kimik ujë, ujë pijshëm analiz, klorifik
063 kanalizim, ujë/ujra/uji./ujit. zez, ujë/ujra/uji./ujit. ndot, grop septik, kolektor, impiant trajt, septik, kuz.,
  rrjet kanaliz, ujra zeza, fekal, largim ujë/ujra/uji./ujit., derdhen zeza, tubac zeza, pus septik, derdhen
  lum/kanal, ujëra zi, ujra ndot, ujëra zeza, gropa zeza, kanalizime, ujërat zeza/ndotur/përdor, derdh zeza/kanal,
  kolektori, trajtim ujë, pusetë zeza, kanal erë, shkarkim
063 matës, sahat ujë/ujra/uji./ujit., faturim, humbje ujë/ujra/uji./ujit./rrjet, konsumator, kontatore, kontator,
  sahat, lexim matës, faturë uji fikse, aforfe
- përmbyt, puset, kanal shi/lart, ujë/ujra/uji./ujit. bardh, reshj, pusi., puse., puset., pusetat., drenazh, kanal
  kulluesv/reshj/bardh, shtëpi mbush, stuhi, kanal pastroh/pastrim, shtrat përro/lum, ujë/ujra/uji./ujit.
  oborr/rrug/shtëpi hyn, mbush ujë/ujra/uji./ujit., mbytj, mbytet, drenaz, kolektor bardh, vërshim, shiu/shi i
  madh/dendur, shi shtëpi/rrug/oborr/dyqan, vërshon, vërsho, ujëra sipërf, ujëra shiu/shirave, kullim, kullues, rrugë
  lumë shi, puseta, pusetë, grila, kunet, pompim ujëra, bodrum ujë
051 mbetj, plehr, kazan, kontejn, mbeturin, kosh., kosha., koshat., koshë., largim mbetj/plehr, urë pastër, venddepoz,
  vendgrumbull, landfill, pastrim qytet/rrug/urban, ndotj mbetj, inert, plehëra, hedhurin, pis., pisllëk, ndyr,
  papastërt, i pastër qytet, mbledhj mbetj/plehr, koshat, asnjë kosh, mbledhj mbetur, mbulim pastrim, kosha, plehrat,
  pleha, plehu, mbetur, mbeturina, gëlbaz, thes plehra, qese, plastik hedh, fshes, fshesa, pastërti, pastërtia, i
  papastër, mbledhj plehra, kontenier
051 kazan, kontejn, kosh., kosha., koshat., pikë grumbullim mbetj
051 marrj plehr/mbetj, herë javë plehr/mbetj/kazan, grafik, shpeshtësi, largim mbetj, frekuenc, mbulim mbetj/shërbim,
  evadim, vijnë/vjen/marrin makin plehra, mblidhen plehra/mbetj, kalon makina plehra, oraret plehra
051 vendgrumbull, venddepoz, hidhen plehr/mbetj, hedh plehr/mbetj, mbyll plehr/mbetj/landfill/vend, eliminim,
  informal, landfill, vatër ndot/mbetj, pika nxehta, hedhurin, djeg mbetj/plehr, djeg, tym plehr/mbetj, fush
  mbetj/plehr, mbyllj fush, hedhj mbetj, gropë plehr, kodër plehra, hedh/hedhin plehra lum/pyll/përrua/fush, fusha
  mbetj, depozitim mbetj, ilegal mbetj
051 ricikl, diferenc, ndarj burim/mbetj, letr plastik, plastik, xham., xhami., xhamin., xhamit., qelq, ambalazh,
  kompost, veçant kosh/mbetj, kanaç, riciklues, skrap, mbledhës material, shishe, ndajm/ndaj/ndarja/ndajnë
  plehra/mbetj, kompostim, shishe plastik, plastike qese, kuti ngjyra, kosha ngjyra, ripërdor, ekologjik, qarkullues
  ekonomi, vajra, bateri., tekstile
051 pastrim rrug/qytet/lagj/urban, fshirj, larj, dezinfekt, dezinsekt, mushkonj, deratiz, minj, larj rrug, higjien
  qytet, insekt, miz., larg insekt, spërkat, bar pastr, pastroh rrug/qytet/breg/plazh/park, fshij rrug, fshijnë,
  fshesaxhi, punonjës pastrim, minjtë, gjarpër, mushkonja, spërkatj, pastrim kanal/lagj/shesh
- erë keq, qelb, aroma, kutërb, kanal hapur, erëra, erë e rënd, mban erë, qelbet, kundërmim
- guror, hec., hidrocentral, minier, industri, karrier gur, gurore, inert, rrezik mineral, koncesion lum/hidro
- ajër, ajrit, tym., tymi., ndotje ajr/mjedis, zhurm, pluhur, mjedis mbrojt/ndot, ndotj, fabrik, ndotet, merr frym,
  muzik lart, kontroll zhurm, cilësi ajr, gaz., gazra, ndotës, ndotje, smog, zhurma, muzikë natë, decibel, mjedisor,
  ndotin, shkarkime industr, kimikat, lokale zhurmë, hap oxhak tym
062 park., parku., parqe, parkun., parkut., lulisht, gjelbër, pemë, fidan, dekorativ bim/dru, stol., stola, ulëse,
  hapësir gjelbër, lodra., kënd loj, kurora, mbjellj, shesh lojë, rekreativ, shesh., sheshi., sheshit., sheshin.,
  sheshe, shatërvan, mobilim urban, mbill pem, fidan rrug/dekor, luleshtrydh, lule., gjelbërim, park lagj, lulishte,
  luleve, barin, gjelbërt, gjelbëro, hije pemë, mbjell/mbill/mbjellje pemë, stola park, ulemi, vend ulet, park re,
  hapësira gjelbër, hapësirë publike, shëtitj, shëtit, kurorë, pikniku, pemët, dru dekor
081 lodra., lodrash., lodrave., kënd loj, shesh loj, fëmij luaj/loj, lojëra., lojërash., rekreativ, kolovajz, rekreac,
  lojë fëmij, kënd fëmij, park fëmij, lodër, shilarës, lëvizj fëmij, luajnë fëmij, luaj/luajë/luajnë fëmijë/vogël,
  shesh lodra, lojra fëmij, lisharës, rrëshqitës fëmij, kënde loj, park lojra
"""
