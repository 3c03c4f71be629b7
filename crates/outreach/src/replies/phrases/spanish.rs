use super::Table;
use crate::replies::symbol::Symbol::*;

pub(super) const PHRASES: Table = &[
    (YesOrIf, "si"),
    (
        Yes,
        "sip|claro|claro que si|por supuesto|desde luego|con gusto|con mucho gusto|seguro|de acuerdo|acepto|aceptado|confirmo|confirmado|sin problema|no hay problema|ningun problema|no problema|no me molesta|me parece bien|me sirve|cuenta conmigo|cuente conmigo|afirmativo|simon|como no|perfecto|ahi estare|alli estare|por que no",
    ),
    (Okay, "bueno|bien|esta bien|vale|dale|okey|correcto|listo|va"),
    (
        No,
        "no|nop|nel|no gracias|no lo siento|lo siento|lo siento no|disculpe no|perdon no|negativo|paso|rechazo|declino|no me interesa|no estoy interesada|no estoy interesado|no quiero|hoy no|manana no|esta vez no|para la proxima|en otra ocasion|otra vez sera|nunca|jamas|tampoco",
    ),
    (
        Able,
        "puedo|si puedo|yo puedo|puedo hacerlo|puedo ir|puedo trabajar|puedo cubrir|puedo tomarlo|lo tomo|la tomo|lo quiero|lo hago|lo acepto|yo lo cubro|yo voy|yo lo hago|estoy disponible|disponible|estoy libre|tengo tiempo|cuenten conmigo|me apunto|voy a ir|alla voy",
    ),
    (
        Unable,
        "no puedo|no podre|no voy a poder|no podria|yo no puedo|no puedo ir|no puedo hacerlo|no puedo trabajar|no puedo cubrir|no puedo tomarlo|no estoy disponible|no disponible|no estoy libre|estoy ocupada|estoy ocupado|ocupada|ocupado|estoy enferma|estoy enfermo|enferma|enfermo|me siento mal|no me siento bien|tengo gripe|estoy trabajando|tengo que trabajar|ya trabajo|tengo otro cliente|tengo cita|tengo una cita|no tengo carro|no tengo coche|no tengo quien me cuide|estoy de vacaciones|fuera de la ciudad|imposible|me es imposible|muy lejos|queda muy lejos",
    ),
    (Not, "ni"),
    (
        Ask,
        "que|cual|cuando|cuanto|cuantas|cuantos|cuanto pagan|a que hora|que hora|que dia|donde|en donde|quien|como|por que|para cuando|es para|tengo una pregunta|me puede decir|puede decirme",
    ),
    (Until, "hasta|hasta las|solo hasta|nada mas hasta|la mitad"),
    (
        Beside,
        "despues de|despues de las|antes de|antes de las|desde|desde las|a partir de|a partir de las|entre las|de las",
    ),
    (At, "a las|a la"),
    (Meridiem, "de la manana|de la tarde|de la noche|y media"),
    (Minutes, "minutos|minuto"),
    (Hours, "hora|horas"),
    (
        Clock,
        "mediodia|medianoche|al mediodia|en la manana|en la tarde|por la manana|por la tarde|solo en la manana|solo en la tarde",
    ),
    (
        All,
        "todo|todos|todas|ambos|ambas|los dos|las dos|los tres|las tres|cualquiera",
    ),
    (NoneOf, "ninguno|ninguna|ninguno de los dos|ninguno de ellos|nada"),
    (Except, "excepto|menos|menos el|pero no|pero no el|salvo"),
    (Item(1), "primero|primera|el primero|la primera|el uno|uno"),
    (Item(2), "segundo|segunda|el segundo|la segunda|el dos|dos"),
    (Item(3), "tercero|tercera|el tercero|la tercera|el tres|tres"),
    (Day(0), "lunes"),
    (Day(1), "martes"),
    (Day(2), "miercoles"),
    (Day(3), "jueves"),
    (Day(4), "viernes"),
    (Day(5), "sabado|sabados"),
    (Day(6), "domingo|domingos"),
    (
        SomeDay,
        "hoy|manana|esta noche|esta tarde|esta semana|la proxima semana|el fin de semana",
    ),
    (Cancel, "cancelar|cancelo|cancele|cancelen"),
    (
        Shift,
        "turno|turnos|visita|visitas|el turno|la visita|ese turno|este turno",
    ),
    (
        MyShift,
        "mi turno|mis turnos|mi visita|mis visitas|mi cliente|mi horario|mi cita",
    ),
    (
        CallOff,
        "no podre ir a mi turno|necesito que alguien me cubra|alguien que me cubra|que alguien me cubra|busquen a alguien|necesito reemplazo",
    ),
    (
        Late,
        "llego tarde|llegare tarde|voy tarde|voy a llegar tarde|estoy retrasada|estoy retrasado|voy retrasada|voy retrasado|hay mucho trafico",
    ),
    (LateWord, "tarde"),
    (
        OnTheWay,
        "voy en camino|en camino|ya voy|ya voy en camino|ya casi llego|voy llegando|ahi voy",
    ),
    (
        Arrived,
        "ya llegue|llegue|ya estoy aqui|estoy aqui|aqui estoy|ya marque|ya marque entrada|ya cheque",
    ),
    (
        CallMe,
        "llameme|llamame|me puede llamar|me llama|me puedes llamar|por favor llameme|deme una llamada|hableme|marqueme",
    ),
    (
        Tentative,
        "tal vez|talvez|quizas|quiza|a lo mejor|puede ser|no se|no estoy segura|no estoy seguro|dejeme ver|deje reviso|dejame ver|dejeme revisar|le aviso|te aviso|le confirmo|luego le digo|depende|lo voy a pensar|creo que si|creo|dejeme preguntar",
    ),
    (If, "siempre que|siempre y cuando|solo si|a menos que"),
    (
        WrongPerson,
        "numero equivocado|se equivoco de numero|equivocado|equivocada|no soy yo|ya no trabajo ahi|ya no trabajo alli|no trabajo ahi",
    ),
    (
        StopText,
        "no me escriban|no me escriba|no me escriba mas|no me escriban mas|no me manden mensajes|no me mande mensajes|no me manden mas mensajes|no me mande mas mensajes|no mas mensajes|ya no me escriban|ya no me manden mensajes|dejen de escribirme|deje de escribirme|dejen de mandarme mensajes|dejen de molestar|no me molesten|no me contacten|no me contacte|no me llamen|no me llamen mas|quitenme de la lista|quiteme de la lista|borren mi numero|eliminen mi numero|saquenme de la lista|darme de baja|denme de baja|quiero darme de baja",
    ),
    (
        AllGood,
        "todo bien|todo correcto|todo en orden|sin cambios|ningun cambio|todo confirmado|todo perfecto",
    ),
    (
        Thanks,
        "gracias|muchas gracias|mil gracias|se lo agradezco|le agradezco|bendiciones|dios le bendiga|igualmente|de nada|buen dia",
    ),
    (
        Greeting,
        "hola|buenos dias|buenas tardes|buenas noches|buenas|que tal",
    ),
    (
        Reaction,
        "le gusto|le encanto|le dio risa|se rio de|enfatizo|no le gusto|cuestiono|reacciono con|dio me gusta a",
    ),
    (
        Filler,
        "no se preocupe|no se preocupen|no te preocupes|por favor|favor|porfa|porfavor|senora|senor|senorita|yo|el|la|los|las|de|a|en|para|para el|para la|al|lo|le|me|ya|solo|solamente|muy|mucho|con|del|un|una|es|es que|mi|opcion|numero|tambien|pues|bueno si|dia|ese dia|este",
    ),
    (And, "y|e"),
    (But, "pero|aunque"),
];
