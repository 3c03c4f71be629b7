use super::Table;
use crate::replies::symbol::Symbol::*;

pub(super) const PHRASES: Table = &[
    (
        Yes,
        "wi|men wi|wi wi|dako|mwen dako|m dako|m aksepte|mwen aksepte|aksepte|mwen konfime|m konfime|konfime|pa gen pwoblem|san pwoblem|ak plezi|avek plezi|byen si|natirelman|konte sou mwen|m ap la|map la|se bon pou mwen|pouki pa",
    ),
    (Okay, "oke|byen|se bon|sa bon|li bon"),
    (
        No,
        "non|non mesi|m pa vle|mwen pa vle|mpa vle|m pa enterese|mwen pa enterese|m refize|mwen refize|pa jodi a|pa demen|yon lot fwa|padon non|dezole|mwen dezole|m regret sa|jame",
    ),
    (
        Able,
        "mwen kapab|m kapab|mkapab|mwen ka|m ka|mwen ka fe l|m ka fe l|m ka fel|m ka ale|mwen ka ale|mwen disponib|m disponib|disponib|mwen lib|m lib|m ap pran l|map pran l|mwen ap pran l|m ap fe l|map fe l|m pran l|m vle l|mwen vle l|m prale|mwen prale",
    ),
    (
        Unable,
        "mwen pa kapab|m pa kapab|mpa kapab|mwen pa ka|m pa ka|mpa ka|m pa ka ale|mwen pa ka ale|m pa ka fe l|mwen pa ka fe l|mwen pa disponib|m pa disponib|mwen pa lib|m pa lib|mwen okipe|m okipe|okipe|mwen malad|m malad|malad|m pa santi m byen|mwen pa santi m byen|m ap travay|map travay|mwen ap travay|m gen randevou|mwen gen randevou|m gen yon lot kliyan|m pa gen machin|mwen pa gen machin|li twò lwen|two lwen|m an vakans|enposib",
    ),
    (Not, "pa"),
    (
        Ask,
        "kisa|ki sa|kile|ki le|ki jou|ki kote|kote|kibo|ki moun|kiyes|konbyen|konbyen yo peye|kijan|kouman|poukisa|eske|mwen gen yon kesyon|m gen yon kesyon",
    ),
    (Until, "jiska|jiskaske|rive|jis"),
    (Beside, "apre|anvan|depi|apati|ant"),
    (At, "a le|ale"),
    (Meridiem, "nan maten|di maten|nan apremidi|nan aswe|di swa|ze"),
    (Minutes, "minit"),
    (Hours, "edtan|e tan"),
    (Clock, "midi|minwi|maten selman|apremidi selman|le maten"),
    (All, "tout|tou de|toulede|tou le de|tou twa|nenpot"),
    (NoneOf, "okenn|okenn nan yo|anyen"),
    (Except, "eksepte|sof|men pa|men pa nan"),
    (Item(1), "premye|premye a|youn"),
    (Item(2), "dezyem|dezyem nan|de"),
    (Item(3), "twazyem|twazyem nan|twa"),
    (Day(0), "lendi"),
    (Day(1), "madi"),
    (Day(2), "mekredi"),
    (Day(3), "jedi"),
    (Day(4), "vandredi"),
    (Day(5), "samdi"),
    (Day(6), "dimanch"),
    (
        SomeDay,
        "jodi a|jodia|demen|aswe a|maten an|semenn sa a|semenn pwochen",
    ),
    (Cancel, "anile|m ap anile|kansele"),
    (Shift, "vizit|vizit la|shift la|travay la|woulman"),
    (
        MyShift,
        "shift mwen|shift mwen an|vizit mwen|vizit mwen an|travay mwen|kliyan mwen|ore mwen",
    ),
    (
        CallOff,
        "mwen bezwen yon ranplasan|m bezwen yon ranplasan|m bezwen yon moun ranplase m|mwen bezwen yon moun ranplase mwen|jwenn yon moun ranplase m",
    ),
    (
        Late,
        "m an reta|mwen an reta|an reta|m ap an reta|map an reta|m anreta|anreta|gen anpil trafik|m ap rive an reta",
    ),
    (
        OnTheWay,
        "m sou wout|mwen sou wout|sou wout|m sou wout la|m ap vini|map vini|m preske rive",
    ),
    (
        Arrived,
        "m rive|mwen rive|m la|mwen la|m gentan rive|mwen gentan rive|mwen deja la|m deja la",
    ),
    (
        CallMe,
        "rele m|rele mwen|tanpri rele m|tanpri rele mwen|ou ka rele m|ou ka rele mwen|ban m yon kout fil",
    ),
    (
        Tentative,
        "petet|m pa konnen|mwen pa konnen|mpa konnen|mwen pa si|m pa si|kite m gade|kite m we|m ap gade|map gade|m ap di w|map di w|sa depan|depan|m ap panse|m kwe|m ap mande",
    ),
    (If, "si|sof si|depi w"),
    (
        WrongPerson,
        "move nimewo|ou fe move nimewo|se pa mwen|kiyes ki la|ki moun sa|m pa travay la anko|mwen pa travay la anko",
    ),
    (
        StopText,
        "pa ekri m|pa ekri m anko|pa ekri mwen anko|pa voye mesaj anko|pa voye mesaj ban mwen|pa voye mesaj ban mwen anko|pa voye mesaj ban m anko|sispann ekri m|sispann ekri mwen|sispann voye mesaj|sispann voye mesaj ban m|pa rele m anko|pa rele mwen anko|retire m sou lis la|retire mwen sou lis la|efase nimewo mwen|kite m anrepo|kite mwen anrepo",
    ),
    (
        AllGood,
        "tout bon|tout bagay bon|tout byen|pa gen chanjman|okenn chanjman|tout anfom",
    ),
    (
        Thanks,
        "mesi|mesi anpil|mwen apresye sa|bondye beni w|bondye beni ou|padekwa",
    ),
    (Greeting, "bonjou|bonswa|alo|sak pase|sa k pase|kouman ou ye"),
    (
        Filler,
        "tanpri|souple|silvouple|mwen|m|ou|w|li|la|nan|an|pou|sou|se|ki|sa|yo|ap|pral|madanm|mesye|anpil|jis la|avek|ak yon|opsyon|nimewo",
    ),
    (And, "ak|epi"),
    (But, "men|sepandan"),
];
