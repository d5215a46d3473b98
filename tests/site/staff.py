"""Every page of the staff: whose it is, and where it is met in the training data with work of every kind in hand."""

from collections.abc import Mapping
from typing import Any

from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.monitoring.desk import rounds_in_hand
from tests.site.in_hand import begin_work

DRAFT = "/puna/kontratat/{slug}/drafti"
PLAN = "/puna/planet/{slug}"
HEARING = "/puna/konsultimet/{slug}"
RACE = "/puna/ftesat/{slug}"
ROUND = "/puna/raundet/{round_id}"
WAYS_IN = "/puna/llogaria/hyrja"

EXAMPLES: dict[str, tuple[str, list[str]]] = {
    "/puna": (EDITOR, ["/puna"]),
    "/puna/ditari": (COORDINATOR, ["/puna/ditari", "/puna/ditari?ngjarja=role_asked"]),
    "/puna/kerkesat/{request_id}": (REVIEWER, ["/puna/kerkesat/ROLE"]),
    "/puna/kerkesat/{request_id}/konfirmim": (REVIEWER, ["/puna/kerkesat/ROLE/konfirmim"]),
    "/puna/llogaria": (EDITOR, ["/puna/llogaria"]),
    "/puna/llogaria/adresa": (EDITOR, ["/puna/llogaria/adresa"]),
    "/puna/detyrat": (COORDINATOR, ["/puna/detyrat"]),
    "/puna/detyrat/{slug}": (COORDINATOR, ["/puna/detyrat/shembull"]),
    "/puna/detyrat/{slug}/shtim": (COORDINATOR, ["/puna/detyrat/shembull/shtim"]),
    "/puna/detyrat/{slug}/{office_id}": (COORDINATOR, ["/puna/detyrat/shembull/2"]),
    "/puna/detyrat/{slug}/{office_id}/largim": (COORDINATOR, ["/puna/detyrat/shembull/2/largim"]),
    "/puna/domenet": (COORDINATOR, ["/puna/domenet"]),
    "/puna/domenet/i-ri": (COORDINATOR, ["/puna/domenet/i-ri"]),
    "/puna/domenet/{domain_id}/heqja": (COORDINATOR, ["/puna/domenet/1/heqja"]),
    "/puna/domenet/{domain_id}/konfirmimi": (REVIEWER, ["/puna/domenet/DOMAIN/konfirmimi"]),
    RACE: (EDITOR, ["/puna/ftesat/shembull-2023"]),
    f"{RACE}/adresat": (OTHER_EDITOR, ["/puna/ftesat/prove-2023/adresat"]),
    f"{RACE}/adresat/{{claim_id}}/kthimi": (OTHER_REVIEWER, ["/puna/ftesat/shembull-2023/adresat/CLAIM/kthimi"]),
    f"{RACE}/adresat/{{claim_id}}/terheqja": (EDITOR, ["/puna/ftesat/shembull-2023/adresat/CLAIM/terheqja"]),
    f"{RACE}/dergimi": (EDITOR, ["/puna/ftesat/shembull-2023/dergimi"]),
    f"{RACE}/ne-leter": (EDITOR, ["/puna/ftesat/shembull-2023/ne-leter"]),
    f"{RACE}/{{invitation_id}}/kthimi": (EDITOR, ["/puna/ftesat/shembull-2023/INVITATION/kthimi"]),
    f"{RACE}/{{invitation_id}}/kujtesa": (EDITOR, []),
    f"{RACE}/{{invitation_id}}/terheqja": (EDITOR, ["/puna/ftesat/shembull-2023/INVITATION/terheqja"]),
    "/puna/gjetjet": (EDITOR, ["/puna/gjetjet", "/puna/gjetjet?kontrata=shembull-2023&plani=shembull-2024"]),
    "/puna/gjetjet/{contract_slug}/{plan_slug}/{ref}": (
        EDITOR,
        [f"/puna/gjetjet/shembull-2023/{end}" for end in ("shembull-pba-2025/2.4", "shembull-2024/1.1")],
    ),
    "/puna/mohimet/{disavowal_id}": (OTHER_REVIEWER, ["/puna/mohimet/DISAVOWAL"]),
    "/puna/mohimet/{disavowal_id}/konfirmimi": (OTHER_REVIEWER, ["/puna/mohimet/DISAVOWAL/konfirmimi"]),
    "/puna/mohimet/{disavowal_id}/heqja": (EDITOR, ["/puna/mohimet/DISAVOWAL/heqja"]),
    "/puna/pergjigjet/{reply_id}/mohimi": (EDITOR, ["/puna/pergjigjet/REPLY/mohimi"]),
    "/puna/udhezues": (EDITOR, ["/puna/udhezues"]),
    "/puna/zerat/{change_id}": (REVIEWER, ["/puna/zerat/CHANGE"]),
    "/puna/zerat/{change_id}/heqja": (EDITOR, ["/puna/zerat/CHANGE/heqja"]),
    "/puna/gjetjet/{finding_id}": (REVIEWER, ["/puna/gjetjet/FINDING"]),
    "/puna/gjetjet/{finding_id}/heqja": (EDITOR, ["/puna/gjetjet/FINDING/heqja"]),
    "/puna/heqjet": (REVIEWER, ["/puna/heqjet"]),
    "/puna/heqjet/kerkese": (EDITOR, ["/puna/heqjet/kerkese"]),
    "/puna/heqjet/{request_id}": (REVIEWER, ["/puna/heqjet/REDACTION"]),
    "/puna/heqjet/{request_id}/konfirmim": (REVIEWER, ["/puna/heqjet/REDACTION/konfirmim"]),
    "/puna/kandidatet": (COORDINATOR, ["/puna/kandidatet"]),
    "/puna/kandidatet/shtim": (COORDINATOR, ["/puna/kandidatet/shtim"]),
    "/puna/kandidatet/{candidate_id}": (COORDINATOR, ["/puna/kandidatet/1"]),
    "/puna/kontaktet/{whose}": (COORDINATOR, ["/puna/kontaktet/candidate-2"]),
    "/puna/kontaktet/fshirjet/{erasure_id}": (REVIEWER, ["/puna/kontaktet/fshirjet/ERASURE"]),
    "/puna/kontaktet/fshirjet/{erasure_id}/konfirmimi": (REVIEWER, ["/puna/kontaktet/fshirjet/ERASURE/konfirmimi"]),
    "/puna/konsultimet/i-ri": (EDITOR, ["/puna/konsultimet/i-ri"]),
    HEARING: (EDITOR, ["/puna/konsultimet/shembull-2024-02-14"]),
    f"{HEARING}/anulimi": (EDITOR, ["/puna/konsultimet/shembull-2024-02-14/anulimi"]),
    f"{HEARING}/fijet/i-ri": (EDITOR, ["/puna/konsultimet/shembull-2024-02-14/fijet/i-ri"]),
    f"{HEARING}/fijet/{{thread_id}}/heqje": (EDITOR, ["/puna/konsultimet/shembull-2023-03-15/fijet/1/heqje"]),
    f"{HEARING}/fotografite/e-re": (EDITOR, ["/puna/konsultimet/shembull-2024-02-14/fotografite/e-re"]),
    f"{HEARING}/procesverbali": (
        EDITOR,
        [f"/puna/konsultimet/shembull-{held}/procesverbali" for held in ("2024-02-14", "2024-06-03")],
    ),
    f"{HEARING}/procesverbali/heqje": (EDITOR, ["/puna/konsultimet/shembull-2024-02-14/procesverbali/heqje"]),
    f"{HEARING}/te-dhenat": (EDITOR, ["/puna/konsultimet/shembull-2024-02-14/te-dhenat"]),
    "/puna/kontratat": (EDITOR, ["/puna/kontratat"]),
    "/puna/kontratat/e-re": (EDITOR, ["/puna/kontratat/e-re"]),
    DRAFT: (EDITOR, ["/puna/kontratat/shembull-2023/drafti"]),
    f"{DRAFT}/hedhja": (EDITOR, ["/puna/kontratat/shembull-2023/drafti/hedhja"]),
    f"{DRAFT}/dergimi": (EDITOR, ["/puna/kontratat/shembull-2023/drafti/dergimi"]),
    f"{DRAFT}/prioritete/i-ri": (EDITOR, ["/puna/kontratat/shembull-2023/drafti/prioritete/i-ri"]),
    f"{DRAFT}/prioritete/{{number}}": (EDITOR, ["/puna/kontratat/shembull-2023/drafti/prioritete/1"]),
    f"{DRAFT}/prioritete/{{number}}/heqja": (EDITOR, ["/puna/kontratat/shembull-2023/drafti/prioritete/4/heqja"]),
    f"{DRAFT}/zotime/i-ri": (EDITOR, ["/puna/kontratat/shembull-2023/drafti/zotime/i-ri"]),
    f"{DRAFT}/zotime/{{ref}}": (EDITOR, ["/puna/kontratat/shembull-2023/drafti/zotime/1.1"]),
    f"{DRAFT}/zotime/{{ref}}/heqja": (EDITOR, ["/puna/kontratat/shembull-2023/drafti/zotime/4.1/heqja"]),
    f"{DRAFT}/zotime/{{ref}}/terheqja": (EDITOR, ["/puna/kontratat/shembull-2023/drafti/zotime/2.2/terheqja"]),
    "/puna/kontratat/{slug}/botim": (REVIEWER, ["/puna/kontratat/prove-2023/botim?digest=DIGEST"]),
    "/puna/kontratat/{slug}/ndryshimi": (REVIEWER, ["/puna/kontratat/shembull-2023/ndryshimi"]),
    "/puna/kontratat/{slug}/ndryshimi/heqja": (EDITOR, ["/puna/kontratat/shembull-2023/ndryshimi/heqja"]),
    "/puna/kontratat/{slug}/te-dhenat": (EDITOR, ["/puna/kontratat/shembull-2023/te-dhenat"]),
    "/puna/kontratat/{slug}/terheqja": (EDITOR, ["/puna/kontratat/shembull-2023/terheqja"]),
    "/puna/kontratat/{slug}/rishikimi": (REVIEWER, ["/puna/kontratat/prove-2023/rishikimi"]),
    "/puna/nenshkrimet": (EDITOR, ["/puna/nenshkrimet"]),
    "/puna/nenshkrimet/{slug}": (EDITOR, ["/puna/nenshkrimet/shembull-2023"]),
    "/puna/nenshkrimet/{slug}/{signature_id}": (REVIEWER, ["/puna/nenshkrimet/shembull-2023/SIGNATURE"]),
    "/puna/nenshkrimet/{slug}/{signature_id}/anulimi": (EDITOR, ["/puna/nenshkrimet/shembull-2023/2/anulimi"]),
    "/puna/nenshkrimet/{slug}/{signature_id}/anulimi/vendimi": (
        OTHER_REVIEWER,
        ["/puna/nenshkrimet/shembull-2023/1/anulimi/vendimi"],
    ),
    "/puna/nenshkrimet/{slug}/{signature_id}/heqja": (EDITOR, ["/puna/nenshkrimet/shembull-2023/SIGNATURE/heqja"]),
    "/puna/nenshkrimet/{slug}/{signature_id}/konfirmimi": (
        REVIEWER,
        ["/puna/nenshkrimet/shembull-2023/SIGNATURE/konfirmimi?version=VERSION"],
    ),
    "/puna/njerezit": (COORDINATOR, ["/puna/njerezit"]),
    "/puna/njerezit/shtim": (COORDINATOR, ["/puna/njerezit/shtim"]),
    "/puna/njerezit/{person_id}": (COORDINATOR, ["/puna/njerezit/1"]),
    "/puna/njerezit/{person_id}/adresa": (COORDINATOR, ["/puna/njerezit/1/adresa"]),
    "/puna/njerezit/{person_id}/largim": (COORDINATOR, ["/puna/njerezit/1/largim"]),
    "/puna/organizatat": (COORDINATOR, ["/puna/organizatat"]),
    "/puna/organizatat/shtim": (COORDINATOR, ["/puna/organizatat/shtim"]),
    "/puna/organizatat/{slug}": (COORDINATOR, ["/puna/organizatat/organizata-a"]),
    "/puna/planet": (EDITOR, ["/puna/planet"]),
    "/puna/planet/i-ri": (EDITOR, ["/puna/planet/i-ri"]),
    PLAN: (EDITOR, ["/puna/planet/shembull-2024", "/puna/planet/shembull-pba-2025"]),
    f"{PLAN}/fazat/e-re": (EDITOR, ["/puna/planet/shembull-2024/fazat/e-re"]),
    f"{PLAN}/fazat/{{stage_id}}": (EDITOR, ["/puna/planet/shembull-2020/fazat/1"]),
    f"{PLAN}/fazat/{{stage_id}}/heqja": (EDITOR, ["/puna/planet/shembull-2020/fazat/1/heqja"]),
    f"{PLAN}/importi": (EDITOR, ["/puna/planet/shembull-2024/importi"]),
    f"{PLAN}/importi/{{import_id}}": (EDITOR, ["/puna/planet/shembull-2024/importi/IMPORT"]),
    f"{PLAN}/nevojat": (EDITOR, ["/puna/planet/shembull-2024/nevojat", "/puna/planet/shembull-2020/nevojat"]),
    f"{PLAN}/nevojat/shifrat/e-re": (EDITOR, ["/puna/planet/shembull-2024/nevojat/shifrat/e-re"]),
    f"{PLAN}/nevojat/shifrat/{{figure_id}}": (EDITOR, ["/puna/planet/shembull-2024/nevojat/shifrat/1"]),
    f"{PLAN}/nevojat/shifrat/{{figure_id}}/heqja": (EDITOR, ["/puna/planet/shembull-2024/nevojat/shifrat/1/heqja"]),
    f"{PLAN}/nevojat/tabela": (EDITOR, ["/puna/planet/shembull-2024/nevojat/tabela"]),
    f"{PLAN}/nevojat/te-dhenat": (EDITOR, ["/puna/planet/shembull-2024/nevojat/te-dhenat"]),
    f"{PLAN}/te-dhenat": (EDITOR, ["/puna/planet/shembull-2024/te-dhenat"]),
    f"{PLAN}/terheqja": (EDITOR, ["/puna/planet/shembull-2020/terheqja"]),
    f"{PLAN}/terheqja/vendimi": (REVIEWER, ["/puna/planet/shembull-plan-2016/terheqja/vendimi"]),
    f"{PLAN}/zerat/i-ri": (EDITOR, ["/puna/planet/shembull-2024/zerat/i-ri"]),
    f"{PLAN}/zerat/{{item_id}}": (EDITOR, ["/puna/planet/shembull-2020/zerat/2"]),
    f"{PLAN}/zerat/{{item_id}}/heqja": (EDITOR, ["/puna/planet/shembull-2020/zerat/2/heqja"]),
    f"{PLAN}/zerat/{{item_id}}/ecuria": (EDITOR, ["/puna/planet/shembull-2024/zerat/9/ecuria"]),
    f"{PLAN}/zerat/{{item_id}}/ecuria/{{year}}": (EDITOR, ["/puna/planet/shembull-2024/zerat/9/ecuria/2024"]),
    f"{PLAN}/zerat/{{item_id}}/zotimet": (EDITOR, ["/puna/planet/shembull-2024/zerat/9/zotimet"]),
    WAYS_IN: (SECOND_EDITOR, [WAYS_IN]),
    f"{WAYS_IN}/celes": (SECOND_EDITOR, [f"{WAYS_IN}/celes"]),
    f"{WAYS_IN}/celes/{{passkey_id}}/heqja": (SECOND_EDITOR, [f"{WAYS_IN}/celes/PASSKEY/heqja"]),
    f"{WAYS_IN}/kodet": (SECOND_EDITOR, [f"{WAYS_IN}/kodet"]),
    f"{WAYS_IN}/telefoni": (SECOND_EDITOR, [f"{WAYS_IN}/telefoni"]),
    f"{WAYS_IN}/telefoni/heqja": (SECOND_EDITOR, [f"{WAYS_IN}/telefoni/heqja"]),
    "/puna/kujtesa": (EDITOR, ["/puna/kujtesa"]),
    "/puna/ndreqjet/{assessment_id}": (EDITOR, ["/puna/ndreqjet/VERDICT"]),
    "/puna/ndreqjet/{assessment_id}/terheqje": (EDITOR, ["/puna/ndreqjet/CORRECTION/terheqje"]),
    "/puna/posta": (COORDINATOR, ["/puna/posta", "/puna/posta?adresa=ftuar"]),
    "/puna/posta/{letter_id}": (COORDINATOR, ["/puna/posta/LETTER"]),
    "/puna/raundet": (EDITOR, ["/puna/raundet"]),
    "/puna/raundet/i-ri": (EDITOR, ["/puna/raundet/i-ri"]),
    "/puna/raundet/importi": (EDITOR, ["/puna/raundet/importi"]),
    "/puna/raundet/importi/{import_id}": (EDITOR, ["/puna/raundet/importi/TABLE"]),
    ROUND: (EDITOR, ["/puna/raundet/1", "/puna/raundet/ROUND"]),
    f"{ROUND}/fleta": (EDITOR, ["/puna/raundet/ROUND/fleta"]),
    f"{ROUND}/fleta/{{unit}}": (EDITOR, ["/puna/raundet/ROUND/fleta/njesia-lindore"]),
    f"{ROUND}/heqje": (EDITOR, ["/puna/raundet/BROUGHT/heqje"]),
    f"{ROUND}/pergjigjja": (EDITOR, ["/puna/raundet/ROUND/pergjigjja"]),
    f"{ROUND}/te-dhenat": (EDITOR, ["/puna/raundet/ROUND/te-dhenat"]),
    f"{ROUND}/vleresimet/{{ref}}": (EDITOR, ["/puna/raundet/BROUGHT/vleresimet/1.4"]),
    f"{ROUND}/vleresimi-im": (REVIEWER, ["/puna/raundet/RATED/vleresimi-im"]),
    f"{ROUND}/vleresimi-im/{{ref}}": (REVIEWER, ["/puna/raundet/RATED/vleresimi-im/1.1"]),
    f"{ROUND}/vleresuesit": (COORDINATOR, ["/puna/raundet/RATED/vleresuesit"]),
    "/puna/rishikimi": (REVIEWER, ["/puna/rishikimi"]),
    "/puna/rishikimi/{assessment_id}": (REVIEWER, ["/puna/rishikimi/ASSESSMENT"]),
    "/puna/vleresimet/{assessment_id}/heqje": (EDITOR, ["/puna/vleresimet/DRAFTED/heqje"]),
    "/puna/zgjedhjet": (COORDINATOR, ["/puna/zgjedhjet"]),
    "/puna/zgjedhjet/shtim": (COORDINATOR, ["/puna/zgjedhjet/shtim"]),
    "/puna/zgjedhjet/{slug}": (COORDINATOR, ["/puna/zgjedhjet/vendore-2023"]),
}
"""Whose page it is, and where in the training data; a word in capitals is the number of what is in hand."""
LEFT_OUT = {
    "/puna/mohimet/{disavowal_id}/shkresa": "a file; tests/monitoring/test_disown.py opens it",
    f"{ROUND}/fleta/{{unit}}/pdf": "a file; tests/monitoring/test_fieldwork.py opens it",
    **dict.fromkeys(
        (f"{ROUND}/botim", f"{ROUND}/vleresimi-im/dorezim",
         *(f"/puna/rishikimi/{{assessment_id}}/{door}" for door in ("miratim", "terheqje"))),
        "asks only when all is done; tests/monitoring/test_asked_first.py opens it",
    ),
    f"{HEARING}/fotografite/{{sha256}}/heqje": "found by a fingerprint; tests/plans/test_minutes.py opens it",
}  # fmt: skip


def work_in_hand(site: Site) -> dict[str, Any]:
    """The numbers of what is in hand, each by its word in capitals."""
    return {**begin_work(site), **rounds_in_hand(site)}


def put_in(path: str, in_hand: Mapping[str, Any]) -> str:
    for word, number in in_hand.items():
        path = path.replace(word, str(number))
    return path
