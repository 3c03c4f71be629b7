use super::Table;
use crate::replies::symbol::Symbol::*;

pub(super) const PHRASES: Table = &[
    (
        Yes,
        "oo|opo|oho|oo naman|sige|sige po|sige na|siyempre|syempre|walang problema|walang problema po|wala pong problema|tanggap ko|tinatanggap ko|kumpirmado|payag ako|payag po ako|game|g ako|go ako|sure po|yes po|sakto",
    ),
    (Okay, "ok lang|ok po|okay po|okay lang|ayos|ayos lang"),
    (
        No,
        "hindi|hindi po|hinde|di|di po|ayaw|ayaw ko|ayoko|ayaw ko po|ayoko po|huwag na|wag na|no po|pasensya na|pasensya na po|pasensya|sa susunod na lang|hindi muna|di muna|hindi na|hindi na po|tanggi ako",
    ),
    (
        Able,
        "kaya ko|kaya ko po|pwede|pwede ako|pwede po|pwede po ako|puwede|puwede ako|puwede po ako|available ako|available po ako|libre ako|kukunin ko|kunin ko|kunin ko na|ako na|ako na po|pupunta ako|papasok ako|makakapunta ako|makakapasok ako|gusto ko|gusto ko po",
    ),
    (
        Unable,
        "hindi pwede|hindi ako pwede|di ako pwede|hindi po ako pwede|di pwede|hindi puwede|hindi ko kaya|di ko kaya|hindi ako available|hindi po ako available|di ako available|hindi ako makakapunta|hindi po ako makakapunta|hindi ako makakapasok|di ako makakapasok|hindi po ako makakapasok|may sakit ako|may sakit po ako|may sakit|busy ako|busy po ako|may trabaho ako|may pasok ako|may lakad ako|may iba akong client|malayo|masyadong malayo|wala akong sasakyan|bakasyon ako",
    ),
    (Not, "walang"),
    (
        Ask,
        "ano|anong oras|anong araw|kailan|saan|nasaan|sino|sino ang|magkano|paano|bakit|ilan|ilang oras|alin|pwede bang|pwede ba|may tanong ako",
    ),
    (AskMark, "ba"),
    (Until, "hanggang|hanggang alas|hanggang sa"),
    (Beside, "pagkatapos ng|bago mag|bago|mula|simula|simula alas"),
    (At, "alas|ng alas"),
    (Meridiem, "ng umaga|ng hapon|ng gabi"),
    (Minutes, "minuto|minutong"),
    (Hours, "oras"),
    (
        Clock,
        "tanghali|hatinggabi|sa umaga|sa hapon|sa umaga lang|sa hapon lang",
    ),
    (All, "lahat|pareho|parehas|lahat ng iyon|dalawa"),
    (NoneOf, "wala|wala po|wala sa mga iyon"),
    (Except, "maliban sa|maliban|pero hindi|pero hindi sa"),
    (Item(1), "una|yung una|isa|ang una"),
    (Item(2), "pangalawa|ikalawa|yung pangalawa"),
    (Item(3), "pangatlo|ikatlo|tatlo|yung pangatlo"),
    (Day(0), "lunes"),
    (Day(1), "martes"),
    (Day(2), "miyerkules|myerkules"),
    (Day(3), "huwebes"),
    (Day(4), "biyernes|byernes"),
    (Day(5), "sabado"),
    (Day(6), "linggo"),
    (
        SomeDay,
        "ngayon|bukas|mamaya|ngayong gabi|ngayong araw|sa susunod na linggo",
    ),
    (
        Cancel,
        "kanselahin|ikansela|i cancel|kansela|icancel|magcancel|mag cancel",
    ),
    (Shift, "ang shift|yung shift|duty|ang duty|bisita"),
    (
        MyShift,
        "shift ko|shift ko po|duty ko|duty ko po|pasok ko|client ko|ang shift ko|yung shift ko",
    ),
    (
        CallOff,
        "kailangan ko ng kapalit|kailangan ko ng papalit|hanap ng kapalit|may papalit ba|aabsent ako|absent ako|absent po ako",
    ),
    (
        Late,
        "male late ako|malelate ako|mala late ako|mahuhuli ako|late ako|late po ako|nahuhuli ako|trapik|sobrang trapik",
    ),
    (
        OnTheWay,
        "papunta na ako|papunta na po ako|on the way na|malapit na ako|malapit na po ako|parating na ako",
    ),
    (
        Arrived,
        "nandito na ako|nandito na po ako|andito na ako|andito na po ako|dumating na ako|nakapag clock in na ako|naka clock in na ako|nakarating na ako",
    ),
    (
        CallMe,
        "tawagan mo ako|tawagan nyo ako|tawagan niyo po ako|paki tawagan ako|pakitawagan ako|tawag ka|patawag po",
    ),
    (
        Tentative,
        "siguro|baka|hindi ko alam|di ko alam|hindi ko sigurado|hindi ako sigurado|di ako sigurado|titingnan ko|tingnan ko|tignan ko|check ko muna|sasabihan kita|sabihan kita|depende|pag iisipan ko|itatanong ko",
    ),
    (If, "kung|kapag"),
    (
        WrongPerson,
        "maling numero|mali po ang numero|hindi ako yan|sino to|sino ito|sino po sila|hindi na ako nagtatrabaho diyan",
    ),
    (
        StopText,
        "huwag mo na akong i text|wag mo na akong i text|huwag na kayong mag text|wag na kayong mag text|wag na po kayong mag text|huwag nyo na akong i text|tigilan nyo na ako|tigilan mo na ako|itigil nyo na ang text|alisin nyo ako sa listahan|burahin nyo ang number ko|tanggalin nyo ako sa listahan|wag na magtext|huwag nang mag text",
    ),
    (
        AllGood,
        "ayos lahat|ok lahat|okay lahat|walang pagbabago|walang bago|maayos lahat",
    ),
    (
        Thanks,
        "salamat|salamat po|maraming salamat|maraming salamat po|walang anuman|ingat|ingat po",
    ),
    (
        Greeting,
        "kumusta|kamusta|magandang umaga|magandang hapon|magandang gabi|magandang umaga po|magandang araw",
    ),
    (
        Filler,
        "po|ako|ko|na|ng|ang|sa|lang|naman|nga|yung|mga|eh|kasi|din|rin|pa|muna|paki|may|ito|iyan|yan|para|talaga|pasok",
    ),
    (And, "at|saka|tsaka"),
    (But, "pero|kaso|ngunit"),
];
