use super::Table;
use crate::replies::symbol::Symbol::*;

pub(super) const PHRASES: Table = &[
    (
        Yes,
        "sim|claro|claro que sim|com certeza|certeza|com prazer|aceito|aceitei|confirmo|confirmado|confirmada|sem problema|sem problemas|nao tem problema|nenhum problema|pode contar comigo|conte comigo|pode ser sim|fechado|combinado|beleza|blz|perfeito|por que nao|isso|pode marcar|estarei la",
    ),
    (
        Okay,
        "tudo certo entao|ta|ta bom|tá bem|esta bem|bom|certo|valeu|joia|ok obrigada|ok obrigado|pode ser|s",
    ),
    (
        No,
        "nao|nao obrigada|nao obrigado|n|nem|negativo|recuso|nao aceito|nao quero|nao tenho interesse|nao me interessa|hoje nao|amanha nao|desta vez nao|fica pra proxima|fica para a proxima|desculpe nao|desculpa nao|infelizmente nao|infelizmente|nunca|jamais",
    ),
    (
        Able,
        "posso|eu posso|posso sim|posso ir|posso fazer|posso cobrir|posso trabalhar|eu vou|vou sim|eu quero|quero|quero sim|eu faco|eu pego|pego|fico com|estou disponivel|to disponivel|disponivel|estou livre|to livre|consigo|consigo ir|eu consigo|topo|eu topo",
    ),
    (
        Unable,
        "nao posso|nao vou poder|nao poderei|nao consigo|nao da|nao vai dar|nao vou conseguir|nao estou disponivel|nao to disponivel|indisponivel|nao estou livre|estou ocupada|estou ocupado|to ocupada|to ocupado|ocupada|ocupado|estou doente|to doente|doente|passando mal|nao estou bem|nao to bem|estou trabalhando|to trabalhando|tenho consulta|tenho compromisso|tenho outro cliente|estou de ferias|estou viajando|nao tenho carro|muito longe|impossivel",
    ),
    (
        Ask,
        "que|qual|quais|quando|quanto|quanto paga|que horas|a que horas|que dia|onde|aonde|quem|como|por que|tem como|sera que|pode me dizer|tenho uma duvida|tenho uma pergunta|vc pode|voce pode",
    ),
    (Until, "ate|ate as|so ate|somente ate|metade"),
    (
        Beside,
        "depois de|depois das|apos|apos as|antes de|antes das|a partir de|a partir das|desde|desde as|das|entre",
    ),
    (At, "as"),
    (Meridiem, "da manha|da tarde|da noite|e meia"),
    (Minutes, "minutos|minuto"),
    (Hours, "hora|horas|h"),
    (
        Clock,
        "meio dia|meia noite|ao meio dia|de manha|a tarde|so de manha|so a tarde|pela manha",
    ),
    (
        All,
        "tudo|todos|todas|ambos|ambas|os dois|as duas|os tres|as tres|qualquer um",
    ),
    (NoneOf, "nenhum|nenhuma|nenhum deles|nenhum dos dois|nada"),
    (Except, "exceto|menos|menos a|mas nao|mas nao a|mas nao na|fora"),
    (Item(1), "primeiro|primeira|o primeiro|a primeira|um"),
    (
        Item(2),
        "segundo|segunda opcao|o segundo|a segunda opcao|dois|duas",
    ),
    (Item(3), "terceiro|o terceiro|terceira opcao|tres"),
    (Day(0), "segunda|segunda feira|na segunda"),
    (Day(1), "terca|terca feira|na terca"),
    (Day(2), "quarta|quarta feira|na quarta"),
    (Day(3), "quinta|quinta feira|na quinta"),
    (Day(4), "sexta|sexta feira|na sexta"),
    (Day(5), "sabado|no sabado"),
    (Day(6), "domingo|no domingo"),
    (
        SomeDay,
        "hoje|amanha|hoje a noite|hoje a tarde|esta semana|semana que vem|fim de semana",
    ),
    (Cancel, "cancelar|cancelo|cancele|desmarcar|desmarco|desmarque"),
    (
        Shift,
        "turno|turnos|plantao|plantoes|visita|visitas|o turno|a visita|esse turno|o plantao",
    ),
    (
        MyShift,
        "meu turno|meu plantao|minha visita|meus turnos|minhas visitas|meu cliente|minha cliente|minha consulta|meu horario",
    ),
    (
        CallOff,
        "preciso de alguem para cobrir|alguem para me cobrir|preciso que alguem cubra|preciso faltar|vou faltar|preciso de substituta|preciso de substituto",
    ),
    (
        Late,
        "vou atrasar|vou me atrasar|estou atrasada|estou atrasado|to atrasada|to atrasado|atrasada|atrasado|vou chegar atrasada|vou chegar atrasado|transito parado|presa no transito|preso no transito",
    ),
    (
        OnTheWay,
        "estou a caminho|to a caminho|a caminho|ja estou indo|to indo|to chegando|estou chegando|indo",
    ),
    (
        Arrived,
        "cheguei|ja cheguei|estou aqui|to aqui|ja bati o ponto|bati o ponto|ja estou aqui|ja registrei",
    ),
    (
        CallMe,
        "me liga|me ligue|pode me ligar|me ligar|liga pra mim|ligue para mim|me chama|me telefona",
    ),
    (
        Tentative,
        "talvez|quem sabe|nao sei|nao tenho certeza|vou ver|deixa eu ver|deixe eu ver|vou verificar|vou confirmar|te aviso|eu aviso|depois eu falo|depende|vou pensar|acho que sim|acho|deixa eu perguntar|preciso ver",
    ),
    (If, "se|caso|desde que|so se|a nao ser que"),
    (
        WrongPerson,
        "numero errado|ligou errado|pessoa errada|nao sou eu|quem fala|nao trabalho mais ai|nao trabalho ai",
    ),
    (
        StopText,
        "nao me mande mensagem|nao me mande mais mensagem|nao me mande mensagens|nao me mande mais mensagens|nao me mandem mensagens|nao me mandem mais mensagens|parem de me mandar mensagem|pare de me mandar mensagem|parem de mandar mensagem|pare de mandar mensagem|nao me contate|nao entrem em contato|nao me liguem|nao me ligue mais|nao quero receber|nao quero mais receber|nao quero receber mensagens|me tira da lista|me tire da lista|me tirem da lista|remova meu numero|apague meu numero|me descadastre|quero me descadastrar|para de me mandar mensagem|me deixa em paz|me deixe em paz",
    ),
    (
        AllGood,
        "tudo certo|tudo bem|tudo ok|tudo confirmado|sem mudancas|sem alteracoes|nenhuma mudanca|tudo em ordem",
    ),
    (
        Thanks,
        "obrigada|obrigado|muito obrigada|muito obrigado|brigada|brigado|obg|agradeco|deus abencoe|de nada|bom trabalho",
    ),
    (Greeting, "oi|ola|bom dia|boa tarde|boa noite|e ai|oie"),
    (
        Reaction,
        "curtiu|amou|gostou de|riu de|enfatizou|nao gostou de|questionou|reagiu com",
    ),
    (
        Filler,
        "por favor|pf|pfv|senhora|senhor|dona|eu|o|a|os|de|na|no|em|para|pra|da|do|me|ja|so|somente|muito|com|um pouco|e que|minha|meu|opcao|numero|tambem|entao|dia|nesse dia|ai|sou|estou|to|vou|feira",
    ),
    (And, "e"),
    (But, "mas|porem|so que"),
];
