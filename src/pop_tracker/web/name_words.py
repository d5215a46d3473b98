"""Words beside which a name is read as a private person's, or as none; all folded (ë is e, ç is c)."""

import re

AFTER_PEOPLE, PLACES, OFFICES, BODIES = (
    re.compile(f"(?:{'|'.join(beginnings.split())})\\w{{0,6}}")
    for beginnings in (
        # What is called after people, by name and surname.
        "rrug bulevard shesh shkoll gjimnaz kopsht cerdh spital stadium pallat bibliotek teat muze park ur stacion "
        "aeroport fondacion qend universitet kinema sall hotel klub kish xhami kompleks rezidenc qytetez ansambl urdh "
        "cmim kompani firm shoqeri shoqat ndermarrj operator banka projekt program revist gazet televizion radio",
        # What has a name of its own, which may be a person's too, but never with a surname.
        "lagj fshat njesi qytet bashki komun qark mal lum liqen pyll zon rajon pus kana rezervuar dig",
        # Who acts in public.
        "kryetar nenkryetar zevendeskryetar zv kryeminist minist zevendesminist deputet prefekt president ambasador "
        "drejtor administrator sekretar keshilltar gjyqtar prokuror inspektor kryeinspektor zedhenes kandidat",
        # What an office is of: "i Këshillit Bashkiak", "i Drejtorisë Arsimore".
        "keshill drejtori ministri bashki njesi qark agjenci inspektorat prefektur kuvend komision zyr administrat "
        "sektor sherbim arsim infrastruktur shendet bujqesi financ mbrojtj kultur turiz mjedis",
    )
)
"""By how they begin, whatever the ending."""
_CALLINGS = (
    "banor qytetar pacient nxenes mesues fermer pensionist invalid punonjes specialist infermier mjek avokat shofer "
    "pastrues ankues perfitues aplikues pronar student gazetar fqinj edukator kujdestar blegtor peshkatar bujk tregtar "
    "zejtar jetim"
)
_RELATIONS = (
    "familja familjes familjen vellezerit motrat gruaja gruas gruan burri burrit burrin nena nenes nenen babai babait "
    "babain djali djalit djalin vajza vajzes vajzen motra motres motren vellai vellait veja vejes roja rojes komshiu "
    "komshija gjyshja gjyshi plaku plaka dhendri nusja nuses personi personit personin shtetasi shtetasit shtetasja "
    "shtetases"
)
PRIVATE = frozenset(_RELATIONS.split()) | {
    calling + ending
    for calling in _CALLINGS.split()
    for ending in ("i", "it", "in", "u", "ut", "un", "ja", "jes", "jen", "esha", "a", "e")
}
"""Of one person: "banorët e lagjes" are many, and what follows is the quarter."""
LINKS, PEOPLES, SURNAMES, NO_INITIALS = (
    frozenset(words.split())
    for words in (
        # Between what is called so and its name.
        "i e te se me per ne dhe nr de von ish re ri mesme larte vjecare fillore publike bashkiak bashkiake bashkiakit "
        "pergjithshme profesionale artistike bashkuar kulturore shendetesor shendetesore",
        "rom rome romi egjiptian egjiptiane ballkanoegjiptian arumun shqiptar shqiptare evropian evropiane kombetar",
        # Surnames that are words, too; of all others their look says enough.
        "hoxha hoxhe shehu dervishi leka prifti kola gjata meta basha bardhi muca deda toska cela duka daci goga lika "
        "doda koka gega lala mema rama sula topi sheme hysa balla zeka preka marku gjoka lleshi mulla",
        # Rr. Isa Boletini is a street, Sh. a school, Q. a centre, L. a quarter.
        "rr sh q l nr",
    )
)
