"""Verbs of learning outcomes: what an assessor can see, by level, and what nobody can.

The levels are those of Bloom's taxonomy revised (Anderson & Krathwohl 2001); the verbs are those given for it and for
SOLO (Biggs & Collis 1982) in Danish and English, chosen and translated by hand.
"""

from typing import Final

LEVELS: Final = ("remember", "understand", "apply", "analyse", "evaluate", "create")

_DANISH: Final = {
    "remember": "angive citere definere gengive genkende huske identificere liste nævne opliste opremse udpege",
    "understand": (
        "beskrive eksemplificere forklare formidle gengive illustrere karakterisere kategorisere klassificere "
        "omskrive opsummere oversætte parafrasere præsentere redegøre referere resumere sammenfatte skitsere "
        "tydeliggøre uddybe"
    ),
    "apply": (
        "afprøve afholde anvende arbejde behandle beregne betjene bruge demonstrere dokumentere facilitere foretage "
        "forhandle forberede gennemføre håndtere implementere inddrage indføre indsamle indstille installere "
        "instruere interviewe iværksætte justere kommunikere koordinere køre lede læse løse måle observere omsætte "
        "opsætte opstille pleje prompte registrere samarbejde servicere styre søge tilpasse tilrettelægge udføre "
        "udfylde udvise undervise vejlede vise yde"
    ),
    "analyse": (
        "afdække afgrænse analysere debattere diagnosticere diskutere drøfte fejlfinde fortolke kontrastere "
        "kortlægge opdele optælle problematisere relatere sammenholde sammenligne skelne spore strukturere tolke "
        "udlede undersøge"
    ),
    "evaluate": (
        "afveje anbefale argumentere bedømme begrunde efterprøve estimere evaluere forholde forsvare håndhæve "
        "kontrollere kritisere kvalitetssikre perspektivere prioritere reflektere revidere risikovurdere tage teste "
        "udvælge validere verificere vurdere vælge"
    ),
    "create": (
        "bygge designe forbedre formulere forme fremstille generere idéudvikle konstruere kode komponere konstruere "
        "lave lægge modellere opbygge organisere planlægge producere programmere projektere sammensætte skabe "
        "skrive syntetisere tegne udarbejde udforme udvikle videreudvikle"
    ),
}
_ENGLISH: Final = {
    "remember": "cite define identify label list locate name quote recall recite recognise recognize state",
    "understand": (
        "characterise classify communicate describe exemplify explain illustrate outline paraphrase present report "
        "restate review summarise summarize translate"
    ),
    "apply": (
        "adapt administer apply calculate carry chair collect compute conduct configure coordinate demonstrate "
        "document execute facilitate handle implement install instruct interview lead manage measure negotiate "
        "observe operate perform practise prepare prompt record run schedule show sketch solve supervise teach "
        "train use"
    ),
    "analyse": (
        "analyse analyze break categorise compare contrast deduce detect diagnose differentiate discuss distinguish "
        "examine infer interpret investigate map question relate separate structure trace troubleshoot"
    ),
    "evaluate": (
        "appraise argue assess audit check choose criticise critique debate defend estimate evaluate judge justify "
        "monitor prioritise prioritize rate recommend reflect revise select support take test validate verify weigh"
    ),
    "create": (
        "assemble build code combine compose construct create design develop draft draw devise formulate generate "
        "improve invent make model organise organize plan produce program propose synthesise synthesize write"
    ),
}
_VAGUE: Final = {
    "da": (
        "forstå kende vide lære indse opnå have få tilegne blive erfare føle værdsætte være fatte opleve "
        "interessere respektere erkende orientere kendskab viden forståelse indsigt indblik fortrolighed bevidsthed"
    ),
    "en": (
        "understand know learn appreciate grasp realise realize become be have gain acquire familiarise familiarize "
        "believe feel experience enjoy comprehend knowledge understanding insight awareness familiarity"
    ),
}

LEVEL_OF: Final[dict[str, dict[str, str]]] = {
    language: {verb: level for level, verbs in table.items() for verb in verbs.split()}
    for language, table in (("da", _DANISH), ("en", _ENGLISH))
}
"""Language, then the infinitive of a verb that can be seen; its level."""
VAGUE: Final[dict[str, frozenset[str]]] = {language: frozenset(words.split()) for language, words in _VAGUE.items()}
"""Language; what goes on in a head, where no assessor sees it."""
INSTEAD: Final = {
    "da": ("forklare", "anvende", "analysere", "vurdere"),
    "en": ("explain", "apply", "analyse", "assess"),
}
"""What a vague verb is often meant to say."""
